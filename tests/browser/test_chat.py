"""A person in the chat window: writing, reading, cards and looks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.language.table import LANGUAGES, language
from tests.browser.chatting import box, open_chat, say, stored
from tests.browser.conftest import NewPerson, Served
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


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


def test_quick_answers_stay_where_the_same_turn_goes_on_without_any(customer: Page) -> None:
    say(customer, "numbers please")
    expect(customer.locator(".bubble").last).to_have_text("These lines are there as well.")
    expect(customer.get_by_role("button", name="Prefer not to say")).to_be_visible()
    say(customer, "numbers for food")
    expect(customer.get_by_role("button", name="Open now")).to_be_visible()
    expect(customer.get_by_role("button", name="Prefer not to say")).to_be_hidden()


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
