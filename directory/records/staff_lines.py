"""A line whose number is never given to customers (rule S4-03), whichever door it comes through.

A record that names it in any of its texts is for staff: our own files are
refused, files of others are taken in for staff and told so, and an editor
cannot give it to customers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, update

from directory import models as m
from directory.records.bundles import Bundle, bundles
from directory.records.editing_values import BadChange

_LINE = re.compile(r"\binterpreter[\s_\-]*connect\b", re.IGNORECASE)
CODE = "line_for_staff"


def names_staff_line(*texts: Any) -> bool:
    """Whether one of the texts names the line."""
    # Nearly no text holds the second word: the pattern alone takes ten times as long.
    return any(
        text and "connect" in (said := str(text).lower()) and _LINE.search(said) for text in texts
    )


def keep_for_staff(connection: Connection, ids: Sequence[str]) -> None:
    """Mark those of these services for staff that name the line, in the open transaction."""
    found = [bundle.service["id"] for bundle in bundles(connection, ids) if _names_it(bundle)]
    if found:
        for_staff = update(m.Service).where(m.Service.id.in_(found)).values(audience="staff")
        connection.execute(for_staff)


def refuse_for_customers(connection: Connection, service: str, field: str) -> None:
    """Raise ``BadChange`` where a service for customers names the line now."""
    for bundle in bundles(connection, [service]):
        if bundle.service["audience"] != "staff" and _names_it(bundle):
            mend = "Interpreter Connect is for staff: customers never see its number"
            raise BadChange(field, CODE, mend)


def _names_it(bundle: Bundle) -> bool:
    service = bundle.service
    phones = [*bundle.phones, *bundle.switchboard, *(p for at in bundle.places for p in at.phones)]
    return names_staff_line(
        service["name"],
        service["alternate_name"],
        service["description"],
        service["alert"],
        *service["words"],
        bundle.organization,
        *(phone["description"] for phone in phones),
    )
