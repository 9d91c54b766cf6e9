"""Danger: 000 first and alone, a social worker now; each safety text once for one danger."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from actions import resources
from actions.cards import as_shown
from actions.helplines import show_helplines
from actions.own_language import say_with_language
from actions.turn import Turn
from bot.language import catalogue
from bot.triage import Facts
from bot.triage.facts import NEED_OF_DOMAIN
from bot.triage.next_move import is_sensitive
from bot.triage.next_steps import default_guide, is_security, next_steps
from bot.triage.watching import is_watched, only_a_voice_is_unsafe, somebody_reads_along
from bot.triage.whereabouts import OVERSEAS, whereabouts
from directory.hours import holiday_name
from directory.search import Card, Query

logger = logging.getLogger(__name__)

#: Of two serious dangers these are answered first: an empty fridge waits for them.
_OF_LIFE = frozenset({"suicide_self_harm", "family_violence", "medical_emergency", "child_at_risk"})
#: The need that nobody can wait with.
_DAILY = frozenset({"emergency_relief"})
#: The records of 000 by text (the same file), the one that needs no machine of its own first.
TEXT_TO_000 = ("sms-relay-emergency", "emergency-106")
#: The record of the line for Australians abroad (directory/records/contacts/emergency.yml).
CONSULAR_LINE = "dfat-consular"
#: Signals for safety texts that offered a person.
_A_T3_TEXT = re.compile(r"^said:utter_safety_(?:overseas_|custody_)?t3")
_AFTER_HOURS = "_after_hours"
#: T3 texts for any danger at all: after another one they tell nothing new.
_OF_NO_DANGER_OF_ITS_OWN = re.compile(r"_t3(?:_after_hours(?:_looking)?)?$")
#: Signs that speak of details, accounts or addresses.
_DETAILS = frozenset({"privacy.check_links", "privacy.unsafe_contact"})


def respond_to_t4(turn: Turn) -> None:
    """000, first and alone (X-01); on a watched screen neutral words and a silent case (X-01b)."""
    turn.open_case("danger", turn.assessment())
    turn.change(alarm=None, pending=None)
    _note_warned(turn, "T4")
    # Somebody who interprets for a mother who has collapsed must read 000, too.
    helper = turn.facts.has_companion and turn.facts.safe_to_talk != "no"
    if screen_is_watched(turn) and not (helper and not is_watched(turn.heard)):
        turn.note(safe_to_talk="no")
        turn.keep_plain()
        return
    audience = "staff_" if turn.facts.is_staff else ""
    if _is_where_000_is_not(turn, audience):
        return
    turn.change(unacknowledged=True)
    if cannot_speak(turn):
        say_000_unheard(turn)
        return
    turn.say_first(
        f"utter_{audience}safety_t4_{top_domain(turn)}",
        f"utter_{audience}safety_t4",
        "utter_safety_t4",
        custom={"safety": True},
    )


def cannot_speak(turn: Turn) -> bool:
    """Whether a customer says that speaking is unsafe or cannot be done, while the screen is their own."""
    free = not turn.facts.is_staff and turn.facts.safe_to_talk != "no"
    return free and only_a_voice_is_unsafe(turn.heard.words)


def say_000_unheard(turn: Turn) -> None:
    """000 without a word: the key to press, and the ways to reach it by text (X-02)."""
    cards = [as_shown(card) for code in TEXT_TO_000 if (card := _record(turn.facts, code))]
    custom = {"safety": True, **({"cards": cards} if cards else {})}
    turn.say("utter_safety_t4_unheard", custom=custom)


def _is_where_000_is_not(turn: Turn, audience: str) -> bool:
    """Outside Australia and in custody others come than 000 (S1-26); True when that was said."""
    where = whereabouts(turn.facts)
    if where is None:
        return False
    line = _record(turn.facts, CONSULAR_LINE) if where == OVERSEAS else None
    cards = [as_shown(line)] if line else []
    custom = {"safety": True, **({"cards": cards} if cards else {})}
    turn.say(f"utter_{audience}safety_{where}_t4", custom=custom)
    return True


def _record(facts: Facts, code: str) -> Card | None:
    """A record's card, as far as it may be shown: an unchecked number goes to officers alone."""
    try:
        return resources.directory().service(
            code, Query(audience="staff" if facts.is_staff else "customer")
        )
    except Exception as error:  # an edge: the safety words go out, a card is only an extra
        logger.error("record not shown code=%s error=%s", code, type(error).__name__)
        return None


def respond_again(turn: Turn) -> None:
    """The danger is known: a short line that the offer stands, and no safety text over again."""
    turn.open_case("danger", turn.assessment())
    turn.change(alarm=None)
    _talk_is_answered(turn)
    coming = turn.facts.consent.get("worker") is not None
    _say_offer_stands(turn, coming)
    if not coming:
        turn.change(pending="person", misses=0)


def _say_offer_stands(turn: Turn, coming: bool) -> None:
    """The short form of a safety text, with 000 in it; not in the same words twice in a row."""
    again = turn.before.asked_as == "utter_t3_stands"
    words = "utter_t3_worker_knows" if coming or again else "utter_t3_stands"
    turn.say(words, custom={"safety": True})
    turn.change(asked_as=words)


def _says_what_is_done(turn: Turn) -> bool:
    """Whether reviewed phrases heard something done to somebody, whoever is asked about.

    "My husband has kept my passport" is about another person, and no search for one.
    """
    return any(
        str(sign.get("tier")) in {"T3", "T4"}
        and not str(sign.get("code", "")).startswith("classifier.")
        and sign.get("domain") not in _OF_WHO_LOOKS
        for sign in turn.heard.risk.get("indicators") or ()
    )


#: What somebody who looks for somebody is heard to say: where they are, and what happens to them then.
_OF_WHO_LOOKS = frozenset({"privacy", "harm_to_others"})


def respond_to_t3(turn: Turn, reason: str) -> bool:
    """A social worker now, the case opened; helplines only in addition (S1-01).

    True when the search for a bed, food or care is the help and should go on.
    """
    known = turn.open_case(reason, turn.assessment())
    turn.change(alarm=None)
    _note_warned(turn, "T3")
    domain = top_domain(turn)
    if turn.heard.act == "ask_other_person" and not _says_what_is_done(turn):
        # Somebody who looks for somebody: nothing is confirmed or denied, a person looks at it.
        turn.say("utter_other_person", custom={"safety": True})
        turn.signal("said:utter_other_person")
        return False
    if screen_is_watched(turn):
        return _keep_plain(turn)
    hours = _note_hours(turn)
    if turn.facts.is_staff:
        _say_staff_steps(turn)
        show_helplines(turn, domain)
        return bool(turn.facts.open_needs) and not is_security(turn.facts)
    if is_security(turn.facts):
        turn.say("utter_safety_security", custom={"safety": True})
        return False
    if (
        turn.facts.speaks_other_language
        and turn.facts.interpreter in {None, "offered"}
        and "interpreter_first" not in turn.facts.signals
    ):
        turn.signal("interpreter_first")
        say_with_language(turn, "utter_interpreter_first")
        turn.note(interpreter="offered")
    if turn.heard.act == "request_human":
        turn.note(consent={**turn.facts.consent, "worker": "asked for"})
        turn.change(pending=None)
        turn.say(
            "utter_safety_t3_coming" if known else "utter_desk_down_danger", custom={"safety": True}
        )
        show_helplines(turn, domain, open_only=_is_after_hours(turn.facts))
        return False
    _need_of_danger(turn, domain)
    goes_on = domain in default_guide().keep_going and bool(turn.facts.open_needs)
    _say_t3(turn, _t3_words(turn, domain, known, goes_on), hours, goes_on)
    if goes_on:
        return True
    turn.change(pending="person", misses=0)
    turn.offers_person = True
    if turn.heard.act == "update_details":
        turn.say("utter_step_unlink_first")
    if turn.facts.interpreter == "present":
        turn.say("utter_keep_interpreter")
    show_helplines(turn, domain, open_only=_is_after_hours(turn.facts))
    return False


def _say_t3(turn: Turn, ways: tuple[str, ...], hours: dict[str, time], goes_on: bool) -> None:
    """The safety text; what was said before is not said over, the offer in it stands.

    After any of these texts only one made for the very danger (a child, an ambulance, details that
    must not be changed yet) is said whole: the others would repeat themselves.
    """
    words = next(name for name in ways if catalogue.has_text(name))
    # An interpreter passes on each new danger's own text; a short one would stand in its place.
    relayed = turn.facts.interpreter == "present"
    said = [s for s in turn.facts.signals if s.startswith("said:") and _A_T3_TEXT.search(s)]
    # Whether a social worker is there now is news of its own (S1-19).
    now_after = _AFTER_HOURS in words
    of_these_hours = [name for name in said if (_AFTER_HOURS in name) == now_after]
    general = _OF_NO_DANGER_OF_ITS_OWN.search(words)
    told_already = f"said:{words}" in said or (general and of_these_hours)
    if told_already and words != "utter_desk_down_danger" and not relayed:
        # Where the search goes on no question is put: the place is asked next.
        _say_offer_stands(turn, goes_on or turn.facts.consent.get("worker") is not None)
        return
    turn.signal(f"said:{words}")
    turn.say(
        words, custom={"safety": True}, **(hours if "{opens}" in catalogue.text(words) else {})
    )


def _need_of_danger(turn: Turn, domain: str) -> None:
    """A danger that is a need by itself (nowhere to sleep) is looked for; talk is answered by the lines."""
    need = NEED_OF_DOMAIN.get(domain)
    if domain in default_guide().ask_after and _names_its_own_help(turn):
        turn.signal(f"ask_after:{domain}")  # A bill is looked at; food is asked about beside it.
    elif domain in default_guide().keep_going:
        given_up = turn.heard.rejected_values("need")
        if need and need not in turn.facts.needs and need not in given_up:
            turn.note(needs=(need, *turn.facts.needs))
    else:
        _talk_is_answered(turn)


def _names_its_own_help(turn: Turn) -> bool:
    """Whether a message about having no money names what it is about (a bill, the rent), and no food."""
    named = [n for n in turn.heard.wanted_entities("need") if not n.guessed]
    return bool(named) and all(n.value not in _DAILY for n in named)


def _talk_is_answered(turn: Turn) -> None:
    """Somebody to talk to was just offered: that need is met."""
    if "crisis_counselling" in turn.facts.open_needs:
        turn.change(done=(*turn.facts.done, "crisis_counselling"))


def _keep_plain(turn: Turn) -> bool:
    """Neutral words once; an everyday need that this message names is looked up all the same."""
    if not turn.facts.has_companion:
        turn.note(safe_to_talk="no")
    asked = [str(need.value) for need in turn.heard.wanted_entities("need") if not need.guessed]
    needs = [need for need in turn.facts.open_needs if need in asked]
    everyday = bool(needs) and not is_sensitive(turn.facts, needs[0])
    if not everyday or turn.before.safe_to_talk != "no":
        turn.keep_plain()
    if not everyday:
        turn.change(pending=None, misses=0)
    return everyday


def _t3_words(turn: Turn, domain: str, known: bool, goes_on: bool) -> tuple[str, ...]:
    if not known:
        return ("utter_desk_down_danger",)
    if where := whereabouts(turn.facts):
        return (f"utter_safety_{where}_t3",)
    if domain == "privacy" and not _is_about_details(turn):
        domain = "other_privacy"
    if not _is_after_hours(turn.facts):
        return (f"utter_safety_t3_{domain}", "utter_safety_t3")
    if goes_on:
        return ("utter_safety_t3_after_hours_looking",)
    return (f"utter_safety_t3_after_hours_{domain}", "utter_safety_t3_after_hours")


def _is_about_details(turn: Turn) -> bool:
    """Whether a danger to privacy is about details that somebody else may see or manage."""
    codes = {str(sign.get("code")) for sign in turn.heard.risk.get("indicators") or ()}
    return turn.heard.act == "update_details" or bool(codes & _DETAILS)


def _note_hours(turn: Turn) -> dict[str, time]:
    """Notes whether it is outside the social workers' hours where the person is (S1-19, S1-20)."""
    hours = default_guide().social_work
    turn.clear_signal("after_hours")
    if not hours.include(turn.now, turn.zone, lambda day: is_public_holiday(day, turn.state)):
        turn.signal("after_hours")
    return {"opens": hours.opens, "closes": hours.closes}


def is_public_holiday(day: date, state: str) -> bool:
    """Whether social workers are away: a public holiday of the state ("" for national ones)."""
    return holiday_name(day, state) is not None


def _is_after_hours(facts: Facts) -> bool:
    return "after_hours" in facts.signals


def _note_warned(turn: Turn, tier: str) -> None:
    """Notes which dangers the safety text was for; a T4 stays one."""
    domains = {
        str(i["domain"])
        for i in turn.heard.risk.get("indicators") or []
        if str(i.get("tier")) >= "T3"
    } or {top_domain(turn)}
    warned = dict(turn.facts.warned)
    for domain in domains:
        warned[domain] = max(tier, warned.get(domain, "T0"))
    turn.note(warned=warned)


def say_steps_after_000(turn: Turn) -> None:
    """What else an officer must know once 000 was seen: who decides without consent among it (S1-25)."""
    _note_hours(turn)
    _say_staff_steps(turn, besides=frozenset({"call_000"}))


def _say_staff_steps(turn: Turn, besides: frozenset[str] = frozenset()) -> None:
    if where := whereabouts(turn.facts):
        turn.say(f"utter_step_{where}")
    for step in next_steps(turn.facts):
        if step.kind not in {"helpline", "services", "police_notice", *besides}:
            turn.say(step.response)


def top_domain(turn: Turn) -> str:
    """The domain of the highest indicator of this message, or of the conversation.

    Of several as high, one where life may be at stake; of those the one with most signs.
    """
    found = list(turn.heard.risk.get("indicators") or turn.facts.indicators)
    if not found:
        return "severe_distress"
    often = Counter(str(i["domain"]) for i in found)

    def weight(sign: Mapping[str, Any]) -> tuple[str, bool, int]:
        domain = str(sign["domain"])
        return str(sign.get("tier", "T0")), domain in _OF_LIFE, often[domain]

    return str(max(found, key=weight)["domain"])


def screen_is_watched(turn: Turn) -> bool:
    """Whether somebody may read along: said now, or said before and not taken back."""
    facts = turn.facts
    if facts.is_staff:
        return False
    if facts.interpreter == "present":
        # An officer holds the screen and the words are passed on ("he will hit her when she gets
        # home"): only what is said of now counts, not the classifier's guess.
        said = somebody_reads_along(turn.heard.risk.get("indicators") or (), turn.heard.words)
    else:
        said = is_watched(turn.heard)
    return said or facts.safe_to_talk == "no" or facts.has_companion
