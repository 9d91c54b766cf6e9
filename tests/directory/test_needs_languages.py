"""Everyday words in the product's other languages reach the same needs."""

from __future__ import annotations

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
    "said", ["请打我电话", "找我打工", "can I do an exam", "hi Kira and Kumar"]
)
def test_words_that_only_look_like_a_need_are_none(said: str) -> None:
    assert find_in_text(said) == []


def test_every_language_has_the_needs_that_come_up_most_and_codes_that_exist() -> None:
    data = yaml.safe_load(LANGUAGES.read_text("utf-8"))
    assert data["status"] == "draft"
    assert data["reviewer"] is None
    wanted = {"meal", "food_parcel", "rent", "accommodation", "tonight", "financial_aid",
              "utilities", "doctor", "legal_help", "interpreter", "family_violence", "alcohol",
              "drugs", "gambling", "fares", "bedding", "shower"}  # fmt: skip
    for language, words in data["languages"].items():
        assert wanted <= set(words), (language, wanted - set(words))
        assert all(code in NEEDS or sub_need(code) for code in words)
