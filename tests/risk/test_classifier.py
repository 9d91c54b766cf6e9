"""The classifier: what it reads, when it refuses, and the sets it is measured on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import EncoderUnavailable
from bot.risk import DOMAINS, Tier, keeping, model, ready, screen
from bot.risk.compiled import rules
from bot.risk.evaluate import SETS, judge, wilson
from bot.risk.examples import BadExamples, everyday, fingerprint, measuring, training


class OtherEncoder:
    """An encoder of another model."""

    name = "somebody-elses-model"

    def encode(self, text: str) -> model.Vector:
        return np.zeros(384, dtype=np.float32)


def test_weights_are_refused_by_another_encoder() -> None:
    with pytest.raises(model.ClassifierUnavailable, match="somebody-elses-model"):
        model.load(OtherEncoder())


def test_missing_weights_are_a_reason_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(model.ClassifierUnavailable, match="can't be read"):
        model.load(OtherEncoder(), weights=tmp_path / "none.npz")


def test_the_weights_belong_to_the_examples() -> None:
    chosen = json.loads(model.THRESHOLDS.read_text(encoding="utf-8"))
    assert chosen["examples"] == fingerprint([*training(), *everyday()]), (
        "the examples changed: run python -m bot.risk.train"
    )


def test_no_sentence_is_both_learned_and_measured() -> None:
    learned = {example.text.lower() for example in training()}
    held_out = {example.text.lower() for example in measuring(SETS / "heldout")}
    assert not learned & held_out


def test_templates_give_the_same_sentences_every_time() -> None:
    assert everyday() == everyday()
    assert len(everyday()) > 1000


def test_a_file_with_a_wrong_column_names_itself(tmp_path: Path) -> None:
    (tmp_path / "privacy.tsv").write_text("tier\ttext\nT3\thello\n", encoding="utf-8")
    with pytest.raises(BadExamples, match=r"privacy\.tsv, line 1"):
        measuring(tmp_path)


def test_every_language_has_one_file_of_examples_and_one_to_measure_on(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    for folder, band, label in (
        (tmp_path / "languages", "band", "serious"),
        (tmp_path, "tier", "T3"),
    ):
        (folder / "vi.tsv").write_text(
            f"domain\t{band}\tforms\ttext\nmoney_crisis\t{label}\tD\tnhà không còn gạo\n",
            encoding="utf-8",
        )
    (measured,) = measuring(tmp_path)
    (tmp_path / "vi.tsv").unlink()
    (learned,) = training(tmp_path)
    assert (learned.domain, learned.band, learned.language) == ("money_crisis", "serious", "vi")
    assert (measured.domain, measured.tier, measured.language) == ("money_crisis", Tier.T3, "vi")


def test_a_long_text_is_read_in_a_bounded_number_of_passages() -> None:
    reading = rules().reader.read("the office is open and the bus is late " * 400)
    passages = model._worth_reading(reading, frozenset())
    assert len(passages) == model.MOST_PASSAGES
    assert passages[0][0] == 0
    assert passages[-1][1] == len(reading.words)


def test_the_promising_passages_are_read_first() -> None:
    filler = "the office is open and the bus is late today "
    reading = rules().reader.read(filler * 100 + "zebra crossing " + filler * 100)
    place = reading.words.index("zebra")
    passages = model._worth_reading(reading, frozenset({"zebra"}))
    assert any(start <= place < end for start, end in passages)


@pytest.mark.parametrize(
    "text",
    [
        "every night I pray that tomorrow simply does not arrive for me",
        "my bloke went mental and I've got a fat lip and can't hear out of one ear",
        "the little fella's gone all limp and dusky round the mouth",
    ],
)
def test_wordings_no_phrase_knows_are_noticed(text: str) -> None:
    assert screen(text).tier >= Tier.T1


def test_held_out_recall_does_not_fall() -> None:
    """Where it stands, with room for a sentence or two; the aim is in docs/risk.md."""
    outcomes = judge(measuring(SETS / "heldout"))
    serious = [o for o in outcomes if o.example.tier >= Tier.T3]
    assert sum(not o.missed for o in serious) / len(serious) >= 0.87
    flagged = [o for o in outcomes if o.found.tier >= Tier.T3]
    assert sum(o.example.tier >= Tier.T3 for o in flagged) / len(flagged) >= 0.80
    direct = [o for o in serious if o.example.forms == "D"]
    assert sum(not o.missed for o in direct) / len(direct) >= 0.93


def test_wilson_interval() -> None:
    low, high = wilson(50, 50)
    assert 0.92 < low < 0.94
    assert high == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "the bloke's in my laundry right now and he's got the hammer out",
        "I've downed every tablet in the house and I'm getting drowsy",
    ],
)
def test_what_is_under_way_is_t4_without_a_phrase_for_it(text: str) -> None:
    assert screen(text).tier is Tier.T4


def test_a_reviewed_phrase_that_says_t3_is_not_raised_to_t4_by_the_classifier() -> None:
    assert screen("he put his hands round my neck last night").tier is Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "the labour hire mob need my tax number by Friday for the roster",
        "my old printer had a seizure on page two, where can I print this form",
    ],
)
def test_a_phrase_inside_plainly_harmless_talk_asks_at_most(text: str) -> None:
    assert screen(text).tier <= Tier.T1


def test_every_domain_has_its_own_threshold_for_t3() -> None:
    classifier, why = keeping.default_classifier()
    assert classifier is not None, why
    assert set(classifier.thresholds.serious) == set(DOMAINS)
    assert all(0.1 <= value <= 0.5 for value in classifier.thresholds.serious.values())


def test_no_example_is_nearly_a_sentence_of_the_sets() -> None:
    """Three in four of the words that carry meaning the same would be a copy."""
    learned: dict[str, list[frozenset[str]]] = {}
    for example in [*training(), *everyday()]:
        words = _content(example.text)
        for word in words:
            learned.setdefault(word, []).append(words)
    copies = []
    for name in ("heldout", "independent", "fresh", "second_fresh", "third_fresh"):
        for example in measuring(SETS / name):
            words = _content(example.text)
            if len(words) < 5:
                continue
            rarest = sorted(words, key=lambda word: len(learned.get(word, ())))[:3]
            near = {other for word in rarest for other in learned.get(word, ())}
            if any(len(words & other) > 0.8 * len(words | other) for other in near):
                copies.append(example.text)
    # The fresh sets came after most examples: three of their sentences are near by chance.
    assert len(copies) <= 6, copies


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.lower().replace("'", ""))
    return frozenset(word for word in words if len(word) > 3)


def test_phrases_go_on_alone_when_the_encoder_fails_under_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object) -> None:
        raise EncoderUnavailable("no memory for it")

    keeper = keeping.Keeper(keeping._load_default)
    monkeypatch.setattr(keeping, "keeper", lambda: keeper)
    monkeypatch.setattr(model.Classifier, "opinions", failing)

    found = screen("i want to kill myself tonight")

    assert found.tier >= Tier.T3
    assert str(ready()["classifier"]).startswith("down")


@pytest.mark.parametrize(
    "text",
    [
        "my electricity is going to be cut off tomorrow in Sunshine",
        "me elecricity gona be cut of tmrw in Sunshne",
        "they are cutting my water off tomorrow",
        "this is her husband typing now",
    ],
)
def test_what_is_pressing_but_no_danger_to_the_body_is_not_for_000(text: str) -> None:
    assert screen(text).tier in (Tier.T2, Tier.T3)
