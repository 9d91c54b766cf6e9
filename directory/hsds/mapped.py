"""Any sheet, through a mapping: a small file that says which column means what.

``docs/directory.md`` shows one. Every row becomes one service in the shape of
HSDS, so that the same checks hold for it as for any other file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from directory.hsds import csv_files, workbooks
from directory.hsds.fixing import read_phone
from directory.hsds.mapping_files import SHIPPED, read_file
from directory.hsds.rows import Problems, Row, flattened, made_id
from directory.hsds.tables import DAYS
from directory.hsds.values import NOTHING
from directory.needs import NEEDS, sub_need
from directory.phones import BadPhone
from directory.places import find_places
from directory.records.free_hours import read_hours
from directory.records.spots import STATE_NAMES

#: A sheet that nobody assured is due for a check after this time.
REVIEW_AFTER = timedelta(days=90)

#: A day that a spreadsheet made of "9-12".
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Columns = str | Sequence[str] | Mapping[str, str]


class SheetMapping:
    """A mapping that was read and holds together."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.collection = str(raw.get("collection") or "")
        self.area_code = str(raw.get("area_code") or "")
        self._told: set[tuple[str, str]] = set()

    def rows(self, sheet: Path, problems: Problems) -> Iterator[Row]:
        """Every row of the sheet as rows of HSDS."""
        first = True
        spelt = {csv_files.plain_name(column): column for column in _named(self.raw)}
        for line, found in self._records(sheet, problems):
            # The mapping may write a name in other letters than the sheet does.
            record = {spelt.get(csv_files.plain_name(n), n): cell for n, cell in found.items()}
            if first:
                self._columns(record, sheet.name, problems)
                first = False
            for mend in self.raw.get("corrections") or []:
                if record.get(mend["column"], "").strip() == str(mend["was"]):
                    record[mend["column"]] = str(mend.get("now") or "")
            service = self._service(record, sheet.name, line, problems)
            if service:
                yield from flattened("service", service, sheet.name, line, None, problems)

    def _records(self, sheet: Path, problems: Problems) -> Iterator[csv_files.Record]:
        names = frozenset(csv_files.plain_name(column) for column in _named(self.raw))
        if sheet.suffix.lower() not in workbooks.SUFFIXES:
            return csv_files.records(sheet, sheet.name, problems, names)
        wanted = workbooks.Wanted(
            names,
            str(self.raw.get("sheet") or ""),
            int(self.raw.get("header") or 0),
        )
        return workbooks.records(sheet, sheet.name, problems, wanted)

    def _columns(self, record: Mapping[str, str], file: str, problems: Problems) -> None:
        """Columns that the mapping names and the sheet lacks, and the other way round."""
        named = set(_named(self.raw))
        for column in sorted(named - set(record)):
            problems.add(
                file, 1, column, "column_missing", "the mapping names it: correct one of them"
            )
        for column in sorted(set(record) - named - set(self.raw.get("ignore") or [])):
            problems.once(file, 1, column, "column_unmapped", "no part of the mapping reads it")

    def _service(
        self, record: Mapping[str, str], file: str, line: int, problems: Problems
    ) -> dict[str, Any] | None:
        raw = self.raw
        known = [_joined(record, column) or "" for column in _listed(raw["id"])]
        if not any(known):
            problems.add(
                file, line, "id", "row_without_id", "left out: the columns of its id are empty",
                "warning",
            )  # fmt: skip
            return None
        key = made_id("sheet", self.collection, *known)
        service: dict[str, Any] = {"id": key, "status": "active"}
        for name, columns in (raw.get("service") or {}).items():
            service[name] = _joined(record, columns)
        read_on = raw["read_on"]
        service |= {
            "certainty": raw.get("certainty") or "B",
            "source": raw["source"],
            "read_on": read_on.isoformat(),
            "review_by": (raw.get("review_by") or read_on + REVIEW_AFTER).isoformat(),
            "dated": False,
        }
        organization = _joined(record, raw["organization"]) if raw.get("organization") else None
        name = organization or service.get("name")
        if name:
            service["organization"] = {"id": made_id("organization", name), "name": name}
        service["phones"] = list(self._phones(record, key))
        schedules, holidays = self._hours(record, key, (file, line), problems)
        service["public_holiday_rule"] = holidays
        spot = self._location(record, key, (file, line), problems)
        if spot:
            spot["schedules"] = schedules
            service["service_at_locations"] = [spot]
        else:
            service["schedules"] = schedules
            service["states"] = [raw["state"]] if raw.get("state") else []
        service["languages"] = [
            {"id": made_id(key, "language", said), "name": said}
            for said in re.split(r"[,;/]", _joined(record, raw.get("languages") or []) or "")
            if said.strip()
        ]
        service["attributes"] = list(self._needs(record, key, file, line, problems))
        return {k: v for k, v in service.items() if v not in (None, "", [])}

    def _phones(self, record: Mapping[str, str], key: str) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        for part in self.raw.get("phones") or []:
            column = part["column"] if isinstance(part, dict) else part
            label = part.get("label", "") if isinstance(part, dict) else ""
            kind = part.get("type", "voice") if isinstance(part, dict) else "voice"
            said = _joined(record, column)
            if not said or said == "0":
                continue
            for number in self._numbers(said):
                if number not in seen:
                    seen.add(number)
                    yield {
                        "id": made_id(key, "phone", number),
                        "number": number,
                        "type": kind,
                        "description": label,
                    }

    def _numbers(self, said: str) -> list[str]:
        """The cell, or its parts where each of them is a number on its own."""
        parts = [part.strip() for part in re.split(r"[/;\n]|\bor\b|,", said) if part.strip()]
        try:
            for part in parts:
                read_phone(part, self.area_code)
        except BadPhone:
            return [said]
        return parts

    def _location(
        self, record: Mapping[str, str], key: str, where: tuple[str, int], problems: Problems
    ) -> dict[str, Any] | None:
        shape = self.raw.get("location")
        if not shape:
            return None
        values = {name: _joined(record, columns) for name, columns in shape.items()}
        if not any(values.get(name) for name in ("city", "postal_code", "latitude", "address_1")):
            return None
        self._suburb(shape, values, where, problems)
        address = {
            "id": made_id(key, "address"),
            "address_1": values.get("address_1"),
            "address_2": values.get("address_2"),
            "city": values.get("city"),
            "state_province": values.get("state_province") or self.raw.get("state"),
            "postal_code": values.get("postal_code"),
            "country": "AU",
            "address_type": "physical",
        }
        access = values.get("accessibility")
        location = {
            "id": made_id(key, "location"),
            "location_type": "physical",
            "name": values.get("name"),
            "latitude": values.get("latitude"),
            "longitude": values.get("longitude"),
            "transportation": values.get("transportation"),
            "addresses": [{k: v for k, v in address.items() if v}],
            "accessibility": [{"id": made_id(key, "access"), "description": access}]
            if access
            else [],
        }
        return {"id": made_id(key, "at"), "location": {k: v for k, v in location.items() if v}}

    def _suburb(
        self, shape: Mapping[str, Columns], values: dict[str, str | None],
        where: tuple[str, int], problems: Problems,
    ) -> None:  # fmt: skip
        """The postcode of a suburb, where the state has one of the name; else what is unclear."""
        city, state = values.get("city"), values.get("state_province") or self.raw.get("state")
        if not city or values.get("postal_code") or values.get("latitude"):
            return
        told = STATE_NAMES.get(str(state or "").strip().lower(), "")
        places = [place for place in find_places(f"{city} {told}") if not place.is_state]
        found = [place for place in places if not told or place.state == told]
        column = ", ".join(_listed(shape["city"]))
        if len(found) == 1:
            values["postal_code"] = found[0].postcode
        elif found:
            mend = f"{city[:40]!r} can be {found[0].id} or {found[1].id}: write the postcode"
            problems.add(*where, column, "place_unclear", mend, "warning")
        else:
            elsewhere = f" (one is in {places[0].state})" if places else ""
            mend = (
                f"no suburb {city[:40]!r} in {told or 'Australia'}{elsewhere}: found by state only"
            )
            problems.add(*where, column, "place_unknown", mend, "warning")

    def _hours(
        self, record: Mapping[str, str], key: str, where: tuple[str, int], problems: Problems
    ) -> tuple[list[dict[str, Any]], str]:
        """(rules and words, what happens on public holidays)."""

        def cell(columns: Columns) -> str:
            said = _joined(record, columns) or ""
            if _DAY.fullmatch(said):
                mend = (
                    f"the sheet made the date {said} of these hours: write them as text; left out"
                )
                code = "hours_became_date"
            elif re.fullmatch(r"\d+(?:\.\d+)?", said):
                mend = f"{said} says no hours: write them as text, such as Mon-Fri 9-5; left out"
                code = "hours_no_text"
            else:
                return said
            problems.add(*where, ", ".join(_listed(columns)), code, mend, "warning")
            return ""

        shape = self.raw.get("hours")
        if not shape:
            return [], "unknown"
        rules: list[dict[str, Any]] = []
        rests: list[str] = []
        holidays = "unknown"
        if isinstance(shape, str):
            found = read_hours(cell(shape))
            rules, holidays = found.rules, found.holidays
            rests = [found.rest] if found.rest else []
        else:
            for number, day in enumerate(DAYS):
                said = cell(shape.get(day) or [])
                found = read_hours(said, number)
                rules += found.rules
                if found.rest:
                    rests.append(f"{_NAMES[number]}: {found.rest}")
            said = (_joined(record, shape.get("public_holidays") or []) or "").strip().lower()
            holidays = {"closed": "closed", "open": "open", "24 hours": "open"}.get(said, "unknown")
        if rests:  # what could not be read may change what was
            for rule in rules:
                rule["certain"] = False
        merged = _merged(rules)
        if rests:
            merged.append({"description": _short(rests)})
        for number, rule in enumerate(merged):
            rule["id"] = made_id(key, "schedule", str(number))
        return merged, holidays

    def _needs(
        self, record: Mapping[str, str], key: str, file: str, line: int, problems: Problems
    ) -> Iterator[dict[str, Any]]:
        shape = self.raw.get("needs") or {}
        values = {
            csv_files.plain_name(str(word)): codes
            for word, codes in (shape.get("values") or {}).items()
        }
        found: list[str] = []
        for column in shape.get("columns") or []:
            for word in _words_in(record.get(column, ""), values):
                if csv_files.plain_name(word) not in values:
                    if (column, word) not in self._told:
                        self._told.add((column, word))
                        problems.add(
                            file, line, column, "value_unmapped",
                            f"{word[:60]!r}: say in the mapping which need it is", "warning",
                        )  # fmt: skip
                    continue
                found += values[csv_files.plain_name(word)] or []
        for code in dict.fromkeys(found):
            label = sub_need(code)
            yield {
                "id": made_id(key, "category", code),
                "taxonomy_term": {
                    "id": made_id("term", code),
                    "code": code,
                    "name": label.label if label else NEEDS[code].label,
                },
            }


def _words_in(cell: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Their words in a cell; commas part them only where the whole is no word of the mapping."""
    for part in re.split(r"[;|\n]", cell):
        word = " ".join(part.split())
        if word and csv_files.plain_name(word) not in known and "," in word:
            yield from (piece for said in word.split(",") if (piece := said.strip()))
        elif word:
            yield word


_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _merged(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Days with the same hours in one rule."""
    by_times: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rule in rules:
        times = tuple(sorted((k, v) for k, v in rule.items() if k != "byday"))
        known = by_times.get(times)
        if known and "byday" in rule:
            known["byday"] += "," + rule["byday"]
        else:
            by_times[times] = dict(rule)
    return list(by_times.values())


def _short(rests: list[str]) -> str:
    """Words of several days, once where they are the same."""
    told: dict[str, list[str]] = {}
    for rest in rests:
        day, _, words = rest.partition(": ") if rest[:3] in _NAMES else ("", "", rest)
        told.setdefault(words or rest, []).append(day)
    return "; ".join(
        f"{', '.join(d for d in days if d)}: {words}" if any(days) else words
        for words, days in told.items()
    )


def _listed(columns: Columns) -> list[str]:
    if isinstance(columns, str):
        return [columns]
    return list(columns.values()) if isinstance(columns, Mapping) else list(columns)


def _joined(record: Mapping[str, str], columns: Columns) -> str | None:
    """The cells of some columns, with a comma between; labelled where the mapping names them."""
    labels = columns if isinstance(columns, Mapping) else {}
    by_column = {column: label for label, column in labels.items()}
    parts = []
    for column in _listed(columns):
        cell = " ".join(record.get(column, "").split())
        if cell and cell.lower() not in NOTHING:
            label = by_column.get(column)
            parts.append(f"{label}: {cell}" if label else cell)
    return ("; " if labels else ", ").join(parts) or None


def _named(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every column that a mapping names."""
    yield from _listed(raw["id"])
    for group in ("service", "location"):
        for columns in (raw.get(group) or {}).values():
            yield from _listed(columns)
    for part in raw.get("phones") or []:
        yield part["column"] if isinstance(part, dict) else part
    hours = raw.get("hours") or {}
    yield from (
        _listed(hours)
        if isinstance(hours, str)
        else (column for columns in hours.values() for column in _listed(columns))
    )
    yield from (raw.get("needs") or {}).get("columns") or []
    for name in ("organization", "languages"):
        yield from _listed(raw.get(name) or [])


def read_mapping(path: Path, problems: Problems) -> SheetMapping | None:
    """The mapping of a file, or one of ours by its name; None (and problems) where it is wrong."""
    raw = read_file(path, problems)
    return None if raw is None else SheetMapping(raw)


__all__ = ["SHIPPED", "SheetMapping", "read_mapping"]
