"""What to do next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts, Move, next_move
from bot.triage.next_move import follow_up
from bot.triage.questions import NEEDS, default_questions
from tests.triage.says import after, danger, pressed, said

FOOTSCRAY = "Footscray VIC 3011"
QUESTIONS = default_questions()


def move(facts: Facts) -> Move:
    return next_move(facts, QUESTIONS)


def asked(facts: Facts) -> str | None:
    question = move(facts).question
    return question.id if question else None


def put(facts: Facts, question_id: str) -> Facts:
    """Facts after the assistant has put a question."""
    return replace(facts, pending=question_id, asked=(*facts.asked, question_id))


def test_without_a_need_the_question_is_what_would_help() -> None:
    assert asked(Facts()) == "what_help"


def test_two_messages_that_name_no_need_lead_to_a_person() -> None:
    assert move(Facts(pending="what_help", asked=("what_help",), misses=2)).kind == "offer_person"


def test_need_and_place_and_nothing_missing_lead_to_the_search() -> None:
    facts = Facts(needs=("transport",), place=FOOTSCRAY, sub_of={"transport": "fares"})

    assert move(facts) == Move("search", needs=("transport",))


def test_a_missing_place_is_asked_for() -> None:
    assert asked(Facts(needs=("transport",), sub_of={"transport": "fares"})) == "place"


def test_a_refused_place_searches_without_one() -> None:
    facts = Facts(needs=("transport",), sub_of={"transport": "fares"}, answers={"place": "skipped"})

    assert move(facts).kind == "search"


def test_a_bed_for_tonight_comes_before_the_suburb() -> None:
    facts = Facts(needs=("accommodation",))

    assert asked(facts) == "acc_tonight"


@pytest.mark.parametrize("sub_need", ["bond", "rent", "eviction", "tenancy"])
def test_keeping_a_home_is_not_asked_about_tonight(sub_need: str) -> None:
    facts = Facts(
        needs=("accommodation",), sub_needs=(sub_need,), sub_of={"accommodation": sub_need}
    )

    assert asked(facts) == "place"


def test_a_question_left_open_by_another_answer_is_put_once_more() -> None:
    facts = put(Facts(needs=("accommodation",)), "acc_tonight")
    facts = after(said("we have two kids", people=("kids", "children")), facts=facts)

    assert asked(facts) == "acc_tonight"
    assert asked(replace(facts, misses=1)) == "place"


def test_several_places_of_one_name_are_a_choice() -> None:
    facts = Facts(
        needs=("transport",),
        sub_of={"transport": "fares"},
        place_candidates=("Richmond VIC 3121", "Richmond NSW 2753"),
    )

    assert move(facts).kind == "clarify_place"


def test_ready_needs_are_searched_together() -> None:
    facts = Facts(
        needs=("transport", "community_legal_health"),
        place=FOOTSCRAY,
        sub_of={"transport": "fares", "community_legal_health": "dentist"},
    )

    assert move(facts).needs == ("transport", "community_legal_health")


def test_x05_nothing_of_violence_before_it_is_known_to_be_safe() -> None:
    assert asked(Facts(needs=("crisis_counselling",))) == "safe_to_talk"


def test_x05_nothing_of_violence_when_somebody_watches() -> None:
    facts = Facts(needs=("crisis_counselling",), safe_to_talk="no")

    assert move(facts).kind == "keep_plain"


def test_plain_business_goes_on_when_somebody_watches() -> None:
    facts = Facts(
        needs=("transport",), place=FOOTSCRAY, sub_of={"transport": "fares"}, safe_to_talk="no"
    )

    assert move(facts).kind == "search"


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("acc_tonight", "no", "danger"),
        ("cri_safe_now", "no", "danger"),
        ("clh_emergency", "yes", "safety"),
        ("dag_unwell", "yes", "safety"),
        ("edu_children_safe", "no", "danger"),
        ("acc_tonight", "yes", "ask"),
    ],
)
def test_an_answer_that_means_danger_stops_the_questions(
    question: str, answer: str, kind: str
) -> None:
    asked_question = QUESTIONS.get(question)
    assert asked_question is not None
    facts = put(Facts(needs=(asked_question.need,)), question)

    facts = after(pressed("inform", question=question, answer=answer), facts=facts)

    assert move(facts).kind == kind


def test_s3_14_three_skips_in_a_row_offer_a_person() -> None:
    facts = Facts(needs=("financial_aid",))
    for question in ("fin_food", "fin_problem", "place"):
        facts = after(pressed("skip_question", question=question), facts=put(facts, question))

    assert move(facts).kind == "offer_person"


def test_an_answer_between_two_skips_starts_the_count_again() -> None:
    facts = put(Facts(needs=("financial_aid",)), "fin_food")
    facts = after(pressed("skip_question", question="fin_food"), facts=facts)
    facts = after(
        pressed("inform", question="fin_problem", answer="bills"), facts=put(facts, "fin_problem")
    )

    assert facts.skips == 0


@pytest.mark.parametrize("need", NEEDS)
def test_s3_14_no_need_costs_more_than_six_questions(need: str) -> None:
    facts = Facts(needs=(need,), safe_to_talk="yes", current=need)
    put_questions: list[str] = []
    assert QUESTIONS.limits["per_need"] == 6, "also where somebody writes a seventh"

    for _ in range(20):
        question = move(facts).question
        if question is None and move(facts).kind == "search":
            facts = replace(facts, done=(need,), current=need)
            continue
        question = question or follow_up(facts, QUESTIONS)
        if question is None or question.id in put_questions:
            break
        put_questions.append(question.id)
        facts = after(said("hmm", "thank"), facts=put(facts, question.id))
        facts = replace(facts, answers={**facts.answers, question.id: "unsure"}, pending=None)

    assert 2 <= len(put_questions) <= 6


@pytest.mark.parametrize("need", [n for n in NEEDS if n != "crisis_counselling"])
def test_at_most_three_questions_come_before_the_first_services(need: str) -> None:
    facts = Facts(needs=(need,), safe_to_talk="unsure")
    count = 0
    while (question := move(facts).question) is not None:
        count += 1
        facts = replace(put(facts, question.id), answers={**facts.answers, question.id: "yes"})
        if question.id == "place":
            facts = facts.note(place=FOOTSCRAY)

    assert count <= 3
    assert move(facts).kind == "search"


def test_s3_09_what_is_known_is_not_asked_again() -> None:
    facts = after(
        said(
            "need food today in footscray",
            "find_service",
            need=("food", "emergency_relief"),
            sub_need=("food", "food_parcel"),
            place=("footscray", FOOTSCRAY),
        )
    )

    assert move(facts).kind == "search"


def test_s3_10_staff_get_results_from_one_line_without_questions() -> None:
    facts = Facts(audience="staff", needs=("accommodation",))

    assert move(facts) == Move("search", needs=("accommodation",))


def test_staff_are_asked_which_place_when_there_are_several() -> None:
    facts = Facts(
        audience="staff",
        needs=("transport",),
        place_candidates=("Richmond VIC 3121", "Richmond NSW 2753"),
    )

    assert move(facts).kind == "clarify_place"


def test_results_go_out_of_date_when_the_place_is_corrected() -> None:
    facts = Facts(
        needs=("transport",), done=("transport",), current="transport", place="Fitzroy VIC 3065",
        sub_of={"transport": "fares"},
    )  # fmt: skip
    facts = after(said("no, footscray", "correct", place=("footscray", FOOTSCRAY)), facts=facts)

    assert move(facts) == Move("search", needs=("transport",))


def test_s1_14_an_open_clarifying_question_is_settled_first() -> None:
    facts = Facts(needs=("transport",), pending_clarification="suicide_self_harm")

    assert move(facts).kind == "settle_clarification"


def test_a_danger_in_the_message_keeps_the_need_for_later() -> None:
    facts = after(
        said("i need a dentist", "find_service", need=("dentist", "community_legal_health")),
        said("i want to end it", "danger_serious", risk=danger("suicide_self_harm", "T3")),
    )

    assert facts.open_needs == ("community_legal_health",)


def test_the_next_line_of_staff_is_another_customer() -> None:
    facts = Facts(
        audience="staff", needs=("transport",), done=("transport",), language="ar", place=FOOTSCRAY
    )
    facts = after(
        said("dentist", "find_service", need=("dentist", "community_legal_health")), facts=facts
    )

    assert (facts.needs, facts.language, facts.place) == (
        ("community_legal_health",),
        None,
        FOOTSCRAY,
    )


def test_and_keeps_the_customer_of_staff() -> None:
    facts = Facts(audience="staff", needs=("transport",), done=("transport",), language="ar")
    facts = after(
        said("and a dentist", "find_service", need=("dentist", "community_legal_health")),
        facts=facts,
    )

    assert facts.language == "ar"


def test_x05_a_refuge_is_looked_for_only_when_it_is_safe() -> None:
    facts = Facts(needs=("accommodation",), sub_of={"accommodation": "refuge"}, place=FOOTSCRAY)

    assert asked(facts) == "safe_to_talk"
    assert move(replace(facts, safe_to_talk="no")).kind == "keep_plain"
