"""Places in other scripts: known names, names by their sound, and words that are no places."""

from __future__ import annotations

import pytest
import yaml

from directory.gazetteer.atlas import atlas
from directory.gazetteer.other_scripts import DATA, spellings
from directory.places import find_in_text, find_places


def named(text: str) -> list[str]:
    return [mention.candidates[0].name for mention in find_in_text(text)]


def test_every_known_name_is_of_a_place_on_the_map() -> None:
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    assert [p for p in (*raw["places"], *raw["states"]) if p not in atlas().by_id] == []
    names = [name for names in raw["places"].values() for name in names]
    assert len(names) > 600
    assert len(names) == len(set(names))


def test_no_spelling_stands_for_two_places() -> None:
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    meant: dict[str, set[str]] = {}
    for place_id, names in (*raw["places"].items(), *raw["states"].items()):
        for spelling in {said for name in names for said in spellings(name, raw["parts"])}:
            meant.setdefault(spelling, set()).add(place_id)
    assert {said: ids for said, ids in meant.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("أنا بسانت ألبنز", "St Albans VIC 3021"),
        ("أنا في شبارتون", "Shepparton VIC 3630"),
        ("في مروبنا", "Mooroopna VIC 3629"),
        ("نقلنا على ديربارك", "Deer Park VIC 3023"),
        ("بانشبول", "Punchbowl NSW 2196"),
        ("عايشين بجرينيكر", "Greenacre NSW 2190"),
        ("ساكن بوايلي بارك", "Wiley Park NSW 2195"),
        ("بيتنا بپيندل هيل", "Pendle Hill NSW 2145"),
        ("من ميدو هايتس", "Meadow Heights VIC 3048"),
        ("ساكنة في إليزابيث", "Elizabeth SA 5112"),
        ("حدّ جيلز بلينز", "Gilles Plains SA 5086"),
        ("بموروكا", "Moorooka QLD 4105"),
        ("في وقا وقا", "Wagga Wagga NSW 2650"),
        ("كوفس هاربر", "Coffs Harbour NSW 2450"),
        ("در هاپرز کراسینگ", "Hoppers Crossing VIC 3029"),
        ("اندیورهیلز زندگی میکنیم", "Endeavour Hills VIC 3802"),
        ("در گیلفورد", "Guildford NSW 2161"),
        ("گانگالین", "Gungahlin ACT 2912"),
    ],
)
def test_suburbs_are_known_as_arabic_and_persian_write_them(text: str, place: str) -> None:
    candidates = [p.id for mention in find_in_text(text) for p in mention.candidates]
    assert candidates[0] == place
    assert len({name.rsplit(" ", 2)[0] for name in candidates}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("أنا في فيتزروي", ["Fitzroy"]),
        ("ساكن ببانكستاون", ["Bankstown"]),
        ("مو ملبورن، سيدني", ["Melbourne", "Sydney"]),
        ("我在墨尔本", ["Melbourne"]),
        ("住在博士山", ["Box Hill"]),
        ("維州", ["Victoria"]),
        ("吉隆坡", []),
        ("στη Μελβούρνη", ["Melbourne"]),
        ("मेलबर्न में रहता हूँ", ["Melbourne"]),
        ("म रकडेलमा बस्छु", ["Rockdale"]),
        ("ਫੁੱਟਸਕ੍ਰੇ ਵਿੱਚ", ["Footscray"]),
        ("ஃபூட்ஸ்க்ரேயில்", ["Footscray"]),
        ("கிளேட்டனில் இருக்கிறேன்", ["Clayton"]),
        ("풋스크레이에 살아요", ["Footscray"]),
        ("อยู่ฟุตสเครย์", ["Footscray"]),
        ("در داندنونگ", ["Dandenong"]),
        ("لاکمبا میں رہتا ہوں", ["Lakemba"]),
        ("আমি লাকেম্বায় থাকি", ["Lakemba"]),
        ("Footscray'de oturuyorum", ["Footscray"]),
        ("Sunshine'da kreş arıyorum", ["Sunshine"]),
        ("mình ở sunshine", ["Sunshine"]),
        ("我在sunshine住", ["Sunshine"]),
        ("سنشائن میں رہتا ہوں", ["Sunshine"]),
        ("i love sunshine", []),
        ("kami ng asawa ko at tatlong anak", []),
        ("Auburn'dayım", ["Auburn"]),
        ("en Sidney", ["Sydney"]),
        ("melburn", ["Melbourne"]),
    ],
)
def test_known_names_are_found_with_what_hangs_on_them(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("في كامبلتاون", "Campbelltown"),
        ("캠벨타운에 살아요", "Campbelltown"),
        ("ਮੈਲਟਨ ਵਿੱਚ ਰਹਿੰਦਾ", "Melton"),
        ("म ग्र्यानभिल मा बस्छु", "Granville"),
        ("στο Νορθκοτ", "Northcote"),
        ("மெல்டனில்", "Melton"),
    ],
)
def test_other_names_are_matched_by_their_sound(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "في البيت", "في المستشفى", "طعام", "درست", "در خانه", "در ماشین", "برادرم معتاد است", "घर में",
        "अस्पताल में", "काम से", "हमारे घर में खाना नहीं", "ہسپتال میں", "ਘਰ ਵਿੱਚ", "வீட்டில்", "பள்ளியில்",
        "وجودنا هون", "بنتي اسمها إليزابيث", "لبنانيات", "هالموضوع صعب", "هالأم تعبانة", "بدي علب التونا", "وأغاني", "بندورة وخيار",
        "بچیم تمام روز می‌دوه", "کیلوری", "بدستور", "برتھ سرٹیفکیٹ", "پروفیل", "آنی راید",
        "집에서", "학교에서", "부엌에서", "στο σπίτι", "στη δουλειά", "বাড়িতে", "ট্রেনের টাকা নেই",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_places(text: str) -> None:
    assert named(text) == []


def test_an_answer_to_where_may_be_in_another_script() -> None:
    assert [place.id for place in find_places("墨尔本")] == ["Melbourne VIC 3000"]
    assert [place.name for place in find_places("فوتسكراي")] == ["Footscray"]
