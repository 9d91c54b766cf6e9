"""Which interpreter is wished for, and offers of somebody close that must be declined."""

from __future__ import annotations

import pytest

from bot.language import catalogue
from bot.language.interpreting import offers_relative, read_wishes, refuses_relative


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("a female interpreter please", {"gender": "woman"}),
        ("can I have an interpreter who is a man", {"gender": "man"}),
        ("woman interpreter by phone", {"gender": "woman", "mode": "phone"}),
        ("interpreter in person", {"mode": "on_site"}),
        ("I want video", {"mode": "video"}),
        ("someone outside my community", {"community": "other_community"}),
        ("nobody from my village please", {"community": "other_community"}),
        ("Auslan interpreter", {"mode": "auslan"}),
        ("I need an interpreter", {}),
    ],
)
def test_s4_07_wishes_are_read_and_reasons_are_not(text: str, wishes: dict[str, str]) -> None:
    assert read_wishes(text) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "my daughter can translate for me",
        "my husband will interpret",
        "my little boy speaks for me",
        "our neighbour usually translates",
        "can my son interpret?",
        "my friend's going to interpret",
    ],
)
def test_s4_02_somebody_close_is_noticed_as_interpreter(text: str) -> None:
    assert offers_relative(text)


@pytest.mark.parametrize(
    "text",
    [
        "my son needs an interpreter",
        "my mum doesn't speak english, she needs an interpreter",
        "can you translate for my daughter",
        "my husband hurts me and I need an interpreter",
        "I need food for my kids",
    ],
)
def test_somebody_who_needs_one_is_not_taken_for_one(text: str) -> None:
    assert not offers_relative(text)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("necesito un intérprete mujer por teléfono", {"gender": "woman", "mode": "phone"}),
        ("interprete donna, di persona", {"gender": "woman", "mode": "on_site"}),
        ("θέλω γυναίκα διερμηνέα", {"gender": "woman"}),
        ("بدي مترجمة عالتلفون", {"gender": "woman", "mode": "phone"}),
        ("مترجم زن می‌خواهم، از شهر دیگر", {"gender": "woman", "community": "other_community"}),
        ("ترجمان مرد کار دارم", {"gender": "man"}),
        ("kadın tercüman lazım, yüz yüze", {"gender": "woman", "mode": "on_site"}),
        ("cần thông dịch viên nữ qua điện thoại", {"gender": "woman", "mode": "phone"}),
        ("babaeng interpreter po, sa telepono", {"gender": "woman", "mode": "phone"}),
        ("turjubaan dumar ah taleefan", {"gender": "woman", "mode": "phone"}),
        ("要女翻译，电话翻译也行", {"gender": "woman", "mode": "phone"}),
        ("想要女傳譯員，唔識我嘅", {"gender": "woman", "community": "other_community"}),
        ("여자 통역사로 전화 통역 부탁해요", {"gender": "woman", "mode": "phone"}),
        ("महिला दुभाषिया चाहिए, फोन पर", {"gender": "woman", "mode": "phone"}),
        ("महिला दोभाषे फोनमा", {"gender": "woman", "mode": "phone"}),
        ("ਮਹਿਲਾ ਦੁਭਾਸ਼ੀਆ ਚਾਹੀਦੀ, ਵੀਡੀਓ", {"gender": "woman", "mode": "video"}),
        ("பெண் மொழிபெயர்ப்பாளர் நேரில் வேண்டும்", {"gender": "woman", "mode": "on_site"}),
        ("خاتون مترجم فون پر", {"gender": "woman", "mode": "phone"}),
        ("মহিলা দোভাষী ফোনে চাই", {"gender": "woman", "mode": "phone"}),
        ("ขอล่ามผู้หญิงทางโทรศัพท์", {"gender": "woman", "mode": "phone"}),
    ],
)
def test_wishes_are_read_in_every_language(text: str, wishes: dict[str, str]) -> None:
    assert read_wishes(text) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "mi hija puede traducir",
        "mia figlia può tradurre per me",
        "η κόρη μου θα μεταφράσει",
        "بنتي رح تترجم",
        "دخترم ترجمه می‌کند",
        "برادرم ترجمانی می‌کند",
        "kızım çevirir",
        "con gái tôi dịch cho tôi",
        "anak ko na lang ang magsasalin",
        "gabadhayda ayaa ii turjumaysa",
        "我女儿可以翻译",
        "我個女可以翻譯",
        "우리 딸이 통역해 줄 거예요",
        "मेरी बेटी अनुवाद कर देगी",
        "मेरी छोरीले अनुवाद गर्छिन्",
        "ਮੇਰੀ ਧੀ ਅਨੁਵਾਦ ਕਰ ਦੇਵੇਗੀ",
        "என் மகள் மொழிபெயர்ப்பாள்",
        "میری بیٹی ترجمہ کر دے گی",
        "আমার মেয়ে অনুবাদ করে দেবে",
        "ลูกสาวแปลให้ได้",
    ],
)
def test_s4_02_somebody_close_is_noticed_in_every_language(text: str) -> None:
    assert offers_relative(text)


@pytest.mark.parametrize(
    "text",
    [
        "mi hija necesita un intérprete",
        "بنتي بحاجة لمترجم",
        "我女儿需要翻译",
        "मेरी माँ को दुभाषिया चाहिए",
        "mẹ tôi cần thông dịch",
        "anak ko kailangan ng interpreter",
        "ลูกสาวต้องการล่าม",
        "남편이 때려요, 통역 필요해요",
    ],
)
def test_somebody_who_needs_one_is_not_taken_for_one_in_other_languages(text: str) -> None:
    assert not offers_relative(text)


@pytest.mark.parametrize(
    "text",
    ["γυναίκα παρακαλώ", "una donna per favore", "女的谢谢", "babae po sana", "phụ nữ nhé", "a lady please"],
)  # fmt: skip
def test_a_wish_said_politely_is_the_same_wish(text: str) -> None:
    assert read_wishes(text) == {"gender": "woman"}


def test_a_relative_is_refused_in_any_case_of_greek() -> None:
    with catalogue.speaking("el"):
        assert refuses_relative("όχι την κόρη μου")
