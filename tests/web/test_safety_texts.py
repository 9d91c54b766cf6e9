"""What the gateway says of danger: one text for every domain and tier, in plain words, for everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.desk import Conversation, Message
from bot.language import catalogue
from bot.language.english import english_texts
from bot.risk import DOMAINS
from bot.web import words
from bot.web.words import REQUIRED, WordsMissing, check_words, safety_text

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


def test_x_03_and_x_04_no_text_for_customers_diagnoses_measures_or_promises() -> None:
    """All of them, not only those of danger: a word may be named that asks for help with it."""
    said = re.compile(
        r"\b(?:diagnos\w*|disorder|(?:low|medium|high)(?:er)?[ -]risk|at risk of|risk (?:level|score)|"
        r"you (?:will be|are) safe\b(?! (?:now\?|to ))|nothing will happen|promise|guarantee\w*|"
        r"tier|T[0-4]|dose|\d+ ?(?:mg|ml|tablets?)|take \d|symptom\w*)\b",
        re.IGNORECASE,
    )
    told = english_texts()  # those for staff are not among them

    assert len(told) > 300
    assert {one.context: one.text for one in told if said.search(one.text)} == {}


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


@pytest.mark.parametrize("tier", ["T3", "T4"])
@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("where", ["overseas", "custody"])
def test_s1_26_the_gateway_names_no_000_to_whom_it_does_not_reach(
    where: str, domain: str, tier: str
) -> None:
    told = safety_text(found(domain, tier), conversation(whereabouts=where))

    assert told.safety
    assert "000" not in told.text
    assert told.text == catalogue.text(f"utter_safety_{where}_{tier.lower()}")


@pytest.mark.parametrize(
    ("language", "text", "where"),
    [
        ("en", "i'm in bali and he is hitting me", "overseas"),
        ("es", "estoy en perú y me está pegando", "overseas"),
        ("ar", "انا بالسجن وبدي موت", "custody"),
        ("ko", "저는 지금 필리핀에 있어요 남편이 때려요", "overseas"),
    ],
)
def test_s1_26_the_gateway_reads_it_itself_while_the_assistant_is_away(
    language: str, text: str, where: str
) -> None:
    there = replace(conversation(), language=language)

    now = safety_text(
        found("family_violence", "T4"),
        there,
        Message(
            "c", "m", 1, text, None, "received", None, datetime(2026, 11, 24, tzinfo=timezone.utc)
        ),
    )
    before = safety_text(found("family_violence", "T4"), there, earlier=[text])

    own = catalogue.text(f"utter_safety_{where}_t4", language)
    assert (now.text, before.text) == (own, own)


def test_s1_26_it_counts_no_more_once_they_are_back() -> None:
    told = safety_text(
        found("family_violence", "T4"),
        conversation(whereabouts="overseas"),
        earlier=["im back in australia now"],
    )

    assert "000" in told.text


def test_s1_26_the_gateways_other_words_name_no_000_either() -> None:
    for name in ("utter_gateway_down", "utter_handed_over", "utter_worker_released"):
        assert "000" in words.say(name).text
        assert "000" not in words.say(name, where="overseas").text
        assert "000" not in words.say(name, "vi", where="custody").text


def test_000_is_said_though_whereabouts_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise FileNotFoundError("es.yml")

    monkeypatch.setattr(words.whereabouts, "latest", broken)

    said = words.say("utter_gateway_down", "en", where=words.where_of(conversation()))

    assert "000" in said.text
    assert "whereabouts not read error=FileNotFoundError" in caplog.text


def test_a_safety_text_is_said_though_who_interprets_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bool:
        raise FileNotFoundError("es.yml")

    monkeypatch.setattr(words, "relative_interprets", broken)

    told = words.safety_text(
        found("family_violence", "T3"), conversation(), earlier=["he hits me most nights"]
    )

    assert told.safety
    assert "who interprets not read error=FileNotFoundError" in caplog.text
    assert "hits" not in caplog.text


def test_a_gateway_that_could_not_speak_of_danger_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "has_text", lambda name: False)

    with pytest.raises(WordsMissing) as caught:
        check_words()

    assert caught.value.names == list(REQUIRED)
