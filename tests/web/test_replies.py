"""A message of which nobody knows whether it was dangerous has the safety text, whoever answers first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Conversation, Message, Reply
from bot.desk.tables import now
from bot.language import catalogue
from bot.web.rasa import Turn
from bot.web.turns import replies_to


def conversation(audience: str) -> Conversation:
    return Conversation("c", audience, "en", "web", {}, "T0", None, None, 1)


def message(assessment: dict[str, object]) -> Message:
    return Message("c", "m", 1, "words", None, "received", assessment, now())


@pytest.mark.parametrize("assessment", [{"tier": "T0", "failed": True}, {"tier": "T3"}])
def test_the_safety_text_stands_before_an_answer_that_lacks_it(
    assessment: dict[str, object],
) -> None:
    answer = Turn([Reply("Which suburb?")])

    shown = replies_to(conversation("customer"), message(assessment), answer, "Australia/Sydney")

    assert [reply.text for reply in shown] == [
        catalogue.text("utter_safety_t3"),
        "Which suburb?",
    ]
    assert shown[0].safety


def test_an_ordinary_answer_is_left_alone() -> None:
    answer = Turn([Reply("Which suburb?")])

    assert (
        replies_to(conversation("customer"), message({"tier": "T1"}), answer, "Australia/Sydney")
        == answer.replies
    )


def test_whether_it_is_safe_now_is_asked_without_the_neutral_words_before_it() -> None:
    seen = {"domain": "privacy", "tier": "T3", "code": "privacy.watched_now", "subject": "self"}
    gone = message({"tier": "T3", "indicators": [seen]})
    answer = Turn([Reply(catalogue.text("utter_ask_safe_to_talk"))])
    watched = replace(conversation("customer"), facts={"safe_to_talk": "no"})

    shown = replies_to(watched, gone, answer, "Australia/Sydney")

    assert [reply.text for reply in shown] == [catalogue.text("utter_ask_safe_to_talk")]
