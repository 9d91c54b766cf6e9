"""What a screening says: tiers, indicators and the assessment that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

#: The fourteen domains of the brief, section 3, in its order.
DOMAINS = (
    "suicide_self_harm",
    "harm_to_others",
    "family_violence",
    "child_at_risk",
    "elder_abuse",
    "homelessness_tonight",
    "exploitation",
    "medical_emergency",
    "severe_distress",
    "money_crisis",
    "gambling_aod",
    "disability_without_support",
    "isolation_young_person",
    "privacy",
)

Subject = Literal["self", "child", "partner", "other", "staff", "public"]
Time = Literal["now", "today", "past", "hypothetical", "unknown"]
Source = Literal["pattern", "classifier"]


class Tier(IntEnum):
    """How fast and by which way a person must be reached (brief, 3.0). Never a score of a person."""

    T0 = 0  # no risk meaning: carry on
    T1 = 1  # concern or open meaning: one kind clarifying question
    T2 = 2  # real risk, no immediate danger: same-day worker or specialist
    T3 = 3  # serious risk, or a remark that could not be clarified: a social worker in this contact
    T4 = 4  # life or safety in danger now: 000 first and alone

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str | int | Tier) -> Tier:
        """``"T3"``, ``3`` or ``Tier.T3`` as a ``Tier``; ``ValueError`` for anything else."""
        if isinstance(name, int):
            return cls(name)
        try:
            return cls[name]
        except KeyError:
            raise ValueError(f"{name!r} is not a tier: write T0, T1, T2, T3 or T4") from None


@dataclass(frozen=True)
class Indicator:
    """One sign of danger and the person's own words that raised it."""

    code: str
    domain: str
    tier: Tier
    subject: Subject
    time: Time
    #: ``text[start:end]``; empty with start == end when the sign is the conversation itself.
    evidence: str
    start: int
    end: int
    source: Source
    #: True while the words could mean something else: ask once, kindly.
    open: bool = False
    #: True where "not", "years ago", "what if" or a joke took it down from its own tier.
    lowered: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The indicator as plain values, without offsets."""
        return {
            "code": self.code,
            "domain": self.domain,
            "tier": self.tier.name,
            "subject": self.subject,
            "time": self.time,
            "evidence": self.evidence,
        }


@dataclass(frozen=True)
class Context:
    """What the conversation so far adds to one message."""

    #: The person's last messages, oldest first (the last three are read).
    previous: tuple[str, ...] = ()
    #: The domain asked about in the last turn, when the last turn was a clarifying question.
    pending_clarification: str | None = None
    #: Highest tier any message of the conversation has had.
    highest: Tier = Tier.T0


@dataclass(frozen=True)
class Assessment:
    """The result of one screening. The tier changes speed and route only."""

    tier: Tier = Tier.T0
    #: Highest tier first; every domain that was found appears (rule X-09).
    indicators: tuple[Indicator, ...] = ()
    #: Name of the response that asks what was meant, when that is open.
    clarify: str | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        """Domains found, most urgent first, each once."""
        return tuple(dict.fromkeys(indicator.domain for indicator in self.indicators))

    def as_dict(self) -> dict[str, Any]:
        """The assessment as plain values, for JSON."""
        return {
            "tier": self.tier.name,
            "indicators": [indicator.as_dict() for indicator in self.indicators],
            "clarify": self.clarify,
        }


NOTHING = Assessment()
