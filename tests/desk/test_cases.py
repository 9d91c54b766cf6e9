"""Cases: opened by the assistant, worked on and closed by people, every step kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.desk import Desk, Staff
from bot.desk.errors import CaseClosed, CaseTaken, Missing, NotClaimed, NotFound
from tests.desk.conftest import T3, a_case, actions

T4 = {"tier": "T4", "indicators": [{"code": "overdose", "domain": "medical_emergency"}]}


def test_a_message_opens_one_case_whoever_says_so(desk: Desk) -> None:
    first = a_case(desk)

    again = desk.open_case(
        first.conversation_id,
        message_id="m1",
        reason="request",
        assessment=T3,
        facts={"when": "now"},
    )

    assert again.id == first.id
    assert again.reason == "danger"
    assert again.facts["when"] == "now"
    assert len(again.indicators) == 1
    assert actions(desk, first).count("opened") == 1


def test_both_doors_opening_at_once_make_one_case(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    desk.add_message(cid, "m1", "words")

    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(
                lambda _: desk.open_case(cid, message_id="m1", reason="danger", assessment=T3),
                range(6),
            )
        )

    assert {c.id for c in made} == {made[0].id}
    assert desk.count_cases("waiting") == 1


def test_a_case_says_which_words_of_which_message_raised_it(desk: Desk) -> None:
    case = a_case(desk)

    indicator = case.as_dict()["indicators"][0]

    assert indicator["evidence"] == "end it all"
    assert indicator["message_seq"] == 1


def test_new_danger_raises_the_open_case_and_a_lesser_one_never_lowers_it(desk: Desk) -> None:
    case = a_case(desk)
    cid = case.conversation_id

    raised = desk.open_case(cid, message_id="m2", reason="danger", assessment=T4)
    later = desk.open_case(cid, message_id="m3", reason="request", assessment={"tier": "T1"})

    assert raised.id == later.id == case.id
    assert (raised.tier, later.tier) == ("T4", "T4")
    assert later.reason == "danger"
    assert {i["domain"] for i in later.indicators} == {"suicide_self_harm", "medical_emergency"}
    assert "raised" in actions(desk, case)


@pytest.mark.parametrize(
    ("reason", "tier"), [("unclear", "T3"), ("danger", "T3"), ("request", "T0"), ("failure", "T0")]
)
def test_a_remark_that_stays_unclear_counts_as_serious(desk: Desk, reason: str, tier: str) -> None:
    cid, _ = desk.create_conversation()

    case = desk.open_case(cid, message_id=None, reason=reason)

    assert case.tier == tier


def test_a_conversation_from_the_shell_gets_a_row(desk: Desk) -> None:
    case = desk.open_case("shell-1", message_id="m1", reason="request")

    assert desk.conversation("shell-1").channel == "shell"
    assert desk.open_case("shell-1", message_id="m2", reason="request").id == case.id


def test_an_unknown_reason_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="unknown reason"):
        desk.open_case("c", message_id=None, reason="curiosity")


def test_the_queue_is_by_tier_then_age(desk: Desk) -> None:
    old_t3, t4, new_t3 = a_case(desk), a_case(desk, assessment=T4), a_case(desk)

    assert [c.id for c in desk.cases("waiting")] == [t4.id, old_t3.id, new_t3.id]


def test_claiming_holds_the_conversation_and_closing_gives_it_back(
    desk: Desk, worker: Staff
) -> None:
    case = a_case(desk)
    cid = case.conversation_id

    claimed = desk.claim_case(case.id, worker.id, say="Ana is here.")
    held_by = desk.conversation(cid).held_by
    closed = desk.close_case(case.id, worker.id, outcome="rang together", note="n", say="Bye.")

    assert (claimed.state, claimed.claimed_by_name, held_by) == ("claimed", "Ana", worker.id)
    assert (closed.state, closed.outcome) == ("closed", "rang together")
    assert desk.conversation(cid).held_by is None
    assert [e.text for e in desk.events_after(cid, 1)] == ["Ana is here.", "Bye."]
    waiting = [m.payload for m in desk.received() if m.payload]
    assert waiting == ["/worker_returned"]


def test_only_one_of_two_workers_gets_a_case(desk: Desk, worker: Staff, other: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="hi")

    with pytest.raises(CaseTaken) as caught:
        desk.claim_case(case.id, other.id, say="hi")
    desk.claim_case(case.id, worker.id, say="hi")

    assert caught.value.by == "Ana"
    assert actions(desk, case).count("claimed") == 1


def test_a_team_leader_takes_over(desk: Desk, worker: Staff, other: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="hi")

    taken = desk.claim_case(case.id, other.id, say="hi", take_over=True)

    assert taken.claimed_by == other.id
    assert "taken_over" in actions(desk, case)


def test_a_case_is_closed_only_by_the_person_who_has_it(
    desk: Desk, worker: Staff, other: Staff
) -> None:
    case = a_case(desk)

    with pytest.raises(NotClaimed):
        desk.close_case(case.id, worker.id, outcome="x", say="")
    desk.claim_case(case.id, worker.id, say="")
    with pytest.raises(NotClaimed):
        desk.close_case(case.id, other.id, outcome="x", say="")
    with pytest.raises(Missing) as caught:
        desk.close_case(case.id, worker.id, outcome="  ", say="")

    assert caught.value.field == "outcome"
    assert desk.case(case.id).state == "claimed"


def test_a_closed_case_stays_closed_and_new_danger_opens_another(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="")
    desk.close_case(case.id, worker.id, outcome="done", say="")

    repeated = desk.open_case(case.conversation_id, message_id="m1", reason="danger", assessment=T3)
    new = desk.open_case(case.conversation_id, message_id="m9", reason="danger", assessment=T3)

    assert (repeated.id, repeated.state) == (case.id, "closed")
    assert new.id != case.id
    with pytest.raises(CaseClosed):
        desk.claim_case(case.id, worker.id, say="")


def test_a_released_case_waits_again(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="")

    released = desk.release_case(case.id, worker.id, say="Somebody else will come.")

    assert (released.state, released.claimed_by) == ("waiting", None)
    assert desk.conversation(case.conversation_id).held_by is None


def test_a_workers_words_reach_the_customer_once(desk: Desk, worker: Staff, other: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="")

    first = desk.write_to_customer(case.id, worker.id, "w1", "I am with you.")
    again = desk.write_to_customer(case.id, worker.id, "w1", "I am with you.")

    assert again.seq == first.seq
    assert [e.text for e in desk.events_after(case.conversation_id) if e.sender == "worker"] == [
        "I am with you."
    ]
    with pytest.raises(NotClaimed):
        desk.write_to_customer(case.id, other.id, "w2", "me too")


def test_while_a_worker_is_there_the_assistant_is_silent(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="here")

    from bot.desk import Reply

    shown = desk.answer_message(case.conversation_id, "m1", [Reply("Hi")], facts={"when": "now"})

    assert shown == []
    assert desk.give_safety(case.conversation_id, "m1", Reply("000")) is None
    assert desk.conversation(case.conversation_id).facts == {"when": "now"}


@pytest.mark.parametrize("reason", ["", "   "])
def test_s2_06_lowering_a_tier_without_a_reason_fails(
    desk: Desk, worker: Staff, reason: str
) -> None:
    case = a_case(desk)

    with pytest.raises(Missing) as caught:
        desk.set_tier(case.id, worker.id, "T1", reason)

    assert caught.value.field == "reason"
    assert desk.case(case.id).tier == "T3"


def test_s2_14_a_changed_tier_keeps_who_when_and_why(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)

    lowered = desk.set_tier(case.id, worker.id, "T1", "a figure of speech, asked twice")

    kept = next(a for a in desk.case_actions(case.id) if a.action == "tier_set")
    assert (kept.by, kept.reason) == ("Ana", "a figure of speech, asked twice")
    assert kept.detail == {"from": "T3", "to": "T1"}
    assert (lowered.tier, lowered.peak_tier) == ("T1", "T3")


def test_the_same_message_again_does_not_undo_a_persons_lowering(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)
    desk.set_tier(case.id, worker.id, "T1", "clarified")

    again = desk.open_case(case.conversation_id, message_id="m1", reason="danger", assessment=T3)
    new = desk.open_case(case.conversation_id, message_id="m2", reason="danger", assessment=T3)

    assert (again.tier, new.tier) == ("T1", "T3")


def test_s2_04_the_audit_of_a_case_cannot_be_changed(desk: Desk) -> None:
    a_case(desk)

    for statement in ("UPDATE case_action SET action = 'x'", "DELETE FROM case_action"):
        with pytest.raises(Exception, match="append-only"), desk.engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("event", "text"),
        ("case_action", "action"),
        ("consent", "agency"),
        ("case_note", "text"),
        ("indicator_judgement", "verdict"),
    ],
)
def test_s2_04_nothing_that_was_recorded_can_be_changed_or_taken_away(
    desk: Desk, worker: Staff, table: str, column: str
) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="A person is here.")
    desk.add_note(case.id, worker.id, "rang the school")
    desk.judge_sign(
        case.id, worker.id, code="suicide_intent", message_id="m1", verdict="agreed"
    )  # fmt: skip
    desk.take_consent(
        case.id, worker.id, person="self", agency="Clinic", direction="to_agency", reason="a bed",
        items=["name"], days=1, asked_freely=True,
    )  # fmt: skip

    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="append-only"), desk.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_a_look_at_a_case_is_kept_once_a_quarter_hour(desk: Desk, worker: Staff) -> None:
    case = a_case(desk)

    desk.note_view(case.id, worker.id)
    desk.note_view(case.id, worker.id)

    assert actions(desk, case).count("viewed") == 1


def test_a_fact_that_was_taken_back_is_shown_to_nobody(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    told = {"needs": ["legal_help"], "place": "Footscray VIC 3011"}
    case = desk.open_case(cid, message_id=None, reason="request", facts=told)
    desk.add_message(cid, "m1", "a lawyer near Footscray")
    desk.answer_message(cid, "m1", [], facts=told)
    desk.add_message(cid, "m2", "no, no lawyer, and forget Footscray")

    desk.answer_message(cid, "m2", [], facts={"needs": [], "place": None, "when": None})

    shown = desk.case(case.id).facts
    assert not shown["needs"]
    assert not shown["place"]
    assert "when" not in shown


def test_the_summary_shows_the_latest_facts(desk: Desk) -> None:
    cid, _ = desk.create_conversation(language="vi")
    case = desk.open_case(cid, message_id=None, reason="request", facts={"needs": ["transport"]})
    desk.add_message(cid, "m1", "Footscray")
    desk.answer_message(cid, "m1", [], facts={"place": "Footscray VIC 3011"})

    summary = desk.case(case.id).as_dict()["summary"]

    assert summary["needs"] == ["transport"]
    assert summary["place"] == "Footscray VIC 3011"
    assert summary["language"] == "vi"


def test_cases_changed_elsewhere_are_noticed(desk: Desk) -> None:
    first = a_case(desk)
    since = desk.case(first.id).changed_at
    second = a_case(desk)

    changed, news = desk.cases_changed_since(since)

    assert changed == {second.id}
    assert [c.id for c in news] == [second.id]
    assert desk.cases_changed_since(since, {second.id: second.changed_at}) == (changed, [])


def test_an_unknown_case_is_named_as_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.case(99)
