"""What a message does where the classifier only guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts, hear, weighed
from bot.triage.questions import default_questions
from tests.triage.says import danger, said

ASKED = Facts(turn=3, needs=("emergency_relief",), pending="place", asked=("place",))


@pytest.mark.parametrize(
    ("text", "taken_for"),
    [
        ("i'm a bit embarrassed", "complain"),
        ("its been a rough year", "complain"),
        ("her first name is Kylie", "ask_other_person"),
        ("she likes dogs", "ask_other_person"),
    ],
)
def test_a_remark_about_a_person_is_no_complaint_and_no_search_for_somebody(
    text: str, taken_for: str
) -> None:
    guess = replace(said(text, taken_for), confidence=0.6)

    assert weighed(ASKED, guess, default_questions()).intent == "inform"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("you dont listen", "complain"),
        ("that lady was rude", "complain"),
        ("two hours on hold", "complain"),
        ("is he at the refuge", "ask_other_person"),
        ("where is she now", "ask_other_person"),
        ("trace my father", "ask_other_person"),
    ],
)
def test_what_has_the_words_of_it_is_one_however_unsure(text: str, intent: str) -> None:
    guess = replace(said(text, intent), confidence=0.6)

    assert weighed(ASKED, guess, default_questions()).intent == intent


def test_what_the_classifier_is_sure_of_stays() -> None:
    sure = replace(said("this is not on", "complain"), confidence=0.9)

    assert weighed(ASKED, sure, default_questions()).intent == "complain"


@pytest.mark.parametrize(
    ("text", "english", "guessed"),
    [
        ("hablo poco ingles", "ingles", "change_language"),
        ("parlo poco inglese", "inglese", "inform"),
        ("biraz ingilizce, çok az", "ingilizce", "nlu_fallback"),
    ],
)
def test_little_english_asks_for_an_interpreter_and_not_for_english(
    text: str, english: str, guessed: str
) -> None:
    message = said(text, guessed, language=(english, "en"))

    meant = weighed(ASKED, message, default_questions())

    assert meant.intent == "request_interpreter"
    assert not meant.values("language")


def test_who_asks_for_english_in_another_language_gets_it() -> None:
    meant = weighed(
        ASKED,
        said("en inglés por favor", "change_language", language=("inglés", "en")),
        default_questions(),
    )

    assert meant.intent == "change_language"


@pytest.mark.parametrize(
    "text",
    [
        "i want to know if my brother is staying at the refuge in Geelong",
        "can you tell me if my daughter is at the womens shelter in Dandenong",
        "Is my wife on your list?",
        "did my son come in for a food voucher",
        "hi, has she been to see you",
        "whether he went to your detox last week, that's all i ask",
        "are my kids in one of your shelters",
        "has my tenant applied for the rent money",
    ],
)
@pytest.mark.parametrize("risk", ["find_service", "danger_serious"])
def test_s2_12_who_asks_where_somebody_is_gets_no_search(text: str, risk: str) -> None:
    heard = said(text, risk)
    heard = replace(heard, wanted="find_service" if risk != "find_service" else "")

    meant = weighed(Facts(turn=1), heard, default_questions())

    assert meant.act == "ask_other_person"
    assert not meant.values("need")
    assert meant.intent == ("ask_other_person" if risk == "find_service" else risk)


@pytest.mark.parametrize(
    "text",
    [
        "can my mum stay at the refuge with me",
        "which refuge has room for my sister",
        "is my son old enough for the youth hostel",
        "my brother is in hospital and needs a bed after",
        "is the hostel open, my mate is with me",
        "has my payment been cut",
        "did my form come in",
        "is she allowed a worker who is a woman",
        "he is at the house now and i'm scared",
        "i'm scared to go back if he is at the house",
        "not sure if she is safe with him in the house",
    ],
)
def test_who_asks_for_a_place_for_somebody_is_looked_up(text: str) -> None:
    assert (
        weighed(Facts(turn=1), said(text, "find_service"), default_questions()).act
        == "find_service"
    )


ASKED_SAFE = Facts(turn=1, pending="safe_to_talk", asked=("safe_to_talk",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("en footscray", "footscray"),
        ("abito a dandenong", "dandenong"),
        ("at footscray", "footscray"),
        ("在box hill", "box hill"),
        ("μένω στο oakleigh", "oakleigh"),
    ],
)
def test_a_place_is_never_the_answer_that_it_is_not_safe_to_talk(text: str, place: str) -> None:
    guess = replace(said(text, "unsafe_to_talk", place=(place, "Somewhere")), confidence=0.9)

    heard = weighed(ASKED_SAFE, guess, default_questions())

    assert heard.intent == "inform"
    assert hear(ASKED_SAFE, heard, default_questions()).safe_to_talk != "no"


def test_a_place_beside_words_that_it_is_not_safe_leaves_them() -> None:
    text = "no puedo hablar ahora, el está aquí en footscray"
    unsafe = said(text, "unsafe_to_talk", place=("footscray", "Footscray VIC 3011"))
    noticed = said("aquí footscray", "unsafe_to_talk", risk=danger("privacy", "T3"))

    assert weighed(ASKED_SAFE, unsafe, default_questions()).intent == "unsafe_to_talk"
    assert weighed(ASKED_SAFE, noticed, default_questions()).intent == "unsafe_to_talk"


def test_the_language_that_is_spoken_already_named_behind_services_narrows_them() -> None:
    shown = Facts(turn=4, speech="ta", language="ta", shown=("s1",), needs=("financial_aid",))
    asked = said("தமிழ் பேசுறவங்க இருக்காங்களா", "change_language", language=("தமிழ்", "ta"))

    assert weighed(shown, asked, default_questions()).intent == "refine_search"
    assert weighed(replace(shown, shown=()), asked, default_questions()).intent == "change_language"


def test_another_language_named_behind_services_is_gone_on_in() -> None:
    shown = Facts(turn=4, speech="ta", language="ta", shown=("s1",), needs=("financial_aid",))
    asked = said("hindi please", "change_language", language=("hindi", "hi"))

    assert weighed(shown, asked, default_questions()).intent == "change_language"
