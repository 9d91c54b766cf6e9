"""The questions of ``questions.yml`` and when each is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.triage.facts import Facts

PATH = Path(__file__).with_name("questions.yml")

NEEDS = (
    "emergency_relief",
    "accommodation",
    "financial_aid",
    "crisis_counselling",
    "community_legal_health",
    "drug_alcohol_gambling",
    "support_advocacy",
    "transport",
    "education_family",
)
SKIPPED = "skipped"


@dataclass(frozen=True)
class Option:
    """One answer to a question: its code, words that mean it, what it settles, what danger it means."""

    code: str
    says: tuple[str, ...] = ()
    sets: tuple[tuple[str, Any], ...] = ()
    raises: tuple[str, str] | None = None  # domain, tier
    #: Whether the danger it means is the one that is known already, where one is.
    of_known_danger: bool = False


@dataclass(frozen=True)
class Question:
    """One question; ``utter_ask_<id>`` and ``utter_explain_<id>`` are its words."""

    id: str
    need: str  # a need, "prelude" or "shared"
    stage: str  # before | after
    kind: str
    fact: str | None = None
    options: tuple[Option, ...] = ()
    ask_when: tuple[str, ...] = ()
    skip_when: tuple[str, ...] = ()
    seeks: bool = False
    #: Whether the message that names the need may hold the answer ("I need food").
    told_with_need: bool = False
    #: The danger that a clarifying question of ours has asked about in other words: the domain,
    #: and for each way it was settled the answer that this question then has.
    clarified: tuple[str, tuple[tuple[str, str], ...]] | None = None

    def answer_from(self, domain: str, verdict: str) -> str | None:
        """The answer that a settled clarifying question about ``domain`` has given to this one."""
        if self.clarified is None or self.clarified[0] != domain:
            return None
        return dict(self.clarified[1]).get(verdict)

    @property
    def response(self) -> str:
        """Name of the response that asks."""
        return f"utter_ask_{self.id}"

    @property
    def explanation(self) -> str:
        """Name of the response that says why."""
        return f"utter_explain_{self.id}"

    @property
    def raises(self) -> bool:
        """Whether an answer may mean serious danger (T3 or T4)."""
        return any(o.raises is not None and o.raises[1] >= "T3" for o in self.options)

    def option(self, code: str) -> Option | None:
        """The option of this code, or None."""
        return next((o for o in self.options if o.code == code), None)

    def is_due(self, facts: Facts) -> bool:
        """Whether it may be asked now: not asked before, not known, and its conditions hold."""
        return self.id not in facts.asked and self.is_open(facts)

    def is_open(self, facts: Facts) -> bool:
        """Whether its answer is still missing and of use, asked before or not."""
        if self.id in facts.answers:
            return False
        if self.fact and self.fact != "needs" and getattr(facts, self.fact):
            return False
        if any(CONDITIONS[name](facts) for name in self.skip_when):
            return False
        return all(CONDITIONS[name](facts) for name in self.ask_when)


@dataclass(frozen=True)
class Questions:
    """All questions in order, with the limits that hold for them."""

    all: tuple[Question, ...]
    limits: Mapping[str, int]

    def get(self, question_id: str | None) -> Question | None:
        """The question of this id, or None."""
        return next((q for q in self.all if q.id == question_id), None)

    def settled_by(self, domain: str, verdict: str) -> dict[str, str]:
        """Questions that a settled clarifying question has answered, with their answers."""
        found = {q.id: q.answer_from(domain, verdict) for q in self.all}
        return {key: answer for key, answer in found.items() if answer is not None}

    def of(self, need: str, stage: str | None = None) -> tuple[Question, ...]:
        """Questions of a need in order, of one stage or of both."""
        return tuple(q for q in self.all if q.need == need and stage in (None, q.stage))

    def asked_of(self, facts: Facts, need: str) -> int:
        """How many questions this need has cost so far; the shared ones count for each need."""
        own = {q.id for q in self.of(need)} | {q.id for q in self.of("shared")}
        return sum(1 for question_id in facts.asked if question_id in own)

    def next_of(self, facts: Facts, need: str, stage: str) -> Question | None:
        """The next question of ``need`` that is due, or None; None past the limit (S3-14)."""
        if self.asked_of(facts, need) >= self.limits["per_need"]:
            return None
        return next((q for q in self.of(need, stage) if q.is_due(facts)), None)


def _nowhere_tonight(facts: Facts) -> bool:
    return facts.answers.get("acc_tonight") in {"no", "unsure"} or (
        "homelessness_tonight" in facts.domains
    )


def _names(*services: str) -> Callable[[Facts], bool]:
    """Whether one of these services (codes of sub-needs) was named."""
    return lambda facts: bool(set(services) & set(facts.sub_needs))


#: The conditions that questions.yml may name.
CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    # A named service ("no interest loan") says more than the question would bring.
    "sub_need_known": lambda f: bool(
        f.current and (f.sub_of.get(f.current) or f.seek.get(f.current))
    ),
    # A payment that is late says nothing about how to get through the day.
    "money_help_named": lambda f: bool(
        f.current
        and (f.sub_of.get(f.current) or f.seek.get(f.current))
        and f.sub_of.get(f.current) != "centrelink"
    ),
    # Whoever names a service and a place gets services; danger in the words was met before.
    "looks_for_service": lambda f: bool(
        f.current
        and (f.sub_of.get(f.current) or f.seek.get(f.current))
        and (f.place or f.place_candidates)
        and f.tier < "T3"
    ),
    "urgent": lambda f: f.urgency in {"now", "today"},
    "alone": lambda f: "alone" in f.people,
    # nothing about violence, control or self-harm unless the person said it is safe.
    "private": lambda f: f.safe_to_talk == "yes" and not f.has_companion,
    "watched": lambda f: f.safe_to_talk == "no" or f.has_companion,
    "people_known": lambda f: bool(f.people),
    "for_somebody_else": lambda f: f.for_whom not in {None, "self"},
    "for_whom_known": lambda f: bool(f.for_whom),
    "children_known": lambda f: bool({"child", "children", "baby"} & set(f.people)),
    "ages_known": lambda f: bool(f.ages),
    "when_known": lambda f: bool(f.when),
    "when_tonight": lambda f: f.when in {"now", "tonight", "today"},
    "date_told": lambda f: bool(f.dates),
    "rent_told": lambda f: bool(f.dates) or any("rent" in a and "owed" in a for a in f.amounts),
    "how_many_known": lambda f: bool(f.how_many),
    "cost_known": lambda f: bool(f.cost),
    "accessibility_known": lambda f: bool(f.accessibility),
    "way_known": lambda f: "way" in f.wishes,
    "worker_known": lambda f: bool(f.gender) or "worker" in f.wishes,
    "nowhere_tonight": _nowhere_tonight,
    "need_emergency_relief": lambda f: "emergency_relief" in f.needs,
    "language_cue": lambda f: f.speaks_other_language and f.interpreter is None,
    "keeping_a_home": _names(
        "rent", "eviction", "bond", "public_housing", "tenancy", "tenancy_law"
    ),
    "about_gambling": _names("gambling"),
    "about_grown_ups": _names("english_class", "job_help"),
    "about_refuge": _names("refuge"),
    "raised_visa": _names("immigration", "settlement"),
    "emergency_told": lambda f: f.tier == "T4",
    "concern_serious": lambda f: f.tier >= "T3",
    "concern_homelessness_tonight": lambda f: "homelessness_tonight" in f.domains,
    "concern_family_violence": lambda f: "family_violence" in f.domains,
    "concern_suicide_self_harm": lambda f: "suicide_self_harm" in f.domains,
    # Whoever has told it is not asked whether all is well; a person knows of it.
    "child_danger_told": lambda f: any(
        i.get("domain") == "child_at_risk" and str(i.get("tier", "T0")) >= "T3"
        for i in f.indicators
    ),
    "concern_children": lambda f: bool({"child_at_risk", "family_violence"} & f.domains),
}


class BadQuestion(ValueError):
    """``questions.yml`` holds something that can't be used; ``str()`` says which question and what."""


def _read_option(raw: Mapping[str, Any]) -> Option:
    raises = raw.get("raises")
    return Option(
        code=str(raw["code"]),
        says=tuple(str(word).lower() for word in raw.get("says") or ()),
        sets=tuple((raw.get("sets") or {}).items()),
        raises=(str(raises["domain"]), str(raises["tier"])) if raises else None,
        of_known_danger=bool(raises and raises.get("of_known_danger")),
    )


def _read_clarified(
    raw: Mapping[str, Any] | None,
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    if raw is None:
        return None
    verdicts = tuple((v, str(raw[v])) for v in ("denied", "confirmed") if v in raw)
    return str(raw["domain"]), verdicts


def _read_question(raw: Mapping[str, Any]) -> Question:
    unknown = [
        name
        for name in (*raw.get("ask_when", ()), *raw.get("skip_when", ()))
        if name not in CONDITIONS
    ]
    if unknown:
        raise BadQuestion(f"{raw['id']}: there is no condition {unknown[0]!r}")
    return Question(
        id=str(raw["id"]),
        need=str(raw["need"]),
        stage=str(raw["stage"]),
        kind=str(raw["kind"]),
        fact=raw.get("fact"),
        options=tuple(_read_option(o) for o in raw.get("options") or ()),
        ask_when=tuple(raw.get("ask_when") or ()),
        skip_when=tuple(raw.get("skip_when") or ()),
        seeks=bool(raw.get("seeks")),
        told_with_need=bool(raw.get("told_with_need")),
        clarified=_read_clarified(raw.get("clarified")),
    )


def read_questions(path: Path = PATH) -> Questions:
    """The questions of a file. Raises ``BadQuestion`` for a condition that doesn't exist."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    return Questions(
        all=tuple(_read_question(raw) for raw in document["questions"]),
        limits={str(k): int(v) for k, v in document["limits"].items()},
    )


@lru_cache(maxsize=1)
def default_questions() -> Questions:
    """The questions of the package, read once."""
    return read_questions()
