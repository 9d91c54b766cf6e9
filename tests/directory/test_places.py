"""Places are found by name, postcode and in free text, and ambiguity is shown."""

from __future__ import annotations

import pytest

from directory.gazetteer.areas import read_areas
from directory.gazetteer.atlas import atlas, name_words
from directory.places import find_in_text, find_places, middle_of, place_by_id


def ids(text: str) -> list[str]:
    return [place.id for place in find_places(text)]


def mentions(text: str) -> list[tuple[str, list[str]]]:
    return [(m.text, [p.id for p in m.candidates]) for m in find_in_text(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Footscray", "Footscray VIC 3011"),
        ("footscary", "Footscray VIC 3011"),
        ("FOOTSCRAY vic", "Footscray VIC 3011"),
        ("Footscray VIC 3011", "Footscray VIC 3011"),
        ("3011 footscray", "Footscray VIC 3011"),
        ("fitzroy, victoria", "Fitzroy VIC 3065"),
        ("richmond in tasmania", "Richmond TAS 7025"),
        ("st. kilda vic", "St Kilda VIC 3182"),
        ("Saint Kilda VIC", "St Kilda VIC 3182"),
        ("mt druit", "Mount Druitt NSW 2770"),
        ("footscray west", "West Footscray VIC 3012"),
        ("livrpool nsw", "Liverpool NSW 2170"),
        ("Melbourne CBD", "Melbourne VIC 3000"),
        ("3001", "Melbourne VIC 3000"),
        ("near Footscray please", "Footscray VIC 3011"),
        ("Gold Coast", "Southport QLD 4215"),
        ("tassie", "Tasmania"),
        ("perth", "Perth WA 6000"),
        ("Perth Tasmania", "Perth TAS 7300"),
    ],
)
def test_one_place_is_meant(text: str, expected: str) -> None:
    assert ids(text) == [expected]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("need a food parcel in sunshne", "Sunshine"),
        ("sunshne", "Sunshine"),
        ("cant pay rent, penrth", "Penrith"),
        ("geelng", "Geelong"),
        ("hobrt", "Hobart"),
        ("i live in mildra", "Mildura"),
        ("resevoir", "Reservoir"),
        ("need help with rent lakmba", "Lakemba"),
    ],
)
def test_a_name_without_its_vowels_is_the_name(text: str, name: str) -> None:
    [mention] = find_in_text(text)
    assert {place.name for place in mention.candidates} == {name}


@pytest.mark.parametrize(
    "text", ["i need hlp with my rnt", "the fmly is hungry", "cn u help me tomorow", "farinha"]
)
def test_words_without_their_vowels_are_no_places(text: str) -> None:
    assert find_in_text(text) == []


def test_an_ambiguous_name_gives_every_candidate() -> None:
    assert {place.state for place in find_places("Richmond")} == {"NSW", "VIC", "QLD", "SA", "TAS"}


def test_a_postcode_shared_by_suburbs_gives_all_of_them() -> None:
    assert ids("2166") == [
        "Cabramatta NSW 2166",
        "Cabramatta West NSW 2166",
        "Canley Heights NSW 2166",
        "Canley Vale NSW 2166",
        "Lansvale NSW 2166",
    ]


def test_suburbs_of_one_postcode_can_be_searched_as_one() -> None:
    middle = middle_of(find_places("2166"))
    assert middle is not None
    assert middle.postcode == "2166"
    assert middle_of(find_places("Richmond")) is None
    assert middle_of(find_places("0872")) is None  # a third of the Northern Territory
    assert middle_of([]) is None


def test_a_slip_that_fits_two_spellings_gives_both() -> None:
    assert "Parramatta NSW 2150" in ids("parammatta")


@pytest.mark.parametrize("text", ["", "   ", "zzzzzz", "0000", "?"])
def test_nothing_is_made_up(text: str) -> None:
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Footscray", "Australia/Melbourne"),
        ("Cabramatta", "Australia/Sydney"),
        ("Broken Hill", "Australia/Broken_Hill"),
        ("Lord Howe Island", "Australia/Lord_Howe"),
        ("Eucla", "Australia/Eucla"),
        ("Alice Springs", "Australia/Darwin"),
        ("Kalgoorlie", "Australia/Perth"),
        ("Norfolk Island", "Pacific/Norfolk"),
    ],
)
def test_each_place_keeps_its_own_time(name: str, zone: str) -> None:
    assert find_places(name)[0].timezone == zone


def test_a_place_is_found_again_by_its_id() -> None:
    place = place_by_id("Footscray VIC 3011")
    assert place is not None
    assert place.distance_km(-37.7988987, 144.892357) < 0.1
    assert place_by_id("Nowhere XXX 0000") is None


@pytest.mark.parametrize(
    ("text", "said", "first"),
    [
        ("need food near footscray", "footscray", "Footscray VIC 3011"),
        ("i live footscray vic", "footscray vic", "Footscray VIC 3011"),
        ("i stay with friend in fotscray", "fotscray", "Footscray VIC 3011"),
        ("food parcel braybrok", "braybrok", "Braybrook VIC 3019"),
        ("I NEED HELP IN FOOTSCRAY PLEASE", "FOOTSCRAY", "Footscray VIC 3011"),
        ("i live in orange", "orange", "Orange NSW 2800"),
        ("Orange", "Orange", "Orange NSW 2800"),
        ("We moved to Hope Valley", "Hope Valley", "Hope Valley WA 6165"),
        ("near orange nsw", "orange nsw", "Orange NSW 2800"),
        ("3121 Richmond", "3121 Richmond", "Richmond VIC 3121"),
        ("Nowhere to sleep, St Kilda VIC", "St Kilda VIC", "St Kilda VIC 3182"),
        ("I'm from Congo and I live in Dandenong", "Dandenong", "Dandenong VIC 3175"),
        ("i live at 12 Richmond Street Footscray", "Footscray", "Footscray VIC 3011"),
        ("I'm in Tasmania", "Tasmania", "Tasmania"),
        ("我住在Footscray", "Footscray", "Footscray VIC 3011"),
        ("cần giúp ở Cabramatta", "Cabramatta", "Cabramatta NSW 2166"),
        ("my postcode is 2020", "2020", "Mascot NSW 2020"),
        ("we are in noble prak", "noble prak", "Noble Park VIC 3174"),
        ("near bankstwon please", "bankstwon", "Bankstown NSW 2200"),
    ],
)
def test_a_place_is_found_in_free_text(text: str, said: str, first: str) -> None:
    (found,) = mentions(text)
    assert found[0] == said
    assert found[1][0] == first


@pytest.mark.parametrize(
    "text",
    [
        "I hope you can help",
        "he has a banana and an orange",
        "you are my sunshine",
        "the police point a gun at me",
        "live in hospital",
        "i'm in trouble",
        "in short, no money",
        "my name is Stanley",
        "my daughter victoria",
        "what is your act",
        "como estas",
        "yea",
        "call dad",
        "as well",
        "i lost $2166",
        "i have 2000 dollars",
        "call 0412 345 678",
        "in 2019 i came",
        "my pin is 3011",
        "The Orange Door",
        "christmas is coming",
        "not really",
        "I am in major pain",
        "Danke schön",
        "Hope you are well",
    ],
)
def test_everyday_words_and_numbers_are_no_places(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    "text", ["no, Footscray not Fitzroy", "no footscary not fitzory", "Fitzroy or Footscray?"]
)
def test_a_correction_gives_both_places_for_the_caller_to_choose(text: str) -> None:
    found = [candidates[0] for _, candidates in mentions(text)]
    assert set(found) == {"Footscray VIC 3011", "Fitzroy VIC 3065"}


def test_spans_are_offsets_in_the_original_text() -> None:
    text = "Hi! We’re in  Footscray,  VIC 3011 — help"
    (found,) = find_in_text(text)
    assert text[found.start : found.end] == found.text == "Footscray,  VIC 3011"


# --- a state that was said ---


@pytest.mark.parametrize(
    "text",
    [
        "the one near Hawkesbury, New South Wales",
        "Hawkesbury NSW",
        "footscary NSW",
        "in Bankstwon QLD",
        "near fotscray queensland",
        "cabramata, WA",
    ],
)
def test_a_slip_of_spelling_never_leads_out_of_the_state_said(text: str) -> None:
    said = find_places(text.rpartition(" ")[2] if "South" not in text else "NSW")[0].state
    assert {place.state for place in find_places(text)} == {said}
    assert {p.state for m in find_in_text(text) for p in m.candidates} == {said}


def test_a_name_of_another_state_only_is_asked_about() -> None:
    assert ids("Footscray NSW") == ["Footscray VIC 3011", "New South Wales"]
    assert mentions("food in Footscray NSW")[0][1] == ["Footscray VIC 3011", "New South Wales"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bulk billing doctor in Preston please, the Victorian one", ["Preston VIC 3072"]),
        ("doctor in Richmond, the NSW one", ["Richmond NSW 2753"]),
        ("food in Richmond, the one in Tasmania", ["Richmond TAS 7025"]),
    ],
)
def test_a_state_said_of_a_place_settles_it(text: str, expected: list[str]) -> None:
    assert [found for _, found in mentions(text)] == [expected]


def test_a_state_that_is_not_said_of_the_place_settles_nothing() -> None:
    assert len(mentions("I moved from Preston to Queensland")[0][1]) == 4


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("food in logan", ["Logan Central QLD 4114"]),
        ("Logan VIC", ["Logan VIC 3475"]),
        ("a bed in paramata", ["Parramatta NSW 2150"]),
        ("we are in the inner west", ["Ashfield NSW 2131"]),
        ("legal aid in the Shire", ["Sutherland NSW 2232"]),
        ("hampers on the northern beaches", ["Dee Why NSW 2099"]),
        ("Melbourne's west", ["Sunshine VIC 3020"]),
        ("melb cbd", ["Melbourne VIC 3000"]),
        ("near footscray station", ["Footscray VIC 3011"]),
        ("I'm at fiona stanley hospital", ["Murdoch WA 6150"]),
        ("counsellor in waga waga", ["Wagga Wagga NSW 2650"]),
    ],
)
def test_a_region_or_a_landmark_is_where_it_stands(text: str, ids: list[str]) -> None:
    assert [place.id for m in find_in_text(text) for place in m.candidates] == ids


def test_a_region_that_several_cities_have_is_all_of_them() -> None:
    (mention,) = find_in_text("food in the western suburbs")
    assert {place.state for place in mention.candidates} == {"VIC", "NSW", "QLD", "WA", "SA"}
    assert find_places("western suburbs") == list(mention.candidates)


def test_every_area_stands_at_a_place_on_the_map() -> None:
    known = atlas()
    for area in read_areas():
        for name in area.names:
            assert known.names[" ".join(name_words(name))], name
            assert len(name_words(name)) <= 4


@pytest.mark.parametrize(
    "text",
    ["the downs of life", "I live in the country", "the hunter shot it", "on the north side"],
)
def test_ordinary_words_are_no_region(text: str) -> None:
    assert find_in_text(text) == []
