"""Examples misspelt for the classifier: readable, always the same, harmless talk included."""

from __future__ import annotations

import random

import pytest

from bot.risk.examples import badly_spelt, everyday, training
from bot.risk.misspelling import misspelt

SENTENCES = [
    "I don't want to be here any more",
    "where can I get school shoes for my daughter?",
    "the landlord changed the locks and we've got nowhere tonight",
    "ok",
    "",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_seed_gives_the_same_misspelling_every_time(sentence: str) -> None:
    assert misspelt(sentence, random.Random(7)) == misspelt(sentence, random.Random(7))


@pytest.mark.parametrize("sentence", SENTENCES[:3])
def test_most_of_a_misspelt_sentence_can_still_be_read(sentence: str) -> None:
    for seed in range(40):
        written = misspelt(sentence, random.Random(seed))
        assert written == written.lower()
        assert len(written) >= 0.6 * len(sentence)


def test_harmless_talk_is_misspelt_as_often_as_danger() -> None:
    examples = [*training(), *everyday()]
    english = [example for example in examples if example.language == "en"]
    variants = [example for example, _ in badly_spelt(examples)]

    def share(harmless: bool) -> float:
        of = sum((example.band == "harmless") is harmless for example in english)
        return sum((example.band == "harmless") is harmless for example in variants) / of

    assert abs(share(harmless=True) - share(harmless=False)) < 0.05
    assert all(example.language == "en" for example in variants)
