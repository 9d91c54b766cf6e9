"""What people think of the signs that were raised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.desk import Desk
from bot.desk.errors import Missing, NotFound
from bot.desk.judgements import SignCounts
from bot.desk.sign_report import in_order, read_signs, review_in_words, signs
from bot.desk.tables import now
from bot.risk.compiled import rules

SIGN = {
    "code": "suicide_self_harm.intent",
    "domain": "suicide_self_harm",
    "tier": "T3",
    "subject": "self",
    "time": "now",
    "evidence": "words of a person",
}


@pytest.fixture
def case_id(desk: Desk) -> int:
    cid, _ = desk.create_conversation(language="vi")
    desk.add_message(cid, "m1", "words of a person")
    found = {"tier": "T3", "indicators": [SIGN], "clarify": None}
    desk.note_screening(cid, "m1", found)
    case = desk.open_case(cid, message_id="m1", reason="danger", assessment=found)
    return case.id


@pytest.fixture
def ana(desk: Desk) -> int:
    return desk.add_staff("Ana", "worker", "correct horse battery").id


def judge(desk: Desk, case_id: int, staff_id: int, verdict: str) -> None:
    desk.judge_sign(case_id, staff_id, code=str(SIGN["code"]), message_id="m1", verdict=verdict)


def test_one_click_is_kept_with_the_case_and_in_its_audit(
    desk: Desk, case_id: int, ana: int
) -> None:
    judge(desk, case_id, ana, "not_meant")

    (kept,) = desk.judgements(case_id)
    assert (kept.verdict, kept.by, kept.domain, kept.tier) == (
        *("not_meant", "Ana", "suicide_self_harm", "T3"),
    )
    done = desk.case_actions(case_id)[-1]
    assert (done.by, done.action) == ("Ana", "sign_judged")
    assert desk.case(case_id).tier == "T3", "only a person with a reason lowers a tier"


def test_none_of_the_persons_words_are_kept_with_it(desk: Desk, case_id: int, ana: int) -> None:
    judge(desk, case_id, ana, "wrong_person")

    with desk.engine.connect() as rows:
        kept = rows.execute(text("SELECT * FROM indicator_judgement")).one()
    assert "words of a person" not in str(tuple(kept))
    assert "words of a person" not in str(desk.case_actions(case_id)[-1])


def test_the_last_word_of_each_person_counts_and_the_same_again_adds_nothing(
    desk: Desk, case_id: int, ana: int
) -> None:
    ben = desk.add_staff("Ben", "worker", "correct horse battery").id
    for verdict in ("agreed", "too_high", "too_high"):
        judge(desk, case_id, ana, verdict)
    judge(desk, case_id, ben, "agreed")

    assert [(j.by, j.verdict) for j in desk.judgements(case_id)] == [
        ("Ana", "too_high"),
        ("Ben", "agreed"),
    ]
    with desk.engine.connect() as rows:
        assert rows.execute(text("SELECT count(*) FROM indicator_judgement")).scalar() == 3
    counts = desk.sign_counts(now() - timedelta(days=1))
    assert counts.verdicts[str(SIGN["code"])] == {"too_high": 1, "agreed": 1}


def test_a_closed_case_can_still_be_reviewed(desk: Desk, case_id: int, ana: int) -> None:
    desk.claim_case(case_id, ana, say="here")
    desk.close_case(case_id, ana, outcome="talked", say="bye")

    judge(desk, case_id, ana, "too_low")

    assert desk.judgements(case_id)[0].verdict == "too_low"


def test_only_signs_of_the_case_and_known_verdicts_are_taken(
    desk: Desk, case_id: int, ana: int
) -> None:
    with pytest.raises(NotFound):
        desk.judge_sign(case_id, ana, code="made.up", message_id="m1", verdict="agreed")
    with pytest.raises(NotFound):
        desk.judge_sign(case_id, ana, code=str(SIGN["code"]), message_id="m2", verdict="agreed")
    with pytest.raises(NotFound):
        desk.judge_sign(999, ana, code=str(SIGN["code"]), message_id="m1", verdict="agreed")
    with pytest.raises(Missing):
        judge(desk, case_id, ana, "silly")


def test_a_judgement_is_never_changed_afterwards(desk: Desk, case_id: int, ana: int) -> None:
    judge(desk, case_id, ana, "agreed")

    with desk.engine.begin() as rows, pytest.raises(DatabaseError):
        rows.execute(text("UPDATE indicator_judgement SET verdict = 'too_low'"))


def test_rates_are_counted_over_screened_messages(desk: Desk, case_id: int) -> None:
    cid, _ = desk.create_conversation()
    for n in range(3):
        desk.add_message(cid, f"m{n}", "hello")
        desk.note_screening(cid, f"m{n}", {"tier": "T0", "indicators": [], "clarify": None})
    desk.add_message(cid, "unscreened", "hello")

    counts = desk.sign_counts(now() - timedelta(days=1))

    assert counts.messages == 4
    assert counts.raised == {SIGN["code"]: 1}
    assert desk.sign_counts(now() + timedelta(days=1)).messages == 0


def test_the_report_holds_every_indicator_of_the_files_and_every_other_sign(desk: Desk) -> None:
    _, found = read_signs(desk)

    codes = {sign.code for sign in found}
    assert {e.code for e in rules().entries if e is not None and e.domain != "benign"} <= codes


def test_the_orders_put_first_what_they_promise() -> None:
    entries = [e for e in rules().entries if e is not None]
    first, second = sorted({e.code for e in entries if e.domain == "privacy"})[:2]
    counts = SignCounts(
        1000,
        {first: 2, second: 30, "classifier.privacy.serious": 1},
        {first: {"not_meant": 2}, second: {"agreed": 3}},
        {"classifier.privacy.serious": "privacy"},
    )
    found = signs(counts, entries, date(2027, 3, 1))

    assert in_order(found, "correction")[0].code == first
    assert in_order(found, "rate")[0].code == second
    oldest = in_order(found, "review")[0]
    assert oldest.overdue_days is not None
    assert oldest.overdue_days == max(s.overdue_days for s in found if s.overdue_days is not None)
    assert "never reviewed, " in review_in_words(oldest)
    by_code = {sign.code: sign for sign in found}
    assert by_code[second].rate == 30.0
    assert by_code["classifier.privacy.serious"].where == ""
    assert (by_code[first].judged, by_code[first].corrected) == (2, 2)
