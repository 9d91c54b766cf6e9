"""The parts of a record that an editor changes as a whole: numbers, hours, places, languages,
whom it takes, what it helps with.

Each part has one plain form (lists and texts, as JSON keeps them), the same for
the editor's page, for the history, and for writing it again when a file that
still says the old thing is loaded (decision 0016). What cannot be right raises
``BadChange`` with the field of the form, and nothing is written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from directory import models as m
from directory.database import writer
from directory.problems import NotThere
from directory.records import part_hours, part_needs, part_people, part_phones, part_places
from directory.records.data_version import touch
from directory.records.editing import Stale, service_row, version_of
from directory.records.editing_values import BadChange
from directory.records.listings import relist
from directory.records.staff_lines import refuse_for_customers

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

#: part -> what it is now
READ: dict[str, Callable[[Connection, str], Part]] = {
    "phones": part_phones.phones,
    "languages": part_phones.languages,
    "hours": part_hours.hours,
    "places": part_places.places,
    "people": part_people.people,
    "needs": part_needs.needs,
}
#: part -> what a form says, checked; raises ``BadChange``
CHECK: dict[str, Callable[[Sequence[Row]], Part]] = {
    "phones": part_phones.checked_phones,
    "languages": part_phones.checked_languages,
    "hours": part_hours.checked_hours,
    "places": part_places.checked_places,
    "people": part_people.checked_people,
    "needs": part_needs.checked_needs,
}
#: part -> writes it in the open transaction; gives the services whose listings it touches
WRITE: dict[str, Callable[[Connection, str, Sequence[Row]], list[str]]] = {
    "phones": part_phones.write_phones,
    "languages": part_phones.write_languages,
    "hours": part_hours.write_hours,
    "places": part_places.write_places,
    "people": part_people.write_people,
    "needs": part_needs.write_needs,
}
PARTS = tuple(READ)
_FOR_THE_EYE = frozenset({"place", "others"})


def as_kept(part: Part) -> str:
    """A part as the history keeps it, without what is only for the eye.

    The label of a place would be a street in the history of the hours, which stays
    when a service goes into hiding.
    """
    rows = [{k: v for k, v in row.items() if k not in _FOR_THE_EYE} for row in part]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


def parts_of(engine: Engine, key: str) -> dict[str, Any]:
    """The parts of a record with its name and version. Raises ``NotThere``."""
    with engine.connect() as connection:
        row = service_row(connection, key)
        return {
            "id": row["id"],
            "name": row["name"],
            "version": version_of(row),
            "confidential": row["confidential_address"],
            **{name: read(connection, row["id"]) for name, read in READ.items()},
        }


def change_part(
    engine: Engine, key: str, name: str, said: Sequence[Row], author: str, version: str | None
) -> bool:
    """Write one part of a record anew; False where nothing is different.

    All or nothing. Raises ``NotThere``, ``BadChange`` and ``Stale``.
    """
    if not author.strip():
        raise ValueError("say who changes it")
    if name not in READ:
        raise NotThere(name)
    with writer(engine).begin() as connection:
        row = service_row(connection, key)
        if version is not None and version != version_of(row):
            raise Stale(key)
        if name == "places" and row["confidential_address"]:
            raise BadChange("places", "hidden", "the address of this service is hidden")
        before = READ[name](connection, row["id"])
        touched = WRITE[name](connection, row["id"], CHECK[name](said))
        after = READ[name](connection, row["id"])
        if as_kept(after) == as_kept(before):
            connection.rollback()
            return False
        refuse_for_customers(connection, row["id"], name)
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        connection.execute(
            update(m.Service).where(m.Service.id == row["id"]).values(last_modified=moment)
        )
        connection.execute(
            insert(m.Change).values(
                id=str(uuid.uuid4()), resource_id=row["id"], resource_type="service",
                last_action_date=moment, last_action_type="update", field_name=name,
                previous_value=as_kept(before), replacement_value=as_kept(after),
                updated_by=author, here=True,
            )
        )  # fmt: skip
        relist(connection, list(dict.fromkeys([row["id"], *touched])))
        touch(connection)
        return True


def again(connection: Connection, change: Any) -> bool | None:
    """A correction of a part after its file was loaded: True where it was written again,
    False where the file says something new, None where nothing was to be done."""
    service, name = change.resource_id, change.field_name
    confidential = select(m.Service.confidential_address).where(m.Service.id == service)
    if name == "places" and connection.scalar(confidential):
        return None
    now = as_kept(READ[name](connection, service))
    if now == change.replacement_value:
        return None
    if now != change.previous_value:
        return False
    WRITE[name](connection, service, json.loads(change.replacement_value))
    return True
