"""A record's opening hours as a week that people can edit, for the service and each of its places.

A week is one text for each day ("09:00-12:00, 13:00-17:00"). Rules that no week
can say (monthly, every second week, for a season) stand beside it and stay as
they are until an editor takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from directory import models as m
from directory.hours import Hours, schedule_from
from directory.hours_words import hours_text
from directory.hsds.bad_values import Bad
from directory.hsds.rows import made_id
from directory.hsds.tables import DAYS
from directory.hsds.times import clock
from directory.records.editing_values import BadChange
from directory.records.listings import is_instead
from directory.records.part_phones import text_of

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

MOST_PERIODS = 6
LONGEST_WORDS = 500
HOLIDAYS = ("open", "closed", "unknown")
ALL_DAY = "00:00-00:00"
#: Columns of a rule that the week cannot say.
_KEPT = ("freq", "interval", "byday", "bymonthday", "byweekno", "byyearday", "wkst", "count",
         "dtstart", "until", "valid_from", "valid_to", "opens_at", "closes_at", "description",
         "by_appointment", "certain")  # fmt: skip
_DATES = ("dtstart", "until", "valid_from", "valid_to")
_PERIOD = re.compile(r"\s*(.+?)\s*(?:-|–|—|\bto\b)\s*(.+?)\s*", re.I)


def hours(connection: Connection, service: str) -> Part:
    """The hours of the service itself (``at`` is "") and of each of its places."""
    table = m.Schedule.__table__
    order = (m.Schedule.position, m.Schedule.id)
    own = connection.execute(
        select(table).where(m.Schedule.service_id == service).order_by(*order)
    ).mappings()
    rule = connection.scalar(select(m.Service.public_holiday_rule).where(m.Service.id == service))
    found = [_week("", "", [dict(row) for row in own]) | {"public_holidays": rule or "unknown"}]
    places = connection.execute(
        select(m.ServiceAtLocation.id, m.ServiceAtLocation.location_id, m.Location.name,
               m.Service.confidential_address)
        .join(m.Location, m.Location.id == m.ServiceAtLocation.location_id)
        .join(m.Service, m.Service.id == m.ServiceAtLocation.service_id)
        .where(m.ServiceAtLocation.service_id == service)
        .order_by(m.ServiceAtLocation.position, m.ServiceAtLocation.id)
    ).all()  # fmt: skip
    for at, location, name, hidden in places:
        rows = connection.execute(
            select(table).where(m.Schedule.service_at_location_id == at).order_by(*order)
        ).mappings().all()  # fmt: skip
        if not rows:
            rows = connection.execute(
                select(table).where(m.Schedule.location_id == location).order_by(*order)
            ).mappings().all()  # fmt: skip
        street = select(m.Address.address_1, m.Address.city).where(
            m.Address.location_id == location
        )
        address = connection.execute(street).first()
        label = ", ".join(part for part in (name, *(address or ())) if part)
        found.append(_week(at, "" if hidden else label, [dict(row) for row in rows]))
    return found


def _week(at: str, place: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    days: dict[str, list[str]] = {day: [] for day in DAYS}
    words: list[str] = []
    kept: list[dict[str, Any]] = []
    appointment, unsure = False, False
    for row in rows:
        if _is_plain(row):
            for day in (row["byday"] or ",".join(DAYS)).split(","):
                days[day].append(f"{row['opens_at'][:5]}-{row['closes_at'][:5]}")
            appointment |= row["by_appointment"]
            unsure |= not row["certain"]
            if row["description"]:
                words.append(row["description"])
        elif not (row["opens_at"] and row["closes_at"]) and not is_instead(row):
            # A rule without times says by appointment, or words.
            appointment |= row["by_appointment"]
            unsure |= not row["certain"]
            if row["description"]:
                words.append(row["description"])
        else:
            kept.append({name: _plain(row[name]) for name in _KEPT if row[name] is not None})
    return {
        "at": at,
        "place": place,
        "days": {day: ", ".join(sorted(set(periods))) for day, periods in days.items()},
        "words": "; ".join(dict.fromkeys(words)),
        "by_appointment": appointment,
        "unsure": unsure,
        "kept": kept,
    }


def _is_plain(row: Row) -> bool:
    """Whether a rule is one of the week: these days, these times, every week."""
    return bool(
        row["opens_at"]
        and row["closes_at"]
        and (row["freq"] or "WEEKLY") == "WEEKLY"
        and (row["interval"] or 1) == 1
        and all(day in DAYS for day in (row["byday"] or ",".join(DAYS)).split(","))
        and not any(row[name] for name in ("bymonthday", "byweekno", "byyearday", "count", *_DATES))
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def kept_text(rule: Row) -> str:
    """A rule that the week cannot say, in words."""
    said = {k: date.fromisoformat(v) if k in _DATES else v for k, v in rule.items()}
    schedule = schedule_from({**said, "instead": is_instead(said)})
    return hours_text(Hours((schedule,), "Australia/Sydney", "", "unknown"))


def checked_hours(said: Sequence[Row]) -> Part:
    """Weeks as a form gives them, with "" or "-" for a day that is closed."""
    found: Part = []
    for number, row in enumerate(said):
        given = row.get("days") or {}
        week: dict[str, Any] = {
            "at": str(row.get("at") or ""),
            "days": {
                day: ", ".join(periods(f"{day}-{number}", str(given.get(day) or "")))
                for day in DAYS
            },
            "words": text_of(f"words-{number}", row.get("words"), LONGEST_WORDS),
            "by_appointment": bool(row.get("by_appointment")),
            "unsure": bool(row.get("unsure")),
            "kept": [dict(rule) for rule in row.get("kept") or []],
        }
        if week["unsure"] and not week["words"]:
            mend = "write the words that change the times, or take the mark out"
            raise BadChange(f"words-{number}", "field_missing", mend)
        if "public_holidays" in row:
            rule = str(row["public_holidays"])
            if rule not in HOLIDAYS:
                mend = f"write one of {', '.join(HOLIDAYS)}"
                raise BadChange(f"public_holidays-{number}", "rule_unknown", mend)
            week["public_holidays"] = rule
        found.append(week)
    return found


def periods(field: str, said: str) -> list[str]:
    """The openings of one day as ``HH:MM-HH:MM``, in their order; raises ``BadChange``."""
    said = said.strip()
    if said.lower() in {"", "-", "closed"}:
        return []
    if said.lower() in {"24 hours", "all day", "24h"}:
        return [ALL_DAY]
    found: list[str] = []
    for part in re.split(r"[,;]|\band\b", said):
        if not part.strip():
            continue
        match = _PERIOD.fullmatch(part)
        if match is None:
            mend = f"{part.strip()[:30]!r}: write 09:00-12:00, 13:00-17:00; nothing for closed"
            raise BadChange(field, "hours_bad", mend)
        try:
            opens, closes = clock(match[1]), clock(match[2])
        except Bad as bad:
            raise BadChange(field, "hours_bad", f"{bad.mend}, as in 09:00-17:00") from None
        if opens == closes and opens != "00:00":
            raise BadChange(field, "hours_bad", f"{part.strip()}: it opens when it closes")
        found.append(f"{opens}-{closes}")
    found = sorted(set(found))
    if len(found) > MOST_PERIODS:
        raise BadChange(field, "too_many", f"{MOST_PERIODS} openings a day at most")
    for early, late in pairwise(found):
        # Past midnight an opening may only be the day's last one.
        if early[6:] <= early[:5] or late[:5] < early[6:]:
            raise BadChange(field, "hours_overlap", f"{early} and {late} run into each other")
    return found


def write_hours(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Replace the hours of the service and of its places that ``part`` names."""
    places = set(
        connection.scalars(
            select(m.ServiceAtLocation.id).where(m.ServiceAtLocation.service_id == service)
        )
    )
    before = {week["at"]: week for week in hours(connection, service)}
    for week in part:
        at = week["at"]
        if at and at not in places:
            continue
        if "public_holidays" in week:
            connection.execute(
                update(m.Service)
                .where(m.Service.id == service)
                .values(public_holiday_rule=week["public_holidays"])
            )
        same = {k: v for k, v in before[at].items() if k not in {"place", "public_holidays"}}
        if same == {k: v for k, v in week.items() if k not in {"place", "public_holidays"}}:
            continue
        link = m.Schedule.service_at_location_id if at else m.Schedule.service_id
        connection.execute(delete(m.Schedule).where(link == (at or service)))
        rows = list(_rules(week))
        for number, row in enumerate(rows):
            row |= {
                "id": made_id(service, "hours edited", at, str(number)), "position": number,
                "service_id": None if at else service, "service_at_location_id": at or None,
            }  # fmt: skip
            connection.execute(insert(m.Schedule).values(row))
    return []


def _rules(week: Row) -> list[dict[str, Any]]:
    by_times: dict[str, list[str]] = {}
    for day in DAYS:
        for period in filter(None, (part.strip() for part in week["days"].get(day, "").split(","))):
            by_times.setdefault(period, []).append(day)
    shared = {"by_appointment": week["by_appointment"], "certain": not week["unsure"]}
    rows: list[dict[str, Any]] = [
        {"freq": "WEEKLY", "byday": ",".join(days), "opens_at": period[:5],
         "closes_at": period[6:], **shared}
        for period, days in by_times.items()
    ]  # fmt: skip
    for rule in week["kept"]:
        row = {name: rule[name] for name in _KEPT if name in rule}
        rows.append({k: date.fromisoformat(v) if k in _DATES else v for k, v in row.items()})
    if week["words"] or (week["by_appointment"] and not rows):
        rows.append({"description": week["words"] or None, **shared})
    return rows
