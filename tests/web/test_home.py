"""The home page in the person's language."""

from __future__ import annotations

import pytest
from markupsafe import escape

from bot.language import catalogue, po
from bot.language.table import language
from bot.web.home import TOPICS, browser_languages, first_spoken
from tests.web.conftest import House


@pytest.mark.parametrize("code", po.codes())
async def test_the_page_speaks_the_language_of_the_browser(house: House, code: str) -> None:
    tag = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "prs": "fa-AF", "fil": "tl-PH"}.get(code, code)
    answer = await house.main.get("/", headers={"Accept-Language": f"{tag},en;q=0.5"})
    page = await answer.text()

    assert f'<html lang="{code}" dir="{language(code).dir}">' in page
    for key in ("home_heading", "skip", *(f"home_topic_{topic}" for topic in TOPICS)):
        shown = catalogue.page_shown(f"page.{key}", code)
        assert shown.language == code
        assert shown.text != shown.english
        assert escape(shown.text) in page
    assert f'<triage-chat language="{code}">' in page


async def test_a_language_chosen_by_name_goes_before_that_of_the_browser(house: House) -> None:
    page = await (await house.main.get("/?lang=ar", headers={"Accept-Language": "vi"})).text()

    assert '<html lang="ar" dir="rtl">' in page
    assert 'href="/?lang=vi" lang="vi" hreflang="vi" dir="ltr">Tiếng Việt</a>' in page


async def test_s4_11_what_to_do_in_danger_has_the_english_beside_a_draft(house: House) -> None:
    page = await (await house.main.get("/?lang=ar")).text()

    assert "Call Triple Zero first.</p>" in page
    assert '<p class="english" lang="en" dir="ltr">' in page
    assert "english" not in (await (await house.main.get("/?lang=en")).text()).split("<main")[1]


@pytest.mark.parametrize("query", ["", "?lang=cs", "?lang=%00", "?lang=" + "x" * 500])
async def test_a_language_without_words_gets_english(house: House, query: str) -> None:
    answer = await house.main.get(f"/{query}", headers={"Accept-Language": "cs, xx;q=oops"})

    assert answer.status == 200
    assert '<html lang="en" dir="ltr">' in await answer.text()


@pytest.mark.parametrize(
    ("header", "tags", "code"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", ["zh-TW", "zh", "en"], "zh-Hant"),
        ("en;q=0.3, vi", ["vi", "en"], "vi"),
        ("cs, pa;q=0.5", ["cs", "pa"], "pa"),
        ("*, ;q=1, ar;q=0", [], "en"),
        ("", [], "en"),
    ],
)
def test_browser_languages_are_read_by_what_is_wanted_most(
    header: str, tags: list[str], code: str
) -> None:
    assert browser_languages(header) == tags
    assert first_spoken(tags) == code
