"""A turn either happens whole or not at all, and never twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import Desk
from bot.rasa_glue.launcher import load_agent
from bot.rasa_glue.tracker_store import DialogueStore
from bot.rasa_glue.turn import TurnFailed, persons_text, take_turn

pytestmark = pytest.mark.usefixtures("small_actions")


@pytest.fixture
def agent(small_model: Path, desk: Desk) -> Agent:
    return load_agent(small_model, DialogueStore(None, desk=desk))


async def test_a_reply_carries_text_buttons_and_cards(agent: Agent) -> None:
    hello = await take_turn(agent, "c1", "m1", text="hello")
    food = await take_turn(agent, "c1", "m2", text="food")

    assert hello.replies[0]["buttons"] == [{"title": "Food", "payload": "/find_service"}]
    assert food.replies == [
        {"text": "1 so far", "buttons": [], "cards": [{"id": "a"}], "safety": False}
    ]


async def test_the_same_message_id_acts_once_and_answers_the_same(agent: Agent) -> None:
    first = await take_turn(agent, "c1", "m1", text="food")
    again = await take_turn(agent, "c1", "m1", text="food")
    later = await take_turn(agent, "c1", "m2", text="food")

    assert (again.replies, again.duplicate) == (first.replies, True)
    assert later.replies[0]["text"] == "2 so far"


async def test_a_restarted_assistant_knows_what_was_said(
    agent: Agent, small_model: Path, desk: Desk
) -> None:
    await take_turn(agent, "c1", "m1", text="food")
    restarted = load_agent(small_model, DialogueStore(None, desk=desk))

    repeated = await take_turn(restarted, "c1", "m1", text="food")
    following = await take_turn(restarted, "c1", "m2", text="food")

    assert repeated.duplicate
    assert following.replies[0]["text"] == "2 so far"


async def test_an_action_that_fails_fails_the_turn_and_leaves_no_trace(agent: Agent) -> None:
    await take_turn(agent, "c1", "m1", text="food")

    with pytest.raises(TurnFailed, match="action_failed"):
        await take_turn(agent, "c1", "m2", text="break")
    after = await take_turn(agent, "c1", "m3", text="food")

    assert after.replies[0]["text"] == "2 so far"


async def test_a_message_that_nobody_answers_is_an_error(agent: Agent) -> None:
    with pytest.raises(TurnFailed, match="no_reply"):
        await take_turn(agent, "c1", "m1", text="silence")


async def test_a_database_that_is_down_is_an_error_not_a_fresh_conversation(
    agent: Agent, desk: Desk
) -> None:
    await take_turn(agent, "c1", "m1", text="food")
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE dialogue_state RENAME TO gone")

    with pytest.raises(SQLAlchemyError):
        await take_turn(agent, "c1", "m2", text="food")


async def test_while_a_person_has_the_conversation_words_are_kept_and_nothing_is_said(
    agent: Agent,
) -> None:
    held = await take_turn(agent, "c1", "m1", text="food", metadata={"held": True})
    back = await take_turn(agent, "c1", "m2", text="food")

    assert held.replies == []
    assert back.facts["needs"] == ["told a person", "need food"]


@pytest.mark.parametrize("text", ["/food", "  //food", "/ /food"])
async def test_a_leading_slash_in_a_persons_words_is_text(agent: Agent, text: str) -> None:
    turn = await take_turn(agent, "c1", "m1", text=text)

    assert turn.replies[0]["text"] == "1 so far"
    assert not persons_text(text).startswith("/")


async def test_a_person_cannot_type_a_command(agent: Agent) -> None:
    # As a command this would run action_break and fail with action_failed.
    with pytest.raises(TurnFailed, match="no_reply"):
        await take_turn(agent, "c1", "m1", text="/break_it")


@pytest.mark.parametrize("payload", ["find_service", "/no_such_intent", "", "/"])
async def test_a_payload_must_name_an_intent_of_the_domain(agent: Agent, payload: str) -> None:
    with pytest.raises(TurnFailed, match="bad_payload"):
        await take_turn(agent, "c1", "m1", payload=payload)


async def test_the_kept_state_stays_small_however_long_the_conversation(
    agent: Agent, desk: Desk
) -> None:
    sizes = []
    for number in range(60):
        await take_turn(agent, "c1", f"m{number}", text="hello")
        sizes.append(len(desk.load_dialogue("c1") or ""))

    assert max(sizes[10:]) <= 1.05 * sizes[9]


async def test_slots_survive_the_bounding_of_the_history(agent: Agent) -> None:
    await take_turn(agent, "c1", "m0", text="food")
    for number in range(1, 12):
        await take_turn(agent, "c1", f"m{number}", text="hello")

    turn: Any = await take_turn(agent, "c1", "m99", text="food")

    assert turn.replies[0]["text"] == "2 so far"
