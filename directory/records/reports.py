"""What people say is wrong with a card, until an editor has dealt with it.

Who said it is not kept. The words are kept as long as somebody needs them: they
go when the report is settled, and after half a year in any case; that there was
a report, what it was about and what the editor did stay with the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, or_, select, update

from directory import models as m
from directory.database import writer
from directory.problems import NotThere
from directory.records.editing_values import BadChange

#: What somebody may say about a wrong card, in characters.
LONGEST_REPORT = 1_000
ABOUT = ("phone", "hours", "address", "closed", "other")
#: Words that nobody looked at for so long are taken out.
WORDS_FOR = timedelta(days=180)
#: Settled reports that a record shows.
SETTLED_SHOWN = 20

Report = dict[str, Any]


def report(engine: Engine, key: str, about: str, words: str, reader: str) -> int:
    """Somebody says that a card is wrong; gives the number of the report.

    Raises ``NotThere`` and ``BadChange``. Who said it is not kept.
    """
    if about not in ABOUT:
        raise BadChange("about", "about_unknown", f"write one of {', '.join(ABOUT)}")
    words = " ".join(words.replace("\0", "").split())
    if len(words) > LONGEST_REPORT:
        raise BadChange("words", "field_too_long", f"{LONGEST_REPORT} characters at most")
    with writer(engine).begin() as connection:
        wanted = select(m.Service.id, m.Service.audience).where(
            or_(m.Service.id == key, m.Service.code == key)
        )
        row = connection.execute(wanted).first()
        if row is None or (row.audience == "staff" and reader != "staff"):
            raise NotThere(key)
        moment = _now()
        result = connection.execute(
            insert(m.Report).values(
                service_id=row.id, about=about, words=words, reader=reader, said_at=moment
            )
        )
        connection.execute(
            update(m.Report)
            .where(m.Report.said_at < moment - WORDS_FOR, m.Report.words != "")
            .values(words="")
        )
        key_made = result.inserted_primary_key
        assert key_made is not None
        return int(key_made[0])


def settle_report(engine: Engine, number: int, author: str, outcome: str) -> None:
    """An editor has dealt with a report; its words go. Raises ``NotThere`` and ``BadChange``."""
    outcome = " ".join(outcome.replace("\0", "").split())
    if not outcome:
        raise BadChange("outcome", "field_missing", "write what you did about it")
    if len(outcome) > LONGEST_REPORT:
        raise BadChange("outcome", "field_too_long", f"{LONGEST_REPORT} characters at most")
    with writer(engine).begin() as connection:
        result = connection.execute(
            update(m.Report)
            .where(m.Report.number == number, m.Report.settled_at.is_(None))
            .values(settled_by=author, settled_at=_now(), outcome=outcome, words="")
        )
        if not result.rowcount:
            raise NotThere(str(number))


# --- what an editor sees ---------------------------------------------------------------


def waiting_counts() -> Select[tuple[str, int]]:
    """(service, how many reports of it wait)."""
    return (
        select(m.Report.service_id, func.count().label("count"))
        .where(m.Report.settled_at.is_(None))
        .group_by(m.Report.service_id)
    )


def reported_about(connection: Connection, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """What the waiting reports of some services are about, the most told first."""
    query = (
        select(m.Report.service_id, m.Report.about)
        .where(m.Report.service_id.in_(ids), m.Report.settled_at.is_(None))
        .group_by(m.Report.service_id, m.Report.about)
        .order_by(func.count().desc(), m.Report.about)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for service, about in connection.execute(query):
        found[service].append(about)
    return {service: tuple(abouts) for service, abouts in found.items()}


def waiting_reports(connection: Connection, service: str) -> list[Report]:
    """The reports of a service that nobody has dealt with, with what was said."""
    query = (
        select(m.Report.number, m.Report.about, m.Report.words, m.Report.reader, m.Report.said_at)
        .where(m.Report.service_id == service, m.Report.settled_at.is_(None))
        .order_by(m.Report.number)
    )
    return [
        {"number": row.number, "about": row.about, "words": row.words, "reader": row.reader,
         "at": row.said_at.isoformat(timespec="seconds")}
        for row in connection.execute(query)
    ]  # fmt: skip


def settled_reports(connection: Connection, service: str) -> list[Report]:
    """The last reports that were dealt with: what about, by whom, and what was done."""
    query = (
        select(m.Report.number, m.Report.about, m.Report.settled_by, m.Report.settled_at,
               m.Report.outcome)
        .where(m.Report.service_id == service, m.Report.settled_at.is_not(None))
        .order_by(m.Report.settled_at.desc(), m.Report.number.desc())
        .limit(SETTLED_SHOWN)
    )  # fmt: skip
    return [
        {"number": row.number, "about": row.about, "by": row.settled_by, "outcome": row.outcome,
         "at": row.settled_at.isoformat(timespec="seconds") if row.settled_at else ""}
        for row in connection.execute(query)
    ]  # fmt: skip


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)
