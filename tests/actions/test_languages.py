"""The dialogue in every language we speak: answers, danger, turning from one to another."""

from __future__ import annotations

import pytest

from bot.language import catalogue, po
from bot.language.table import language
from bot.triage import Understood
from tests.actions.messages import NEXT, PARCEL, Begin
from tests.triage.says import danger, said

DANGER = Understood(
    "danger_now",
    "words",
    risk={
        "tier": "T4",
        "indicators": [
            {
                "code": "x",
                "domain": "medical_emergency",
                "tier": "T4",
                "subject": "self",
                "time": "now",
                "evidence": "words",
            }
        ],
        "clarify": None,
    },
)


@pytest.mark.parametrize("code", po.codes())
def test_a_message_gets_its_answer_in_the_language(conversation: Begin, code: str) -> None:
    replies = conversation(language=code).say(PARCEL, NEXT)

    texts = [reply.text for reply in replies]
    need = catalogue.text("utter_need_emergency_relief", code)
    assert need != catalogue.text("utter_need_emergency_relief")
    assert any(need in text and "Footscray" in text for text in texts)
    assert catalogue.text("utter_services", need="x", place="y")[:12] not in "".join(texts)


@pytest.mark.parametrize("code", po.codes())
def test_s4_11_danger_is_answered_in_the_language_with_english_beside(
    conversation: Begin, code: str
) -> None:
    replies = conversation(language=code).say(DANGER, "action_respond_to_danger")

    name = "utter_safety_t4_medical_emergency"
    assert [reply.text for reply in replies] == [catalogue.text(name, code)]
    assert replies[0].text.endswith(f"English: {catalogue.text(name)}")
    assert replies[0].safety


def detected(text: str, code: str, intent: str = "inform") -> Understood:
    return Understood(intent, text, language={"code": code, "reliable": True})


def test_a_message_in_a_language_of_ours_turns_the_conversation(conversation: Begin) -> None:
    talk = conversation()
    talk.say(detected("Tôi cần giúp đỡ", "vi"), NEXT)

    assert talk.slots["speech"] == "vi"


def test_a_language_by_name_is_confirmed_in_it_and_the_question_comes_again(
    conversation: Begin,
) -> None:
    talk = conversation()
    replies = talk.say(
        said("Español por favor", "change_language", language=("Español", "es")),
        "action_request_interpreter",
    )

    texts = [reply.text for reply in replies]
    assert texts[0] == catalogue.text("utter_language_changed", "es").replace(
        "{language}", "español"
    )
    assert texts[-1] == catalogue.text("utter_ask_safe_to_talk", "es")
    back = talk.say(
        said("English please", "change_language", language=("English", "en")),
        "action_request_interpreter",
    )
    assert back[0].text == "OK, we will go on in English."


def test_staff_who_look_for_a_language_are_answered_in_english(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(said("arabic", "refine_search", language=("arabic", "ar")), "action_refine_search")

    assert not talk.slots.get("speech")


@pytest.mark.parametrize(("intent", "action"), [("greet", "action_small_talk"),
                                                ("thank", "action_small_talk"),
                                                ("find_service", NEXT)])  # fmt: skip
def test_a_first_word_in_hazaragi_brings_the_offer_of_an_interpreter_for_hazaragi(
    conversation: Begin, intent: str, action: str
) -> None:
    """Dari is what its readers can read; an interpreter is booked for Hazaragi."""
    talk = conversation()
    words = Understood(intent, "سلام مه نان ندروم", language={"code": "haz", "reliable": True})

    replies = talk.say(words, action)

    name = language("haz").endonym
    offers = [r for r in replies if name in r.text and "/request_interpreter" in str(r.buttons)]
    assert len(offers) == 1
    assert name not in "".join(reply.text for reply in talk.say(words, action))


def test_nobody_is_told_that_the_talk_goes_on_in_a_language_without_words(
    conversation: Begin,
) -> None:
    (first, *_) = conversation().say(
        said("hazaragi please", "change_language", language=("hazaragi", "haz")),
        "action_request_interpreter",
    )

    assert language("haz").endonym in first.text
    assert "/request_interpreter" in str(first.buttons)


def romanised(text: str, code: str, intent: str = "find_service", **more: object) -> Understood:
    known = {"code": code, "confidence": 0.75, "reliable": False}
    return Understood(intent, text, language=known, **more)  # type: ignore[arg-type]


def test_a_language_in_latin_letters_is_offered_with_one_tap_and_never_turned_to(
    conversation: Begin,
) -> None:
    talk = conversation()
    replies = talk.say(romanised("mujhe khana chahiye", "hi"), NEXT)

    offer = next(r for r in replies if r.text == catalogue.text("utter_offer_interpreter"))
    assert talk.slots.get("speech") is None
    assert offer.buttons[0] == {
        "title": "हिन्दी (Hindi)",
        "payload": '/change_language{"language": "hi"}',
    }
    tapped = said("/change_language", "change_language", language=("language", "hi"))
    talk.say(tapped, "action_request_interpreter")
    assert talk.slots["speech"] == "hi"


def test_in_danger_the_language_in_latin_letters_is_offered_beside_the_interpreter(
    conversation: Begin,
) -> None:
    talk = conversation()
    told = romanised(
        "woh mujhe marta hai", "hi", "danger_serious", risk=danger("family_violence", "T3")
    )
    replies = talk.say(told, "action_respond_to_danger")

    assert replies[0].text == catalogue.text("utter_interpreter_first")
    assert [b["title"] for b in replies[0].buttons] == ["हिन्दी (Hindi)"]


def test_a_language_without_words_here_brings_no_such_button(conversation: Begin) -> None:
    replies = conversation().say(romanised("mluvim cesky prosim", "cs"), NEXT)

    offer = next(r for r in replies if r.text == catalogue.text("utter_offer_interpreter"))
    assert offer.buttons == catalogue.buttons("utter_offer_interpreter")


SON = said("o gios mou me xtipaei", "danger_serious", risk=danger("elder_abuse", "T3"))
RESPOND = "action_respond_to_danger"


def test_who_goes_on_in_another_language_after_danger_reads_whom_to_call_in_it_once(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(SON, RESPOND)

    replies = talk.say(
        detected("ευχαριστώ πολύ για τη βοήθεια", "el", "thank"), "action_small_talk"
    )
    again = talk.say(detected("σας ευχαριστώ πολύ για όλα", "el", "thank"), "action_small_talk")

    assert replies[-1].text == catalogue.text("utter_t3_stands", "el")
    assert replies[-1].safety
    assert all("000" not in reply.text for reply in again)


def test_who_stays_in_a_language_after_danger_reads_it_no_second_time(conversation: Begin) -> None:
    talk = conversation(language="el")
    talk.say(SON, RESPOND)

    replies = talk.say(detected("σας ευχαριστώ πολύ για όλα", "el", "thank"), "action_small_talk")

    assert all("000" not in reply.text for reply in replies)


def test_on_a_watched_screen_nobody_reads_it_in_another_language(conversation: Begin) -> None:
    talk = conversation()
    talk.say(SON, RESPOND)
    talk.say(said("he is reading this", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(detected("σας ευχαριστώ πολύ για όλα", "el", "thank"), "action_small_talk")

    assert all("000" not in reply.text for reply in replies)
