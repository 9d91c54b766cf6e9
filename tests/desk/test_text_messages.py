"""Numbers that are safe to text, and what is kept of a text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.desk import Desk, Staff, text_messages
from bot.desk.errors import Missing, NotFound, TooManyTexts
from bot.desk.tables import SafeNumberRow
from bot.desk.text_messages import CHECKS, MOST_HERE, mobile, must_be_neutral

SAID = "0412 345 678"


def mark(desk: Desk, cid: str, staff: Staff, said: str = SAID) -> Any:
    return desk.mark_number_safe(cid, staff.id, said, CHECKS)


def begin(desk: Desk, cid: str, staff: Staff, key: str = "k1", **more: Any) -> Any:
    values = {"services": ["food-1"], "language": "en", "neutral": True, **more}
    return desk.begin_text(cid, staff.id, key, **values)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0412 345 678", "+61412345678"),
        ("+61 412 345 678", "+61412345678"),
        ("(04) 1234-5678", "+61412345678"),
        ("61412345678", "+61412345678"),
        ("03 9555 0142", None),
        ("1800 737 732", None),
        ("000", None),
        ("+64 21 123 4567", None),
        ("0412 345 67", None),
        ("0412 345 678 ext 2", None),
        ("٠٤١٢٣٤٥٦٧٨", None),
        ("", None),
    ],
)
def test_only_an_australian_mobile_can_be_texted(said: str, number: str | None) -> None:
    assert mobile(said) == number


@pytest.mark.parametrize("left_out", CHECKS)
def test_x_06_a_number_is_safe_only_after_every_point_was_asked(
    desk: Desk, worker: Staff, left_out: str
) -> None:
    cid, _ = desk.create_conversation()
    with pytest.raises(Missing) as refused:
        desk.mark_number_safe(cid, worker.id, SAID, [c for c in CHECKS if c != left_out])
    assert refused.value.field == "checks"
    assert desk.safe_number(cid) is None


def test_a_mark_names_who_made_it_and_shows_only_the_last_digits(desk: Desk, worker: Staff) -> None:
    cid, _ = desk.create_conversation()
    marked = mark(desk, cid, worker)
    found = desk.safe_number(cid)

    assert found == marked
    assert (found.ends_with, found.marked_by) == ("678", "Ana")
    assert found.valid_until - found.marked_at == text_messages.VALID_FOR
    assert "12345678" not in str(found.as_dict())


def test_a_mark_holds_for_its_own_conversation_alone(desk: Desk, worker: Staff) -> None:
    cid, _ = desk.create_conversation()
    other, _ = desk.create_conversation()
    mark(desk, cid, worker)
    with pytest.raises(Missing, match="no number"):
        begin(desk, other, worker)
    with pytest.raises(NotFound):
        mark(desk, "nobody", worker)


def test_when_the_time_of_a_mark_is_over_its_digits_are_gone(
    desk: Desk, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    cid, _ = desk.create_conversation()
    mark(desk, cid, worker)
    assert desk.forget_numbers() == 0
    later = datetime.now().astimezone() + text_messages.VALID_FOR + timedelta(seconds=1)
    monkeypatch.setattr(text_messages, "now", lambda: later)

    assert desk.safe_number(cid) is None
    with pytest.raises(Missing):
        begin(desk, cid, worker)
    assert desk.forget_numbers() == 1
    assert digits(desk) == [None]
    assert desk.forget_numbers() == 0


def digits(desk: Desk) -> list[str | None]:
    with desk.engine.connect() as connection:
        return list(connection.scalars(select(SafeNumberRow.number).order_by(SafeNumberRow.id)))


def test_a_second_number_and_taking_back_end_the_first(desk: Desk, worker: Staff) -> None:
    cid, _ = desk.create_conversation()
    mark(desk, cid, worker)
    second = mark(desk, cid, worker, "0498 765 432")
    assert digits(desk) == [None, "+61498765432"]
    assert desk.safe_number(cid) == second
    desk.end_safe_number(cid, worker.id)
    desk.end_safe_number(cid, worker.id)
    assert digits(desk) == [None, None]
    assert desk.safe_number(cid) is None


def test_x_07_a_number_ends_where_a_turn_learns_that_it_is_not_safe_to_talk(
    desk: Desk, worker: Staff
) -> None:
    cid, _ = desk.create_conversation()
    other, _ = desk.create_conversation()
    for one in (cid, other):
        mark(desk, one, worker)
        desk.add_message(one, "m1", payload="/unsafe_to_talk")
        desk.add_message(one, "m2", text="hello")

    desk.answer_message(cid, "m1", [], facts={"safe_to_talk": "no"})
    desk.answer_message(other, "m1", [], facts={"safe_to_talk": "yes"})

    assert desk.safe_number(cid) is None
    assert digits(desk) == [None, "+61412345678"]
    again = mark(desk, cid, worker)
    desk.answer_message(cid, "m2", [], facts={"safe_to_talk": "no"})
    assert desk.safe_number(cid) == again  # known when it was asked about anew


def test_a_text_is_written_down_first_and_the_same_press_sends_once(
    desk: Desk, worker: Staff
) -> None:
    cid, _ = desk.create_conversation()
    mark(desk, cid, worker)
    begun, number = begin(desk, cid, worker)
    again, nobody = begin(desk, cid, worker)

    assert (begun.new, number, begun.state) == (True, "+61412345678", "sending")
    assert (again.new, nobody, again.id) == (False, "", begun.id)
    assert desk.settle_text(begun.id, "sent").state == "sent"
    assert desk.settle_text(begun.id, "failed").state == "sent"
    assert [t.state for t in desk.texts(cid)] == ["sent"]


def test_what_was_on_its_way_when_the_program_ended_may_have_left(
    desk: Desk, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    cid, _ = desk.create_conversation()
    mark(desk, cid, worker)
    begin(desk, cid, worker)
    assert desk.settle_lost_texts() == 0
    monkeypatch.setattr(text_messages, "LOST_AFTER", timedelta(seconds=-1))
    assert desk.settle_lost_texts() == 1
    assert [t.state for t in desk.texts(cid)] == ["unknown"]


def test_a_day_has_a_measure_in_which_failed_ones_do_not_count(desk: Desk, worker: Staff) -> None:
    cid, _ = desk.create_conversation()
    mark(desk, cid, worker)
    failed, _ = begin(desk, cid, worker, "failed")
    desk.settle_text(failed.id, "failed")
    for number in range(MOST_HERE):
        begin(desk, cid, worker, f"k{number}")
    with pytest.raises(TooManyTexts):
        begin(desk, cid, worker, "one more")


def test_an_account_has_a_measure_too(
    desk: Desk, worker: Staff, other: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_messages, "MOST_BY_ONE", 2)
    for _ in range(2):
        cid, _token = desk.create_conversation()
        mark(desk, cid, worker)
        begin(desk, cid, worker)
    cid, _token = desk.create_conversation()
    mark(desk, cid, worker)
    with pytest.raises(TooManyTexts):
        begin(desk, cid, worker)
    assert begin(desk, cid, other)[0].new


def test_the_history_of_the_case_has_ids_and_no_number_and_no_words(
    desk: Desk, worker: Staff
) -> None:
    cid, _ = desk.create_conversation()
    case = desk.open_case(cid, message_id=None, reason="request")
    marked = mark(desk, cid, worker)
    begun, _number = begin(desk, cid, worker)
    desk.settle_text(begun.id, "sent")
    desk.end_safe_number(cid, worker.id)

    kept = [(a.action, a.by, a.detail) for a in desk.case_actions(case.id)][1:]
    assert kept == [
        ("number_marked", "Ana", {"number": marked.id}),
        ("text_begun", "Ana", {"text": begun.id, "number": marked.id}),
        ("text_sent", "Ana", {"text": begun.id}),
        ("number_ended", "Ana", {"number": marked.id}),
    ]
    with desk.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM text_message")).mappings().one()
    assert "345678" not in str(dict(row))


@pytest.mark.parametrize(
    ("tier", "facts", "domains", "neutral"),
    [
        ("T0", {}, [], False),
        ("T1", {"safe_to_talk": "yes"}, ["money_crisis"], False),
        ("T0", {"safe_to_talk": "no"}, [], True),
        ("T0", {"safe_to_talk": "unsure"}, [], True),
        ("T0", {"safe_to_talk": False}, [], True),
        ("T2", {}, ["money_crisis"], True),
        ("T1", {}, ["family_violence"], True),
        ("T0", {}, ["privacy"], True),
    ],
)
def test_x_07_danger_or_no_safe_place_makes_a_text_neutral(
    tier: str, facts: dict[str, Any], domains: list[str], neutral: bool
) -> None:
    assert must_be_neutral(tier, facts, domains) is neutral
