"""What the gateway itself says, by name, from the program's catalogue."""

from __future__ import annotations

from typing import Any

from bot.desk import Conversation, Reply
from bot.language import catalogue

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


def say(name: str, *, safety: bool = False, **values: object) -> Reply:
    """A response as a reply; raises ``UnknownText``."""
    return Reply(catalogue.text(name, **values), catalogue.buttons(name), [], safety)


def first_of(*names: str) -> str:
    """The first of some response names that the catalogue has; the last one otherwise."""
    return next((name for name in names if catalogue.has_text(name)), names[-1])


def opening(audience: str) -> list[Reply]:
    """The first words of a conversation: what this is, what is kept, how to reach a person."""
    if audience == "staff" and catalogue.has_text("utter_staff_ready"):
        return [say("utter_staff_ready")]
    return [say("utter_greet"), say("utter_ask_safe_to_talk")]


def safety_text(assessment: dict[str, Any], conversation: Conversation) -> Reply:
    """What must be said about danger: 000 first and alone for T4, a person now for T3.

    Where the person has said that somebody may read along, the screen stays
    neutral (rule X-01b); the case calls people silently.
    """
    staff = "staff_" if conversation.audience == "staff" else ""
    if not staff and is_watched(assessment, conversation.facts):
        return say("utter_keep_plain")
    if assessment.get("tier") == "T4":
        domain = next(
            (i.get("domain") for i in assessment.get("indicators", []) if i.get("tier") == "T4"), ""
        )
        name = first_of(
            f"utter_{staff}safety_t4_{domain}", f"utter_{staff}safety_t4", "utter_safety_t4"
        )
        return say(name, safety=True)
    return say(first_of(f"utter_{staff}safety_t3", "utter_safety_t3"), safety=True)


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
