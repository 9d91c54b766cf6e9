"""A person joins, leaves, interprets, takes a complaint."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from actions import resources
from bot.desk import Desk
from bot.language import catalogue
from bot.triage import Understood
from tests.actions.conversation import Conversation
from tests.actions.messages import FOOD, FOOTSCRAY, NEXT, PARCEL, PERSON, Begin, parcel, responses
from tests.triage.says import danger, said

T3 = danger("suicide_self_harm", "T3")
INTERPRETER = said("i need an interpreter", "request_interpreter")


def handed_over(conversation: Begin) -> Conversation:
    """Somebody who looked for food and then asked for a person."""
    talk: Conversation = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(PERSON, "action_hand_over")
    return talk


def test_a_person_on_request_gets_everything_that_was_said(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    replies = talk.say(PERSON, "action_hand_over")

    assert responses(replies) == ["utter_handed_over", "utter_ask_consent_share"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.reason == "request"
    assert case.facts["needs"] == ["emergency_relief"]
    assert case.facts["place"] == FOOTSCRAY


def test_nobody_is_promised_when_the_desk_is_down(
    conversation: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Desk:
        raise ConnectionError("the desk is down")

    monkeypatch.setattr(resources, "desk", down)

    assert responses(conversation().say(PERSON, "action_hand_over")) == ["utter_desk_down"]


def test_what_was_said_to_the_worker_is_not_asked_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("a place to stay", "find_service", need=("place to stay", "accommodation")), NEXT)
    talk.say(PERSON, "action_hand_over")
    for message in (
        said("yes i have a bed till friday", "affirm"),
        said("we are in footscray", place=("footscray", FOOTSCRAY)),
    ):
        assert talk.say(message, "action_remember_facts") == []

    replies = talk.say(said("/worker_returned", "worker_returned"), "action_worker_returned")

    assert responses(replies)[0] == "utter_worker_left"
    assert talk.slots["place"] == FOOTSCRAY


def test_words_to_the_worker_count_even_when_nothing_ran_meanwhile(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PERSON, "action_hand_over")
    talk.hear(said("we are in footscray", place=("footscray", FOOTSCRAY)))

    talk.say(said("/worker_returned", "worker_returned"), "action_worker_returned")

    assert talk.slots["place"] == FOOTSCRAY


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("how long will they be", None),
        ("when will someone come", None),
        ("cuánto tiempo hay que esperar", "es"),
        ("要等多久", "zh-Hans"),
        ("still nobody?", None),
        ("is anyone coming", None),
        ("ابھی تک کوئی نہیں آیا؟", "ur"),
        ("இன்னும் யாரும் வரலையே?", "ta"),
        ("ยังไม่มีใครมาเลย", "th"),
    ],
)
def test_how_long_a_person_takes_is_answered_while_one_is_awaited(
    conversation: Begin, text: str, speech: str | None
) -> None:
    talk = conversation()
    talk.say(PERSON, "action_hand_over")
    talk.slots["speech"] = speech

    replies = talk.say(said(text, "ask_payment"), "action_payment_question")

    assert catalogue.text("utter_how_long", speech) in replies[0].text


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("ok i'll wait", None),
        ("ok aquí espero", "es"),
        ("हुन्छ म पर्खिन्छु", "ne"),
        ("sige po maghihintay ako", "fil"),
        ("네 기다릴게요", "ko"),
    ],
)
def test_who_waits_for_a_person_is_not_said_goodbye_to(
    conversation: Begin, text: str, speech: str | None
) -> None:
    talk = conversation()
    talk.say(PERSON, "action_hand_over")
    talk.slots["speech"] = speech

    replies = talk.say(said(text, "goodbye"), "action_small_talk")

    assert catalogue.text("utter_how_long", speech) in replies[0].text


def test_how_long_something_else_takes_is_no_question_about_the_person(conversation: Begin) -> None:
    replies = conversation().say(
        said("how long will it take", "ask_payment"), "action_payment_question"
    )

    assert "utter_how_long" not in responses(replies)


def test_s4_04_the_interpreter_line_comes_with_who_it_should_call(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)

    replies = talk.say(INTERPRETER, "action_request_interpreter")

    assert "TIS National on 13 00 00" in replies[0].text
    assert "Food Store on 13 00 00" in replies[0].text


def test_s4_04_without_a_service_to_call_a_person_brings_the_interpreter(
    conversation: Begin,
) -> None:
    replies = conversation().say(INTERPRETER, "action_request_interpreter")

    assert replies[0].response == "utter_interpreter_by_person"


@pytest.mark.parametrize("person", ["child", "family", "partner"])
def test_s4_02_a_relative_is_not_the_interpreter(conversation: Begin, person: str) -> None:
    replies = conversation().say(
        said("my daughter can translate", "request_interpreter", people=("daughter", person)),
        "action_request_interpreter",
    )

    assert replies[0].response == "utter_no_relative_as_interpreter"


def test_s4_01_the_interpreter_is_offered_before_anybody_asks_for_consent(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)

    replies = responses(
        talk.say(
            said(
                "i speak dinka, can i talk to a person", "request_human", language=("dinka", "din")
            ),
            "action_hand_over",
        )
    )

    assert replies.index("utter_offer_interpreter") < replies.index("utter_ask_consent_share")


def test_s4_14_auslan_is_booked_and_text_is_offered_now(conversation: Begin) -> None:
    replies = conversation().say(
        said("i need auslan", "request_interpreter", accessibility=("auslan", "auslan")),
        "action_request_interpreter",
    )

    assert replies[0].response == "utter_auslan"
    assert "must be booked" in replies[0].text
    assert "relay" in replies[0].text
    assert not re.search(r"\b(?:at once|right away|on demand|now|immediately)\b", replies[0].text)


def test_s1_12_a_complaint_shows_the_complaint_path_and_no_service(conversation: Begin) -> None:
    replies = conversation().say(said("your staff are useless", "complain"), "action_complaint")

    assert replies[0].response == "utter_step_complaint"
    assert not any(reply.cards for reply in replies)


def test_s3_06_a_yes_to_sharing_is_stored_with_its_four_fields(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    asked = talk.say(PERSON, "action_hand_over")[-1]
    replies = talk.say(said("yes thats fine", "affirm"), NEXT)

    assert "your suburb and what you need" in asked.text
    assert responses(replies) == ["utter_consent_given"]
    (stored,) = desk.consents(talk.sender)
    assert (stored.person, stored.agency) == ("self", "social work service")
    assert stored.reason
    assert (stored.valid_until - stored.valid_from).days == 30
    assert stored.items == ["needs", "postcode"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.facts["consent"]["share"] == "yes"


@pytest.mark.parametrize("message", [said("no", "deny"), said("rather not", "skip_question")])
def test_no_or_silence_is_no_consent(conversation: Begin, desk: Desk, message: Understood) -> None:
    talk = handed_over(conversation)

    assert responses(talk.say(message, NEXT)) == ["utter_consent_not_given"]
    assert desk.consents(talk.sender) == []
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.facts["consent"]["share"] == "no"


def test_consent_is_asked_for_once(conversation: Begin) -> None:
    talk = handed_over(conversation)
    talk.say(said("no", "deny"), NEXT)

    assert responses(talk.say(PERSON, "action_hand_over")) == ["utter_handed_over_again"]


def test_nothing_known_is_nothing_to_ask_about(conversation: Begin) -> None:
    assert responses(conversation().say(PERSON, "action_hand_over")) == ["utter_handed_over"]


@pytest.mark.parametrize(
    "words", ["please don't share that", "stop passing it on", "i take back my permission"]
)
def test_s3_08_consent_ends_at_a_word(conversation: Begin, desk: Desk, words: str) -> None:
    talk = handed_over(conversation)
    talk.say(said("yes", "affirm"), NEXT)

    replies = talk.say(said(words, "inform"), NEXT)

    assert responses(replies) == ["utter_consent_withdrawn"]
    assert desk.consents(talk.sender)[0].withdrawn_at is not None
    assert talk.slots["consent"]["share"] == "withdrawn"


@pytest.mark.parametrize(
    "words", ["please don't share that any more", "i take back my permission", "stop passing it on"]
)
def test_s3_08_a_word_ends_what_a_worker_has_taken_down_too(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = handed_over(conversation)
    talk.say(said("no", "deny"), NEXT)
    desk.record_consent(
        talk.sender,
        person="self",
        agency="Riverside Legal (example)",
        direction="to_agency",
        reason="the hearing on Monday",
        items=["name"],
        valid_until=resources.now() + timedelta(days=30),
    )

    replies = talk.say(said(words, "inform"), NEXT)

    assert responses(replies) == ["utter_consent_withdrawn"]
    assert desk.consents(talk.sender)[0].withdrawn_at is not None


def test_s4_02_whoever_interprets_for_somebody_close_agrees_to_nothing_for_them(
    conversation: Begin, desk: Desk
) -> None:
    talk = handed_over(conversation)
    talk.say(said("my daughter is translating for me"), NEXT)

    for words in ("yes", "actually yes pass it on"):
        assert "utter_consent_given" not in responses(talk.say(said(words, "affirm"), NEXT))

    assert desk.consents(talk.sender) == []
    assert "share" not in talk.slots["consent"]


def test_s4_02_a_no_stands_when_somebody_else_has_taken_the_phone(
    conversation: Begin, desk: Desk
) -> None:
    talk = handed_over(conversation)
    talk.say(said("no", "deny"), NEXT)
    talk.say(said("this is her husband typing now"), NEXT)

    replies = talk.say(said("actually yes pass it on", "affirm"), NEXT)

    assert "utter_consent_given" not in responses(replies)
    assert desk.consents(talk.sender) == []


def test_on_a_watched_screen_nothing_is_asked_about_sharing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("he is watching", "unsafe_to_talk"), "action_protect_privacy")

    assert responses(talk.say(PERSON, "action_hand_over")) == ["utter_handed_over"]


def test_a_yes_after_a_no_is_taken(conversation: Begin, desk: Desk) -> None:
    talk = handed_over(conversation)
    talk.say(said("no", "deny"), NEXT)

    replies = talk.say(said("actually yes pass it on", "affirm"), NEXT)

    assert responses(replies) == ["utter_consent_given"]
    assert len(desk.consents(talk.sender)) == 1


def test_a_soft_ok_before_a_new_wish_takes_up_no_offer(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i want to end it", "danger_serious", risk=T3), "action_respond_to_danger")
    wish = parcel("ok. food parcel in footscray")

    replies = talk.say(wish, NEXT)

    assert "utter_handed_over" not in responses(replies)
    assert any(reply.cards for reply in replies)


def test_a_yes_with_a_new_wish_is_taken_as_both(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i want to end it", "danger_serious", risk=T3), "action_respond_to_danger")
    wish = parcel("yes please, and a food parcel in footscray")

    replies = talk.say(wish, NEXT)

    assert "utter_handed_over" in responses(replies)
    assert any(reply.cards for reply in replies)
