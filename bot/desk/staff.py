"""Who works here, and who is signed in."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.desk.conversations import hash_token
from bot.desk.errors import NameTaken, NotFound
from bot.desk.passwords import check_password, hash_password
from bot.desk.plain import storable
from bot.desk.records import Staff, StaffSession
from bot.desk.store import Store
from bot.desk.tables import StaffRow, StaffSessionRow, now

#: worker: social worker at the desk; team_leader: sees and takes over everything;
#: officer: counter or phone, uses the look-up; editor: keeps content.
ROLES = ("worker", "team_leader", "officer", "editor")

#: A signed-in browser is forgotten after a working day, or after two hours without a sign of it.
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=2)

FIRST_SIGN_IN = "first-sign-in.txt"


class StaffRegister(Store):
    """Accounts and sign-ins."""

    def add_staff(self, name: str, role: str, password: str) -> Staff:
        """A new account; raises ``NameTaken``, ``PasswordTooShort`` or ``ValueError`` for a role."""
        name = storable(name).strip()
        if not name or len(name) > 64:
            raise ValueError("a name has 1 to 64 characters")
        if role not in ROLES:
            raise ValueError(f"a role is one of {', '.join(ROLES)}")
        hashed = hash_password(password)
        with self._writing() as session:
            if session.scalar(select(StaffRow.id).where(StaffRow.name == name)):
                raise NameTaken(name)
            row = StaffRow(name=name, role=role, password_hash=hashed, disabled=False)
            session.add(row)
            session.flush()
            return _as_staff(row)

    def staff(self) -> list[Staff]:
        """All accounts by name."""
        with self._reading() as session:
            rows = session.scalars(select(StaffRow).order_by(StaffRow.name))
            return [_as_staff(row) for row in rows]

    def set_password(self, name: str, password: str) -> None:
        """A new password; every browser of the account is signed out. Raises ``NotFound``."""
        hashed = hash_password(password)
        with self._writing() as session:
            row = _find(session, name)
            row.password_hash = hashed
            _sign_out_everywhere(session, row.id)

    def disable_staff(self, name: str) -> None:
        """No more sign-in for an account; its past stays. Raises ``NotFound``."""
        with self._writing() as session:
            row = _find(session, name)
            row.disabled = True
            _sign_out_everywhere(session, row.id)

    def sign_in(self, name: str, password: str) -> tuple[str, StaffSession] | None:
        """The token for the browser's cookie, or None. Takes as long for an unknown name."""
        with self._reading() as session:
            row = session.scalar(select(StaffRow).where(StaffRow.name == storable(name).strip()))
        right = check_password(password, row.password_hash if row else _nobodys_hash())
        if row is None or not right or row.disabled:
            return None
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        with self._writing() as session:
            session.execute(
                delete(StaffSessionRow).where(StaffSessionRow.created_at < now() - SESSION_LASTS)
            )
            session.add(
                StaffSessionRow(token_hash=hash_token(token), staff_id=row.id, csrf_token=csrf)
            )
        return token, StaffSession(_as_staff(row), csrf)

    def session(self, token: str) -> StaffSession | None:
        """Who is signed in with this token, or None once it has ended."""
        moment = now()
        with self._reading() as session:
            row = session.get(StaffSessionRow, hash_token(token))
            if row is None or moment - row.created_at > SESSION_LASTS:
                return None
            if moment - row.last_seen > SESSION_IDLE:
                return None
            staff = session.get_one(StaffRow, row.staff_id)
            return None if staff.disabled else StaffSession(_as_staff(staff), row.csrf_token)

    def touch_session(self, token: str) -> None:
        """Says that the browser is still there."""
        with self._writing() as session:
            row = session.get(StaffSessionRow, hash_token(token))
            if row is not None:
                row.last_seen = now()

    def sign_out(self, token: str) -> None:
        """Ends a browser's sign-in."""
        with self._writing() as session:
            session.execute(
                delete(StaffSessionRow).where(StaffSessionRow.token_hash == hash_token(token))
            )

    def ensure_first_staff(self, data_dir: Path) -> Path | None:
        """Makes one worker account where there is none; the file with its password, or None.

        The file can be read by its owner alone. It is written before the
        account is made, so that no account exists whose password nobody knows.
        """
        with self._reading() as session:
            if session.scalar(select(func.count()).select_from(StaffRow)):
                return None
        password = secrets.token_urlsafe(12)
        path = data_dir / FIRST_SIGN_IN
        data_dir.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"name: worker\npassword: {password}\n")
        try:
            self.add_staff("worker", "worker", password)
        except NameTaken:  # two processes started at once; the other one's file was replaced
            self.set_password("worker", password)
        return path


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """A hash that no password matches, so that an unknown name takes as long as a known one."""
    return hash_password(secrets.token_urlsafe(32))


def _find(session: Session, name: str) -> StaffRow:
    row = session.scalar(select(StaffRow).where(StaffRow.name == name))
    if row is None:
        raise NotFound("account", name)
    return row


def _sign_out_everywhere(session: Session, staff_id: int) -> None:
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id))


def _as_staff(row: StaffRow) -> Staff:
    return Staff(id=row.id, name=row.name, role=row.role, disabled=row.disabled)
