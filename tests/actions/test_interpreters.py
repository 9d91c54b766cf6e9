"""Asking for an interpreter: in every language of the table, with wishes, never a relative."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.language.names import find_language_names
from bot.language.table import languages
from bot.triage.understood import Entity
from tests.actions.conversation import Conversation
from tests.actions.messages import NEXT, Begin, responses
from tests.triage.says import danger, said

ASK = "action_request_interpreter"
SPOKEN = [row for row in languages().values() if row.code != "en" and not row.ask]


def test_the_table_has_the_sixty_languages_that_people_here_speak_most() -> None:
    assert len(SPOKEN) >= 60
    assert all(row.endonym and row.script for row in SPOKEN)


@pytest.mark.parametrize("row", SPOKEN, ids=lambda row: row.code)
def test_a_request_in_every_language_of_the_table_is_at_the_desk(
    conversation: Begin, desk: Desk, row: object
) -> None:
    name, code = row.name, row.code  # type: ignore[attr-defined]
    text = f"I need an interpreter, I speak {name}"
    (found, *_) = find_language_names(text)
    talk = conversation()

    replies = talk.say(said(text, "request_interpreter", language=(found.text, found.code)), ASK)

    assert found.code == code
    assert replies
    assert [r.language for r in desk.interpreter_requests("asked")] == [code]
    assert [case.reason for case in desk.cases("waiting")] == ["request"]


def test_wishes_are_asked_once_and_kept_without_reasons(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    first = talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )
    second = talk.say(
        said(
            '/request_interpreter{"answer": "woman"}', "request_interpreter", answer=("", "woman")
        ),
        ASK,
    )

    assert "utter_ask_interpreter_wishes" in responses(first)
    assert responses(second)[0] == "utter_interpreter_wish_noted"
    assert desk.interpreter_requests("asked")[0].wishes == {"gender": "woman"}


def test_s4_14_auslan_is_not_promised_now(conversation: Begin, desk: Desk) -> None:
    replies = conversation().say(said("I need an Auslan interpreter", "request_interpreter"), ASK)

    assert "utter_auslan" in responses(replies)
    assert "utter_ask_interpreter_wishes" not in responses(replies)
    assert desk.interpreter_requests("asked")[0].wishes == {"mode": "auslan"}


def test_s4_06_what_is_passed_on_gets_the_whole_safety_text(conversation: Begin) -> None:
    """The officer holds the screen: the classifier's guess that somebody watches blanks nothing."""
    talk = conversation()
    talk.say(PRESENT, ASK)
    words = "he will hit her again when she gets home"
    message = said(words, "danger_serious", risk=danger("family_violence", "T3"))

    replies = talk.say(replace(message, wanted="unsafe_to_talk"), "action_respond_to_danger")

    assert "utter_keep_plain" not in responses(replies)
    assert "000" in replies[0].text


def test_a_need_guessed_from_an_offer_to_interpret_is_none(conversation: Begin) -> None:
    talk = conversation()
    guess = Entity("need", "drug_alcohol_gambling", 0, 25, guessed=True)
    message = said("my daughter can translate", "find_service")

    talk.say(replace(message, entities=(*message.entities, guess)), NEXT)

    assert not talk.slots["needs"]


def test_s4_02_somebody_close_is_declined_whatever_the_message_was_taken_for(
    conversation: Begin, desk: Desk
) -> None:
    replies = conversation().say(said("my daughter can translate for me", "inform"), NEXT)

    assert responses(replies)[0] == "utter_no_relative_as_interpreter"
    assert len(desk.interpreter_requests("asked")) == 1


def test_with_the_desk_down_the_interpreter_line_is_still_said(
    conversation: Begin, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(desk, "open_case", fail)
    monkeypatch.setattr(desk, "ask_interpreter", fail)

    replies = conversation().say(said("interpreter please", "request_interpreter"), ASK)

    assert responses(replies)[0] == "utter_interpreter_by_person"


PRESENT = said(
    '/request_interpreter{"answer": "present"}', "request_interpreter", answer=("", "present")
)


def begun(conversation: Begin, **metadata: str) -> Conversation:
    """A conversation in Arabic with an interpreter in it, where it is safe to talk."""
    talk = conversation(language="ar", **metadata)
    talk.say(PRESENT, ASK)
    talk.say(said("yes", "affirm"), NEXT)
    return talk


def test_with_an_interpreter_every_text_stands_in_both_languages(conversation: Begin) -> None:
    talk = conversation(language="ar")

    replies = talk.say(PRESENT, ASK)
    asked = talk.say(said("yes", "affirm"), NEXT)

    assert talk.slots["interpreter"] == "present"
    assert "Is it safe for you to talk here just now?" in replies[-1].text
    assert all("English: " in reply.text for reply in asked)
    assert all(" / " in button["title"] for reply in asked for button in reply.buttons)


@pytest.mark.parametrize(
    "text",
    [
        "the interpreter is here now",
        "this is the interpreter",
        "we have an arabic interpreter on the phone",
    ],
)
def test_an_interpreter_is_noticed_in_words_too(conversation: Begin, text: str) -> None:
    talk = conversation(language="ar")

    replies = talk.say(said(text, "request_interpreter"), ASK)

    assert talk.slots["interpreter"] == "present"
    assert "An interpreter is here now." in replies[0].text


def test_what_the_interpreter_says_is_the_customers_need(conversation: Begin) -> None:
    talk = begun(conversation)

    talk.say(
        said(
            "the interpreter says the client needs food",
            "request_interpreter",
            need=("food", "emergency_relief"),
            people=("client", "client"),
        ),
        ASK,
    )

    assert talk.slots["needs"] == ["emergency_relief"]
    assert talk.slots.get("for_whom") is None
    assert talk.slots["interpreter"] == "present"


def test_danger_in_the_interpreters_words_is_the_customers(conversation: Begin) -> None:
    talk = begun(conversation)
    risk = {
        "tier": "T3",
        "indicators": [
            {"code": "x", "domain": "suicide_self_harm", "tier": "T3", "subject": "other", "evidence": "die"}
        ],
    }  # fmt: skip

    replies = talk.say(
        said("she says she wants to die", "danger_serious", risk), "action_respond_to_danger"
    )

    assert talk.slots["indicators"][0]["subject"] == "self"
    assert any("keep the interpreter here" in reply.text for reply in replies)


@pytest.mark.parametrize(
    "words",
    [
        "The interpreter has left.",
        "interpreter has to go",
        "the interpreter is about to hang up",
        "we lost the interpreter",
    ],
)
def test_s4_06_when_the_interpreter_leaves_nobody_goes_on_alone(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = begun(conversation)

    (reply,) = talk.say(said(words, "request_interpreter"), ASK)

    assert "Please wait before you go on." in reply.text
    assert talk.slots["interpreter"] == "wanted"
    assert desk.cases("waiting")


@pytest.mark.parametrize(
    "text",
    ["hello i am her son i translate for my mother", "im her daughter interpreting for her",
     "this is his wife, i talk for him"],
)  # fmt: skip
def test_s4_02_somebody_close_is_asked_nothing_about_danger(conversation: Begin, text: str) -> None:
    talk = conversation()

    first = talk.say(said(text, "inform"), NEXT)
    later = talk.say(
        said("he wants someone to talk to", "find_service", need=("talk", "crisis_counselling")),
        NEXT,
    )

    assert responses(first)[0] == "utter_no_relative_as_interpreter"
    assert responses(later)[-1] == "utter_keep_plain"
    assert "utter_ask_safe_first" not in responses([*first, *later])


def test_s4_01_000_waits_for_no_interpreter(conversation: Begin) -> None:
    talk = conversation()
    risk = {"tier": "T4", "indicators": [{"code": "m", "domain": "medical_emergency", "tier": "T4", "subject": "other", "evidence": "blue"}]}  # fmt: skip

    (reply,) = talk.say(
        said("im her daughter interpreting for her, her lips are blue", "danger_now", risk),
        "action_respond_to_danger",
    )

    assert reply.text.startswith("Call 000 now")


def test_s4_02_after_000_whoever_interprets_for_her_is_asked_and_shown_nothing_of_violence(
    conversation: Begin,
) -> None:
    talk = conversation()
    risk = {"tier": "T4", "indicators": [{"code": "m", "domain": "medical_emergency", "tier": "T4", "subject": "other", "evidence": "blue"}]}  # fmt: skip
    talk.say(
        said("im her daughter interpreting for her, her lips are blue", "danger_now", risk),
        "action_respond_to_danger",
    )
    talk.say(said("yes i called them", "affirm"), NEXT)

    hit = said("he hits her", "danger_serious", danger("family_violence", "T3"))
    replies = talk.say(hit, "action_respond_to_danger")

    assert responses(replies) == ["utter_keep_plain"]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("a woman please", {"gender": "woman"}),
        ("by phone", {"mode": "phone"}),
        ("as soon as possible", {"timing": "now"}),
        ("要女嘅", {"gender": "woman"}),
        ("phu nu", {"gender": "woman"}),
        ("uomo", {"gender": "man"}),
    ],
)
def test_a_short_answer_to_the_wishes_is_one(
    conversation: Begin, desk: Desk, text: str, wish: dict[str, str]
) -> None:
    talk = conversation()
    talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )

    (reply,) = talk.say(said(text, "inform"), NEXT)

    assert reply.response == "utter_interpreter_wish_noted"
    (request,) = desk.interpreter_requests("asked")
    assert dict(request.wishes) == wish


@pytest.mark.parametrize(
    ("text", "close"), [("not my daughter", "daughter"), ("without my son", "son")]
)
def test_s4_02_a_relative_refused_as_interpreter_is_nobody_to_search_for(
    conversation: Begin, text: str, close: str
) -> None:
    talk = conversation()
    talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )

    replies = talk.say(said(text, "inform", people=(close, "child")), NEXT)

    assert responses(replies) == ["utter_no_relative_as_interpreter"]
    assert talk.slots.get("for_whom") is None


def test_an_interpreter_for_my_mum_is_no_relative_as_interpreter(conversation: Begin) -> None:
    talk = conversation()

    replies = talk.say(
        said(
            "can i get a vietnamese interpreter for my mum",
            "request_interpreter",
            language=("vietnamese", "vi"),
            people=("my mum", "parent"),
        ),
        ASK,
    )

    assert "utter_no_relative_as_interpreter" not in responses(replies)


def test_asked_for_again_it_is_said_to_stand(conversation: Begin) -> None:
    talk = conversation()
    talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )
    talk.say(said("footscray", "inform"), NEXT)

    replies = talk.say(said("her english is not good", "request_interpreter"), ASK)

    assert responses(replies)[0] == "utter_interpreter_stands"


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("from another community", {"community": "other_community"}),
        ("a woman please", {"gender": "woman"}),
        ("not from my community, and a man", {"community": "other_community", "gender": "man"}),
    ],
)
def test_s4_07_a_wish_is_kept_and_nobody_asks_why(
    conversation: Begin, desk: Desk, audience: str, words: str, wish: dict[str, str]
) -> None:
    talk = conversation(audience=audience)
    first = talk.say(
        said("interpreter", "request_interpreter", language=("interpreter", "pjt")), ASK
    )

    replies = talk.say(said(words, "nlu_fallback"), "action_fallback")

    request = desk.interpreter_request(talk.sender)
    assert request is not None
    assert request.wishes == wish
    assert [reply.response for reply in replies] == ["utter_interpreter_wish_noted"]
    assert not any(
        "?" in r.text and "why" in r.text.lower()
        for r in [*first, *replies]
        if "do not have to say why" not in r.text
    )


def test_s4_07_one_wish_may_follow_another(conversation: Begin, desk: Desk) -> None:
    talk = conversation(audience="staff")
    talk.say(said("interpreter", "request_interpreter", language=("interpreter", "pjt")), ASK)
    talk.say(said("from another community", "nlu_fallback"), "action_fallback")

    replies = talk.say(said("a woman", "inform", gender=("woman", "woman")), NEXT)

    request = desk.interpreter_request(talk.sender)
    assert request is not None
    assert request.wishes == {"community": "other_community", "gender": "woman"}
    assert responses(replies) == ["utter_interpreter_wish_noted"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a vietnamese interpreter, a woman please", True),
        ("a vietnamese interpreter, a woman, over the phone", False),
        ("vietnamese, thông dịch viên, phụ nữ", True),
    ],
)
def test_what_was_said_of_the_interpreter_is_not_asked_again(
    conversation: Begin, desk: Desk, text: str, asked: bool
) -> None:
    asks = said(text, "request_interpreter", language=("vietnamese", "vi"))

    replies = conversation().say(asks, ASK)

    assert ("utter_ask_interpreter_wishes" in responses(replies)) is asked
    if asked:
        titles = {button["title"] for button in replies[-1].buttons}
        assert not titles & {"A woman as interpreter", "A man as interpreter"}
        assert "By phone" in titles
    assert desk.interpreter_requests("asked")[0].wishes["gender"] == "woman"


def test_s4_02_a_relative_is_refused_after_a_wish_was_noted_too(conversation: Begin) -> None:
    talk = conversation()
    talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )
    talk.say(said("a woman please", "inform"), NEXT)

    replies = talk.say(said("not my daughter", "correct", people=("daughter", "child")), NEXT)

    assert responses(replies) == ["utter_no_relative_as_interpreter"]


def test_a_wish_of_one_word_is_a_wish_whatever_it_was_taken_for(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(
        said("Vietnamese interpreter", "request_interpreter", language=("Vietnamese", "vi")), ASK
    )

    talk.say(said("phu nu", "affirm"), NEXT)

    (request,) = desk.interpreter_requests("asked")
    assert dict(request.wishes)["gender"] == "woman"
