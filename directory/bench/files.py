"""The made-up country as files that others would send: HSDS JSON Lines, or a folder of tables.

A load is measured with these, through the same door as any file: two passes,
every check, one transaction.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from directory.bench.country import Country
from directory.hsds.own_fields import OWN
from directory.hsds.rows import Problems, flattened, made_id
from directory.hsds.tables import TABLES
from directory.needs import NEEDS, sub_need

#: Fields of a record of the country that go onto the service as they are.
_AS_THEY_ARE = ("name", "description", "status", "certainty", "source", "example", "genders",
                "only_for", "not_for", "delivery", "states", "region", "timezone")  # fmt: skip


def services(size: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Each service of the country as one nested HSDS 3.0 object, with some nine rows in it."""
    for record in Country(size, seed).records():
        yield _service(record)


def write_json(file: Path, size: int, seed: int = 1, *, every: int = 0) -> Path:
    """JSON Lines, one service a line. ``every``: one service in so many has another description."""
    with file.open("w", encoding="utf-8") as target:
        for number, service in enumerate(services(size, seed)):
            if every and number % every == 0:
                service["description"] += " Moved to the new hall."
            target.write(json.dumps(service, separators=(",", ":")) + "\n")
    return file


def write_tables(folder: Path, size: int, seed: int = 1) -> Path:
    """A tabular package: one CSV file for each table."""
    folder.mkdir(parents=True, exist_ok=True)
    quiet = Problems()
    with ExitStack() as files:
        writers: dict[str, Any] = {}
        seen: set[str] = set()
        for service in services(size, seed):
            for row in flattened("service", service, "", 0, None, quiet):
                if TABLES[row.table].common and row.values["id"] in seen:
                    continue
                if TABLES[row.table].common:
                    seen.add(row.values["id"])
                if row.table not in writers:
                    file = (folder / TABLES[row.table].file).open("w", encoding="utf-8", newline="")
                    names = [column.name for column in TABLES[row.table].columns]
                    names += [own for own in OWN.get(row.table, {}) if own not in names]
                    writers[row.table] = csv.DictWriter(files.enter_context(file), names)
                    writers[row.table].writeheader()
                writers[row.table].writerow(
                    {k: json.dumps(v) if isinstance(v, (list, dict, bool)) else v
                     for k, v in row.values.items()}
                )  # fmt: skip
    return folder


def _service(record: Mapping[str, Any]) -> dict[str, Any]:
    key = made_id("made-up", record["code"])
    made = {name: record[name] for name in _AS_THEY_ARE if name in record}
    made |= {
        "id": key,
        "assured_date": record["read_on"].isoformat(),
        "read_on": record["read_on"].isoformat(),
        "review_by": record["review_by"].isoformat(),
        "public_holiday_rule": record["public_holidays"],
        "organization": {
            "id": made_id("made-up", record["organization"]),
            "name": record["organization"],
            "description": record["organization"],
        },
        "phones": [
            {"id": made_id(key, "phone", str(i)), "number": phone["number"], "type": "voice",
             "shared": True}
            for i, phone in enumerate(record["phones"])
        ],
        "schedules": [
            {"id": made_id(key, "schedule", str(i)), "freq": "WEEKLY", **rule}
            for i, rule in enumerate(record["schedules"])
        ],
        "attributes": [
            {"id": made_id(key, "need", code), "taxonomy_term": _term(code)}
            for code in record["needs"]
        ],
    }  # fmt: skip
    if "languages" in record:
        made["languages"] = [
            {"id": made_id(key, "language", code), "code": code} for code in record["languages"]
        ]
    if "interpreter" in record:
        made["interpretation_services"] = "Interpreters on request"
    if "cost" in record:
        made["fees_description"] = record["cost"]
    if "ages" in record:
        made["minimum_age"], made["maximum_age"] = record["ages"]
    if "confidential" in record:
        made["confidential_address"] = True
    if "locations" in record:
        made["service_at_locations"] = [
            {"id": made_id(key, "at", str(i)), "location": _location(made_id(key, str(i)), spot)}
            for i, spot in enumerate(record["locations"])
        ]
    return made


def _term(code: str) -> dict[str, str]:
    known = sub_need(code)
    label = known.label if known else NEEDS[code].label
    return {"id": made_id("term", code), "code": code, "name": label, "description": label}


def _location(key: str, spot: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": key, "location_type": "physical"}
    if "latitude" in spot:
        made |= {"latitude": spot["latitude"], "longitude": spot["longitude"]}
    made["addresses"] = [
        {"id": made_id(key, "address"), "address_1": spot.get("address", "Somewhere"),
         "city": spot["suburb"], "state_province": spot["state"],
         "postal_code": spot["postcode"], "country": "AU", "address_type": "physical"}
    ]  # fmt: skip
    if "accessibility" in spot:
        made["accessibility"] = [
            {"id": made_id(key, "access", code), "description": code, "details": code}
            for code in spot["accessibility"]
        ]
    return made
