"""Needs are found in the words people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.needs import NEEDS, find_in_text, resolve, sub_need

NINE = [
    "emergency_relief",
    "accommodation",
    "financial_aid",
    "crisis_counselling",
    "community_legal_health",
    "drug_alcohol_gambling",
    "support_advocacy",
    "transport",
    "education_family",
]


def test_the_nine_needs_of_the_brief_are_there_in_order() -> None:
    assert list(NEEDS) == NINE


def test_sub_need_codes_are_unique_and_know_their_need() -> None:
    codes = [code for need in NEEDS.values() for code in need.sub_needs]
    assert len(codes) == len(set(codes))
    for code in codes:
        found = sub_need(code)
        assert found is not None
        assert code in NEEDS[found.need].sub_needs


@pytest.mark.parametrize("code", NINE)
def test_a_need_is_resolved_by_its_code_and_its_label(code: str) -> None:
    assert resolve(code) == (code, None)
    assert resolve(NEEDS[code].label) == (code, None)


@pytest.mark.parametrize(
    ("word", "need", "sub"),
    [
        ("feed", "emergency_relief", "food_parcel"),
        ("crash", "accommodation", "tonight"),
        ("bond", "accommodation", "bond"),
        ("lekkie bill", "financial_aid", "utilities"),
        ("power bill", "financial_aid", "utilities"),
        ("gas bill", "financial_aid", "utilities"),
        ("lease", "accommodation", "tenancy"),
        ("tenancy hearing", "community_legal_health", "tenancy_law"),
        ("tutor", "education_family", "tutoring"),
        ("reading help", "education_family", "tutoring"),
        ("needle exchange", "drug_alcohol_gambling", "drugs"),
        ("detox bed", "drug_alcohol_gambling", "detox"),
        ("rehab bed", "drug_alcohol_gambling", "residential_rehab"),
        ("uniform", "education_family", "school_costs"),
        ("cheap loan", "financial_aid", "no_interest_loan"),
        ("ER", "emergency_relief", None),
        ("fin couns", "financial_aid", "debt"),
        ("DV", "crisis_counselling", "family_violence"),
        ("DFV", "crisis_counselling", "family_violence"),
        ("AOD", "drug_alcohol_gambling", None),
        ("AOD counselling", "drug_alcohol_gambling", None),
        ("CALD", "community_legal_health", "settlement"),
        ("MH", "crisis_counselling", "mental_health"),
        ("temp accom", "accommodation", "tonight"),
        ("NILS", "financial_aid", "no_interest_loan"),
        ("OOHC", "education_family", "foster_kinship"),
        ("ATSI", "support_advocacy", "aboriginal"),
        ("nothing to eat", "emergency_relief", "meal"),
        ("skint", "emergency_relief", None),
        ("smackhead", "drug_alcohol_gambling", "drugs"),
        ("acommodation", "accommodation", None),
        ("gambeling", "drug_alcohol_gambling", "gambling"),
        ("Escaping Violence Payment", "crisis_counselling", "family_violence"),
        ("food_parcel", "emergency_relief", "food_parcel"),
        ("get my kids to school", "education_family", None),
        ("Dentists", "community_legal_health", "dentist"),
    ],
)
def test_everyday_words_resolve(word: str, need: str, sub: str | None) -> None:
    assert resolve(word) == (need, sub)


@pytest.mark.parametrize("word", ["", "  ", "xyzzy", "?!", "12345"])
def test_words_that_are_no_need_resolve_to_none(word: str) -> None:
    assert resolve(word) is None


@pytest.mark.parametrize(
    ("text", "need", "sub"),
    [
        ("we haven't eaten since yesterday", "emergency_relief", "meal"),
        ("I have not eaten", "emergency_relief", "meal"),
        ("no food at home for my 3 kids", "emergency_relief", "food_parcel"),
        ("i can not pay my electricity bill", "financial_aid", "utilities"),
        ("somewhere to crash for the night", "accommodation", "tonight"),
        ("i sleep in my car", "accommodation", "tonight"),
        ("centerlink stopped my payment", "financial_aid", "centrelink"),
        ("pokies took all my money", "drug_alcohol_gambling", "gambling"),
        ("I want to learn some English", "education_family", "english_class"),
        ("please help fill the form", "support_advocacy", "forms"),
        ("no way to get to my appointment", "transport", None),
    ],
)
def test_needs_are_found_in_free_text(text: str, need: str, sub: str | None) -> None:
    assert (need, sub) in [(m.need, m.sub_need) for m in find_in_text(text)]


def test_spans_are_offsets_in_the_original_text() -> None:
    text = "Hi — my kids are HUNGRY, and I can’t pay my rent!"
    mentions = find_in_text(text)
    assert [m.text for m in mentions] == ["HUNGRY", "can’t pay my rent"]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_need_taken_back_is_left_out() -> None:
    found = find_in_text("i don't need food, i need a bed for the night")
    assert [(m.need, m.sub_need) for m in found] == [("accommodation", "tonight")]


@pytest.mark.parametrize(
    "text",
    [
        "I'm fine thanks",
        "we are starting at nine",
        "I crashed my bike",
        "James Bond",
        "putting it together",
        "hello, how are you?",
    ],
)
def test_ordinary_words_are_not_needs(text: str) -> None:
    assert find_in_text(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "legal help about my lease",
        "I need a lawyer for my eviction",
        "tribunal hearing about my rental",
        "free legal advice with the bond",
    ],
)
def test_legal_help_with_a_home_is_one_need(text: str) -> None:
    assert {(m.need, m.sub_need) for m in find_in_text(text)} == {
        ("community_legal_health", "tenancy_law")
    }


@pytest.mark.parametrize(
    "text", ["I need a lawyer and I can't pay my rent", "Legal help please. My lease is up"]
)
def test_two_matters_stay_two_needs(text: str) -> None:
    assert len({m.need for m in find_in_text(text)}) == 2


def test_shorthand_counts_in_capitals_only() -> None:
    assert [m.need for m in find_in_text("need ER for a client")] == ["emergency_relief"]
    assert [m.need for m in find_in_text("er, I need a bed")] == ["accommodation"]
    assert [m.need for m in find_in_text("AA Dandenong")] == ["drug_alcohol_gambling"]
    assert find_in_text("four aa batteries") == []


def test_related_sub_needs_exist_and_belong_elsewhere() -> None:
    for need in NEEDS.values():
        for sub in need.sub_needs.values():
            assert sub.code not in sub.related
            assert all(sub_need(code) for code in sub.related)


EVERYDAY = Path(__file__).with_name("everyday.tsv")


@pytest.mark.parametrize(
    ("said", "code"), [line.split("\t") for line in EVERYDAY.read_text("utf-8").splitlines()]
)
def test_everyday_words_reach_the_right_need(said: str, code: str) -> None:
    found = [mention.sub_need or mention.need for mention in find_in_text(said)]
    if not found:
        meant = resolve(said)
        found = [meant[1] or meant[0]] if meant else []
    assert code in found or code in ALIKE.get(found[0], ())


#: Either is a good answer to such a sentence.
ALIKE = {"tonight": ("furniture",), "transport": ("community_transport",),
         "alcohol": ("family_support_aod",)}  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "James Bond was on telly", "I have to feed the meter", "where can I buy ice cream", "my computer crashed again",
        "the tennis court is wet", "we went to a baby shower", "add it to my news feed", "the smoke alarm keeps beeping",
        "a powerpoint for the meeting", "can I have a Diet Coke", "that fits me well", "my uncle Bill says hi",
        "I'm fine thanks", "good job mate", "open a new tab", "the pipe burst", "we had the house music up",
    ],
)  # fmt: skip
def test_false_friends_are_no_need(said: str) -> None:
    assert find_in_text(said) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [("sleepin in me car", "tonight"), ("feedin me kids", "food_parcel"),
     ("no where to go 2nite", "accommodation"), ("carnt pay me rent", "rent")],
)  # fmt: skip
def test_spoken_spellings_are_evened_out(said: str, code: str) -> None:
    assert code in [mention.sub_need or mention.need for mention in find_in_text(said)]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("power, food, rent, you name it", {"financial_aid", "emergency_relief", "accommodation"}),
        ("client needs bond, food & gas", {"accommodation", "emergency_relief", "financial_aid"}),
        ("english, job, house for my family", {"education_family", "accommodation"}),
        ("kids, the dog and me", set()),
        ("sick and tired", set()),
        ("power", set()),
    ],
)
def test_open_words_count_in_a_list_of_needs(text: str, needs: set[str]) -> None:
    assert {mention.need for mention in find_in_text(text)} == needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("computer class for seniors", {"education_family"}),
        ("lawyer for young people", {"community_legal_health"}),
        ("on the dole and no food", {"emergency_relief"}),
        ("respite for a carer", {"support_advocacy"}),
        ("homeless and hungry", {"accommodation", "emergency_relief"}),
    ],
)
def test_words_that_describe_a_person_name_no_need_beside_another(
    text: str, needs: set[str]
) -> None:
    assert {mention.need for mention in find_in_text(text)} == needs


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("counselling about my drinking", "drug_alcohol_gambling"),
        ("support group for gamblers", "drug_alcohol_gambling"),
        ("support group for depression", "crisis_counselling"),
    ],
)
def test_counselling_about_something_is_that_need(text: str, need: str) -> None:
    assert {mention.need for mention in find_in_text(text)} == {need}


def test_a_town_is_no_slip_of_a_need() -> None:
    assert find_in_text("near Mount Gambier") == []
