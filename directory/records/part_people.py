"""Whom a service takes: ages, genders, groups it is for, groups it cannot take, in its own words.

Search leaves a service out for people whom it excludes, so these are rules and
not words: each group is one code of ``directory.records.codes``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from directory import models as m
from directory.hsds.bad_values import Bad
from directory.hsds.values import number
from directory.records.codes import GENDERS, PEOPLE
from directory.records.editing_values import BadChange
from directory.records.part_phones import text_of

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

#: Groups that a service may be for or may not take, in the order of the form.
GROUPS = ("children", "baby", "family", "pregnant", "couple", "alone", "young_person",
          "older_person", "aboriginal", "refugee", "temporary_visa", "disability", "lgbtiq",
          "veteran", "carer", "pet")  # fmt: skip
SEXES = ("woman", "man", "non_binary")
LONGEST = 2_000
OLDEST = 150

_LISTS = {"genders": SEXES, "only_for": GROUPS, "not_for": GROUPS}


def people(connection: Connection, service: str) -> Part:
    """One row: the ages ("" for no limit), the groups, and the words of the service."""
    row = connection.execute(
        select(
            m.Service.minimum_age, m.Service.maximum_age, m.Service.genders, m.Service.only_for,
            m.Service.not_for, m.Service.eligibility_description,
        ).where(m.Service.id == service)
    ).one()  # fmt: skip
    return [
        {
            "minimum_age": _age_text(row.minimum_age),
            "maximum_age": _age_text(row.maximum_age),
            "genders": sorted(row.genders or []),
            "only_for": sorted(row.only_for or []),
            "not_for": sorted(row.not_for or []),
            "words": row.eligibility_description or "",
        }
    ]


def _age_text(age: float | None) -> str:
    return "" if age is None else f"{age:g}"


def checked_people(said: Sequence[Row]) -> Part:
    """The row of a form; raises ``BadChange`` for what contradicts itself."""
    row = said[0] if said else {}
    found: dict[str, Any] = {}
    for name in ("minimum_age", "maximum_age"):
        found[name] = _age_text(_age(name, str(row.get(name) or "").strip()))
    least, most = found["minimum_age"], found["maximum_age"]
    if least and most and float(least) > float(most):
        raise BadChange("minimum_age", "age_order", "the least age is above the most")
    for name, known in _LISTS.items():
        chosen = {str(code) for code in row.get(name) or ()}
        # What a file says beside our list stays: an editor took nothing of it out.
        strange = chosen - set(known) - (PEOPLE if name != "genders" else GENDERS)
        if strange:
            raise BadChange(name, "group_unknown", f"{min(strange)[:40]!r}: choose from the list")
        found[name] = sorted(chosen)
    both = set(found["only_for"]) & set(found["not_for"])
    if both:
        raise BadChange("not_for", "group_twice", f"{min(both)}: it is for them, or it is not")
    found["words"] = text_of("words", row.get("words"), LONGEST)
    return [found]


def _age(name: str, said: str) -> float | None:
    if not said:
        return None
    try:
        age = number(said)
    except Bad as bad:
        raise BadChange(name, bad.code, bad.mend) from None
    if not 0 <= age <= OLDEST:
        raise BadChange(name, "age_bad", f"write an age in years, from 0 to {OLDEST}")
    return age


def write_people(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Write whom it takes in the open transaction."""
    row = part[0]
    connection.execute(
        update(m.Service)
        .where(m.Service.id == service)
        .values(
            minimum_age=_age("minimum_age", row["minimum_age"]),
            maximum_age=_age("maximum_age", row["maximum_age"]),
            genders=list(row["genders"]),
            only_for=list(row["only_for"]),
            not_for=list(row["not_for"]),
            eligibility_description=row["words"] or None,
        )
    )
    return []
