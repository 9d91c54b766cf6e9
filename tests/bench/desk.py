"""The desk with much in it against the desk with little, in one run, in Chromium.

``python -m tests.bench.desk`` prints, for opening the page and for opening a case, the median of
several times and the ratio of much to little: 200 waiting cases to 10, 500 lines to 5. The
gateway, the store and the browser are real; nothing here is a test, nothing fails for being slow.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    NewPerson,
    Served,
    browser,
    loop,
    new_person,
    scripted,
    settings,
    sign_in,
)
from tests.browser.desk_page import case_of, wrote

__all__ = ["browser", "loop", "new_person", "scripted", "settings"]

TIMES = 7
FEW_CASES, MANY_CASES = 10, 200
FEW_LINES, MANY_LINES = 5, 500


def median_ms(work: Callable[[], None]) -> float:
    """Milliseconds that something takes, the middle of several times."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _reload(page: Page, cases: int) -> float:
    def work() -> None:
        page.reload()
        expect(page.locator("[data-case]")).to_have_count(cases)

    return median_ms(work)


def _open(page: Page, case_id: int, last: str, other: int) -> float:
    def work() -> None:
        page.locator(f'[data-case="{case_id}"]').click()
        expect(page.get_by_text(last, exact=True)).to_be_visible()

    def between() -> float:
        page.locator(f'[data-case="{other}"]').click()
        expect(page.locator("#case-title")).to_have_text(f"Case {other}")
        began = time.perf_counter()
        work()
        return (time.perf_counter() - began) * 1000

    return statistics.median(between() for _ in range(TIMES))


def test_desk(scripted: Served, new_person: NewPerson) -> None:
    """One run; prints a table."""
    page = sign_in(new_person(scripted.base_url), "/desk")
    lines = {}
    for count in (FEW_LINES, MANY_LINES):
        cid, case_id = case_of(scripted, place=f"Place {count}")
        for number in range(count):
            wrote(scripted, cid, f"line {number} of {count}")
        lines[count] = case_id
    for number in range(FEW_CASES - 2):
        case_of(scripted, place=f"Place {number}", needs=["transport"])
    other = case_of(scripted)[1] - 1
    few = _reload(page, FEW_CASES + 1)
    short, long = (
        _open(page, lines[count], f"line {count - 1} of {count}", other)
        for count in (FEW_LINES, MANY_LINES)
    )
    for number in range(MANY_CASES - FEW_CASES - 1):
        case_of(scripted, place=f"Place {number}", needs=["transport"])
    many = _reload(page, MANY_CASES)
    print(f"\n{'':32}{'little':>10}{'much':>10}{'ratio':>8}")
    print(f"{'page with 11 and 200 cases, ms':32}{few:10.0f}{many:10.0f}{many / few:8.2f}")
    print(f"{'case with 5 and 500 lines, ms':32}{short:10.0f}{long:10.0f}{long / short:8.2f}")


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-s", "-q", "-p", "no:cacheprovider"]))
