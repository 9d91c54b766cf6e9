"""What the gateway itself says, by name, from the program's catalogue."""

from __future__ import annotations

from typing import Any

from bot.desk import Conversation, Message, Reply
from bot.language import catalogue, choice
from bot.language.detect import detect

#: Without these the gateway doesn't start: silence in danger is not an option.
REQUIRED = (
    "utter_greet",
    "utter_ask_safe_to_talk",
    "utter_safety_t4",
    "utter_safety_t3",
    "utter_gateway_down",
    "utter_worker_joined",
    "utter_worker_left",
    "utter_handed_over",
    "utter_keep_plain",
)


class WordsMissing(RuntimeError):
    """``domain.yml`` lacks responses that the gateway can't do without."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"domain.yml lacks {', '.join(names)}")
        self.names = names


def check_words() -> None:
    """Raises ``WordsMissing`` when a required response isn't there."""
    missing = [name for name in REQUIRED if not catalogue.has_text(name)]
    if missing:
        raise WordsMissing(missing)


def say(name: str, language: str | None = None, *, safety: bool = False, **values: object) -> Reply:
    """A response in ``language`` as a reply; raises ``UnknownText``."""
    return Reply(
        catalogue.text(name, language, **values), catalogue.buttons(name, language), [], safety
    )


def language_of(conversation: Conversation, message: Message | None = None) -> str:
    """The language to answer in: as the assistant last did, or as the message is surely written.

    Staff are answered in English.
    """
    if conversation.audience == "staff":
        return "en"
    now = str(conversation.facts.get("speech") or conversation.language or "en")
    if message is None or not message.text:
        return now
    found = detect(message.text, now)
    speech = choice.go_on(
        choice.Speech(now),
        found=found.code if found.reliable else None,
        words=len(message.text.split()),
        can_speak=catalogue.catalogues(),
    )
    return speech.code or "en"


def first_of(*names: str) -> str:
    """The first of some response names that the catalogue has; the last one otherwise."""
    return next((name for name in names if catalogue.has_text(name)), names[-1])


def opening(audience: str, language: str = "en") -> list[Reply]:
    """The first words of a conversation: what this is, what is kept, how to reach a person."""
    if audience == "staff" and catalogue.has_text("utter_staff_ready"):
        return [say("utter_staff_ready")]
    return [say("utter_greet", language), say("utter_ask_safe_to_talk", language)]


def safety_text(
    assessment: dict[str, Any], conversation: Conversation, message: Message | None = None
) -> Reply:
    """What must be said about danger: 000 first and alone for T4, a person now for T3.

    Where the person has said that somebody may read along, the screen stays
    neutral (rule X-01b); the case calls people silently.
    """
    staff = "staff_" if conversation.audience == "staff" else ""
    language = language_of(conversation, message)
    if not staff and is_watched(assessment, conversation.facts):
        return say("utter_keep_plain", language)
    if assessment.get("tier") == "T4":
        domain = next(
            (i.get("domain") for i in assessment.get("indicators", []) if i.get("tier") == "T4"), ""
        )
        name = first_of(
            f"utter_{staff}safety_t4_{domain}", f"utter_{staff}safety_t4", "utter_safety_t4"
        )
        return say(name, language, safety=True)
    return say(first_of(f"utter_{staff}safety_t3", "utter_safety_t3"), language, safety=True)


def is_watched(assessment: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Whether somebody may read along: said now, or said before and not taken back."""
    if facts.get("safe_to_talk") in {"no", False}:
        return True
    return any(
        i.get("domain") == "privacy"
        and i.get("time") in {"now", "today"}
        and i.get("tier") in {"T2", "T3", "T4"}
        for i in assessment.get("indicators", [])
    )
