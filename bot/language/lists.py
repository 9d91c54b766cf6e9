"""How a language puts things beside each other: its comma, its semicolon, its "and"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import catalogue
from bot.language.table import fallbacks

#: Where it is not ", ": the languages' own comma between things of a list.
_COMMAS = {"th": " ", "ar": "، ", "fa": "، ", "ur": "، ", "zh-Hans": "、", "zh-Hant": "、"}
_SEMICOLONS = {"ar": "؛ ", "fa": "؛ ", "ur": "؛ ", "zh-Hans": "；", "zh-Hant": "；", "el": " · "}
#: A Greek semicolon is a question mark; "·" stands there.
#: "And" written without a space: after it, or on both sides.
_JOINED_AFTER = frozenset({"ar"})
_JOINED = frozenset({"zh-Hans", "zh-Hant", "th"})


def _own(table: dict[str, str], code: str, otherwise: str) -> str:
    return next((table[c] for c in fallbacks(code) if c in table), otherwise)


def comma(code: str) -> str:
    """What stands between the things of a list in language ``code``."""
    return _own(_COMMAS, code, ", ")


def ends_without_mark(code: str) -> bool:
    """Whether a sentence ends without a mark, as in Thai."""
    return code == "th"


def clause_comma(code: str) -> str:
    """What stands between parts of a sentence; Chinese has a mark of its own for the things of a list."""
    return _own({"zh-Hans": "，", "zh-Hant": "，"}, code, comma(code))


def semicolon(code: str) -> str:
    """What stands between longer parts."""
    return _own(_SEMICOLONS, code, "; ")


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c" in the language that is spoken."""
    code = catalogue.spoken()
    if len(parts) < 2:
        return "".join(parts)
    before = "" if code in _JOINED else " "
    after = "" if code in _JOINED | _JOINED_AFTER else " "
    said = f"{comma(code).join(parts[:-1])}{before}{catalogue.text('utter_and')}{after}{parts[-1]}"
    if code != "en":
        in_english = [catalogue.part_in_english(part) for part in parts]
        joined = (
            f"{', '.join(in_english[:-1])} {catalogue.text('utter_and', 'en')} {in_english[-1]}"
        )
        catalogue.note_part(said, joined)
    return said
