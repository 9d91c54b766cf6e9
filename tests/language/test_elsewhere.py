"""Nobody whom 000 does not reach is told to call it, in any text and any language (rule S1-26)."""

from __future__ import annotations

import re

import pytest

from bot.language import catalogue
from bot.language.elsewhere import told_elsewhere
from bot.language.english import responses

LANGUAGES = ("en", *sorted(catalogue.catalogues()))
NAMES_000 = sorted(name for name, ways in responses().items() if "000" in str(ways[0].get("text")))
#: These speak of 000 to say that it is not the way.
SAYS_SO = {"utter_staff_safety_overseas_t4"}


def whole(name: str, code: str) -> str:
    """A text and its buttons as they are shown."""
    titles = [button["title"] for button in catalogue.buttons(name, code)]
    return "\n".join([catalogue.text(name, code), *titles])


@pytest.mark.parametrize("where", ["overseas", "custody"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_tells_them_to_call_000(code: str, where: str) -> None:
    with told_elsewhere(where):
        told = {name: whole(name, code) for name in NAMES_000 if name not in SAYS_SO}

    assert len(told) > 30
    for name, words in told.items():
        # An officer's text about danger now says that 000 does not help them there.
        assert "000" not in words.replace("where 000 does not help", ""), (name, words)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_rest_of_the_text_stays_and_whom_to_turn_to_stands_in_its_place(code: str) -> None:
    before = catalogue.text("utter_t3_worker_knows", code).split("\n\n")[0]
    instead = catalogue.text("utter_if_danger_custody", code).split("\n\n")[0]

    with told_elsewhere("custody"):
        words, *beside = catalogue.text("utter_t3_worker_knows", code).split("\n\n")

    assert words.endswith(instead)
    assert before.startswith(words[: -len(instead)].rstrip())
    assert len(words) > len(instead)
    if code != "en":
        assert beside == [
            "English: I hear you. A social worker has been told, and I have added this. "
            "If someone is in danger, tell an officer near you now."
        ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_comes_behind_the_sentence_stays(code: str) -> None:
    plain = catalogue.text("utter_safety_t3", code).split("\n\n")[0]

    with told_elsewhere("overseas"):
        words = catalogue.text("utter_safety_t3", code).split("\n\n")[0]

    last = re.split(r"(?<=[.!?؟।۔。！？])\s*|000 ", plain.strip())
    question = [part for part in last if part][-1]
    assert words.endswith(question)


def test_danger_now_has_words_and_buttons_of_its_own() -> None:
    with told_elsewhere("custody"):
        assert catalogue.text("utter_safety_t4_suicide_self_harm") == catalogue.text(
            "utter_safety_custody_t4"
        )
        assert catalogue.text("utter_after_t4") == catalogue.text("utter_safety_custody_t4")
        titles = [button["title"] for button in catalogue.buttons("utter_after_t4")]

    assert titles == ["Talk to a person", "I am safe now"]


def test_an_officer_reads_whom_to_tell() -> None:
    with told_elsewhere("custody"):
        told = catalogue.text("utter_staff_safety_t3")

    assert told.endswith("They are in custody: tell the correctional facility, not the police.")


def test_outside_the_block_and_in_australia_000_is_named() -> None:
    with told_elsewhere("overseas"), told_elsewhere(None):
        assert "000" in catalogue.text("utter_t3_stands")
    assert "000" in catalogue.text("utter_t3_stands")
