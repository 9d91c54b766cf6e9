"""The languages table: what each language is called, how it is written, who reads what next.

The table itself is content (``table.yml``); this module only reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

TABLE = Path(__file__).with_name("table.yml")


class UnknownLanguage(KeyError):
    """A code that the languages table doesn't have."""


class BadTable(ValueError):
    """A row of the languages table can't be used; ``str()`` says which and why."""


@dataclass(frozen=True)
class Language:
    """One row of the table. Codes are BCP 47."""

    code: str
    endonym: str
    #: names in English, the usual one first
    english: tuple[str, ...]
    #: other spellings people type
    names: tuple[str, ...]
    #: "ltr" or "rtl"
    dir: str
    #: ISO 15924, "Zxxx" for a signed language
    script: str
    #: whose fixed texts come next where this language has none ("" for English)
    fallback: str
    #: for a written form: the spoken languages behind it
    spoken: tuple[str, ...]
    #: for a wider name: which languages it may mean
    ask: tuple[str, ...]
    #: whether the name counts only beside a word about speaking
    context: bool
    #: whether the assistant has its own texts in it
    speaks: bool
    #: for staff who book an interpreter
    note: str

    @property
    def name(self) -> str:
        """The usual English name."""
        return self.english[0]

    def reachable(self) -> frozenset[str]:
        """Codes a service may carry that serve a speaker of this language, itself included.

        ``zh-Hans`` is served by Mandarin or Cantonese, "Chinese" likewise, Mandarin by
        a service that only says "Chinese".
        """
        wider = {row.code for row in languages().values() if self.code in (*row.spoken, *row.ask)}
        return frozenset({self.code, *self.spoken, *self.ask, *wider})


def _row(raw: Mapping[str, Any]) -> Language:
    allowed = set(Language.__dataclass_fields__)
    if unknown := set(raw) - allowed:
        raise BadTable(f"{raw.get('code')}: unknown fields {sorted(unknown)}")
    if missing := {"code", "endonym", "english", "script"} - set(raw):
        raise BadTable(f"{raw.get('code')}: missing {sorted(missing)}")
    code = str(raw["code"])
    return Language(
        code=code,
        endonym=str(raw["endonym"]),
        english=tuple(map(str, raw["english"])),
        names=tuple(map(str, raw.get("names", ()))),
        dir=str(raw.get("dir", "ltr")),
        script=str(raw["script"]),
        fallback=str(raw.get("fallback", "" if code == "en" else "en")),
        spoken=tuple(map(str, raw.get("spoken", ()))),
        ask=tuple(map(str, raw.get("ask", ()))),
        context=bool(raw.get("context", False)),
        speaks=bool(raw.get("speaks", False)),
        note=str(raw.get("note", "")),
    )


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """All languages by code, in the table's order. Raises ``BadTable``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = [_row(raw) for raw in yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)]  # noqa: S506
    table = {row.code: row for row in rows}
    if len(table) != len(rows):
        raise BadTable("a code appears twice")
    for row in rows:
        for other in (*row.spoken, *row.ask, row.fallback or "en"):
            if other not in table:
                raise BadTable(f"{row.code}: names {other}, which has no row")
    return MappingProxyType(table)


def __getattr__(name: str) -> Mapping[str, Language]:
    # ``LANGUAGES`` reads the file at first use instead of at import.
    if name == "LANGUAGES":
        return languages()
    raise AttributeError(name)


#: What others call these languages: other codes for the same row.
ALIASES = {
    "tl": "fil", "iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "mo": "ro",
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    "zh-yue": "yue", "pes": "fa", "fa-af": "prs", "syr": "aii", "sr-me": "sr", "arb": "ar",
    "pa-guru": "pa", "kar": "ksw", "swh": "sw", "ary": "ar", "apc": "ar", "pus": "ps", "pbt": "ps",
}  # fmt: skip


def language(code: str) -> Language:
    """The language of a BCP 47 ``code``, also in another case, with a region, or an alias.

    Raises ``UnknownLanguage``.
    """
    table = languages()
    if code in table:
        return table[code]
    folded = code.strip().replace("_", "-").lower()
    while folded:
        target = ALIASES.get(folded, folded)
        for known in table:
            if known.lower() == target.lower():
                return table[known]
        folded = folded.rpartition("-")[0]
    raise UnknownLanguage(code)


def fallbacks(code: str) -> list[str]:
    """Codes to look for a fixed text in, best first, ending in English: ``yue`` -> zh-Hant, zh-Hans, en."""
    chain: list[str] = []
    current = language(code).code
    while current and current not in chain:
        chain.append(current)
        current = languages()[current].fallback
    return chain
