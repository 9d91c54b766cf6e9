"""The shipped records: the traps of the brief (0.3) stay shut, and data stay data."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from directory.needs import NEEDS
from directory.phones import PhoneNumber
from directory.records import make_sample
from directory.records.drafts import Draft, warm_transfer_of
from directory.records.reading import SHIPPED, read_path


@pytest.fixture(scope="module")
def contacts() -> dict[str, Draft]:
    batch = read_path(SHIPPED / "contacts")
    assert batch.problems == []
    return {draft.code: draft for draft in batch.drafts}


@pytest.fixture(scope="module")
def sample() -> list[Draft]:
    batch = read_path(SHIPPED / "sample")
    assert batch.problems == []
    return batch.drafts


def digits(draft: Draft) -> set[str]:
    return {phone.number.digits for phone in draft.phones}


def _split(text: str) -> list[str]:
    return text.split()


#: Every number of section 2 of the brief that a record must carry.
NUMBERS = _split("""
    000 106 0423677767 133677 1300555727 1800555660 1800555677 131450 131126 1800022222
    1300555135 131114 0477131114 1300659467 139276 1800551800 1300224636 1300789978 1800184527
    1800011046 1800334673 1300726306 1300657380 1800650890 1800595212 1800011511 1300642255
    1800629354 0262051065 1800332388 131465 1300555788 1800676822 1800682288 1800737732
    0458737732 1300766491 1800656463 1800015188 1800811811 1800600636 1800800098 1800007339
    1800000599 1800199008 1800608122 1800633937 0262800900 0889451388 1800385578 1800050321
    132111 131278 1300664977 1300655795 1300360391 1800075599 1800177135 131478 1800273889
    1800000123 1300556729 1300556728 1800700250 1800353374 1800628221 1800700600 1800200422
    1800643787 1800880052 1800422737 0393451800 131237 0295148115 0481070844 1800152152
    1800825955 1800474753 1800003308 1800124684 1800800588 1800176468 1800007007 1800808488
    1800858858 1800250015 1300888529 1300654314 1300792387 1300651188 1300366424 1300650579
    1300366611 1800019343 1800101810 131202 1800136380 131673 131444
""")


def test_every_number_of_the_brief_has_one_record(contacts: dict[str, Draft]) -> None:
    owners: dict[str, list[str]] = {}
    for draft in contacts.values():
        for number in digits(draft):
            owners.setdefault(number, []).append(draft.code)
    assert [number for number in NUMBERS if number not in owners] == []
    assert {n: codes for n, codes in owners.items() if len(codes) > 1} == {}


def test_web_only_services_of_the_brief_are_there(contacts: dict[str, Draft]) -> None:
    for code in ("leaving-violence-program", "esafety", "ask-izzy", "silent-elector"):
        assert contacts[code].fields["url"].startswith("https://")
        assert contacts[code].fields["delivery"] == ["web"]


# --- traps ---


def test_x_17_no_record_has_the_misprinted_1800respect_number(contacts: dict[str, Draft]) -> None:
    assert "1800737732" in digits(contacts["1800respect"])
    for draft in contacts.values():
        assert "1800732732" not in digits(draft)
        assert "732 732" not in str(draft.fields)


def test_the_mens_referral_service_has_the_number_of_record(contacts: dict[str, Draft]) -> None:
    assert digits(contacts["mens-referral-service"]) == {"1300766491"}


def test_lifeline_shows_the_phone_first(contacts: dict[str, Draft]) -> None:
    first = contacts["lifeline"].phones[0]
    assert (str(first.number), first.type) == ("13 11 14", "voice")


def test_the_tasmanian_line_ends_at_ten_and_names_what_answers_then(
    contacts: dict[str, Draft],
) -> None:
    line = contacts["mental-health-line-tas"]
    assert line.schedules[0]["closes_at"] == "22:00"
    assert "13 11 14" in line.fields["description"]
    assert "000" in line.fields["description"]


def test_the_escaping_violence_payment_lives_on_as_a_search_word_only(
    contacts: dict[str, Draft],
) -> None:
    program = contacts["leaving-violence-program"].fields
    assert "escaping violence payment" in program["words"]
    assert "Escaping" not in program["name"] + program["description"]
    assert program["url"] == "https://www.dss.gov.au"
    assert not program.get("crisis_capable")


def test_transfer_to_the_relationship_line_depends_on_program_and_scenario(
    contacts: dict[str, Draft],
) -> None:
    transfer = warm_transfer_of(contacts["fral"].fields)
    assert transfer["warm_transfer"] == "unknown"
    assert all(transfer[f"warm_transfer_{part}"] for part in ("basis", "program", "scenario"))


def test_s4_05_131_202_is_never_called_an_interpreter_service(contacts: dict[str, Draft]) -> None:
    line = contacts["multilingual-phone-service"]
    assert digits(line) == {"131202"}
    said = " ".join(str(line.fields.get(k) or "") for k in ("name", "description", "eligibility"))
    assert "interpret" not in said.lower()
    assert "interpreter" not in line.fields
    assert "interpreter" not in line.terms


def test_tis_and_the_multilingual_line_are_two_records(contacts: dict[str, Draft]) -> None:
    assert "interpreter" in contacts["tis-national"].terms
    assert digits(contacts["tis-national"]) == {"131450"}


def test_police_not_urgent_is_listed_for_the_act_alone(contacts: dict[str, Draft]) -> None:
    owners = [d for d in contacts.values() if "131444" in digits(d)]
    assert [d.fields["states"] for d in owners] == [["ACT"]]
    assert not owners[0].fields.get("situations")
    assert not owners[0].fields.get("crisis_capable")


def test_wa_crisis_care_is_rung_on_its_free_number_only(contacts: dict[str, Draft]) -> None:
    assert digits(contacts["crisis-care-wa"]) == {"1800199008"}


def test_the_queensland_assault_line_has_no_hours_until_somebody_checks(
    contacts: dict[str, Draft],
) -> None:
    line = contacts["dvconnect-sexual-assault"]
    assert line.schedules == []
    assert line.fields["audience"] == "staff"


# --- rules ---


def test_s1_03_lifeline_cannot_be_transferred_to(contacts: dict[str, Draft]) -> None:
    assert warm_transfer_of(contacts["lifeline"].fields)["warm_transfer"] == "no"


def test_only_the_sources_allow_a_warm_transfer(contacts: dict[str, Draft]) -> None:
    allowed = {
        code
        for code, draft in contacts.items()
        if warm_transfer_of(draft.fields)["warm_transfer"] == "yes"
    }
    assert allowed == {
        "triple-zero", "1800respect", "mensline", "mens-referral-service", "national-debt-helpline",
    }  # fmt: skip
    assert all(warm_transfer_of(contacts[c].fields)["warm_transfer_basis"] for c in allowed)


def test_1800respect_text_is_english_and_ends_after_six_minutes(contacts: dict[str, Draft]) -> None:
    fields = contacts["1800respect"].fields
    assert fields["text_languages"] == ["en"]
    assert fields["idle_timeout_minutes"] == 6
    assert "six minutes" in fields["description"]


@pytest.mark.parametrize("code", ["qlife", "leaving-violence-program", "beyond-blue"])
def test_what_is_no_crisis_service_is_never_marked_as_one(
    contacts: dict[str, Draft], code: str
) -> None:
    assert not contacts[code].fields.get("crisis_capable")


def test_victorian_child_protection_goes_by_where_the_child_lives(
    contacts: dict[str, Draft],
) -> None:
    intakes = [d for c, d in contacts.items() if c.startswith("child-protection-vic")]
    assert len(intakes) == 5
    assert all("child lives" in d.fields["child_location_rule"] for d in intakes)


def test_every_contact_says_who_checked_it_when(contacts: dict[str, Draft]) -> None:
    for draft in contacts.values():
        fields = draft.fields
        assert fields["source"]
        assert fields["review_by"] > fields["read_on"]
        assert not fields.get("example")


def test_background_hours_are_marked_as_such(contacts: dict[str, Draft]) -> None:
    for code in ("poisons-information", "crisis-care-wa", "my-aged-care", "gambling-help"):
        assert all(rule["certain"] is False for rule in contacts[code].schedules)


def test_the_staff_only_interpreter_line_has_no_record(contacts: dict[str, Draft]) -> None:
    assert not any("interpreter connect" in str(d.fields).lower() for d in contacts.values())


# --- the sample district ---


def test_the_sample_covers_all_needs_in_about_fifteen_suburbs(sample: list[Draft]) -> None:
    assert 140 <= len(sample) <= 170
    suburbs: dict[str, set[str]] = {}
    for draft in sample:
        suburbs.setdefault(draft.locations[0].fields["suburb"], set()).update(draft.terms)
    assert len(suburbs) == 15
    assert all(set(NEEDS) <= terms for terms in suburbs.values())
    terms = {term for draft in sample for term in draft.terms}
    assert len(terms - set(NEEDS)) > 45


def test_nobody_can_take_the_sample_for_real_or_ring_it(sample: list[Draft]) -> None:
    for draft in sample:
        assert draft.fields["example"] is True
        assert draft.fields["name"].startswith("Example: ")
        assert draft.phones
        assert all(phone.number.is_fictitious for phone in draft.phones)


def test_the_sample_has_every_kind_of_hours_people_and_place(sample: list[Draft]) -> None:
    rules: list[Any] = [rule for draft in sample for rule in draft.schedules]
    assert any(rule.get("by_appointment") for rule in rules)
    assert any(rule.get("freq") == "MONTHLY" for rule in rules)
    assert any(rule["closes_at"] < rule["opens_at"] for rule in rules)
    assert any(not draft.schedules for draft in sample)
    assert {lang for d in sample for lang in d.fields.get("languages") or []} > {"vi", "ar", "pa"}
    assert {g for d in sample for g in d.fields.get("only_for") or []} > {"aboriginal", "children"}
    assert {tuple(d.fields.get("genders") or []) for d in sample} >= {(), ("man",)}
    assert any(d.fields.get("confidential") for d in sample)


def test_the_sample_files_are_what_the_generator_makes(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(make_sample, "OUTPUT", tmp_path)
    make_sample.main()
    for made in sorted(tmp_path.glob("*.yml")):
        assert made.read_text("utf-8") == (SHIPPED / "sample" / made.name).read_text("utf-8")


def test_numbers_in_descriptions_are_right_too(contacts: dict[str, Draft]) -> None:
    import re

    pattern = re.compile(r"\b(?:1[38]00 \d{3} \d{3}|13 \d\d \d\d)\b")
    known = {number for draft in contacts.values() for number in digits(draft)}
    for file in sorted((SHIPPED / "contacts").glob("*.yml")):
        for record in yaml.safe_load(file.read_text("utf-8"))["services"]:
            for number in pattern.findall(record["description"]):
                assert PhoneNumber(number).digits in known
