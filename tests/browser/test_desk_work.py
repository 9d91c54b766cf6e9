"""A day at the desk: nothing that is read or written is lost, and nobody waits unseen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.desk import Reply
from tests.browser.chatting import say
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


def at_desk(
    new_person: NewPerson, scripted: Served, name: str = "Robin", **options: object
) -> Page:
    if name not in {one.name for one in scripted.desk.staff()}:
        scripted.desk.add_staff(name, "worker", PASSWORD)
    page = sign_in(new_person(scripted.base_url, **options), "/desk", name)
    expect(page.locator("#desk[data-ready]")).to_be_visible()
    return page


@pytest.fixture
def worker(new_person: NewPerson, scripted: Served) -> Page:
    return at_desk(new_person, scripted)


def case_of(scripted: Served, reason: str = "request", **facts: object) -> tuple[str, int]:
    """A conversation with a case that waits; its id and the case's."""
    cid, _ = scripted.desk.create_conversation()
    opened = scripted.desk.open_case(cid, message_id=None, reason=reason, facts=facts)
    return cid, opened.id


def wrote(scripted: Served, cid: str, text: str) -> None:
    scripted.desk.append_event(cid, "customer", Reply(text))


def claim(page: Page, case_id: int) -> None:
    page.locator(f'[data-case="{case_id}"]').click()
    page.get_by_role("button", name="Claim this case").click()
    expect(page.get_by_label("Write to the customer")).to_be_focused()


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


def test_a_case_is_handed_over_with_a_note(scripted: Served, new_person: NewPerson) -> None:
    _, case_id = case_of(scripted)
    robin, samira = (at_desk(new_person, scripted, name) for name in ("Robin", "Samira"))
    claim(robin, case_id)
    robin.get_by_role("button", name="Hand over").click()
    dialog = robin.get_by_role("dialog")
    assert barriers(robin) == []
    dialog.get_by_label("To whom").select_option(label="Samira: at the desk, 0 cases")
    dialog.get_by_label("Note for the next one").fill("She waits for a call from the school.")
    dialog.get_by_role("button", name="Hand over").click()
    expect(robin.get_by_text("Samira has this case.")).to_be_visible()
    expect(samira.locator("#desk-live")).to_have_text(f"Case {case_id} is yours now.")
    samira.get_by_role("button", name="Mine").click()
    samira.locator(f'[data-case="{case_id}"]').click()
    expect(samira.locator(".notes")).to_contain_text("She waits for a call from the school.")
    expect(samira.get_by_label("Write to the customer")).to_be_visible()


def test_a_consent_is_recorded_with_what_it_covers_and_withdrawn(
    scripted: Served, worker: Page
) -> None:
    _, case_id = case_of(scripted)
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(worker.get_by_role("button", name="Claim this case")).to_be_visible()
    expect(worker.get_by_role("button", name="Record a consent")).to_have_count(0)
    worker.get_by_role("button", name="Claim this case").click()
    worker.get_by_role("button", name="Record a consent").click()
    dialog = worker.get_by_role("dialog")
    assert barriers(worker) == []
    record = dialog.get_by_role("button", name="Record it")
    record.click()
    expect(dialog.get_by_role("alert")).to_have_text("Write which service it is for.")
    dialog.get_by_label("Which service").fill("Riverside Legal (example)")
    dialog.get_by_label("What for").fill("the hearing on Monday")
    record.click()
    expect(dialog.get_by_role("alert")).to_have_text("Tick what may be passed on.")
    dialog.get_by_label("phone number").check()
    record.click()
    expect(dialog.get_by_label("They answered for themselves")).to_be_focused()
    dialog.get_by_label("They answered for themselves").check()
    dialog.get_by_label("For how long").select_option("7")
    record.click()
    kept = worker.locator(".consents")
    expect(kept).to_contain_text("Riverside Legal (example) may be told: phone number. Until")
    expect(worker.locator("#desk-live")).to_have_text("The consent is recorded.")
    assert barriers(worker) == []
    kept.get_by_role("button", name="Withdraw: Riverside Legal (example)").click()
    expect(kept).to_contain_text("Withdrawn: nothing may be shared.")


def test_a_referral_is_closed_with_its_service_and_only_on_a_consent(
    scripted: Served, worker: Page
) -> None:
    _, case_id = case_of(scripted)
    claim(worker, case_id)
    worker.get_by_role("button", name="Close and hand back").click()
    dialog = worker.get_by_role("dialog")
    service = dialog.get_by_label("Which service")
    expect(service).to_be_hidden()
    dialog.get_by_label("Outcome").select_option("referred")
    assert barriers(worker) == []
    confirm = dialog.get_by_role("button", name="Close", exact=False).first
    confirm.click()
    expect(dialog.get_by_role("alert")).to_have_text("Write which service it was.")
    service.fill("Riverside Legal (example)")
    confirm.click()
    expect(dialog.get_by_role("alert")).to_contain_text("record a consent for Riverside Legal")
    dialog.get_by_label("They stayed anonymous").check()
    confirm.click()
    expect(worker.locator(".history")).to_contain_text(
        "Referred to a service: Riverside Legal (example)"
    )


def test_danger_in_a_note_raises_the_case_and_says_so(scripted: Served, worker: Page) -> None:
    _, case_id = case_of(scripted)
    claim(worker, case_id)
    worker.get_by_role("button", name="Keep the note").click()
    expect(worker.get_by_text("Write the note first.")).to_be_visible()
    worker.get_by_label("Note for your colleagues").fill(
        "She says she wants to hurt myself, her words"
    )
    worker.get_by_role("button", name="Keep the note").click()
    expect(worker.get_by_text("Your note speaks of danger: the case is T3 now.")).to_be_visible()
    expect(worker.locator(".case-head")).to_contain_text("T3 Serious")
    assert barriers(worker) == []


def test_a_closing_is_undone(customer: Page, worker: Page) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Claim this case").click()
    worker.get_by_role("button", name="Close and hand back").click()
    worker.get_by_label("Outcome").select_option("talked")
    worker.get_by_role("button", name="Close the case").click()
    worker.get_by_role("button", name="Undo: take it up again").click()
    expect(worker.get_by_label("Write to the customer")).to_be_focused()
    expect(customer.locator(".status")).not_to_have_text("Automated assistant")


def test_an_interpreter_who_was_asked_for_is_booked(scripted: Served, worker: Page) -> None:
    cid, case_id = case_of(scripted)
    scripted.desk.ask_interpreter(cid, "prs", {"gender": "woman"})
    claim(worker, case_id)
    part = worker.locator(".settle")
    expect(part).to_contain_text("Interpreter: Dari")
    part.get_by_label("The interpreter's number").fill("4711")
    part.get_by_role("button", name="It is booked").click()
    expect(worker.locator(".facts")).to_contain_text("Booked")
    request = scripted.desk.interpreter_request(cid)
    assert request is not None
    assert (request.state, request.note) == ("booked", "4711")
    assert barriers(worker) == []


def test_a_case_held_by_violence_offers_no_lower_tier_and_says_what_to_keep_out(
    scripted: Served, worker: Page
) -> None:
    cid, case_id = case_of(scripted)
    sign = {
        "code": "violence.strangled",
        "domain": "family_violence",
        "tier": "T3",
        "subject": "child",
    }
    scripted.desk.open_case(
        cid,
        message_id="m1",
        reason="danger",
        assessment={"tier": "T3", "indicators": [{**sign, "evidence": "strangled"}]},
    )
    claim(worker, case_id)
    row = worker.locator("tr", has=worker.locator(f'[data-case="{case_id}"]'))
    worker.get_by_role("button", name="Change the tier").click()
    dialog = worker.get_by_role("dialog")
    expect(dialog).to_contain_text("What was said of violence holds it at T3")
    assert dialog.locator("option").evaluate_all("all => all.map((one) => one.value)") == ["", "T4"]
    assert barriers(worker) == []
    dialog.get_by_role("button", name="Cancel").click()
    worker.get_by_role("button", name="Mine").click()
    expect(row).to_contain_text("about a child")
    expect(worker.get_by_label("Note for your colleagues")).to_have_accessible_description(
        re.compile("Copy nothing of another person's danger")
    )
    scripted.desk.tell_of_order(cid)
    worker.locator(f'[data-case="{case_id}"]').click()
    expect(worker.locator(".case-head")).to_contain_text("the team leader tells the police")


def test_a_first_nations_booking_has_fields_that_may_stay_empty(
    scripted: Served, worker: Page
) -> None:
    cid, case_id = case_of(scripted)
    scripted.desk.ask_interpreter(cid, "djr", {"gender": "woman"})
    claim(worker, case_id)
    part = worker.locator(".settle")
    expect(part).to_contain_text("Nobody needs a reason for a wish.")
    part.get_by_label("Who must not interpret").fill("nobody of her skin name")
    part.get_by_role("button", name="Keep this").click()
    expect(worker.locator(".facts")).to_contain_text(
        "Who must not interpret (family, community, skin name): nobody of her skin name"
    )
    request = scripted.desk.interpreter_request(cid)
    assert request is not None
    assert (request.state, request.wishes["conflict"]) == ("asked", "nobody of her skin name")
    assert "own_community" not in request.wishes
    assert barriers(worker) == []


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
