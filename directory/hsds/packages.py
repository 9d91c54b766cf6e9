"""A folder of HSDS tables as CSV: 3.0, and 2.0 and 1.1 turned into 3.0 row by row."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from directory.hsds.csv_files import plain_name, records
from directory.hsds.own_fields import OWN, TAXONOMY_ID
from directory.hsds.rows import Problems, Row, made_id
from directory.hsds.tables import DAYS, FILES, TABLES

Values = dict[str, Any]
Turn = Callable[[Values, Problems, str, int], Iterator[tuple[str, Values]]]

#: Older file names -> what they are.
OLDER = {
    "services_at_location": "service_at_location",
    "services_at_locations": "service_at_location",
    "service_at_locations": "service_at_location",
    "physical_addresses": "physical_address",
    "physical_address": "physical_address",
    "postal_addresses": "postal_address",
    "postal_address": "postal_address",
    "regular_schedules": "regular_schedule",
    "regular_schedule": "regular_schedule",
    "holiday_schedules": "holiday_schedule",
    "holiday_schedule": "holiday_schedule",
    "eligibilities": "eligibility",
    "eligibility": "eligibility",
    "payments_accepted": "payment",
    "payment_accepted": "payment",
    "accessibility_for_disabilities": "accessibility",
    "services_taxonomy": "service_attribute",
    "service_taxonomy": "service_attribute",
    "service_attributes": "service_attribute",
    "service_attribute": "service_attribute",
    "other_attributes": "other_attribute",
    "other_attribute": "other_attribute",
    "fundings": "funding",
}

#: Columns that had another name before 3.0, by table.
RENAMED = {
    "organization": {"url": "website"},
    "service_area": {"service_area": "name"},
    "language": {"language": "name"},
    "accessibility": {"accessibility": "description"},
    "taxonomy_term": {"term": "name", "vocabulary": "taxonomy"},
    "address": {"postal_zip": "postal_code"},
}
#: Columns of older versions that 3.0 has no place for and nobody needs.
DROPPED = {"taxonomy_term": {"parent_name"}, "service": {"taxonomy_ids"}}


def is_package(folder: Path) -> bool:
    """Whether a folder holds tables of HSDS."""
    return any(True for _ in _tables(folder, Problems()))


def _tables(folder: Path, problems: Problems) -> Iterator[tuple[str, Path]]:
    """(kind, file) of the tables: as datapackage.json names them, and by their own names."""
    named = _described(folder, problems)
    yield from named
    taken = {file for _, file in named}
    for file in sorted(folder.iterdir()):
        if file in taken or not file.is_file() or file.name.startswith((".", "~$")):
            continue
        if file.suffix.lower() != ".csv":
            if file.suffix.lower() in _OTHERS:
                problems.once(file.name, 0, "", "file_unknown", _OTHERS[file.suffix.lower()])
            continue
        kind = _kind(file)
        if kind is None:
            problems.once(file.name, 0, "", "file_unknown", "no table of HSDS: it is not read")
        else:
            yield kind, file


#: Files beside the tables that somebody may think are read.
_OTHERS = {
    ".xlsx": "not read: save each sheet as a table of HSDS in CSV, or load it with --mapping",
    ".xls": "not read: save each sheet as a table of HSDS in CSV",
    ".ods": "not read: save each sheet as a table of HSDS in CSV",
    ".zip": "not read: unpack it into this folder",
    ".gz": "not read: unpack it into this folder",
    ".tsv": "not read: save it as CSV",
}


def _described(folder: Path, problems: Problems) -> list[tuple[str, Path]]:
    """The tables that a datapackage.json names, inside this folder alone."""
    file = folder / "datapackage.json"
    if not file.is_file() or file.stat().st_size > LARGEST_DESCRIPTION:
        return []
    try:
        resources = json.loads(file.read_text("utf-8-sig")).get("resources")
    except (ValueError, AttributeError, RecursionError):
        mend = "it is no JSON object: the tables are read by the names of their files"
        problems.once(file.name, 1, "", "datapackage_broken", mend)
        return []
    found: list[tuple[str, Path]] = []
    for number, one in enumerate(resources if isinstance(resources, list) else []):
        path = one.get("path") if isinstance(one, dict) else None
        if not isinstance(path, str) or not path.lower().endswith(".csv"):
            continue
        kind = _kind(Path(f"{one.get('name')}.csv")) or _kind(Path(path))
        table = (folder / path).resolve()
        if kind is None:
            continue
        if folder.resolve() not in table.parents:
            mend = "a table lies in the folder of its package: it is not read"
        elif not table.is_file():
            if (folder / Path(path).name).is_file():
                continue  # the folder was flattened on its way
            mend = "there is no such table"
        else:
            found.append((kind, folder / path))
            continue
        problems.once(file.name, 1, f"resources[{number}].path", "datapackage_path", mend)
    return found


#: A datapackage.json is some pages of text.
LARGEST_DESCRIPTION = 4 << 20


def _kind(file: Path) -> str | None:
    stem = file.stem.lower().replace("-", "_")
    return FILES.get(stem) or OLDER.get(stem)


def package_rows(folder: Path, problems: Problems) -> Iterator[Row]:
    """Every row of the folder's tables, so that what is pointed to comes first."""
    files: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for kind, file in _tables(folder, problems):
        files[_table(kind, file)].append((kind, file))
    if not any(table == "service" for table in files) and "organization" not in files:
        problems.once(
            folder.name, 0, "", "package_without_services", "there is no services.csv here"
        )
    said = _eligibility(files.get("eligibility", []), problems)
    ours = any(TAXONOMY_ID.encode() in file.read_bytes() for _, file in files.get("taxonomy", []))
    for table in TABLES:
        for kind, file in files.get(table, []):
            turn = _TURNS.get(kind, _as_it_is(table))
            for line, record in records(file, file.name, problems, _known(table)):
                values = {_spelt(k): v for k, v in record.items() if v.strip()}
                if table == "service" and said and "eligibility_description" not in values:
                    told = said.get(values.get("id", ""))
                    if told:
                        values["eligibility_description"] = "; ".join(told)
                for number, (kind_of_row, turned) in enumerate(
                    turn(values, problems, file.name, line)
                ):
                    made = not turned.get("id")
                    if made:
                        turned["id"] = made_id(
                            kind, *sorted(map(str, turned.values())), str(number)
                        )
                    yield Row(
                        kind_of_row, turned, file.name, line, position=line, made=made, ours=ours
                    )


@lru_cache(maxsize=100)
def _known(table: str) -> frozenset[str]:
    """Names by which the header of a table is known, of this version and older ones."""
    names = {*TABLES[table].by_name, *RENAMED.get(table, {}), *OWN.get(table, {})}
    return frozenset(name for said in names for name in (said, said.replace("_", " ")))


@lru_cache(maxsize=2_000)
def _spelt(column: str) -> str:
    """A column's name as HSDS spells it: "Organization ID" is ``organization_id``."""
    return plain_name(column).replace(" ", "_").replace("-", "_")


def _table(kind: str, file: Path) -> str:
    """The table of 3.0 that a kind of file is read into."""
    if kind == "taxonomy":  # in 1.1 this file holds the terms
        head = file.open("rb").readline().decode("utf-8", "replace").lower()
        return "taxonomy_term" if "vocabulary" in head or "parent_id" in head else "taxonomy"
    return {
        "physical_address": "address",
        "postal_address": "address",
        "regular_schedule": "schedule",
        "holiday_schedule": "schedule",
        "payment": "cost_option",
        "service_attribute": "attribute",
        "other_attribute": "attribute",
    }.get(kind, kind)


def _eligibility(files: list[tuple[str, Path]], problems: Problems) -> dict[str, list[str]]:
    """1.1 and 2.0 keep who may come in a table of its own: service -> its lines."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, file in files:
        for _, raw in records(file, file.name, problems):
            record = {_spelt(name): cell for name, cell in raw.items()}
            if record.get("eligibility", "").strip():
                found[record.get("service_id", "").strip()].append(record["eligibility"].strip())
    return found


def _as_it_is(table: str) -> Turn:
    renamed, dropped = RENAMED.get(table, {}), DROPPED.get(table, set())

    def turn(values: Values, _p: Problems, _f: str, _l: int) -> Iterator[tuple[str, Values]]:
        for old, new in renamed.items():
            if old in values and new not in values:
                values[new] = values.pop(old)
        for name in dropped:
            values.pop(name, None)
        if table == "taxonomy_term" and not values.get("code"):
            values["code"] = values.get("id", "")
        if table == "language":
            _language(values)
        if table == "phone" and "language" in values:  # 1.1
            spoken = values.pop("language")
            yield table, values
            language: Values = {"phone_id": values.get("id"), "name": spoken}
            _language(language)
            if values.get("id"):
                yield "language", language
            return
        if table == "phone" and "department" in values:
            values.setdefault("description", values.pop("department"))
        yield table, values

    return turn


def _language(values: Values) -> None:
    """Where a name is a code, it is one."""
    name = str(values.get("name") or "")
    if not values.get("code") and re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*", name):
        values["code"] = name


def _address(kind: str) -> Turn:
    def turn(values: Values, _p: Problems, _f: str, _l: int) -> Iterator[tuple[str, Values]]:
        more = [values.pop(f"address_{n}", "") for n in (2, 3, 4)]
        values["address_2"] = ", ".join(part for part in more if part)
        values.pop("organization_id", None)
        values["address_type"] = kind
        yield "address", values

    return turn


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(said: str) -> str | None:
    """``MO`` of 1, "Mon", "Monday", "MO"; 1 is Monday (ISO 8601), as in the 1.1 examples."""
    low = said.strip().lower().rstrip(".")
    if low in {"1", "2", "3", "4", "5", "6", "7"}:
        return DAYS[int(low) - 1]
    if len(low) < 2:
        return None
    return next((DAYS[i] for i, day in enumerate(_WEEKDAYS) if day.startswith(low)), None)


def _regular(
    values: Values, problems: Problems, file: str, line: int
) -> Iterator[tuple[str, Values]]:
    said = str(values.pop("weekday", ""))
    day = _weekday(said)
    if day is None:
        problems.add(file, line, "weekday", "schedule_day", f"{said!r}: write 1 to 7 or Monday")
        return
    yield "schedule", {**values, "freq": "WEEKLY", "byday": day}


def _holiday(
    values: Values, _problems: Problems, _file: str, _line: int
) -> Iterator[tuple[str, Values]]:
    closed = str(values.pop("closed", "")).strip().lower() in {"true", "1", "yes", "t", "y"}
    first, last = values.pop("start_date", ""), values.pop("end_date", "")
    values |= {"valid_from": first, "valid_to": last or first}
    if closed:
        values.pop("opens_at", None)
        values.pop("closes_at", None)
        values["description"] = f"Closed from {first} to {last or first}"
    # Without days of a week it holds in place of the week on these days.
    yield "schedule", values


def _payment(
    values: Values, _problems: Problems, _file: str, _line: int
) -> Iterator[tuple[str, Values]]:
    how = values.pop("payment", "")
    yield "cost_option", {**values, "option": "Ways to pay", "amount_description": how}


def _service_attribute(
    values: Values, _problems: Problems, _file: str, _line: int
) -> Iterator[tuple[str, Values]]:
    yield (
        "attribute",
        {
            "id": values.get("id"),
            "link_id": values.get("service_id"),
            "link_entity": "service",
            "taxonomy_term_id": values.get("taxonomy_term_id") or values.get("taxonomy_id"),
            "value": values.get("taxonomy_detail"),
        },
    )


def _other_attribute(
    values: Values, _problems: Problems, _file: str, _line: int
) -> Iterator[tuple[str, Values]]:
    yield (
        "attribute",
        {
            "id": values.get("id"),
            "link_id": values.get("link_id"),
            "link_entity": values.get("link_type"),
            "taxonomy_term_id": values.get("taxonomy_term_id"),
        },
    )


_TURNS: dict[str, Turn] = {
    "physical_address": _address("physical"),
    "postal_address": _address("postal"),
    "regular_schedule": _regular,
    "holiday_schedule": _holiday,
    "payment": _payment,
    "service_attribute": _service_attribute,
    "other_attribute": _other_attribute,
}
