from __future__ import annotations

import io
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Desk, Staff, cli, staff
from bot.desk.errors import NameTaken, NotFound
from bot.desk.passwords import PasswordTooShort
from tests.desk.conftest import PASSWORD


def test_the_right_password_signs_in_and_a_wrong_one_does_not(desk: Desk, worker: Staff) -> None:
    signed = desk.sign_in("Ana", PASSWORD)

    assert signed is not None
    token, opened = signed
    assert opened.staff == worker
    assert desk.session(token) == opened
    assert desk.sign_in("Ana", PASSWORD + "x") is None
    assert desk.sign_in("Nobody", PASSWORD) is None


def test_passwords_and_tokens_are_kept_only_as_hashes(desk: Desk, worker: Staff) -> None:
    signed = desk.sign_in("Ana", PASSWORD)
    assert signed is not None

    with desk.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM staff").all())
        kept += str(connection.exec_driver_sql("SELECT * FROM staff_session").all())

    assert PASSWORD not in kept
    assert signed[0] not in kept


def test_a_disabled_account_is_out_at_once(desk: Desk, worker: Staff) -> None:
    signed = desk.sign_in("Ana", PASSWORD)
    assert signed is not None

    desk.disable_staff("Ana")

    assert desk.session(signed[0]) is None
    assert desk.sign_in("Ana", PASSWORD) is None


def test_a_new_password_signs_out_everywhere(desk: Desk, worker: Staff) -> None:
    signed = desk.sign_in("Ana", PASSWORD)
    assert signed is not None

    desk.set_password("Ana", "another good one")

    assert desk.session(signed[0]) is None
    assert desk.sign_in("Ana", "another good one") is not None


@pytest.mark.parametrize("limit", ["SESSION_LASTS", "SESSION_IDLE"])
def test_a_sign_in_ends_by_itself(
    desk: Desk, worker: Staff, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = desk.sign_in("Ana", PASSWORD)
    assert signed is not None

    monkeypatch.setattr(staff, limit, timedelta(0))

    assert desk.session(signed[0]) is None


def test_signing_out_ends_one_browser(desk: Desk, worker: Staff) -> None:
    one, two = desk.sign_in("Ana", PASSWORD), desk.sign_in("Ana", PASSWORD)
    assert one is not None
    assert two is not None

    desk.sign_out(one[0])

    assert desk.session(one[0]) is None
    assert desk.session(two[0]) is not None


def test_accounts_are_checked(desk: Desk, worker: Staff) -> None:
    with pytest.raises(NameTaken):
        desk.add_staff("Ana", "worker", PASSWORD)
    with pytest.raises(PasswordTooShort):
        desk.add_staff("Cy", "worker", "short")
    with pytest.raises(ValueError, match="role"):
        desk.add_staff("Cy", "king", PASSWORD)
    with pytest.raises(NotFound):
        desk.disable_staff("Cy")


def test_the_first_account_is_made_once_and_its_file_is_private(desk: Desk, tmp_path: Path) -> None:
    path = desk.ensure_first_staff(tmp_path / "data")

    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = dict(line.split(": ") for line in path.read_text().splitlines())
    assert desk.sign_in(lines["name"], lines["password"]) is not None
    assert desk.ensure_first_staff(tmp_path / "data") is None


def test_staff_are_kept_from_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))

    assert cli.main(["add", "Lee", "--role", "team_leader"]) == 0
    assert cli.main(["disable", "Lee"]) == 0
    assert cli.main(["list"]) == 0
    assert cli.main(["disable", "Nobody"]) == 1

    printed = capsys.readouterr()
    assert "Lee\tteam_leader\tdisabled" in printed.out
    assert "Nobody" in printed.err
