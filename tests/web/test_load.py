"""How much a gateway has to do: how many it lets in at once, and what it tells of it."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from bot.web.load import FEWEST, IN_TIME, LATELY, Load


def test_fewer_are_let_in_at_once_where_those_before_were_late() -> None:
    now = [100.0]
    load = Load(clock=lambda: now[0])

    def taken(seconds: float, times: int) -> None:
        for _ in range(times):
            with load.arrival():
                now[0] += seconds

    taken(IN_TIME + 1, 500)
    with ExitStack() as under_way:
        for _ in range(FEWEST):
            assert load.has_room(120)
            under_way.enter_context(load.arrival())
        assert not load.has_room(120)
    taken(0.01, 200)
    with ExitStack() as under_way:
        for _ in range(119):
            under_way.enter_context(load.arrival())
        assert load.has_room(120)


def test_refusals_are_told_to_the_log_once_a_second(caplog: pytest.LogCaptureFixture) -> None:
    now = [100.0]
    load = Load(clock=lambda: now[0])

    for _ in range(1000):
        load.note_refused()
    now[0] += 1
    load.note_refused()

    assert [record.getMessage() for record in caplog.records] == [
        "messages_refused in_all=1 arriving=0",
        "messages_refused in_all=1001 arriving=0",
    ]


def test_load_is_forgotten_after_a_while() -> None:
    now = [100.0]
    load = Load(clock=lambda: now[0])
    load.note_refused()
    load.note_by_phrases()
    assert load.as_dict()["refused_lately"] == 1

    now[0] += LATELY + 1

    assert not load.is_too_much
    assert load.as_dict() == {
        "arriving": 0,
        "refused_lately": 0,
        "by_phrases_lately": 0,
        "too_much": False,
    }
