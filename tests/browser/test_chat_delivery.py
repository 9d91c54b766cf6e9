"""Every message of the chat window arrives, once, whatever happens on the way."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chatting import box, open_chat, said, say
from tests.browser.conftest import NewPerson, Served

pytestmark = pytest.mark.browser


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
