"""Names of languages in text."""

import pytest

from bot.language.names import find_language_names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I need a Vietnamese interpreter", "vi"),
        ("she only speaks Dari", "prs"),
        ("arabic speaking financial counsellor near 2166", "ar"),
        ("English please", "en"),
        ("can we do this in Punjabi", "pa"),
        ("mluvim cesky", "cs"),
        ("some one who talk cantoneese", "yue"),
        ("need mandrin interpretor asap", "cmn"),
        ("do you have Chinese?", "zh"),
        ("我想要廣東話傳譯", "yue"),
        ("tiếng Việt", "vi"),
        ("tieng viet", "vi"),
        ("Auslan interpreter for thursday", "asf"),
        ("my father use sign language", "asf"),
        ("Karen interpreter please", "ksw"),
        ("Kurdish sorani interpreter", "ckb"),
        ("speaks kurdish", "ku"),
        ("tagalog", "fil"),
        ("viatnamese interpreter", "vi"),
        ("vietmanese interpreter", "vi"),
        ("speak indonesain", "id"),
        ("mum is Greek and doesn't speak English", "el"),
        ("somalian interpreter", "so"),
        ("hazaraghi speaker", "haz"),
        ("a counsellor who speaks pitjantjatjara", "pjt"),
        ("her language is Tigrinya", "ti"),
    ],
)
def test_a_named_language_is_found_with_its_code(text: str, code: str) -> None:
    (found, *_) = find_language_names(text)
    assert found.code == code
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "where is thai food", "I'm Greek", "my italian husband hit the wall", "Karen told me to ring", "I don't speak English",
        "no english", "my English is not good", "chin up mate", "polish the car", "a german shepherd dog", "can't read english",
        "he lives in Preston", "danish pastry", "", "her English isn't very good",
    ],
)  # fmt: skip
def test_a_people_a_dish_or_missing_english_names_no_language(text: str) -> None:
    assert find_language_names(text) == []


def test_several_languages_keep_their_order() -> None:
    found = find_language_names("do you speak Farsi or Dari")
    assert [mention.code for mention in found] == ["fa", "prs"]
