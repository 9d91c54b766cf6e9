"""When a conversation changes its language, and when it must not."""

from __future__ import annotations

import pytest

from bot.language.choice import Speech, asked_language, go_on
from bot.language.detect import detect
from bot.language.table import languages

OURS = frozenset(row.code for row in languages().values() if row.speaks and row.code != "en")


def after(now: Speech, text: str) -> Speech:
    found = detect(text, now.code or "en")
    return go_on(
        now,
        asked=asked_language(text),
        found=found.code if found.reliable else None,
        words=len(text.split()),
        can_speak=OURS,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English please", "en"),
        ("sorry can we do english", "en"),
        ("can we speak English?", "en"),
        ("Vietnamese", "vi"),
        ("in Spanish please", "es"),
        ("could we have this conversation in Hindi", "hi"),
        ("torniamo all'italiano", "it"),
        ("خلينا نرجع للعربي", "ar"),
        ("I speak Arabic", "ar"),
        ("hablo español", "es"),
        ("mluvim cesky", "cs"),
        ("parlo italiano", "it"),
        ("中文", "zh"),
        ("我说中文", "zh"),
        ("廣東話", "yue"),
        ("العربية", "ar"),
        ("ਪੰਜਾਬੀ", "pa"),
        ("한국어", "ko"),
        ("Soomaali", "so"),
        ("Tagalog po", "fil"),
        ("mówię po polsku", "pl"),
        ("falo português", "pt"),
        ("nihongo de onegaishimasu", "ja"),
        ("mujhe hindi aati hai", "hi"),
        ("hindi mein baat karo", "hi"),
        ("ma b7ki gher 3arabi", "ar"),
        ("nói tiếng Việt được không", "vi"),
        ("toi noi tieng viet", "vi"),
        ("พูดไทยได้ไหมคะ", "th"),
        ("af Soomaali ma ku hadashaa", "so"),
        ("من دری گپ میزنم", "prs"),
        ("milao ellinika", "el"),
        ("ትግርኛ እዛረብ", "ti"),
        ("saya bicara bahasa indonesia", "id"),
        ("can we do english", "en"),
        ("ภาษาอังกฤษครับ", "en"),
        ("en inglés por favor", "en"),
    ],
)
def test_naming_a_language_asks_for_it(text: str, code: str) -> None:
    assert asked_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "my mum speaks Greek",
        "I need a Vietnamese interpreter",
        "Greek food near Oakleigh",
        "an Arabic speaking lawyer",
        "English classes in Dandenong",
        "she only speaks Dari and her husband reads her phone",
        "I can't speak English",
        "where can I learn English",
        "no hablo inglés",
        "我不会说英语",
        "mujhe english nahi aati",
        "mujhe hindi interpreter chahiye",
        "hello",
    ],
)
def test_more_than_a_name_asks_for_nothing(text: str) -> None:
    assert asked_language(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tôi cần thức ăn cho các con tôi", "vi"),
        ("Necesito un lugar para dormir esta noche", "es"),
        ("أحتاج إلى مكان للنوم الليلة", "ar"),
        ("我今晚没有地方住", "zh-Hans"),
        ("ਮੈਨੂੰ ਖਾਣਾ ਚਾਹੀਦਾ ਹੈ", "pa"),
        ("Χρειάζομαι βοήθεια με τους λογαριασμούς", "el"),
    ],
)
def test_a_message_in_a_language_of_ours_turns_the_conversation_to_it(text: str, code: str) -> None:
    assert after(Speech(), text) == Speech(code)


@pytest.mark.parametrize(
    "text", ["ok", "Cabramatta", "si", "Footscray VIC 3011", "yes", "no", "12"]
)
@pytest.mark.parametrize("now", [Speech(), Speech("vi"), Speech("ar", True)])
def test_a_word_or_a_place_turns_nothing(now: Speech, text: str) -> None:
    assert after(now, text) == now


def test_an_english_sentence_turns_back_only_where_nobody_chose() -> None:
    sentence = "I need somewhere to stay tonight"

    assert after(Speech("vi"), sentence) == Speech("en")
    assert after(Speech("vi", True), sentence) == Speech("vi", True)
    assert after(Speech("vi", True), "English please") == Speech("en", True)


def test_a_language_without_words_turns_nothing() -> None:
    assert after(Speech(), "Potřebuji pomoc s bydlením dnes večer") == Speech()
    assert after(Speech("vi"), "mluvim cesky") == Speech("vi")


def test_kinds_of_one_language_do_not_alternate() -> None:
    assert after(Speech("prs", True), "من به یک خانه برای امشب نیاز دارم").code == "prs"
    assert after(Speech("zh-Hant", True), "今天天气很好我们去买东西").code == "zh-Hant"


def test_chinese_by_its_wide_name_is_written_in_simplified_characters() -> None:
    assert after(Speech(), "中文") == Speech("zh-Hans", True)
    assert after(Speech(), "Cantonese please") == Speech("yue", True)


@pytest.mark.parametrize(("text", "code"), [("講返中文", "zh-Hant"), ("说中文", "zh-Hans")])
def test_who_asks_for_chinese_gets_the_characters_it_was_asked_in(text: str, code: str) -> None:
    assert after(Speech("en", True), text) == Speech(code, True)


@pytest.mark.parametrize(
    "text",
    [
        "hablo poco ingles", "muy poquito inglés", "parlo poco inglese", "ingilizcem az, biraz ingilizce", "konti lang ang english ko",
        "tiếng anh em kém lắm", "我只会一点英文", "English thodi thodi aati hai", "λίγα αγγλικά μιλάω", "영어는 조금 해요", "انجليزي شوي شوي",
    ],
)  # fmt: skip
def test_who_has_little_english_does_not_ask_for_it(text: str) -> None:
    assert asked_language(text) != "en"
