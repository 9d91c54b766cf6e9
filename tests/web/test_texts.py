"""Take-away sheets by text message, over real HTTP to a real gateway that behaves badly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.desk.text_messages import CHECKS, MOST_HERE
from bot.risk import Assessment, Tier
from bot.settings import Settings
from bot.web import text_views
from bot.web.limits import Buckets
from bot.web.text_gateway import TextGateway
from tests.web.conftest import House, eventually
from tests.web.services import load_checked
from tests.web.sms_house import TOKEN, SmsHouse, sms_house
from tests.web.texting import NUMBER, Claimed, claim
from tests.words_of_danger import noticed


@pytest.fixture
async def gateway_house() -> AsyncIterator[SmsHouse]:
    async with sms_house() as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path, gateway_house: SmsHouse) -> Settings:
    """As everywhere in these tests, with text messages on and three services to send."""
    load_checked(tmp_path)
    return Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'desk.db'}",
        directory_url=f"sqlite:///{tmp_path / 'directory.db'}",
        sms_gateway_url=gateway_house.url,
        sms_gateway_token=TOKEN,
    )


@pytest.fixture
async def claimed(house: House) -> Claimed:
    return await claim(house)


async def test_a_text_goes_to_the_safe_number_through_the_operator_s_gateway(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    marked = await claimed.mark()
    assert (marked.status, (await marked.json())["number"]["ends_with"]) == (201, "678")

    assert await claimed.state(neutral=False) == "sent"

    (taken,) = gateway_house.taken
    assert taken["to"] == "+61412345678"
    assert "Coburg Legal Desk" in taken["text"]
    assert "Mon-Tue 9:00 am-5:00 pm" in taken["text"]
    (headers,) = gateway_house.headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["idempotency-key"] == taken["id"]


async def test_health_says_how_the_last_text_went(
    claimed: Claimed, house: House, gateway_house: SmsHouse
) -> None:
    async def texts() -> dict[str, Any]:
        report = await (await house.main.get("/health")).json()
        found: dict[str, Any] = report["parts"]["texts"]
        return found

    assert await texts() == {"up": True, "last": None}
    await claimed.mark()
    gateway_house.mode = "refuses"
    await claimed.state("t1")
    assert (await texts())["up"] is True
    gateway_house.mode = "is_full"
    await claimed.state("t2")
    assert await texts() == {"up": False, "last": "failed", "refused": 1, "failed": 1}
    gateway_house.mode = "takes"
    await claimed.state("t3")
    assert (await texts())["up"] is True


async def test_without_a_word_about_it_a_text_is_neutral(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    await claimed.state()
    assert gateway_house.taken[0]["text"].splitlines()[0] == "(03) 9347 0009"
    assert "Legal" not in gateway_house.taken[0]["text"]


@pytest.mark.parametrize(
    ("facts", "assessment"),
    [
        ({"safe_to_talk": "no"}, None),
        ({}, {"tier": "T1", "indicators": [{"code": "x", "domain": "family_violence",
                                            "tier": "T1"}]}),
        ({}, {"tier": "T3", "indicators": []}),
    ],
)  # fmt: skip
async def test_x_07_where_danger_was_noticed_nobody_can_send_a_name(
    house: House, gateway_house: SmsHouse, facts: Any, assessment: Any
) -> None:
    customer = await house.customer()
    case = house.desk.open_case(
        customer.id, message_id=None, reason="danger" if assessment else "request",
        assessment=assessment, facts=facts,
    )  # fmt: skip
    worker = await house.worker()
    await worker.post(f"/cases/{case.id}/claim")
    claimed = Claimed(worker, customer, case.id)
    await claimed.mark()

    assert (await worker.get(f"/cases/{case.id}/texting"))["must_be_neutral"] is True
    assert await claimed.state(neutral=False) == "sent"
    assert "Legal" not in gateway_house.taken[0]["text"]


async def claimed_where(house: House, domain: str, word: str) -> Claimed:
    """A claimed case at a gateway that notices one word as a T2 of one domain."""

    def screen(text: str, language: Any = None, context: Any = None) -> Assessment:
        sign = noticed(text, {word: Tier.T2}, domain)
        return Assessment(Tier.T2, (sign,)) if sign else Assessment()

    house.screen = screen
    await house.restart()
    await house.gateway.rasa.wait_up()
    return await claim(house)


async def test_x_07_danger_that_is_told_to_the_worker_makes_the_next_text_neutral(
    house: House, gateway_house: SmsHouse
) -> None:
    claimed = await claimed_where(house, "family_violence", "pushes")
    await claimed.mark()
    await claimed.customer.say("and he pushes me around")

    assert await claimed.state(neutral=False) == "sent"
    assert "Legal" not in gateway_house.taken[0]["text"]
    assert (await claimed.worker.get(f"/cases/{claimed.case_id}"))["keep_neutral"] is True


async def test_x_07_a_number_is_safe_no_more_once_somebody_else_may_read_it(
    house: House, gateway_house: SmsHouse
) -> None:
    claimed = await claimed_where(house, "privacy", "phone")
    await claimed.mark()
    await claimed.customer.say("thank you")
    assert (await claimed.worker.get(f"/cases/{claimed.case_id}/texting"))["number"] is not None

    await claimed.customer.say("he has got my phone now")

    answer = await claimed.send()
    assert (answer.status, (await answer.json())["error"]["field"]) == (400, "number")
    assert (await claimed.worker.get(f"/cases/{claimed.case_id}/texting"))["number"] is None
    assert gateway_house.taken == []
    history = (await claimed.worker.get(f"/cases/{claimed.case_id}"))["actions"]
    assert [one["by"] for one in history if one["action"] == "number_ended"] == ["assistant"]


async def test_a_confidential_place_is_in_no_text(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    await claimed.send("t1", "hidden-house", neutral=False)
    assert "Coburg" not in gateway_house.taken[0]["text"]


async def test_what_is_for_staff_alone_is_not_sent(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    assert (await claimed.send("t1", "staff-line", neutral=False)).status == 404
    assert gateway_house.taken == []


async def test_nothing_goes_out_before_a_number_is_safe(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    answer = await claimed.send()
    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "number"
    assert (await claimed.mark(checks=CHECKS[:-1])).status == 400
    assert (await claimed.mark(number="03 9555 0142")).status == 400
    assert (await claimed.send()).status == 400
    await claimed.mark()
    assert (await claimed.post("number/end")).status == 204
    assert (await claimed.send()).status == 400
    assert gateway_house.taken == []


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("refuses", "refused"),
        ("moves", "refused"),
        ("is_full", "failed"),
        ("breaks", "unknown"),
        ("hangs_up", "unknown"),
        ("talks_rubbish", "unknown"),
        ("slow", "unknown"),
        ("never_ends", "sent"),
        ("answers_twice", "sent"),
    ],
)
async def test_whatever_the_gateway_does_the_worker_reads_what_came_of_it(
    claimed: Claimed, gateway_house: SmsHouse, mode: str, state: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(
        text_views, "TextGateway", lambda url, token: TextGateway(url, token, patience=0.5)
    )
    gateway_house.mode = mode
    await claimed.mark()
    assert await claimed.state() == state
    assert len(gateway_house.taken) == 1
    # The next one is judged by its own answer.
    gateway_house.mode = "takes"
    assert await claimed.state("t2") == "sent"
    assert gateway_house.connections == 2


async def test_one_press_that_arrives_twice_at_once_sends_once(
    claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    answers = await asyncio.gather(*(claimed.send() for _ in range(5)))
    assert [a.status for a in answers] == [200] * 5
    assert len(gateway_house.taken) == 1
    assert await claimed.state() == "sent"


async def test_too_many_and_too_long_ones_are_refused_with_what_to_do(
    house: House, claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    many = await claimed.send("m", *(f"s{n}" for n in range(4)))
    assert (many.status, (await many.json())["error"]["field"]) == (400, "services")
    for number in range(MOST_HERE):
        assert await claimed.state(f"k{number}") == "sent"
    over = await claimed.send("over")
    assert over.status == 429
    assert "a day" in (await over.json())["error"]["message"]
    assert len(gateway_house.taken) == MOST_HERE
    assert house.main.server is not None
    house.main.server.app[text_views.LIMITS] = Buckets(0.5, 0.001)  # type: ignore[union-attr,attr-defined]
    assert (await claimed.send("again")).status == 429


async def test_a_text_with_too_many_parts_is_not_sent(
    claimed: Claimed, gateway_house: SmsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await claimed.mark()
    monkeypatch.setattr(text_views, "MOST_PARTS", 0)
    preview = await claimed.post("texts/preview", services=["bring-things"])
    assert (await preview.json())["parts"] == 1
    assert (await claimed.send()).status == 413
    assert gateway_house.taken == []


async def test_the_preview_is_what_is_sent(claimed: Claimed, gateway_house: SmsHouse) -> None:
    await claimed.mark()
    body: dict[str, Any] = {"services": ["bring-things"], "language": "ar", "neutral": False}
    shown = await (await claimed.post("texts/preview", **body)).json()
    await claimed.post("texts", id="t1", **body)
    assert gateway_house.taken[0]["text"] == shown["text"]
    assert shown["language"] == "ar"


async def test_only_who_has_the_case_can_text(
    house: House, claimed: Claimed, gateway_house: SmsHouse
) -> None:
    await claimed.mark()
    ben = await house.worker("Ben")
    leader = await house.worker("Lee", "team_leader")
    officer = await house.worker("Olu", "officer")
    editor = await house.worker("Edi", "editor")
    body = {"id": "x", "services": ["bring-things"]}
    path = f"/cases/{claimed.case_id}"
    for who, status in ((ben, 409), (leader, 409), (officer, 403), (editor, 403)):
        assert (await who.post(f"{path}/texts", body)).status == status
        assert (await who.post(f"{path}/number", {"number": NUMBER, "checks": []})).status == status
        assert (await who.client.get(f"/desk/api{path}/texting")).status == status
    assert (await house.main.post(f"/desk/api{path}/texts", json=body)).status == 401
    no_csrf = await claimed.worker.client.post(f"/desk/api{path}/texts", json=body)
    assert no_csrf.status == 403
    await claimed.worker.post(f"{path}/close", {"outcome": "talked"})
    assert (await claimed.send()).status == 409
    assert gateway_house.taken == []


async def test_the_number_comes_back_to_nobody(claimed: Claimed, house: House) -> None:
    await claimed.mark()
    await claimed.state()
    case = await (await claimed.worker.client.get(f"/desk/api/cases/{claimed.case_id}")).text()
    texting = await claimed.worker.get(f"/cases/{claimed.case_id}/texting")
    assert "345678" not in case.replace(" ", "")
    assert "345678" not in str(texting).replace(" ", "")
    assert texting["texts"][0]["state"] == "sent"
    assert "345678" not in str(await claimed.customer.read()).replace(" ", "")


async def test_a_look_up_sends_with_its_own_token_and_staff_sign_in(
    house: House, gateway_house: SmsHouse
) -> None:
    officer = await house.worker("Olu", "officer")
    made = await (
        await officer.client.post("/api/conversations", json={"audience": "staff"})
    ).json()
    customer = await house.customer()

    async def post(path: str, token: str, cid: str, **body: Any) -> ClientResponse:
        return await officer.client.post(
            f"/lookup/api/{cid}/{path}",
            json=body,
            headers={"X-CSRF-Token": officer.csrf, "Authorization": f"Bearer {token}"},
        )

    ask = {"number": NUMBER, "checks": list(CHECKS)}
    assert (await post("number", made["token"], made["id"], **ask)).status == 201
    sent = await post("texts", made["token"], made["id"], id="t1", services=["bring-things"])
    assert (await sent.json())["text"]["state"] == "sent"

    assert (await post("number", customer.token, made["id"], **ask)).status == 404
    assert (await post("number", customer.token, customer.id, **ask)).status == 404
    assert (await post("number", "wrong", made["id"], **ask)).status == 401
    stranger = await house.main.post(
        f"/lookup/api/{made['id']}/texts",
        json={"id": "t2", "services": ["bring-things"]},
        headers={"Authorization": f"Bearer {made['token']}"},
    )
    assert stranger.status == 401
    assert len(gateway_house.taken) == 1


async def test_x_19_no_log_line_has_number_words_token_or_address(
    claimed: Claimed, gateway_house: SmsHouse, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await claimed.mark()
        await claimed.state("t1", neutral=False)
        gateway_house.mode = "hangs_up"
        await claimed.state("t2", neutral=False)
        await claimed.send("t3", "nobody")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "text_sent text=" in said
    for never in ("345678", "345 678", "Coburg", "9347", TOKEN, "account=7"):
        assert never not in said, never


async def test_a_text_that_was_under_way_at_a_restart_is_not_called_failed(
    house: House, claimed: Claimed, gateway_house: SmsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway_house.mode = "slow"
    await claimed.mark()
    pressing = asyncio.create_task(claimed.send())
    await eventually(lambda: bool(gateway_house.taken))
    pressing.cancel()
    (begun,) = house.desk.texts(claimed.customer.id)
    assert begun.state == "sending"
    await asyncio.sleep(2.3)
    # Whoever pressed has gone; the message was brought to an end all the same.
    assert house.desk.texts(claimed.customer.id)[0].state == "sent"


async def test_without_a_gateway_there_is_nothing_to_reach(
    settings: Settings, rasa_side: Any
) -> None:
    off = House(replace(settings, sms_gateway_url="", sms_gateway_token=""), rasa_side)
    await off.open()
    try:
        customer = await off.customer()
        case = off.desk.open_case(customer.id, message_id=None, reason="request")
        worker = await off.worker()
        await worker.post(f"/cases/{case.id}/claim")
        for path in ("number", "number/end", "texts", "texts/preview"):
            answer = await worker.post(f"/cases/{case.id}/{path}", {})
            assert (answer.status, (await answer.json())["error"]["code"]) == (404, "texts_off")
    finally:
        await off.close()
