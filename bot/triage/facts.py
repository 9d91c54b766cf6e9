"""What is known of a person's situation, kept as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.triage.place_names import STATE_NAMES, choose
from bot.triage.understood import Understood

TIERS = ("T0", "T1", "T2", "T3", "T4")

#: Needs that come before the others when several are named at once.
_FIRST = {"crisis_counselling": 0}
#: A danger that makes a need the first one to look after.
_NEED_OF_DOMAIN = {
    "family_violence": "crisis_counselling",
    "suicide_self_harm": "crisis_counselling",
    "severe_distress": "crisis_counselling",
    "homelessness_tonight": "accommodation",
    "money_crisis": "emergency_relief",
}
#: Who the help is for, from the people a message names.
_SOMEBODY_ELSE = ("client", "friend", "parent", "older_person")


def higher(one: str, other: str) -> str:
    """The higher of two tiers; an unknown word counts as T0."""
    return max(one, other, key=lambda tier: TIERS.index(tier) if tier in TIERS else 0)


def joined(old: Iterable[Any], new: Iterable[Any]) -> tuple[Any, ...]:
    """Both, in order, each once."""
    return tuple(dict.fromkeys([*old, *new]))


def _pairs(understood: Understood) -> dict[str, str]:
    """Which need each named service belongs to: the one found on the same words."""
    needs = [e for e in understood.entities if e.name == "need" and not understood.rejects(e)]
    pairs: dict[str, str] = {}
    for sub in understood.entities:
        if sub.name != "sub_need" or understood.rejects(sub):
            continue
        overlapping = [n for n in needs if n.start < sub.end and sub.start < n.end]
        owner = next(iter(overlapping or (needs if len(needs) == 1 else [])), None)
        if owner is not None:
            pairs.setdefault(str(owner.value), str(sub.value))
    return pairs


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
    #: The language the assistant answers in; None is English, as it began.
    speech: str | None = None

    turn: int = 0
    #: Whether the person chose ``speech`` by name or in the widget.
    speech_chosen: bool = False
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
    #: Earlier states, newest last, for "go back".
    undo: tuple[Mapping[str, Any], ...] = ()
    #: What else the person or the staff member has said that opens a route (see guide.yml).
    signals: tuple[str, ...] = ()
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

    def merge(self, understood: Understood) -> Facts:
        """These facts with what a message says: corrections replace, several needs keep their order."""
        facts = self._merge_needs(understood)._merge_place(understood)
        facts = facts._merge_people(understood)
        single = {
            "language": understood.first("language"),
            "when": understood.first("time"),
            "urgency": understood.first("urgency"),
            "gender": understood.first("gender"),
            "cost": understood.first("cost"),
        }
        facts = facts.note(**{name: value for name, value in single.items() if value})
        access = understood.values("accessibility")
        if access:
            facts = facts.note(accessibility=joined(facts.accessibility, access))
        if facts.when in {"now", "today", "tonight"} and not facts.urgency:
            facts = facts.note(urgency="now" if facts.when == "now" else "today")
        return facts

    def _merge_needs(self, understood: Understood) -> Facts:
        named = [str(n) for n in understood.values("need")]
        unwanted = [str(n) for n in understood.rejected_values("need") if str(n) not in named]
        subs = [str(s) for s in understood.values("sub_need")]
        dropped_subs = [str(s) for s in understood.rejected_values("sub_need")]
        needs = [n for n in self.needs if n not in unwanted]
        done = self.done
        if named and understood.changes_mind and self.open_needs:
            # "Actually, food instead": what was being asked about gives way.
            given_up = self.open_needs[0]
            needs = [n for n in needs if n != given_up or n in named]
            needs = [*[n for n in needs if n in done], *named, *[n for n in needs if n not in done]]
        needs = list(joined(needs, named))
        if understood.intent in {"find_service", "correct"} or understood.is_payload:
            done = tuple(n for n in done if n not in named)
        sub_of = {n: s for n, s in self.sub_of.items() if n in needs and s not in dropped_subs}
        facts = self.note(
            needs=tuple(needs),
            done=tuple(n for n in done if n in needs),
            sub_of={**sub_of, **_pairs(understood)},
            sub_needs=tuple(s for s in joined(self.sub_needs, subs) if s not in dropped_subs),
        )
        return facts._in_order() if len(named) > 1 else facts

    def _in_order(self) -> Facts:
        """Needs that danger touches first; the rest in the order they were named."""
        urgent = {_NEED_OF_DOMAIN.get(domain) for domain in self.domains}
        ranked = sorted(
            self.needs, key=lambda n: (n not in self.done, n not in urgent, _FIRST.get(n, 1))
        )
        return replace(self, needs=tuple(ranked))

    def _merge_place(self, understood: Understood) -> Facts:
        named = [str(p) for p in understood.values("place")]
        unwanted = {str(p) for p in understood.rejected_values("place")} - set(named)
        if not named:
            return self.note(place=None) if self.place in unwanted else self
        if understood.intent == "correct":
            # "I said Fitzroy, I meant Footscray": the new one is the one that differs.
            named = [p for p in named if p != self.place] or named
        if named[0] == "near_me":
            return replace(self, near_me=True)
        if named[0] in STATE_NAMES and self.place_candidates:
            # "The one in Victoria" chooses among the Richmonds.
            chosen = choose(self.place_candidates, named[0])
            named = [chosen] if chosen else named
        return self.note(place=named[0], place_candidates=(), near_me=False)

    def _merge_people(self, understood: Understood) -> Facts:
        named = [str(p) for p in understood.values("people")]
        unwanted = {str(p) for p in understood.rejected_values("people")}
        ages = [str(a) for a in understood.values("age")]
        facts = self
        if named or unwanted:
            kept = () if understood.intent == "correct" and named else self.people
            facts = facts.note(people=tuple(p for p in joined(kept, named) if p not in unwanted))
        if ages:
            kept_ages = () if understood.intent == "correct" else self.ages
            facts = facts.note(ages=joined(kept_ages, ages))
        for person in named:
            if person in {"self", "alone"}:
                return facts.note(for_whom="self")
            if person in _SOMEBODY_ELSE:
                return facts.note(for_whom=person)
        return facts

    def with_risk(self, assessment: Mapping[str, Any]) -> Facts:
        """These facts with the indicators of one screened message; the tier never goes down."""
        found = [dict(i) for i in assessment.get("indicators") or []]
        if not found:
            return self
        known = {(i.get("code"), i.get("evidence")) for i in self.indicators}
        new = [i for i in found if (i.get("code"), i.get("evidence")) not in known]
        facts = self.note(
            indicators=(*self.indicators, *new),
            tier=higher(self.tier, str(assessment.get("tier", "T0"))),
        )
        return facts._in_order()

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
        """Slot values, JSON only: one slot a fact that others read, the rest in ``memory``."""
        slots: dict[str, Any] = {}
        memory: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
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
        for item in fields(cls):
            value = values.get(item.name)
            if value is None:
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
    "speech",
    "pending_clarification",
)
