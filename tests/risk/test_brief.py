"""The agency's own utterances, and the rules of the brief about flags."""

from __future__ import annotations

import csv
import inspect
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot.language.encoder import EncoderUnavailable
from bot.risk import Context, Tier, keeping, model, screen

SETS = Path(__file__).parent / "sets"
ROOT = Path(__file__).resolve().parents[2]


def _listed() -> list[tuple[str, str, str, str]]:
    lines = (SETS / "brief_utterances.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [
        (row["domain"], row["utterance"], row["forms"], row["accepted"])
        for row in csv.DictReader(lines, delimiter="\t")
    ]


LISTED = _listed()


@pytest.mark.parametrize(
    ("domain", "utterance", "forms", "accepted"), LISTED, ids=[row[1] for row in LISTED]
)
def test_x12_a_listed_utterance_gets_its_tier(
    domain: str, utterance: str, forms: str, accepted: str
) -> None:
    found = screen(utterance)
    allowed = accepted.split()
    if "ask" in allowed and found.tier in (Tier.T1, Tier.T2):
        assert found.clarify, "the meaning is open: one question is due"
    else:
        assert found.tier.name in allowed, found.as_dict()


def test_every_listed_domain_is_among_the_domains_found() -> None:
    missed = [
        utterance
        for domain, utterance, forms, accepted in LISTED
        if ("T3" in accepted or "T4" in accepted) and domain not in screen(utterance).domains
    ]
    # Words that speak of more than one domain may be flagged under another of them.
    assert len(missed) <= len(LISTED) // 20, missed


def test_the_committed_list_is_the_agency_list() -> None:
    shared = Path(__file__).resolve().parents[3] / "shared" / "domain" / "utterances.tsv"
    if not shared.exists():
        pytest.skip(
            "../shared/domain/utterances.tsv is not here: only the committed copy is tested"
        )
    with shared.open(encoding="utf-8") as file:
        theirs = {row["utterance"] for row in csv.DictReader(file, delimiter="\t")}
    assert theirs == {row[1] for row in LISTED}


@pytest.mark.parametrize(
    "answer", ["Footscray", "", "what do you mean", "can we talk about my payment", "idk", "🙃"]
)
def test_s1_14_an_unclear_answer_to_a_clarifying_question_is_t3(answer: str) -> None:
    found = screen(answer, context=Context(("I'm over it",), "suicide_self_harm", Tier.T1))
    assert found.tier is Tier.T3
    assert "suicide_self_harm" in found.domains


@pytest.mark.parametrize(
    "answer",
    [
        "nah no point",
        "no one would care",
        "nah forget it",
        "not yet",
        "not really",
        "no but sometimes I wonder",
        "nah it's fine, it'll be over soon",
        "I'm not suicidal, I just can't do this any more",
        "no I just want to sleep forever",
        "nah but I've got a rope in the shed",
    ],
)
def test_s1_14_a_no_that_leaves_something_open_stays_t3(answer: str) -> None:
    found = screen(answer, context=Context(("I'm over it",), "suicide_self_harm", Tier.T1))
    assert found.tier >= Tier.T3


@pytest.mark.parametrize(
    "answer",
    [
        "no",
        "nah just tired",
        "no I meant the queue",
        "no, I'm safe",
        "nothing like that",
        "no I'm not suicidal",
        "God no, just cranky",
        "lol nope, I was talking about the printer",
        "haha nah only the waiting music, can you find the bond form for me",
        "no mate I'm fine but I need a number for the gas people",
    ],
)
def test_s1_15_a_clear_no_keeps_a_t1_entry(answer: str) -> None:
    found = screen(answer, context=Context(("I'm over it",), "suicide_self_harm", Tier.T1))
    assert found.tier is Tier.T1
    assert found.indicators


@pytest.mark.parametrize("answer", ["yes", "yeah i do", "sometimes", "maybe", "I think so"])
def test_a_clear_yes_to_a_clarifying_question_is_t3(answer: str) -> None:
    found = screen(answer, context=Context(("I'm over it",), "suicide_self_harm", Tier.T1))
    assert found.tier is Tier.T3


@pytest.mark.parametrize("remark", ["I was only joking", "jk", "just kidding, I'm fine"])
def test_s1_15_a_joke_after_a_flag_leaves_an_entry(remark: str) -> None:
    found = screen(remark, context=Context(("I'll kill myself",), None, Tier.T3))
    assert found.tier >= Tier.T1


def test_s1_15_a_joking_word_never_silences_a_plain_statement() -> None:
    assert screen("going to kill myself tonight jk").tier >= Tier.T1


def test_x09_the_higher_tier_applies_and_both_domains_appear() -> None:
    found = screen("we have nothing to eat and he put his hands around my throat today")
    assert found.tier is max(i.tier for i in found.indicators)
    assert {"money_crisis", "family_violence"} <= set(found.domains)


@pytest.mark.parametrize(
    "threat",
    [
        "he says he'll kill himself if I leave",
        "my husband threatens suicide every time I try to go",
        "if i break up with her shes going to hurt herself",
    ],
)
def test_x10_a_partner_who_threatens_suicide_opens_violence_and_harm(threat: str) -> None:
    assert {"suicide_self_harm", "family_violence", "harm_to_others"} <= set(screen(threat).domains)


@pytest.mark.parametrize(
    "said",
    [
        "I don't want to kill myself",
        "I am not suicidal",
        "I used to want to die years ago",
        "what happens if someone wants to kill themselves",
        "he is not hitting me",
        "no chest pain",
        "I never hear voices",
    ],
)
def test_x11_no_past_and_hypothesis_lower_to_a_question_never_to_silence(said: str) -> None:
    found = screen(said)
    assert Tier.T1 <= found.tier <= Tier.T2
    assert found.clarify


@pytest.mark.parametrize(
    "said",
    ["I'm 13 and my mum won't let me in", "im 15 i got kicked out", "I ran away from home im 14"],
)
def test_x16_under_16_alone_is_t3_at_once(said: str) -> None:
    found = screen(said)
    assert found.tier >= Tier.T3
    assert "isolation_young_person" in found.domains


def test_s1_01_a_flag_names_its_domain_so_that_referral_can_be_blocked() -> None:
    found = screen("I think about ending it")
    assert found.domains[0] == "suicide_self_harm"


def test_s1_16_a_denied_threat_against_a_protected_person_stays_an_entry() -> None:
    found = screen("I never meant it when I said I'd get him, I have an avo")
    assert found.tier >= Tier.T1
    assert "harm_to_others" in found.domains


@pytest.mark.parametrize(
    "threat",
    ["there is a bomb in the building", "I left a device by the lift and it goes off at three"],
)
def test_s1_11_a_bomb_threat_is_t4_and_harm_to_others(threat: str) -> None:
    found = screen(threat)
    assert found.tier is Tier.T4
    assert found.domains[0] == "harm_to_others", "no helpline for this domain"


@pytest.mark.parametrize(
    "complaint",
    [
        "I want to complain, the officer was rude and useless",
        "your phone line is a disgrace and I want the ombudsman",
        "lodge a complaint about how long I waited",
    ],
)
def test_s1_12_a_complaint_is_no_flag(complaint: str) -> None:
    assert screen(complaint).tier is Tier.T0


@pytest.mark.parametrize(
    "threat",
    ["I'll smash that officer's face in", "I know where your receptionist lives, tell her that"],
)
def test_s1_13_a_threat_against_staff_is_t3_harm_to_others(threat: str) -> None:
    found = screen(threat)
    assert found.tier >= Tier.T3
    assert "harm_to_others" in found.domains


def test_s1_17_a_written_statement_is_as_urgent_as_a_spoken_one() -> None:
    spoken = screen("i dont want to be alive any more")
    written = screen("Section 4. Reasons:\n\nI don't want to be alive any more.\n\nSigned, A.")
    assert written.tier >= spoken.tier >= Tier.T3


def test_s2_02_immediate_danger_to_a_child_is_t4() -> None:
    found = screen("my boyfriend is shaking the baby right now and she went limp")
    assert found.tier is Tier.T4


def test_s2_06_an_assessment_cannot_be_lowered_after_the_fact() -> None:
    found = screen("I want to kill myself")
    with pytest.raises(AttributeError):
        found.tier = Tier.T0  # type: ignore[misc]  # frozen: only a person lowers a tier


def test_s2_07_and_s3_05_no_score_is_computed_or_shown() -> None:
    shown = screen("he strangled me, he has a gun and I'm pregnant").as_dict()
    assert set(shown) == {"tier", "indicators", "clarify"}
    for indicator in shown["indicators"]:
        assert set(indicator) == {"code", "domain", "tier", "subject", "time", "evidence"}
        assert not any(isinstance(value, int | float) for value in indicator.values())


@pytest.mark.parametrize(
    "said",
    [
        "the voices say I have to stop him",
        "I can't stop drinking and I shake in the morning",
        "I feel low all the time since the baby came",
        "I've not slept for five days and I've solved physics",
    ],
)
def test_x04_no_flag_names_a_diagnosis_or_a_level_of_risk(said: str) -> None:
    found = screen(said)
    assert found.tier >= Tier.T1
    named = " ".join([*(i.code for i in found.indicators), found.clarify or ""]).lower()
    labels = ("depress", "schizo", "bipolar", "mania", "manic", "disorder", "high_risk", "low_risk")
    assert not any(label in named for label in labels)


@pytest.mark.parametrize("said", ["I want to kill myself tonight", "he strangled me Quokkaville"])
def test_x19_screening_logs_nothing_a_person_said(
    said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        assert screen(said).tier >= Tier.T3
    assert not any(word in caplog.text for word in said.split() if len(word) > 4)


def test_s2_12_a_demand_for_another_persons_address_is_flagged() -> None:
    assert "privacy" in screen("give me my ex wife's new address, she took the kids").domains


@pytest.mark.parametrize("idiom", ["我想不开", "I'm thinking too much", "I might go walkabout"])
def test_s4_13_an_idiom_of_distress_is_seen_by_a_person_and_gets_no_label(idiom: str) -> None:
    found = screen(idiom)
    assert found.tier >= Tier.T1
    assert found.indicators[0].evidence in idiom
    assert not any("depress" in i.code or "anxi" in i.code for i in found.indicators)


@pytest.mark.parametrize("listener", ["he's listening to everything", "my husband is reading this"])
def test_x05_a_listener_is_flagged_as_privacy(listener: str) -> None:
    found = screen(listener)
    assert found.tier >= Tier.T2
    assert "privacy" in found.domains


def test_x13_without_the_classifier_a_plain_statement_is_still_flagged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "_turned_off", "its weights can't be read")
    assert screen("he is going to kill me").tier >= Tier.T3


def test_x13_a_classifier_that_fails_under_a_text_takes_no_phrase_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise EncoderUnavailable("no memory for it")

    why: list[str] = []
    monkeypatch.setattr(model.Classifier, "opinions", fails)
    monkeypatch.setattr(keeping, "failed", why.append)

    assert screen("he is going to kill me").tier >= Tier.T3
    assert why == ["no memory for it"]


@pytest.mark.parametrize(
    ("said", "whose"),
    [("my son wants to kill himself", "child"), ("a client here wants to hang himself", "other")],
)
def test_x14_somebody_elses_danger_is_not_put_down_as_the_speakers(said: str, whose: str) -> None:
    assert screen(said).indicators[0].subject == whose


@pytest.mark.parametrize(
    "said",
    ["he's in the next room with a knife, I can't talk", "he's kicking the door in right now"],
)
def test_x02_who_cannot_speak_reads_how_to_call_without_a_voice(said: str) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    found = screen(said)
    assert found.tier is Tier.T4
    for name in (f"utter_safety_t4_{found.domains[0]}", "utter_safety_t4"):
        for variant in domain["responses"].get(name, []):
            assert "press 55" in variant["text"]


def test_s305_nothing_known_about_a_person_but_their_words_can_move_a_tier() -> None:
    """No profile, history or score is taken in: text, language, and what was said before it."""
    assert set(inspect.signature(screen).parameters) == {
        "text",
        "language",
        "context",
        "vector",
        "phrases_alone",
    }
    assert {field.name for field in fields(Context)} == {
        "previous",
        "pending_clarification",
        "highest",
    }
