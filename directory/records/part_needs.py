"""What a service helps with: needs and their parts, what it is there for first.

A file of somebody else says it in words of its own; search goes by our codes.
Terms of other taxonomies stay as they are. A part brings the need it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from directory import models as m
from directory.hsds.rows import made_id
from directory.needs import NEEDS, sub_need
from directory.records.bundles import NEED
from directory.records.editing_values import BadChange

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

MOST_NEEDS = 20


def label_of(code: str) -> str:
    """A need or a part of one in English."""
    sub = sub_need(code)
    return sub.label if sub else NEEDS[code].label if code in NEEDS else code


def needs(connection: Connection, service: str) -> Part:
    """Its needs in their order."""
    query = (
        select(m.TaxonomyTerm.code)
        .join(m.Attribute, m.Attribute.taxonomy_term_id == m.TaxonomyTerm.id)
        .where(m.Attribute.link_id == service, m.Attribute.link_type == NEED)
        .order_by(m.Attribute.position, m.Attribute.id)
    )
    codes = dict.fromkeys(code for code in connection.scalars(query) if _known(code))
    implied = {sub.need for code in codes if (sub := sub_need(code))}
    return [{"code": code} for code in codes if code not in implied]


def with_parents(codes: Iterable[str]) -> list[str]:
    """Codes with the need of each sub-need behind it, each once."""
    found: list[str] = []
    for code in codes:
        sub = sub_need(code)
        found += [sub.code, sub.need] if sub else [code]
    return list(dict.fromkeys(found))


def _known(code: str | None) -> bool:
    return bool(code) and (code in NEEDS or sub_need(str(code)) is not None)


def checked_needs(said: Sequence[Row]) -> Part:
    """Codes as a form gives them, each once; raises ``BadChange``."""
    found: dict[str, None] = {}
    for line, row in enumerate(said):
        code = str(row.get("code") or "").strip()
        if not code:
            continue
        if not _known(code):
            raise BadChange(f"code-{line}", "need_unknown", "choose from the list")
        found[code] = None
    if len(found) > MOST_NEEDS:
        raise BadChange("code-0", "too_many", f"{MOST_NEEDS} kinds of help at most")
    if not found:
        raise BadChange("code-0", "field_missing", "choose one kind of help at least")
    return [{"code": code} for code in found]


def write_needs(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Replace the needs of a service in the open transaction."""
    connection.execute(
        delete(m.Attribute).where(m.Attribute.link_id == service, m.Attribute.link_type == NEED)
    )
    connection.execute(
        insert(m.Attribute),
        [
            {
                "id": made_id(service, "term", code),
                "link_id": service,
                "link_entity": "service",
                "link_type": NEED,
                "taxonomy_term_id": made_id("term", code),
                "position": position,
            }
            for position, code in enumerate(with_parents(row["code"] for row in part))
        ],
    )
    return []
