"""Notes, hand-overs and closings undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.desk import Desk, Staff, handing_over
from bot.desk.errors import CaseTaken, Missing, NotClaimed, NotFound, TooLate
from bot.desk.records import Case
from tests.desk.conftest import PASSWORD


@pytest.fixture
def case(desk: Desk, worker: Staff) -> Case:
    """A case that the worker has claimed."""
    cid, _ = desk.create_conversation()
    opened = desk.open_case(cid, message_id=None, reason="request")
    return desk.claim_case(opened.id, worker.id, say="joined")


def test_notes_are_kept_in_order_and_never_changed(
    desk: Desk, worker: Staff, other: Staff, case: Case
) -> None:
    desk.add_note(case.id, worker.id, " Rang the service. ")
    desk.add_note(case.id, other.id, "They ring back at four.")

    assert [(n.by, n.text) for n in desk.notes(case.id)] == [
        ("Ana", "Rang the service."),
        ("Ben", "They ring back at four."),
    ]
    for deed in ("UPDATE case_note SET text = 'x'", "DELETE FROM case_note"):
        with pytest.raises(DatabaseError), desk.engine.begin() as connection:
            connection.execute(text(deed))
    assert not any("service" in str(a.detail) for a in desk.case_actions(case.id))


def test_an_empty_note_and_one_for_no_case_are_refused(
    desk: Desk, worker: Staff, case: Case
) -> None:
    with pytest.raises(Missing):
        desk.add_note(case.id, worker.id, "  ")
    with pytest.raises(NotFound):
        desk.add_note(9_999, worker.id, "x")


def test_the_note_of_a_closing_is_a_note_of_the_desk(desk: Desk, worker: Staff, case: Case) -> None:
    desk.close_case(case.id, worker.id, outcome="talked", note="Next visit Monday.", say="left")
    assert [n.text for n in desk.notes(case.id)] == ["Next visit Monday."]


def test_a_case_goes_to_a_colleague_and_so_does_the_conversation(
    desk: Desk, worker: Staff, other: Staff, case: Case
) -> None:
    said = desk.conversation(case.conversation_id).last_seq
    handed = desk.hand_over(case.id, worker.id, other.id)

    assert (handed.state, handed.claimed_by_name) == ("claimed", "Ben")
    assert desk.conversation(case.conversation_id).held_by == other.id
    assert desk.conversation(case.conversation_id).last_seq == said
    with pytest.raises(NotClaimed):
        desk.write_to_customer(case.id, worker.id, "m", "still me")
    assert desk.case_actions(case.id)[-1].detail == {"to": "Ben"}


def test_only_who_has_a_case_or_leads_may_hand_it_over(
    desk: Desk, worker: Staff, other: Staff, case: Case
) -> None:
    with pytest.raises(NotClaimed):
        desk.hand_over(case.id, other.id, other.id)
    assert desk.hand_over(case.id, other.id, other.id, any_holder=True).claimed_by == other.id


def test_nobody_gets_a_case_who_may_not_have_one(desk: Desk, worker: Staff, case: Case) -> None:
    officer = desk.add_staff("Olu", "officer", PASSWORD)
    gone = desk.add_staff("Gus", "worker", PASSWORD)
    desk.disable_staff("Gus")
    for nobody in (officer.id, gone.id, 9_999):
        with pytest.raises(NotFound):
            desk.hand_over(case.id, worker.id, nobody)


def test_colleagues_who_are_there_come_first_with_what_they_have(
    desk: Desk, worker: Staff, other: Staff, case: Case
) -> None:
    desk.add_staff("Olu", "officer", PASSWORD)
    assert desk.sign_in("Ben", PASSWORD) is not None

    assert [(c.name, c.present, c.cases) for c in desk.colleagues()] == [
        ("Ben", True, 0),
        ("Ana", False, 1),
    ]


def test_a_closing_is_undone_and_can_be_closed_again(
    desk: Desk, worker: Staff, other: Staff, case: Case
) -> None:
    desk.close_case(case.id, worker.id, outcome="talked", say="left")
    again = desk.reopen_case(case.id, other.id, say="joined")

    assert (again.state, again.claimed_by_name, again.outcome) == ("claimed", "Ben", None)
    assert desk.conversation(case.conversation_id).held_by == other.id
    assert [a.reason for a in desk.case_actions(case.id) if a.action == "closed"] == ["talked"]
    assert desk.reopen_case(case.id, other.id, say="joined").id == case.id
    with pytest.raises(CaseTaken):
        desk.reopen_case(case.id, worker.id, say="joined")
    assert desk.close_case(case.id, other.id, outcome="left", say="left").outcome == "left"
    # Each closing hands the conversation back to the assistant once.
    with desk.engine.connect() as connection:
        keys = connection.scalars(
            text("SELECT client_id FROM message WHERE payload = '/worker_returned' ORDER BY id")
        ).all()
    assert keys == [f"#returned-{case.id}", f"#returned-{case.id}-1"]


def test_an_old_closing_stays_and_so_does_one_that_a_new_case_has_followed(
    desk: Desk, worker: Staff, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close_case(case.id, worker.id, outcome="talked", say="left")
    newer = desk.open_case(case.conversation_id, message_id="m2", reason="request")
    with pytest.raises(CaseTaken) as refused:
        desk.reopen_case(case.id, worker.id, say="joined")
    assert refused.value.case_id == newer.id
    monkeypatch.setattr(handing_over, "REOPEN_WITHIN", timedelta(0))
    with pytest.raises(TooLate):
        desk.reopen_case(case.id, worker.id, say="joined")
