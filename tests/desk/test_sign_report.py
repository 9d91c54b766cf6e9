"""``python -m bot signs``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk import Desk, sign_report

CODE = "suicide_self_harm.made_up_for_this_test"


@pytest.fixture
def raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk where one sign was raised twice, corrected once and found right once."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    desk = Desk.open(url)
    for name, verdict in (("Ana", "too_high"), ("Ben", "agreed")):
        cid, _ = desk.create_conversation()
        staff = desk.add_staff(name, "worker", "correct horse battery")
        sign = {"code": CODE, "domain": "suicide_self_harm", "tier": "T3", "evidence": "secret"}
        found = {"tier": "T3", "indicators": [sign], "clarify": None}
        desk.add_message(cid, "m", "secret")
        desk.note_screening(cid, "m", found)
        case = desk.open_case(cid, message_id="m", reason="danger", assessment=found)
        desk.judge_sign(case.id, staff.id, code=CODE, message_id="m", verdict=verdict)
    desk.close()


def line(printed: str) -> str:
    return next(line for line in printed.splitlines() if CODE in line)


@pytest.mark.usefixtures("raised")
def test_the_report_prints_counts_and_nobodys_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert sign_report.main([]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("2 messages screened in the last 90 days.")
    assert line(printed).split()[1:5] == ["2", "1000.00", "1", "1"]
    assert line(printed).endswith("(too high 1)")
    assert "secret" not in printed


@pytest.mark.usefixtures("raised")
def test_for_outside_small_counts_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert sign_report.main(["--publish", "--by", "rate"]) == 0

    assert line(capsys.readouterr().out).split()[1:5] == ["<5", "-", "<5", "<5"]


@pytest.mark.usefixtures("raised")
def test_everything_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert sign_report.main(["--json", "--days", "7"]) == 0

    found = json.loads(capsys.readouterr().out)
    sign = next(sign for sign in found["signs"] if sign["code"] == CODE)
    assert (found["messages"], sign["raised"], sign["corrected"]) == (2, 2, 1)


def test_days_out_of_bounds_are_refused() -> None:
    with pytest.raises(SystemExit):
        sign_report.main(["--days", "0"])
