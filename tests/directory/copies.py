"""Made-up services that may be copies of each other."""

from __future__ import annotations

from typing import Any

from tests.directory.hsds_files import service

FIRST, SECOND, THIRD = (f"11111111-2222-4333-8444-5555555555{n:02}" for n in (1, 2, 3))


def at(number: int, latitude: float = -37.8, street: str = "1 Test St") -> list[dict[str, Any]]:
    return [
        {
            "id": f"11111111-2222-4333-8444-{number:04}00000001",
            "location": {
                "id": f"11111111-2222-4333-8444-{number:04}00000002",
                "location_type": "physical", "latitude": latitude, "longitude": 144.9,
                "addresses": [
                    {"id": f"11111111-2222-4333-8444-{number:04}00000003", "address_1": street,
                     "city": "Footscray", "state_province": "VIC", "postal_code": "3011",
                     "country": "AU", "address_type": "physical"}
                ],
            },
        }
    ]  # fmt: skip


def made(key: str, number: int, name: str, phone: str, **fields: Any) -> dict[str, Any]:
    phones = [{"id": f"11111111-2222-4333-8444-{number:04}00000009", "number": phone}]
    return service(
        id=key, name=name, phones=phones, attributes=[],
        organization={"id": f"11111111-2222-4333-8444-{number:04}00000008", "name": f"Org {number}",
                      "description": "An org"},
        service_at_locations=fields.pop("places", at(number)), **fields,
    )  # fmt: skip
