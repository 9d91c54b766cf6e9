"""Correcting a record: what may be changed, by whom, and what stays of it.

Every change keeps author, time, before and after in ``dir_metadata``. Values
are checked as those of a file are, so an editor cannot write what a file may not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, insert, or_, select, update

from directory import models as m
from directory.database import writer
from directory.hsds.bad_values import Bad
from directory.hsds.own_fields import OWN
from directory.hsds.tables import TABLES
from directory.hsds.times import day
from directory.hsds.values import read
from directory.problems import NotThere
from directory.records.data_version import touch
from directory.records.editing_values import BadChange, as_text
from directory.records.listings import relist
from directory.records.reports import (
    reported_about,
    settled_reports,
    waiting_counts,
    waiting_reports,
)
from directory.records.staff_lines import refuse_for_customers

#: A record that was checked is due again after this time (the brief: every quarter).
REVIEW_AFTER = timedelta(days=90)

#: Columns of a service that an editor may change, HSDS ones and ours.
EDITABLE = (
    "name", "alternate_name", "description", "url", "email", "status", "closed_from",
    "closed_until", "alert",
    "interpretation_services", "application_process", "fees_description", "wait_time",
    "eligibility_description", "minimum_age", "maximum_age", "certainty", "source", "region",
    "warm_transfer", "warm_transfer_basis", "audience",
)  # fmt: skip
_NEEDED = {"name", "status", "certainty", "source", "warm_transfer", "audience"}


class Stale(ValueError):
    """Somebody else changed the record meanwhile; nothing was written."""


@dataclass(frozen=True)
class Due:
    """A record that wants a look, and why."""

    id: str
    name: str
    organization: str
    status: str
    certainty: str
    review_by: date
    reports: int
    reason: str
    #: What the reports are about, the most told first.
    about: tuple[str, ...] = ()
    example: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For a script or a page."""
        return {**vars(self), "review_by": self.review_by.isoformat(), "about": list(self.about)}


def due(
    connection: Connection, today: date, limit: int = 100, offset: int = 0, text: str = ""
) -> list[Due]:
    """Records that want a look: reported ones first, then crisis lines, then the longest overdue.

    With ``text`` instead every record whose name has it, due or not.
    """
    reports = waiting_counts().subquery()
    count = func.coalesce(reports.c.count, 0)
    query = (
        select(
            m.Service.id, m.Service.name, m.Organization.name, m.Service.status,
            m.Service.certainty, m.Service.review_by, count, m.Service.example,
        )
        .join(m.Organization, m.Service.organization_id == m.Organization.id)
        .outerjoin(reports, reports.c.service_id == m.Service.id)
        .order_by(count.desc(), m.Service.crisis_capable.desc(), m.Service.review_by, m.Service.id)
    )  # fmt: skip
    if text.strip():
        like = (
            "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        )
        query = query.where(
            or_(
                m.Service.name.ilike(like, escape="\\"),
                m.Organization.name.ilike(like, escape="\\"),
            )
        )
    else:
        wanted = or_(m.Service.review_by <= today, m.Service.certainty.in_(("B", "C")))
        # A made-up record has no owner to ask; what somebody says of it is shown all the same.
        kept = and_(m.Service.status == "active", wanted, m.Service.example.is_(False))
        query = query.where(or_(count > 0, kept))
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    about = reported_about(connection, [row[0] for row in rows])
    found = []
    for key, name, organization, status, certainty, review_by, told, example in rows:
        if told:
            reason = "reported"
        elif review_by <= today:
            reason = "past_review"
        else:
            reason = "unconfirmed" if certainty in ("B", "C") else "not_due"
        found.append(
            Due(key, name, organization, status, certainty, review_by, int(told), reason,
                about.get(key, ()), example)
        )  # fmt: skip
    return found


def record(connection: Connection, key: str) -> dict[str, Any]:
    """A record as an editor sees it: its fields, numbers, reports and history. Raises ``NotThere``."""
    row = service_row(connection, key)
    phones = select(m.Phone.number, m.Phone.type, m.Phone.description).where(
        m.Phone.service_id == row["id"]
    )
    changes = (
        select(m.Change)
        .where(m.Change.resource_id == row["id"])
        .order_by(m.Change.last_action_date.desc(), m.Change.id)
        .limit(200)
    )
    listing = connection.scalar(
        select(m.Listing.payload).where(m.Listing.service_id == row["id"]).limit(1)
    )
    return {
        "id": row["id"],
        "code": row["code"],
        "version": version_of(row),
        "fields": {name: as_text(row[name]) for name in EDITABLE},
        "read_on": row["read_on"].isoformat(),
        "review_by": row["review_by"].isoformat(),
        "assured_date": row["assured_date"].isoformat() if row["assured_date"] else None,
        "confidential": row["confidential_address"],
        "collection": row["collection"],
        "phones": [dict(p) for p in connection.execute(phones).mappings()],
        "address": (listing or {}).get("address"),
        "changes": [
            {
                "at": c["last_action_date"].isoformat(timespec="seconds"),
                "by": c["updated_by"], "field": c["field_name"],
                "before": c["previous_value"], "after": c["replacement_value"],
            }
            for c in _mapped(connection, changes)
        ],
        "reports": waiting_reports(connection, row["id"]),
        "settled": settled_reports(connection, row["id"]),
        "example": row["example"],
    }  # fmt: skip


def _mapped(connection: Connection, query: Any) -> Iterator[Mapping[str, Any]]:
    entity = query.column_descriptions[0]["entity"]
    yield from connection.execute(query.with_only_columns(*entity.__table__.c)).mappings()  # type: ignore[misc]


def version_of(row: Mapping[str, Any]) -> str:
    """Changes with every change of a record, so that two editors do not overwrite each other."""
    moment = row["last_modified"]
    return f"{moment.isoformat() if moment else ''}/{row['review_by'].isoformat()}"


def change(
    engine: Engine, key: str, values: Mapping[str, str], author: str, version: str | None = None
) -> list[str]:
    """Change fields of a record; gives the names of those that are different now.

    All or nothing. Raises ``NotThere``, ``BadChange`` and ``Stale``.
    """
    if not author.strip():
        raise ValueError("say who changes it")
    with writer(engine).begin() as connection:
        row = service_row(connection, key)
        if version is not None and version != version_of(row):
            raise Stale(key)
        new = {name: checked(name, said, row) for name, said in values.items()}
        least = new.get("minimum_age", row["minimum_age"])
        most = new.get("maximum_age", row["maximum_age"])
        if least is not None and most is not None and least > most:
            raise BadChange("minimum_age", "age_order", "the least age is above the most")
        _check_closure({**row, **new})
        changed = {name: value for name, value in new.items() if value != row[name]}
        if changed:
            _write(connection, row, changed, author)
        return list(changed)


def _check_closure(row: Mapping[str, Any]) -> None:
    """A time for which a service is closed goes with "temporarily closed", and ends after it began."""
    since, until = row["closed_from"], row["closed_until"]
    if (since or until) and row["status"] != "temporarily closed":
        raise BadChange(
            "closed_from" if since else "closed_until", "closure_status",
            'choose the status "Temporarily closed", or take the days out',
        )  # fmt: skip
    if since and until and until < since:
        raise BadChange("closed_until", "date_order", "the last day is before the first")


def confirm(engine: Engine, key: str, author: str, today: date, source: str | None = None) -> None:
    """Say that a record was checked today with its owner: it is sure now, and due in a quarter.

    Raises ``NotThere``.
    """
    if not author.strip():
        raise ValueError("say who checked it")
    with writer(engine).begin() as connection:
        row = service_row(connection, key)
        values: dict[str, Any] = {
            "assured_date": today,
            "read_on": today,
            "review_by": today + REVIEW_AFTER,
            "certainty": "V",
            "dated": True,
        }
        if source:
            values["source"] = checked("source", source, row)
        _write(connection, row, {k: v for k, v in values.items() if v != row[k]}, author)


def checked(name: str, said: str, row: Mapping[str, Any]) -> Any:
    """The value of what an editor wrote; raises ``BadChange``."""
    if name not in EDITABLE:
        raise BadChange(name, "field_unknown", "this field cannot be changed here")
    said = said.strip()
    if not said:
        if name in _NEEDED:
            raise BadChange(name, "field_missing", f"write {name}")
        return None
    own = OWN["service"].get(name)
    column = next((c for c in TABLES["service"].columns if c.name == name), None)
    value: Any
    try:
        if own:
            value = day(said, no_matter) if own.kind == "date" else own.read(said)
        else:
            assert column is not None
            warned: list[tuple[str, str]] = []
            value = read(column, said, lambda code, mend: warned.append((code, mend)))
            if value is None and warned:
                raise Bad(*warned[0])
    except Bad as bad:
        raise BadChange(name, bad.code, bad.mend) from None
    if name in ("minimum_age", "maximum_age") and value is not None and not 0 <= value <= 150:
        raise BadChange(name, "age_bad", "write an age in years, from 0 to 150")
    if name == "region" and row["confidential_address"] and len(str(value)) > 60:
        raise BadChange(name, "field_too_long", "write the region only, never a street")
    return value


def no_matter(_code: str, _mend: str) -> None:
    """A date that could be read in one way only needs no word: the editor sees it."""


def service_row(connection: Connection, key: str) -> dict[str, Any]:
    """A service's row by its id or code. Raises ``NotThere``."""
    table = m.Service.__table__
    found = connection.execute(
        select(table).where(or_(m.Service.id == key, m.Service.code == key))
    ).mappings().first()  # fmt: skip
    if found is None:
        raise NotThere(key)
    return dict(found)


def _write(
    connection: Connection, row: Mapping[str, Any], values: Mapping[str, Any], author: str
) -> None:
    moment = datetime.now(timezone.utc).replace(tzinfo=None)
    connection.execute(
        update(m.Service).where(m.Service.id == row["id"]).values(**values, last_modified=moment)
    )
    if values:
        connection.execute(
            insert(m.Change),
            [
                {
                    "id": str(uuid.uuid4()), "resource_id": row["id"], "resource_type": "service",
                    "last_action_date": moment, "last_action_type": "update", "field_name": name,
                    "previous_value": as_text(row[name]), "replacement_value": as_text(value),
                    "updated_by": author, "here": True,
                }
                for name, value in values.items()
            ],
        )  # fmt: skip
        refuse_for_customers(connection, row["id"], next(iter(values)))
    relist(connection, [row["id"]])
    touch(connection)
