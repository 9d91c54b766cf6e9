"""Colleagues an officer may consult: who fits, why, how many, and that people decide (S0, S4)."""

from __future__ import annotations

import re

import pytest

from bot.triage import Understood
from tests.actions.conversation import Reply, as_pattern
from tests.actions.messages import FOOTSCRAY, NEXT, Begin
from tests.triage.says import danger, pressed, said

#: An officer's line that tells of both halves of what opens a consultation.
OUTREACH = "rent help in footscray, he can't get through on the phone and cannot manage on his own"
CEO, MSO, SESSION = "utter_step_consult_ceo", "utter_step_consult_mso", "utter_step_refugee_session"


def line(text: str = OUTREACH, **entities: object) -> Understood:
    found: dict[str, object] = {}
    if "rent help" in text:
        found = {"need": ("rent help", "financial_aid"), "place": ("footscray", FOOTSCRAY)}
    return said(text, "find_service", **{**found, **entities})


def name(one: Reply) -> str | None:
    suggested = (step for step in (CEO, MSO, SESSION) if as_pattern(step).fullmatch(one.text))
    return next(suggested, None) or one.response


def names(replies: list[Reply]) -> list[str | None]:
    return [name(one) for one in replies]


def reply(replies: list[Reply], response: str) -> Reply:
    found = [one for one in replies if name(one) == response]
    assert found, names(replies)
    return found[0]


def test_s0_01_both_halves_told_suggest_a_consultation_with_its_reasons(
    conversation: Begin,
) -> None:
    replies = conversation(audience="staff").say(line(), NEXT)

    assert replies[0].cards or replies[0].response == "utter_no_services", "the search goes first"
    said_of_it = reply(replies, CEO).text
    assert "usual ways of getting help have not worked" in said_of_it
    assert "needs that these ways leave unmet" in said_of_it
    assert "You could consult" in said_of_it


@pytest.mark.parametrize(
    "unmet",
    [
        "her needs are not being met at the office",
        "she is not coping",
        "he has no family or supports",
        "the service level she gets is not enough",
        "she keeps missing her appointments",
    ],
)
@pytest.mark.parametrize(
    "failed",
    ["phone and online don't work for them", "we've tried everything", "keeps slipping through the cracks"],
)  # fmt: skip
def test_s0_01_any_of_the_four_unmet_needs_counts_beside_a_failure(
    conversation: Begin, failed: str, unmet: str
) -> None:
    assert CEO in names(conversation(audience="staff").say(line(f"{failed}, {unmet}"), NEXT))


@pytest.mark.parametrize(
    "text",
    [
        "rent help in footscray",
        "rent help in footscray, he can't get through on the phone",
        "rent help in footscray, she cannot manage on her own",
        "when does his payment come in, he uses the app",
        "the phone number and opening hours of the office",
    ],
)
def test_s0_04_one_half_alone_or_a_plain_question_suggests_nobody(
    conversation: Begin, text: str
) -> None:
    assert CEO not in names(conversation(audience="staff").say(line(text), NEXT))


def test_s0_04_payment_facts_suggest_nobody(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(
        said("when is jobseeker paid", "ask_payment"), "action_payment_question"
    )

    assert names(replies) == ["utter_step_payment_information"]


def test_s0_01_a_customer_is_shown_no_specialist(conversation: Begin) -> None:
    assert CEO not in names(conversation().say(line(), NEXT))


@pytest.mark.parametrize("tier", ["T3", "T4"])
def test_s0_02_in_danger_another_answer_comes_first(conversation: Begin, tier: str) -> None:
    talk = conversation(audience="staff")
    message = said(OUTREACH, "danger_serious", risk=danger("family_violence", tier))

    replies = talk.say(message, "action_respond_to_danger")

    assert not {CEO, MSO, SESSION} & set(names(replies))


def test_s0_03_who_confirms_reads_that_people_decide_together(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(line(), NEXT)

    (confirmed,) = talk.say(pressed("inform", question="consult", answer="ceo"), NEXT)

    assert confirmed.response == "utter_staff_consult_ceo"
    assert "decide together" in confirmed.text
    assert "assign" not in " ".join(e["text"] for e in talk.events if e["event"] == "bot").lower()


def test_s0_05_the_office_locator_is_linked_with_the_suburb_alone(conversation: Begin) -> None:
    text = reply(conversation(audience="staff").say(line(), NEXT), CEO).text

    assert re.search(r"Office Locator \(https://[\w./]+\)", text)
    assert "suburb only: Footscray." in text
    assert "3011" not in text
    assert "VIC" not in text
    assert "away from the office" in text


def test_s0_05_without_a_place_the_suburb_is_left_to_the_officer(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(
        line("tried all the usual channels, she has no supports at all"), NEXT
    )

    assert "suburb only: where the person is." in reply(replies, CEO).text


ALL_THREE = (
    "rent help in footscray and food, arabic speaker, refugee who arrived three weeks ago, "
    "phone and online don't work, no family here"
)


def test_s0_07_at_most_three_ranked_with_reasons_and_the_officer_chooses(
    conversation: Begin,
) -> None:
    message = line(
        ALL_THREE,
        need=[("rent help", "financial_aid"), ("food", "emergency_relief")],
        language=("arabic", "ar"),
    )

    replies = conversation(audience="staff").say(message, NEXT)

    ranked = [r for r in replies if name(r) in {CEO, MSO, SESSION}]
    assert names(ranked) == [CEO, MSO, SESSION]
    assert all(re.search(r"Why: \w.{10,}\.", r.text) for r in ranked)
    choice = reply(replies, "utter_ask_consult")
    assert replies[-1] is choice
    assert [b["title"] for b in choice.buttons][-1] == "Nobody"
    assert len(choice.buttons) == 4


def test_s0_07_only_those_that_fit_can_be_chosen_and_nobody_is_a_choice(
    conversation: Begin,
) -> None:
    talk = conversation(audience="staff")
    choice = reply(talk.say(line(), NEXT), "utter_ask_consult")

    assert [b["title"] for b in choice.buttons] == ["Community Engagement Officer", "Nobody"]
    assert names(talk.say(pressed("skip_question", question="consult"), NEXT)) == [
        "utter_staff_consult_nobody"
    ]


def test_what_was_told_of_one_customer_suggests_nobody_for_the_next(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(line(), NEXT)
    food = said("food parcels footscray", "find_service", need=("food", "emergency_relief"))

    assert CEO not in names(talk.say(food, NEXT))
    assert CEO in names(talk.say(line(), NEXT)), "told again of the next one, it is said again"


def test_a_suggestion_is_made_once_for_a_customer(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(line(), NEXT)

    assert CEO not in names(talk.say(said("something closer", "refine_search"), "action_refine_search"))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("rent help in footscray and food, arabic speaker", True),
        ("rent help in footscray, arabic speaker, multiple complex issues", False),
    ],
)
def test_s4_09_a_multicultural_officer_advises_on_a_complex_case(
    conversation: Begin, text: str, needs: bool
) -> None:
    need = [("rent help", "financial_aid"), *([("food", "emergency_relief")] if needs else [])]
    replies = conversation(audience="staff").say(
        line(text, need=need, language=("arabic", "ar")), NEXT
    )

    advice = reply(replies, MSO).text
    assert "for advice" in advice
    assert "not interpreters and not for a crisis" in advice


def test_s4_09_another_language_alone_is_no_complex_case(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(
        line("rent help in footscray, arabic speaker", language=("arabic", "ar")), NEXT
    )

    assert MSO not in names(replies)


@pytest.mark.parametrize(
    "arrived",
    [
        "refugee family, arrived three weeks ago",
        "just arrived on a humanitarian visa",
        "landed 10 weeks ago on a 204 visa",
        "subclass 200, came to australia last month",
    ],
)
def test_s4_10_a_new_humanitarian_arrival_opens_the_session_and_the_officer(
    conversation: Begin, arrived: str
) -> None:
    text = reply(conversation(audience="staff").say(line(arrived), NEXT), SESSION).text

    assert "information session for newly arrived refugees" in text
    assert "Multicultural Service Officer" in text


@pytest.mark.parametrize(
    "arrived",
    [
        "refugee family, arrived two years ago",
        "came on a humanitarian visa 12 weeks ago",
        "student visa, arrived three weeks ago",
    ],
)
def test_s4_10_an_older_or_another_arrival_opens_neither(conversation: Begin, arrived: str) -> None:
    assert SESSION not in names(conversation(audience="staff").say(line(arrived), NEXT))
