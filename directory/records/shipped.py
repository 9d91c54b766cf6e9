"""The records that come with the program, loaded when they or the code that reads them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Engine, select

from directory import models as m
from directory.database import writer
from directory.problems import BadRecords
from directory.records.data_version import keep_note, touch
from directory.records.draft_rows import remove, service_id, write
from directory.records.reading import SHIPPED, read_path

FINGERPRINT = "shipped_fingerprint"


def load_shipped(engine: Engine) -> bool:
    """Load the records that ship with the program; False when they are there already."""
    fingerprint = _fingerprint(SHIPPED)
    with engine.connect() as connection:
        known = connection.scalar(select(m.Note.value).where(m.Note.key == FINGERPRINT))
    if known == fingerprint:
        return False
    batches = {name: read_path(SHIPPED / name) for name in ("contacts", "sample")}
    problems = [problem for batch in batches.values() for problem in batch.problems]
    if any(batch.has_errors for batch in batches.values()):
        raise BadRecords(problems)
    with writer(engine).begin() as connection:
        known = connection.scalar(select(m.Note.value).where(m.Note.key == FINGERPRINT))
        if known == fingerprint:  # another process was faster
            return False
        for name, batch in batches.items():
            collection = f"shipped {name}"
            kept = {service_id(draft) for draft in batch.drafts}
            old = connection.scalars(select(m.Service.id).where(m.Service.collection == collection))
            remove(connection, [key for key in old if key not in kept])
            write(connection, batch.drafts, collection)
        keep_note(connection, FINGERPRINT, fingerprint)
        touch(connection)
    return True


def _fingerprint(folder: Path) -> str:
    """Changes when a shipped record or the code that reads it does."""
    digest = hashlib.sha256()
    needs = folder.parent / "needs.yml"
    files = [*sorted(folder.rglob("*.yml")), *sorted(folder.glob("*.py")), needs]
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
