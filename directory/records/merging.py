"""What a person decides about two records that look like one: merged, or kept apart."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, insert, or_, select, update

from directory import models as m
from directory.database import writer
from directory.hsds.exporting import service_objects
from directory.problems import NotThere
from directory.records.data_version import touch
from directory.records.listings import relist
from directory.records.row_changes import Key, Rows, difference, rows_of, take_back
from directory.records.settling import settle
from directory.records.staff_lines import keep_for_staff

#: What the history calls it: no field of a service, so no file undoes it.
MERGED, UNMERGED = "merged", "unmerged"


def merge(engine: Engine, kept: str, gone: str, author: str, reasons: Sequence[str] = ()) -> None:
    """Keep one record and take the other out; what the kept one lacks comes from the other.

    The whole of the other stays in ``dir_merge``, and loading its file again
    leaves it out. Where one of the two hides its address, the kept one does from now on;
    nothing of a record for staff is taken over into one for customers. Raises ``NotThere``;
    ``ValueError`` for a record and itself.
    """
    if kept == gone:
        raise ValueError("a record cannot be merged with itself")
    if not author.strip():
        raise ValueError("say who decides")
    with writer(engine).begin() as connection:
        rows = {
            row["id"]: dict(row)
            for row in connection.execute(
                select(m.Service.__table__).where(m.Service.id.in_([kept, gone]))
            ).mappings()
        }
        for key in (kept, gone):
            if key not in rows:
                raise NotThere(key)
        before = rows_of(connection, [kept, gone])
        (whole,) = service_objects(connection, "ourselves", [gone])
        audiences = [rows[key]["audience"] for key in (kept, gone)]
        if audiences != ["customer", "staff"]:
            _take_over(connection, rows[kept], rows[gone])
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        connection.execute(
            insert(m.Merge).values(
                gone_id=gone, kept_id=kept, reasons=list(reasons), gone=whole,
                merged_by=author, merged_at=moment,
            )
        )  # fmt: skip
        connection.execute(
            insert(m.Change).values(
                id=str(uuid.uuid4()), resource_id=kept, resource_type="service",
                last_action_date=moment, last_action_type="merge", field_name=MERGED,
                previous_value="", replacement_value=rows[gone]["name"], updated_by=author,
                here=True,
            )
        )  # fmt: skip
        # What was merged into the one that goes now belongs to the one that stays.
        connection.execute(update(m.Merge).where(m.Merge.kept_id == gone).values(kept_id=kept))
        connection.execute(
            update(m.Report).where(m.Report.service_id == gone).values(service_id=kept)
        )
        connection.execute(delete(m.Attribute).where(m.Attribute.link_id == gone))
        connection.execute(delete(m.Service).where(m.Service.id == gone))
        keep_for_staff(connection, [kept])
        if rows[gone]["confidential_address"] and not rows[kept]["confidential_address"]:
            hides = update(m.Service).where(m.Service.id == kept).values(confidential_address=True)
            connection.execute(hides)
            settle(connection, [kept], _no_matter)
        else:
            relist(connection, [kept])
        _note_undo(connection, kept, gone, before)
        touch(connection)


def _note_undo(connection: Connection, kept: str, gone: str, before: Rows) -> None:
    """What the merge changed, beside it; the merge's own row is none of it."""
    before = {key: row for key, row in before.items() if key != _row_of_merge(gone)}
    after = rows_of(connection, [kept, gone])
    after.pop(_row_of_merge(gone), None)
    undo = {"kept": kept, "changes": difference(before, after)}
    connection.execute(update(m.Merge).where(m.Merge.gone_id == gone).values(undo=undo))


def _row_of_merge(gone: str) -> Key:
    return m.Merge.__tablename__, (gone,)


@dataclass(frozen=True)
class Merged:
    """A merge that can be undone."""

    gone: str
    gone_name: str
    kept: str
    kept_name: str
    merged_by: str
    merged_at: datetime


def merges(connection: Connection, limit: int = 20) -> list[Merged]:
    """The last merges that can be undone, the latest first."""
    found = connection.execute(
        select(m.Merge.gone_id, m.Merge.gone, m.Merge.kept_id, m.Service.name, m.Merge.merged_by,
               m.Merge.merged_at, m.Merge.undo)
        .join(m.Service, m.Service.id == m.Merge.kept_id)
        .order_by(m.Merge.merged_at.desc(), m.Merge.gone_id)
    )  # fmt: skip
    return [
        Merged(gone, str(whole.get("name") or gone), kept, name, by, at)
        for gone, whole, kept, name, by, at, undo in found
        if undo is not None and undo["kept"] == kept
    ][:limit]


def unmerge(engine: Engine, gone: str, author: str) -> str:
    """Undo a merge: the record that went is back, and the one that stayed says what it said.

    What somebody changed since stays. Reports, numbers and languages go back to whom they
    belonged; both histories say who undid it. Returns the id of the one that stayed.
    Raises ``NotThere`` for no such merge; ``ValueError`` where it cannot be undone (made before
    the changes were kept, or the one that stayed was merged into another since: that first).
    """
    if not author.strip():
        raise ValueError("say who decides")
    with writer(engine).begin() as connection:
        merge_row = connection.execute(
            select(m.Merge.__table__).where(m.Merge.gone_id == gone)
        ).mappings().first()  # fmt: skip
        if merge_row is None:
            raise NotThere(gone)
        undo, kept = merge_row["undo"], merge_row["kept_id"]
        if undo is None:
            raise ValueError("this merge is from before changes were kept")
        if undo["kept"] != kept:
            raise ValueError("the record that stayed was merged since: undo that first")
        take_back(connection, undo["changes"])
        connection.execute(delete(m.Merge).where(m.Merge.gone_id == gone))
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        both = select(m.Service.id, m.Service.name).where(m.Service.id.in_([kept, gone]))
        names = {key: name for key, name in connection.execute(both)}
        for one, other in ((kept, gone), (gone, kept)):
            connection.execute(
                insert(m.Change).values(
                    id=str(uuid.uuid4()), resource_id=one, resource_type="service",
                    last_action_date=moment, last_action_type="unmerge", field_name=UNMERGED,
                    previous_value="", replacement_value=names[other],
                    updated_by=author, here=True,
                )
            )  # fmt: skip
        relist(connection, [kept, gone])
        touch(connection)
    return str(kept)


def _no_matter(_service: str, _code: str, _mend: str) -> None:
    """What settling has to say is for whoever loads a file."""


#: Fields that the kept record takes over where it has nothing.
_FILLED = ("alternate_name", "description", "url", "email", "interpretation_services",
           "application_process", "fees_description", "wait_time", "eligibility_description",
           "minimum_age", "maximum_age", "alert", "region", "words")  # fmt: skip


def _take_over(connection: Connection, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> None:
    """What the kept record lacks, from the one that goes."""
    nothing: tuple[Any, ...] = (None, "", [])
    filled = {
        name: gone[name] for name in _FILLED if kept[name] in nothing and gone[name] not in nothing
    }
    if filled:
        connection.execute(update(m.Service).where(m.Service.id == kept["id"]).values(**filled))
    _move_below(connection, kept["id"], gone["id"])


def _move_below(connection: Connection, kept: str, gone: str) -> None:
    """Numbers and languages that the kept one lacks; hours only where it has none at all."""
    for model, column in ((m.Phone, m.Phone.digits), (m.Language, m.Language.code)):
        have = set(connection.scalars(select(column).where(model.service_id == kept)))
        connection.execute(
            update(model)
            .where(and_(model.service_id == gone, or_(column.is_(None), column.not_in(have))))
            .values(service_id=kept)
        )
    for whole in (m.Schedule, m.ServiceAtLocation, m.RequiredDocument, m.CostOption):
        some = select(whole.id).where(whole.service_id == kept).limit(1)
        if connection.scalar(some) is None:
            connection.execute(
                update(whole).where(whole.service_id == gone).values(service_id=kept)
            )


def keep_apart(engine: Engine, one: str, other: str, author: str) -> None:
    """Say that two records are not the same, so that nobody is asked again."""
    first, second = sorted((one, other))
    with writer(engine).begin() as connection:
        connection.execute(
            delete(m.Distinct).where(m.Distinct.one_id == first, m.Distinct.other_id == second)
        )
        connection.execute(
            insert(m.Distinct).values(
                one_id=first, other_id=second, said_by=author,
                said_at=datetime.now(timezone.utc).replace(tzinfo=None),
            )
        )  # fmt: skip
