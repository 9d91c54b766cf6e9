"""Danger that was answered already: 000 that was seen, a word taken back, the same danger told again."""

from __future__ import annotations

import re
from typing import Literal

from actions.danger import (
    cannot_speak,
    say_000_unheard,
    say_steps_after_000,
    screen_is_watched,
)
from actions.helplines import domains_of_message
from actions.turn import Turn
from bot.triage.next_move import VIOLENCE
from bot.triage.next_steps import is_security
from bot.triage.telling import news
from bot.triage.watching import says_nobody_reads
from bot.triage.yes_no import yes_or_no

#: Messages that show that 000 was seen.
_ACKNOWLEDGING = frozenset(
    {"affirm", "deny", "thank", "goodbye", "request_human", "request_interpreter", "unsafe_to_talk"}
)
#: Of these, messages that want something of their own.
_OWN_ANSWER = frozenset({"request_human", "request_interpreter", "goodbye", "unsafe_to_talk"})
_SEEN = re.compile(
    r"\b(?:called|rang|phoned|ringing|calling|on the phone|on the line|on their way|coming|safe|"
    r"(?:he|she|they|it)(?:'?s| is| has|'?ve| have)? (?:all )?(?:gone|left|run off|ran off|driven off|drove off)|"
    r"they are here|they're here|got away|outside now|forget (?:it|that|i said)|it'?s nothing|"
    r"(?:i'?m|we'?re|he'?s|she'?s) (?:ok(?:ay)?|fine|alright|all right)|false alarm|never ?mind|"
    r"should(?:n'?t| not) have said|all good)\b"
)
_CALLED = re.compile(
    r"\b(?:called|rang|phoned|ringing|calling|spoke (?:to|with)|they(?:'re| are) (?:coming|here|on)|on (?:the|their) (?:phone|line|way))\b"
)
#: Dangers that one act may be named by: a word about the same act after 000 is of the same kind.
_ACTS = (
    frozenset({"suicide_self_harm", "medical_emergency", "severe_distress", "gambling_aod"}),
    frozenset(
        {"harm_to_others", "family_violence", "child_at_risk", "elder_abuse", "exploitation"}
    ),
)
#: Open remarks of these are asked about whatever is known besides.
_ASKED_ALWAYS = frozenset({"suicide_self_harm", "medical_emergency", "child_at_risk"})
#: So many turns after 000 a serious word about the same act gets 000 again.
SAME_ACT_TURNS = 3
#: What a safety step left to do: nothing, the search that goes on, or (None) the action's own answer.
Settled = Literal["done", "go_on"]


def settle_000(turn: Turn) -> Settled | None:
    """000 was shown: nothing else until it was seen (X-01); then on with what was there before."""
    turn.change(unacknowledged=False)
    if not _acknowledges(turn):
        turn.say("utter_after_t4", custom={"safety": True})
        return "done"
    if turn.facts.is_staff:
        say_steps_after_000(turn)
    if turn.heard.intent not in _OWN_ANSWER and not turn.facts.is_staff:
        turn.say("utter_acknowledged")
        if turn.facts.open_needs:
            return "go_on"
        question = turn.questions.get("person")
        assert question is not None
        turn.ask(question)
        return "done"
    if turn.facts.is_staff and turn.facts.open_needs and not turn.heard.values("need"):
        return "go_on"  # The look-up of the line that held the danger.
    return None


def settle_unheard(turn: Turn) -> bool:
    """Answers "I can't speak" after 000: it is about the call, and the call needs no voice (X-02)."""
    if not turn.before.unacknowledged or turn.heard.is_payload or not cannot_speak(turn):
        return False
    turn.open_case("danger", turn.assessment())
    turn.change(alarm=None)
    say_000_unheard(turn)
    return True


def _acknowledges(turn: Turn) -> bool:
    if turn.heard.is_payload or turn.facts.is_staff:
        return True
    words = turn.heard.words
    if turn.heard.intent in _ACKNOWLEDGING or yes_or_no(words) is not None:
        return True
    return bool(_SEEN.search(words)) or says_nobody_reads(turn.heard)


_TAKES_BACK = re.compile(
    r"\b(?:jok(?:e|es|ing|ed)|kidding|jks?|messing (?:around|with)|figure of speech|did ?n'?t mean (?:it|that|any)|"
    r"not serious|just (?:an expression|a saying|venting|words|angry|mad)|only (?:a saying|venting|words)|exaggerat\w+|"
    r"was just (?:angry|mad|upset|saying)|don'?t mean (?:it|that)|would(?: never|n'?t)(?: ever)? (?:do|hurt|harm|kill))\b"
)


def settle_taken_back(turn: Turn) -> bool:
    """Answers "haha only joking" after a safety text: the note stays for a person (S1-15)."""
    before, heard = turn.before, turn.heard
    offered = before.pending == "person" and "T3" in before.warned.values()
    if not offered or heard.is_payload or heard.intent.startswith("danger_"):
        return False
    if not _TAKES_BACK.search(heard.words) or heard.values("need"):
        return False
    turn.open_case("refused", turn.assessment())
    turn.say("utter_clarified")
    turn.change(pending=None, misses=0)
    return True


def settle_seen_again(turn: Turn) -> bool:
    """Answers "I called them" that comes some turns after 000: no need is looked for in it."""
    before, heard = turn.before, turn.heard
    if before.unacknowledged or "T4" not in before.warned.values() or turn.facts.is_staff:
        return False
    soon = turn.facts.turn - before.provenance.get("warned", 0) <= 2 * SAME_ACT_TURNS
    named = [need for need in heard.wanted_entities("need") if not need.guessed]
    if not soon or heard.is_payload or named or heard.intent.startswith("danger_"):
        return False
    if not _CALLED.search(heard.words):
        return False
    turn.say("utter_acknowledged")
    return True


def stays_with_the_offer(turn: Turn) -> bool:
    """After a safety text, words about nothing in particular: the offer stands, kindly and briefly."""
    before, heard = turn.before, turn.heard
    offered = before.pending == "person" and "T3" in before.warned.values()
    if not offered or turn.facts.is_staff or screen_is_watched(turn):
        return False
    if before.asked_as == "utter_t3_stands":
        turn.say("utter_noted" if news(before, turn.facts) else "utter_take_your_time")
    else:
        turn.say("utter_t3_stands", custom={"safety": True})
        turn.change(asked_as="utter_t3_stands")
    turn.change(pending="person", misses=0)
    return not heard.is_payload


def stands_where_nobody_knows(turn: Turn) -> bool:
    """After violence, no yes or no to whether it is safe to read here: the offer stands, no list is shown."""
    before, facts = turn.before, turn.facts
    asked = before.asked_as == "utter_ask_safe_first" and facts.answered in {None, "safe_to_talk"}
    serious = any(before.warned.get(domain, "T0") >= "T3" for domain in VIOLENCE)
    if not asked or not serious or facts.safe_to_talk in {"yes", "no"} or facts.open_needs:
        return False
    if facts.is_staff or facts.consent.get("worker") == "asked for":
        return False
    turn.say("utter_t3_stands", custom={"safety": True})
    turn.change(asked_as="utter_t3_stands", pending="person", misses=0)
    return True


def is_same_act(turn: Turn) -> bool:
    """Whether a serious message soon after 000 speaks of the same act ("I'm about to do it")."""
    facts = turn.before
    if "T4" not in facts.warned.values():
        return False
    since = turn.facts.turn - facts.provenance.get("warned", 0)
    tier, domains = str(turn.heard.risk.get("tier") or "T0"), domains_of_message(turn)
    if since > SAME_ACT_TURNS or not (tier >= "T3" or facts.unacknowledged):
        return False
    if facts.unacknowledged and is_denied(turn):
        return False
    before = {domain for domain, warned in facts.warned.items() if warned == "T4"}
    return any(act & before and act & domains for act in _ACTS) or bool(before & domains)


def is_denied(turn: Turn) -> bool:
    """Whether the message takes back what was said before ("forget it, it's nothing")."""
    return bool(_SEEN.search(turn.heard.words))


def is_told_again(turn: Turn) -> bool:
    """Whether a T3 message raises nothing that a safety text hasn't been given for already."""
    if turn.facts.is_staff or screen_is_watched(turn):
        return False
    found = turn.heard.risk.get("indicators") or []
    serious = {str(i["domain"]) for i in found if str(i.get("tier")) >= "T3"}
    before = turn.before.warned
    if not serious or is_security(turn.facts) != is_security(turn.before):
        return False
    return all(before.get(domain, "T0") >= "T3" for domain in serious)


def is_met_already(turn: Turn, domain: str) -> bool:
    """Whether a social worker is on offer for serious danger, and the open remark is of another kind.

    It joins the case; only where life may be at stake is it asked about all the same.
    """
    before = turn.before
    if before.pending != "person" or turn.facts.is_staff or domain in _ASKED_ALWAYS:
        return False
    return "T3" in before.warned.values() and domain not in before.warned
