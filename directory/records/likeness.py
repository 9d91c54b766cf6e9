"""How much two records look like one service, and why: by name, number, place and kind of help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from directory.gazetteer.atlas import distance_km

#: Names that are this much alike are one name (0 to 1).
SAME_NAME = 0.84
#: Kilometres between two points that may be one door.
NEAR_KM = 0.5
#: Below this score a pair is not worth anybody's time.
LEAST = 0.75
#: What each likeness counts, and what speaks against one service. A switchboard and a direct
#: number of one service at one door differ, so different numbers alone do not part a pair.
NAME, ORGANIZATION, NUMBER, DOOR = 0.45, 0.15, 0.35, 0.25
OTHER_NUMBER, OTHER_PLACE, OTHER_HELP = -0.08, -0.5, -0.2
ROUNDING = 1e-9
_COMMON = re.compile(
    r"\b(?:the|inc|incorporated|ltd|limited|pty|of|and|co|australia|service|services)\b"
)


@dataclass(frozen=True)
class Pair:
    """Two records that look like one, and why."""

    one: str
    other: str
    one_name: str
    other_name: str
    score: float
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For a script or a page."""
        return {
            "one": self.one, "one_name": self.one_name, "other": self.other,
            "other_name": self.other_name, "score": round(self.score, 2),
            "reasons": list(self.reasons),
        }  # fmt: skip


def bare_name(name: str) -> str:
    """A name as it is compared: no case, no marks, no words that every name has."""
    low = re.sub(r"[^a-z0-9 ]+", " ", name.lower().replace("&", " and ").replace("'", ""))
    return " ".join(_COMMON.sub(" ", low).split()) or low.strip()


@dataclass
class Facts:
    """What two records are compared by."""

    id: str
    name: str
    organization: str
    url: str
    digits: frozenset[str]
    #: (latitude, longitude, state) of its listings.
    spots: tuple[tuple[float | None, float | None, str], ...]
    terms: frozenset[str]
    hidden: bool
    #: Name and organisation as they are compared: as they stand, and their words in order.
    bare: tuple[str, str] = ("", "")
    bare_organization: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self.bare = _bare(self.name)
        self.bare_organization = _bare(self.organization)


@lru_cache(maxsize=20_000)
def _bare(name: str) -> tuple[str, str]:
    bare = bare_name(name)
    return bare, " ".join(sorted(bare.split()))


def beside_names(one: Facts, other: Facts) -> tuple[float, list[str]]:
    """What numbers, doors and kinds of help say, with the reasons in words."""
    reasons: list[str] = []
    score = 0.0
    shared = one.digits & other.digits
    if shared:
        score += NUMBER
        reasons.append(f"the same number {min(shared)}")
    elif one.digits and other.digits:
        score += OTHER_NUMBER
    near = _near(one, other)
    if near is not None and near <= NEAR_KM:
        score += DOOR
        hidden = one.hidden or other.hidden
        reasons.append("the same area" if hidden else f"{near * 1000:.0f} m apart")
    elif near is not None and near > 5:
        score += OTHER_PLACE
    if one.terms and not one.terms & other.terms:
        score += OTHER_HELP
    return score, reasons


def compare(one: Facts, other: Facts) -> Pair:
    """How much two records look like one (0 to 1), with the reasons in words."""
    reasons: list[str] = []
    score, others = beside_names(one, other)
    alike = _alike(one.bare, other.bare)
    if alike >= SAME_NAME:
        score += NAME * alike
        reasons.append("the same name" if alike == 1 else f"names {alike:.0%} alike")
    if _alike(one.bare_organization, other.bare_organization) >= SAME_NAME:
        score += ORGANIZATION
        reasons.append("the same organisation")
    reasons += others
    return Pair(one.id, other.id, one.name, other.name, max(0.0, min(1.0, score)), tuple(reasons))


def _alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    """How much two names are one, 0 to 1; less than ``SAME_NAME`` may come as 0."""
    if one[0] == other[0]:
        return 1.0
    if one[1] == other[1]:
        return 0.98
    matcher = SequenceMatcher(None, one[1], other[1])
    # The two upper bounds cost a tenth of the ratio itself.
    if matcher.real_quick_ratio() < SAME_NAME or matcher.quick_ratio() < SAME_NAME:
        return 0.0
    return matcher.ratio()


def _near(one: Facts, other: Facts) -> float | None:
    """Least kilometres between their places; 0 where both are lines of one state; None unknown."""
    best: float | None = None
    for a, b, state in one.spots:
        for c, d, state_too in other.spots:
            if a is None or b is None or c is None or d is None:
                # Two lines of the same state are in the same place; a line and a door are not.
                if a is None and c is None and state == state_too and state:
                    best = 0.0
                continue
            away = distance_km(a, b, c, d)
            best = away if best is None else min(best, away)
    return best
