"""The widget in other languages: words, direction, numbers, and turning from one to another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.language import catalogue, po
from bot.language.table import language
from tests.browser.conftest import NewPerson, Served

pytestmark = pytest.mark.browser


def open_chat(person: NewPerson, served: Served, locale: str = "en-AU") -> Page:
    page = person(served.base_url, locale=locale)
    page.goto("/")
    page.locator("triage-chat .launcher").click()
    expect(page.locator(".messages .from-assistant")).to_have_count(2)
    return page


def choose(page: Page, code: str) -> None:
    page.locator(".language-line button").click()
    page.locator("select#language").select_option(code)
    page.locator("select#language").press("Enter")


@pytest.mark.parametrize("code", po.codes())
def test_the_window_and_the_greeting_are_in_the_browser_s_language(
    new_person: NewPerson, scripted: Served, code: str
) -> None:
    tag = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "prs": "fa-AF"}.get(code, code)
    page = open_chat(new_person, scripted, tag)

    frame = page.locator("triage-chat .frame")
    greeting = page.locator(".messages .from-assistant .bubble").first
    expect(frame).to_have_attribute("dir", language(code).dir)
    expect(page.locator("triage-chat .panel")).to_have_attribute("lang", code)
    expect(greeting).to_contain_text(catalogue.text("utter_greet", code).split("\n")[0])
    expect(greeting.locator("p[lang=en]")).to_contain_text(catalogue.text("utter_greet"))
    expect(page.locator(".composer .send")).to_have_text(catalogue.pages(code)["widget"]["send"])


def test_choosing_a_language_turns_the_window_and_tells_the_assistant(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person, scripted)
    page.locator(".composer textarea").fill("half a sentence")

    choose(page, "ar")

    expect(page.locator("triage-chat .frame")).to_have_attribute("dir", "rtl")
    expect(page.locator(".composer textarea")).to_have_value("half a sentence")
    expect(page.locator(".messages .from-customer .bubble")).to_have_text("العربية")
    page.reload()
    expect(page.locator("triage-chat .frame")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize(
    ("spoken", "written", "said"),
    [
        ("vi", "vi", "Tôi cần thức ăn cho các con tôi"),
        ("yue", "zh-Hant", "冇錢買奶粉"),  # Cantonese is read in traditional characters
    ],
)
def test_the_window_follows_the_language_the_assistant_speaks(
    new_person: NewPerson, scripted: Served, spoken: str, written: str, said: str
) -> None:
    page = open_chat(new_person, scripted)
    scripted.rasa.facts = {"speech": spoken}

    page.locator(".composer textarea").fill(said)
    page.locator(".composer textarea").press("Enter")

    expect(page.locator("triage-chat .panel")).to_have_attribute("lang", written)
    expect(page.locator(".composer .send")).to_have_text(catalogue.pages(written)["widget"]["send"])


def test_s4_12_numbers_in_right_to_left_text_stay_left_to_right(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person, scripted, "ar")
    page.locator(".composer textarea").fill("I took all my pills")
    page.locator(".composer textarea").press("Enter")

    panel = page.locator(".emergency")
    expect(panel).to_be_visible()
    expect(panel.locator("a.phone bdi[dir=ltr]").first).to_have_text("000")
    expect(panel.locator("p[lang=en]")).to_contain_text("Call 000 now")


def test_a_full_stop_stays_on_the_line_of_the_number_before_it(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person, scripted, "zh-Hant")
    page.locator(".composer textarea").fill("I took all my pills")
    page.locator(".composer textarea").press("Enter")

    held = page.locator(".emergency .held").first
    expect(held).to_have_text(re.compile(r"^000[。，.,]$"))
    for width in range(320, 420, 4):  # wherever the line happens to end
        page.set_viewport_size({"width": width, "height": 700})
        assert held.evaluate("node => node.getClientRects().length") == 1


def test_a_language_that_only_an_interpreter_speaks_is_said_in_words(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person, scripted)

    choose(page, "am")

    expect(page.locator(".messages .from-customer .bubble")).to_contain_text("Amharic")
    expect(page.locator("triage-chat .frame")).to_have_attribute("dir", "ltr")


def test_what_a_service_says_of_itself_is_marked_as_english_in_a_right_to_left_window(
    new_person: NewPerson, scripted: Served
) -> None:
    page = open_chat(new_person, scripted, "ar")
    page.locator(".composer textarea").fill("food")
    page.locator(".composer textarea").press("Enter")

    card = page.locator("article.card").first
    expect(card).to_have_attribute("lang", "ar")
    free = card.locator(".row-cost bdi")
    expect(free).to_have_text(catalogue.pages("ar")["card"]["cost_free"])
    expect(free).to_have_attribute("lang", "ar")
    for own in (".card-name", ".card-description", ".row-eligibility bdi"):
        found = card.locator(own).first
        expect(found).to_have_attribute("lang", "en")
        expect(found).to_have_attribute("dir", "ltr")
    side = card.locator(".card-description").evaluate("e => getComputedStyle(e).textAlign")
    assert side in {"right", "-webkit-right"}


def test_the_home_page_changes_its_language_by_name_and_the_chat_with_it(
    new_person: NewPerson, scripted: Served
) -> None:
    page = new_person(scripted.base_url, locale="en-AU")
    page.goto("/")
    page.get_by_role("link", name="العربية").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text(catalogue.page_shown("page.home_heading", "ar").text)
    expect(page.locator("triage-chat .launcher")).to_be_visible()
    page.locator("triage-chat .launcher").click()
    expect(page.locator("triage-chat .panel")).to_have_attribute("lang", "ar")


#: Texts about danger that come without answers to choose, and whether 000 stands alone for them.
EMERGENCIES = {
    "utter_safety_t4": True,
    "utter_safety_t4_family_violence": True,
    "utter_safety_t3_after_hours_looking": False,
    "utter_safety_t3_coming": False,
    "utter_t3_worker_knows": False,
}


@pytest.mark.parametrize("english_beside", [True, False])
def test_000_stands_alone_for_the_same_texts_in_every_language(
    new_person: NewPerson, scripted: Served, english_beside: bool
) -> None:
    """Chinese puts no space behind its full stop, and Thai has none."""
    page = new_person(scripted.base_url, locale="en-AU")
    page.goto("/")
    wrong = []
    for code in ("en", *po.codes()):
        for name, alone in EMERGENCIES.items():
            words = catalogue.shown(name, code).text
            text = catalogue.text(name, code) if english_beside else words
            found = page.evaluate(
                "async (text) => (await import('/static/chat/emergency.js'))"
                ".isEmergency({ safety: true, from: 'assistant', text })",
                text,
            )
            wrong += [(code, name)] if found is not alone else []
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("utter_safety_t4", 1),
        ("utter_safety_overseas_t4", 0),
        ("utter_safety_custody_t4", 0),
    ],
)
def test_s1_26_the_panel_has_000_to_call_only_where_it_reaches_somebody(
    new_person: NewPerson, scripted: Served, name: str, calls: int
) -> None:
    page = new_person(scripted.base_url, locale="en-AU")
    page.goto("/")
    for code in ("en", *po.codes()):
        event = {
            "safety": True,
            "from": "assistant",
            "text": catalogue.text(name, code),
            "buttons": catalogue.buttons(name, code),
        }
        found = page.evaluate(
            """async (event) => {
              const { isEmergency, renderEmergency } = await import('/static/chat/emergency.js');
              const { loadWords } = await import('/static/chat/words.js');
              const words = await loadWords('/', 'en');
              const panel = renderEmergency(event, words, { acknowledge() {}, choose() {} });
              return [isEmergency(event), panel.querySelectorAll('a.emergency-call').length];
            }""",
            event,
        )
        assert found == [True, calls], code
