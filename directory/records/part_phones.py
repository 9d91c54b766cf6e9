"""A record's numbers and the languages that its staff speak, read and written as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import Connection, delete, insert, select

from directory import models as m
from directory.hsds.bad_values import Bad
from directory.hsds.fixing import language_names
from directory.hsds.rows import made_id
from directory.hsds.texts import plain
from directory.phones import BadPhone, PhoneNumber
from directory.records.editing_values import BadChange

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

KINDS = ("voice", "text", "textphone", "fax")
MOST_PHONES, MOST_LANGUAGES = 20, 60
#: Characters of a label beside a number.
LONGEST_LABEL = 120


def no_matter(_code: str, _mend: str) -> None:
    """What was mended in a text needs no word here: the editor sees the outcome."""


def text_of(field: str, said: Any, limit: int) -> str:
    """One line of a form without HTML; raises ``BadChange``."""
    try:
        return plain(str(said or ""), no_matter, limit) or ""
    except Bad as bad:
        raise BadChange(field, bad.code, bad.mend) from None


# --- numbers ---------------------------------------------------------------------------


def phones(connection: Connection, service: str) -> Part:
    """The numbers of a service and of its places, in their order; ``at`` says of which place."""
    table = m.Phone.__table__
    places = select(m.ServiceAtLocation.id).where(m.ServiceAtLocation.service_id == service)
    rows = connection.execute(
        select(table)
        .where((m.Phone.service_id == service) | m.Phone.service_at_location_id.in_(places))
        .order_by(m.Phone.service_at_location_id.is_not(None), m.Phone.position, m.Phone.id)
    ).mappings()
    return [
        {
            "number": row["number"], "type": row["type"], "description": row["description"] or "",
            "extension": row["extension"] or "", "certainty": row["certainty"] or "",
            "shared": row["shared"], "at": row["service_at_location_id"] or "",
        }
        for row in rows
    ]  # fmt: skip


def checked_phones(said: Sequence[Row]) -> Part:
    """Numbers as a form gives them; a row without a number is one that goes."""
    if len(said) > MOST_PHONES:
        raise BadChange("number-0", "too_many", f"{MOST_PHONES} numbers at most")
    found: Part = []
    for line, row in enumerate(said):
        written = str(row.get("number") or "").strip()
        if not written:
            if str(row.get("description") or "").strip():
                raise BadChange(f"number-{line}", "phone_empty", "write the number of this label")
            continue
        try:
            number = PhoneNumber(written)
        except BadPhone as bad:
            raise BadChange(f"number-{line}", bad.fault.value, bad.mend) from None
        extension = str(row.get("extension") or "").strip()
        if extension and not re.fullmatch(r"[0-9]{1,10}", extension):
            raise BadChange(f"extension-{line}", "extension_bad", "write digits only")
        kind = str(row.get("type") or "voice")
        if kind not in KINDS:
            raise BadChange(f"type-{line}", "phone_type", f"write one of {', '.join(KINDS)}")
        if kind == "text" and not number.digits.startswith("04"):
            raise BadChange(f"type-{line}", "phone_type", "texts need a mobile number (04...)")
        at = str(row.get("at") or "")
        if any((p["number"], p["type"], p["at"]) == (str(number), kind, at) for p in found):
            raise BadChange(f"number-{line}", "phone_twice", "this number is there already")
        label = text_of(f"description-{line}", row.get("description"), LONGEST_LABEL)
        certainty = str(row.get("certainty") or "")
        found.append(
            {"number": str(number), "type": kind, "description": label, "extension": extension,
             "certainty": certainty if certainty in {"V", "S", "B", "C"} else "",
             "shared": row.get("shared") in (True, "True", "true", "yes"), "at": at}
        )  # fmt: skip
    return found


def write_phones(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Replace the numbers of a service and of its places."""
    places = list(
        connection.scalars(
            select(m.ServiceAtLocation.id).where(m.ServiceAtLocation.service_id == service)
        )
    )
    connection.execute(
        delete(m.Phone).where(
            (m.Phone.service_id == service) | m.Phone.service_at_location_id.in_(places)
        )
    )
    rows = []
    for position, row in enumerate(part):
        at = row["at"] if row["at"] in places else None
        rows.append(
            {
                "id": made_id(service, "phone edited", row["number"], row["type"], at or ""),
                "position": position, "service_id": None if at else service,
                "service_at_location_id": at, "number": row["number"],
                "digits": PhoneNumber(row["number"]).digits, "type": row["type"],
                "description": row["description"] or None, "extension": row["extension"] or None,
                "certainty": row["certainty"] or None, "shared": bool(row["shared"]),
            }
        )  # fmt: skip
    if rows:
        connection.execute(insert(m.Phone), rows)
    return []


# --- languages -------------------------------------------------------------------------


def languages(connection: Connection, service: str) -> Part:
    """The languages that its staff speak."""
    rows = connection.execute(
        select(m.Language.code, m.Language.name, m.Language.note)
        .where(m.Language.service_id == service)
        .order_by(m.Language.position, m.Language.id)
    )
    return [
        {"code": row.code or "", "name": row.name or _name(row.code or ""), "note": row.note or ""}
        for row in rows
    ]


def checked_languages(said: Sequence[Row]) -> Part:
    """Languages by name or code; raises ``BadChange`` where nobody knows one."""
    found: Part = []
    for row in said:
        for word in re.split(r"[,;\n]", str(row.get("name") or "")):
            name = text_of("name", word, 60)
            if not name:
                continue
            code = language_names().get(name.lower())
            if code is None and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,8})?", name) and _name(name):
                code = name
            if code is None:
                mend = f"{name!r}: write the English name of a language, or its code (vi)"
                raise BadChange("name", "language_unknown", mend)
            if all(code != known["code"] for known in found):
                found.append({"code": code, "name": _name(code) or name, "note": ""})
    if len(found) > MOST_LANGUAGES:
        raise BadChange("name", "too_many", f"{MOST_LANGUAGES} languages at most")
    return found


def write_languages(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Replace the languages of a service; what was noted beside one stays."""
    notes = {row["code"]: row["note"] for row in languages(connection, service)}
    connection.execute(delete(m.Language).where(m.Language.service_id == service))
    rows = [
        {"id": made_id(service, "language edited", row["code"], row["name"]),
         "position": position, "service_id": service, "code": row["code"] or None,
         "name": row["name"] or None, "note": row["note"] or notes.get(row["code"]) or None}
        for position, row in enumerate(part)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(m.Language), rows)
    return []


def _name(code: str) -> str:
    """The English name of a language; "" where there is none."""
    try:
        return str(Locale.parse(code.replace("-", "_")).get_language_name("en") or "")
    except (UnknownLocaleError, ValueError):
        return str(Locale("en").languages.get(code.split("-")[0], ""))
