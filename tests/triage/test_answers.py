"""Answers in people's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.answers import number_in, read_answer, yes_or_no
from bot.triage.questions import default_questions
from tests.triage.says import after, pressed, said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("yes", "yes"),
        ("yeah", "yes"),
        ("yep thats right", "yes"),
        ("sure", "yes"),
        ("nah", "no"),
        ("nope", "no"),
        ("yeah nah", "no"),
        ("yeah, nah", "no"),
        ("nah yeah", "yes"),
        ("um no not really", "no"),
        ("no thanks", "no"),
        ("i don't have one", "no"),
        ("dont think so", "no"),
        ("not sure", "unsure"),
        ("dunno", "unsure"),
        ("i dont know", "unsure"),
        ("maybe", "unsure"),
        ("footscray", None),
        ("nobody told me", None),
        ("yesterday", None),
        ("north melbourne", None),
        ("okinawa st", None),
    ],
)
def test_yes_and_no_in_many_forms(words: str, expected: str | None) -> None:
    assert yes_or_no(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4", 4),
        ("four of us", 4),
        ("just me", 1),
        ("me and 3 kids", 4),
        ("me and my two boys", 3),
        ("two adults and one baby", 3),
        ("lots", None),
    ],
)
def test_how_many_people(words: str, expected: int | None) -> None:
    assert number_in(words) == expected


@pytest.mark.parametrize(
    ("question", "words", "intent", "code"),
    [
        ("acc_tonight", "nah in my car", "deny", "no"),
        ("acc_tonight", "sleeping in the car", "inform", "no"),
        ("acc_tonight", "yes at my sisters", "affirm", "yes"),
        ("acc_tonight", "not sure yet", "inform", "unsure"),
        ("cri_safe_now", "not really safe", "inform", "no"),
        ("cri_safe_now", "i'm not safe", "inform", "no"),
        ("cri_safe_now", "im safe", "inform", "yes"),
        ("er_today", "medicine mostly", "inform", "medicine"),
        ("er_today", "sumthing to eat", "inform", "food"),
        ("er_today", "medcine for my mum", "inform", "medicine"),
        ("dag_want", "detoxx", "inform", "detox"),
        ("er_priority", "yes a baby", "affirm", "baby"),
        ("dag_want", "i want to talk to somebody", "inform", "talk"),
        ("fin_problem", "they cut me off", "inform", "stopped"),
        ("safe_to_talk", "yep go ahead", "affirm", "yes"),
        ("safe_to_talk", "hes here", "inform", "no"),
        ("adv_topic", "the ndis cut my plan", "inform", "the ndis cut my plan"),
        ("acc_tonight", "rather not say", "inform", "skipped"),
        ("acc_tonight", "i dont want to answer that", "deny", "skipped"),
        ("acc_tonight", "skip", "skip_question", "skipped"),
    ],
)
def test_answers_in_free_text(question: str, words: str, intent: str, code: str) -> None:
    asked = default_questions().get(question)
    assert asked is not None

    answer = read_answer(asked, said(words, intent))

    assert answer is not None
    assert answer.code == code


@pytest.mark.parametrize("intent", ["request_human", "ask_why", "complain", "repeat", "greet"])
def test_a_side_question_leaves_the_question_waiting(intent: str) -> None:
    asked = default_questions().get("adv_topic")
    assert asked is not None

    assert read_answer(asked, said("why do you want to know", intent)) is None


def test_a_button_of_an_older_question_answers_that_one() -> None:
    facts = after(pressed("inform", question="acc_tonight", answer="yes"))

    assert facts.answers == {"acc_tonight": "yes"}
    assert facts.answered == "acc_tonight"


@pytest.mark.parametrize(
    ("question", "words", "language", "intent", "code"),
    [
        ("er_how_many", "cuatro", "es", "inform", "4"),
        ("er_how_many", "٣ أشخاص", "ar", "inform", "3"),
        ("er_how_many", "三个人", "zh-Hans", "inform", "3"),
        ("er_how_many", "네 식구예요", "ko", "inform", "4"),
        ("fin_food", "đủ, có", "vi", "affirm", "yes"),
        ("fin_food", "不，没有", "zh-Hans", "out_of_scope", "no"),
        ("fin_food", "नहीं", "hi", "out_of_scope", "no"),
        ("fin_food", "no sé", "es", "out_of_scope", "unsure"),
        ("fin_food", "ayaw kong sabihin", "fil", "out_of_scope", "skipped"),
        ("er_today", "comida", "es", "inform", "food"),
        ("er_today", "Medicinas por favor", "es", "inform", "medicine"),
    ],
)
def test_answers_in_other_languages(
    question: str, words: str, language: str, intent: str, code: str
) -> None:
    heard = replace(said(words, intent), language={"code": language, "reliable": False})
    asked = default_questions().get(question)
    assert asked is not None

    answer = read_answer(asked, heard)

    assert answer is not None
    assert answer.code == code
