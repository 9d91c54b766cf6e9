"""What the gateway says of danger: one text for every domain and tier, in plain words, for everybody."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest

from bot.desk import Conversation
from bot.language import catalogue
from bot.risk import DOMAINS
from bot.web import words
from bot.web.words import safety_text

#: No diagnosis, no risk word, no promise (rules X-03, X-04).
FORBIDDEN = re.compile(
    r"\b(risk|suicid\w*|psycho\w*|depress\w*|disorder|diagnos\w*|abus\w*|violen\w*|overdose|addict\w*"
    r"|victim|you will be safe|you are safe|nothing will happen|we promise|guarantee\w*"
    r"|tier|T[0-4]|low risk|high risk|dose|take \d)\b",
    re.IGNORECASE,
)


def conversation(audience: str = "customer", **facts: object) -> Conversation:
    return Conversation("c", audience, "en", "web", dict(facts), "T0", None, None, 0)


def found(domain: str, tier: str) -> dict[str, object]:
    sign = {"code": f"{domain}.x", "domain": domain, "tier": tier, "time": "unknown"}
    return {"tier": tier, "indicators": [sign], "clarify": None}


@pytest.mark.parametrize("domain", DOMAINS)
def test_x_01_t4_is_000_first_and_alone(domain: str) -> None:
    told = safety_text(found(domain, "T4"), conversation())

    assert told.safety
    assert "000" in re.split(r"[.!?]", told.text)[0]
    assert set(re.findall(r"\d{2,}", told.text)) <= {"000", "55"}
    assert not FORBIDDEN.search(told.text)


@pytest.mark.parametrize("hour", [1, 12])
@pytest.mark.parametrize("domain", DOMAINS)
def test_t3_offers_a_person_and_names_000_in_plain_words(
    domain: str, hour: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 11, 24, hour, tzinfo=timezone.utc)
    monkeypatch.setattr(words, "_now", lambda: at)

    told = safety_text(found(domain, "T3"), conversation())

    assert told.safety
    assert "000" in told.text
    assert re.search(r"social worker|worker|person", told.text)
    assert not FORBIDDEN.search(told.text)
    assert "{" not in told.text
    assert ("now" in told.text.split("000")[0]) <= (
        hour == 1 or "talk with you here" not in told.text
    )
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!]", told.text)) <= 22


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_its_one_clarifying_question(domain: str) -> None:
    asked = catalogue.text(f"utter_clarify_{domain}")

    assert asked.count("?") == 1
    assert len(catalogue.buttons(f"utter_clarify_{domain}")) == 3
    assert not re.search(r"\b(risk|tier|diagnos\w*|abus\w*|violen\w*|suicid\w*)\b", asked, re.I)


@pytest.mark.parametrize("tier", ["T3", "T4"])
@pytest.mark.parametrize("domain", DOMAINS)
def test_staff_are_told_what_staff_do(domain: str, tier: str) -> None:
    told = safety_text(found(domain, tier), conversation("staff"))

    assert "team leader" in told.text
    assert "000" in told.text


@pytest.mark.parametrize("tier", ["T3", "T4"])
@pytest.mark.parametrize("domain", DOMAINS)
def test_x_01b_a_screen_that_is_not_private_shows_nothing_of_it(domain: str, tier: str) -> None:
    told = safety_text(found(domain, tier), conversation(safe_to_talk="no"))

    assert told.text == catalogue.text("utter_keep_plain")
    assert not told.safety
