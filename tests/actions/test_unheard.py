"""000 for whoever can read and type, but cannot be heard (X-02)."""

from __future__ import annotations

import pytest

from actions import resources
from bot.desk import Desk
from directory import Directory
from tests.actions.messages import CLARIFY, NEXT, PILLS, RESPOND, Begin, responses
from tests.triage.says import danger, said

KNIFE = danger("family_violence", "T4")
LISTENER = {**KNIFE["indicators"][0], "domain": "privacy", "tier": "T2"}
HEARD_BY = {**KNIFE, "indicators": [*KNIFE["indicators"], LISTENER]}
UNHEARD = "utter_safety_t4_unheard"


pytestmark = pytest.mark.usefixtures("real_directory")


@pytest.mark.parametrize(
    "words",
    [
        "he has a knife and is outside my door i cant talk he will hear me",
        "he's in the next room hitting my son, i can't make a sound",
        "shes going to kill me, too scared to call",
        "hiding in the bathroom with a gun at the door, whispering",
        "someone is breaking in, i have to be quiet",
    ],
)
def test_x02_whoever_cannot_be_heard_reads_the_key_and_the_ways_to_text(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation()

    (reply,) = talk.say(said(words, "danger_now", risk=HEARD_BY), RESPOND)

    assert reply.text.startswith("Call 000 now")
    assert "press 55" in reply.text
    assert reply.safety
    texts = [phone for card in reply.cards for phone in card["phones"]]
    assert ("0423 677 767", "text") in [(p["number"], p["kind"]) for p in texts]
    assert desk.cases("waiting")[0].tier == "T4"
    assert talk.slots.get("safe_to_talk") != "no", "the screen is their own"


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("unsafe_to_talk", "action_protect_privacy"),
        ("inform", NEXT),
        ("deny", NEXT),
        ("danger_serious", RESPOND),
        ("danger_unclear", CLARIFY),
        ("nlu_fallback", "action_fallback"),
    ],
)
@pytest.mark.parametrize("words", ["cant speak on the phone", "i can't call, he would hear me"])
def test_x02_after_000_too(conversation: Begin, intent: str, action: str, words: str) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)
    risk = danger("severe_distress", "T3") if intent == "danger_serious" else None

    replies = talk.say(said(words, intent, risk=risk), action)
    later = talk.say(said("ok they are coming", "unsafe_to_talk"), "action_protect_privacy")

    assert responses(replies) == [UNHEARD]
    assert replies[0].cards
    assert responses(later)[0] == "utter_acknowledged"


@pytest.mark.parametrize(
    "words",
    [
        "he has a knife, i cant talk he is reading my screen",
        "he's hitting me, can't speak, he is looking over my shoulder",
        "he took my phone and is right here, i can't call",
    ],
)
def test_x01b_a_screen_that_is_seen_stays_neutral_all_the_same(
    conversation: Begin, words: str
) -> None:
    replies = conversation().say(said(words, "danger_now", risk=HEARD_BY), RESPOND)

    assert responses(replies) == ["utter_keep_plain"]


def test_x01b_after_it_was_not_safe_a_voice_unheard_changes_nothing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("he is reading this", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(said("hes hitting me i cant speak", "danger_now", risk=KNIFE), RESPOND)

    assert UNHEARD not in responses(replies)
    assert not any("000" in reply.text for reply in replies)


def test_x02_without_the_directory_the_key_is_said_all_the_same(
    conversation: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Directory:
        raise ConnectionError("the directory is down")

    monkeypatch.setattr(resources, "directory", down)
    heard = said("there is a man with a gun, i cant make a noise", "danger_now", risk=KNIFE)

    (reply,) = conversation().say(heard, RESPOND)

    assert "press 55" in reply.text
    assert reply.cards == []
