"""Where somebody says that they are now, in the other languages: outside Australia or in custody.

000 reaches nobody there (rule S1-26). The words are data, ``whereabouts/<code>.yml``: a
language is added with a file. A form is a pattern with three marks of its own:

``{land}``
    the name of a country (the standard list's, in the language and in English, and ``lands``).
``~``
    any number of the words of ``between`` ("still", "now", "stuck", "with the children").
``…``
    any letters that hang on the word before.

``^`` is the beginning of a part of a sentence. ``away`` are words that, right before a form,
make it somebody else's or another time's ("my husband", "when"); ``not_after`` the same behind
it; ``back`` says that the person is home or out again. English is read in ``bot.triage``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.language.everyday import languages_in
from bot.language.folding import fold

FOLDER = Path(__file__).with_name("whereabouts")
#: Written by ``write_countries``.
COUNTRIES = FOLDER / "countries.json"
OVERSEAS, CUSTODY, BACK = "overseas", "custody", "back"
#: Longer texts are cut: the forms stand in a sentence, and nobody may keep the patterns busy.
LONGEST = 2_000

#: Australia and its territories.
_HERE = frozenset({"AU", "CC", "CX", "HM", "NF"})
#: Countries that share their English name with an Australian suburb or town: only in their own
#: spelling of another language.
_HERE_TOO = frozenset({"BO", "DK", "EG", "MX", "NO"})
#: Where Babel's name of a language or script differs from ours.
_LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "prs": "fa_AF"}
#: Scripts without spaces between words.
_RUN_TOGETHER = frozenset({"th", "zh-Hans", "zh-Hant"})
#: Stands for a country while the forms are looked for.
_LAND = "\x01"
#: Letters and vowel signs: a form may not begin or end inside a word.
_IN_WORD = r"\w\u0900-\u0963\u0966-\u0dff" + _LAND
_PARTS = re.compile(r"[.,;:!?…\n،؛؟۔।॥·。、，！？；：]+")
#: Shorter names are parts of too many words.
_SHORTEST = 4


@dataclass(frozen=True)
class Reader:
    """The forms of one language, ready to look for."""

    lands: re.Pattern[str]
    not_lands: re.Pattern[str] | None
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    away: re.Pattern[str]
    away_before: re.Pattern[str]

    def told(self, parts: Iterable[str]) -> str | None:
        """What the parts of a folded text say, the first form that fits; None if none does."""
        marked = [self._marked(part) for part in parts]
        for where, form in self.forms:
            if any(self._fits(form, part) for part in marked):
                return where
        return None

    def _marked(self, part: str) -> str:
        if self.not_lands is not None:
            part = self.not_lands.sub("-", part)
        return self.lands.sub(_LAND, part)

    def _fits(self, form: re.Pattern[str], part: str) -> bool:
        return any(not self._is_away(part, found.start()) for found in form.finditer(part))

    def _is_away(self, part: str, start: int) -> bool:
        """Whether words about somebody else or another time stand right before ``start``, or run into it."""
        if self.away_before.search(part, 0, start):
            return True
        return any(word.start() < start < word.end() for word in self.away.finditer(part))


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The languages that have a file."""
    return frozenset(path.stem for path in FOLDER.glob("*.yml"))


@lru_cache(maxsize=32)
def reader(code: str) -> Reader:
    """The forms of language ``code``, read once. Raises ``FileNotFoundError``."""
    # BaseLoader: "no" is a word here.
    raw = yaml.load(
        (FOLDER / f"{code}.yml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506 - makes only strings
    )
    between = _either(_folded(word) for word in raw["between"])
    away = _either(_folded(word) for word in raw["away"])
    ends = raw.get("ends", "")
    forms = [
        (where, _pattern(form, code, between, raw["not_after"], ends))
        for where in (BACK, OVERSEAS, CUSTODY)
        for form in raw[where]
    ]
    edge = "" if code in _RUN_TOGETHER else rf"(?![{_IN_WORD}])"
    begin = "" if code in _RUN_TOGETHER else rf"(?<![{_IN_WORD}])"
    return Reader(
        lands=_lands(code, raw["lands"], ends),
        not_lands=re.compile(_either(map(_folded, raw["not_lands"])))
        if "not_lands" in raw
        else None,
        forms=tuple(forms),
        away=re.compile(f"{begin}{away}{edge}"),
        away_before=re.compile(rf"{begin}{away}{edge}(?: *{between}{edge})* *$"),
    )


def _folded(words: str) -> str:
    return fold(words).letters


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def _pattern(
    form: str, code: str, between: str, not_after: list[str], ends: str
) -> re.Pattern[str]:
    together = code in _RUN_TOGETHER
    edge = "" if together else rf"(?![{_IN_WORD}])"
    gap = " ?" if together else " +"
    loose = rf"(?: *{between}{edge})* *"
    words = _folded(form)
    at_beginning = words.startswith("^ ~ ")
    words = words[4:] if at_beginning else words
    words = words.replace(" ?~ ", "\x02").replace(" ~ ", "\x03").replace(" ?", "\x04")
    words = words.replace(" ", gap)
    words = words.replace("\x02", loose).replace("\x04", " ?")
    words = words.replace("\x03", rf"(?: *{between}{edge})*{gap}")
    words = words.replace("{land}", _LAND + (f"[{re.escape(ends)}]?" if ends else ""))
    words = words.replace("…", f"[{_IN_WORD}]*")
    front = "" if together else rf"(?<![{_IN_WORD}])" + ("و?" if code == "ar" else "")
    front = f"^ *{loose}" if at_beginning else front
    behind = f"(?! *{_either(map(_folded, not_after))})" if not_after else ""
    return re.compile(f"{front}(?:{words}){edge}{behind}")


def _lands(code: str, also: list[str], ends: str) -> re.Pattern[str]:
    """One pattern for all names of countries, in the language and in English."""
    names = set(map(_folded, also))
    for name in (*countries()[code], *countries()["en"]):
        folded = _folded(name).rstrip(ends or None) if ends else _folded(name)
        if not folded.isascii() or len(folded) >= _SHORTEST:
            names.add(folded)
    names |= {_folded(name).rstrip(ends) for name in also} if ends else set()
    latin = _either(re.escape(name) for name in names if name.isascii())
    others = _either(re.escape(name) for name in names if not name.isascii())
    return re.compile(rf"(?<![a-z]){latin}|{others}" if others != "(?:)" else rf"(?<![a-z]){latin}")


@lru_cache(maxsize=1)
def countries() -> Mapping[str, list[str]]:
    """Language -> names of all countries but Australia and its territories (``countries.json``)."""
    read: dict[str, list[str]] = json.loads(COUNTRIES.read_text(encoding="utf-8"))
    return read


def write_countries(path: Path = COUNTRIES) -> None:
    """Writes the names that Babel has (Unicode CLDR), one list a language that has forms.

    They are kept with the source: read from Babel they take 20 MB of memory in two processes.
    """
    from babel import Locale

    found = {
        code: sorted(
            {
                str(name)
                for territory, name in Locale.parse(_LOCALES.get(code, code)).territories.items()
                if len(territory) == 2 and territory.isalpha() and territory not in left_out
            }
        )
        for code, left_out in [
            *((code, _HERE) for code in sorted(codes())),
            ("en", _HERE | _HERE_TOO),
        ]
    }
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


# A turn asks several times: before the answer, and for what the answer may name.
@lru_cache(maxsize=64)
def told(text: str, conversation: str = "en") -> str | None:
    """``overseas``, ``custody`` or ``back`` where ``text`` says so in one of the other languages.

    ``conversation`` is the language that is being spoken. None where nothing is said of it;
    0.6 ms for a sentence in Latin letters that could be of any of them.
    """
    parts = [
        " ".join(fold(part).letters.split())
        for part in _PARTS.split(text[:LONGEST])
        if part.strip()
    ]
    for code in languages_in(text, conversation):
        if code in codes() and (found := reader(code).told(parts)) is not None:
            return found
    return None


def load() -> None:
    """Reads the forms of all languages (half a second), ahead of the first message."""
    for code in sorted(codes()):
        reader(code)
