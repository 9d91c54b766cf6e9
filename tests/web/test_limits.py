from __future__ import annotations

from bot.web.limits import Buckets


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    now = [0.0]
    buckets = Buckets(2, 0.5, clock=lambda: now[0])

    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    now[0] = 2.0
    assert buckets.take("a") == 0.0
    assert buckets.take("b") == 0.0


def test_asking_how_long_takes_nothing() -> None:
    buckets = Buckets(1, 1, clock=lambda: 0.0)

    assert buckets.left("a") == buckets.left("a") == 0.0
    buckets.take("a")
    assert buckets.left("a") == 1.0
    buckets.forget("a")
    assert buckets.left("a") == 0.0


def test_keys_long_unused_are_forgotten() -> None:
    buckets = Buckets(1, 0.001, keep=2, clock=lambda: 0.0)
    for key in "abc":
        buckets.take(key)

    assert buckets.take("c") > 0
    assert buckets.take("a") == 0.0
