"""Whether anybody speaks a language, and what only looks like that question."""

from __future__ import annotations

import pytest

from bot.language import catalogue
from bot.triage.speakers import asks_who_speaks
from tests.triage.says import said


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("are there tamil speakers?", "tamil", "ta"),
        ("any arabic speaking staff", "arabic", "ar"),
        ("does anyone there speak dari", "dari", "prs"),
        ("is there someone who speaks greek", "greek", "el"),
        ("who speaks somali there", "somali", "so"),
        ("do they speak vietnamese", "vietnamese", "vi"),
        ("do you know anyone who speaks hindi", "hindi", "hi"),
        ("what about punjabi speakers", "punjabi", "pa"),
        ("which ones speak korean", "korean", "ko"),
        ("do you have anyone who speaks thai", "thai", "th"),
        ("have you got somebody there who can speak nepali", "nepali", "ne"),
        ("is urdu spoken there", "urdu", "ur"),
    ],
)
def test_a_question_for_people_who_speak_a_language_names_it(
    text: str, word: str, code: str
) -> None:
    assert asks_who_speaks(said(text, language=(word, code))) == code


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("do you speak tamil", "tamil", "ta"),
        ("can we speak in spanish", "spanish", "es"),
        ("i only speak dari", "dari", "prs"),
        ("she speaks greek", "greek", "el"),
        ("do they have a tamil interpreter", "tamil", "ta"),
        ("english please", "english", "en"),
        ("i want to talk to someone about my arabic class", "arabic", "ar"),
        ("my mum speaks italian", "italian", "it"),
    ],
)
def test_a_wish_for_a_language_or_an_interpreter_is_another_message(
    text: str, word: str, code: str
) -> None:
    assert asks_who_speaks(said(text, language=(word, code))) is None


def test_a_need_beside_it_is_a_search() -> None:
    lawyer = said(
        "any arabic speaking lawyers",
        "find_service",
        language=("arabic", "ar"),
        need=("lawyers", "community_legal_health"),
    )
    assert asks_who_speaks(lawyer) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "هل هناك من يتكلم العربية؟"),
        ("vi", "ở đó có ai nói tiếng Việt không"),
        ("zh-Hans", "那里有没有会说中文的人"),
        ("zh-Hant", "嗰度有冇人識講廣東話"),
        ("pa", "ਕੀ ਉੱਥੇ ਪੰਜਾਬੀ ਬੋਲਣ ਵਾਲਾ ਕੋਈ ਹੈ"),
        ("el", "υπάρχει κάποιος που μιλάει ελληνικά;"),
        ("it", "c'è qualcuno che parla italiano lì?"),
        ("hi", "क्या वहाँ हिंदी बोलने वाला कोई है"),
        ("es", "hay alguien que hable español?"),
        ("ne", "त्यहाँ नेपाली बोल्ने मान्छे छ?"),
        ("fil", "may nagsasalita ba ng tagalog doon"),
        ("ko", "거기 한국어 하는 사람 있어요?"),
        ("fa", "کسی هست که فارسی حرف بزنه؟"),
        ("prs", "آنجا کسی است که دری گپ بزند؟"),
        ("tr", "orada türkçe konuşan biri var mı"),
        ("ta", "அங்கே தமிழ் பேசுபவர்கள் இருக்கிறார்களா?"),
        ("ur", "کیا وہاں اردو بولنے والا کوئی ہے"),
        ("bn", "ওখানে কেউ বাংলা বলতে পারে?"),
        ("th", "ที่นั่นมีคนพูดไทยไหม"),
        ("so", "ma jiraa qof af soomaali ku hadla"),
    ],
)
def test_it_is_heard_in_every_language(code: str, text: str) -> None:
    with catalogue.speaking(code):
        assert asks_who_speaks(said(text)) == code
