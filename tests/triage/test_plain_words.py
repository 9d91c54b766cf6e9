"""What a few plain words of another language say, whatever they were taken for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts, Understood, hear, weighed
from bot.triage.questions import default_questions
from bot.triage.speech import wished_language
from tests.triage.says import danger, said

SAFE = Facts(turn=1, pending="safe_to_talk", asked=("safe_to_talk",))
SHOWN = Facts(
    turn=4, needs=("emergency_relief",), done=("emergency_relief",), shown=("a",), place="Footscray"
)


def spoken(text: str, intent: str, code: str, **entities: tuple[str, str]) -> Understood:
    return replace(said(text, intent, **entities), language={"code": code, "reliable": True})


@pytest.mark.parametrize(
    ("code", "text", "taken_for", "answer"),
    [
        ("es", "si tranqui", "unsafe_to_talk", "yes"),
        ("ne", "खै कसरी भन्नु", "repeat", "unsure"),
        ("ko", "글쎄요 잘 모르겠어요", "repeat", "unsure"),
        ("prs", "نمیفامم", "unsafe_to_talk", "unsure"),
        ("fil", "oo naman po", "goodbye", "yes"),
    ],
)
def test_a_short_answer_to_whether_it_is_safe_counts(
    code: str, text: str, taken_for: str, answer: str
) -> None:
    facts = replace(SAFE, speech=code)
    heard = weighed(facts, spoken(text, taken_for, code), default_questions())

    assert heard.intent == "inform"
    assert hear(facts, heard, default_questions()).safe_to_talk == answer


@pytest.mark.parametrize(
    ("code", "text"), [("es", "no"), ("es", "sí pero mi marido está aquí"), ("ne", "होइन")]
)
def test_a_no_or_more_than_a_yes_stays_what_it_was_taken_for(code: str, text: str) -> None:
    facts = replace(SAFE, speech=code)
    heard = weighed(facts, spoken(text, "unsafe_to_talk", code), default_questions())

    assert heard.intent == "unsafe_to_talk"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("مش عارفة يمكن", "inform"),
        ("ما بعرف", "inform"),
        ("مش عارفة، هو جنبي", "unsafe_to_talk"),
        ("لا", "unsafe_to_talk"),
    ],
)
def test_only_not_knowing_says_nothing_of_who_reads_along(text: str, intent: str) -> None:
    facts = replace(SHOWN, speech="ar")

    assert (
        weighed(facts, spoken(text, "unsafe_to_talk", "ar"), default_questions()).intent == intent
    )


def test_not_knowing_leaves_the_offer_of_a_person_open() -> None:
    facts = replace(SHOWN, speech="ar", pending="person")
    heard = weighed(facts, spoken("مش عارفة يمكن", "unsafe_to_talk", "ar"), default_questions())

    assert heard.intent == "skip_question"


def test_a_yes_in_which_danger_was_noticed_stays_what_it_was_taken_for() -> None:
    heard = replace(spoken("si tranqui", "unsafe_to_talk", "es"), risk=danger("privacy", "T2"))

    assert weighed(replace(SAFE, speech="es"), heard, default_questions()) == heard


def test_a_question_is_skipped_in_the_words_of_the_language() -> None:
    facts = replace(SHOWN, speech="ne", pending="place")
    heard = weighed(facts, spoken("यो प्रश्न छाडिदिनुस्", "repeat", "ne"), default_questions())

    assert heard.intent == "skip_question"


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "no car, nothing closer?", "no car"),
        ("fa", "نزدیک تر نداره؟ ماشین ندارم", "ماشین"),
        ("ne", "अलि नजिकको छैन? गाडी छैन मसँग", "गाडी"),
    ],
)
def test_no_car_beside_a_wish_for_something_closer_asks_for_no_transport(
    code: str, text: str, words: str
) -> None:
    facts = replace(SHOWN, speech=None if code == "en" else code)
    heard = spoken(text, "find_service", code, need=(words, "transport"))

    meant = weighed(facts, heard, default_questions())

    assert (meant.intent, meant.values("need")) == ("refine_search", [])


def test_a_wish_for_something_closer_that_was_not_understood_is_one() -> None:
    heard = spoken("इससे पास कुछ नहीं है?", "out_of_scope", "hi")

    assert (
        weighed(replace(SHOWN, speech="hi"), heard, default_questions()).intent == "refine_search"
    )


def test_a_wish_for_transport_stays_one() -> None:
    heard = spoken("i need a lift", "find_service", "en", need=("lift", "transport"))

    assert weighed(SHOWN, heard, default_questions()) == heard


def test_the_filipino_no_names_no_language() -> None:
    facts = replace(SHOWN, speech="fil")
    heard = weighed(
        facts,
        spoken("hindi naman po", "deny", "fil", language=("hindi", "hi")),
        default_questions(),
    )

    assert heard.values("language") == []
    assert wished_language(facts, heard) is None
    assert hear(facts, heard, default_questions()).speech == "fil"


def test_hindi_is_a_language_to_everybody_else() -> None:
    heard = spoken("hindi please", "change_language", "en", language=("hindi", "hi"))

    assert weighed(Facts(turn=2), heard, default_questions()).values("language") == ["hi"]


@pytest.mark.parametrize(
    ("code", "text"),
    [("ne", "म नै हुँ, फर्किएँ"), ("fa", "خودمم برگشتم"), ("fil", "ako na ulit to, si Liza")],
)
def test_who_is_there_again_is_greeted_and_not_said_goodbye_to(code: str, text: str) -> None:
    facts = replace(SHOWN, speech=code)

    assert weighed(facts, spoken(text, "goodbye", code), default_questions()).intent == "greet"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("bastan baslayalim", "start_again"),
        ("muthalla irunthu thodangalam", "start_again"),
        ("mere paise kab aayenge", "ask_payment"),
        ("amar somporke ki janen", "ask_my_data"),
        ("ricominciamo da capo", "start_again"),
        ("bat dau lai di", "start_again"),
        ("shuru se karte hai", "start_again"),
        ("tuhanu mere bare ki pata", "ask_my_data"),
        ("ban biet gi ve toi", "ask_my_data"),
        ("那我该怎么办", "repeat"),
        ("點算呀", "repeat"),
        ("τι να κάνω τώρα;", "repeat"),
        ("어떡해요", "repeat"),
        ("ab kya karun", "repeat"),
        ("con ai do khong", "greet"),
    ],
)
def test_a_known_wish_in_latin_letters_is_heard(text: str, act: str) -> None:
    heard = weighed(Facts(turn=3), said(text, "refine_search"), default_questions())

    assert heard.intent == act


def test_a_longer_message_is_no_such_wish() -> None:
    text = "mere paise kab aayenge kyunki ghar mein khana bilkul nahi hai"

    heard = weighed(Facts(turn=3), said(text, "find_service"), default_questions())

    assert heard.intent != "ask_payment"


@pytest.mark.parametrize(
    "text", ["我没钱交房租了，孩子们该怎么办", "mi hija no tiene comida, qué hago", "no hay alguien que me lleve al hospital"]
)  # fmt: skip
def test_what_now_at_the_end_of_a_telling_is_no_wish_to_hear_it_again(text: str) -> None:
    assert weighed(Facts(turn=3), said(text, "find_service"), default_questions()).intent == "find_service"  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "vanakkam enakku english theriyathu",
        "salam mujhe english nahi aati",
        "ami english bhalo parina",
        "sorry my english no good",
    ],
)
def test_who_has_no_english_asks_for_an_interpreter_and_no_class(text: str) -> None:
    guess = said(
        text,
        "find_service",
        need=("english", "education_family"),
        sub_need=("english", "english_class"),
    )

    heard = weighed(Facts(turn=1), guess, default_questions())

    assert heard.intent == "request_interpreter"
    assert not heard.values("need")


def test_what_is_needed_beside_it_stays() -> None:
    guess = said(
        "my english no good. i no have food",
        "find_service",
        need=[("english", "education_family"), ("food", "emergency_relief")],
        sub_need=("english", "english_class"),
    )

    heard = weighed(Facts(turn=1), guess, default_questions())

    assert (heard.intent, heard.values("need")) == ("find_service", ["emergency_relief"])


def test_who_wants_to_learn_english_gets_a_class() -> None:
    guess = said(
        "my english is bad i want to learn english",
        "find_service",
        need=("english", "education_family"),
        sub_need=("english", "english_class"),
    )

    assert weighed(Facts(turn=1), guess, default_questions()).values("sub_need") == [
        "english_class"
    ]
