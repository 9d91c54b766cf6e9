"""Asking for an interpreter: in every language of the table, with wishes, never a relative."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.language.names import find_language_name
from bot.language.table import languages
from tests.actions.conversation import Conversation
from tests.triage.says import said

Begin = Callable[..., Conversation]
ASK = "action_request_interpreter"
NEXT = "action_take_next_step"
SPOKEN = [row for row in languages().values() if row.code != "en" and not row.ask]


def responses(replies: list[object]) -> list[str | None]:
    return [reply.response for reply in replies]  # type: ignore[attr-defined]


def test_the_table_has_the_sixty_languages_that_people_here_speak_most() -> None:
    assert len(SPOKEN) >= 60
    assert all(row.endonym and row.script for row in SPOKEN)


@pytest.mark.parametrize("row", SPOKEN, ids=lambda row: row.code)
def test_a_request_in_every_language_of_the_table_is_at_the_desk(
    conversation: Begin, desk: Desk, row: object
) -> None:
    name, code = row.name, row.code  # type: ignore[attr-defined]
    text = f"I need an interpreter, I speak {name}"
    found = find_language_name(text)
    assert found is not None
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
