"""Misspelt words of needs: "elecricity", "evikted", "medcine", "bnd", "foodparcel".

A word that no list knows is compared with the words of the phrases in four ways: by its sound,
by its consonants where vowels are left out, letter by letter, and cut in two. What is close
enough is read ("sure"); what is only possible ("fud", "rnt") counts inside a longer phrase whose
other words are there ("no fud in the house").

English words and names of places that are near a word of a need are in
``needs_lookalikes.txt.gz`` and are no slips: "rant" is not rent. About 25 us for a word that is
not known, nothing for others; readings are remembered.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from directory.gazetteer.atlas import edits, undoubled, vowels_left_out
from directory.needs_sounds import sound
from directory.needs_words import Token
from directory.place_words import ENGLISH, words

LOOKALIKES = Path(__file__).with_name("needs_lookalikes.txt.gz")

#: Shorter words have too many neighbours, longer ones are no words.
SHORTEST, LONGEST = 3, 24
#: Of this many letters on one slip may be anywhere, and two slips.
ONE_SLIP, TWO_SLIPS = 6, 9
#: A sound of fewer letters ("fud": f, vowel, d) is only possible.
SURE_SOUND = 4
#: Words run together: how long the whole and its parts are at least.
LONG_ENOUGH_TO_CUT, LEAST_PART = 7, 3
#: Before a name.
_NAMING = words("mr mrs ms miss dr uncle aunty auntie called named")
#: Words that show that a message is English.
_ENGLISH = ENGLISH | words(
    "i im my is got cant this that our his her been of off am not we they he she it has on here there theres some any"
    " all out at was are were do dont did am going gonna getting again help free our who which because them their"
)
#: Words that are written for another one; they are meant only where the phrase is there.
_CONFUSED = {
    "councillor": "counsellor", "councilor": "counsellor", "council": "counsel", "berth": "birth", "fair": "fare",
    "fairs": "fares", "bored": "board", "cloths": "clothes", "addition": "addiction", "trail": "trial", "loose": "lose",
    "patients": "patient", "brake": "break",
    "rum": "room", "wear": "where", "were": "where", "weak": "week",

}  # fmt: skip
#: Two words that stand beside each other.
Pair = tuple[str, str]
#: Found by sound or consonants at this cost, letters are not compared any more.
NEAR = 0.6
#: Among readings this much better than the next the best is taken.
CLEARLY = 0.15
_RUN = re.compile(r"(.)\1{2,}")
_VOWELS = re.compile(r"[aeiou]+")
_INNER_VOWELS = re.compile(r"(?<=.)[aeiou]")


@dataclass(frozen=True)
class Reading:
    """What an unknown word may be: ``sure`` counts alone, ``maybe`` only within a phrase.

    ``parts`` are the words that were run together, in order; they make the whole.
    """

    sure: str = ""
    maybe: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


NO_READING = Reading()


def _shortened(word: str) -> Iterator[str]:
    """``word`` and ``word`` without each of its letters: words one slip apart share one."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def lookalikes() -> frozenset[str]:
    """English words and places that would be read as a word of a need and are not."""
    with gzip.open(LOOKALIKES, "rt", encoding="ascii") as packed:
        return frozenset(packed.read().split())


class Speller:
    """The words of the phrases by what they may be mistaken for. Read-only once built."""

    def __init__(
        self,
        meanings: Mapping[str, str],
        known: Collection[str],
        real: Collection[str],
        small: Collection[str] = (),
        pairs: Collection[Pair] = (),
    ) -> None:
        """``meanings``: each word that may be meant, with its need where it names one alone (else "").

        ``known`` are all words that are read as they stand, ``real`` those that only look like
        one; ``small`` ones ("my", "no") may be run together with a word of a need. ``pairs``
        are neighbours within a phrase: they may be run together, and stay two where they are two.
        """
        self._meanings = meanings
        self._known = known
        self._real = real
        self._small = frozenset(small)
        self._pairs = pairs
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_consonants: dict[str, list[str]] = defaultdict(list)
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        self._by_near_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(meanings):
            if not (SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()):
                continue
            heard = sound(word)
            self._by_sound[heard].append(word)
            self._by_consonants[_INNER_VOWELS.sub("", word)].append(word)
            if len(word) >= ONE_SLIP - 1:
                for short in set(_shortened(word)):
                    self._by_letters[short].append(word)
            if len(word) >= TWO_SLIPS:
                for short in set(_shortened(heard)):
                    self._by_near_sound[short].append(word)

    def is_one_word(self, first: str, second: str) -> bool:
        """Whether two words side by side are a long one of a phrase."""
        whole = first + second
        if len(whole) < LONG_ENOUGH_TO_CUT or (first, second) in self._pairs:
            return False
        return whole in self._meanings

    def read(self, word: str) -> Reading:
        """What ``word`` (small letters) may be, if it is no word that is known."""
        if not SHORTEST <= len(word) <= LONGEST or word in self._known or word in self._real:
            return NO_READING
        if not (word.isascii() and word.isalpha()):
            return NO_READING
        return self._read(word)

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one lexicon a process
    def _read(self, word: str) -> Reading:
        if _RUN.search(word):
            for kept in (r"\1\1", r"\1"):
                squeezed = _RUN.sub(kept, word)
                if squeezed in self._meanings:
                    return Reading(squeezed)
            word = _RUN.sub(r"\1\1", word)
        sure, maybe = self._near(word)
        if not sure and (parts := self._cut(word)):
            return Reading(parts=parts)
        return Reading(sure, maybe)

    def _near(self, word: str) -> tuple[str, tuple[str, ...]]:
        """The word that is surely meant (or ""), and all that may be."""
        best: dict[str, tuple[float, bool]] = {}

        def offer(listed: str, cost: float, sure: bool) -> None:
            if listed not in best or cost < best[listed][0]:
                best[listed] = (cost, sure)

        heard = sound(word)
        for listed in self._by_sound.get(heard, ()):
            apart = edits(word, listed, 3)
            if apart > 3 and len(word) < TWO_SLIPS:
                continue
            once = undoubled(word) == undoubled(listed)
            long_enough = len(heard) >= SURE_SOUND and (len(word) > 4 or apart == 1)
            offer(
                listed, 0.3 if once else 0.4 + 0.15 * apart, long_enough or (once and len(word) > 3)
            )
        if len(_VOWELS.findall(word)) < len(word) // 2:
            for listed in self._by_consonants.get(_INNER_VOWELS.sub("", word), ()):
                if vowels_left_out(word, listed, most=6):
                    offer(listed, 0.5, len(word) > 4 or (len(word) == 4 and len(listed) > 5))
        if min((cost for cost, _ in best.values()), default=1.0) > NEAR:
            self._by_letter(word, heard, offer)
        if not best:
            return "", ()
        ranked = sorted(best.items(), key=lambda item: (item[1][0], item[0]))
        (first_word, (cost, sure)), others = ranked[0], ranked[1:]
        close = [listed for listed, (other, _) in others if other - cost < CLEARLY]
        same_need = {self._meanings[listed] for listed in (first_word, *close)}
        may_be = (first_word, *(listed for listed, _ in others[:3]))
        return (first_word if sure and len(same_need) == 1 else ""), may_be

    def _by_letter(self, word: str, heard: str, offer: Callable[[str, float, bool], None]) -> None:
        """Offers the words one slip away, and those two away that sound nearly the same."""
        if len(word) >= ONE_SLIP - 2:
            for listed in {
                k for short in _shortened(word) for k in self._by_letters.get(short, ())
            }:
                if edits(word, listed, 1) > 1:
                    continue
                swapped = len(word) == len(listed) and sorted(word) == sorted(listed)
                first = word[0] == listed[0] or swapped
                if not first and len(listed) < TWO_SLIPS:
                    continue
                sure = len(word) >= ONE_SLIP or (len(listed) >= 5 and len(word) != len(listed))
                offer(listed, 0.7 if swapped else 0.9, sure or (swapped and len(word) >= 5))
        if len(word) >= TWO_SLIPS - 1:
            for listed in {k for s in _shortened(heard) for k in self._by_near_sound.get(s, ())}:
                apart = edits(word, listed, 3)
                if apart <= 3 and edits(heard, sound(listed), 1) <= 1 and word[0] == listed[0]:
                    offer(listed, 1.0 + 0.3 * apart, apart <= 2 or len(listed) > 10)

    def _cut(self, word: str) -> tuple[str, ...]:
        """Two words that ``word`` runs together: neighbours in a phrase, or one names a need."""
        if len(word) < LONG_ENOUGH_TO_CUT - 1:
            return ()
        for at in range(len(word) - LEAST_PART, 1, -1):
            first, second = word[:at], word[at:]
            if first in self._small and self._meanings.get(second):
                return first, second
            if len(first) < LEAST_PART or len(second) < LEAST_PART:
                continue
            both = first in self._meanings and second in self._meanings
            if both and (
                (first, second) in self._pairs or self._meanings[first] or self._meanings[second]
            ):
                return first, second
        return ()


def respelt(text: str, said: Sequence[Token], speller: Speller) -> list[Token]:
    """``said`` with misspelt words as the words that they surely or perhaps are.

    Names stay: a word with a capital within a sentence must be long and near to be a slip, and
    one after "my name is" or "aunty" never is. Where no word beside it is English, a slip must be
    small ("foodbnk" alone, but not "heitir").
    """
    found: list[Token] = []
    english: bool | None = None
    for at, token in enumerate(said):
        before = said[at - 1] if at and said[at - 1].sentence == token.sentence else None
        if before and found and _joins(text, found[-1], token, speller):
            first = found.pop()
            found.append(replace(first, end=token.end, word=first.word + token.word))
            continue
        if token.word in _CONFUSED:
            found.append(replace(token, maybe=(_CONFUSED[token.word],)))
            continue
        reading = speller.read(token.word)
        if (
            reading is NO_READING
            or token.end - token.start != len(token.word)  # an apostrophe: "denny's"
            or (before and (before.word in _NAMING or _is_named(said, at)))
        ):
            found.append(token)
            continue
        if english is None:
            english = any(t.word in _ENGLISH for t in said)
        if reading.parts and (english or len(token.word) >= TWO_SLIPS):
            start = token.start
            for part in reading.parts:
                found.append(replace(token, start=start, end=start + len(part), word=part))
                start += len(part)
        elif reading.sure and (english or _small_slip(token.word, reading.sure)):
            named = token.name and len(token.word) < LONG_ENOUGH_TO_CUT
            found.append(token if named else replace(token, word=reading.sure))
        else:
            found.append(replace(token, maybe=() if token.name else reading.maybe))
    return found


def _small_slip(word: str, listed: str) -> bool:
    """Whether little is wrong with a long word."""
    return len(word) >= ONE_SLIP and (
        edits(word, listed, 1) <= 1
        or undoubled(word) == undoubled(listed)
        or vowels_left_out(word, listed, most=6)
        or len(word) >= TWO_SLIPS
    )


def _is_named(said: Sequence[Token], at: int) -> bool:
    return at > 1 and said[at - 1].word == "is" and said[at - 2].word == "name"


def _joins(text: str, first: Token, second: Token, speller: Speller) -> bool:
    """Whether two words are one that was cut ("land lord")."""
    if text[first.end : second.start] not in {" ", "-"}:
        return False
    return speller.is_one_word(first.word, second.word)


def write_lookalikes(speller: Speller, words: Iterable[str]) -> int:
    """Writes those of ``words`` that ``speller`` (made without any) would read as another word."""
    plain = {word.lower().removesuffix("'s") for word in words}
    alike = sorted(word for word in plain if speller.read(word) != NO_READING)
    with (
        LOOKALIKES.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed,
    ):
        packed.write("\n".join(alike).encode("ascii"))
    return len(alike)
