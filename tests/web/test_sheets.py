"""The take-away sheet: what is on the paper, what never is, and in which direction it reads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.web import sheets
from bot.web.limits import Buckets
from bot.web.sheets import qr, words_for
from directory import Directory
from tests.web.conftest import House
from tests.web.services import BRING, load_checked


@pytest.fixture
async def sheet(house: House, tmp_path: Path) -> Any:
    """GET /sheet for codes: (status, page)."""
    load_checked(tmp_path)

    async def get(*codes: str, **query: str) -> tuple[int, str]:
        answer = await house.main.get("/sheet", params={"ids": ",".join(codes), **query})
        return answer.status, await answer.text()

    return get


async def test_s3_03_the_sheet_has_number_hours_way_and_what_to_bring(sheet: Any) -> None:
    status, page = await sheet("bring-things")
    assert status == 200
    for wanted in ("(03) 9347 0009", "Monday", "9:00", "5 Long Street", "Any letters from the court",
                   "Free", "Open", "What to bring", "<svg"):  # fmt: skip
        assert re.sub(r"\s", " ", wanted) in re.sub(r"\s", " ", page), wanted


async def test_on_a_screen_the_sheet_has_its_style_a_button_and_every_language(sheet: Any) -> None:
    _, page = await sheet("bring-things")
    for wanted in ('href="/static/sheet.css"', 'src="/static/sheet.js"', 'id="print"',
                   "Plain version", '<option value="ar"', '<option value="en" lang="en" selected>'):  # fmt: skip
        assert wanted in page, wanted
    assert "Printed: <bdi>True" not in page


async def test_a_sheet_of_nothing_says_so_on_a_page(sheet: Any) -> None:
    status, page = await sheet("nobody")
    assert (status, "<h1>" in page, "nothing to print" in page) == (404, True, True)


async def test_several_services_are_on_one_sheet_in_the_order_asked_for(sheet: Any) -> None:
    _, page = await sheet("open-house", "bring-things")
    assert page.index("Open House Pantry") < page.index("Coburg Legal Desk")
    assert page.count("<article>") == 2


async def test_s3_04_the_plain_sheet_tells_nobody_what_it_is_about(sheet: Any) -> None:
    _, page = await sheet("bring-things", "hidden-house", plain="true")
    body = page[page.index("<main>") :]
    for never in (
        "Law",
        "Legal",
        "Hidden",
        "House",
        "Northern",
        "refuge",
        "court",
        "Women",
        "000 ",
    ):
        assert never not in body, never
    assert "My notes" in body
    assert "9347" in body
    assert "5 Long Street" in body


async def test_s3_04_hours_in_free_words_stay_off_the_plain_sheet(
    house: House, tmp_path: Path
) -> None:
    told = BRING.replace(
        '[{byday: "MO,TU", opens_at: "09:00", closes_at: "17:00"}]',
        "[{description: Women leaving violence ring after 6 pm}]",
    )
    (tmp_path / "c.yml").write_text(told, "utf-8")
    directory = Directory.open(f"sqlite:///{tmp_path / 'directory.db'}")
    directory.load(tmp_path / "c.yml")
    directory.close()

    async def page(plain: str) -> str:
        query = {"ids": "bring-things", "plain": plain}
        return await (await house.main.get("/sheet", params=query)).text()

    assert "leaving violence" in await page("false")
    assert "violence" not in await page("true")
    assert "Ring" in await page("true")


async def test_a_hidden_place_shows_a_phone_and_a_region(sheet: Any) -> None:
    _, page = await sheet("hidden-house")
    assert "Melbourne" in page
    assert "Coburg" not in page


async def test_what_a_customer_may_not_see_is_not_printed_for_anybody(sheet: Any) -> None:
    assert (await sheet("staff-line"))[0] == 404
    _, page = await sheet("staff-line", "open-house")
    assert "Staff Line" not in page


@pytest.mark.parametrize("language", ["ar", "fa", "prs", "ur"])
async def test_s4_12_right_to_left_sheets_mirror_and_keep_numbers_in_order(
    sheet: Any, language: str
) -> None:
    _, page = await sheet("bring-things", language=language)
    assert f'<html lang="{language}" dir="rtl">' in page
    assert re.search(r'<bdi class="number" dir="ltr">\(03\) 9347 0009</bdi>', page)
    assert re.search(r'<bdi lang="en" dir="ltr">[^<]*5 Long Street', page)
    assert words_for(language).text["phone"] in page
    assert "not been checked by a translator" in page


async def test_s4_04_the_interpreter_stands_with_the_name_and_number_to_ask_for(sheet: Any) -> None:
    _, page = await sheet("bring-things", language="vi")
    assert re.search(r"131 450.*Coburg Legal Desk.*\(03\) 9347 0009", page, re.DOTALL)


@pytest.mark.parametrize(
    ("query", "status"),
    [({"ids": ""}, 400), ({"ids": "../x"}, 400), ({"ids": "a," * 11 + "a"}, 400),
     ({"ids": "nobody"}, 404), ({"ids": "open-house", "plain": "maybe"}, 400)],
)  # fmt: skip
async def test_a_bad_request_says_what_to_mend(
    sheet: Any, house: House, query: dict[str, str], status: int
) -> None:
    assert (await house.main.get("/sheet", params=query)).status == status


@pytest.mark.parametrize(
    ("asked", "code"),
    [("vi", "vi"), ("zh-Hans", "zh-Hans"), ("xx", "en"), ("fields", "en"), ("", "en"),
     ("<b>", "en"), ("ar-EG", "ar")],
)  # fmt: skip
def test_a_language_without_words_falls_back(asked: str, code: str) -> None:
    assert words_for(asked).language == code


def test_the_code_rings_the_number() -> None:
    svg = qr("1800 737 732")
    assert svg.startswith("<svg")
    assert "style=" not in svg


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium to print with")
async def test_the_pdf_is_made_where_chromium_is(sheet: Any, house: House) -> None:
    answer = await house.main.get("/sheet.pdf", params={"ids": "open-house", "language": "ar"})
    assert answer.status == 200, await answer.text()
    assert (await answer.read()).startswith(b"%PDF")


async def test_pdfs_are_limited(sheet: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.main.app[sheets.LIMIT] = Buckets(burst=1, per_second=0.01)

    async def quick(_browser: str, _page: str) -> bytes:
        return b"%PDF"

    monkeypatch.setattr(sheets, "_printed", quick)
    monkeypatch.setattr(sheets.shutil, "which", lambda _name: "/bin/true")
    statuses = [
        (await house.main.get("/sheet.pdf", params={"ids": "open-house"})).status for _ in range(2)
    ]
    assert statuses == [200, 429]
