"""Whatever is said in whatever order: an answer, danger first, nothing lowered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language.catalogue import ROOT
from bot.triage import Entity, Understood
from bot.triage.questions import NEEDS, default_questions
from tests.actions.messages import Begin
from tests.triage.says import danger


def rules() -> dict[str, str]:
    """Intent -> action, as the rules have it."""
    found: dict[str, str] = {}
    for path in sorted(Path(ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            intent, action = rule["steps"]
            assert intent["intent"] not in found, "one rule an intent"
            found[intent["intent"]] = action["action"]
    return found


RULES = rules()
ENTITIES: dict[str, list[Any]] = {
    "need": list(NEEDS),
    "place": ["Footscray VIC 3011", "Richmond", "near_me", "Victoria", "Nowhere at all"],
    "language": ["vi", "en", "ar"],
    "people": ["alone", "children", "client", "pet"],
    "time": ["now", "tonight", "saturday"],
    "question": [q.id for q in default_questions().all] + ["no_such_question"],
    "answer": ["yes", "no", "unsure", "food", "no_such_answer"],
}
#: What a watched screen shows, the first time and later.
NEUTRAL = {"utter_keep_plain", "utter_ask_what_help_plain"}
WORDS = [
    "yes",
    "nah",
    "dunno",
    "4",
    "the second one",
    "i called them",
    "food",
    "",
    "rather not say",
]


@st.composite
def messages(draw: st.DrawFn) -> Understood:
    intent = draw(st.sampled_from([i for i in RULES if i != "worker_returned"]))
    names = draw(st.lists(st.sampled_from(list(ENTITIES)), max_size=3, unique=True))
    entities = tuple(Entity(n, draw(st.sampled_from(ENTITIES[n]))) for n in names)
    text = "/" + intent if draw(st.booleans()) else draw(st.sampled_from(WORDS))
    tier = {"danger_now": "T4", "danger_serious": "T3", "danger_unclear": "T1"}.get(intent)
    domains = ["suicide_self_harm", "family_violence", "homelessness_tonight", "privacy"]
    if tier is None:
        return Understood(intent, text, entities)
    domain = draw(st.sampled_from(domains))
    risk = {**danger(domain, tier), "clarify": f"utter_clarify_{domain}" if tier == "T1" else None}
    return Understood(intent, text, entities, risk)


@pytest.mark.parametrize("audience", ["customer", "staff"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(messages(), min_size=1, max_size=8))
def test_every_message_gets_an_answer_and_danger_comes_first(
    conversation: Begin, audience: str, said: list[Understood]
) -> None:
    talk = conversation(audience=audience)
    highest = "T0"
    for message in said:
        replies = talk.say(message, RULES[message.intent])

        if message.intent != "repeat":
            assert replies, "never silence"
        assert sum("?" in reply.text for reply in replies) <= 3
        if message.intent == "danger_now":
            assert len(replies) == 1
            assert "Call 000" in replies[0].text or replies[0].response in NEUTRAL
        assert talk.slots["tier"] >= highest, "only a person lowers a tier"
        highest = talk.slots["tier"]
        assert not any("{" in reply.text for reply in replies), "every placeholder is filled"
