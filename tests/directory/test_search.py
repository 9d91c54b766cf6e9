"""The right service comes out, the wrong one never, and never nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
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


# --- what everybody gets ---


@pytest.mark.parametrize(("need", "near"), product(NEEDS, PLACES))
def test_s3_11_no_search_is_ever_empty(ask: Ask, need: str, near: str) -> None:
    for open_now in (False, True):
        assert ask(near, need=need, open_now=open_now).cards


@pytest.mark.parametrize(("need", "near"), product(NEEDS, PLACES))
def test_s3_01_every_card_carries_source_and_last_check(ask: Ask, need: str, near: str) -> None:
    for audience in ("customer", "staff"):
        for card in ask(near, need=need, audience=audience, limit=50).cards:
            assert card.source
            assert "2018-01-01" <= card.last_check <= card.read_on
            assert card.dated or "undated" in card.source.lower() or card.check_first
            assert card.why.endswith(".")
            assert card.name
            assert card.open_text


def test_near_services_come_first_with_their_distance(ask: Ask) -> None:
    first = ask("Footscray", need="emergency_relief").cards[0]
    assert first.name == "Example: Footscray Food Pantry"
    assert first.distance_km is not None
    assert first.distance_km < 2
    assert "km from Footscray" in first.why


def test_what_was_asked_for_exactly_comes_before_its_neighbours(ask: Ask) -> None:
    cards = ask("Footscray", need="emergency_relief", sub_need="baby_supplies").cards
    assert "Baby" in cards[0].name


def test_a_language_that_staff_speak_moves_a_service_up(ask: Ask) -> None:
    without = names(ask("Footscray", need="emergency_relief", sub_need="meal"))
    results = ask("Footscray", need="emergency_relief", sub_need="meal", language="vi")
    spoken = [card for card in results.cards if "vi" in card.languages]
    assert spoken
    assert results.cards[0] == spoken[0]
    assert "speaks your language" in spoken[0].why
    assert without[0] != spoken[0].name


def test_open_now_shows_only_what_is_open(ask: Ask) -> None:
    for need in NEEDS:
        cards = ask("Footscray", need=need, open_now=True, limit=20).cards
        assert cards
        assert all(card.open_now is True for card in cards)


def test_when_nothing_is_open_the_next_openings_are_shown_and_said(ask: Ask) -> None:
    night = MONDAY_NOON + timedelta(hours=15)
    results = ask("Footscray", need="transport", open_now=True, at=night)
    assert "none_open_now" in results.reasons
    assert results.cards


def test_the_same_query_gives_the_same_list(ask: Ask) -> None:
    def once() -> Results:
        return ask("Dandenong", need="accommodation", language="vi", limit=20)

    assert [c.as_dict() for c in once().cards] == [c.as_dict() for c in once().cards]


def test_services_shown_before_are_left_out(ask: Ask) -> None:
    first = ask("Footscray", need="emergency_relief")
    shown = frozenset(card.id for card in first.cards)
    more = ask("Footscray", need="emergency_relief", exclude=shown)
    assert more.cards
    assert not shown & {card.id for card in more.cards}


def test_each_service_is_there_once(ask: Ask) -> None:
    cards = ask("Footscray", need="crisis_counselling", limit=100).cards
    assert len({card.id for card in cards}) == len(cards)


# --- widening ---


def test_enough_near_by_does_not_widen(ask: Ask) -> None:
    results = ask("Footscray", need="emergency_relief")
    assert results.widened is None
    assert results.radius_km == 10


def test_too_few_near_by_widens_and_says_so(ask: Ask) -> None:
    results = ask("Bacchus Marsh", need="emergency_relief")
    assert results.widened == "wider_area"
    assert results.radius_km in (25, 50)
    assert any(not card.national for card in results.cards)


def test_nothing_in_reach_gives_the_state_before_the_nation(ask: Ask) -> None:
    results = ask("Bendigo", need="emergency_relief")
    assert results.widened == "state"
    assert any(card.distance_km and card.distance_km > 50 for card in results.cards)


def test_far_from_everything_there_are_lines(ask: Ask) -> None:
    results = ask("Broken Hill", need="accommodation")
    assert results.widened == "national"
    assert "Link2home" in names(results)
    assert all(card.national for card in results.cards)


def test_without_a_place_there_are_lines_for_the_whole_country(ask: Ask) -> None:
    results = ask(None, need="drug_alcohol_gambling")
    assert results.cards
    assert all(card.national and card.region is None for card in results.cards)


def test_a_state_alone_is_a_place(ask: Ask) -> None:
    assert "Crisis accommodation line Victoria" in names(
        ask("Victoria", need="accommodation", limit=30)
    )


def test_lines_of_another_state_never_show(ask: Ask) -> None:
    for near in ("Footscray", "Perth", "Hobart"):
        assert "Link2home" not in names(ask(near, need="accommodation", limit=100))


# --- crisis lines ---


@pytest.mark.parametrize(
    ("near", "second"),
    [
        ("Footscray", "Safe Steps"),
        ("Cabramatta", "NSW Domestic Violence Line"),
        ("Cairns", "DVConnect Womensline"),
        ("Canberra", "Domestic Violence Crisis Service ACT"),
    ],
)
def test_1800respect_comes_first_for_violence_and_the_state_line_next(
    ask: Ask, near: str, second: str
) -> None:
    results = ask(near, need="crisis_counselling", situations=frozenset({"family_violence"}))
    assert names(results)[:2] == ["1800RESPECT", second]
    assert "crisis_first" in results.reasons


@pytest.mark.parametrize(
    ("situation", "near", "first"),
    [
        ("suicide_self_harm", "Footscray", "Lifeline"),
        ("severe_distress", "Footscray", "Lifeline"),
        ("child_at_risk", "Cabramatta", "NSW Child Protection Helpline"),
        ("child_at_risk", "Adelaide", "Child Abuse Report Line"),
        ("homelessness_tonight", "Cabramatta", "Link2home"),
        ("homelessness_tonight", "Footscray", "Crisis accommodation line Victoria"),
        ("medical_emergency", "Footscray", "Triple Zero (000)"),
        ("exploitation", "Footscray", "Red Cross Support for Trafficked People"),
        ("gambling_aod", "Footscray", "Gambling Help"),
        ("disability_without_support", "Footscray", "Carer Gateway"),
        ("isolation_young_person", "Footscray", "Kids Helpline"),
        ("privacy", "Footscray", "1800RESPECT"),
    ],
)
def test_the_crisis_line_of_a_situation_is_in_position_1(
    ask: Ask, situation: str, near: str, first: str
) -> None:
    for need in (None, "emergency_relief", "accommodation"):
        assert names(ask(near, need=need, situations=frozenset({situation})))[0] == first


def test_only_crisis_capable_services_are_put_first(ask: Ask, shipped: Directory) -> None:
    for situation in ("family_violence", "suicide_self_harm", "severe_distress"):
        results = ask("Footscray", situations=frozenset({situation}), limit=10)
        for unfit in ("QLife", "Leaving Violence Program", "Beyond Blue"):
            assert unfit not in names(results)[:3]


def test_a_service_for_a_need_still_follows_the_crisis_lines(ask: Ask) -> None:
    results = ask(
        "Footscray", need="accommodation", situations=frozenset({"family_violence"}), limit=5
    )
    assert any(card.distance_km is not None for card in results.cards)


def test_13yarn_comes_first_only_for_those_it_is_for(ask: Ask) -> None:
    situations = frozenset({"suicide_self_harm"})
    assert "13YARN" not in names(ask("Footscray", situations=situations, limit=3))
    mob = ask("Footscray", situations=situations, people=frozenset({"aboriginal"}), limit=4)
    assert "13YARN" in names(mob)


def test_violence_lines_do_not_come_up_by_chance(ask: Ask) -> None:
    for query in ({}, {"text": "qqqq"}):
        for card in ask("Alice Springs", **query).cards:
            assert "violence" not in (card.name + card.why).lower()


# --- people ---


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ({"gender": "man"}, ["Family Violence Service", "west Refuge"]),
        ({"gender": "woman"}, ["Men's Behaviour Change", "MensLine"]),
        ({"ages": (40,)}, ["Youth Hub", "Youth Refuge", "Kids Helpline", "headspace"]),
        ({"ages": (14,)}, ["Night Shelter", "Elder Support", "Rooming House"]),
        ({"people": frozenset({"young_person"})}, ["Elder Support"]),
        ({"people": frozenset({"pet"})}, ["Night Shelter"]),
        ({"people": frozenset({"self", "children"})}, ["Night Shelter"]),
        ({"people": frozenset({"alone"})}, ["Family Housing", "Playgroup", "Baby Basics"]),
    ],
)
def test_services_that_exclude_this_person_never_show(
    ask: Ask, query: dict[str, object], never: list[str]
) -> None:
    for need in NEEDS:
        for name in names(ask("Footscray", need=need, limit=100, radius_km=60.0, **query)):
            assert not any(word in name for word in never)


def test_a_man_who_lives_with_violence_still_gets_a_crisis_line(ask: Ask) -> None:
    results = ask("Footscray", situations=frozenset({"family_violence"}), gender="man")
    assert names(results)[0] == "1800RESPECT"
    assert "Safe Steps" not in names(results)


def test_services_run_for_a_group_come_up_for_that_group(ask: Ask) -> None:
    def rank(people: frozenset[str]) -> int:
        found = names(ask("Footscray", need="support_advocacy", people=people, limit=100))
        return next(i for i, name in enumerate(found) if "Gathering Place" in name)

    assert rank(frozenset({"aboriginal"})) < rank(frozenset())


# --- records for one special situation ---

SPECIAL = (
    "Child Protection", "Child Abuse", "Child Safety", "Poisons", "TIS National", "My Blue Sky",
    "Domestic Violence", "1800RESPECT", "Safe Steps", "DVConnect", "Refuge", "Family Violence",
    "Federal Police", "Trafficked", "National Relay", "QLife", "International Services",
    "Youth Hotline", "13YARN", "Kids Helpline", "Police, not urgent", "eSafety", "Silent elector",
)  # fmt: skip


@pytest.mark.parametrize(
    "sub",
    [
        "playgroup", "parenting", "doctor", "dentist", "legal_help", "tenancy_law", "tenancy",
        "rent", "bond", "eviction", "public_housing", "rooming_house", "work_rights", "carers",
        "discrimination", "forms", "social_connection", "no_interest_loan", "budgeting",
        "utilities", "food_parcel", "voucher", "job_help", "childcare", "identification",
    ],
)  # fmt: skip
def test_lines_for_a_special_situation_are_no_ordinary_results(ask: Ask, sub: str) -> None:
    for near, audience in product(["Footscray", "Cabramatta", "Cairns"], ["customer", "staff"]):
        results = ask(near, sub_need=sub, audience=audience, ages=(40,), limit=200, radius_km=60.0)
        assert results.cards
        assert [n for n in names(results) if any(word in n for word in SPECIAL)] == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"sub_need": "interpreter"}, "TIS National"),
        ({"text": "poisons line"}, "Poisons Information Centre"),
        ({"text": "he wants to know about forced marriage"}, "My Blue Sky"),
        ({"need": "community_legal_health", "text": "forced marriage"}, "My Blue Sky"),
        ({"need": "support_advocacy", "accessibility": frozenset({"hearing"})}, "National Relay"),
        ({"text": "national relay service"}, "National Relay"),
        (
            {"need": "support_advocacy", "people": frozenset({"lgbtiq"}), "sub_need": "lgbtiq"},
            "QLife",
        ),
        ({"sub_need": "social_connection", "people": frozenset({"lgbtiq"})}, "QLife"),
        ({"need": "community_legal_health", "ages": (15,)}, "Legal Aid Youth Hotline"),
        ({"sub_need": "refuge"}, "NSW Domestic Violence Line"),
        (
            {"need": "financial_aid", "text": "centrelink while overseas"},
            "Centrelink International",
        ),
        ({"text": "child protection"}, "NSW Child Protection Helpline"),
        (
            {"need": "accommodation", "situations": frozenset({"family_violence"})},
            "NSW Domestic Violence Line",
        ),
        (
            {"need": "education_family", "situations": frozenset({"child_at_risk"})},
            "NSW Child Protection Helpline",
        ),
    ],
)
def test_they_come_up_for_their_situation_need_people_or_words(
    ask: Ask, query: dict[str, object], shown: str
) -> None:
    found = names(ask("Cabramatta", limit=100, **query))
    assert any(name.startswith(shown) for name in found), found


def test_what_does_another_part_of_an_unlike_need_is_left_out(ask: Ask) -> None:
    doctors = ask("Cabramatta", sub_need="doctor", limit=100)
    assert "Legal Aid NSW (LawAccess)" not in names(doctors)
    assert any(card.name == "Ask Izzy" for card in doctors.cards)
    meals = ask("Cabramatta", sub_need="meal", limit=100)
    assert any("Food Pantry" in name for name in names(meals))


def test_bills_find_counsellors_and_emergency_payments_either_way(ask: Ask) -> None:
    for query in ({"sub_need": "utilities"}, {"sub_need": "voucher"}):
        found = names(ask("Footscray", limit=100, **query))
        assert any("Bill Help Desk" in name for name in found)
        assert "National Debt Helpline" in found
    assert any("Food Pantry" in n for n in names(ask("Footscray", sub_need="utilities", limit=99)))


def test_an_adults_tenancy_finds_legal_aid_first(ask: Ask) -> None:
    results = ask("Broken Hill", sub_need="tenancy_law", ages=(40,))
    assert names(results)[0] == "Legal Aid NSW (LawAccess)"


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
