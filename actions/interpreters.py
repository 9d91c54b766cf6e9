"""Asking for an interpreter: a request at the desk, wishes without reasons, never a relative."""

from __future__ import annotations

import json
import logging
import re

from actions import resources, results
from actions.languages import ask_which_language, confirm_language
from actions.moves import make_move
from actions.turn import Turn
from bot.language import catalogue, choice, interpreting
from bot.language.table import UnknownLanguage, language
from bot.triage.relaying import interpreter_is_here, relative_interprets, relative_is_offered
from bot.triage.telling import news

logger = logging.getLogger(__name__)

#: When an interpreter is wanted: at once, or at a booked time.
TIMINGS = frozenset({"now", "booked"})
_AT_ONCE = re.compile(r"\b(?:now|straight ?away|right away|asap|immediately|as soon as)\b")
_BOOKED = re.compile(r"\b(?:book\w*|appointment|appt|another day|later|next week)\b")
_SHORT_WISHES = (
    (re.compile(r"\b(?:wom[ae]n|female|lady|girl)\b"), "woman"),
    (re.compile(r"\b(?:m[ae]n|male|bloke|guy)\b"), "man"),
    (re.compile(r"\b(?:phone|telephone|call)\b"), "phone"),
    (re.compile(r"\b(?:person|face to face|here|visit)\b"), "on_site"),
    (re.compile(r"\bvideo\b"), "video"),
    (
        re.compile(
            r"\b(?:another|other|different|outside (?:my|our|the|her|his|their)) community\b"
        ),
        "other_community",
    ),
)
_SIGNED = frozenset({"auslan", "relay"})


def ask_interpreter(turn: Turn) -> None:
    """Notes the wish, puts it at the desk with a case for a worker, and says how it goes on."""
    if is_started(turn):
        _go_on_with_interpreter(turn)
        return
    asked_before = turn.before.interpreter == "wanted" and not turn.heard.is_payload
    wishes = _wishes(turn)
    turn.note(interpreter="wanted")
    if asked_before and not wishes and turn.before.language == turn.facts.language:
        if _offers_relative(turn):
            turn.say("utter_no_relative_as_interpreter")
        turn.say("utter_interpreter_stands")
        turn.change(asked_as="utter_ask_interpreter_wishes")
        turn.ask_again()
        return
    if ask_which_language(turn):
        _at_the_desk(turn, wishes)
        return
    turn.signal("interpreter")
    if _offers_relative(turn):
        turn.say("utter_no_relative_as_interpreter")
    known = _at_the_desk(turn, wishes)
    if turn.heard.is_payload and turn.heard.first("answer"):
        turn.say("utter_interpreter_wish_noted")
    elif wishes.get("mode") in _SIGNED or {"auslan", "hearing"} & set(turn.facts.accessibility):
        turn.say("utter_auslan")
        turn.change(asked_as="utter_ask_interpreter_wishes")
    else:
        confirm_language(turn, say_how=False)
        _say_how(turn)
        if known and turn.facts.is_staff:
            turn.change(asked_as="utter_ask_interpreter_wishes")  # "a woman" may come next.
        elif known and "interpreter_wishes" not in turn.facts.signals:
            turn.signal("interpreter_wishes")
            turn.change(asked_as="utter_ask_interpreter_wishes")
            _ask_wishes(turn, wishes)
    turn.ask_again()


#: Whoever has said so much of the interpreter is not asked for more.
_SAID_ENOUGH = 2


def _ask_wishes(turn: Turn, said: dict[str, str]) -> None:
    """Asks for wishes; what the message said already ("a woman, by phone") is not offered again."""
    if len(said) >= _SAID_ENOUGH:
        turn.say("utter_interpreter_wish_noted")
        return
    name = "utter_ask_interpreter_wishes"
    turn.offer(name, [b for b in catalogue.buttons(name) if _kind_of(b) not in said])


def _kind_of(button: dict[str, str]) -> str:
    code = str(json.loads(button["payload"].removeprefix("/request_interpreter"))["answer"])
    return "timing" if code in TIMINGS else interpreting.KINDS[code]


_SIGNS = re.compile(
    r"\b(?:need|want|book|get|have|use|like|with|prefer)\b[^.?!]{0,25}\b(?:auslan|sign(?:ed|ing)? (?:language|interpreter))\b"
)


def wants_signed(turn: Turn) -> bool:
    """Whether a message asks for Auslan beside something else ("need auslan for centrelink")."""
    if turn.facts.is_staff or turn.facts.interpreter is not None:
        return False
    return bool(_SIGNS.search(turn.heard.words))


def goes_on_for_interpreter(turn: Turn) -> bool:
    """Whether the language was just named for an interpreter who was asked for before."""
    before, facts = turn.before, turn.facts
    if before.interpreter != "wanted" or "interpreter_wishes" in facts.signals:
        return False
    return not facts.is_staff and before.language != facts.language and not facts.open_needs


def is_started(turn: Turn) -> bool:
    """Whether a trained interpreter has just come in, by a button of the officer or in words."""
    if turn.heard.is_payload:
        return turn.heard.first("answer") == "present"
    return turn.facts.interpreter == "present" and turn.before.interpreter != "present"


def settle_presence(turn: Turn) -> bool:
    """Answers "the interpreter is here" or "has left", whatever it was taken for; True when it did."""
    if turn.heard.is_payload or turn.facts.is_staff or turn.heard.intent.startswith("danger_"):
        return False
    if turn.before.pending_clarification or turn.before.unacknowledged:
        return False
    if is_started(turn):
        _go_on_with_interpreter(turn)
        return True
    if turn.before.interpreter == "present" and turn.facts.interpreter == "wanted":
        # Nobody goes on alone in a language they don't share (brief, 1.10).
        turn.open_case("request", turn.assessment() if turn.facts.indicators else None)
        turn.say("utter_interpreter_gone")
        return True
    return False


def _go_on_with_interpreter(turn: Turn) -> None:
    """Both languages side by side from here on, one short thing at a time; then what was asked."""
    turn.facts = interpreter_is_here(turn.facts)
    facts = turn.facts
    if facts.speech is None and facts.speaks_other_language:
        written = choice.writes(str(facts.language))
        if written in catalogue.catalogues():
            turn.change(speech=written, speech_chosen=True)
    with catalogue.speaking(turn.facts.speech, beside=True):
        turn.say("utter_interpreter_present")
        question = turn.questions.get(turn.facts.pending)
        if turn.facts.open_needs and question is None:
            make_move(turn)
        elif question is not None and turn.facts.safe_to_talk is None:
            turn.put(question)  # A trained interpreter may pass on "is it safe?", too.
        else:
            turn.ask_again()


def note_wish_after_asking(turn: Turn) -> bool:
    """Takes "a woman please" or "tomorrow morning" as the wish that was just asked for."""
    if _settle_refusal(turn):
        return True
    asked = turn.before.asked_as == "utter_ask_interpreter_wishes"
    if not asked:
        return False
    turn.change(asked_as=None)
    only = interpreting.is_only_wish(turn.heard.text)  # whatever else it was taken for
    if turn.heard.is_payload or (turn.facts.needs != turn.before.needs and not only):
        return False
    if turn.facts.answered and not only:
        return False
    if "place" in news(turn.before, turn.facts) and turn.facts.open_needs:
        return False  # "Parramatta" is where to look for what was asked for beside.
    wishes = _wishes(turn) | _short_wishes(turn)
    if not wishes or turn.heard.intent.startswith("danger_"):
        return False
    before = turn.before
    turn.note(gender=before.gender, when=before.when, urgency=before.urgency)
    _at_the_desk(turn, wishes)
    turn.say("utter_interpreter_wish_noted")
    turn.ask_again()
    if turn.facts.pending is None:
        turn.change(asked_as="utter_ask_interpreter_wishes")  # One more may come by itself.
    return True


def _settle_refusal(turn: Turn) -> bool:
    """Takes "not my daughter" of whoever waits for an interpreter: no search for a child."""
    if turn.before.interpreter != "wanted" or turn.heard.is_payload or turn.facts.is_staff:
        return False
    if turn.facts.needs != turn.before.needs or turn.facts.place != turn.before.place:
        return False
    if turn.heard.intent.startswith("danger_") or turn.before.pending_clarification:
        return False
    if not interpreting.refuses_relative(turn.heard.words):
        return False
    turn.note(for_whom=turn.before.for_whom, people=turn.before.people)
    turn.say("utter_no_relative_as_interpreter")
    turn.change(asked_as="utter_ask_interpreter_wishes")
    return True


def _short_wishes(turn: Turn) -> dict[str, str]:
    words = turn.heard.words
    found: dict[str, str] = {}
    for pattern, code in _SHORT_WISHES:
        if pattern.search(words):
            found |= interpreting.wish(code)
    return found


def settle_relative(turn: Turn) -> bool:
    """Declines somebody close as the interpreter and asks for a trained one (S4-02)."""
    if turn.facts.is_staff or turn.before.unacknowledged or turn.heard.risk.get("tier") == "T4":
        return False  # 000 is never delayed (S4-01).
    if not _offers_relative(turn):
        return False
    if turn.heard.intent.startswith("danger_"):
        if not relative_interprets(turn.heard):
            return False
        # What was said goes to a person; nothing about it is shown to who passes it on.
        turn.open_case("danger", turn.assessment())
    if all(need.guessed for need in turn.heard.wanted_entities("need")):
        # It says who could interpret; a need that was only guessed from it is none.
        turn.note(needs=turn.before.needs, sub_needs=turn.before.sub_needs)
    turn.signal("companion")
    ask_interpreter(turn)
    return True


def _offers_relative(turn: Turn) -> bool:
    heard = turn.heard
    close = relative_interprets(heard) or relative_is_offered(heard)
    return close or interpreting.offers_relative(heard.words)


def _wishes(turn: Turn) -> dict[str, str]:
    wishes = interpreting.read_wishes(turn.heard.words)
    if turn.heard.is_payload:
        answer = str(turn.heard.first("answer") or "")
        wishes |= {"timing": answer} if answer in TIMINGS else interpreting.wish(answer)
    elif turn.heard.act in {"request_interpreter", "inform", "find_service", "refine_search"}:
        wishes |= _timing(turn)
    if "auslan" in turn.facts.accessibility:
        wishes.setdefault("mode", "auslan")
    return wishes


def _timing(turn: Turn) -> dict[str, str]:
    """Now, or for a booked time; with the day as it was said."""
    when = turn.heard.first("time")
    if _AT_ONCE.search(turn.heard.words) or when in {"now", "today"}:
        return {"timing": "now"}
    if when or _BOOKED.search(turn.heard.words):
        return {"timing": "booked"} | ({"when": turn.heard.text.strip()[:80]} if when else {})
    return {}


def _at_the_desk(turn: Turn, wishes: dict[str, str]) -> bool:
    """Whether the desk has the request; a worker sees it as a case."""
    if not turn.open_case("request", turn.assessment() if turn.facts.indicators else None):
        return False
    spoken = turn.facts.language if turn.facts.speaks_other_language else turn.facts.speech
    try:
        code = language(str(spoken)).code if spoken and spoken != "en" else ""
    except UnknownLanguage:
        code = ""
    try:
        resources.desk().ask_interpreter(turn.tracker.sender_id, code, wishes)
    except Exception as error:  # an edge of the process: the case is there, the answer must come
        logger.error("interpreter not asked error=%s", type(error).__name__)
        return False
    return True


def _say_how(turn: Turn) -> None:
    """Only with both numbers: the interpreter line asks which organisation to call (S4-04)."""
    line, organization = results.interpreter_contacts(turn)
    if line is None or organization is None:
        turn.say("utter_interpreter_by_person")
        return
    turn.say(
        "utter_interpreter",
        interpreter_name=line.name,
        interpreter_phone=line.phone,
        organization=organization.name,
        organization_phone=organization.phone,
    )
