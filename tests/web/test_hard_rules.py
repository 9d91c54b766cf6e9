"""Hard rules of the brief that the desk holds, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_consents import GIVEN, claimed

HOMELESS: dict[str, Any] = {
    **GIVEN,
    "agency": "Centrelink record",
    "reason": "the homelessness indicator",
    "items": ["homeless_indicator"],
}


async def done(worker: Any, path: str) -> list[str]:
    return [one["action"] for one in (await worker.get(path))["actions"]]


async def test_s0_08_without_consent_the_homelessness_indicator_cannot_be_recorded(
    house: House,
) -> None:
    worker, path, _ = await claimed(house)
    await worker.post(f"{path}/consents", GIVEN)  # for something else

    answer = await worker.post(f"{path}/homeless-indicator")

    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "consent"
    assert "homeless_indicator" not in await done(worker, path)


async def test_s0_08_with_the_persons_consent_it_is_recorded_and_not_after_a_withdrawal(
    house: House,
) -> None:
    worker, path, _ = await claimed(house)
    assert (await worker.post(f"{path}/consents", HOMELESS)).status == 201
    assert (await worker.post(f"{path}/homeless-indicator")).status == 200
    (kept,) = (await worker.get(path))["consents"]
    await worker.post(f"{path}/consents/{kept['id']}/end")

    assert (await worker.post(f"{path}/homeless-indicator")).status == 400
    assert (await done(worker, path)).count("homeless_indicator") == 1


@pytest.mark.parametrize("person", ["child", "other"])
async def test_s0_08_nobody_elses_consent_will_do(house: House, person: str) -> None:
    worker, path, _ = await claimed(house)
    await worker.post(f"{path}/consents", {**HOMELESS, "person": person})

    assert (await worker.post(f"{path}/homeless-indicator")).status == 400


async def test_s2_03_the_team_leader_is_one_request_away_whatever_the_tier(house: House) -> None:
    worker, path, _ = await claimed(house)
    assert (await worker.get(path))["team_leader_alert"] is False

    answer = await worker.post(f"{path}/team-leader")

    assert answer.status == 200
    found = await worker.get(path)
    assert found["team_leader_alert"] is True
    called = [one for one in found["actions"] if one["action"] == "team_leader_alerted"]
    assert [one["by"] for one in called] == ["Ana"]
    lead = await house.worker("Lee", "team_leader")
    (seen,) = await lead.queue("claimed")
    assert seen["team_leader_alert"] is True


async def test_s2_03_a_closed_case_calls_nobody(house: House) -> None:
    worker, path, _ = await claimed(house)
    await worker.post(f"{path}/close", {"outcome": "talked"})

    assert (await worker.post(f"{path}/team-leader")).status == 409


async def look_up(house: House, role: str = "officer") -> tuple[Any, dict[str, Any]]:
    officer = await house.worker("Olu", role)
    answer = await officer.client.post(
        "/api/conversations", json={"audience": "staff"}, headers={"X-CSRF-Token": officer.csrf}
    )
    assert answer.status == 201, await answer.text()
    return officer, await answer.json()


async def test_s2_03_an_officer_at_the_counter_calls_the_team_leader_from_the_look_up(
    house: House,
) -> None:
    officer, made = await look_up(house)
    path = f"/lookup/api/{made['id']}/team-leader"
    headers = {"X-CSRF-Token": officer.csrf, "Authorization": f"Bearer {made['token']}"}
    page = await (await officer.client.get("/lookup")).text()

    for _ in range(2):
        assert (await officer.client.post(path, json={}, headers=headers)).status == 200

    lead = await house.worker("Lee", "team_leader")
    (case,) = await lead.queue()
    assert case["team_leader_alert"] is True
    assert 'id="lookup-leader"' in page


async def test_s2_03_only_the_look_ups_own_officer_calls_from_it(house: House) -> None:
    officer, made = await look_up(house)
    customer = await house.customer()
    csrf = {"X-CSRF-Token": officer.csrf}
    path = f"/lookup/api/{made['id']}/team-leader"

    without = await officer.client.post(path, json={}, headers=csrf)
    theirs = await officer.client.post(
        f"/lookup/api/{customer.id}/team-leader", json={}, headers={**csrf, **customer.headers}
    )

    assert (without.status, theirs.status) == (401, 404)
    assert house.desk.cases("waiting") == []
