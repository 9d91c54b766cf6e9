"""Finds every place that free text mentions, and no suburb in an ordinary word.

There are suburbs named Hope, Orange, Home Hill and Banana: a name that is also a word counts
only where the words around it promise a place. See ``directory.places`` for the two doors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.choosing import agreeing, state_said_of_it
from directory.gazetteer import other_scripts
from directory.gazetteer.atlas import (
    STATE_NAMES,
    Place,
    atlas,
    lookalikes,
    undoubled,
    vowels_left_out,
)
from directory.place_tokens import Tokens
from directory.place_words import (
    AFTER_NAME,
    BETWEEN,
    ELSEWHERE,
    FUNCTION_WORDS,
    GREETINGS,
    NUMBER_OF,
    STREET_WORDS,
    STRONG_CONTEXT,
    WEAK_CONTEXT,
)

#: The longest name that is worth trying, in words.
LONGEST_NAME = 4
LONGEST_STATE = 3
#: A name that is an English word counts in a message of another language from so many letters on.
LEAST_ELSEWHERE = 6
#: Years look like postcodes of inner Sydney.
LIKE_YEAR = re.compile(r"(?:19\d\d|20[0-4]\d)$")
_JOINS_STATE = re.compile(r"^[ \t,.\-(/]*$")


@dataclass(frozen=True)
class PlaceMention:
    """A place found in a text: where it stands, the words, and every place it may be."""

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]


def find_in_text(text: str) -> list[PlaceMention]:
    """Every mention of a place in free text, in order, never overlapping.

    "no, Footscray not Fitzroy" gives both: which one is meant is for the
    caller. A state alone ("I'm in Tasmania") is a mention whose candidate is
    the state. Words that are also everyday words count only with context. A
    state said beside a place, or of it ("the Victorian one"), settles it.
    """
    found = _Reader(Tokens(text)).read()
    for start, end, places in other_scripts.find(text):
        if not any(m.start < end and start < m.end for m in found):
            found.append(PlaceMention(start, end, text[start:end], tuple(agreeing(places, "", ""))))
    found.sort(key=lambda mention: mention.start)
    return _in_state_said(found, text)


def _in_state_said(found: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Mentions narrowed to the state that the message says of them ("the Victorian one")."""
    state = state_said_of_it(text)
    if not state or all(len(mention.candidates) == 1 for mention in found):
        return found
    kept = []
    for mention in found:
        if len(mention.candidates) == 1 and mention.candidates[0].is_state:
            continue  # it was said of the place, and is no place of its own
        there = tuple(p for p in mention.candidates if p.state == state)
        kept.append(replace(mention, candidates=there or mention.candidates))
    return kept


def _one_word_off(key: str, name: str) -> bool:
    """Whether two names differ in one word only, and that word begins alike."""
    ours, theirs = key.split(), name.split()
    if len(theirs) != len(ours):
        return False
    off = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(off) == 1 and off[0][0][0] == off[0][1][0] and len(off[0][1]) >= 4


class _Reader:
    """One pass over the tokens of one message."""

    def __init__(self, said: Tokens) -> None:
        self.said = said
        self.text, self.tokens = said.text, said.all
        self.book = atlas()
        self.found: list[PlaceMention] = []

    def read(self) -> list[PlaceMention]:
        i = 0
        while i < len(self.tokens):
            i = self._postcode(i) or self._state(i) or self._name(i) or self._misspelt(i) or i + 1
        return self.found

    # --- what may stand at token i; each gives the next token to read, or 0 ---

    def _postcode(self, i: int) -> int:
        token = self.tokens[i]
        places = self.book.postcodes.get(token.raw)
        if not places or not self.said.is_plain_number(i):
            return 0
        before = [t.key for t in self.tokens[max(0, i - 3) : i]]
        if "postcode" not in before and not self.said.is_whole(i, i + 1):
            last = i + 1 == len(self.tokens) or self.said.breaks_after(i)
            if LIKE_YEAR.match(token.raw) or NUMBER_OF.intersection(before):
                return 0
            if not (self._context(i) or last or self._begins_name(i + 1)):
                return 0
        end, narrowed = i + 1, list(places)
        # "3011 Footscray": the name belongs to the postcode.
        for size in range(LONGEST_NAME, 0, -1):
            key = self.said.joined(i + 1, size)
            here = [p for p in places if key and p in self.book.names.get(key, ())]
            if here:
                end, narrowed = i + 1 + size, here
                break
        self._add(i, end, narrowed)
        return end

    def _state(self, i: int) -> int:
        for size in range(LONGEST_STATE, 0, -1):
            key = self.said.joined(i, size)
            state = STATE_NAMES.get(key)
            if not state or self._name_here_is_longer(i, size):
                continue
            raw = self.text[self.tokens[i].start : self.tokens[i + size - 1].end]
            short = len(key) <= 3
            if short and key not in {"nsw", "qld"}:
                # "act", "sa", "wa", "nt", "vic", "tas": capitals, or plainly a place.
                if not (raw.isupper() and self.said.capitals_mean) and not (
                    self._context(i) == 2 and key not in {"act", "sa"}
                ):
                    continue
            elif key == "victoria" and not (self._context(i) or self.said.is_whole(i, i + size)):
                continue
            self._add(i, i + size, [self.book.states[state]])
            return i + size
        return 0

    def _name(self, i: int) -> int:
        for size in range(LONGEST_NAME, 0, -1):
            key = self.said.joined(i, size)
            if not key or key not in self.book.names:
                continue
            if self._is_street(i, i + size):
                return i + size + 1
            end, state, postcode = self._tail(i + size)
            if not (state or postcode) and not self._may_be_place(key, i, i + size):
                continue
            if (state or postcode) and not self._agrees(key, state, postcode):
                # "hope nt": the state stands by chance beside an ordinary word.
                if not self._may_be_place(key, i, i + size):
                    continue
                if state:  # "Footscray NSW": one of the two is wrong, so somebody must ask
                    self._add(i, end, [*self.book.names[key], self.book.states[state]])
                    return end
                end, postcode = i + size, ""
            self._add(i, end, agreeing(self.book.names[key], state, postcode))
            return end
        return 0

    def _misspelt(self, i: int) -> int:
        context = self._context(i)
        for size in (3, 2, 1):
            key = self.said.joined(i, size)
            if not key or any(ch.isdigit() for ch in key):
                continue
            whole = self.said.is_whole(i, i + size)
            end, state, postcode = self._tail(i + size)
            last = end >= len(self.tokens) or self.said.breaks_after(i + size - 1)
            # Without a word before it, a slip must be long or one of vowels, and the message English.
            alone = whole or (len(key) >= 6 and size == 1 and last and self.said.is_english())
            if not (context or alone or state or postcode):
                continue
            if self.said.other_tongue and context < 2 and not (whole or state or postcode):
                continue  # "asawa at tatlong anak": words of another language, not slips
            if not self._could_be_slip(i, size, key):
                continue
            sure = context == 2 or whole or state or postcode
            names = self.book.like(key, None if sure and len(key) >= 8 else 1, state)
            if size == 1:
                names = tuple(
                    n
                    for n in names
                    if self._slip_may_stand(
                        key, n, context, whole=whole, told=bool(state or postcode)
                    )
                )
            else:
                names = tuple(
                    n for n in names if _one_word_off(key, n) or undoubled(key) == undoubled(n)
                )
            places = [p for n in names for p in self.book.names[n] if not state or p.state == state]
            if not places or len(names) > 3:
                continue
            self._add(i, end, agreeing(places, state, postcode))
            return end
        return 0

    # --- reading around a token ---

    def _could_be_slip(self, i: int, size: int, key: str) -> bool:
        words = [t.key for t in self.tokens[i : i + size]]
        if len(key) < 5 or not key.isascii() or key in GREETINGS:
            return False
        if not ELSEWHERE.isdisjoint(words):
            return False
        if any(t.raw[-2:] in {"'s", "’s"} for t in self.tokens[i : i + size]):
            return False
        if any(word in FUNCTION_WORDS or word in STATE_NAMES for word in words):
            return False
        if size == 1:
            return key not in lookalikes()
        # Several words: all but one must be right, and that one no English word.
        return len(key) >= 7 and any(w not in lookalikes() and len(w) >= 4 for w in words)

    def _slip_may_stand(
        self, key: str, name: str, context: int, *, whole: bool, told: bool
    ) -> bool:
        """Whether one misspelt word may be this name; ``told``: a state or postcode stands by it."""
        vowels = vowels_left_out(key, name)
        if context < 2 and (name[0] != key[0] or not (len(key) >= 7 or context or told or vowels)):
            return False
        mark = self.book.marks.get(name, "")
        # A slip of an everyday word ("sunshne") is read as the place where one is promised.
        meant = context == 2 or vowels or (whole and len(key) >= 8)
        return not mark or (mark == "w" and meant)

    def _agrees(self, key: str, state: str, postcode: str) -> bool:
        return any(
            (not state or p.state == state)
            and (
                not postcode or p.postcode == postcode or p in self.book.postcodes.get(postcode, ())
            )
            for p in self.book.names[key]
        )

    def _may_be_place(self, key: str, start: int, end: int) -> bool:
        """Whether a name at these tokens is meant as a place, by what it else may mean."""
        mark = self.book.marks.get(key, "") or ("w" if key in ELSEWHERE else "")
        if not mark and len(key) > 4:
            return True
        raw = self.tokens[start].raw
        context = self._context(start)
        capital = raw[0].isupper() and self.said.capitals_mean
        mid = capital and not self.said.starts_sentence(start)
        if mark == "x":
            return context == 2 and capital and len(self.tokens) > 1
        if self.said.is_whole(start, end):
            return True
        if mark == "w" and self.said.other_tongue and len(key) >= LEAST_ELSEWHERE:
            # "mình ở sunshine", "我在sunshine住"; "walang pagkain" is no Walang.
            return key not in ELSEWHERE
        after = end < len(self.tokens) and self.tokens[end].key in AFTER_NAME
        if mark in {"n", "f"}:
            return context == 2 or (context == 1 and after)
        if mark == "w" and " " in key and end == len(self.tokens):
            # "food sunshine north": two words that make a name, at the end of the message.
            return True
        return context == 2 or mid or (context == 1 and after)

    def _context(self, i: int) -> int:
        """2 where the words before promise a place, 1 where they allow one, 0 otherwise."""
        j = i - 1
        steps = 0
        best = 0
        while j >= 0 and steps < 3 and _JOINS_STATE.match(self.said.gap(j)):
            word = self.tokens[j].key
            if word in STRONG_CONTEXT:
                return 2
            if word in WEAK_CONTEXT:
                best = 1
            if word not in BETWEEN and word not in WEAK_CONTEXT:
                break
            j -= 1
            steps += 1
        if self.found and not best and j >= 0 and self.tokens[j].end == self.found[-1].end:
            return 1
        if best and self.found and j >= 0 and self.tokens[j].end == self.found[-1].end:
            return 2  # "footscray or sunshine": the second of a pair of places
        return best

    def _tail(self, i: int) -> tuple[int, str, str]:
        """A state and postcode that follow a name: (next token, state, postcode)."""
        state = postcode = ""
        end = i
        j = i
        if j < len(self.tokens) and self.tokens[j].key == "in":
            j += 1
        for size in range(LONGEST_STATE, 0, -1):
            if j > 0 and j + size <= len(self.tokens) and _JOINS_STATE.match(self.said.gap(j - 1)):
                key = self.said.joined(j, size)
                if key in STATE_NAMES:
                    state, end = STATE_NAMES[key], j + size
                    j = end
                    break
        if (
            0 < end < len(self.tokens)
            and _JOINS_STATE.match(self.said.gap(end - 1))
            and self.tokens[end].raw in self.book.postcodes
            and self.said.is_plain_number(end)
        ):
            postcode, end = self.tokens[end].raw, end + 1
        return end, state, postcode

    def _name_here_is_longer(self, i: int, size: int) -> bool:
        """Whether a longer place name starts here ("Victoria Park", "Western Australia"...)."""
        return any(
            self.said.joined(i, longer) in self.book.names
            for longer in range(size + 1, LONGEST_NAME + 1)
            if self.said.joined(i, longer)
        )

    def _begins_name(self, i: int) -> bool:
        return any(self.said.joined(i, n) in self.book.names for n in range(1, LONGEST_NAME + 1))

    def _is_street(self, start: int, end: int) -> bool:
        """Whether the name at these tokens is a street's: "12 Richmond St", "Barkly Road"."""
        if end >= len(self.tokens) or not self.said.joined(end - 1, 2):
            return False
        if self.tokens[end].key in STREET_WORDS:
            return True
        numbered = start > 0 and self.tokens[start - 1].raw[0].isdigit()
        return numbered and self.tokens[end].key == "st"

    def _add(self, start: int, end: int, places: Sequence[Place]) -> None:
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        self.found.append(PlaceMention(first, last, self.text[first:last], tuple(places)))
