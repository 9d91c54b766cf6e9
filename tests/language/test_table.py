"""The languages table holds together."""

import pytest

from bot.language import table
from bot.language.table import UnknownLanguage, fallbacks, language, languages

PLANNED = """
en zh-Hans zh-Hant cmn yue ar vi pa el it hi es ne fil ko ur ta si fa prs haz ps aii cld kmr ckb ti am so sw
din my ksw rhg km th tr mk id bn ml gu te sm uk asf rop tcs djr pjt wbp aer
"""


def test_every_planned_language_has_a_row() -> None:
    assert [code for code in PLANNED.split() if code not in languages()] == []
    assert len(languages()) >= 60


def test_the_assistant_speaks_english() -> None:
    assert language("en").speaks


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_row_says_what_pages_and_staff_need(code: str) -> None:
    row = language(code)
    assert row.endonym
    assert row.name
    assert row.dir == ("rtl" if row.script in {"Arab", "Hebr", "Syrc"} else "ltr")
    assert fallbacks(code)[-1] == "en"


@pytest.mark.parametrize(
    ("written", "code"),
    [("tl", "fil"), ("zh-CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("AR", "ar"), ("ar-IQ", "ar"), ("zh_TW", "zh-Hant"), ("fa-AF", "prs")],
)  # fmt: skip
def test_other_spellings_of_a_code_find_its_row(written: str, code: str) -> None:
    assert language(written).code == code


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownLanguage, match="qqq"):
        language("qqq")


def test_a_dari_speaker_reads_persian_before_english() -> None:
    assert fallbacks("haz") == ["haz", "prs", "fa", "en"]


def test_a_service_in_mandarin_serves_who_reads_simplified_chinese_or_says_chinese() -> None:
    assert "cmn" in language("zh-Hans").reachable()
    assert "cmn" in language("zh").reachable()
    assert "zh" in language("cmn").reachable()
    assert "yue" not in language("cmn").reachable()


def test_the_table_is_read_at_first_use() -> None:
    assert table.LANGUAGES is languages()
