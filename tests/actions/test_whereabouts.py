"""Outside Australia and in custody others come than 000 and the police (rule S1-26)."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.language import catalogue
from tests.actions.conversation import ListedDirectory
from tests.actions.messages import NEXT, RESPOND, Begin, responses
from tests.triage.says import danger, said

ATTACK = danger("family_violence", "T4", subject="self", time="now")
FEAR = danger("family_violence", "T3", subject="self")


@pytest.mark.parametrize(
    ("text", "where"), [("i'm in bali", "overseas"), ("im in prison", "custody")]
)
def test_s1_26_in_danger_now_others_are_called_than_000(
    conversation: Begin, desk: Desk, text: str, where: str
) -> None:
    talk = conversation()
    talk.say(said(text, "inform"), NEXT)

    (reply,) = talk.say(said("he is hitting me right now", "danger_now", risk=ATTACK), RESPOND)

    assert (reply.response, reply.safety) == (f"utter_safety_{where}_t4", True)
    assert "000" not in reply.text
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T4"


def test_s1_26_it_is_read_in_the_message_that_tells_of_the_danger(conversation: Begin) -> None:
    talk = conversation()

    replies = talk.say(said("i'm in bali and he is hitting me", "danger_now", risk=ATTACK), RESPOND)

    assert responses(replies) == ["utter_safety_overseas_t4"]


@pytest.mark.parametrize(
    ("text", "where"), [("stuck here in dubai", "overseas"), ("im on remand", "custody")]
)
def test_s1_26_a_serious_sign_names_them_too(conversation: Begin, text: str, where: str) -> None:
    talk = conversation()
    talk.say(said("yes", "affirm"), NEXT)
    talk.say(said(text, "inform"), NEXT)

    replies = talk.say(said("my husband will hurt me", "danger_serious", risk=FEAR), RESPOND)

    assert replies[0].response == f"utter_safety_{where}_t3"
    assert "000" not in replies[0].text


@pytest.mark.parametrize(
    ("text", "where"),
    [("customer is in custody", "custody"), ("client is overseas", "overseas")],
)
def test_s1_26_an_officer_reads_whom_to_tell(conversation: Begin, text: str, where: str) -> None:
    talk = conversation(audience="staff")
    talk.say(said(text, "inform"), NEXT)

    serious = talk.say(said("he fears for his life", "danger_serious", risk=FEAR), RESPOND)
    now = talk.say(said("he is being stabbed", "danger_now", risk=ATTACK), RESPOND)

    assert f"utter_step_{where}" in responses(serious)
    assert responses(now) == [f"utter_staff_safety_{where}_t4"]


def test_without_the_directory_the_words_go_out_all_the_same(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(said("i'm in bali", "inform"), NEXT)
    directory.down = True

    (reply,) = talk.say(said("he is hitting me", "danger_now", risk=ATTACK), RESPOND)

    assert reply.response == "utter_safety_overseas_t4"


@pytest.mark.parametrize(
    ("language", "text", "where"),
    [
        ("es", "estoy en colombia con mis hijos", "overseas"),
        ("ar", "انا بالسجن", "custody"),
        ("hi", "main dubai me phasi hui hu", "overseas"),
        ("zh-Hans", "我在监狱里", "custody"),
    ],
)
def test_s1_26_it_is_read_in_the_persons_language(
    conversation: Begin, language: str, text: str, where: str
) -> None:
    talk = conversation(language=language)
    talk.say(said(text, "inform"), NEXT)

    (reply,) = talk.say(said("112", "danger_now", risk=ATTACK), RESPOND)

    assert reply.text == catalogue.text(f"utter_safety_{where}_t4", language)


def test_s1_26_the_short_lines_that_follow_name_no_000(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i'm in bali", "inform"), NEXT)

    talk.say(said("my husband will hurt me", "danger_serious", risk=FEAR), RESPOND)
    again = talk.say(said("he will hurt me", "danger_serious", risk=FEAR), RESPOND)
    person = talk.say(said("yes", "affirm"), NEXT)

    assert [reply for reply in (*again, *person) if "000" in reply.text] == []
    assert "the emergency number of the country you are in" in again[0].text


def test_s1_26_who_says_so_after_000_was_shown_is_told_whom_to_call_there(
    conversation: Begin,
) -> None:
    talk = conversation()
    (first,) = talk.say(said("he is hitting me right now", "danger_now", risk=ATTACK), RESPOND)

    (reply, *_) = talk.say(said("but im in thailand", "inform"), NEXT)

    assert "000" in first.text
    assert reply.text == catalogue.text("utter_safety_overseas_t4")


def test_no_lines_are_shown_that_cannot_be_rung_from_another_country(
    conversation: Begin,
) -> None:
    here, abroad = conversation(), conversation()
    for talk in (here, abroad):
        talk.say(said("yes", "affirm"), NEXT)
    abroad.say(said("i'm in bali", "inform"), NEXT)

    at_home = here.say(said("my husband will hurt me", "danger_serious", risk=FEAR), RESPOND)
    away = abroad.say(said("my husband will hurt me", "danger_serious", risk=FEAR), RESPOND)

    assert "utter_helplines_now" in responses(at_home) or any(r.cards for r in at_home)
    assert not any(r.cards for r in away)
