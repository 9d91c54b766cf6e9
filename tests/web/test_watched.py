"""Somebody may read along: neutral words and a silent case, in every language, with and without Rasa."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from bot.language import catalogue
from bot.web import words
from tests.web.conftest import Customer, House

#: "He/she reads or listens now", in our own words; (language, text).
READ_ALONG = [
    ("en", "he's reading over my shoulder"),
    ("vi", "chồng tôi đang đọc màn hình"),
    ("ar", "جوزي عم يقرا الشاشة"),
    ("zh-Hans", "老公正在看我的手机"),
    ("zh-Hant", "老公偷睇我手機"),
    ("fa", "شوهرم داره صفحمو می‌خونه"),
    ("prs", "شوهرم پالویم شیشته"),
    ("es", "mi marido está leyendo lo que escribo"),
    ("it", "mio marito è qui accanto a me"),
    ("el", "ο άντρας μου είναι δίπλα μου"),
    ("ko", "남편이 화면을 보고 있어요"),
    ("hi", "पति पास में बैठा है"),
    ("pa", "ਘਰਵਾਲਾ ਕੋਲ ਬੈਠਾ ਆ"),
    ("ur", "شوہر پاس بیٹھا ہے"),
    ("bn", "স্বামী পাশে বসে আছে"),
    ("ne", "श्रीमान छेउमै हुनुहुन्छ"),
    ("ta", "கணவர் பக்கத்துல உட்கார்ந்திருக்கார்"),
    ("th", "สามีนั่งอยู่ข้างๆ"),
    ("tr", "kocam ekranıma bakıyor"),
    ("so", "ninkaygu agtayda ayuu joogaa"),
    ("fil", "katabi ko ang asawa ko"),
]


def plain(language: str) -> str:
    return catalogue.text("utter_keep_plain", language)


async def said(customer: Customer) -> list[dict[str, Any]]:
    events = (await customer.read())["events"]
    return [e for e in events if e["from"] in {"assistant", "system"}][2:]


@pytest.mark.parametrize(("language", "text"), READ_ALONG)
async def test_x_01b_danger_on_a_watched_screen_is_neutral_and_calls_silently_without_rasa(
    real: House, language: str, text: str
) -> None:
    await real.lose_rasa()
    customer = await real.customer(language=language)

    await customer.say(f"{text}. I took an overdose")

    shown = [e["text"] for e in await said(customer)]
    assert plain(language) in shown or plain("en") in shown
    assert not [t for t in shown if "000" in t]
    assert real.desk.cases("waiting")[0].tier == "T4"


@pytest.mark.parametrize(("language", "text"), [READ_ALONG[0], *READ_ALONG[1:4]])
async def test_x_05_the_gateways_own_words_stay_neutral_where_rasa_overlooks_it(
    real: House, language: str, text: str
) -> None:
    customer = await real.customer(language=language)

    await customer.say(text)
    await customer.answers(2)

    shown = [e["text"] for e in await said(customer)]
    assert shown[0] in {plain(language), plain("en")}
    assert not [t for t in shown if "000" in t]
    assert real.desk.cases("waiting")[0].reason == "danger"


@pytest.mark.parametrize(
    "texts",
    [
        ["im her daughter translating for her. he strangled her last night"],
        ["my son is writing this for me", "my husband hits me every night"],
    ],
)
async def test_s4_02_whoever_interprets_for_somebody_close_reads_nothing_of_it_from_the_gateway(
    real: House, texts: list[str]
) -> None:
    await real.lose_rasa()
    customer = await real.customer()

    for text in texts:
        await customer.say(text)

    shown = [e["text"] for e in await said(customer)]
    assert shown[-1] == plain("en")
    assert real.desk.cases("waiting")[0].tier == "T3"


async def test_s4_02_the_gateway_says_000_to_whoever_interprets(real: House) -> None:
    await real.lose_rasa()
    customer = await real.customer()

    await customer.say("im her daughter translating for her. she took an overdose")

    assert "000" in (await said(customer))[-1]["text"]


async def test_what_was_said_of_the_screen_before_holds_until_it_is_taken_back(
    real: House,
) -> None:
    real.rasa.facts = {"safe_to_talk": "no"}
    customer = await real.customer(language="vi")
    await customer.say("xin chào")
    await customer.answers(1)
    await real.lose_rasa()

    await customer.say("tôi muốn chết")

    shown = [e["text"] for e in await said(customer)]
    assert plain("vi") in shown
    assert not [t for t in shown if "000" in t]


@pytest.mark.parametrize(
    "text",
    [
        "my ex found my new address on a letter",
        "change my address but he must not find out",
    ],
)
async def test_an_address_in_danger_is_answered_on_the_screen(real: House, text: str) -> None:
    await real.lose_rasa()
    customer = await real.customer()

    await customer.say(text)

    assert plain("en") not in [e["text"] for e in await said(customer)]
    assert real.desk.cases("waiting")


@pytest.mark.parametrize(
    ("moment", "place", "promised"),
    [
        ("2026-11-24T01:00", None, "utter_safety_t3"),
        ("2026-11-24T12:00", None, "utter_safety_t3_after_hours"),
        ("2026-11-22T01:00", None, "utter_safety_t3_after_hours"),
        ("2026-11-24T07:00", "Perth WA 6000", "utter_safety_t3"),
        ("2026-11-24T07:00", None, "utter_safety_t3_after_hours"),
    ],
)
async def test_s1_19_nobody_is_promised_outside_the_social_workers_hours(
    house: House, monkeypatch: pytest.MonkeyPatch, moment: str, place: str | None, promised: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
    monkeypatch.setattr(words, "_now", lambda: at)
    if place:
        house.rasa.facts = {"place": place}
    customer = await house.customer()
    await customer.say("hello")
    await customer.answers(1)
    await house.lose_rasa()

    await customer.say("suicide is all I think about")

    wanted = catalogue.text(promised, opens="8 am", closes="5 pm")
    assert wanted in [e["text"] for e in await said(customer)]


async def test_a_sick_person_hears_of_an_ambulance_though_rasa_is_away(real: House) -> None:
    assessment = {
        "tier": "T3",
        "indicators": [{"domain": "medical_emergency", "tier": "T3", "code": "x"}],
    }
    conversation = real.desk.conversation((await real.customer()).id)

    told = words.safety_text(assessment, conversation)

    assert told.text == catalogue.text("utter_safety_t3_medical_emergency")


async def test_x_02_whoever_only_cannot_be_heard_is_not_left_with_a_plain_screen(
    real: House,
) -> None:
    await real.lose_rasa()
    customer = await real.customer()

    await customer.say("he has a knife and is outside my door, i cant talk, he will hear me")

    shown = [e["text"] for e in await said(customer)]
    assert plain("en") not in shown
    assert any("000" in text and "press 55" in text for text in shown)
