"""Which language a person writes, prefers, or asks to be spoken to in."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import choice, everyday
from bot.language.catalogue import catalogues
from bot.language.names import find_language_names
from bot.language.table import UnknownLanguage, fallbacks
from bot.triage.facts import Facts
from bot.triage.speakers import asks_who_speaks
from bot.triage.understood import Entity, Understood

#: How sure the detector is of a romanised language that it knows by several everyday words.
_KNOWN_ROMANISED = 0.75


def with_language(facts: Facts, understood: Understood) -> Facts:
    """The language of the message, when it is surely another one than English."""
    facts = _note_speech(facts, understood)
    if not facts.is_staff and not understood.is_payload and not facts.speaks_other_language:
        asked = wished_language(facts, understood)
        if asked and asked != "en":
            facts = facts.note(language=asked)
    found = understood.language
    code = str(found.get("code") or "")
    # Known, but in Latin letters ("mujhe khana chahiye"): an interpreter is offered, and nothing
    # is answered in letters that the person may not read.
    known = found.get("reliable") or float(found.get("confidence") or 0) >= _KNOWN_ROMANISED
    if understood.is_payload or not known or not code or code.startswith(("en", "und")):
        return facts
    return facts.note(language=facts.language if facts.speaks_other_language else code)


def _note_speech(facts: Facts, understood: Understood) -> Facts:
    """The language to answer in: the one chosen by name, or else the one that is written.

    Staff are answered in English, whatever language they look for.
    """
    if facts.is_staff:
        return facts
    asked = wished_language(facts, understood)
    # Who interprets types English; the customer's language stays beside it.
    interpreted = facts.interpreter == "present" and bool(facts.speech)
    found = understood.language if not (understood.is_payload or interpreted) else {}
    speech = choice.go_on(
        choice.Speech(facts.speech, facts.speech_chosen),
        asked=asked,
        found=str(found.get("code") or "") if found.get("reliable") else None,
        words=len(understood.words.split()),
        can_speak=catalogues(),
    )
    return replace(facts, speech=speech.code, speech_chosen=speech.chosen)


#: A wish ends where something else begins: "deutsch bitte, ich habe hunger".
_PARTS = re.compile(
    r"[,.;!?\n]+|(?<=please)\s|(?<=pls)\s|(?<=plz)\s|(?<=bitte)\s|(?<=por favor)\s|(?<=per favore)\s"
)


def wished_language(facts: Facts, understood: Understood) -> str | None:
    """The language that a message asks to be spoken here, beside whatever else it needs; or None."""
    if understood.is_payload:
        return understood.first("language") if understood.intent == "change_language" else None
    if _answers_interpreter(facts, understood):
        return _named_in_itself(facts, understood)
    if asks_for_speakers(facts, understood) or asks_who_speaks(understood):
        return None
    if not understood.values("need"):
        asked = choice.asked_language(understood.text)
        if asked and _is_a_plain_word(asked, facts, understood):
            asked = None
        return asked or _put_right(facts, understood)
    for part in _PARTS.split(understood.text):
        # The name alone may be that of a service's language ("food, arabic, footscray").
        if len(part.split()) > 1 and (asked := choice.asked_language(part)):
            return asked
    return None


def asks_for_speakers(facts: Facts, understood: Understood) -> bool:
    """Whether a message behind services names the language that is spoken here already: then
    services in it are meant ("does anybody there speak Tamil?"), and nothing is to change.
    """
    named = understood.values("language")
    if not facts.shown or understood.is_payload or facts.is_staff or len(named) != 1:
        return False
    if facts.speech in {None, "en"}:
        return False
    try:
        return facts.speech in fallbacks(choice.writes(str(named[0])))
    except UnknownLanguage:
        return False


def without_words_of_no(facts: Facts, understood: Understood) -> Understood:
    """``understood`` without languages that are a plain word here: "hindi" is no in Filipino."""
    spoken = facts.speech or str(understood.language.get("code") or "en")
    if spoken == "en" or understood.is_payload or not understood.values("language"):
        return understood
    kept = tuple(e for e in understood.entities if not _is_no(e, understood, spoken))
    return replace(understood, entities=kept)


def is_a_no(said: str, spoken: str) -> bool:
    """Whether a word is a no in the language that is spoken; another language's no is none here."""
    found = everyday.find("says.no", said, spoken)
    return any(one.code == spoken and one.end - one.start == len(said) for one in found)


def _is_no(entity: Entity, understood: Understood, spoken: str) -> bool:
    if entity.name != "language":
        return False
    said = understood.text[entity.start : entity.end]
    return is_a_no(said, spoken)


def _is_a_plain_word(asked: str, facts: Facts, understood: Understood) -> bool:
    """Whether the name that was found is an everyday word of the language spoken here.

    "Hindi" is no in Filipino: what the NLU found of it was left out as such, or none is there.
    """
    if facts.speech in {None, "en"} or understood.values("language"):
        return False
    named = find_language_names(understood.text)
    of_no = [one.code for one in named if is_a_no(one.text, str(facts.speech))]
    return bool(named) and of_no == [one.code for one in named] and asked in of_no


def _named_in_itself(facts: Facts, understood: Understood) -> str | None:
    """The language that a message names and is written in, where another is spoken now."""
    asked = choice.asked_language(understood.text)
    own = bool(understood.language.get("reliable")) and understood.language.get("code") == asked
    return asked if own and asked not in {"en", facts.speech} else None


def _put_right(facts: Facts, understood: Understood) -> str | None:
    """The language that a correction names in place of the one that was chosen ("not Punjabi, Hindi")."""
    named = understood.first("language")
    if understood.intent != "correct" or not facts.speech_chosen or not named:
        return None
    return str(named) if named != facts.speech else None


def _answers_interpreter(facts: Facts, understood: Understood) -> bool:
    """Whether a language is named for an interpreter that was asked for, not for this chat."""
    return facts.interpreter == "wanted" and understood.intent != "change_language"
