"""A serious case that nobody has, or that has gone quiet: the team leader is called, the desk is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import Desk, Staff, cases
from tests.desk.conftest import a_case, actions


def test_s1_15_a_lowered_flag_still_reaches_the_team_leader(desk: Desk, worker: Staff) -> None:
    token = desk.sign_in("Ana", "correct horse battery")
    assert token is not None
    case = a_case(desk)
    assert case.team_leader_alerted_at is None

    lowered = desk.set_tier(case.id, worker.id, "T0", "said it was a joke")

    assert lowered.team_leader_alerted_at is not None
    assert len(lowered.indicators) == 1


def test_s1_06_the_team_leader_is_alerted_with_the_case_when_nobody_is_free(
    desk: Desk, worker: Staff
) -> None:
    alone = a_case(desk)
    desk.sign_in("Ana", "correct horse battery")
    seen = a_case(desk)
    desk.claim_case(seen.id, worker.id, say="")
    busy = a_case(desk)

    assert alone.team_leader_alerted_at is not None
    assert seen.team_leader_alerted_at is None
    assert busy.team_leader_alerted_at is not None
    assert "team_leader_alerted" in actions(desk, alone)


def test_a_plain_request_does_not_alert_the_team_leader(desk: Desk) -> None:
    case = desk.open_case("c1", message_id="m1", reason="request")

    assert case.team_leader_alerted_at is None


def test_a_serious_case_that_nobody_claims_calls_the_team_leader(
    desk: Desk, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sign_in("Ana", "correct horse battery")
    case = a_case(desk)
    assert desk.alert_unattended() == []
    monkeypatch.setattr(cases, "UNATTENDED_AFTER", timedelta(0))

    alerted = desk.alert_unattended()

    assert [c.id for c in alerted] == [case.id]
    assert desk.alert_unattended() == []


def test_s1_18_a_serious_case_gone_quiet_is_pointed_out_once_and_never_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(desk)
    desk.open_case("shell", message_id="m1", reason="request")
    assert desk.note_quiet() == []
    monkeypatch.setattr(cases, "QUIET_AFTER", timedelta(0))

    quiet = desk.note_quiet()

    assert [c.id for c in quiet] == [case.id]
    assert desk.note_quiet() == []
    assert quiet[0].state == "waiting"
    assert "customer_quiet" in actions(desk, case)


def test_s1_18_silence_is_pointed_out_where_somebody_has_the_case_too(
    desk: Desk, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(desk)
    desk.claim_case(case.id, worker.id, say="A person is here.")
    monkeypatch.setattr(cases, "QUIET_AFTER", timedelta(0))

    assert [(c.id, c.state) for c in desk.note_quiet()] == [(case.id, "claimed")]


def test_s1_18_each_silence_is_pointed_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case(desk)
    monkeypatch.setattr(cases, "QUIET_AFTER", timedelta(0))
    assert [c.id for c in desk.note_quiet()] == [case.id]
    desk.take_message(case.conversation_id, "again", text="are you there", payload=None)

    assert [c.id for c in desk.note_quiet()] == [case.id]
    assert desk.note_quiet() == []


def test_looking_for_silence_keeps_no_writer_waiting(desk: Desk) -> None:
    a_case(desk)
    with desk._writing():  # somebody's message is being stored
        assert desk.note_quiet() == []
