"""Questions, guide and domain fit each other, and the words keep their promises."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.risk import DOMAINS
from bot.triage.next_steps import default_guide
from bot.triage.questions import NEEDS, Question, default_questions

ROOT = Path(__file__).resolve().parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
QUESTIONS = default_questions().all
STAFF_WORDS = re.compile(r"utter_(step_|staff_)")


def payloads(response: str) -> list[str]:
    return [button["payload"] for button in RESPONSES[response][0].get("buttons", [])]


def texts() -> list[tuple[str, str]]:
    return [(name, v["text"]) for name, variations in RESPONSES.items() for v in variations]


@pytest.mark.parametrize("need", NEEDS)
def test_every_need_has_questions(need: str) -> None:
    assert [q for q in QUESTIONS if q.need == need]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_s3_14_every_question_can_be_explained_and_skipped(question: Question) -> None:
    skip = json.loads(
        next(p for p in payloads(question.response) if p.startswith("/skip_question")).removeprefix(
            "/skip_question"
        )
    )

    assert question.explanation in RESPONSES
    assert skip == {"question": question.id}


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.options], ids=lambda q: q.id)
def test_the_buttons_of_a_question_are_its_options(question: Question) -> None:
    answers = [
        json.loads(p.removeprefix("/inform"))["answer"]
        for p in payloads(question.response)
        if p.startswith("/inform")
    ]

    assert answers == [option.code for option in question.options]


def test_every_button_names_an_intent_of_the_domain() -> None:
    intents = {next(iter(i)) if isinstance(i, dict) else i for i in DOMAIN["intents"]}
    used = {p.lstrip("/").split("{")[0] for name in RESPONSES for p in payloads(name)}

    assert used <= intents


def test_every_button_entity_is_in_the_domain() -> None:
    used: set[str] = set()
    for name in RESPONSES:
        for payload in payloads(name):
            if "{" in payload:
                used |= set(json.loads(payload[payload.index("{") :]))

    assert used <= set(DOMAIN["entities"])


@pytest.mark.parametrize("step", default_guide().rows, ids=lambda row: row.kind)
def test_every_row_of_the_guide_has_words(step: Any) -> None:
    assert f"utter_step_{step.kind}" in RESPONSES


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_a_clarifying_question(domain: str) -> None:
    assert f"utter_clarify_{domain}" in RESPONSES


def test_x15_the_greeting_says_that_it_is_automated_what_is_kept_and_how_to_reach_a_person() -> (
    None
):
    greeting = RESPONSES["utter_greet"][0]["text"].lower()

    assert "automated" in greeting
    assert "kept" in greeting
    assert "person" in greeting


@pytest.mark.parametrize(("name", "text"), texts())
def test_no_number_of_a_service_is_typed_into_a_response(name: str, text: str) -> None:
    numbers = re.findall(r"\d[\d ]{4,}\d", text)

    assert numbers == [], "numbers come from the directory; only 000 and 55 stand in the words"


@pytest.mark.parametrize(("name", "text"), texts())
def test_one_question_a_message_and_no_exclamation_marks(name: str, text: str) -> None:
    assert "!" not in text
    assert text.count("?") <= 1


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, t in texts() if not STAFF_WORDS.match(n)])
def test_x04_no_risk_words_diagnoses_or_promises(name: str, text: str) -> None:
    found = re.findall(
        r"\b(?:risk|tier|high.risk|low.risk|assess\w*|diagnos\w*|depress\w*|suicid\w*|victim|"
        r"perpetrator|addict\w*|you will be safe|promise|guarantee\w*|everything will be)\b",
        text.lower(),
    )

    assert found == []


@pytest.mark.parametrize("name", [n for n in RESPONSES if "safety_t4" in n])
def test_x01_a_t4_answer_starts_with_000(name: str) -> None:
    assert RESPONSES[name][0]["text"].startswith("Call 000 now")


@pytest.mark.parametrize("name", [n for n in RESPONSES if n.startswith("utter_ask_")])
def test_a_question_is_short(name: str) -> None:
    assert len(RESPONSES[name][0]["text"].split()) <= 26


def test_every_action_and_response_named_in_python_exists() -> None:
    named: set[str] = set()
    for folder in ("actions", "bot/triage", "bot/web", "bot/desk", "bot/rasa_glue"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= set(
                re.findall(r'"(utter_[a-z0-9_]*[a-z0-9])"', path.read_text(encoding="utf-8"))
            )

    assert named <= set(RESPONSES)
