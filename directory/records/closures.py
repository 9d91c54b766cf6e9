"""Closures that begin or end with a day: the listings follow on the first look of that day."""

from __future__ import annotations

from sqlalchemy import Engine, or_, select

from directory import models as m
from directory.database import writer
from directory.records import listings
from directory.records.data_version import touch
from directory.records.listings import relist, status_on


def turn(engine: Engine) -> int:
    """Bring the listings of services with a dated closure to today; gives how many changed.

    Reads a handful of rows; writes only when a closure has begun or ended.
    """
    with engine.connect() as connection:
        rows = connection.execute(
            select(m.Service.id, m.Service.status, m.Service.closed_from, m.Service.closed_until)
            .where(
                m.Service.status == "temporarily closed",
                or_(m.Service.closed_from.is_not(None), m.Service.closed_until.is_not(None)),
            )
            .order_by(m.Service.id)
        ).mappings().all()  # fmt: skip
        wanted = {row["id"]: status_on(dict(row), listings.today()) for row in rows}
        shown = connection.execute(
            select(m.Listing.service_id, m.Listing.payload).where(
                m.Listing.service_id.in_(list(wanted))
            )
        )
        late = sorted({key for key, payload in shown if payload["status"] != wanted[key]})
    if late:
        with writer(engine).begin() as connection:
            relist(connection, late)
            touch(connection)
    return len(late)
