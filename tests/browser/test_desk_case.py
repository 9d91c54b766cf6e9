"""One case at the desk: handing over, consents, referrals, interpreters, what holds a tier."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPerson, Served, at_desk
from tests.browser.desk_page import case_of, claim
from tests.browser.seeing import barriers

pytestmark = pytest.mark.browser


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


def asks_interpreter(scripted: Served, worker: Page, language: str) -> tuple[str, Locator]:
    """A claimed case that asks for an interpreter, a woman: the conversation, where it is settled."""
    cid, case_id = case_of(scripted)
    scripted.desk.ask_interpreter(cid, language, {"gender": "woman"})
    claim(worker, case_id)
    return cid, worker.locator(".settle")


def test_an_interpreter_who_was_asked_for_is_booked(scripted: Served, worker: Page) -> None:
    cid, part = asks_interpreter(scripted, worker, "prs")
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
    worker.keyboard.press("F8")
    worker.keyboard.type("half writ")
    scripted.desk.open_case(
        cid,
        message_id="m2",
        reason="danger",
        assessment={
            "tier": "T3",
            "indicators": [{**sign, "code": "harm.threat", "domain": "harm_to_others"}],
        },
    )
    scripted.desk.tell_of_order(cid)
    expect(worker.locator(".case-head")).to_contain_text("the team leader tells the police")
    worker.keyboard.type("ten")
    expect(worker.get_by_label("Write to the customer")).to_have_value("half written")


def test_a_first_nations_booking_has_fields_that_may_stay_empty(
    scripted: Served, worker: Page
) -> None:
    cid, part = asks_interpreter(scripted, worker, "djr")
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
