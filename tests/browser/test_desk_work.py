"""A day at the desk: nothing that is read or written is lost, and nobody waits unseen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from bot.desk import Reply
from tests.browser.chatting import say
from tests.browser.conftest import PASSWORD, NewPerson, Served, at_desk, sign_in
from tests.browser.desk_page import case_of, claim, wrote
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


def test_a_restart_takes_no_draft_no_focus_and_no_place(scripted: Served, worker: Page) -> None:
    cid, case_id = case_of(scripted)
    for number in range(40):
        wrote(scripted, cid, f"line {number}")
    claim(worker, case_id)
    box = worker.get_by_label("Write to the customer")
    box.fill("I am still wri")
    transcript = worker.locator(".transcript")
    transcript.evaluate("element => { element.scrollTop = 200; }")
    scripted.stop_gateway()
    expect(worker.get_by_text("The live connection is lost.")).to_be_visible()
    worker.keyboard.type("ting")
    wrote(scripted, cid, "said while the gateway was away")
    scripted.start_gateway()
    expect(worker.locator(".lines")).to_contain_text(
        "said while the gateway was away", timeout=20_000
    )
    expect(worker.get_by_text("The live connection is lost.")).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_value("I am still writing")
    assert abs(transcript.evaluate("element => element.scrollTop") - 200) < 30
    news = worker.get_by_role("button", name=re.compile("new line"))
    expect(news).to_be_visible()
    assert barriers(worker) == []
    news.click()
    expect(news).to_be_hidden()
    worker.keyboard.press("F8")
    worker.keyboard.press("Control+Enter")
    expect(worker.locator(".from-worker")).to_contain_text("I am still writing")


def test_a_draft_outlives_a_sign_in_that_ended_but_not_signing_out(
    scripted: Served, worker: Page
) -> None:
    _, case_id = case_of(scripted)
    claim(worker, case_id)
    worker.keyboard.type("I have rung the school")
    worker.context.clear_cookies()
    worker.keyboard.press("Control+Enter")
    worker.get_by_role("link", name="Sign in").click()
    _sign_in_here(worker)
    box = worker.get_by_label("Write to the customer")
    worker.get_by_role("button", name="Mine").click()
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(box).to_have_value("I have rung the school")
    worker.get_by_role("button", name="Sign out").click()
    worker.wait_for_url(re.compile("sign-in"))
    assert "school" not in worker.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    worker.goto("/sign-in?next=/desk")
    _sign_in_here(worker)
    worker.get_by_role("button", name="Mine").click()
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(box).to_have_value("")


def _sign_in_here(page: Page) -> None:
    page.get_by_label("User name").fill("Robin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#desk[data-ready]")).to_be_visible()


def test_a_page_that_opens_while_the_gateway_restarts_gets_there(
    scripted: Served, worker: Page
) -> None:
    _, case_id = case_of(scripted)
    worker.route("**/words.en.json", lambda route: route.abort())
    worker.reload()
    worker.wait_for_timeout(700)
    worker.unroute("**/words.en.json")
    expect(worker.locator(f'[data-case="{case_id}"]')).to_be_visible(timeout=15_000)


def test_a_case_that_comes_while_the_queue_is_fetched_is_not_lost(
    scripted: Served, worker: Page
) -> None:
    held: list[tuple[Route, APIResponse]] = []
    opened: list[int] = []

    def answer_late(route: Route) -> None:
        held.append((route, route.fetch()))
        if not opened:
            opened.append(case_of(scripted, "danger")[1])

    worker.goto("about:blank")  # what the first page still fetches is not what is held
    worker.route("**/cases?state=waiting", answer_late)
    worker.goto("/desk")
    expect(worker.locator("[data-case]")).to_have_count(1)  # by the line, while the answer is held
    with worker.expect_response("**/cases?state=closed"):
        for route, response in held:
            route.fulfill(response=response)
    expect(worker.locator(f'[data-case="{opened[0]}"]')).to_be_visible()


def test_two_workers_press_claim_at_once_and_one_is_told_who_has_it(
    scripted: Served, new_person: NewPerson
) -> None:
    _, case_id = case_of(scripted)
    pages = [at_desk(new_person, scripted, name) for name in ("Robin", "Samira")]
    for page in pages:
        page.locator(f'[data-case="{case_id}"]').click()
        expect(page.get_by_role("button", name="Claim this case")).to_be_visible()
    for page in pages:
        page.evaluate(
            "setTimeout(() => [...document.querySelectorAll('.actions button')]"
            ".find((button) => button.textContent === 'Claim this case')?.click(), 150)"
        )
    holder = scripted.desk.case
    expect(pages[0].locator(".case-head")).to_contain_text(re.compile("With (Robin|Samira)"))
    expect(pages[1].locator(".case-head")).to_contain_text(re.compile("With (Robin|Samira)"))
    name = holder(case_id).claimed_by_name
    loser = pages[1] if name == "Robin" else pages[0]
    expect(loser.get_by_text(f"{name} has this case.")).to_be_visible()
    expect(loser.get_by_label("Write to the customer")).to_have_count(0)


def test_a_serious_case_calls_by_title_and_sound_until_it_is_looked_at(
    scripted: Served, worker: Page
) -> None:
    worker.get_by_role("button", name="Sound: on").click()
    worker.get_by_role("button", name="Sound: off").click()
    before = int(worker.evaluate("document.documentElement.dataset.called ?? 0"))
    case_of(scripted)
    expect(worker).to_have_title("(1) Desk")
    _, case_id = case_of(scripted, "danger")
    expect(worker).to_have_title("! (2) Desk")
    assert int(worker.evaluate("document.documentElement.dataset.called ?? 0")) == before + 1
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(worker).to_have_title("(2) Desk")


def test_a_serious_case_that_came_while_the_line_was_broken_calls_too(
    scripted: Served, worker: Page
) -> None:
    expect(worker).to_have_title("Desk")
    called = int(worker.evaluate("document.documentElement.dataset.called ?? 0"))
    scripted.stop_gateway()
    expect(worker.get_by_text("The live connection is lost.")).to_be_visible()
    _, case_id = case_of(scripted, "danger")
    scripted.start_gateway()
    expect(worker).to_have_title("! (1) Desk", timeout=20_000)
    assert int(worker.evaluate("document.documentElement.dataset.called")) == called + 1
    worker.reload()
    expect(worker).to_have_title("! (1) Desk")
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(worker).to_have_title("(1) Desk")
    worker.reload()
    expect(worker.locator(f'[data-case="{case_id}"]')).to_be_visible()
    expect(worker).to_have_title("(1) Desk")


def test_sound_can_be_turned_off_and_stays_off(scripted: Served, worker: Page) -> None:
    worker.get_by_role("button", name="Sound: on").click()
    worker.reload()
    expect(worker.get_by_role("button", name="Sound: off")).to_have_attribute(
        "aria-pressed", "false"
    )
    case_of(scripted, "danger")
    expect(worker).to_have_title("! (1) Desk")
    assert worker.evaluate("document.documentElement.dataset.called ?? 0") == 0


def test_who_has_written_and_waits_is_marked(scripted: Served, worker: Page) -> None:
    first, first_id = case_of(scripted)
    _, second_id = case_of(scripted)
    row = worker.locator("tr", has=worker.locator(f'[data-case="{first_id}"]'))
    claim(worker, first_id)
    claim(worker, second_id)
    worker.get_by_role("button", name="Mine").click()
    expect(row).not_to_contain_text("New")
    scripted.desk.append_event(first, "customer", Reply("are you there?"))
    worker.wait_for_timeout(1_200)  # the desk looks for news of other processes once a second
    worker.reload()
    worker.get_by_role("button", name="Mine").click()
    expect(row).to_contain_text("New")
    expect(row).to_contain_text("Waits for an answer")
    worker.locator(f'[data-case="{first_id}"]').click()
    expect(row).not_to_contain_text("New")
    worker.keyboard.press("F8")
    worker.keyboard.type("Yes, I am here.")
    worker.keyboard.press("Control+Enter")
    expect(row).not_to_contain_text("Waits for an answer")


def test_cases_are_found_by_what_is_known_of_them(scripted: Served, worker: Page) -> None:
    _, first = case_of(scripted, place="Dandenong VIC 3175", needs=["transport"])
    case_of(scripted, place="Footscray VIC 3011")
    expect(worker.locator("[data-case]")).to_have_count(2)
    worker.get_by_role("button", name="Closed").click()
    worker.keyboard.press("F4")
    for words in ("dandenong", "transport dand", f"#{first}", f"case {first}"):
        worker.get_by_role("searchbox").fill(words)
        expect(worker.locator("[data-case]")).to_have_count(1)
        expect(worker.locator("#queue-rows")).to_contain_text("Dandenong")
    expect(worker.get_by_text("1 case found, in every list.")).to_be_visible()
    worker.get_by_role("searchbox").fill("nowhere at all")
    expect(worker.get_by_text("No case fits these words.")).to_be_visible()
    assert barriers(worker) == []
    worker.keyboard.press("Escape")
    expect(worker.get_by_text("No case has been closed.")).to_be_visible()


def test_keys_lead_through_the_queue(scripted: Served, worker: Page) -> None:
    case_of(scripted)
    _, grave = case_of(scripted, "danger")
    expect(worker.locator("[data-case]")).to_have_count(2)
    worker.keyboard.press("F2")
    expect(worker.locator("#case-title")).to_have_text(f"Case {grave}")
    expect(worker.locator("#case")).to_be_focused()
    worker.keyboard.press("F4")
    worker.keyboard.press("ArrowDown")
    worker.keyboard.press("ArrowDown")
    worker.keyboard.press("Enter")
    expect(worker.locator("#case-title")).to_have_text(f"Case {grave - 1}")


def test_a_conversation_of_500_lines_opens_at_its_end_and_grows_upwards(
    scripted: Served, worker: Page
) -> None:
    cid, case_id = case_of(scripted)
    for number in range(500):
        scripted.desk.append_event(
            cid, "assistant" if number % 2 else "customer", Reply(f"line number {number}")
        )
    expect(worker.locator(f'[data-case="{case_id}"]')).to_be_visible()
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(worker.get_by_text("line number 499", exact=True)).to_be_in_viewport()
    expect(worker.locator(".line")).to_have_count(150)
    earlier = worker.get_by_role("button", name="Show earlier lines (350)")
    seen = worker.get_by_text("line number 350", exact=True)
    seen.scroll_into_view_if_needed()
    at = seen.bounding_box()
    earlier.click()
    expect(worker.locator(".line")).to_have_count(300)
    now = seen.bounding_box()
    assert at is not None
    assert now is not None
    assert abs(now["y"] - at["y"]) < 80


def test_two_hundred_cases_are_there_at_once_and_can_be_walked(
    scripted: Served, new_person: NewPerson
) -> None:
    for number in range(200):
        case_of(scripted, place=f"Place {number}", needs=["transport"])
    page = sign_in(new_person(scripted.base_url), "/desk")

    expect(page.locator("[data-case]")).to_have_count(200)
    page.get_by_role("button", name="Mine").click()
    expect(page.locator("[data-case]")).to_have_count(0)
    page.get_by_role("button", name="Waiting").click()
    expect(page.locator("[data-case]")).to_have_count(200)
    page.keyboard.press("F4")
    page.keyboard.type("#200")
    expect(page.locator("[data-case]")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 768, 1366])
def test_a_claimed_case_fits_every_width(
    scripted: Served, new_person: NewPerson, width: int
) -> None:
    _, case_id = case_of(scripted, "danger", needs=["transport"], place="Dandenong VIC 3175")
    page = at_desk(new_person, scripted, viewport={"width": width, "height": 768})
    claim(page, case_id)
    assert too_wide(page) == []
    assert barriers(page) == []


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/desk", "/lookup", "/interpret", "/phrases?language=ar"]
)
def test_pages_are_readable_in_the_dark(scripted: Served, new_person: NewPerson, path: str) -> None:
    case_of(scripted, "danger")
    page = new_person(scripted.base_url, color_scheme="dark")
    if path not in {"/", "/sign-in"}:
        sign_in(page, "/desk")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    if path == "/desk":
        page.keyboard.press("F2")
        expect(page.locator(".case-head")).to_be_visible()
    ground = page.evaluate("getComputedStyle(document.querySelector('main')).color")
    assert ground == "rgb(232, 240, 241)"
    assert barriers(page) == []


def test_who_may_not_see_a_page_reads_what_to_do(scripted: Served, new_person: NewPerson) -> None:
    scripted.desk.add_staff("Olu", "officer", PASSWORD)
    officer = sign_in(new_person(scripted.base_url), "/lookup", "Olu")
    expect(officer.get_by_role("link", name="Desk")).to_have_count(0)
    officer.goto("/desk")
    expect(officer.get_by_role("heading", name="This page is not for your account")).to_be_visible()
    assert barriers(officer) == []
    officer.get_by_role("link", name="Go to the look-up").click()
    expect(officer.get_by_role("heading", name="Quick look-up")).to_be_visible()
    officer.goto("/nowhere")
    expect(officer.get_by_role("heading", name="There is nothing at this address")).to_be_visible()


def test_too_many_wrong_passwords_are_answered_on_the_page(
    scripted: Served, new_person: NewPerson
) -> None:
    page = new_person(scripted.base_url)
    page.goto("/sign-in")
    for _ in range(6):
        page.get_by_label("User name").fill("Robin")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Wait two minutes")
    assert barriers(page) == []


def test_a_topic_stands_in_the_box_and_is_sent_by_the_person_alone(
    scripted: Served, new_person: NewPerson
) -> None:
    page = new_person(scripted.base_url)
    page.goto("/")
    page.get_by_role("button", name="Somewhere to sleep").click()
    box = page.get_by_role("textbox")
    expect(box).to_have_value("Somewhere to sleep")
    expect(box).to_be_focused()
    expect(page.locator(".from-customer")).to_have_count(0)
    say(page, "food please")
    expect(page.locator(".card").first).to_be_visible()


def test_letters_of_double_size_cut_nothing_off(scripted: Served, new_person: NewPerson) -> None:
    _, case_id = case_of(scripted, "danger", needs=["transport"])
    page = at_desk(new_person, scripted, viewport={"width": 1366, "height": 768})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    claim(page, case_id)
    assert too_wide(page) == []
    assert barriers(page) == []
    hidden = page.evaluate(
        "[...document.querySelectorAll('.case, .case-known, .case-talk, .queue')]"
        ".filter((part) => part.scrollHeight > part.clientHeight + 2"
        " && getComputedStyle(part).overflowY === 'hidden').length"
    )
    assert hidden == 0
    box = page.get_by_label("Write to the customer").bounding_box()
    assert box is not None
    assert box["width"] > 600
