"""Which language is noted, and what a message in Latin letters is taken for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.language.detect import detect
from bot.triage import Facts, Understood
from bot.triage.questions import default_questions
from bot.triage.speech import with_language
from bot.triage.understood import Entity
from bot.triage.weighing import weighed


def heard(text: str, **more: Any) -> Understood:
    found = detect(text)
    language = {"code": found.code, "confidence": found.confidence, "reliable": found.reliable}
    return Understood("find_service", text, language=language, **more)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mujhe khana chahiye, ghar mein kuch nahi hai", "hi"),
        ("ma 3andi makan anam feeh", "ar"),
        ("gorosne hastam pool nadaram", "fa"),
    ],
)
def test_a_romanised_language_is_noted_and_the_answers_stay_in_latin_letters(
    text: str, code: str
) -> None:
    facts = with_language(Facts(), heard(text))
    assert (facts.language, facts.speech) == (code, None)


def test_a_need_guessed_in_a_romanised_language_is_no_noise() -> None:
    guess = Entity("need", "emergency_relief", guessed=True)
    said = heard("mujhe khana chahiye", entities=(guess,))
    assert weighed(Facts(), said, default_questions()).intent == "find_service"
