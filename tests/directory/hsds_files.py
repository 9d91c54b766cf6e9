"""Files of services in HSDS for the tests: the official examples, older packages, and made-up ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from directory.problems import Problem

FILES = Path(__file__).parent / "files"


def examples() -> Path:
    """The official examples, where a folder "shared" lies beside the checkout."""
    for above in Path(__file__).resolve().parents:
        found = above / "shared/data/hsds-3.0/examples"
        if found.exists():
            return found
    pytest.skip("the official HSDS examples are not beside this checkout (../shared/data)")


def service(**fields: Any) -> dict[str, Any]:
    return {
        "id": "11111111-2222-4333-8444-555555555555",
        "name": "Hot Meals",
        "description": "Free meals",
        "status": "active",
        "assured_date": "2026-10-01",
        "organization": {"id": "11111111-2222-4333-8444-000000000001", "name": "Org",
                         "description": "An org"},
        "phones": [{"id": "11111111-2222-4333-8444-000000000002", "number": "03 9000 0002"},
                   {"id": "11111111-2222-4333-8444-000000000003", "number": "03 9000 0003"}],
        "attributes": [{"id": "11111111-2222-4333-8444-000000000004",
                        "taxonomy_term": {"id": "11111111-2222-4333-8444-000000000005",
                                          "code": "1131", "name": "Meals", "description": "M"}}],
        **fields,
    }  # fmt: skip


def hidden() -> dict[str, Any]:
    return service(
        confidential_address=True,
        service_at_locations=[
            {
                "id": "11111111-2222-4333-8444-000000000010",
                "location": {
                    "id": "11111111-2222-4333-8444-000000000011",
                    "location_type": "physical",
                    "name": "Blue house",
                    "description": "Behind the school",
                    "latitude": -37.8001,
                    "longitude": 144.9002,
                    "addresses": [
                        {"id": "11111111-2222-4333-8444-000000000012",
                         "address_1": "17 Hidden Lane", "city": "Footscray",
                         "state_province": "VIC", "postal_code": "3011", "country": "AU",
                         "address_type": "physical"}
                    ],
                },
            }
        ],
    )  # fmt: skip


def write(folder: Path, *services: dict[str, Any]) -> Path:
    file = folder / "services.json"
    file.write_text(json.dumps(list(services)), "utf-8")
    return file


def codes(problems: list[Problem] | tuple[Problem, ...], level: str = "warning") -> set[str]:
    return {problem.code for problem in problems if problem.level == level}
