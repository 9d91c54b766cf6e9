"""What was judged once is taken over for the same text and conversation, and for no other."""

from __future__ import annotations

import json

import pytest

from bot.risk import Context, Tier, handed_on, screen

TEXT = "I can't go on"
BEFORE = Context(("hi", "they stopped my payment"), "suicide_self_harm", Tier.T1)


def test_the_same_inputs_give_what_screening_would() -> None:
    found = screen(TEXT, context=BEFORE)

    sent = json.loads(json.dumps(handed_on.hand_on(TEXT, BEFORE, found)))

    assert handed_on.take(sent, TEXT, BEFORE) == screen(TEXT, context=BEFORE).as_dict()


def test_messages_that_screening_does_not_read_make_no_difference() -> None:
    longer = Context(("long ago", *BEFORE.previous, "and more"), "suicide_self_harm", Tier.T1)
    shorter = Context((*BEFORE.previous, "and more"), "suicide_self_harm", Tier.T1)
    sent = handed_on.hand_on(TEXT, longer, screen(TEXT, context=longer))

    assert handed_on.take(sent, TEXT, shorter) is not None


@pytest.mark.parametrize(
    ("text", "context"),
    [
        (TEXT + "!", BEFORE),
        (TEXT, Context()),
        (TEXT, Context(BEFORE.previous, None, Tier.T1)),
        (TEXT, Context(BEFORE.previous, "suicide_self_harm", Tier.T3)),
        (TEXT, Context(("hi",), "suicide_self_harm", Tier.T1)),
    ],
)
def test_anything_else_is_judged_anew(text: str, context: Context) -> None:
    sent = handed_on.hand_on(TEXT, BEFORE, screen(TEXT, context=BEFORE))

    assert handed_on.take(sent, text, context) is None


@pytest.mark.parametrize("sent", [None, "T4", [], {}, {"inputs": "x", "found": {"tier": "T0"}}])
def test_what_is_no_judgement_is_not_taken(sent: object) -> None:
    assert handed_on.take(sent, TEXT, BEFORE) is None


def test_phrases_alone_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    found = screen(TEXT, context=BEFORE)
    monkeypatch.setattr(handed_on, "ready", lambda: {"patterns": 1, "classifier": "down: gone"})

    assert handed_on.hand_on(TEXT, BEFORE, found) is None
