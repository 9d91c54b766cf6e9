"""Clarifying questions beside a need: nothing stands in the way of it, nothing is asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Desk
from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import NEXT, Begin, responses
from tests.triage.says import danger, pressed, said

CLARIFY = "action_clarify_danger"

#: A bill that can't wait: a T1 of money with a need, and a place.
CUT_OFF = replace(
    said(
        "power gets cut off tomorrow in sunshine",
        "danger_unclear",
        need=("power", "financial_aid"),
        sub_need=("power", "utilities"),
        place=("sunshine", "Sunshine VIC 3020"),
        risk={**danger("money_crisis", "T1"), "clarify": "utter_clarify_money_crisis"},
    ),
    wanted="find_service",
)


@pytest.fixture
def with_money(directory: ListedDirectory) -> ListedDirectory:
    directory.by_need["financial_aid"] = [card("Bill Helper")]
    return directory


def test_a_bill_that_cannot_wait_is_answered_before_it_is_asked_about(
    conversation: Begin, with_money: ListedDirectory
) -> None:
    replies = conversation().say(CUT_OFF, CLARIFY)

    assert replies[0].cards
    assert responses(replies)[-1] == "utter_ask_fin_food"
    assert sum("?" in reply.text for reply in replies) == 1


def test_what_comes_after_that_question_is_no_danger_by_itself(
    conversation: Begin, with_money: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(CUT_OFF, CLARIFY)

    replies = talk.say(said("the letter says 9 am"), NEXT)

    assert talk.slots["tier"] == "T1"
    assert not any(reply.safety for reply in replies)


def test_no_food_today_is_serious_and_food_is_looked_for(
    conversation: Begin, with_money: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(CUT_OFF, CLARIFY)

    replies = talk.say(pressed("inform", question="fin_food", answer="no"), NEXT)

    assert responses(replies)[0] == "utter_safety_t3_money_crisis"
    assert any(reply.cards for reply in replies)


def test_with_the_place_unknown_the_place_is_the_one_question(
    conversation: Begin, with_money: ListedDirectory
) -> None:
    talk = conversation()
    no_place = replace(CUT_OFF, text="power gets cut off tomorrow", entities=CUT_OFF.entities[:2])

    first = talk.say(no_place, CLARIFY)
    second = talk.say(said("sunshine vic", place=("sunshine", "Sunshine VIC 3020")), NEXT)

    assert responses(first) == ["utter_ask_place"]
    assert responses(second)[-1] == "utter_ask_fin_food"


@pytest.mark.parametrize(
    ("domain", "need", "asked_again"),
    [
        ("homelessness_tonight", "accommodation", "utter_ask_acc_tonight"),
        ("money_crisis", "financial_aid", "utter_ask_fin_food"),
        ("medical_emergency", "community_legal_health", "utter_ask_clh_emergency"),
    ],
)
def test_what_a_clarifying_question_has_settled_is_not_asked_again(
    conversation: Begin, with_money: ListedDirectory, domain: str, need: str, asked_again: str
) -> None:
    talk = conversation()
    open_remark = said(
        "not going so well",
        "danger_unclear",
        risk={**danger(domain, "T1"), "clarify": f"utter_clarify_{domain}"},
    )
    talk.say(open_remark, CLARIFY)
    talk.say(said("no", "deny"), NEXT)

    replies = talk.say(said("can you help", "find_service", need=("help", need)), NEXT)

    assert asked_again not in responses(replies)


def test_somebody_badly_hurt_is_for_000(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    open_remark = said(
        "he looks terrible",
        "danger_unclear",
        risk={**danger("medical_emergency", "T1"), "clarify": "utter_clarify_medical_emergency"},
    )
    talk.say(open_remark, CLARIFY)

    replies = talk.say(said("yes", "affirm"), NEXT)

    assert [r.text.startswith("Call 000 now") for r in replies] == [True]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T4"


def a_guess(text: str, code: str, need: tuple[str, str]) -> object:
    return replace(
        said(
            text,
            "danger_unclear",
            need=need,
            place=("kununurra", "Kununurra WA 6743"),
            risk={
                **danger("homelessness_tonight", "T1", code=code),
                "clarify": "utter_clarify_homelessness_tonight",
            },
        ),
        wanted="find_service",
    )


def test_a_first_guess_of_the_classifier_is_no_question_of_its_own_and_stays_a_sign(
    conversation: Begin, with_money: ListedDirectory
) -> None:
    talk = conversation()
    guess = "classifier.homelessness_tonight.possible"

    first = talk.say(a_guess("rates bill in kununurra", guess, ("rates", "financial_aid")), CLARIFY)
    second = talk.say(a_guess("the bill in kununurra", guess, ("bill", "financial_aid")), CLARIFY)

    assert responses(first) == ["utter_ask_fin_food"]
    assert talk.slots["tier"] == "T1"
    assert responses(second) == ["utter_clarify_homelessness_tonight"]


@pytest.mark.parametrize(
    ("code", "need"),
    [
        ("home.unclear", "financial_aid"),
        ("classifier.homelessness_tonight.concern", "financial_aid"),
        ("classifier.homelessness_tonight.possible", "crisis_counselling"),
    ],
)
def test_what_a_phrase_or_a_surer_judge_sees_is_asked_about_first(
    conversation: Begin, with_money: ListedDirectory, code: str, need: str
) -> None:
    replies = conversation().say(a_guess("help in kununurra", code, ("help", need)), CLARIFY)

    assert responses(replies) == ["utter_clarify_homelessness_tonight"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("i have no one to talk to", "utter_clarify_severe_distress"),
        ("i have no one to talk to at school", "utter_clarify_isolation_young_person"),
        ("mum is gone and i have no one", "utter_clarify_isolation_young_person"),
    ],
)
def test_only_who_may_be_young_is_asked_whether_they_are_under_16(
    conversation: Begin, text: str, question: str
) -> None:
    risk = {
        **danger("isolation_young_person", "T1"),
        "clarify": "utter_clarify_isolation_young_person",
    }

    replies = conversation().say(said(text, "danger_unclear", risk=risk), CLARIFY)

    assert responses(replies) == [question]


@pytest.mark.parametrize(
    ("act", "domain"),
    [
        ("goodbye", "severe_distress"),
        ("thank", "severe_distress"),
        ("complain", "suicide_self_harm"),
    ],
)
def test_a_farewell_and_the_thought_of_suicide_are_asked_about_even_on_a_guess(
    conversation: Begin, act: str, domain: str
) -> None:
    risk = {
        **danger(domain, "T1", code=f"classifier.{domain}.possible"),
        "clarify": f"utter_clarify_{domain}",
    }
    told = replace(said("thank you all for everything", "danger_unclear", risk=risk), wanted=act)

    replies = conversation().say(told, CLARIFY)

    assert responses(replies) == [f"utter_clarify_{domain}"]
