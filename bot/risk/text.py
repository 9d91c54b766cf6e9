"""Reading what people type: words in one spelling, each with its place in the original.

A ``Reading`` undoes what hides a word from a phrase list: capitals, accents,
invisible characters, look-alike letters, digits for letters, spaced-out letters,
repeated letters, text speak, missing apostrophes and near-miss spellings. Punctuation
is dropped altogether, because people in trouble don't use it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Span = tuple[int, int]

# Letters of other scripts that look Latin. Used only where a word mixes scripts or
# stands among Latin words: Greek and Cyrillic text must stay what it is.
_LOOKALIKES = str.maketrans(
    "аеорсухкмтвнгіјѕѵԁһԛԝьαοενρτυικχωβηℓɑɡɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxkmtbhrijsvdhqwbaoevptuikxwbnlagiabcdefghijklmnoprstuvwyz",
)
_PLAIN = {
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "＇": "'", "′": "'",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
    "।": " ", "॥": " ", "።": " ", "፡": " ",
    # Left out or swapped by most keyboards: nukta, candrabindu, the kinds of Urdu heh, noon and ye.
    "़": "", "਼": "", "়": "", "ঁ": "", "ँ": "ं", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ۂ": "ه", "ۀ": "ه",
    "ں": "ن", "ے": "ي", "ۓ": "ي", "ئ": "ي", "ؤ": "و",
}  # fmt: skip
#: Emoji that carry the meaning of a word in a sentence; every other one is dropped.
_EMOJI = {
    "🔪": "knife", "🗡": "knife", "🔫": "gun", "💣": "bomb", "💊": "pills", "🩸": "blood",
    "🆘": "sos", "😂": "lol", "🤣": "lol", "🔥": "fire",
}  # fmt: skip
_LEET = str.maketrans("013457@$!|+", "oieastasilt")
_LEET_L = str.maketrans("013457@$!|+", "oleastaslit")

# Scripts written without spaces (and Hangul, where particles stick to words):
# one character, one token.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_DENSE_ONE = re.compile(f"[{_DENSE}]")
_SPACED = re.compile("[\uac00-\ud7af]")
#: Vietnamese words whose tones tell suicide from "slowly", fainting from "a little", or "he" from
#: an English "no": written with tones they stay as they are.
_TONES = frozenset({"từ", "tự", "tử", "tư", "tứ", "tụ", "tủ", "nó", "nợ", "xíu", "xỉu"})
# Python's \w leaves out the vowel signs of Indic and Ethiopic neighbours, hence the ranges.
_LETTER = r"[^\W_\u0900-\u109f\u1780-\u17ff]|[\u0900-\u109f\u1780-\u17ff]"
_TOKEN = re.compile(rf"[@$]?(?:{_LETTER})(?:{_LETTER}|['@$*!+]+(?=(?:{_LETTER})))*")
_RUN = re.compile(r"(.)\1{2,}")
_STOPS = ".!?;\n\u2026\u3002\u061f\u0964"
_PRONOUNS_WITH_IS = frozenset(
    ["he", "she", "it", "that", "what", "who", "there", "here", "where", "how", "this", "when"]
)


def pieces(word: str) -> list[str]:
    """A word, or the pairs of characters of a run of a script without spaces between words."""
    if len(word) < 3 or not _DENSE_ONE.match(word):
        return [word]
    return [word[index : index + 2] for index in range(len(word) - 1)]


@dataclass(frozen=True)
class Spelling:
    """How spellings become words: data of ``words.yml`` and the vocabulary of the patterns."""

    #: One written word -> the words it stands for ("wanna" -> "want to").
    rewrite: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Like ``rewrite``, only before one of ``verbs`` ("ill do it", not "I feel ill").
    rewrite_before_verb: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    verbs: frozenset[str] = frozenset()
    #: Two written words -> words ("my self" -> "myself").
    pairs: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    #: Every word some pattern asks for.
    vocabulary: frozenset[str] = frozenset()
    #: Those of English patterns: only they are run together or guessed from a misspelling, or
    #: "familia" would be read as "familiar" and English words as Somali ones.
    english: frozenset[str] = frozenset()
    #: Words that hidden or run-together writing is searched for.
    strong: frozenset[str] = frozenset()
    #: One-letter-off writing -> the vocabulary words it can stand for.
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Real words that look like a vocabulary word and are not it ("overdone").
    real: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """The words of a text in one spelling; ``spans[i]`` is where ``words[i]`` was written."""

    text: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    #: The words as the sentence encoder should see them (accents kept).
    surfaces: tuple[str, ...]

    def evidence(self, start: int, end: int) -> tuple[str, int, int]:
        """Original writing of words ``start``..``end`` (exclusive), with character offsets."""
        first, last = self.spans[start][0], self.spans[end - 1][1]
        return self.text[first:last], first, last

    def clause(self, start: int, end: int) -> Span:
        """The words around ``start``..``end`` up to the next full stop or line end on each side."""
        while start > 0 and not self._stops_before(start):
            start -= 1
        while end < len(self.words) and not self._stops_before(end):
            end += 1
        return start, end

    def _stops_before(self, index: int) -> bool:
        between = self.text[self.spans[index - 1][1] : self.spans[index][0]]
        return any(mark in between for mark in _STOPS)

    def sentence(
        self, start: int = 0, end: int | None = None, without: Collection[int] = ()
    ) -> str:
        """Words ``start``..``end`` as one string for the encoder, leaving some out."""
        stop = len(self.words) if end is None else end
        out: list[str] = []
        dense = False
        for index in range(start, stop):
            if index in without:
                continue
            surface = self.surfaces[index]
            is_dense = bool(_DENSE_ONE.match(surface))
            # Korean keeps the spaces between its words.
            apart = index > start and self.spans[index][0] > self.spans[index - 1][1]
            if out and not (dense and is_dense and not (apart and _SPACED.match(surface))):
                out.append(" ")
            out.append(surface)
            dense = is_dense
        return "".join(out)


@dataclass
class _Written:
    """A token while it is being read."""

    folded: str
    surface: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def _fold(char: str) -> str:
    """One character without case, accent and compatibility form; may be empty."""
    if char < "\x80":
        return char.lower()
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _EMOJI:
        return f" {_EMOJI[char]} "
    category = unicodedata.category(char)
    if category in {"Cf", "Cc", "Cs", "Co", "Cn"}:
        return "" if category != "Cc" else " "
    code = ord(char)
    if category == "Mn" and (code < 0x900 or 0x1AB0 <= code < 0x1B00 or code >= 0xFE00):
        return ""
    if code >= 0x900 and not 0x1D00 <= code < 0x2200:
        folded = unicodedata.normalize("NFKC", char)
    else:
        folded = unicodedata.normalize("NFKD", char)
        folded = "".join(c for c in folded if unicodedata.category(c) != "Mn")
    return "".join(_PLAIN.get(c, c) for c in folded.casefold())


def _surface(char: str) -> str:
    """One character in lower case with its accents, without look-alike tricks."""
    return char.lower() if _fold(char).strip() or unicodedata.category(char) == "Mn" else ""


def _written(text: str) -> list[_Written]:
    if text.isascii():
        folded, places = text.lower(), list(range(len(text)))
    else:
        parts: list[str] = []
        places = []
        for index, char in enumerate(text):
            part = _fold(char)
            parts.append(part)
            places.extend([index] * len(part))
        folded = "".join(parts)
    tokens: list[_Written] = []
    latin = sum("a" <= c <= "z" for c in folded) * 2 > sum(c.isalpha() for c in folded)
    for found in _TOKEN.finditer(folded):
        word, start, end = found.group(), places[found.start()], places[found.end() - 1] + 1
        if _DENSE_ONE.search(word):
            for offset, char in enumerate(word):
                place = places[found.start() + offset]
                tokens.append(_Written(char, char, place, place + 1))
            continue
        if not word.isascii():
            swapped = word.translate(_LOOKALIKES)
            if swapped.isascii() and (latin or any("a" <= c <= "z" for c in word)):
                tokens.append(_Written(swapped, swapped, start, end))
                continue
        original = text[start:end]
        toned = unicodedata.normalize("NFC", original.lower())
        if toned in _TONES:
            tokens.append(_Written(toned, toned, start, end))
            continue
        surface = word if original.isascii() else "".join(_surface(c) for c in original) or word
        tokens.append(
            _Written(word, surface if not word.isascii() or surface else word, start, end)
        )
    return tokens


class Reader:
    """Turns text into a ``Reading`` with one ``Spelling``. Pure and safe to share."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling

    @property
    def spelling(self) -> Spelling:
        """What it knows of words."""
        return self._spelling

    def read(self, text: str) -> Reading:
        """Every word of ``text``. Any string is welcome; time is linear in its length."""
        words: list[str] = []
        spans: list[Span] = []
        surfaces: list[str] = []
        tokens = self._join_letters(_written(text))
        index = 0
        while index < len(tokens):
            token = tokens[index]
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            pair = self._pair(token, following) if following else None
            if pair and following:
                self._add(pair, pair, (token.start, following.end), words, spans, surfaces)
                index += 2
                continue
            read = self._spell(token.folded, following.folded if following else "")
            shown = (token.surface,) if read == (token.folded,) else read
            self._add(read, shown, (token.start, token.end), words, spans, surfaces)
            index += 1
        return Reading(text, tuple(words), tuple(spans), tuple(surfaces))

    @staticmethod
    def _add(
        read: Iterable[str],
        shown: Iterable[str],
        span: Span,
        words: list[str],
        spans: list[Span],
        surfaces: list[str],
    ) -> None:
        for word, surface in zip(read, shown, strict=True):
            if not word:
                continue  # nothing is left of "**"
            words.append(word)
            spans.append(span)
            surfaces.append(surface)

    def _pair(self, token: _Written, following: _Written) -> tuple[str, ...] | None:
        """Two written words that are one ("my self"), or one word with a hole in it ("ki ll")."""
        spelling = self._spelling
        found = spelling.pairs.get((token.folded, following.folded))
        if found:
            return found
        joined = token.folded + following.folded
        if (
            joined in spelling.strong
            and len(joined) >= 4
            and not (
                token.folded in spelling.vocabulary and following.folded in spelling.vocabulary
            )
        ):
            return (joined,)
        return None

    def _join_letters(self, tokens: list[_Written]) -> list[_Written]:
        """``k i l l`` and ``k.i.l.l`` as one word, where the letters spell known words."""
        out: list[_Written] = []
        index = 0
        while index < len(tokens):
            stop = index
            while (
                stop < len(tokens)
                and len(tokens[stop].folded) == 1
                and tokens[stop].folded < "\x80"
            ):
                stop += 1
            # A run may begin or end with a real "i" or "a": try with and without.
            joined = None
            if stop - index >= 3:
                for first, last in ((index, stop), (index + 1, stop), (index, stop - 1)):
                    letters = "".join(t.folded for t in tokens[first:last][:80])
                    parts = self._segments(letters.translate(_LEET))
                    if parts:
                        joined = (first, last, parts)
                        break
            if joined:
                first, last, parts = joined
                out.extend(tokens[index:first])
                span = (tokens[first].start, tokens[last - 1].end)
                out.extend(_Written(part, part, *span) for part in parts)
                index = last
            else:
                out.append(tokens[index])
                index += 1
        return out

    def _segments(self, letters: str) -> tuple[str, ...] | None:
        """``letters`` cut into vocabulary words with a strong one among them, else ``None``."""
        vocabulary, strong = self._spelling.english, self._spelling.strong
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 14), end):
                before = best[start]
                piece = letters[start:end]
                if before is None or piece not in vocabulary:
                    continue
                candidate = (*before, piece)
                current = best[end]
                if current is None or len(candidate) < len(current):
                    best[end] = candidate
        parts = best[-1]
        if parts and any(part in strong for part in parts):
            return parts
        return None

    def _spell(self, word: str, following: str) -> tuple[str, ...]:
        spelling = self._spelling
        if word in spelling.rewrite:
            return spelling.rewrite[word]
        if word in spelling.rewrite_before_verb and following in spelling.verbs:
            return spelling.rewrite_before_verb[word]
        if word.endswith("in") and word + "g" in spelling.english and word not in _NO_ING:
            return (word + "g",)
        if word in spelling.vocabulary or word in spelling.real:
            return (word,)
        if "'" in word:
            return self._contraction(word)
        if not word.isascii():
            return (word,)
        return self._repair(word)

    def _contraction(self, word: str) -> tuple[str, ...]:
        plain = word.replace("'", "")
        if plain in self._spelling.rewrite:
            return self._spelling.rewrite[plain]
        base, _, tail = word.rpartition("'")
        if word.endswith("n't"):
            return (word[:-3], "not")
        if tail == "s":
            return (base, "is") if base in _PRONOUNS_WITH_IS else (base.replace("'", ""),)
        ending = {"m": "am", "re": "are", "ll": "will", "ve": "have", "d": "would"}.get(tail)
        if ending:
            return (base.replace("'", ""), ending)
        return (plain,)

    def _repair(self, word: str) -> tuple[str, ...]:
        """A word no pattern knows: digits for letters, repeated letters, near misses."""
        spelling = self._spelling
        vocabulary = spelling.vocabulary
        if not word.isalpha():
            if "*" in word:
                shape = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
                fits = [known for known in spelling.strong if shape.fullmatch(known)]
                return (min(fits),) if fits else (word.replace("*", ""),)
            for table in (_LEET, _LEET_L):
                plain = word.translate(table)
                if plain.isalpha() and not word.isdigit():
                    if plain in vocabulary:
                        return (plain,)
                    if plain in spelling.rewrite:
                        return spelling.rewrite[plain]
                    if parts := self._run_together(plain):
                        return parts
            return (word,)
        if _RUN.search(word):
            for keep in (r"\1\1", r"\1"):
                squeezed = _RUN.sub(keep, word)
                if squeezed in vocabulary:
                    return (squeezed,)
                if squeezed in spelling.rewrite:
                    return spelling.rewrite[squeezed]
        if parts := self._run_together(word):
            return parts
        near = nearest(self._spelling, word)
        return (near,) if near else (word,)

    def _run_together(self, word: str) -> tuple[str, ...] | None:
        if not 8 <= len(word) <= 60:
            return None
        parts = self._segments(word)
        if parts and len(parts) > 1 and all(len(p) > 2 or p in _SHORT for p in parts):
            return parts
        return None


#: Words that end as "chokin" does and are no verbs.
_NO_ING = frozenset({"raisin", "chopin"})
_SHORT = frozenset({"my", "to", "me", "i", "it", "go", "do", "am", "in", "on", "be", "is", "he"})


def nearest(spelling: Spelling, word: str) -> str | None:
    """The vocabulary word one slip away (two in long words), if the first letter agrees.

    Of several it is the one that sounds most alike: "scard" is scared, not scald.
    """
    if not 5 <= len(word) <= 20:
        return None
    candidates: set[str] = set()
    for variant in (word, *deletions(word)):
        candidates.update(spelling.near.get(variant, ()))
    scored = sorted(
        (distance(word, known), _skeleton(word) != _skeleton(known), len(known) <= len(word), known)
        for known in candidates
        if known[0] == word[0] and abs(len(known) - len(word)) <= 2
    )
    if not scored:
        return None
    slips, *_, known = scored[0]
    return known if slips <= (2 if len(known) >= 9 else 1) else None


_SILENT = str.maketrans("", "", "aeiouywh")


def _skeleton(word: str) -> str:
    """What is heard most: the first letter and the consonants, doubled ones once."""
    return word[:1] + re.sub(r"(.)\1+", r"\1", word[1:].translate(_SILENT))


def deletions(word: str) -> Iterable[str]:
    """``word`` with one letter left out, each way."""
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def near_index(vocabulary: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Look-up from a word or a one-letter deletion of it to the vocabulary words behind."""
    index: dict[str, set[str]] = {}
    for word in vocabulary:
        if len(word) < 5 or not (word.isascii() and word.isalpha()):
            continue
        for variant in (word, *deletions(word)):
            index.setdefault(variant, set()).add(word)
    return {variant: tuple(sorted(words)) for variant, words in index.items()}


def distance(left: str, right: str) -> int:
    """Slips between two words: a letter left out, added, changed, or two swapped count one."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
