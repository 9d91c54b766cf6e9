"""How a phrase is meant: denied, long past, asked about, joked, said of somebody else.

None of these silences a phrase whose words could be meant (rule X-11): they lower it to
a tier where a person is asked, and only a person lowers it further.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.risk.assessment import Indicator, Tier, Time
from bot.risk.indicators import BENIGN, Entry, Rules
from bot.risk.patterns import NEGATORS
from bot.risk.text import Reading

#: A negator also turns a phrase round through these words, at most this many of them.
_BETWEEN = frozenset(
    [
        "going",
        "to",
        "want",
        "feel",
        "feeling",
        "be",
        "been",
        "am",
        "is",
        "are",
        "was",
        "were",
        "any",
        "really",
        "actually",
        "even",
        "a",
        "an",
        "the",
        "like",
        "trying",
        "planning",
        "thinking",
        "of",
        "about",
        "have",
        "having",
        "had",
        "do",
        "does",
        "did",
        "would",
        "will",
        "could",
        "ever",
        "at",
        "all",
        "being",
        "currently",
        "intend",
        "in",
        "that",
        "i",
        "because",
        "saying",
        "mean",
        "meaning",
        "it",
        "my",
        "here",
        "for",
        "any's",
        "contemplating",
        "considering",
        "still",
        "currently",
        "always",
        "hearing",
        "having",
        "under",
        "from",
    ]
)
_NEGATION_REACH = 6
#: How many words away a word for "now" or "years ago" still belongs to a phrase.
_NOW_BEFORE, _NOW_AFTER = 5, 7
_PAST_BEFORE, _PAST_AFTER = 8, 8
_INFORMATION_REACH = 9


@dataclass(frozen=True)
class Match:
    """A phrase found in a reading: words ``start``..``end`` (exclusive)."""

    entry: Entry
    start: int
    end: int
    #: A "not" stands in a gap of the phrase ("he is not hitting me").
    denied_inside: bool = False


@dataclass(frozen=True)
class Found:
    """Everything the patterns saw in one reading."""

    matches: tuple[Match, ...]
    #: Word ranges of false friends.
    benign: tuple[tuple[int, int], ...]
    #: Meaning name -> word ranges.
    meanings: dict[str, tuple[tuple[int, int], ...]]

    def has(self, meaning: str) -> bool:
        """Whether the text says this anywhere."""
        return bool(self.meanings.get(meaning))

    def is_joke(self) -> bool:
        """Whether it says that it is one, and takes that back nowhere ("not even joking")."""
        return self.has("joke") and not self.has("earnest")

    def clears(self) -> bool:
        """Whether, as the answer to a question, the text says "no" and leaves nothing open."""
        return self.has("denies") and self.leaves_nothing_open()

    def leaves_nothing_open(self) -> bool:
        """Whether no word takes a "no" back ("but sometimes"), business aside."""
        business = {start for start, _ in self.meanings.get("carries_on", ())}
        return all(start in business for start, _ in self.meanings.get("reopens", ()))

    def masked(self) -> frozenset[int]:
        """Indices of the words inside false friends."""
        return frozenset(i for start, end in self.benign for i in range(start, end))


def find(rules: Rules, words: Sequence[str]) -> Found:
    """All phrases in ``words``, with those inside a false friend taken out."""
    matches: list[Match] = []
    benign: list[tuple[int, int]] = []
    meanings: dict[str, list[tuple[int, int]]] = {}
    for number, start, end in rules.matcher.find(words):
        entry = rules.entries[number]
        meaning = rules.meanings[number]
        if entry is None:
            if meaning is not None:
                meanings.setdefault(meaning, []).append((start, end))
        elif entry.domain == BENIGN:
            benign.append((start, end))
        else:
            denied = not rules.matcher.phrases[number].denies and _denied_inside(words, start, end)
            matches.append(Match(entry, start, end, denied))
    kept = tuple(m for m in matches if not _inside(m, benign))
    return Found(kept, tuple(benign), {name: tuple(spans) for name, spans in meanings.items()})


def denies_itself(match: Match, words: Sequence[str]) -> bool:
    """Whether the phrase is said only to be denied ("no, I'm not suicidal")."""
    return (
        match.denied_inside
        or _negated(words, match.start)
        or (
            words[match.end - 1] in _NAMED
            and not NEGATORS.isdisjoint(words[match.start : match.end - 1])
        )
    )


#: Names of what a clarifying question asks about: "not" before one of them is the answer.
_NAMED = frozenset({"suicidal", "suicide", "violent", "abuse"})


def _inside(match: Match, benign: Iterable[tuple[int, int]]) -> bool:
    """A false friend hides a phrase that ends inside it ("I'm lost" in "lost in your building").

    A phrase that goes on after it is longer than the false friend and wins.
    """
    return any(start < match.end <= end for start, end in benign if match.start >= start - 4)


def weigh(match: Match, found: Found, reading: Reading) -> Indicator:
    """The indicator a phrase raises in this text, after all that its meaning says."""
    entry, words = match.entry, reading.words
    tier, is_open = entry.tier, entry.open
    time: Time = "unknown"
    lowered = False
    if entry.negatable and (match.denied_inside or _negated(words, match.start)):
        tier, is_open, lowered = min(tier, Tier.T1), True, True
    if _is_past(match, found.meanings.get("past", ()), words):
        time = "past"
        if entry.past is not None and tier > entry.past:
            tier, lowered = entry.past, True
            is_open = is_open or entry.tier >= Tier.T3
    if entry.hypothetical and _asked(match, found.meanings.get("information", ()), words):
        time, lowered = "hypothetical", True
        if tier > Tier.T1:
            is_open = is_open or tier >= Tier.T3
            tier = Tier.T1
    if found.is_joke() and tier > Tier.T1 and entry.domain in _JOKED:
        # "jk" lowers by one question, never to nothing; a plain threat to life keeps T3 (S1-15).
        tier = Tier.T3 if tier is Tier.T4 else Tier.T1
        is_open, lowered = True, True
    if not lowered:
        if _near(match, found.meanings.get("now", ()), _NOW_BEFORE, _NOW_AFTER):
            tier, time = max(tier, entry.now), "now"
        elif _near(match, found.meanings.get("today", ()), _NOW_BEFORE, _NOW_AFTER):
            tier, time = max(tier, entry.now), "today"
        elif entry.tier is Tier.T4 and time == "unknown":
            time = "now"
    if tier is Tier.T4 and entry.domain in _OVER:
        if _is_over(match, found, words):
            tier, time = Tier.T3, "past"
        elif entry.hypothetical and found.has("information"):
            # "What happens if I report him for hitting me": serious, and asked with time to ask.
            tier = Tier.T3
    evidence, start, end = reading.evidence(match.start, match.end)
    return Indicator(
        code=entry.code,
        domain=entry.domain,
        tier=tier,
        # ``whose.py`` tells it by the whole passage; this holds where it can't.
        subject="self" if entry.subject == "auto" else entry.subject,
        time=time,
        evidence=evidence,
        start=start,
        end=end,
        source="pattern",
        open=is_open and tier <= Tier.T2,
        lowered=lowered,
    )


#: Domains in which what was done last night is serious and not under way; a body, a means to die and
#: somebody missing stay what they are.
_OVER = frozenset(
    {"family_violence", "child_at_risk", "elder_abuse", "exploitation", "harm_to_others", "disability_without_support"}
)  # fmt: skip
#: "Since last night" goes on.
_GOING_ON = frozenset({"since", "from", "until", "till", "still", "again", "all"})


def _is_over(match: Match, found: Found, words: Sequence[str]) -> bool:
    """Whether a phrase speaks of last night or last week, and no word of it going on."""
    over = [
        (start, end)
        for start, end in found.meanings.get("recent", ())
        if not _GOING_ON.intersection(words[max(0, start - 2) : start])
    ]
    if not _near(match, over, _PAST_BEFORE, _PAST_AFTER):
        return False
    still = (*found.meanings.get("now", ()), *found.meanings.get("today", ()))
    return not _near(match, still, _NOW_BEFORE, _NOW_AFTER) and "still" not in words


def time_of(found: Found, start: int, end: int, tier: Tier) -> Time:
    """When a passage (words ``start`` to ``end``) happens, by what it says of time."""

    def says(name: str) -> bool:
        spans = found.meanings.get(name, ())
        return any(first < end and last > start for first, last in spans)

    if tier is Tier.T4 or says("now"):
        return "now"
    if says("today"):
        return "today"
    if says("past"):
        return "past"
    return "hypothetical" if says("information") else "unknown"


#: Domains where "only joking" is an answer; nobody jokes about a stopped breath.
_JOKED = frozenset({"suicide_self_harm", "harm_to_others", "severe_distress", "family_violence"})


#: "Won't stop hitting" denies no hitting, "doesn't want me" and "says don't tell" none of what is told.
_NO_DENIAL = frozenset({"stop", "stopping", "only", "just", "quit", "tell", "telling", "sign", "care", "believe"})  # fmt: skip
#: "Can't see" is the sign itself; "can't hurt me any more" denies.
_ABILITIES = frozenset(
    {"see", "walk", "move", "feel", "breathe", "talk", "speak", "sleep", "eat", "stop", "get", "stand", "hear", "wake", "leave", "pay", "afford", "cope", "swallow", "find", "hold"}
)  # fmt: skip


def _denied_inside(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a "not" in the middle denies the phrase; "won't stop hitting" does not."""
    for i in range(start + 1, end - 1):
        if words[i] not in NEGATORS or words[i + 1] in _NO_DENIAL:
            continue
        if words[i + 1] == "want" and words[i + 2 : i + 3] in (("me",), ("us",)):
            continue
        if not (words[i - 1] in {"can", "could"} and words[i + 1] in _ABILITIES):
            return True
    return False


def _negated(words: Sequence[str], start: int) -> bool:
    for index in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        word = words[index]
        if word in NEGATORS:
            # "no, I ..." answers a question; "not only", "why not" deny nothing.
            if word == "no" and index + 1 < start and words[index + 1] == "i":
                return False
            return not (index > 0 and words[index - 1] in {"why", "if"})
        if word not in _BETWEEN:
            return False
        if word == "i" and (index == 0 or words[index - 1] not in {"that", "like"}):
            return False
    return False


def _near(match: Match, spans: Iterable[tuple[int, int]], before: int, after: int) -> bool:
    return any(end > match.start - before and start < match.end + after for start, end in spans)


#: "Years ago, and now he ...": what follows one of these is no longer past.
_NO_LONGER_PAST = frozenset({"now", "just", "again", "still", "tonight", "today"})


def _is_past(match: Match, spans: Iterable[tuple[int, int]], words: Sequence[str]) -> bool:
    """Whether words for long ago belong to the phrase, and none between them leads back to now."""
    return any(
        _NO_LONGER_PAST.isdisjoint(words[end : match.start])
        for start, end in spans
        if end > match.start - _PAST_BEFORE and start < match.end + _PAST_AFTER
    )


def _asked(match: Match, spans: Iterable[tuple[int, int]], words: Sequence[str]) -> bool:
    """Whether the phrase is what a question about the world asks about.

    "What happens to my debts if I kill myself" asks about the speaker, and is no such question;
    "what do I say when a client says I want to die" hands on the words of somebody else.
    """
    for start, end in spans:
        if start <= match.start and match.start - end <= _INFORMATION_REACH:
            about = words[max(end, match.start - _OWN_BEFORE) : match.end]
            own = _OWN if match.entry.domain in _AT_HOME else _SPEAKER
            if own.isdisjoint(about) or not _HANDED_ON.isdisjoint(words[end : match.start]):
                return True
    return False


#: So many words before a phrase, "i" is who it speaks of.
_OWN_BEFORE = 2
_SPEAKER = frozenset({"i", "myself"})
#: A worker asks what to do "if a customer threatens me"; nobody's work has to do with these.
_OWN = _SPEAKER | {"me"}
_AT_HOME = frozenset({"family_violence", "elder_abuse", "child_at_risk", "suicide_self_harm", "severe_distress"})  # fmt: skip
_HANDED_ON = frozenset({"say", "says", "said", "saying", "tells", "told", "writes", "types"})


def opened(indicator: Indicator, entry: Entry) -> Iterable[Indicator]:
    """The flags an indicator opens in other domains (X-10), never above its own tier."""
    for domain, tier in entry.opens:
        yield replace(indicator, domain=domain, tier=min(tier, indicator.tier))
