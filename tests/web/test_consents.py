"""Consents taken at the desk, over HTTP."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.desk.tables import now
from tests.web.conftest import House

GIVEN: dict[str, Any] = {
    "person": "self",
    "agency": "Riverside Legal (example)",
    "direction": "to_agency",
    "reason": "the hearing on Monday",
    "items": ["name", "phone"],
    "days": 7,
    "asked_freely": True,
}


async def claimed(house: House, **at: str) -> tuple[Any, str, str]:
    """A worker with a case of theirs: the worker, its address, its conversation."""
    customer = await house.customer()
    opened = house.desk.open_case(customer.id, message_id=None, reason="request")
    worker = await house.worker(**at)
    path = f"/cases/{opened.id}"
    assert (await worker.post(f"{path}/claim")).status == 200
    return worker, path, customer.id


async def test_s3_06_and_s1_07_a_worker_records_person_agency_reason_and_timeframe(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    worker, path, cid = await claimed(house)
    with caplog.at_level(logging.DEBUG):
        assert (await worker.post(f"{path}/consents", GIVEN)).status == 201

    found = await worker.get(path)
    (kept,) = found["consents"]
    assert {name: kept[name] for name in ("person", "agency", "direction", "reason", "items")} == {
        name: GIVEN[name] for name in ("person", "agency", "direction", "reason", "items")
    }
    assert "consent_taken" in {done["action"] for done in found["actions"]}
    (record,) = house.desk.consents(cid)
    assert record.allows(
        now(), person="self", agency=str(GIVEN["agency"]), direction="to_agency", item="phone"
    )
    assert "Riverside" not in "\n".join(record.getMessage() for record in caplog.records)


async def test_s3_08_what_is_withdrawn_may_not_be_shared_from_then_on(house: House) -> None:
    worker, path, cid = await claimed(house)
    await worker.post(f"{path}/consents", GIVEN)
    (kept,) = (await worker.get(path))["consents"]
    for _ in range(2):
        assert (await worker.post(f"{path}/consents/{kept['id']}/end")).status == 200

    found = await worker.get(path)
    assert found["consents"][0]["withdrawn_at"] is not None
    assert [done["action"] for done in found["actions"]].count("consent_ended") == 1
    (record,) = house.desk.consents(cid)
    assert not record.allows(now())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", "everybody"),
        ("agency", "  "),
        ("agency", "x" * 201),
        ("direction", "both"),
        ("reason", ""),
        ("reason", None),
        ("items", []),
        ("items", ["bank account"]),
        ("items", "name"),
        ("days", 0),
        ("days", 366),
        ("days", "7"),
        ("days", True),
        ("asked_freely", False),
        ("asked_freely", "yes"),
    ],
)
async def test_a_gap_is_named_and_nothing_is_kept(house: House, field: str, value: object) -> None:
    worker, path, _ = await claimed(house)
    answer = await worker.post(f"{path}/consents", {**GIVEN, field: value})

    assert answer.status in {400, 413}
    assert (await answer.json())["error"]["field"] == field
    assert (await worker.get(path))["consents"] == []


async def test_only_who_has_the_case_records_and_a_consent_ends_only_in_its_own_case(
    house: House,
) -> None:
    worker, path, _ = await claimed(house)
    await worker.post(f"{path}/consents", GIVEN)
    (kept,) = (await worker.get(path))["consents"]
    other, other_path, _ = await claimed(house, name="Samira")

    assert (await other.post(f"{path}/consents", GIVEN)).status == 409
    wrong = await other.post(f"{other_path}/consents/{kept['id']}/end")
    assert wrong.status == 404
    assert (await worker.get(path))["consents"][0]["withdrawn_at"] is None
    officer = await house.worker("Olu", "officer")
    for deed in ("consents", f"consents/{kept['id']}/end"):
        assert (await officer.post(f"{path}/{deed}", GIVEN)).status == 403
        assert (await house.main.post(f"/desk/api{path}/{deed}", json=GIVEN)).status == 401
        assert (await worker.client.post(f"/desk/api{path}/{deed}", json=GIVEN)).status == 403


async def closed(worker: Any, path: str) -> dict[str, Any]:
    """What the history says of the closing."""
    found: list[dict[str, Any]] = (await worker.get(path))["actions"]
    return next(done for done in reversed(found) if done["action"] == "closed")


async def test_s1_10_a_transfer_ends_with_date_service_consent_and_outcome(house: House) -> None:
    worker, path, _ = await claimed(house)
    await worker.post(f"{path}/consents", GIVEN)
    (kept,) = (await worker.get(path))["consents"]
    ended = {"outcome": "warm_transfer", "service": "riverside legal (Example) "}
    assert (await worker.post(f"{path}/close", ended)).status == 200

    done = await closed(worker, path)
    assert (done["reason"], done["detail"]["consents"]) == ("warm_transfer", [kept["id"]])
    assert done["detail"]["service"] == "riverside legal (Example)"
    assert done["at"]


@pytest.mark.parametrize("gap", ["another", "withdrawn", "other_direction", "over"])
async def test_s3_07_nobody_is_referred_on_a_consent_that_does_not_hold(
    house: House, gap: str
) -> None:
    worker, path, cid = await claimed(house)
    changed = {
        "another": {"agency": "Harbour Clinic (example)"},
        "withdrawn": {},
        "other_direction": {"direction": "from_agency"},
        "over": {"agency": "Somebody else"},
    }[gap]
    await worker.post(f"{path}/consents", {**GIVEN, **changed})
    if gap == "over":
        then = datetime.now(timezone.utc) - timedelta(days=8)
        house.desk.record_consent(
            cid, person="self", agency=GIVEN["agency"], direction="to_agency", reason="then",
            items=["name"], valid_from=then, valid_until=then + timedelta(days=7),
        )  # fmt: skip
    if gap == "withdrawn":
        (kept,) = (await worker.get(path))["consents"]
        await worker.post(f"{path}/consents/{kept['id']}/end")

    answer = await worker.post(f"{path}/close", {"outcome": "referred", "service": GIVEN["agency"]})

    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "consent"
    assert (await worker.get(path))["state"] == "claimed"


async def test_s1_08_somebody_who_stays_anonymous_is_transferred_without_a_consent(
    house: House,
) -> None:
    worker, path, _ = await claimed(house)
    ended = {"outcome": "warm_transfer", "service": GIVEN["agency"], "anonymous": True}
    assert (await worker.post(f"{path}/close", ended)).status == 200

    assert (await closed(worker, path))["detail"] == {
        "service": GIVEN["agency"],
        "anonymous": True,
    }


async def test_s0_10_a_declined_offer_keeps_what_was_offered_and_the_assistant_stays(
    house: House,
) -> None:
    worker, path, cid = await claimed(house)
    ended = {"outcome": "declined", "service": "Harbour Clinic (example)", "note": "Too far."}
    assert (await worker.post(f"{path}/close", ended)).status == 200

    done = await closed(worker, path)
    assert (done["reason"], done["detail"]) == (
        "declined",
        {"service": "Harbour Clinic (example)"},
    )
    assert (await worker.get(path))["notes"][0]["text"] == "Too far."
    assert house.desk.conversation(cid).held_by is None
