"""What an officer reads where a customer is in danger, with the real records."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.triage import Understood
from tests.actions.conversation import Reply
from tests.actions.messages import NEXT, RESPOND, Begin
from tests.triage.says import danger, pressed, said

pytestmark = pytest.mark.usefixtures("real_directory")


def shown(replies: list[Reply]) -> list[str]:
    return [card["name"] for reply in replies for card in reply.cards]


def in_danger(domain: str, tier: str, text: str = "my client", **more: object) -> Understood:
    intent = "danger_now" if tier == "T4" else "danger_serious"
    return said(text, intent, risk=danger(domain, tier), **more)


def steps(replies: list[Reply]) -> list[str]:
    return [str(r.response).removeprefix("utter_step_") for r in replies]


def test_s1_02_and_s1_06_an_officer_reads_warm_transfer_first_and_the_team_leader_with_it(
    conversation: Begin,
) -> None:
    replies = conversation(audience="staff").say(in_danger("suicide_self_harm", "T3"), RESPOND)

    assert steps(replies)[:2] == ["social_worker", "team_leader"]
    assert "warm transfer, with the urgent option" in replies[0].text
    assert "straight away" in replies[1].text


@pytest.mark.parametrize("domain", ["suicide_self_harm", "harm_to_others"])
def test_s1_01_helplines_never_stand_alone_for_an_officer(conversation: Begin, domain: str) -> None:
    replies = conversation(audience="staff").say(in_danger(domain, "T3"), RESPOND)

    lines = [at for at, r in enumerate(replies) if r.cards]
    assert steps(replies)[0] == "social_worker"
    assert all(at > 0 for at in lines)
    assert bool(lines) == (domain == "suicide_self_harm"), "no line answers harm to others"


@pytest.mark.parametrize(
    ("place", "number"),
    [("Dubbo NSW 2830", "132 111"), ("Adelaide SA 5000", "131 478"), ("Darwin NT 0800", "1800 700 250")],
)  # fmt: skip
def test_s2_01_a_child_cue_shows_the_line_the_guide_and_the_supervisor_and_asks_nothing(
    conversation: Begin, place: str, number: str
) -> None:
    name = place.split()[0].lower()
    message = in_danger("child_at_risk", "T3", f"kid with bruises in {name}", place=(name, place))

    replies = conversation(audience="staff").say(message, RESPOND)

    said_of_it = " ".join(r.text for r in replies)
    assert "reporter guide" in said_of_it
    assert "supervisor" in said_of_it
    assert "?" not in said_of_it, "nobody is asked to judge"
    numbers = {p["number"] for r in replies for c in r.cards for p in c["phones"]}
    assert number.replace(" ", "") in {n.replace(" ", "") for n in numbers}


def test_s2_08_the_line_is_that_of_the_childs_state(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.slots["place"] = "Footscray VIC 3011"
    message = in_danger(
        "child_at_risk", "T3", "the child lives in dubbo and is hurt", place=("dubbo", "Dubbo NSW 2830")
    )  # fmt: skip

    replies = talk.say(message, RESPOND)

    numbers = {p["number"] for r in replies for c in r.cards for p in c["phones"]}
    assert "132 111" in numbers or "13 21 11" in numbers
    assert not {c["name"] for r in replies for c in r.cards if "Victoria" in c["name"]}


def test_s2_08_where_the_caller_is_does_not_change_the_childs_line(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(said("the child lives in dubbo", place=("dubbo", "Dubbo NSW 2830")), NEXT)
    talk.say(said("caller is in footscray", place=("footscray", "Footscray VIC 3011")), NEXT)

    replies = talk.say(in_danger("child_at_risk", "T3", "the child is hurt"), RESPOND)

    assert talk.slots["place"] == "Footscray VIC 3011"
    assert {c["name"] for r in replies for c in r.cards} >= {"NSW Child Protection Helpline"}


@pytest.mark.parametrize("text", ["the child lives in darwin", "her kids are staying in darwin"])
def test_s2_09_a_child_in_the_territory_brings_the_reminder_that_everyone_reports(
    conversation: Begin, text: str
) -> None:
    talk = conversation(audience="staff")
    talk.slots["place"] = "Footscray VIC 3011"

    there = talk.say(in_danger("child_at_risk", "T3", text, place=("darwin", "Darwin NT 0800")), RESPOND)  # fmt: skip
    elsewhere = conversation(audience="staff").say(in_danger("child_at_risk", "T3"), RESPOND)

    assert "child_everyone_reports" in steps(there)
    assert "child_everyone_reports" not in steps(elsewhere)


def test_s1_25_without_consent_a_delegate_decides_by_the_programs_test(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation(audience="staff")

    replies = talk.say(in_danger("suicide_self_harm", "T3", "he refuses and hung up"), RESPOND)

    text = next(r.text for r in replies if r.response == "utter_step_delegate_decides")
    assert "a delegate decides" in text
    assert "prevent or lessen a threat to life, health or welfare" in text
    assert "serious or imminent threat" in text
    assert "cannot release" in text
    assert desk.consents(talk.sender) == []


@pytest.mark.parametrize(
    "seen",
    [
        pressed("inform", question="after_danger", answer="called"),
        said("ambulance is on the way", "inform"),
        said("he still says no to the ambulance"),
    ],
    ids=["pressed", "called", "told"],
)
def test_s1_25_after_000_as_well_once_it_was_seen(conversation: Begin, seen: Understood) -> None:
    talk = conversation(audience="staff")
    words = "client took pills and is passing out, refuses the ambulance"

    first = talk.say(in_danger("suicide_self_harm", "T4", words), RESPOND)
    second = talk.say(seen, NEXT)

    assert len(first) == 1, "000 stands alone"
    text = next(r.text for r in second if r.response == "utter_step_delegate_decides")
    assert "cannot release" in text
    assert "call_000" not in steps(second)


@pytest.mark.parametrize(
    "asked",
    [
        "what is her dvsat score",
        "is she high risk or low",
        "dvsat for this client",
        "risk rating?",
        "what did she score",
        "how does he rate",
    ],
)
def test_s2_07_an_officer_who_asks_for_a_score_gets_none_and_reads_who_judges(
    conversation: Begin, asked: str
) -> None:
    talk = conversation(audience="staff")
    talk.say(in_danger("family_violence", "T3", "he strangled her, she is pregnant"), RESPOND)

    (reply,) = talk.say(said(asked, "ask_other_person"), "action_refuse_other_person")

    assert reply.text.startswith("Nothing is scored here")
    assert not reply.cards
    assert talk.slots["tier"] == "T3"


@pytest.mark.parametrize("words", ["housing for high risk clients in footscray"])
def test_a_line_that_looks_for_something_is_looked_up(conversation: Begin, words: str) -> None:
    line = said(
        words,
        "find_service",
        need=("housing", "accommodation"),
        place=("footscray", "Footscray VIC 3011"),
    )

    assert shown(conversation(audience="staff").say(line, NEXT))


@pytest.mark.usefixtures("real_directory")
def test_lines_shown_with_the_danger_do_not_push_food_down_for_an_officer(
    conversation: Begin,
) -> None:
    talk = conversation(audience="staff")
    hit = said(
        "stepdad hits him, footscray",
        "danger_serious",
        risk=danger("child_at_risk", "T3"),
        place=("footscray", "Footscray VIC 3011"),
    )
    talk.say(hit, RESPOND)

    replies = talk.say(
        said("food", "find_service", need=("food", "emergency_relief")), "action_take_next_step"
    )

    names = [card["name"] for reply in replies for card in reply.cards]
    assert not any("Child Protection" in name for name in names)
    assert any("Food" in name for name in names)
