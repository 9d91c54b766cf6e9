"""What the trained model understands, through all components."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from bot.language.encoder import default_encoder, text_fingerprint
from bot.nlu.model import NoModel, Understanding, newest_model
from bot.risk import Context, handed_on


def values(parsed: dict[str, Any], entity: str) -> list[str]:
    return [e["value"] for e in parsed["entities"] if e["entity"] == entity]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", "greet"),
        ("yeah", "affirm"),
        ("nah", "deny"),
        ("none of ya business", "skip_question"),
        ("why do you need that?", "ask_why"),
        ("no, Footscray not Fitzroy", "correct"),
        ("Footscray", "inform"),
        ("just me and two kids", "inform"),
        ("i need a lawyer", "find_service"),
        ("arabic speaking financial counsellor near 2166 open sat", "find_service"),
        ("closer", "refine_search"),
        ("what about Monday", "refine_search"),
        ("in Punjabi", "refine_search"),
        ("when will i get paid", "ask_payment"),
        ("give me her new address, I'm her husband", "ask_other_person"),
        ("I want to complain, your staff are useless", "complain"),
        ("talk to a real person please", "request_human"),
        ("can i get a Greek interpreter", "request_interpreter"),
        ("English please", "change_language"),
        ("what have you got about me", "ask_my_data"),
        ("change my address", "update_details"),
        ("he's reading over my shoulder", "unsafe_to_talk"),
        ("what's the weather", "out_of_scope"),
        ("need fod for my famly", "find_service"),
        ("我们没有东西吃", "find_service"),
        ("no tengo dónde dormir", "find_service"),
        ("cảm ơn", "thank"),
        ("can someone ring or talk to me about it instead", "request_human"),
        ("human", "request_human"),
        ("someone to talk to about my debts", "find_service"),
        ("what happens now", "repeat"),
        ("ok so can I call them", "repeat"),
        ("can I ring somebody instead", "request_human"),
        ("my mum only speaks hakka can you get someone", "request_interpreter"),
        ("yes I'm at my sister's now, he isn't here", "affirm"),
        ("who pays u to do this", "bot_challenge"),
        ("when do they pay me", "ask_payment"),
        ("المترجم معي هون بالغرفة", "inform"),
        ("بدي مترجم", "request_interpreter"),
        ("have got an interpreter beside me", "inform"),
        ("I need an interpreter beside me", "request_interpreter"),
        ("are there any Tamil speakers", "refine_search"),
        ("தமிழ் பேசுவோர் உண்டா", "refine_search"),
        ("要带什么文件", "repeat"),
        ("what would I need to bring along", "repeat"),
    ],
)
def test_what_a_message_does(understanding: Understanding, text: str, intent: str) -> None:
    assert understanding.parse(text)["understood_intent"]["name"] == intent


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("we haven't eaten since yesterday", ["emergency_relief"]),
        ("need food and somewhere to sleep", ["emergency_relief", "accommodation"]),
        ("I don't need food, I need a lawyer", ["community_legal_health"]),
        ("is there a free financial counsellor near me", ["financial_aid"]),
        ("I need a lift to my appointment", ["transport"]),
        ("when will my payment come", []),
        ("please help me", []),
        ("good morning, i need help please", []),
        ("landlord", ["accommodation"]),
        ("boss", ["support_advocacy"]),
        ("NA Bunbury", ["drug_alcohol_gambling"]),
        ("Hilfe mit der Miete", ["accommodation"]),
        ("Ich brauche Hilfe mit der Stromrechnung", ["financial_aid"]),
        ("خانه ندروم، کجا بورم", ["accommodation"]),
        ("he put our rent up", ["accommodation"]),
        ("AA Dandenong", ["drug_alcohol_gambling"]),
        ("mens group for my dad", ["support_advocacy"]),
        (
            "dentist, bus ticket and a centrelink form",
            ["community_legal_health", "support_advocacy", "transport"],
        ),
        (
            "behind on the mortgage and I need a hearing test",
            ["accommodation", "community_legal_health"],
        ),
        ("can someone ring or talk to me about it instead", []),
        (
            "scrap the housing, my sister has a room. somebody to help him with reading, he's 9",
            ["education_family"],
        ),
        (
            "forget the food, we are ok for that. the real thing is his maths homework",
            ["education_family"],
        ),
        ("No I use a walking frame", []),
        ("被解雇了要找律师，还有没钱交水费", ["community_legal_health", "financial_aid"]),
    ],
)
def test_needs_are_several_exact_and_absent_where_none_is_stated(
    understanding: Understanding, text: str, needs: list[str]
) -> None:
    assert sorted(set(values(understanding.parse(text), "need"))) == sorted(needs)


def test_a_workers_capitals_are_the_need_whatever_else_is_guessed(
    understanding: Understanding,
) -> None:
    for place in ("Penrith", "Tregear"):  # the second line looks like Albanian
        parsed = understanding.parse(f"Customer 41M 1 child ER {place}")
        assert values(parsed, "need") == ["emergency_relief"]


def test_a_staff_shorthand_gives_everything_at_once(understanding: Understanding) -> None:
    text = "arabic speaking financial counsellor near Footscray open saturday, client in wheelchair"
    parsed = understanding.parse(text)
    assert values(parsed, "language") == ["ar"]
    assert values(parsed, "need") == ["financial_aid"]
    assert values(parsed, "place") == ["Footscray VIC 3011"]
    assert values(parsed, "time") == ["saturday"]
    assert values(parsed, "people") == ["client"]
    assert values(parsed, "accessibility") == ["wheelchair"]


def test_what_a_correction_takes_back_is_no_entity_but_is_told(
    understanding: Understanding,
) -> None:
    parsed = understanding.parse("no, Footscray not Fitzroy")
    assert values(parsed, "place") == ["Footscray VIC 3011"]
    assert [r["value"][:7] for r in parsed["rejected"]] == ["Fitzroy"]


def test_offsets_point_into_the_text_as_sent(understanding: Understanding) -> None:
    text = "  hi 😀 I’m in Footscray"
    (place,) = [e for e in understanding.parse(text)["entities"] if e["entity"] == "place"]
    assert text[place["start"] : place["end"]] == "Footscray"


def test_danger_takes_the_head_and_leaves_what_was_understood(understanding: Understanding) -> None:
    parsed = understanding.parse("I'm going to kill myself tonight")
    assert parsed["intent"]["name"] == "danger_now"
    assert parsed["intent_ranking"][0]["name"] == "danger_now"
    assert parsed["risk"]["tier"] == "T4"
    assert parsed["understood_intent"]["name"] not in {None, "danger_now"}


def test_serious_danger_keeps_need_and_people(understanding: Understanding) -> None:
    parsed = understanding.parse("we've got nowhere to sleep tonight with the kids")
    assert parsed["intent"]["name"] == "danger_serious"
    assert values(parsed, "need") == ["accommodation"]
    assert "children" in values(parsed, "people")


def test_an_ordinary_message_is_left_as_it_is(understanding: Understanding) -> None:
    parsed = understanding.parse("where is the nearest library")
    assert parsed["risk"]["tier"] == "T0"
    assert parsed["intent"] == parsed["understood_intent"]


def test_what_the_gateway_found_is_taken_for_this_text_and_this_conversation_only(
    understanding: Understanding,
) -> None:
    text = "it's all too much"
    sent = {
        "inputs": handed_on.fingerprint(text, Context(previous=("hello",))),
        "found": {"tier": "T3", "indicators": [], "clarify": None},
    }
    same = understanding.parse(text, {"screened": sent}, previous=("hello",))
    other_text = understanding.parse("thanks", {"screened": sent}, previous=("hello",))
    other_talk = understanding.parse(text, {"screened": sent}, previous=("hi",))
    broken = understanding.parse(text, {"screened": {**sent, "found": {}}}, previous=("hello",))
    assert (same["risk"]["tier"], same["intent"]["name"]) == ("T3", "danger_serious")
    assert other_text["risk"]["tier"] == "T0"
    assert other_talk["risk"] == broken["risk"] == understanding.parse(text)["risk"]


def test_a_buttons_payload_is_not_screened(understanding: Understanding) -> None:
    assert "risk" not in understanding.parse("/affirm")


def test_the_conversations_language_stays_where_the_text_does_not_tell(
    understanding: Understanding,
) -> None:
    assert understanding.parse("ok", {"language": "vi"})["language"]["code"] == "vi"
    found = understanding.parse("tôi cần giúp đỡ", {"language": "en"})["language"]
    assert (found["code"], found["reliable"]) == ("vi", True)


def test_a_vector_of_this_text_is_used_and_one_of_another_is_not(
    understanding: Understanding,
) -> None:
    greeting = default_encoder().encode("hello there good morning")
    sent = base64.b64encode(greeting.tobytes()).decode()
    text = "zzq"
    own = understanding.parse(text, {"vector": sent, "fingerprint": text_fingerprint(text)})
    other = understanding.parse(text, {"vector": sent, "fingerprint": "something else"})
    plain = understanding.parse(text)
    assert other["intent_ranking"] == plain["intent_ranking"]
    assert own["intent_ranking"] != plain["intent_ranking"]


@pytest.mark.parametrize(
    "vector", ["", "not base64", base64.b64encode(b"123").decode(), base64.b64encode(np.full(384, np.nan, np.float32).tobytes()).decode(), 7]
)  # fmt: skip
def test_a_broken_vector_is_made_anew(understanding: Understanding, vector: object) -> None:
    metadata = {"vector": vector, "fingerprint": text_fingerprint("hello")}
    assert understanding.parse("hello", metadata)["intent"]["name"] == "greet"


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀", "a" * 10_000, "/", "//", "{}", "[x](y)"])
def test_odd_text_is_understood_as_something(understanding: Understanding, text: str) -> None:
    assert understanding.parse(text)["intent"]["name"]


def test_the_same_text_gives_the_same_answer(understanding: Understanding) -> None:
    first = understanding.parse("need a hand with my power bill")
    assert first == understanding.parse("need a hand with my power bill")


def test_a_folder_without_a_model_says_how_to_get_one(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoModel, match="python -m bot train"):
        newest_model(tmp_path)
