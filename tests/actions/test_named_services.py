"""A service that is asked about by its name is answered from its record, or plainly not known."""

from __future__ import annotations

import pytest

from actions import resources
from directory.search import Query, Results
from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import FOOD, NEXT, Begin, responses
from tests.triage.says import danger, said


class NamedDirectory(ListedDirectory):
    """Also searches by the words of a name."""

    def search(self, query: Query) -> Results:
        found = super().search(query)
        words = query.text.lower().split()
        every = {c.id: c for cards in self.by_need.values() for c in cards}
        named = [c for c in every.values() if words and words[0] in c.name.lower()]
        return found if query.need else Results(cards=named, total=len(named))


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> ListedDirectory:
    listed = NamedDirectory()
    listed.by_need = {
        "emergency_relief": [card("Food Store", open_text="Open now until 5 pm")],
        "crisis_counselling": [
            card("Lifeline", open_text="Open now, 24 hours a day", phones=()),
            card("Centrelink Phone Service", open_text="Opens tomorrow 8 am"),
        ],
    }
    monkeypatch.setattr(resources, "directory", lambda: listed)
    return listed


def test_its_hours_are_told_with_its_card(conversation: Begin) -> None:
    (reply,) = conversation().say(said("when is lifeline open", "find_service"), NEXT)

    assert reply.response == "utter_about_hours"
    assert "Lifeline: Open now, 24 hours a day" in reply.text
    assert [(c["source"], c["last_check"]) for c in reply.cards] == [("test", "2026-11-01")]


def test_no_need_is_read_from_it_and_the_open_question_waits(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i need a bus", "find_service", need=("bus", "transport")), NEXT)
    asked = talk.slots["memory"]["pending"]

    talk.say(
        said("when is lifeline open", "find_service", need=("lifeline", "crisis_counselling")), NEXT
    )

    assert talk.slots["needs"] == ["transport"]
    assert talk.slots["memory"]["pending"] == asked


def test_a_service_that_only_shares_the_name_is_said_to_be_another(conversation: Begin) -> None:
    replies = conversation().say(said("what time does centrelink close", "find_service"), NEXT)

    assert responses(replies) == ["utter_named_other", "utter_about_hours"]


def test_what_is_in_no_record_is_plainly_not_known(conversation: Begin) -> None:
    (reply,) = conversation().say(said("is medicare open saturday", "out_of_scope"), NEXT)

    assert reply.response == "utter_named_unknown"


def test_another_service_than_those_on_the_screen_is_the_one_that_was_named(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    (reply,) = talk.say(said("number for centrelink phone service", "repeat"), "action_repeat")

    assert "Centrelink Phone Service: 13 00 00" in reply.text
    assert "Food Store" not in reply.text


def test_on_a_watched_screen_nothing_is_looked_up_by_name(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("he can see my phone", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(said("number for lifeline", "find_service"), NEXT)

    assert not any("Lifeline" in reply.text or reply.cards for reply in replies)


def test_danger_beside_it_comes_first(conversation: Begin) -> None:
    message = said(
        "number for lifeline i want to end it",
        "danger_serious",
        risk=danger("suicide_self_harm", "T3"),
    )

    replies = conversation().say(message, "action_respond_to_danger")

    assert replies[0].response == "utter_safety_t3"
