"""A sheet by text message, pressed by people: at the desk and in the look-up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from bot.desk import Reply
from bot.settings import Settings
from directory import Directory
from tests.browser.conftest import NewPerson, Served, sign_in
from tests.browser.desk_page import claim
from tests.browser.scripted_rasa import CARDS
from tests.browser.seeing import barriers, too_wide
from tests.web.sms_house import TOKEN, SmsHouse

pytestmark = pytest.mark.browser

PANTRY = """
services:
  - code: food-1
    name: Westside Food Pantry
    organization: Westside Neighbourhood House
    description: Food parcels.
    needs: [food_parcel]
    phones: [{number: "03 9555 0142", label: Front desk}]
    schedules: [{byday: "MO,TU,WE,TH,FR", opens_at: "09:00", closes_at: "17:00"}]
    locations: [{address: 68 Oxford Street, suburb: Footscray, state: VIC, postcode: "3011",
                 latitude: -37.8, longitude: 144.9}]
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2099-01-01
    certainty: V
"""


@pytest.fixture
def sms(loop: asyncio.AbstractEventLoop) -> Iterator[SmsHouse]:
    """An operator's gateway that takes everything until it is told otherwise."""
    house = SmsHouse()

    async def start() -> asyncio.AbstractServer:
        server = await asyncio.start_server(house.serve, "127.0.0.1", 0)
        house.port = int(server.sockets[0].getsockname()[1])
        return server

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield house
    loop.call_soon_threadsafe(server.close)


@pytest.fixture
def settings(settings: Settings, sms: SmsHouse) -> Settings:
    """As everywhere, with text messages on and one service in the directory."""
    records = settings.data_dir / "pantry.yml"
    records.write_text(PANTRY, "utf-8")
    directory = Directory.open(settings.directory_url)
    directory.load(records)
    directory.close()
    return replace(settings, sms_gateway_url=sms.url, sms_gateway_token=TOKEN)


def claimed(scripted: Served, page: Page, reason: str = "request") -> None:
    """A claimed case in which a service was shown."""
    cid, _ = scripted.desk.create_conversation()
    scripted.desk.append_event(cid, "assistant", Reply("Here is one.", cards=[CARDS[0]]))
    case = scripted.desk.open_case(cid, message_id=None, reason=reason)
    claim(page, case.id)


def mark(page: Page, number: str = "0412 345 678") -> None:
    """Asks every point and marks a number as safe."""
    page.get_by_label("Mobile number").fill(number)
    for box in page.locator(".text-checks input").all():
        box.check()
    page.get_by_role("button", name="Mark as safe").click()


def test_a_number_is_marked_the_words_are_seen_and_one_press_sends(
    scripted: Served, worker: Page, sms: SmsHouse
) -> None:
    claimed(scripted, worker)
    worker.get_by_role("button", name="Text message…").click()
    expect(worker.get_by_text("Tick a service first.")).to_be_visible()
    worker.get_by_label("Westside Food Pantry").check()
    worker.get_by_role("button", name="Text message…").click()
    expect(worker.get_by_label("Mobile number")).to_be_focused()
    assert barriers(worker) == []
    worker.get_by_label("Mobile number").fill("03 9555 0142")
    worker.get_by_role("button", name="Mark as safe").click()
    expect(worker.get_by_role("dialog").get_by_role("alert")).to_contain_text("mobile number")
    mark(worker)
    expect(worker.get_by_text("To the number ending in 678")).to_be_visible()
    preview = worker.locator(".text-preview")
    expect(preview).to_contain_text("(03) 9555 0142")
    expect(preview).not_to_contain_text("Pantry")
    worker.get_by_label("Neutral").uncheck()
    expect(preview).to_contain_text("Westside Food Pantry")
    assert barriers(worker) == []
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".text-result")).to_be_focused()
    expect(worker.locator(".text-result")).to_contain_text("The message was taken.")
    assert [taken["to"] for taken in sms.taken] == ["+61412345678"]
    assert barriers(worker) == []
    worker.get_by_role("button", name="Close", exact=True).click()
    expect(worker.get_by_role("button", name="Text message…")).to_be_focused()
    expect(worker.locator("body")).not_to_contain_text("0412")


def test_after_danger_only_the_neutral_version_can_be_sent(
    scripted: Served, worker: Page, sms: SmsHouse
) -> None:
    claimed(scripted, worker, "danger")
    worker.get_by_label("Westside Food Pantry").check()
    with worker.context.expect_page() as sheet:
        worker.get_by_role("button", name="Open the sheet").click()
    assert "plain=true" in sheet.value.url
    worker.get_by_role("button", name="Text message…").click()
    mark(worker)
    expect(worker.get_by_label("Neutral")).to_be_disabled()
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".text-result")).to_be_visible()
    assert "Pantry" not in sms.taken[0]["text"]


def test_what_may_have_left_is_not_offered_again_and_what_never_left_is(
    scripted: Served, worker: Page, sms: SmsHouse
) -> None:
    claimed(scripted, worker)
    worker.get_by_label("Westside Food Pantry").check()
    worker.get_by_role("button", name="Text message…").click()
    mark(worker)
    sms.mode = "hangs_up"
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".text-result")).to_contain_text("Nobody knows whether")
    expect(worker.get_by_role("button", name="Try again")).to_have_count(0)
    worker.get_by_role("button", name="Close", exact=True).click()
    sms.mode = "is_full"
    worker.get_by_role("button", name="Text message…").click()
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".text-result")).to_contain_text("was not sent")
    sms.mode = "takes"
    worker.get_by_role("button", name="Try again").click()
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".text-result")).to_contain_text("was taken")
    assert len(sms.taken) == 3


def test_a_look_up_sends_what_was_chosen(
    scripted: Served, new_person: NewPerson, sms: SmsHouse
) -> None:
    officer = sign_in(
        new_person(scripted.base_url, viewport={"width": 360, "height": 740}), "/lookup"
    )
    expect(officer.locator("#lookup[data-ready]")).to_be_visible()
    officer.get_by_role("button", name="food parcel today").click()
    expect(officer.get_by_role("textbox")).to_be_focused()
    officer.keyboard.press("Enter")
    officer.get_by_role("checkbox", name="Print this one: Westside Food Pantry").check()
    officer.get_by_role("button", name="Text message…").click()
    assert too_wide(officer) == []
    mark(officer)
    officer.get_by_role("button", name="Send it").click()
    expect(officer.locator(".text-result")).to_contain_text("The message was taken.")
    officer.get_by_role("button", name="Close", exact=True).click()
    officer.get_by_role("button", name="Text message…").click()
    officer.get_by_role("button", name="Not safe any more").click()
    expect(officer.get_by_label("Mobile number")).to_be_visible()
    assert len(sms.taken) == 1


def test_without_a_gateway_nobody_is_offered_a_text(
    scripted: Served, worker: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.stop_gateway()
    scripted.settings = replace(scripted.settings, sms_gateway_url="", sms_gateway_token="")
    scripted.start_gateway()
    worker.reload()
    claimed(scripted, worker)
    expect(worker.get_by_role("button", name="Open the sheet")).to_be_visible()
    expect(worker.get_by_role("button", name="Text message…")).to_have_count(0)
