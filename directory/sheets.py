"""What goes on a piece of paper about a service: the card, the week, what to bring, how to get there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from directory import models as m
from directory.candidates import hours_of
from directory.columns import listing_of
from directory.hours import DAYS, Hours
from directory.query import Card, Query
from directory.search import Searcher
from directory.shelf import listing_columns

#: More services than this are no list that anybody uses.
MOST_SERVICES = 10


@dataclass(frozen=True)
class DayHours:
    """One day of the week (0 is Monday) and its openings as ("09:00", "17:00") pairs."""

    day: int
    times: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One service on a sheet. ``week`` is empty where hours are not plainly weekly and certain:
    then ``card.hours`` says them."""

    card: Card
    week: tuple[DayHours, ...]
    always: bool
    bring: tuple[str, ...]
    getting_there: str | None
    phone: str | None


def entries(
    engine: Engine, searcher: Searcher, ids: Sequence[str], at: datetime, language: str | None
) -> list[Entry]:
    """The services that a customer may see, in the order asked for; others are left out."""
    found = []
    for key in list(dict.fromkeys(ids))[:MOST_SERVICES]:
        card = searcher.card(key, Query(at=at, language=language))
        if card is None:
            continue
        with engine.connect() as connection:
            bring = connection.scalars(
                select(m.RequiredDocument.document).where(m.RequiredDocument.service_id == card.id)
            ).all()
            way = connection.scalar(
                select(m.Location.transportation)
                .join(m.ServiceAtLocation, m.ServiceAtLocation.location_id == m.Location.id)
                .where(m.ServiceAtLocation.service_id == card.id)
                .order_by(m.Location.id)
            )
            row = connection.execute(
                listing_columns().where(m.Listing.service_id == card.id).limit(1)
            ).first()
        hidden = bool(listing_of(row).data["confidential"]) if row else True
        hours = hours_of(row.payload) if row else Hours()
        voice = [phone.number for phone in card.phones if phone.kind == "voice"]
        found.append(
            Entry(
                card,
                week_of(hours),
                hours.is_always,
                tuple(text for text in bring if text),
                None if hidden else way,
                voice[0] if voice else None,
            )
        )
    return found


def week_of(hours: Hours) -> tuple[DayHours, ...]:
    """The week day by day; empty where a table of days would not say all of it."""
    timed = [s for s in hours.schedules if s.is_timed]
    plain = all(
        s.freq == "WEEKLY"
        and s.interval == 1
        and s.certain
        and not s.by_appointment
        and not (s.valid_from or s.valid_to or s.until or s.dtstart or s.count)
        for s in timed
    )
    if not timed or len(timed) < len(hours.schedules) or not plain or hours.timezone == "local":
        return ()
    week = []
    for number, code in enumerate(DAYS):
        todays = [s for s in timed if not s.byday or code in s.byday.split(",")]
        times = sorted((s.opens_at, s.closes_at) for s in todays)
        if times:
            week.append(DayHours(number, tuple(times)))
    return tuple(week)
