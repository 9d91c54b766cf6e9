"""Whose danger a sign speaks of, and when, also where no phrase knows the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import LAYERS, default_encoder
from bot.risk import people, screen, whose, whose_train
from bot.risk.examples import BadExamples


@pytest.mark.parametrize(
    ("text", "language", "subject"),
    [
        ("the little one next door is left on her own every night", "en", "child"),
        ("my brother sent everyone a farewell message and turned his phone off", "en", "other"),
        ("my wife has stopped eating and keeps talking about her funeral", "en", "partner"),
        ("caller reports her dad is being starved by his carer", "en", "other"),
        ("I can't see a reason to keep going", "en", "self"),
        ("मेरा बेटा मरना चाहता है", "hi", "child"),
        ("لا أريد أن أعيش بعد اليوم", "ar", "self"),
    ],
)
def test_it_is_told_by_the_whole_sentence(text: str, language: str, subject: str) -> None:
    found = screen(text, language).indicators
    assert found
    assert found[0].subject == subject


@pytest.mark.parametrize(
    "text",
    [
        "I'm going to stab the woman at your counter",
        "I know which car your officer drives and I'll be waiting for her",
        "tell your security guard I'm bringing a bat",
    ],
)
def test_a_threat_to_staff_is_told_from_one_to_somebody_else(text: str) -> None:
    threats = [i for i in screen(text).indicators if i.domain == "harm_to_others"]
    assert threats
    assert threats[0].subject == "staff"
    assert screen("I'm going to stab my brother in law").indicators[0].subject == "other"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("he's kicking the bathroom door in right now", "now"),
        ("the kids and I are out of here with nowhere to sleep tonight", "now"),
        ("what happens if someone locks their mother in a room", "hypothetical"),
    ],
)
def test_when_it_is_is_told_of_what_only_the_classifier_knows(text: str, time: str) -> None:
    assert time in {i.time for i in screen(text).indicators}


def test_the_same_words_say_the_same_without_a_vector() -> None:
    judge = whose.default_whose()
    assert judge is not None
    assert judge.subject("suicide_self_harm", "my son wants to end his life", None) == "child"
    assert judge.subject("suicide_self_harm", "i want to end my life", None) == "self"


def test_shares_are_probabilities() -> None:
    judge = whose.default_whose()
    assert judge is not None
    shares = judge.shares("privacy", "", np.ones(LAYERS, np.float32))
    assert shares.shape == (len(whose.SUBJECTS),)
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-5)


def test_missing_weights_cost_the_guess_and_no_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whose.load(default_encoder(), tmp_path / "none.npz") is None
    monkeypatch.setattr(whose, "default_whose", lambda: None)
    found = screen("my neighbour wants to kill herself")
    assert found.tier >= 3
    assert found.indicators[0].subject == "self"


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    with np.load(whose.WEIGHTS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["weights"] = arrays["weights"][1:]
    np.savez(tmp_path / "w.npz", **arrays)
    assert whose.load(default_encoder(), tmp_path / "w.npz") is None


def test_my_son_is_one_person_and_my_own_things_are_the_speakers() -> None:
    words = people.default_people()
    son = people.numbers(words, "my son hit me")
    things = people.numbers(words, "my phone")
    kinds = people.KINDS
    assert son[kinds.index("child")] == 1
    assert son[kinds.index("of_speaker")] == 0
    assert things[kinds.index("of_speaker")] == 1
    assert people.numbers(words, "").shape == (people.SIZE,)


def test_a_label_that_does_not_exist_is_named_with_its_line(tmp_path: Path) -> None:
    head = "subject\tdomain\tlanguage\ttext\n"
    (tmp_path / "a.tsv").write_text(head + "neighbour\tprivacy\ten\the listens\n", "utf-8")
    with pytest.raises(BadExamples, match=r"a\.tsv, line 2"):
        whose_train.taught(tmp_path)


def test_every_labelled_sentence_can_be_read() -> None:
    assert {one.subject for one in whose_train.taught()} == set(whose.SUBJECTS)


def test_most_signs_of_sentences_held_out_are_told_right() -> None:
    found = whose_train.measured(Path(__file__).with_name("whose.tsv"))
    assert found["of"] >= 240
    assert found["right"] / found["of"] > 0.7
    assert found["others right"] / found["others"] > 0.55
