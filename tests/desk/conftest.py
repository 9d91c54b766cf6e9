"""A desk on a real database: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Case, Desk, Staff, passwords

PASSWORD = "correct horse battery"
T3 = {
    "tier": "T3",
    "indicators": [
        {
            "code": "suicide_intent",
            "domain": "suicide_self_harm",
            "tier": "T3",
            "subject": "self",
            "time": "now",
            "evidence": "end it all",
        }
    ],
    "clarify": None,
}


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """An open desk with its tables."""
    opened = Desk.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def worker(desk: Desk) -> Staff:
    """A social worker."""
    return desk.add_staff("Ana", "worker", PASSWORD)


@pytest.fixture
def other(desk: Desk) -> Staff:
    """Another social worker."""
    return desk.add_staff("Ben", "worker", PASSWORD)


def a_case(desk: Desk, message_id: str = "m1", assessment: dict[str, object] | None = None) -> Case:
    """A case that danger opened in a conversation of its own."""
    cid, _ = desk.create_conversation()
    desk.add_message(cid, message_id, "words")
    found = T3 if assessment is None else assessment
    return desk.open_case(cid, message_id=message_id, reason="danger", assessment=found, facts=None)


def actions(desk: Desk, case: Case) -> list[str]:
    """What was done with a case, in order."""
    return [a.action for a in desk.case_actions(case.id)]
