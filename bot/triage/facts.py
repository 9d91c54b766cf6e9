"""What is known of a person's situation, kept as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

TIERS = ("T0", "T1", "T2", "T3", "T4")

#: Needs that come before the others when several are named at once.
_FIRST = {"crisis_counselling": 0}
#: A danger that makes a need the first one to look after.
NEED_OF_DOMAIN = {
    "family_violence": "crisis_counselling",
    "suicide_self_harm": "crisis_counselling",
    "severe_distress": "crisis_counselling",
    "homelessness_tonight": "accommodation",
    "money_crisis": "emergency_relief",
}


_NOTHING: tuple[Any, ...] = (None, (), {}, "")


def higher(one: str, other: str) -> str:
    """The higher of two tiers; an unknown word counts as T0."""
    return max(one, other, key=lambda tier: TIERS.index(tier) if tier in TIERS else 0)


def joined(old: Iterable[Any], new: Iterable[Any]) -> tuple[Any, ...]:
    """Both, in order, each once."""
    return tuple(dict.fromkeys([*old, *new]))


@dataclass(frozen=True)
class Facts:
    """Everything known, and where the questions stand. Grows by ``hear``; never mutated.

    The first block is what a worker sees (slots of the same names); the second
    is the assistant's own notes (kept together in the slot ``memory``).
    """

    audience: str = "customer"
    language: str | None = None
    interpreter: str | None = None  # offered | wanted | declined
    needs: tuple[str, ...] = ()
    sub_needs: tuple[str, ...] = ()
    place: str | None = None
    for_whom: str | None = None
    people: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    gender: str | None = None
    accessibility: tuple[str, ...] = ()
    cost: str | None = None
    when: str | None = None
    urgency: str | None = None
    safe_to_talk: str | None = None  # yes | no | unsure
    consent: Mapping[str, Any] = field(default_factory=dict)
    contact: str | None = None
    indicators: tuple[Mapping[str, Any], ...] = ()
    tier: str = "T0"
    asked: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    #: Sums and dates as told ("rent $450 a week", "court 12 march"), the newest last.
    amounts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    #: How many people need help, as answered.
    how_many: str | None = None
    #: The language the assistant answers in; None is English, as it began.
    speech: str | None = None

    turn: int = 0
    #: Whether the person chose ``speech`` by name or in the widget.
    speech_chosen: bool = False
    #: When the last message was heard: an ISO time with its zone.
    last_seen: str | None = None
    pending: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    skips: int = 0
    done: tuple[str, ...] = ()
    current: str | None = None
    place_candidates: tuple[str, ...] = ()
    place_misses: int = 0
    near_me: bool = False
    open_now: bool = False
    radius_km: float | None = None
    #: need -> the service in it that was named ("bond_help").
    sub_of: Mapping[str, str] = field(default_factory=dict)
    #: Words that narrow the search of a need, from answers: need -> words.
    seek: Mapping[str, str] = field(default_factory=dict)
    #: The person's own words for a need, for the search: need -> the message that named it.
    words_of: Mapping[str, str] = field(default_factory=dict)
    #: Other things an answer settles (payment, worker, way, priority, cost).
    wishes: Mapping[str, str] = field(default_factory=dict)
    #: Domain of a clarifying question that waits for its answer.
    pending_clarification: str | None = None
    #: Domain of a clarifying question about violence that waits until it is safe to ask (X-05).
    clarify_when_safe: str | None = None
    #: The question that the latest message answered.
    answered: str | None = None
    #: A tier that an answer has raised and that nobody has responded to yet.
    alarm: str | None = None
    #: 000 was shown and the person has not said that they have seen it.
    unacknowledged: bool = False
    #: Dangers that a safety text has been given for: domain -> tier.
    warned: Mapping[str, str] = field(default_factory=dict)
    #: Crisis lines that were shown after a safety text; they are not shown again.
    lines_shown: tuple[str, ...] = ()
    #: A worker has been told: the tier or the reason of the case that was opened.
    told: str | None = None
    #: How often in a row the pending question was not answered.
    misses: int = 0
    #: How often in a row a message was not understood.
    fallbacks: int = 0
    #: The response in which the open question was put last: no text comes twice in a row.
    asked_as: str | None = None
    #: Name and number of the service shown first, for an interpreter to call.
    last_service: Mapping[str, str] = field(default_factory=dict)
    #: The services shown last, as {"id", "name"}, for questions about them.
    on_screen: tuple[Mapping[str, str], ...] = ()
    #: need -> the turn in which it was looked for last.
    looked_at: Mapping[str, int] = field(default_factory=dict)
    #: Earlier states, newest last, for "go back".
    undo: tuple[Mapping[str, Any], ...] = ()
    #: The turn in which a worker was offered beside something else.
    offered_in: int | None = None
    #: What else the person or the staff member has said that opens a route (see guide.yml).
    signals: tuple[str, ...] = ()
    #: What another person at this keyboard told, by fact: the desk keeps it, nothing here goes by it.
    sealed: Mapping[str, Any] = field(default_factory=dict)
    #: fact name -> turn in which it was last set.
    provenance: Mapping[str, int] = field(default_factory=dict)

    # -- reading ---------------------------------------------------------------

    @property
    def open_needs(self) -> tuple[str, ...]:
        """Needs that have not been looked for yet, in the order to take them."""
        return tuple(need for need in self.needs if need not in self.done)

    @property
    def domains(self) -> frozenset[str]:
        """Risk domains seen at T2 or above."""
        return frozenset(
            str(i["domain"]) for i in self.indicators if str(i.get("tier", "T0")) >= "T2"
        )

    @property
    def has_companion(self) -> bool:
        """Whether somebody close writes or interprets: no questions about danger or consent (S4-02, X-05)."""
        return "companion" in self.signals

    @property
    def looked_together(self) -> tuple[str, ...]:
        """The needs that were looked for in one answer with the latest one."""
        latest = max(self.looked_at.values(), default=None)
        return tuple(n for n in self.needs if self.looked_at.get(n) == latest)

    @property
    def is_staff(self) -> bool:
        """Whether a staff member types, with or about a customer."""
        return self.audience == "staff"

    @property
    def speaks_other_language(self) -> bool:
        """Whether another language than English is known to be preferred."""
        return bool(self.language) and not str(self.language).lower().startswith("en")

    @property
    def search_key(self) -> tuple[Any, ...]:
        """What a search depends on: when it changes, shown results are out of date."""
        return (
            self.place,
            self.language,
            self.people,
            self.ages,
            self.gender,
            self.accessibility,
            self.cost,
            self.when,
            self.open_now,
            self.radius_km,
            self.sub_needs,
            tuple(sorted(self.seek.items())),
        )

    # -- growing ---------------------------------------------------------------

    def note(self, **values: Any) -> Facts:
        """These facts with ``values``, each marked with the turn it was set in."""
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        provenance = {**self.provenance, **dict.fromkeys(changed, self.turn)}
        return replace(self, **values, provenance=provenance)

    def in_order(self) -> Facts:
        """Needs that danger touches first; the rest in the order they were named."""
        urgent = {NEED_OF_DOMAIN.get(domain) for domain in self.domains}
        ranked = sorted(
            self.needs, key=lambda n: (n not in self.done, n not in urgent, _FIRST.get(n, 1))
        )
        return replace(self, needs=tuple(ranked))

    def with_risk(self, assessment: Mapping[str, Any]) -> Facts:
        """These facts with the indicators of one screened message; the tier never goes down."""
        found = [dict(i) for i in assessment.get("indicators") or []]
        if not found:
            return self
        known = {(i.get("code"), i.get("evidence")) for i in self.indicators}
        if self.interpreter == "present":
            # "She wants to end it", says the interpreter: it is the customer who speaks.
            for indicator in found:
                if indicator.get("subject") == "other":
                    indicator["subject"] = "self"
        new = [i for i in found if (i.get("code"), i.get("evidence")) not in known]
        facts = self.note(
            indicators=(*self.indicators, *new),
            tier=higher(self.tier, str(assessment.get("tier", "T0"))),
        )
        return facts.in_order()

    @property
    def gravest_domain(self) -> str | None:
        """The domain of the gravest sign of real danger (T2 and above), the latest of equals."""
        signs = [sign for sign in self.indicators if str(sign.get("tier", "T0")) >= "T2"]
        found = max(reversed(signs), key=lambda sign: str(sign["tier"]), default=None)
        return str(found["domain"]) if found else None

    def raised(self, domain: str, tier: str, question: str) -> Facts:
        """These facts after an answer that means danger: the indicator, the tier and the alarm."""
        indicator = {
            "code": f"answer.{question}",
            "domain": domain,
            "tier": tier,
            "subject": "self",
            "time": "now",
            "evidence": question,
        }
        facts = self.with_risk({"tier": tier, "indicators": [indicator]})
        return replace(
            facts, alarm=higher(self.alarm or "T0", tier) if tier >= "T3" else self.alarm
        )

    # -- keeping ---------------------------------------------------------------

    def as_slots(self) -> dict[str, Any]:
        """Slot values, JSON only: one slot a fact that others read, the rest in ``memory``.

        What another person told (``sealed``) stands in its slot until this one tells their own.
        """
        slots: dict[str, Any] = {}
        memory: dict[str, Any] = {}
        sealed = {k: v for k, v in self.sealed.items() if getattr(self, k) in _NOTHING}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in sealed:
                value = sealed[item.name]
            elif item.name == "sealed":
                value = sealed
            plain = list(value) if isinstance(value, tuple) else value
            plain = dict(plain) if isinstance(plain, Mapping) else plain
            (slots if item.name in EXPORTED else memory)[item.name] = plain
        slots["memory"] = memory
        return slots

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Facts:
        """The facts that ``as_slots`` kept; unknown keys and empty slots are left out."""
        values = {**(slots.get("memory") or {}), **{k: slots.get(k) for k in EXPORTED}}
        known: dict[str, Any] = {}
        sealed = values.get("sealed") or {}
        for item in fields(cls):
            value = values.get(item.name)
            if value is None or item.name in sealed:
                continue
            known[item.name] = tuple(value) if isinstance(value, list) else value
        return cls(**known)

    def for_desk(self) -> dict[str, Any]:
        """What goes with a case: the exported facts that are known."""
        slots = self.as_slots()
        return {k: slots[k] for k in EXPORTED if slots[k] not in (None, [], {}, "")}


#: Slots that the desk, the gateway and the summary read (names in docs/conversation.md).
EXPORTED = (
    "audience",
    "language",
    "interpreter",
    "needs",
    "sub_needs",
    "place",
    "for_whom",
    "people",
    "ages",
    "gender",
    "accessibility",
    "cost",
    "when",
    "urgency",
    "safe_to_talk",
    "consent",
    "contact",
    "indicators",
    "tier",
    "asked",
    "shown",
    "amounts",
    "dates",
    "how_many",
    "speech",
    "pending_clarification",
)
