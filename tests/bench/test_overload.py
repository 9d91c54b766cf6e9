"""The load test itself comes to an end, and says what is missing where the gateway doesn't."""

from __future__ import annotations

import asyncio
import re
from itertools import count

import pytest

from tests.bench.overload import Stuck, within


async def test_a_phase_that_ends_gives_what_came_of_it() -> None:
    assert await within("rush", 5, asyncio.sleep(0, "done"), lambda: 1, "left") == "done"


async def test_a_phase_that_takes_too_long_says_what_is_missing() -> None:
    moving = count()
    with pytest.raises(Stuck, match=r"coming back: \d+ not taken after 1 s"):
        await within("coming back", 0.6, asyncio.sleep(60), lambda: next(moving), "not taken")


async def test_a_phase_in_which_nothing_moves_ends_before_its_time() -> None:
    missing = re.escape("answering: 7 not answered, the same for 1 s")
    with pytest.raises(Stuck, match=missing):
        await within("answering", 60, asyncio.sleep(60), lambda: 7, "not answered", still=0.6)
