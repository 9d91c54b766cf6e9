"""A person in the chat window, with a scripted gateway behind it."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.language.table import LANGUAGES, language
from tests.browser.conftest import NEUTRAL, NewPerson, Served
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


def open_chat(page: Page) -> Page:
    page.goto("/")
    page.get_by_role("button", name="Open the chat").click()
    expect(
        page.locator(".messages").get_by_text("automated assistant, not a person")
    ).to_be_visible()
    return page


@pytest.fixture
def customer(new_person: NewPerson, scripted: Served) -> Page:
    return open_chat(new_person(scripted.base_url))


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your message")


def say(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def stored(page: Page) -> dict[str, object]:
    found = page.evaluate("sessionStorage.getItem('chat.main')")
    return json.loads(found) if found else {}


def said(page: Page, scripted: Served, text: str) -> int:
    """How often the gateway has a message of this customer."""
    return scripted.said(str(stored(page)["id"]), text)


def test_a_conversation_needs_only_the_keyboard(new_person: NewPerson, scripted: Served) -> None:
    page = new_person(scripted.base_url)
    page.goto("/")
    launcher = page.get_by_role("button", name="Open the chat")
    expect(launcher).to_be_visible()
    # Past the languages by the first link, then the page's own button.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start the chat")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(page.locator(".messages").get_by_text("What would help most today?")).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Prefer not to say")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".from-customer .bubble").last).to_have_text("Food")
    page.get_by_role("button", name="Close the chat window").press("Enter")
    expect(launcher).to_be_focused()


def test_quick_answers_go_when_the_person_writes_instead(customer: Page) -> None:
    expect(customer.get_by_role("button", name="I would rather not say")).to_be_visible()
    say(customer, "we can't buy food")
    expect(customer.get_by_role("button", name="I would rather not say")).to_be_hidden()
    expect(customer.get_by_role("button", name="Open now")).to_be_visible()


def test_senders_are_told_apart_by_words_not_only_colour(customer: Page) -> None:
    say(customer, "hello")
    expect(customer.locator(".from-customer .byline").first).to_have_text("You")
    expect(customer.locator(".from-assistant .byline").first).to_have_text("Assistant (automated)")


def test_every_message_says_its_language_and_direction(customer: Page) -> None:
    say(customer, "hello")
    expect(customer.locator(".from-assistant .bubble")).to_have_count(3)
    for bubble in customer.locator(".bubble").all():
        assert bubble.get_attribute("lang")
        assert bubble.get_attribute("dir") in {"ltr", "rtl", "auto"}


def test_replies_are_announced_once_and_not_again_after_a_reload(customer: Page) -> None:
    live = customer.locator("[role=log]")
    say(customer, "hello")
    expect(live.get_by_text("What would help most today?")).to_have_count(1)
    customer.reload()
    expect(customer.locator(".from-assistant .bubble")).to_have_count(3)
    expect(live.get_by_text("What would help most today?")).to_have_count(0)


def test_a_reload_takes_the_conversation_up_again_without_loss(customer: Page) -> None:
    say(customer, "hello")
    expect(customer.locator(".from-assistant .bubble")).to_have_count(3)
    before = customer.locator(".messages .bubble").all_inner_texts()
    customer.reload()
    expect(customer.locator(".messages .bubble")).to_have_count(len(before))
    assert customer.locator(".messages .bubble").all_inner_texts() == before
    assert customer.evaluate("localStorage.length") == 0


def test_a_message_written_offline_is_sent_exactly_once_later(
    customer: Page, scripted: Served
) -> None:
    customer.context.set_offline(True)
    say(customer, "we need food")
    expect(customer.get_by_text("Not sent yet.")).to_be_visible()
    expect(customer.get_by_text("You are offline.")).to_be_visible()
    customer.context.set_offline(False)
    expect(customer.locator(".messages").get_by_text("These services can help")).to_be_visible()
    expect(customer.get_by_text("Not sent yet.")).to_have_count(0)
    assert said(customer, scripted, "we need food") == 1
    expect(customer.locator(".from-customer .bubble")).to_have_count(1)


def test_a_message_written_offline_outlives_a_reload(customer: Page, scripted: Served) -> None:
    block = re.compile(r"/messages$")
    customer.context.route(block, lambda route: route.abort())
    say(customer, "we need food")
    expect(customer.get_by_text("Not sent yet.")).to_be_visible()
    customer.reload()
    customer.context.unroute(block)
    expect(customer.locator(".messages").get_by_text("These services can help")).to_be_visible(
        timeout=15_000
    )
    assert said(customer, scripted, "we need food") == 1
    expect(customer.locator(".from-customer .bubble")).to_have_count(1)


def test_an_answer_lost_on_the_way_counts_once(customer: Page, scripted: Served) -> None:
    posts: list[dict[str, str]] = []

    def lose_the_first(route: Route) -> None:
        posts.append(route.request.post_data_json)
        if len(posts) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    customer.context.route(re.compile(r"/messages$"), lose_the_first)
    say(customer, "we need food")
    expect(customer.locator(".messages").get_by_text("These services can help")).to_be_visible()
    customer.wait_for_timeout(2_500)
    assert [post["id"] for post in posts] == [posts[0]["id"]] * 2
    assert said(customer, scripted, "we need food") == 1
    expect(customer.locator(".from-customer .bubble")).to_have_count(1)


def test_without_sockets_the_conversation_goes_on_by_asking(
    new_person: NewPerson, scripted: Served
) -> None:
    page = new_person(scripted.base_url)
    page.route_web_socket(re.compile("/socket"), lambda socket: socket.close())
    customer = open_chat(page)
    say(customer, "we need food")
    expect(customer.locator(".messages").get_by_text("These services can help")).to_be_visible()


def test_a_message_refused_for_load_comes_again_after_the_time_asked_for_and_counts_once(
    customer: Page,
) -> None:
    asked: list[float] = []
    busy = {"error": {"code": "overloaded", "message": "wait, then send it again"}}

    def refuse_twice(route: Route) -> None:
        asked.append(time.monotonic())
        if len(asked) < 3:
            route.fulfill(status=503, headers={"Retry-After": "2"}, json=busy)
        else:
            route.continue_()

    customer.route(re.compile(r"/messages$"), refuse_twice)

    say(customer, "we need food")

    expect(customer.locator(".messages").get_by_text("These services can help")).to_be_visible(
        timeout=20_000
    )
    expect(customer.locator(".from-customer")).to_have_count(1)
    assert len(asked) == 3
    assert asked[1] - asked[0] >= 2.0


def test_a_refused_message_says_what_to_mend_and_can_be_changed(customer: Page) -> None:
    customer.route(
        re.compile(r"/messages$"),
        lambda route: route.fulfill(
            status=400, json={"error": {"code": "odd", "message": "Write it in other words."}}
        ),
    )
    say(customer, "refuse me")
    expect(customer.get_by_text("Not sent. Write it in other words.")).to_be_visible()
    customer.get_by_role("button", name="Change it").click()
    expect(box(customer)).to_have_value("refuse me")
    expect(customer.get_by_text("Not sent.")).to_have_count(0)


def test_a_long_message_is_counted_near_the_limit_and_never_cut(customer: Page) -> None:
    box(customer).fill("a" * 8_999)
    expect(customer.locator("#message-count")).to_be_empty()
    box(customer).fill("a" * 9_990)
    expect(customer.locator("#message-count")).to_have_text("10 characters left")
    box(customer).fill("a" * 10_001)
    box(customer).press("Enter")
    expect(customer.get_by_role("alert").get_by_text("1 character too long")).to_be_visible()
    expect(box(customer)).to_have_value("a" * 10_001)


def test_an_empty_message_is_not_sent(customer: Page) -> None:
    box(customer).press("Enter")
    expect(customer.get_by_text("Write something first")).to_be_visible()
    expect(box(customer)).to_be_focused()


def test_a_card_carries_what_a_person_needs_to_act(customer: Page) -> None:
    say(customer, "food please")
    card = customer.locator("[data-service='food-1']")
    for words in (
        "Example: not a real service",
        "Westside Food Pantry",
        "Westside Neighbourhood House",
        "Open now until 5 pm",
        "Monday to Friday 9 am to 5 pm",
        "68 Oxford Street, Footscray VIC 3011",
        "1.4 km away",
        "Vietnamese, Arabic",
        "Free interpreter on request",
        "Anyone who needs food",
        "Why you see this",
        "Source: Sample district",
        "Last checked 3 November 2026",
        "Ring first to check the details",
    ):
        expect(card).to_contain_text(words)
    phone = card.get_by_role("link", name="Call Westside Food Pantry (Front desk): (03) 9555 0142")
    assert phone.get_attribute("href") == "tel:0395550142"
    assert phone.locator("bdi").get_attribute("dir") == "ltr"
    national = customer.locator("[data-service='line-1']")
    expect(national).to_contain_text("Anywhere in Australia")
    expect(national).to_contain_text("Please note: Long waits on Mondays.")
    expect(national).not_to_contain_text("Ring first")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 000 now.", ["000"]),
        ("Lifeline 13 11 14, or text 0477 13 11 14.", ["131114", "0477131114"]),
        ("1800 737 732 or 1300 65 64 63", ["1800737732", "1300656463"]),
        ("(03) 9555 0142; 131 450; 0423 677 767", ["0395550142", "131450", "0423677767"]),
        ("$10,000 or 2000 people on 13 November 2026, call 0.5", []),
    ],
)
def test_numbers_in_a_text_can_be_pressed_and_amounts_can_not(
    customer: Page, text: str, numbers: list[str]
) -> None:
    found = customer.evaluate(
        """async (text) => {
          const { paragraphs } = await import("/static/chat/rich_text.js");
          return paragraphs(text).flatMap((part) => [...part.querySelectorAll("a")].map((a) => a.href));
        }""",
        text,
    )
    assert found == [f"tel:{number}" for number in numbers]


def test_a_tall_answer_is_shown_from_its_beginning_and_the_header_stays(customer: Page) -> None:
    for words in ("food please", "food again please"):
        say(customer, words)
        expect(customer.locator(".from-customer").last).to_contain_text(words)
        expect(customer.locator(".thinking")).to_be_hidden()
        customer.wait_for_timeout(300)
        expect(customer.locator(".from-customer").last).to_be_in_viewport(ratio=1)
        expect(customer.locator(".card").nth(-2).locator(".card-name")).to_be_in_viewport()
        expect(customer.get_by_role("button", name="Quick exit")).to_be_in_viewport(ratio=1)
        window = customer.locator(".frame").bounding_box()
        send = customer.get_by_role("button", name="Send").bounding_box()
        assert window is not None
        assert send is not None
        left = window["y"] + window["height"] - send["y"] - send["height"]
        assert left < 30, "the box to write in stands at the foot of the window"


def test_somebody_who_reads_further_up_is_not_moved(customer: Page, scripted: Served) -> None:
    say(customer, "food please")
    expect(customer.locator(".card")).to_have_count(2)
    scroller = customer.locator(".scroller")
    scroller.hover()
    customer.mouse.wheel(0, -5_000)
    customer.wait_for_timeout(300)
    assert scroller.evaluate("e => e.scrollTop") == 0
    conversation = str(stored(customer)["id"])
    case = scripted.desk.open_case(conversation, message_id=None, reason="request")
    (robin,) = scripted.desk.staff()
    scripted.desk.claim_case(case.id, robin.id, say="A worker has joined this chat.")
    expect(customer.locator(".from-system")).to_be_attached(timeout=20_000)
    assert scroller.evaluate("e => e.scrollTop") == 0


def test_danger_to_life_shows_000_first_and_alone_until_read(customer: Page) -> None:
    """Rule X-01."""
    say(customer, "food please")
    expect(customer.locator(".card")).to_have_count(2)
    say(customer, "I took all my pills")
    call = customer.get_by_role("link", name="Call 000")
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:000"
    assert (call.bounding_box() or {})["height"] >= 60
    for hidden in (".card", ".choices button", ".messages .bubble"):
        expect(customer.locator(hidden).filter(visible=True)).to_have_count(0)
    numbers = customer.locator("a[href^='tel:']").filter(visible=True)
    assert {link.get_attribute("href") for link in numbers.all()} == {"tel:000"}
    expect(box(customer)).to_be_visible()
    customer.reload()
    expect(call).to_be_visible()
    customer.get_by_role("button", name="I am safe now").click()
    expect(customer.locator(".safety").get_by_text("Call 000 now")).to_be_visible()
    customer.reload()
    expect(customer.locator(".card")).to_have_count(2)
    expect(call).to_have_count(0)


def test_writing_after_000_goes_on_with_the_conversation(customer: Page) -> None:
    say(customer, "I took all my pills")
    expect(customer.get_by_role("link", name="Call 000")).to_be_visible()
    say(customer, "hello")
    expect(customer.get_by_role("link", name="Call 000")).to_have_count(0)
    expect(customer.locator(".messages").get_by_text("What would help most today?")).to_be_visible()


def test_serious_danger_is_prominent_and_offers_a_person(customer: Page) -> None:
    say(customer, "I want to hurt myself")
    message = customer.locator(".safety")
    expect(message).to_contain_text("A social worker can talk with you here, now")
    expect(message.locator(".byline")).to_have_text("Important")
    assert message.get_by_role("link", name="000").get_attribute("href") == "tel:000"
    expect(customer.get_by_role("button", name="Yes, please")).to_be_visible()


def test_a_person_can_be_asked_for_at_any_time(customer: Page) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    expect(
        customer.locator(".messages").get_by_text("I have asked a person to join")
    ).to_be_visible()
    expect(customer.locator(".from-customer .bubble")).to_have_text("Talk to a person")


def assert_left(page: Page) -> None:
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(
        page.locator(".messages").get_by_text("automated assistant, not a person")
    ).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "shift", "escape"])
def test_quick_exit_leaves_at_once_and_clears_the_tab(
    new_person: NewPerson, scripted: Served, way: str
) -> None:
    """Rule X-08."""
    page = new_person(scripted.base_url)
    page.goto("/sign-in")
    open_chat(page)
    say(page, "hello")
    expect(page.locator(".messages").get_by_text("What would help most today?")).to_be_visible()
    assert stored(page)["id"]
    if way == "button":
        page.get_by_role("button", name="Quick exit").click()
    elif way == "shift":
        box(page).focus()
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name="Quick exit").focus()
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)
    page.goto(scripted.base_url)
    assert "id" not in stored(page)
    expect(page.get_by_role("button", name="Open the chat")).to_be_visible()


def test_back_after_quick_exit_does_not_come_here(new_person: NewPerson, scripted: Served) -> None:
    page = new_person(scripted.base_url)
    page.goto("/sign-in")
    open_chat(page)
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in$"))


def test_one_escape_slow_escapes_typing_and_capital_letters_never_leave(customer: Page) -> None:
    box(customer).focus()
    customer.keyboard.press("Escape")
    customer.keyboard.press("Escape")
    customer.keyboard.press("Escape")
    for letter in "ABC":
        customer.keyboard.press(f"Shift+{letter}")
    customer.get_by_role("button", name="Quick exit").focus()
    customer.keyboard.press("Escape")
    customer.wait_for_timeout(1_200)
    customer.keyboard.press("Escape")
    customer.wait_for_timeout(300)
    expect(box(customer)).to_have_value("ABC")


def test_quick_exit_is_honest_about_the_history(customer: Page) -> None:
    expect(
        customer.get_by_text("Your browser history may still show this website.")
    ).to_be_visible()
    described = customer.get_by_role("button", name="Quick exit").get_attribute("aria-describedby")
    expect(customer.locator(f"#{described}")).to_contain_text("history may still show")


def test_clearing_the_screen_clears_and_does_not_claim_to_delete_the_record(
    customer: Page,
) -> None:
    """Rule S2-05."""
    say(customer, "something private")
    expect(customer.locator(".from-assistant .bubble")).to_have_count(3)
    customer.get_by_role("button", name="Options").click()
    customer.get_by_role("button", name="Clear this screen").click()
    expect(customer.get_by_text("This does not delete the record")).to_be_visible()
    customer.locator(".confirm").get_by_role("button", name="Clear this screen").click()
    expect(customer.locator(".messages").get_by_text("something private")).to_have_count(0)
    expect(customer.locator(".from-assistant .bubble")).to_have_count(2)
    customer.reload()
    expect(customer.locator(".from-assistant .bubble")).to_have_count(2)
    expect(customer.locator(".messages").get_by_text("something private")).to_have_count(0)


def test_the_title_and_address_stay_neutral(customer: Page) -> None:
    before = customer.title()
    say(customer, "I took all my pills")
    expect(customer.get_by_role("link", name="Call 000")).to_be_visible()
    assert customer.title() == before == "Help and services – Community Services"
    assert customer.url.endswith("/")


def test_arabic_turns_the_window_round_and_leaves_numbers_alone(customer: Page) -> None:
    """Rule S4-12."""
    customer.get_by_role("button", name="Options").click()
    customer.get_by_role("combobox", name="Language").select_option("ar")
    customer.get_by_role("button", name="Use this language").click()
    reply = customer.locator(".bubble[lang=ar][dir=rtl]").last
    expect(reply).to_be_visible()
    expect(customer.locator(".frame")).to_have_attribute("dir", "rtl")
    window = customer.locator(".frame").bounding_box()
    assert window is not None
    assert window["x"] < 200, "the window moves to the left corner"
    for number in customer.locator(".number").filter(visible=True).all():
        xs = number.evaluate(
            """e => {
              const text = e.firstChild;
              const range = document.createRange();
              return [...text.data].map((_, at) => {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().x;
              });
            }"""
        )
        assert xs == sorted(xs), "digits run from left to right"


def test_when_the_assistant_is_down_the_window_says_what_to_do(
    customer: Page, scripted: Served
) -> None:
    scripted.rasa.up = False
    expect(customer.get_by_text("The assistant is not available right now")).to_be_visible()
    assert (
        customer.locator(".help").get_by_role("link", name="000").get_attribute("href") == "tel:000"
    )
    expect(box(customer)).to_be_visible()
    scripted.rasa.up = True
    expect(customer.get_by_text("The assistant is not available right now")).to_have_count(0)


def test_when_nothing_answers_the_window_says_what_to_do(
    new_person: NewPerson, scripted: Served
) -> None:
    page = new_person(scripted.base_url)
    page.route("**/api/conversations", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_text("We can't open the chat right now")).to_be_visible()
    expect(page.locator(".help")).to_contain_text("13 11 14")
    expect(page.locator(".help")).to_contain_text("1800RESPECT (1800 737 732)")
    say(page, "hello")
    page.unroute("**/api/conversations")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".messages").get_by_text("What would help most today?")).to_be_visible()
    assert said(page, scripted, "hello") == 1


def test_a_conversation_the_gateway_forgot_can_be_started_anew(customer: Page) -> None:
    customer.evaluate(
        """() => {
          const stored = JSON.parse(sessionStorage.getItem("chat.main"));
          sessionStorage.setItem("chat.main", JSON.stringify({ ...stored, token: "gone" }));
        }"""
    )
    customer.reload()
    expect(customer.get_by_text("can't be opened any more")).to_be_visible()
    customer.get_by_role("button", name="Start a new conversation").click()
    expect(
        customer.locator(".messages").get_by_text("automated assistant, not a person")
    ).to_be_visible()


def test_a_shared_screen_warns_then_clears_but_never_in_danger(
    new_person: NewPerson, scripted: Served
) -> None:
    page = new_person(scripted.base_url)
    page.clock.install()
    page.route(
        re.compile(r"/$"),
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace("<triage-chat", '<triage-chat idle-minutes="5"'),
        ),
    )
    open_chat(page)
    say(page, "something private")
    page.clock.run_for(1_000)
    expect(page.locator(".from-assistant .bubble")).to_have_count(3)
    page.clock.run_for(5 * 60_000 + 500)
    expect(page.get_by_role("alertdialog")).to_contain_text("Are you still there?")
    page.get_by_role("button", name="I'm still here").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(5 * 60_000 + 61_000)
    expect(page.locator(".messages").get_by_text("something private")).to_have_count(0)
    say(page, "I want to hurt myself")
    page.clock.run_for(1_000)
    expect(page.locator(".safety")).to_be_visible()
    page.clock.run_for(8 * 60_000)
    expect(page.get_by_role("alertdialog")).to_contain_text("stays open")
    expect(page.locator(".safety")).to_be_visible()


SCENES = {
    "closed": [],
    "greeting": ["open"],
    "cards": ["open", "food please"],
    "danger": ["open", "I want to hurt myself"],
    "emergency": ["open", "I took pills"],
    "options": ["open", "options"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_the_chat_meets_wcag(
    new_person: NewPerson, scripted: Served, scene: str, scheme: str
) -> None:
    """Rule X-18."""
    page = new_person(scripted.base_url, color_scheme=scheme)
    page.goto("/")
    for step in SCENES[scene]:
        if step == "open":
            page.get_by_role("button", name="Open the chat").click()
            expect(
                page.locator(".messages").get_by_text("automated assistant, not a person")
            ).to_be_visible()
        elif step == "options":
            page.get_by_role("button", name="Options").click()
            page.get_by_role("button", name="Clear this screen").click()
        else:
            say(page, step)
            expect(page.locator(".card, .safety, .emergency").first).to_be_attached()
    assert barriers(page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256)])
def test_at_320_pixels_and_400_percent_nothing_is_lost(
    new_person: NewPerson, scripted: Served, width: int, height: int
) -> None:
    page = open_chat(new_person(scripted.base_url, viewport={"width": width, "height": height}))
    say(page, "food please")
    expect(page.locator(".card")).to_have_count(2)
    assert too_wide(page) == []
    for name in ("Talk to a person", "Quick exit", "Options", "Send"):
        control = page.get_by_role("button", name=name, exact=True)
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport()
    assert barriers(page) == []


def test_with_forced_colours_every_control_has_an_edge(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person(scripted.base_url, forced_colors="active"))
    for name in ("Talk to a person", "Quick exit", "Send", "Options"):
        button = page.get_by_role("button", name=name, exact=True)
        assert button.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1


def test_reduced_motion_keeps_everything_still(new_person: NewPerson, scripted: Served) -> None:
    page = open_chat(new_person(scripted.base_url, reduced_motion="reduce"))
    say(page, "hello")
    moving = page.evaluate(
        "document.querySelector('triage-chat').shadowRoot.getAnimations().length"
    )
    assert moving == 0


def test_the_window_s_own_direction_table_agrees_with_the_language_table(customer: Page) -> None:
    directions = customer.evaluate(
        """async (codes) => {
          const { direction } = await import("/static/chat/direction.js");
          return Object.fromEntries(codes.map((code) => [code, direction(code)]));
        }""",
        list(LANGUAGES),
    )
    assert directions == {code: language(code).dir for code in LANGUAGES}
