"""A classifier that fails is left out, and tried again later."""

from __future__ import annotations

import itertools
import threading
from typing import cast

import pytest

from bot.language.encoder import EncoderUnavailable
from bot.risk import Tier, keeping, model, ready, screen

CLASSIFIER = cast(model.Classifier, object())


class Loading:
    """Fails as often as it is told, and counts how often it was asked."""

    def __init__(self, failures: int) -> None:
        self.left = failures
        self.asked = 0

    def __call__(self, failures: int) -> model.Classifier:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise model.ClassifierUnavailable("its weights can't be read")
        return CLASSIFIER


def test_a_classifier_that_did_not_load_is_tried_again_later() -> None:
    now, loading = [0.0], Loading(failures=1)
    keeper = keeping.Keeper(loading, clock=lambda: now[0])

    first = keeper.get()
    again_at_once = keeper.get()
    now[0] += keeping.RETRY_FIRST
    later = keeper.get()

    assert first == again_at_once == (None, "its weights can't be read")
    assert later == (CLASSIFIER, "")
    assert loading.asked == 2


def test_the_pauses_grow_up_to_a_limit() -> None:
    now, loading = [0.0], Loading(failures=1000)
    keeper = keeping.Keeper(loading, clock=lambda: now[0])
    asked_at = []
    while now[0] < 3000:
        before = loading.asked
        keeper.get()
        if loading.asked > before:
            asked_at.append(now[0])
        now[0] += 1.0

    pauses = [b - a for a, b in itertools.pairwise(asked_at)]
    assert pauses[:4] == [10.0, 20.0, 40.0, 80.0]
    assert max(pauses) == keeping.RETRY_MOST


def test_one_that_fails_under_a_text_is_tried_again_and_its_reason_kept() -> None:
    now, loading = [0.0], Loading(failures=0)
    keeper = keeping.Keeper(loading, clock=lambda: now[0])
    keeper.get()

    keeper.fail("no memory for it")

    assert keeper.get() == (None, "no memory for it")
    now[0] += keeping.RETRY_FIRST
    assert keeper.get()[0] is CLASSIFIER


def test_nobody_waits_for_another_ones_attempt_after_a_failure() -> None:
    now, begun, go_on = [0.0], threading.Event(), threading.Event()

    def slow(failures: int) -> model.Classifier:
        if not failures:
            raise model.ClassifierUnavailable("at first")
        begun.set()
        assert go_on.wait(10)
        return CLASSIFIER

    keeper = keeping.Keeper(slow, clock=lambda: now[0])
    keeper.get()
    now[0] += keeping.RETRY_FIRST
    other = threading.Thread(target=keeper.get)
    other.start()
    assert begun.wait(10)

    meanwhile = keeper.get()
    go_on.set()
    other.join(10)

    assert meanwhile == (None, "at first")
    assert keeper.get()[0] is CLASSIFIER


def test_the_screening_gets_its_classifier_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    keeper = keeping.Keeper(keeping._load_default, clock=lambda: now[0])
    monkeypatch.setattr(keeping, "keeper", lambda: keeper)
    text = "every night I pray that tomorrow simply does not arrive for me"
    real = model.Classifier.opinions

    def failing(*_: object) -> None:
        raise EncoderUnavailable("no memory for it")

    monkeypatch.setattr(model.Classifier, "opinions", failing)
    assert screen(text).tier is Tier.T0
    assert ready()["classifier"] == "down: no memory for it"
    monkeypatch.setattr(model.Classifier, "opinions", real)
    now[0] += keeping.RETRY_FIRST

    assert screen(text).tier >= Tier.T1
    assert ready()["classifier"] == "up"
