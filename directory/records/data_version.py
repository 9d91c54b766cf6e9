"""Facts about the database itself, and the version of its data that processes watch."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, delete, insert

from directory import models as m

#: The note that changes with every change of the data.
VERSION = "data_version"


def keep_note(connection: Connection, key: str, value: str) -> None:
    """Write a fact about the database over what was written before."""
    connection.execute(delete(m.Note).where(m.Note.key == key))
    connection.execute(insert(m.Note).values(key=key, value=value))


def touch(connection: Connection) -> None:
    """A new version of the data, so that every process drops what it remembers."""
    keep_note(connection, VERSION, uuid.uuid4().hex)
