"""Records that a source no longer has: set inactive, never taken out, and written down.

A file that was cut off on its way looks just like one from which everything
after the cut was taken out. So a load that would set more than a share of a
source's records inactive is refused until somebody says that the file is whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy import Connection, select, update

from directory import models as m
from directory.bulk import Bulk
from directory.hsds.forms import FORMS, as_moment
from directory.hsds.rows import Problems
from directory.records.listings import CHUNK, relist
from directory.records.settling import MISSING

#: Share of a source's records that may be gone without a question.
USUAL_SHARE = 0.1
#: What is inactive already, in one way or the other.
OUT = ("inactive", "defunct")


@dataclass(frozen=True)
class Prune:
    """What to do with records that the file no longer has."""

    #: Share of the source's records (0 to 1) that may be set inactive.
    share: float = USUAL_SHARE
    #: Somebody looked: the file is whole, however many are gone.
    anyway: bool = False


@dataclass(frozen=True)
class Gone:
    """Records that are no longer in their file: (id, name, status), of how many in use."""

    records: Sequence[tuple[str, str, str]]
    among: int


def gone_from(connection: Connection, collection: str, has: Callable[[str], bool]) -> Gone:
    """The records in use of a source that its file does not have."""
    wanted = (
        select(m.Service.id, m.Service.name, m.Service.status)
        .where(m.Service.collection == collection, m.Service.status.not_in(OUT))
        .order_by(m.Service.id)
    )
    records, among = [], 0
    for key, name, status in connection.execute(wanted):
        among += 1
        if not has(key):
            records.append((key, name, status))
    return Gone(records, among)


def judge(gone: Gone, prune: Prune, collection: str, problems: Problems) -> None:
    """Say which records will be set inactive; an error where they are too many."""
    count = len(gone.records)
    if not count:
        return
    told = f"{count:,} of {gone.among:,} records of {collection!r} are not in the file"
    if count > gone.among * prune.share and not prune.anyway:
        problems.add(
            collection, 0, "", "prune_too_many",
            f"{told}, more than {prune.share:.0%}: is it whole? If it is, load with --prune-anyway",
        )  # fmt: skip
        return
    problems.add(collection, 0, "", "no_longer_listed", f"{told}: set inactive", "warning")
    for key, name, _ in gone.records:
        problems.add(collection, 0, "", "set_inactive", f"{name} ({key})", "warning")


def set_inactive(connection: Connection, gone: Gone, collection: str) -> None:
    """Take these records out of answers, in the open transaction; the history says why."""
    now = as_moment(datetime.now(timezone.utc).replace(tzinfo=None))
    form, bulk = FORMS["metadata"], Bulk(connection)
    ids = [key for key, _, _ in gone.records]
    for start in range(0, len(ids), CHUNK):
        connection.execute(
            update(m.Service)
            .where(m.Service.id.in_(ids[start : start + CHUNK]))
            .values(status="inactive", mark=None)
        )
    names = ("id", "resource_id", "resource_type", "last_action_date", "last_action_type",
             "field_name", "previous_value", "replacement_value", "updated_by", "here")  # fmt: skip
    bulk.insert(
        form.table,
        names,
        [
            (str(uuid.uuid4()), key, "service", now, MISSING, "status", status, "inactive",
             f"load of {collection}", True)
            for key, _, status in gone.records
        ],
    )  # fmt: skip
    relist(connection, ids)
