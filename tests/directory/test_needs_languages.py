"""Everyday words in the product's other languages reach the same needs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from directory.needs import LANGUAGES, NEEDS, find_in_text, resolve, sub_need

SAID = [
    ("我没钱交房租", "rent"), ("今晚没地方睡", "tonight"), ("我老公打我", "family_violence"),
    ("今晚沒地方睡", "tonight"), ("أحتاج طعام لأطفالي", "food_parcel"), ("زوجي يضربني", "family_violence"),
    ("لا أملك مالاً للإيجار", "rent"), ("toi khong co tien tra tien nha", "rent"),
    ("con tôi đói bụng", "meal"), ("ਮੈਨੂੰ ਰੋਟੀ ਚਾਹੀਦੀ ਹੈ", "meal"), ("δεν εχω φαγητο", "food_parcel"),
    ("non ho un posto per dormire", "tonight"), ("मुझे खाना चाहिए", "food_parcel"),
    ("tengo hambre", "meal"), ("मलाई बस्ने ठाउँ चाहियो", "accommodation"),
    ("집세를 못 냈어요", "rent"), ("گرسنه هستم", "meal"), ("جای خواب ندارم", "tonight"),
    ("wala akong pambayad ng kuryente", "utilities"), ("kirayı ödeyemiyorum", "rent"),
    ("எனக்கு பசிக்கிறது", "meal"), ("مجھے کھانا چاہیے", "food_parcel"),
    ("আমার থাকার জায়গা নেই", "accommodation"), ("ไม่มีที่นอน", "tonight"),
    ("waan gaajoonayaa", "meal"), ("شوهرم مرا می‌زند", "family_violence"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code"), SAID)
def test_a_need_is_heard_in_its_own_language(said: str, code: str) -> None:
    found = find_in_text(said)
    assert code in [mention.sub_need or mention.need for mention in found]
    for mention in found:
        assert said[mention.start : mention.end] == mention.text


def test_a_word_alone_is_understood_as_in_a_search_box() -> None:
    assert resolve("房租") == ("accommodation", "rent")
    assert resolve("طعام") == ("emergency_relief", "food_parcel")


@pytest.mark.parametrize(
    "said",
    [
        "请打我电话",
        "找我打工",
        "can I do an exam",
        "hi Kira and Kumar",
        "she won't come out of her room",
    ],
)
def test_words_that_only_look_like_a_need_are_none(said: str) -> None:
    assert find_in_text(said) == []


FILES = sorted(LANGUAGES.glob("*.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_language_has_the_needs_that_come_up_most_and_codes_that_exist(path: Path) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    assert (data["language"], data["status"], data["reviewer"]) == (path.stem, "draft", None)
    wanted = {"meal", "food_parcel", "rent", "accommodation", "tonight", "financial_aid", "eviction",
              "utilities", "doctor", "legal_help", "interpreter", "family_violence", "alcohol",
              "drugs", "gambling", "fares", "bedding", "shower", "grief", "aged_care", "tenancy",
              "parenting", "disability", "work_rights", "social_connection", "forms"}  # fmt: skip
    words = data["needs"]
    assert wanted <= set(words), wanted - set(words)
    assert all(code in NEEDS or sub_need(code) for code in words)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_word_of_a_language_has_two_meanings(path: Path) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    said = Counter(str(word) for words in data["needs"].values() for word in words)
    assert [word for word, count in said.items() if count > 1] == []


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("冰箱空了", ["food_parcel"]),
        ("不能付房租", ["rent"]),
        ("non riesco a pagare né l'affitto né la spesa", ["rent", "food_parcel"]),
        ("dell'affitto arretrato", ["rent"]),
        ("no paro de tomar desde que se murió", ["alcohol", "grief"]),
        ("ที่นอนคืนนี้ ท้องว่าง", ["tonight", "meal"]),
        ("I've got a lawyer, d'you know one?", ["legal_help"]),
    ],
)
def test_the_longest_words_at_a_place_are_what_is_meant(said: str, codes: list[str]) -> None:
    assert [mention.sub_need or mention.need for mention in find_in_text(said)] == codes


def test_words_of_other_languages_hinder_no_misspelt_english() -> None:
    (found,) = find_in_text("my bos dont pay me over tim")

    assert found.sub_need == "work_rights"


@pytest.mark.parametrize(
    ("said", "language", "needs"),
    [
        ("chồng đánh tôi, tôi cần giúp", "vi", ["crisis_counselling"]),
        ("toi can giup tien nha", "vi", ["accommodation"]),
        ("yaşlılar için ulaşım", "tr", ["transport"]),
        ("بزرگوں کے لیے سواری", "ur", ["transport"]),
        ("come mai volete saperlo", "it", []),
        ("la bolleta del gas", "it", ["financial_aid"]),
        ("اكتبها بالشكل الصحيح", "ar", []),
        ("بالشها لازم داریم", "fa", ["emergency_relief"]),
        ("اعد الكلام", "ar", []),
        ("الکل را ترک کنم", "fa", ["drug_alcohol_gambling"]),
        ("کسی آنجا فارسی حرف می‌زند", "fa", []),
        ("ταξίδι στην Ελλάδα", "el", []),
        ("ਬੱਸ ਏਨਾ ਹੀ", "pa", []),
        ("bữa ăn miễn phí ở đâu, o dau", "vi", ["emergency_relief"]),
    ],
)
def test_who_it_is_for_and_words_that_sound_alike_are_no_need(
    said: str, language: str, needs: list[str]
) -> None:
    assert [mention.need for mention in find_in_text(said, language=language)] == needs
