"""Words of other languages are found as they are heard, in messages that are in the language."""

from __future__ import annotations

import pytest
import yaml

from directory.needs import NEEDS, find_in_text, sub_need
from directory.needs_by_ear import by_ear
from directory.needs_lexicon import BY_EAR


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("hi", "mujhe wakil se milna hai", "legal_help"),
        ("hi", "hame vakeel chaahiye", "legal_help"),
        ("ur", "qarza bohat hai", "debt"),
        ("ur", "kiraaya nahi de sakti", "rent"),  # Hindi's word
        ("pa", "bijlee kat ditti", "utilities"),
        ("ar", "el jar taradna mn el bet", "eviction"),
        ("ar", "badna mo7amy", "legal_help"),
        ("ar", "badna mouhami", "legal_help"),
        ("el", "psaxno gia dikhgoro", None),
        ("el", "psaxno gia dhikigoro", "legal_help"),
        ("el", "theloume agklika", None),
        ("fa", "vakeel mikhaham", "legal_help"),
        ("es", "tengo ambre", "meal"),
        ("es", "busco un avogado", "legal_help"),
        ("it", "o bisogno di un avocato", "legal_help"),
        ("tr", "kirayi odeyemiyorum", "rent"),
        ("prs", "ejare ra dada nametanam", "rent"),
    ],
)
def test_a_need_is_heard_whatever_its_spelling(language: str, text: str, code: str | None) -> None:
    found = [m.sub_need or m.need for m in find_in_text(text, slips=False, language=language)]
    assert (code in found) if code else (found == [])


@pytest.mark.parametrize(
    "text",
    ["the dudes are on their way", "my jua", "akel and sons", "spitting image", "a dawn walk"],
)
def test_none_of_it_is_found_in_english(text: str) -> None:
    assert [m for m in find_in_text(text) if m.heard] == []


def test_spellings_of_one_word_have_one_key() -> None:
    for words in (["vakeel", "vakil", "wakeel", "wakil"], ["mo7ami", "mouhami", "muhamy"],
                  ["necesito", "nesesito"], ["yiyecek", "yiyeçek"]):  # fmt: skip
        assert len({by_ear(word) for word in words}) == 1, words


def test_the_list_is_a_draft_of_codes_that_exist() -> None:
    data = yaml.safe_load(BY_EAR.read_text("utf-8"))
    assert (data["status"], data["reviewer"]) == ("draft", None)
    for words in data["languages"].values():
        assert all(code in NEEDS or sub_need(code) for code in words)
