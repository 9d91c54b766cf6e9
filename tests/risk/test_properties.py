"""What must hold for any disguise, any harmless company and any length."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.risk import Assessment, Context, Tier, keeping, screen

#: One plain sentence for each of the fourteen domains, and the tier its words alone have.
PLAIN = {
    "suicide_self_harm": "I want to kill myself",
    "harm_to_others": "I am going to stab him",
    "family_violence": "my husband strangled me",
    "child_at_risk": "my stepdad comes in my room at night",
    "elder_abuse": "my son takes my card and I have no money for food",
    "homelessness_tonight": "I have nowhere to sleep tonight",
    "exploitation": "my boss keeps my passport and I sleep at the shop",
    "medical_emergency": "he is not breathing",
    "severe_distress": "the voices say I have to stop him",
    "money_crisis": "we have no food for the kids",
    "gambling_aod": "lost everything on the pokies, don't see a way out",
    "disability_without_support": "my support worker didn't come and I can't get out of bed",
    "isolation_young_person": "I'm 14 and mum won't let me home",
    "privacy": "he's reading over my shoulder",
}
COMPANY = [
    "Thanks for your help.",
    "Where is the nearest library?",
    "I like tea. My bus is late.",
    "We live in Dubbo with two cats.",
    "the printer is jammed again lol",
    "see you Tuesday",
    "ok",
    "My postcode is 3011.",
]
#: Letters that look like Latin ones and are not.
LOOKALIKE = str.maketrans("aeopcyxis", "аеорсухіѕ")
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff"]
FILLER = "The library opens at nine and the bus stops outside the post office. "

sentences = st.sampled_from(sorted(PLAIN.values()))
company = st.lists(st.sampled_from(COMPANY), max_size=3).map(" ".join)


@pytest.fixture(autouse=True)
def phrases_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phrases must hold all this alone; the classifier may only add to it."""
    monkeypatch.setattr(keeping, "_turned_off", "switched off in this test")


@pytest.mark.parametrize(("domain", "sentence"), PLAIN.items())
def test_every_domain_is_found_in_its_plain_sentence(domain: str, sentence: str) -> None:
    found = screen(sentence)
    assert found.tier >= Tier.T3
    assert domain in found.domains


@given(text=st.text(), previous=st.lists(st.text(max_size=60), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_text_in_any_conversation_gives_an_assessment(text: str, previous: list[str]) -> None:
    found = screen(text, None, Context(tuple(previous), "suicide_self_harm", Tier.T2))
    assert isinstance(found, Assessment)
    assert found == screen(text, None, Context(tuple(previous), "suicide_self_harm", Tier.T2))
    assert found.tier >= Tier.T1, "the answer to a question leaves at least an entry"


@given(sentence=sentences, before=company, after=company)
@settings(max_examples=150, deadline=None)
def test_harmless_company_never_lowers_a_tier(sentence: str, before: str, after: str) -> None:
    assert screen(f"{before} {sentence} {after}".strip()).tier >= screen(sentence).tier


@given(sentence=sentences, data=st.data())
@settings(max_examples=150, deadline=None)
def test_case_spacing_and_punctuation_change_nothing(sentence: str, data: st.DataObject) -> None:
    words = sentence.split()
    gaps = st.sampled_from([" ", "  ", "\n", "\t", " ... ", ", ", " - ", "! ", "\u00a0", " / "])
    cases = st.sampled_from([str.lower, str.upper, str.title])
    changed = data.draw(cases)("".join(word + data.draw(gaps) for word in words))
    marks = st.text(alphabet="!?.,;:()\"'…-", max_size=4)
    changed = data.draw(marks) + changed + data.draw(marks)
    assert screen(changed).tier is screen(sentence).tier, changed


@given(sentence=sentences, data=st.data())
@settings(max_examples=150, deadline=None)
def test_invisible_characters_hide_nothing(sentence: str, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(1, len(sentence) - 1), max_size=8))
    hidden = "".join(
        data.draw(st.sampled_from(INVISIBLE)) + char if index in places else char
        for index, char in enumerate(sentence)
    )
    found = screen(hidden)
    assert found.tier is screen(sentence).tier
    assert all(hidden[i.start : i.end] == i.evidence for i in found.indicators)


@given(sentence=sentences, data=st.data())
@settings(max_examples=150, deadline=None)
def test_lookalike_letters_hide_nothing(sentence: str, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(sentence) - 1), max_size=6))
    disguised = "".join(
        char.translate(LOOKALIKE) if index in places else char
        for index, char in enumerate(sentence)
    )
    assert screen(disguised).tier is screen(sentence).tier, disguised


@given(sentence=sentences, place=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_one_sentence_anywhere_in_ten_thousand_characters_is_found(
    sentence: str, place: int
) -> None:
    filler = (FILLER * 150)[:10_000]
    place = filler.rfind(" ", 0, place) + 1
    text = f"{filler[:place]}{sentence}. {filler[place:]}"
    assert screen(text).tier >= screen(sentence).tier


@given(sentence=sentences, previous=st.lists(st.sampled_from(COMPANY), max_size=3))
@settings(max_examples=80, deadline=None)
def test_a_harmless_conversation_before_never_lowers_a_tier(
    sentence: str, previous: list[str]
) -> None:
    assert screen(sentence, None, Context(tuple(previous))).tier >= screen(sentence).tier


@given(text=st.text(alphabet=string.printable, max_size=400), tier=st.sampled_from(list(Tier)))
@settings(max_examples=100, deadline=None)
def test_what_the_conversation_had_before_never_hides_what_is_said_now(
    text: str, tier: Tier
) -> None:
    assert screen(text, None, Context(highest=tier)).tier >= screen(text).tier
