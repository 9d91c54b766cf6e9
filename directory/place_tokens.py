"""The words of a message as the reader of places sees them, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directory.gazetteer.atlas import word_key
from directory.place_words import ENGLISH, FILLER, OTHER_TONGUES

_LATIN = "A-Za-z0-9À-ÖØ-öø-ɏḀ-ỿ"
#: A run of Latin letters and digits, or of any other script ("我住在Footscray" is two).
_TOKEN = re.compile(rf"[{_LATIN}]+(?:['’][{_LATIN}]+)*|[^\W_{_LATIN}]+")
#: Letters that English has not, from so many on: "café" is no other language. One of another script will do.
LEAST_BEYOND = 2
_LATIN_END = "ɏ"
_MONEY_BEFORE = re.compile(r"[$€£][ ]?$|(?:\b(?:aud|au|a)\$?[ ]?)$", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"^(?:[.,]\d|%|[ ]?(?:dollars?|bucks|aud|kms?|kilometres?|metres?|people|hours?|hrs?|am|pm"
    r"|kg|years?|mg|ml|times?)\b)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^[ \t\-.]*$")

#: Turkish hangs its cases on a name behind an apostrophe: "Footscray'de", "Auburn'dan".
_CASE = re.compile(
    r"(?P<name>[^'’]{3,})['’](?:[dt][ae]n?(?:y[ıi][mz]|ki|yiz|yız)?|y?[aeıiuü]|n?[ıiuü]n)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A word or number: where it stands, as it was written, and the key that names are found by."""

    start: int
    end: int
    raw: str
    key: str


class Tokens:
    """The tokens of one message, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = _tokens(text)
        letters = [t for t in self.all if t.raw[0].isalpha()]
        capitals = sum(t.raw[0].isupper() for t in letters)
        # In SHOUTED or Title Case Text a capital says nothing.
        self.capitals_mean = capitals * 2 <= len(letters) or len(letters) <= 2
        self.other_tongue = self._is_other_tongue()

    def gap(self, i: int) -> str:
        """What stands between token i and the next one."""
        after = self.all[i + 1].start if i + 1 < len(self.all) else len(self.text)
        return self.text[self.all[i].end : after]

    def joined(self, i: int, size: int) -> str:
        """The key of ``size`` tokens from i if only spaces, dots and hyphens join them, else ""."""
        if i + size > len(self.all):
            return ""
        if any(not _JOINS.match(self.gap(k)) for k in range(i, i + size - 1)):
            return ""
        return " ".join(t.key for t in self.all[i : i + size])

    def is_plain_number(self, i: int) -> bool:
        """A number that stands alone: no money, time, phone number or measure."""
        token = self.all[i]
        before, after = self.text[: token.start], self.text[token.end :]
        if _MONEY_BEFORE.search(before[-6:]) or _MONEY_AFTER.match(after[:14]):
            return False
        if re.search(r"\d[ .,:/\-]?$", before[-3:]) or re.match(r"[ .:/\-]?\d", after[:2]):
            return False
        return not re.search(r"[+#:/]$", before[-1:])

    def is_english(self) -> bool:
        """Whether a word of it is plainly English."""
        return any(t.key in ENGLISH for t in self.all)

    def _is_other_tongue(self) -> bool:
        """Whether the words around a name are of another language than English."""
        if self.is_english():
            return False
        keys = {t.key for t in self.all}
        beyond = sum(1 + (c > _LATIN_END) for c in self.text if c.isalpha() and not c.isascii())
        return not OTHER_TONGUES.isdisjoint(keys) or beyond >= LEAST_BEYOND

    def is_whole(self, start: int, end: int) -> bool:
        """Whether these tokens are all that the message says, politeness aside."""
        rest = self.all[:start] + self.all[end:]
        return all(t.key in FILLER for t in rest) and len(rest) <= 6

    def starts_sentence(self, i: int) -> bool:
        """Whether token i is the first of a sentence."""
        if i == 0:
            return True
        return bool(re.search(r"[.!?\n:]\s*$", self.gap(i - 1)))

    def breaks_after(self, i: int) -> bool:
        """Whether a mark or a new line ends something behind token i."""
        return bool(re.match(r"\s*[.,!?;\n)]", self.gap(i)))


def _tokens(text: str) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        if case := _CASE.match(raw):
            raw = case["name"]
        tokens.append(Token(match.start(), match.start() + len(raw), raw, word_key(raw)))
    return tokens
