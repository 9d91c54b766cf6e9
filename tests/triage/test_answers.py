"""Answers in people's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.answers import (
    Answer,
    apply_answer,
    number_in,
    read_answer,
)
from bot.triage.facts import Facts
from bot.triage.options import option_named
from bot.triage.questions import Question, default_questions
from bot.triage.yes_no import yes_or_no
from tests.triage.says import after, pressed, said


def the_question(name: str) -> Question:
    found = default_questions().get(name)
    assert found is not None
    return found


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
    asked = the_question(question)

    answer = read_answer(asked, said(words, intent))

    assert answer is not None
    assert answer.code == code


@pytest.mark.parametrize("intent", ["request_human", "ask_why", "complain", "repeat", "greet"])
def test_a_side_question_leaves_the_question_waiting(intent: str) -> None:
    asked = the_question("adv_topic")

    assert read_answer(asked, said("why do you want to know", intent)) is None


def test_a_button_of_an_older_question_answers_that_one() -> None:
    facts = after(pressed("inform", question="acc_tonight", answer="yes"))

    assert facts.answers == {"acc_tonight": "yes"}
    assert facts.answered == "acc_tonight"


def test_a_button_that_the_question_does_not_offer_answers_nothing() -> None:
    facts = after(pressed("inform", question="consult", answer="yes"))

    assert facts.answers == {}
    assert facts.answered is None


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
    asked = the_question(question)

    answer = read_answer(asked, heard)

    assert answer is not None
    assert answer.code == code


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no nothing like that, just a bigger place", "refine_search"),
        ("nah not that", "deny"),
        ("no no it's not that bad", "deny"),
        ("no, just looking for something cheaper", "deny"),
        ("no problem", "affirm"),
    ],
)
def test_a_no_that_may_mean_something_else_is_no_answer_about_danger(
    text: str, intent: str
) -> None:
    question = the_question("acc_tonight")

    answer = read_answer(question, said(text, intent))

    assert answer is None or answer.code == "yes"


def test_a_yes_to_another_question_is_no_danger() -> None:
    question = the_question("acc_leaving")

    assert read_answer(question, said("yes its for tonight", "affirm")) is None


@pytest.mark.parametrize("words", ["yes no problem", "no worries", "yep no dramas"])
def test_no_problem_is_no_refusal(words: str) -> None:
    assert yes_or_no(words) == "yes"


@pytest.mark.parametrize(
    ("words", "speech"),
    [
        ("i need foood plz", None),
        ("is there any fooood", None),
        ("thực phẩm, thức ăn", "vi"),
        ("食物", "zh-Hans"),
    ],
)
def test_food_is_heard_misspelt_and_by_the_words_of_its_button(
    words: str, speech: str | None
) -> None:
    question = the_question("er_today")

    assert option_named(question, words, speech) == "food"


@pytest.mark.parametrize(
    ("known", "domain"), [("family_violence", "family_violence"), (None, "severe_distress")]
)
def test_not_safe_now_is_said_of_the_danger_that_is_known(known: str | None, domain: str) -> None:
    question = the_question("cri_safe_now")
    signs = ({"code": "x", "domain": known, "tier": "T2"},) if known else ()

    facts = apply_answer(replace(Facts(), indicators=signs), Answer(question, "no"))

    assert facts.indicators[-1]["domain"] == domain
    assert facts.tier == "T3"


@pytest.mark.parametrize(
    ("words", "intent", "code"),
    [
        ("yeah nah its fine", "deny", "yes"),
        ("yeah nah go on", "deny", "yes"),
        ("yeah nah", "deny", "no"),
        ("nah", "deny", "no"),
        ("no im not fine", "deny", "no"),
    ],
)
def test_yeah_nah_its_fine_is_safe_to_talk(words: str, intent: str, code: str) -> None:
    question = the_question("safe_to_talk")

    answer = read_answer(question, said(words, intent))

    assert answer is not None
    assert answer.code == code


def test_yeah_nah_im_good_takes_up_no_offer() -> None:
    question = the_question("person")

    answer = read_answer(question, said("yeah nah im good", "deny"))

    assert answer is not None
    assert answer.code == "no"


@pytest.mark.parametrize("words", ["no medicare card", "no car", "no medcare crad", "no kids"])
def test_what_somebody_has_not_got_is_no_answer_about_food_or_a_bed(words: str) -> None:
    for name in ("fin_food", "acc_tonight"):
        question = the_question(name)
        assert read_answer(question, said(words, "deny")) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *(("acc_tonight", words) for words in ("no", "nope", "no, just in my car", "nah nowhere")),
        ("acc_tonight", "no i don't"),
        *(("fin_food", words) for words in ("no", "no food", "no, nothing", "no i dont")),
    ],
)
def test_a_plain_no_still_is_one(name: str, words: str) -> None:
    answer = read_answer(the_question(name), said(words, "deny"))

    assert answer is not None
    assert answer.code == "no"
