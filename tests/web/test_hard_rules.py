"""Hard rules of the brief that the desk holds, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import Case
from tests.web.conftest import House, eventually
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


# --- what is written is as urgent as what is said (S1-17) ---

SAID = "i dont want to be alive any more"
LETTER = "Dear Sir or Madam,\n\nmy reference is 1234.\n\nI don't want to be alive any more.\n\nA."
FORM = "Section 3. Rent paid: 310\n" * 300 + "Section 4. Reasons: " + SAID + "\nSigned"


@pytest.mark.parametrize("written", [LETTER, FORM], ids=["letter", "form"])
@pytest.mark.parametrize("audience", ["customer", "staff"])
async def test_s1_17_a_written_statement_opens_a_case_at_once_with_the_tier_of_speech(
    real: House, audience: str, written: str
) -> None:
    async def case_of(text: str) -> Case:
        cid, token = real.desk.create_conversation(audience)
        answer = await real.main.post(
            f"/api/conversations/{cid}/messages",
            json={"id": "m1", "text": text},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status == 202, await answer.text()
        case = real.desk.open_case_of(cid)  # at once: nothing is waited for
        assert case is not None
        return case

    spoken, read = await case_of(SAID), await case_of(written)

    assert spoken.tier == "T3"
    assert (read.tier, read.state, read.reason) == (spoken.tier, "waiting", "danger")
    assert read.team_leader_alerted_at is not None, "nobody is free: it is not left in a queue"


async def test_s1_17_a_letter_copied_into_a_note_raises_the_case_as_speech_would(
    real: House,
) -> None:
    worker, path, _ = await claimed(real)

    heard = (await (await worker.post(f"{path}/notes", {"text": LETTER[:1900]})).json())["heard"]

    assert (heard["tier"], heard["raised"]) == ("T3", True)
    assert (await worker.get(path))["tier"] == "T3"


# --- lowering a tier (S2-06, S2-07) ---


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  \n "}, {"reason": None}])
async def test_s2_06_not_even_a_team_leader_lowers_a_tier_without_a_reason(
    house: House, reason: dict[str, Any]
) -> None:
    _, path, _ = await claimed(house)
    case_id = int(path.rsplit("/", 1)[1])
    sender = house.desk.case(case_id).conversation_id
    house.desk.open_case(sender, message_id="d1", reason="danger", assessment={"tier": "T3"})
    lead = await house.worker("Lee", "team_leader")

    answer = await lead.post(f"{path}/tier", {"tier": "T1", **reason})

    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "reason"
    assert house.desk.case(case_id).tier == "T3"
    assert "tier_set" not in await done(lead, path)


def violence(*codes: str, tier: str = "T3", domain: str = "family_violence") -> dict[str, Any]:
    signs = [
        {"code": c, "domain": domain, "tier": tier, "subject": "self", "time": "now", "evidence": c}
        for c in codes
    ]
    return {"tier": tier, "indicators": signs, "clarify": None}


async def told_of(house: House, assessment: dict[str, Any]) -> tuple[Any, str]:
    worker, path, _ = await claimed(house)
    sender = house.desk.case(int(path.rsplit("/", 1)[1])).conversation_id
    house.desk.open_case(sender, message_id="d1", reason="danger", assessment=assessment)
    return worker, path


@pytest.mark.parametrize("role", ["worker", "team_leader"])
async def test_s2_07_a_sign_of_serious_violence_is_never_lowered(house: House, role: str) -> None:
    worker, path = await told_of(house, violence("violence.strangled", "violence.lethality"))
    who = worker if role == "worker" else await house.worker("Lee", role)

    assert (await who.get(path))["lowest_tier"] == "T3"
    lower = await who.post(f"{path}/tier", {"tier": "T2", "reason": "she seems calm"})
    higher = await who.post(f"{path}/tier", {"tier": "T4", "reason": "he is at the door"})
    back = await who.post(f"{path}/tier", {"tier": "T3", "reason": "he has been taken away"})

    assert (lower.status, (await lower.json())["error"]["field"]) == (400, "tier")
    assert (higher.status, back.status) == (200, 200)
    assert (await who.get(path))["tier"] == "T3"


async def test_s2_07_a_sign_that_was_not_meant_so_holds_no_tier(house: House) -> None:
    worker, path = await told_of(house, violence("violence.strangled"))
    sign = {"code": "violence.strangled", "message_id": "d1"}
    lower = {"tier": "T1", "reason": "strangled by paperwork"}

    await worker.post(f"{path}/signs", {**sign, "verdict": "wrong_person"})
    still = await worker.post(f"{path}/tier", lower)
    await worker.post(f"{path}/signs", {**sign, "verdict": "not_meant"})
    now = await worker.post(f"{path}/tier", lower)

    assert (still.status, now.status) == (400, 200)
    assert "sign_judged" in await done(worker, path)


@pytest.mark.parametrize(
    "assessment",
    [violence("violence.abuse", tier="T2"), violence("suicide.wish", domain="suicide_self_harm")],
)
async def test_other_signs_are_lowered_with_a_reason(
    house: House, assessment: dict[str, Any]
) -> None:
    worker, path = await told_of(house, assessment)

    assert (await worker.get(path))["lowest_tier"] == "T0"
    answer = await worker.post(f"{path}/tier", {"tier": "T1", "reason": "clarified with her"})
    assert answer.status == 200


async def test_s2_07_and_s3_05_nothing_that_is_shown_counts_or_scores(real: House) -> None:
    customer = await real.customer()
    await customer.say("he strangled me, he has a gun, he says he will kill me and i am pregnant")
    worker = await real.worker()
    (queued,) = await worker.queue()

    shown = await worker.get(f"/cases/{queued['id']}")

    assert len(shown["indicators"]) > 1
    numbers = {
        name
        for part in (queued, shown, *shown["indicators"])
        for name, value in part.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert numbers == {"id", "message_seq"}


# --- who somebody is changes nothing (S3-05) ---

PROFILES: list[dict[str, Any]] = [
    {},
    {"ages": ["17"], "gender": "man", "place": "Alice Springs NT 0870"},
    {"ages": ["81"], "gender": "woman", "people": ["pregnant", "children"], "asked": ["a"] * 9},
    {"language": "ar", "needs": ["drug_alcohol_gambling"], "contact": "known"},
]


@pytest.mark.parametrize("text", ["he hits me when he drinks", "i need food", "im behind on rent"])
async def test_s3_05_the_same_words_have_the_same_tier_whoever_says_them(
    real: House, text: str
) -> None:
    found = set()
    for profile in PROFILES:
        real.rasa.facts = profile
        customer = await real.customer()
        await customer.say("hello")
        await eventually(lambda c=customer, p=profile: real.desk.conversation(c.id).facts == p)
        await customer.say(text)
        message = real.desk.stored(customer.id, f"m{customer.said}")
        assert message is not None
        found.add(str(message[1].assessment))

    assert len(found) == 1


# --- another person (S2-12, X-14) ---


async def test_s2_12_a_conversation_of_somebody_else_answers_as_one_that_never_was(
    house: House,
) -> None:
    mine, theirs = await house.customer(), await house.customer()
    answers = []
    for cid in (theirs.id, "0" * len(theirs.id)):
        answer = await house.main.get(f"/api/conversations/{cid}/events", headers=mine.headers)
        answers.append((answer.status, await answer.text()))

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


async def test_x_14_what_is_said_of_somebody_else_stays_marked_as_theirs(real: House) -> None:
    customer = await real.customer()
    await customer.say("my brother wants to kill himself")
    worker = await real.worker()
    (queued,) = await worker.queue()

    signs = [s for s in queued["indicators"] if s["domain"] == "suicide_self_harm"]

    assert signs
    assert {sign["subject"] for sign in signs} == {"other"}


async def test_x_14_a_danger_is_none_of_what_may_be_passed_on(house: House) -> None:
    worker, path, _ = await claimed(house)
    for item in ("indicators", "danger", "tier", "child_safety", "notes"):
        answer = await worker.post(f"{path}/consents", {**GIVEN, "items": [item]})
        assert answer.status == 400, item
