from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.desk.errors import Missing, NotFound


def test_a_conversation_has_one_open_request_that_takes_new_wishes(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    first = desk.ask_interpreter(cid, "ar", {"gender": "woman"})
    again = desk.ask_interpreter(cid, "", {"mode": "phone", "reason": "not kept"})

    assert again.id == first.id
    assert (again.language, again.wishes) == ("ar", {"gender": "woman", "mode": "phone"})
    assert [r.id for r in desk.interpreter_requests("asked")] == [first.id]


def test_s4_08_language_community_and_conflict_can_be_kept_and_are_optional(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    kept = desk.ask_interpreter(
        cid, "djr", {"own_community": "Galiwin'ku", "conflict": "none known", "topic": ""}
    )

    assert kept.wishes == {"own_community": "Galiwin'ku", "conflict": "none known"}


def test_a_worker_settles_a_request_and_a_new_one_can_be_asked(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    staff = desk.add_staff("Ana", "worker", "correct horse battery")
    asked = desk.ask_interpreter(cid, "vi")

    done = desk.settle_interpreter(asked.id, staff.id, "done", "vendor number 4711")

    assert (done.state, done.handled_by, done.note) == ("done", staff.id, "vendor number 4711")
    assert desk.interpreter_request(cid) is None
    assert desk.ask_interpreter(cid, "vi").id != asked.id


def test_what_is_not_there_is_said(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    asked = desk.ask_interpreter(cid)
    with pytest.raises(NotFound):
        desk.ask_interpreter("nobody")
    with pytest.raises(NotFound):
        desk.settle_interpreter(9_999, 1, "done")
    with pytest.raises(Missing):
        desk.settle_interpreter(asked.id, 1, "perhaps")
