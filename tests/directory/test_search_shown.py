"""What a reader may see of a record: its age, what is hidden from customers, how it is reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from itertools import product

import pytest

from directory import Directory, Query, Results
from directory.gazetteer.atlas import Place
from directory.needs import NEEDS
from tests.directory.conftest import MONDAY_NOON

Ask = Callable[..., Results]
PLACES = ["Footscray", "Cabramatta", "Broken Hill", "Alice Springs", "Lord Howe Island", "Eucla"]


def names(results: Results) -> list[str]:
    return [card.name for card in results.cards]


# --- how old it is, how it is reached ---


def test_a_card_carries_the_day_of_its_evidence_and_the_day_it_was_read(shipped: Directory) -> None:
    def dates(key: str) -> tuple[str, str, bool]:
        card = shipped.service(key, Query(audience="staff"))
        assert card is not None
        return card.last_check, card.read_on, card.dated

    assert dates("1800respect") == ("2023-11-22", "2026-11-21", True)
    assert dates("qlife") == ("2025-07-01", "2026-11-21", True)
    assert dates("mental-health-line-tas") == ("2022-01-01", "2026-11-21", True)
    assert dates("beyond-blue") == ("2026-11-21", "2026-11-21", False)


def test_staff_are_told_of_old_evidence(shipped: Directory) -> None:
    staff = shipped.service("1800respect", Query(audience="staff", at=MONDAY_NOON))
    customer = shipped.service("1800respect", Query(at=MONDAY_NOON))
    assert staff is not None
    assert customer is not None
    assert "copy of 2023-11-22" in (staff.alert or "")
    assert not customer.alert
    assert not customer.check_first


def test_a_service_without_number_and_door_says_that_it_is_on_the_web_only(
    shipped: Directory,
) -> None:
    def web_only(key: str, audience: str = "customer") -> bool:
        card = shipped.service(key, Query(audience=audience))  # type: ignore[arg-type]
        assert card is not None
        assert card.as_dict()["web_only"] is card.web_only
        return card.web_only

    assert web_only("ask-izzy")
    assert web_only("my-blue-sky")  # its numbers are not confirmed, so customers see the page only
    assert not web_only("my-blue-sky", "staff")
    assert not web_only("lifeline")
    assert not web_only("example-001")


@pytest.mark.parametrize("at", [MONDAY_NOON, datetime(2026, 12, 25, 2, tzinfo=timezone.utc)])
def test_nobody_is_told_to_ring_where_no_number_is_shown(shipped: Directory, at: datetime) -> None:
    """Not for any need, anywhere, on a holiday neither."""
    for need, audience in product(NEEDS, ("customer", "staff")):
        found = shipped.search(Query(need=need, at=at, audience=audience, limit=400))  # type: ignore[arg-type]
        unrung = [card for card in found.cards if not card.phones]
        assert not [c.name for c in unrung if "ring" in f"{c.open_text} {c.hours}".split()]


def test_a_page_without_a_number_is_looked_at_for_its_hours(shipped: Directory) -> None:
    customer = shipped.service("my-blue-sky", Query(at=MONDAY_NOON))
    staff = shipped.service("my-blue-sky", Query(at=MONDAY_NOON, audience="staff"))
    assert customer is not None
    assert staff is not None
    assert (customer.open_text, customer.opening) == ("See the website for the hours", ("site", {}))
    assert staff.open_text == "Hours not checked: ring first"


# --- what customers must not see ---


def test_s3_02_background_records_are_hidden_from_customers(ask: Ask) -> None:
    customer = ask("Perth", need="accommodation", limit=100)
    staff = ask("Perth", need="accommodation", limit=100, audience="staff")
    assert all(card.certainty not in {"B", "C"} for card in customer.cards)
    marked = {card.name: card.check_first for card in staff.cards}
    assert marked["Entrypoint Perth"] is True
    assert "Entrypoint Perth" not in names(customer)


def test_s3_02_nothing_hidden_slips_out_by_any_need(ask: Ask) -> None:
    hidden = {"B", "C"}
    for need, near in product(NEEDS, ["Footscray", "Cabramatta", "Hobart"]):
        for card in ask(near, need=need, limit=200, radius_km=60.0).cards:
            assert card.certainty not in hidden
            assert not card.check_first
            assert card.warm_transfer is None
            assert "warm_transfer" not in card.as_dict()


def test_past_its_review_a_crisis_line_stays_and_says_so(ask: Ask) -> None:
    later = datetime(2027, 6, 1, 2, 0, tzinfo=timezone.utc)
    results = ask("Footscray", situations=frozenset({"family_violence"}), at=later)
    assert names(results)[0] == "1800RESPECT"
    first = results.cards[0]
    assert first.check_first
    assert "Last checked on 2023-11-22" in (first.alert or "")


def test_past_its_review_other_contacts_are_hidden_from_customers(ask: Ask) -> None:
    later = datetime(2027, 6, 1, 2, 0, tzinfo=timezone.utc)
    query = {"need": "financial_aid", "at": later, "limit": 100}
    assert "National Debt Helpline" not in names(ask("Footscray", **query))
    staff = ask("Footscray", audience="staff", **query)
    assert {c.name: c.check_first for c in staff.cards}["National Debt Helpline"] is True


def test_inactive_services_never_show(ask: Ask, shipped: Directory) -> None:
    seen = set()
    for need, near, audience in product(NEEDS, ["Footscray", "Cabramatta"], ["customer", "staff"]):
        seen |= set(names(ask(near, need=need, audience=audience, limit=300, radius_km=80.0)))
    assert len(seen) > 150
    assert shipped.service("example-052") is None
    assert shipped.service("example-052", Query(audience="staff")) is None


def test_staff_records_never_reach_customers(ask: Ask, shipped: Directory) -> None:
    for key in ("example-066", "example-111", "child-protection-act-mandated", "service-seeker"):
        assert shipped.service(key) is None
        assert shipped.service(key, Query(audience="staff")) is not None
    for near in ("Canberra", "Footscray", "Cabramatta"):
        for need in NEEDS:
            assert "mandated" not in " ".join(names(ask(near, need=need, limit=300))).lower()


def test_a_refuge_shows_a_phone_and_a_region_and_nothing_more(ask: Ask) -> None:
    for audience in ("customer", "staff"):
        results = ask("Sunshine VIC", need="accommodation", sub_need="refuge", audience=audience)
        card = next(c for c in results.cards if c.name == "Example: Melbourne west Refuge")
        assert card.phones
        assert card.region == "Melbourne west"
        assert card.address is None
        assert card.distance_km is None
        assert "Sunshine" not in str(card.as_dict())


def test_the_place_of_a_refuge_is_in_no_table(shipped_file: object) -> None:
    import sqlite3

    rows = sqlite3.connect(str(shipped_file)).execute(
        "SELECT l.latitude, l.longitude, a.id FROM dir_service s"
        " JOIN dir_service_at_location sl ON sl.service_id = s.id"
        " JOIN dir_location l ON l.id = sl.location_id"
        " LEFT JOIN dir_address a ON a.location_id = l.id WHERE s.confidential_address"
    )
    found = rows.fetchall()
    assert len(found) == 3
    assert all(row == (None, None, None) for row in found)


def test_the_sample_district_can_be_left_out(
    shipped_file: object, place: Callable[[str], Place]
) -> None:
    directory = Directory.open(f"sqlite:///{shipped_file}", sample=False)
    for need in NEEDS:
        results = directory.search(
            Query(need=need, place=place("Footscray"), at=MONDAY_NOON, limit=99)
        )
        assert results.cards
        assert not any(card.example for card in results.cards)
    assert directory.service("example-001") is None
    assert directory.status()["examples"] == 0
    directory.close()


# --- phones, text, transfer ---


def test_text_lines_that_answer_in_english_only_are_for_english(ask: Ask) -> None:
    def kinds(language: str | None) -> set[str]:
        results = ask("Footscray", situations=frozenset({"family_violence"}), language=language)
        return {phone.kind for phone in results.cards[0].phones}

    assert kinds("en") == kinds(None) == {"voice", "text"}
    assert kinds("vi") == {"voice"}


def test_s1_03_lifeline_is_never_transferred(shipped: Directory) -> None:
    card = shipped.service("lifeline", Query(audience="staff"))
    assert card is not None
    assert card.as_dict()["warm_transfer"] == "no"


def test_s1_04_a_transfer_that_no_source_allows_is_unknown(shipped: Directory) -> None:
    for key in ("kids-helpline", "fral", "13yarn", "safe-steps"):
        card = shipped.service(key, Query(audience="staff"))
        assert card is not None
        assert card.warm_transfer == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("financial counsellors", "National Debt Helpline"),
        ("escaping violence payment", "Leaving Violence Program"),
        ("13YARN", "13YARN"),
        ("wheelchair library", "Example:"),
        ("qlife", "QLife"),
    ],
)
def test_free_text_finds_services_by_their_words(ask: Ask, text: str, expected: str) -> None:
    assert any(name.startswith(expected) for name in names(ask("Footscray", text=text, limit=40)))


@pytest.mark.parametrize(
    "text",
    ['"', "' OR 1=1 --", "a* OR NEAR(", "(((", "%", "食物", "\x00", "x" * 5000, "AND OR NOT"],
)
def test_odd_text_is_no_error(ask: Ask, text: str) -> None:
    assert ask("Footscray", text=text).cards


def test_a_time_without_a_zone_is_refused(shipped: Directory) -> None:
    with pytest.raises(ValueError, match="aware"):
        shipped.search(Query(at=datetime(2026, 11, 23)))


def test_a_listener_shown_where_nothing_fits_names_no_danger(ask: Callable[..., Results]) -> None:
    results = ask("Footscray", text="vet for my dog")
    lifeline = next(card for card in results.cards if card.name == "Lifeline")
    assert "nothing_fits" in results.reasons
    assert "suicide" not in lifeline.why
    asked = ask(need="crisis_counselling", sub_need="suicide_support")
    assert any("suicide" in card.why for card in asked.cards)


# --- why it is shown ---


@pytest.mark.parametrize("need", ["emergency_relief", "accommodation"])
def test_a_line_beside_lists_of_services_is_there_to_talk_not_for_what_was_asked(
    shipped: Directory, need: str
) -> None:
    cards = shipped.search(Query(need=need, at=MONDAY_NOON)).cards

    (line,) = [card for card in cards if card.name == "Lifeline"]
    assert line.why.startswith("Somebody to talk to, at any hour")
    assert NEEDS[need].label not in line.why


def test_a_related_service_is_shown_for_what_it_does(shipped: Directory) -> None:
    query = Query(need="emergency_relief", sub_need="voucher", at=MONDAY_NOON)

    (line,) = [c for c in shipped.search(query).cards if c.name == "National Debt Helpline"]

    assert line.why.startswith("Debt and financial counselling")
    assert dict(line.reasons)["what"]["need"] == "financial_aid"
