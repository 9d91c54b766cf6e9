"""Forty things a person may want of a conversation, and when each is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.language.playing import Heard

FOLDER = Path(__file__).with_name("goals")
KNOWN = Path(__file__).with_name("goals_known.yml")
DANGER = frozenset({"danger_now", "danger_serious"})


@dataclass(frozen=True)
class Goal:
    """``key`` names the sentence; ``first`` those said before it; ``english`` begins in English."""

    key: str
    wants: str
    reached: Callable[[Heard], bool]
    first: tuple[str, ...] = ()
    english: bool = False


def need(code: str) -> Callable[[Heard], bool]:
    """The need is among those remembered; nothing of danger kept it out."""
    return lambda heard: code in (heard.slots.get("needs") or [])


def act(*names: str) -> Callable[[Heard], bool]:
    """The message was understood as one of these."""
    return lambda heard: heard.act in names


def place(name: str) -> Callable[[Heard], bool]:
    """The remembered place begins so."""
    return lambda heard: str(heard.slots.get("place") or "").startswith(name)


def fact(name: str, value: object) -> Callable[[Heard], bool]:
    """A fact is remembered."""
    return lambda heard: heard.slots.get(name) == value


GOALS = (
    Goal("greet", "say hello", act("greet")),
    Goal("food", "food near Footscray", lambda h: need("emergency_relief")(h) and place("Footscray")(h)),
    Goal("evict", "two weeks' notice to leave the home", need("accommodation")),
    Goal("bills", "water and gas bills that can't be paid", need("financial_aid")),
    Goal("talk", "somebody to listen", need("crisis_counselling")),
    Goal("doctor", "ill without Medicare", need("community_legal_health")),
    Goal("gambling", "the partner gambles", need("drug_alcohol_gambling")),
    Goal("carer", "a tired carer", need("support_advocacy")),
    Goal("ride", "a way to the hospital", need("transport")),
    Goal("school", "care for a child during work", need("education_family")),
    Goal("two", "food and a lawyer", lambda h: need("emergency_relief")(h) and need("community_legal_health")(h)),
    Goal("place", "say where: Melbourne", place("Melbourne"), ("doctor",)),
    Goal("correct", "not Melbourne, Sydney", place("Sydney"), ("doctor", "place")),
    Goal("who", "me and two children of 5 and 8", lambda h: {"5", "8"} <= set(h.slots.get("ages") or []) and "children" in (h.slots.get("people") or []), ("doctor",)),
    Goal("when", "tomorrow morning", fact("when", "tomorrow"), ("doctor",)),
    Goal("safe", "it is safe to talk", fact("safe_to_talk", "yes")),
    Goal("unsafe", "somebody reads along", lambda h: h.act == "unsafe_to_talk" or h.slots.get("safe_to_talk") == "no"),
    Goal("skip", "rather not say", act("skip_question"), ("carer",)),
    Goal("why", "why is this asked", act("ask_why"), ("carer",)),
    Goal("person", "talk with a person", act("request_human")),
    Goal("interpreter", "an interpreter", fact("interpreter", "wanted")),
    Goal("relative", "my son can translate (declined)", lambda h: h.said("utter_no_relative_as_interpreter"), ("interpreter",)),
    Goal("english", "go on in English", lambda h: h.slots.get("speech") in {None, "en"}, ("doctor",)),
    Goal("own", "from English to this language", lambda h: h.slots.get("speech") not in {None, "en"}, english=True),
    Goal("turn", "write this language in an English conversation", lambda h: h.slots.get("speech") not in {None, "en"}, english=True),
    Goal("danger", "father fainted, does not breathe", lambda h: h.intent == "danger_now"),
    Goal("suicide", "will take own life", lambda h: h.intent in DANGER),
    Goal("violence", "hit by the husband last night", lambda h: h.intent in DANGER),
    Goal("payment", "why less money this month", act("ask_payment")),
    Goal("privacy", "who else can read this", act("ask_privacy")),
    Goal("delete", "delete this chat", act("delete_chat")),
    Goal("restart", "start again", act("start_again"), ("carer",)),
    Goal("back", "back to the question before", act("go_back"), ("carer",)),
    Goal("more", "other choices", act("more_results"), ("food",)),
    Goal("closer", "something closer", act("refine_search"), ("food",)),
    Goal("bot", "is this a robot", act("bot_challenge")),
    Goal("other", "does my neighbour get a pension", act("ask_other_person")),
    Goal("thanks", "thanks", act("thank")),
    Goal("bye", "that was all, goodbye", act("goodbye")),
    Goal("pause", "return after a day", lambda h: place("Footscray")(h) and need("emergency_relief")(h), ("food",)),
)  # fmt: skip
#: Goals that use another goal's sentence.
SENTENCE = {"turn": "food", "pause": "greet"}


def sentences(code: str) -> dict[str, str]:
    """The sentences of a language by key."""
    found: dict[str, str] = yaml.load(
        (FOLDER / f"{code}.yml").read_text("utf-8"),
        Loader=yaml.BaseLoader,
    )
    return found


def known() -> dict[str, dict[str, str]]:
    """Language -> goal -> why it is not reached there yet."""
    return yaml.safe_load(KNOWN.read_text("utf-8")) or {}
