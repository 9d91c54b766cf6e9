"""The same forty goals in every language, through the trained model and the dialogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.language.catalogue import catalogues
from bot.nlu.evaluate import HELD_OUT, read_columns
from bot.nlu.model import Understanding
from tests.actions.conftest import IN_HOURS
from tests.actions.conversation import Conversation
from tests.language.goals import GOALS, SENTENCE, Goal, known, sentences
from tests.language.playing import Heard, Person

Begin = Callable[..., Conversation]


def play(goal: Goal, code: str, person: Person, later: Callable[[], None]) -> Heard:
    """The sentences before, then the one of the goal."""
    words = sentences(code)
    for key in goal.first:
        person.say(words[key])
    if goal.key == "pause":
        later()
    return person.say(words[SENTENCE.get(goal.key, goal.key)])


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_goals_are_reached_in_every_language(
    conversation: Begin,
    understanding: Understanding,
    clock: Callable[..., None],
    code: str,
) -> None:
    missed = []
    for number, goal in enumerate(GOALS):
        clock(IN_HOURS)
        talk = conversation(language="en" if goal.english else code)
        talk.sender = f"{code}-{number}"
        person = Person(understanding, talk, str(talk.metadata["language"]))
        heard = play(goal, code, person, lambda: clock(IN_HOURS + timedelta(days=1)))
        if not goal.reached(heard):
            missed.append(goal.key)
    new = set(missed) - set(known().get(code, {}))
    # A training shifts a sentence at the edge; danger is never at the edge.
    assert len(new) <= 2, new
    assert not new & {"danger", "suicide", "violence", "person", "interpreter"}, new


def test_there_are_forty_goals_and_each_language_has_its_sentences() -> None:
    keys = [goal.key for goal in GOALS]
    assert len(keys) == len(set(keys)) == 40
    needed = {SENTENCE.get(key, key) for key in keys}
    assert {code: set(sentences(code)) ^ needed for code in catalogues()} == {
        code: set() for code in catalogues()
    }


def test_known_gaps_are_of_goals_that_exist_and_are_few() -> None:
    keys = {goal.key for goal in GOALS}
    gaps = known()
    assert set(gaps) <= catalogues()
    assert all(set(missed) <= keys and all(missed.values()) for missed in gaps.values())
    assert sum(map(len, gaps.values())) <= 0.12 * 40 * 20


def test_sentences_of_goals_are_in_no_other_set_of_sentences() -> None:
    def plain(text: str) -> str:
        return re.sub(r"\W+", " ", text.lower()).strip()

    held = {
        plain(row["text"])
        for path in (HELD_OUT / "languages").glob("*.tsv")
        for row in read_columns(path)
    }
    from tests.nlu.test_heldout import trained_texts

    seen = held | trained_texts()
    again = [
        (code, text)
        for code in catalogues()
        for text in sentences(code).values()
        if plain(text) in seen and len(plain(text).split()) > 4
    ]
    assert again == []
