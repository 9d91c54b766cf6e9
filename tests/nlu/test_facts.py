"""Facts that rules read: exact values, offsets, corrections."""

from datetime import date

import pytest

from bot.nlu.facts import extract

TODAY = date(2026, 11, 22)  # a Sunday


def found(text: str, entity: str) -> list[str]:
    return extract(text, TODAY).values(entity)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no, Footscray not Fitzroy", ["Footscray VIC 3011"]),
        ("not Fitzroy, Footscray", ["Footscray VIC 3011"]),
        ("Fitzroy.. no wait, Footscray", ["Footscray VIC 3011"]),
        ("change Fitzroy to Footscray", ["Footscray VIC 3011"]),
        ("we moved from Fitzroy to Footscray", ["Footscray VIC 3011"]),
        ("I'm not in Fitzroy", []),
        ("food near me", ["near_me"]),
        ("i live in richmond", ["Richmond"]),
        ("anything round here", ["near_me"]),
        ("western suburbs", ["Western suburbs"]),
        ("western suburbs of Perth", ["Claremont WA 6010"]),
        ("sunshine in the western suburbs", ["Sunshine VIC 3020"]),
        ("dentist two double seven oh", ["2770"]),
        ("three oh one one", ["3011"]),
        ("one two three kids", []),
    ],
)
def test_the_place_is_exact_and_a_correction_wins(text: str, values: list[str]) -> None:
    assert found(text, "place") == values


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("er elizabeth sa", ["emergency_relief"]),
        ("er near 3030", ["emergency_relief"]),
        ("er mt druitt client single mum", ["emergency_relief"]),
        ("mh client 44m", ["crisis_counselling"]),
        ("NA Bunbury", ["drug_alcohol_gambling"]),
        ("NA in Dandenong thursday", ["drug_alcohol_gambling"]),
        ("na Bunbury", []),
        ("NA", []),
        ("NA sorry", []),
        ("NOT SURE, NA BUNBURY", []),
        ("er, footscray", []),
        ("er i live in footscray", []),
        ("er yes", []),
    ],
)
def test_letters_of_workers_are_a_need_before_a_place_or_a_client(
    text: str, needs: list[str]
) -> None:
    assert found(text, "need") == needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("they evikted us", ["accommodation"]),
        ("Jag heter Anna", []),
        ("xwînê bilind heye?", []),
    ],
)
def test_misspelt_words_of_needs_are_read_in_english_only(text: str, needs: list[str]) -> None:
    assert found(text, "need") == needs


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("I'm asking for my mum", ["parent"]),
        ("me and two kids, 4 and 9", ["self", "children"]),
        ("just me", ["alone"]),
        ("just me and the cat", ["self", "pet"]),
        ("my wife and I", ["couple"]),
        ("my husband hits me", []),
        ("my neighbour needs food", ["friend"]),
        ("i'm pregnant", ["pregnant"]),
        ("client 19f needs a bed", ["client"]),
        ("no kids", []),
        ("family violence", []),
        ("my elderly mum", ["parent", "older_person"]),
    ],
)
def test_people_are_who_the_help_is_for(text: str, values: list[str]) -> None:
    assert sorted(found(text, "people")) == sorted(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("me and two kids, 4 and 9", ["4", "9"]),
        ("i'm 17", ["17"]),
        ("my daughter is 6 and my son is 12", ["6", "12"]),
        ("34 year old male", ["34"]),
        ("client 19f", ["19"]),
        ("baby is 6 months old", ["0"]),
        ("kids aged three, five and eleven", ["3", "5", "11"]),
        ("i'm 5 minutes away", []),
        ("he's 2 years clean", []),
        ("i'm 50 dollars short", []),
        ("she's 16, not 60", ["16"]),
        ("postcode 3011", []),
    ],
)
def test_ages_are_numerals_and_other_numbers_are_not_ages(text: str, values: list[str]) -> None:
    assert found(text, "age") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("what about monday", ["monday"]),
        ("open sat", ["saturday"]),
        ("tonite", ["tonight"]),
        ("this arvo", ["today"]),
        ("not saturday, sunday", ["sunday"]),
        ("nothing to eat till thursday", []),
        ("since tuesday", []),
        ("we sat outside", []),
        ("he may hit me", []),
        ("on 12 March", ["2027-03-12"]),
        ("court is on the 25th", ["2026-11-25"]),
        ("5/12/2026", ["2026-12-05"]),
        ("which ones are open now", ["now"]),
        ("i can't pay now that he's gone", []),
        ("31 feb", []),
        ("friday week", ["2026-12-04"]),
        ("a week from tuesday", ["2026-12-01"]),
        ("the day after tomorrow", ["2026-11-24"]),
        ("something after 5", ["tonight"]),
        ("after 6pm on monday", ["monday"]),
        ("after 5 weeks he left", []),
        ("tues arvo", ["tuesday"]),
        ("in the school hols", []),
    ],
)
def test_times_are_when_help_is_wanted(text: str, values: list[str]) -> None:
    assert found(text, "time") == values


@pytest.mark.parametrize(
    ("text", "entity", "values"),
    [
        ("client in wheelchair", "accessibility", ["wheelchair"]),
        ("i'm deaf", "accessibility", ["hearing"]),
        ("can't climb stairs", "accessibility", ["step_free"]),
        ("easy read please", "accessibility", ["easy_read"]),
        ("fell on deaf ears", "accessibility", []),
        ("free dentist", "cost", ["free"]),
        ("a gluten free hamper", "cost", []),
        ("bulk billing doctor", "cost", ["free"]),
        ("asap", "urgency", ["now"]),
        ("emergency relief", "urgency", []),
        ("one for men", "gender", ["man"]),
        ("women only", "gender", ["woman"]),
        ("hey man", "gender", []),
        ("i speak dari not farsi", "language", ["prs"]),
    ],
)
def test_other_facts(text: str, entity: str, values: list[str]) -> None:
    assert found(text, entity) == values


@pytest.mark.parametrize("text", ["No, FOOTSCRAY not Fitzroy", "İstanbul café near Footscray 😀", "I’m 17 and in Footscray"])  # fmt: skip
def test_offsets_point_into_the_original_text(text: str) -> None:
    mention = next(m for m in extract(text, TODAY).mentions if m.entity == "place")
    assert text[mention.start : mention.end].lower() == "footscray"


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "😀" * 500, "a" * 10_000, "((((", "12 " * 900]
)
def test_odd_text_is_safe(text: str) -> None:
    assert extract(text, TODAY).values("need") == []


@pytest.mark.parametrize(
    "text",
    [
        "leave the housing, I need food",
        "forget about the accommodation. food please",
        "scrap the housing. We need food",
        "the housing can wait, food first",
    ],
)
def test_a_wish_that_is_given_up_is_taken_back(text: str) -> None:
    facts = extract(text, TODAY)

    assert "accommodation" not in facts.values("need")
    assert "accommodation" in [m.value for m in facts.rejected]
    assert "emergency_relief" in facts.values("need")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("I owe $2,300 to the agent", ["2300"]),
        ("two grand behind", ["2000"]),
        ("about 450 a week", ["450/week"]),
        ("$450pw", ["450/week"]),
        ("rent is 400 per fortnight", ["400/fortnight"]),
        ("$15k in debt", ["15000"]),
        ("bill for $1,204.55", ["1204.55"]),
        ("a hundred and fifty dollars", ["150"]),
        ("power bill's 780", ["780"]),
        ("paid 20 bucks an hour", ["20/hour"]),
        ("3 days a week", []),
        ("40 k out of town", []),
        ("2 weeks behind", []),
        ("postcode 2166", []),
        ("she's 82", []),
    ],
)
def test_amounts_are_plain_figures_with_their_period(text: str, values: list[str]) -> None:
    assert found(text, "amount") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("rent due the 15th", ["2026-12-15"]),
        ("rent due friday", ["2026-11-27"]),
        ("friday's my last day here", ["2026-11-27"]),
        ("monday is my last day", ["2026-11-23"]),
        ("court on the 12th", ["2026-12-12"]),
        ("have to be out by 3 december", ["2026-12-03"]),
        ("the bill is due on boxing day", ["2026-12-26"]),
        ("open saturday", []),
    ],
)
def test_the_date_of_a_matter_is_an_iso_date(text: str, values: list[str]) -> None:
    assert found(text, "date") == values


@pytest.mark.parametrize(
    ("text", "entity", "values"),
    [
        ("anything open on good friday", "time", ["2027-03-26"]),
        ("open boxing day?", "time", ["2026-12-26"]),
        ("tues arvo", "time", ["tuesday"]),
        ("sat morning", "time", ["saturday"]),
        ("food relief lakemba sun", "time", ["sunday"]),
        ("out in the sun", "time", []),
        ("cust, 45, male", "age", ["45"]),
        ("pt 82yo F needs a taxi", "gender", ["woman"]),
        ("crisis accom single male 45 w dog", "age", ["45"]),
        ("mum of 4", "people", ["children"]),
        ("food for my 3 year old", "people", ["child"]),
        ("for a man", "gender", ["man"]),
        ("cheers man", "gender", []),
        ("dentist free 2770 kids 4 and 7", "place", ["2770"]),
        ("a loan of 5000", "place", []),
        ("in the shire", "place", ["Sutherland NSW 2232"]),
        ("I'm in gippsland", "place", ["Traralgon VIC 3844"]),
    ],
)
def test_short_ways_of_staff(text: str, entity: str, values: list[str]) -> None:
    assert found(text, entity) == values


@pytest.mark.parametrize("text", ["I don't need food, I need a lawyer", "not looking for housing"])
def test_a_need_that_is_not_wanted_is_rejected(text: str) -> None:
    facts = extract(text, TODAY)
    refused = {m.value for m in facts.rejected if m.entity == "need"}
    assert refused in ({"emergency_relief"}, {"accommodation"})
    assert not refused & set(facts.values("need"))
