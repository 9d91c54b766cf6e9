"""Who is at the keyboard, and since when: a return after a pause, somebody else taking over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.language import everyday
from bot.triage.facts import Facts
from bot.triage.next_move import VIOLENCE
from bot.triage.understood import Understood

#: After such a pause the place may be another one to talk in, and "tonight" another night.
PAUSE = timedelta(hours=6)

#: Who is close to somebody.
KIN = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|bloke|missus|son|daughter|mum|mother|dad|father|"
    r"brother|sister|uncle|aunt(?:ie|y)?|nan|carer|friend|mate|boss|neighbour|cousin|housemate|flatmate)"
)
_TAKES_OVER = re.compile(
    rf"\b(?:this is|it'?s|its|i'?m|im|i am) (?:now )?(?:her|his|their|the) {KIN}\b.{{0,20}}\b(?:now|here|speaking|typing|writing|on (?:her|his|the))\b"
    rf"|\b(?:this is|it'?s|its|i'?m|im|i am) (?:her|his|their) {KIN}\b.{{0,60}}(?:\b(?:on|about) (?:her|him|them)\b"
    r"|\b(?:her|his|their) (?:data|details|info\w*|file|records?|chats?|messages)\b|\bwhat (?:she|he|they)(?:'?s|'?ve| has| have)? (?:said|told|wrote|written|asked)\b)"
    rf"|\b(?:her|his|their) {KIN} (?:here|speaking|typing|writing)\b"
    r"|\b(?:i'?ve|i have|i|just) (?:took|taken|grabbed|got|picked up) (?:over )?(?:her|his|their) (?:phone|tablet|laptop|computer|chat)\b"
    r"|\b(?:someone|somebody) else (?:is )?(?:here|typing|on|writing)(?: now)?\b"
    r"|\b(?:someone|somebody) else(?:'?s| is)? (?:now )?using (?:(?:it|this)(?= now\b| here\b|\W*$)|(?:the|this) (?:phone|chat|computer|laptop|tablet|screen)\b)"
    r"|\b(?:different|another|new) person (?:here|typing|now|on)\b"
    rf"|\b(?:gave|handed|passed|giving|handing|passing) (?:me|you to|over to|it to|the phone to) (?:(?:her|his|the|my|their) )?(?:phone|tablet|laptop|{KIN})\b"
    r"|\bwho(?:'?s| is) (?:she|he|my (?:wife|husband|partner|missus)) (?:been )?(?:talking|chatting|typing|writing) (?:to|with)\b"
    r"|\bwhat (?:did|has|have) (?:she|he|my (?:wife|husband|partner|missus|son|daughter|mum|dad)) (?:been )?(?:say|said|saying|tell|told|telling|written|write|ask|asked|asking)\b.{0,15}\b(?:you|here|this)\b"
)


#: All that somebody says who comes to the keyboard ("I'm his wife"); with anything beside it, it is what
#: the one who was there says of themselves ("i'm her mum, give me a number").
_ONLY_KIN = re.compile(
    rf"^(?:(?:hi|hello|hey|ok|sorry|no|well|and|um|actually)\W+)*(?:this is|it'?s|i'?m|im|i am) (?:her|his|their) {KIN}(?:\W+(?:now|here|actually|by the way))*\W*$"
)
#: How much of a message in another language must be those words.
_MOSTLY = 0.5


#: That whoever wrote before is at the keyboard again.
_BACK_AGAIN = re.compile(
    r"\b(?:it'?s|its|this is) (?:only |just )?me\b(?: again| now| typing| here)*\W*$"
    r"|\b(?:gave|given|handed|passed) (?:me )?(?:it|the (?:phone|tablet|laptop)|my (?:phone|tablet|laptop)) back\b"
    r"|\b(?:got|have) my (?:phone|tablet|laptop|computer) back\b|^(?:ok(?:ay)? |hi |hello )?(?:i'?m|im|i am) back\b"
)


def says_who_was_here_is_back(facts: Facts, understood: Understood) -> bool:
    """Whether, after somebody else took over, the first person says to be there again."""
    if facts.is_staff or understood.is_payload or "someone_else" not in facts.signals:
        return False
    return is_back_again(facts, understood)


def is_back_again(facts: Facts, understood: Understood) -> bool:
    """Whether a message says that the writer is there again ("it's me", "ya volví yo"), and hardly more."""
    if _BACK_AGAIN.search(understood.words):
        return True
    return _is_mostly("back_again", understood, facts.speech or "en")


def takes_over(facts: Facts, understood: Understood) -> bool:
    """Whether somebody else than before is at the keyboard now."""
    told = facts.needs or facts.place or facts.people or facts.indicators or facts.sealed
    if facts.is_staff or understood.is_payload or not told:
        return False
    if _TAKES_OVER.search(understood.words):
        return True
    spoken = facts.speech or "en"
    if everyday.says("takes_over", understood.text, spoken):
        return not understood.text.rstrip().endswith(("?", "？", "؟"))
    if not _is_only_kin(understood, spoken):
        return False
    # Who told of somebody else may say whose wife or son they are. Where violence was told of,
    # the one who is feared may as well.
    about_another = set(facts.people) - {"self", "alone"} or facts.for_whom not in {None, "self"}
    return not about_another or bool(VIOLENCE & facts.domains)


def _is_only_kin(understood: Understood, spoken: str) -> bool:
    """Whether all of a message says whose wife, son or mother is writing, in any of the languages."""
    if _ONLY_KIN.match(understood.words):
        return True
    return _is_mostly("of_kin", understood, spoken)


def says_hardly_more(facts: Facts, understood: Understood) -> bool:
    """Whether a message in another language says who writes now, and hardly anything else.

    A classifier has seen few such words there, and guesses danger from them.
    """
    spoken = facts.speech or "en"
    return any(_is_mostly(cue, understood, spoken) for cue in ("takes_over", "of_kin"))


def _is_mostly(cue: str, understood: Understood, spoken: str) -> bool:
    text = understood.text.strip()
    found = everyday.find(f"says.{cue}", text, spoken)
    return bool(found) and sum(one.end - one.start for one in found) >= _MOSTLY * len(text)


def returned(facts: Facts, now: datetime) -> bool:
    """Whether the person comes back after a pause."""
    if facts.is_staff or not facts.last_seen:
        return False
    return now - datetime.fromisoformat(facts.last_seen) >= PAUSE


def after_a_pause(facts: Facts) -> Facts:
    """``facts`` of before a pause: what holds only for the moment is asked or said anew (S3-09)."""
    answers = {k: v for k, v in facts.answers.items() if k not in {"safe_to_talk", "acc_tonight"}}
    asked = tuple(q for q in facts.asked if q not in {"safe_to_talk", "acc_tonight"})
    kept = facts.safe_to_talk if facts.safe_to_talk == "no" else None
    return replace(
        facts,
        safe_to_talk=kept,
        when=None,
        urgency=None,
        open_now=False,
        answers=answers,
        asked=asked,
        shown=(),
        misses=0,
        fallbacks=0,
        skips=0,
    )


#: What one person tells and the next must neither read nor be served by: the desk goes on seeing it.
_TOLD = (
    *("needs", "sub_needs", "place", "for_whom", "people", "ages", "gender", "accessibility"),
    *("cost", "when", "urgency", "asked", "shown", "amounts", "dates", "how_many"),
)
#: The assistant's own notes that were made of it.
_NOTED = (
    *("pending", "answers", "skips", "done", "current", "place_candidates", "place_misses"),
    *("near_me", "open_now", "radius_km", "sub_of", "seek", "words_of", "wishes", "asked_as"),
    *("last_service", "on_screen", "looked_at", "undo", "misses", "fallbacks", "lines_shown"),
)


def for_somebody_else(facts: Facts) -> Facts:
    """``facts`` while another person writes: nothing private shows, and nothing of one is used for the other.

    Danger and what was agreed to stay; the rest is kept for the desk alone (``Facts.sealed``).
    The same holds when the first person has the keyboard back: anybody can say so.
    """
    empty = Facts()
    told = {n: v for n in _TOLD if (v := getattr(facts, n)) not in (None, (), "")}
    plain = {n: list(v) if isinstance(v, tuple) else v for n, v in told.items()}
    fresh = {name: getattr(empty, name) for name in (*_TOLD, *_NOTED)}
    signals = tuple(dict.fromkeys((*facts.signals, "someone_else")))
    sealed = {**facts.sealed, **plain}
    return replace(facts.note(safe_to_talk="no"), **fresh, sealed=sealed, signals=signals)
