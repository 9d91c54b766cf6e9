"""Which routes are open for a person, with reasons and rule ids, from the referral guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.triage.clock import Hours, read_hours
from bot.triage.facts import Facts
from bot.triage.places import state_of

PATH = Path(__file__).with_name("guide.yml")


@dataclass(frozen=True)
class NextStep:
    """One route: ``kind`` (words: ``utter_step_<kind>``), why it is there, by which rules.

    ``in_addition`` means that it never stands in place of the inside route
    before it; ``details_only`` that the number is given and nobody is put through.
    """

    kind: str
    reasons: tuple[str, ...]
    rule_ids: tuple[str, ...]
    in_addition: bool = False
    #: Whether it is a colleague to consult: at most a few, with reasons, for the officer to choose.
    specialist: bool = False

    @property
    def response(self) -> str:
        """Name of the response that says it."""
        return f"utter_step_{self.kind}"


@dataclass(frozen=True)
class _Row:
    kind: str
    rank: int
    when: tuple[str, ...]
    unless: tuple[str, ...]
    audience: str
    rules: tuple[str, ...]
    outside: bool
    specialist: bool


@dataclass(frozen=True)
class ConsentTerms:
    """What is agreed to with a social worker: for whom, why, for how many days."""

    agency: str
    reason: str
    days: int


@dataclass(frozen=True)
class Unsuitable:
    """A tool (code of its directory record), and the dangers and circumstances that rule it out."""

    service: str
    domains: frozenset[str]
    told: str


@dataclass(frozen=True)
class Guide:
    """The referral guide as read from ``guide.yml``."""

    rows: tuple[_Row, ...]
    inside_first: frozenset[str]
    security_subjects: frozenset[str]
    keep_going: frozenset[str]
    ask_after: frozenset[str]
    most_specialists: int
    office_locator: str
    interpreter_line: str
    social_work: Hours
    consent: ConsentTerms
    unsuitable: tuple[Unsuitable, ...]


class BadGuide(ValueError):
    """``guide.yml`` names a condition that doesn't exist; ``str()`` says which row."""


def read_guide(path: Path = PATH) -> Guide:
    """The guide of a file. Raises ``BadGuide``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    return Guide(
        rows=tuple(_read_row(raw) for raw in document["steps"]),
        inside_first=frozenset(document["inside_first"]),
        security_subjects=frozenset(document["security_subjects"]),
        keep_going=frozenset(document["keep_going"]),
        ask_after=frozenset(document["ask_after"]),
        most_specialists=int(document["most_specialists"]),
        office_locator=str(document["office_locator"]["url"]),
        interpreter_line=str(document["interpreter_line"]),
        social_work=read_hours(**document["social_work_hours"]),
        consent=ConsentTerms(**document["consent"]),
        unsuitable=tuple(
            Unsuitable(str(raw["service"]), frozenset(raw["domains"]), str(raw["told"]))
            for raw in document["unsuitable"]
        ),
    )


def _read_row(raw: Mapping[str, Any]) -> _Row:
    when, unless = tuple(raw["when"]), tuple(raw.get("unless", ()))
    for name in (*when, *unless):
        if name not in CONDITIONS:
            raise BadGuide(f"{raw['kind']}: there is no condition {name!r}")
    return _Row(
        kind=str(raw["kind"]),
        rank=int(raw["rank"]),
        when=when,
        unless=unless,
        audience=str(raw["audience"]),
        rules=tuple(raw["rules"]),
        outside=bool(raw.get("outside")),
        specialist=bool(raw.get("specialist")),
    )


@lru_cache(maxsize=1)
def default_guide() -> Guide:
    """The guide of the package, read once."""
    return read_guide()


def is_security(facts: Facts, guide: Guide | None = None) -> bool:
    """Whether somebody threatens the people or places of the agency or the public."""
    subjects = (guide or default_guide()).security_subjects
    return any(
        i.get("domain") == "harm_to_others"
        and i.get("subject") in subjects
        and str(i.get("tier", "T0")) >= "T2"
        for i in facts.indicators
    )


def _has_inside_flag(facts: Facts, guide: Guide) -> bool:
    """Talk of suicide, self-harm or harm to others at T1 or above, cleared by nobody."""
    return any(
        i.get("domain") in guide.inside_first and str(i.get("tier", "T0")) >= "T1"
        for i in facts.indicators
    )


def _has_threat(facts: Facts) -> bool:
    """A remark about harming somebody, at T1 or above: also one that was denied (S1-16)."""
    return any(
        i.get("domain") == "harm_to_others" and str(i.get("tier", "T0")) >= "T1"
        for i in facts.indicators
    )


def when_not_to_refer(facts: Facts, guide: Guide | None = None) -> tuple[str, ...]:
    """Why no service outside the agency may be offered *in place of* the inside route; empty if it may.

    The one place for this rule: a complaint about the agency, talk of suicide,
    self-harm or harm to others, a security incident, a threat to officers.
    A helpline may still be shown in addition, except for ``security`` and
    ``complaint``, where none is shown at all.
    """
    guide = guide or default_guide()
    reasons = []
    if "complaint" in facts.signals:
        reasons.append("complaint")
    if is_security(facts, guide):
        reasons.append("security")
    if _has_inside_flag(facts, guide):
        reasons.append("inside_first")
    return tuple(reasons)


def may_show_services(facts: Facts) -> bool:
    """Whether cards of outside services may be on screen at all, if only in addition."""
    return "security" not in when_not_to_refer(facts)


def unsuitable_tools(facts: Facts, guide: Guide | None = None) -> tuple[str, ...]:
    """Codes of the tools that must not be offered to this person (S1-21).

    Any sign counts, also one that nobody has clarified, and serious danger of whatever kind.
    """
    seen = {str(i.get("domain")) for i in facts.indicators if str(i.get("tier", "T0")) >= "T1"}
    return tuple(
        tool.service
        for tool in (guide or default_guide()).unsuitable
        if facts.tier >= "T2" or seen & tool.domains or tool.told in facts.signals
    )


def childs_state(facts: Facts) -> str | None:
    """The state whose child protection line is shown: the child's, else the caller's (S2-08)."""
    return state_of(facts.wishes.get("child_place")) or state_of(facts.place)


def next_steps(facts: Facts, guide: Guide | None = None) -> list[NextStep]:
    """The open routes for ``facts`` and its audience, first things first."""
    guide = guide or default_guide()
    audience = "staff" if facts.is_staff else "customer"
    blocked = when_not_to_refer(facts, guide)
    steps: list[NextStep] = []
    specialists = 0
    for row in sorted(guide.rows, key=lambda r: r.rank):
        if row.audience not in {audience, "both"} or not _fits(row, facts):
            continue
        if row.outside and {"security", "complaint"} & set(blocked) and "has_need" not in row.when:
            continue
        if row.specialist:
            specialists += 1
            if specialists > guide.most_specialists:
                continue
        steps.append(
            NextStep(
                row.kind,
                row.when,
                row.rules,
                in_addition=row.outside and bool(blocked),
                specialist=row.specialist,
            )
        )
    return steps


def _fits(row: _Row, facts: Facts) -> bool:
    if any(CONDITIONS[name](facts) for name in row.unless):
        return False
    return all(CONDITIONS[name](facts) for name in row.when)


def _signal(name: str) -> Callable[[Facts], bool]:
    return lambda facts: name in facts.signals


#: The conditions that guide.yml may name.
CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    "danger_now": lambda f: f.tier == "T4",
    "serious": lambda f: f.tier >= "T3",
    "after_hours": _signal("after_hours"),
    "real_risk": lambda f: f.tier >= "T2",
    "security": is_security,
    "threat_under_order": lambda f: "order_known" in f.signals and _has_threat(f),
    "child_concern": lambda f: "child_at_risk" in f.domains,
    "child_in_nt": lambda f: childs_state(f) == "NT",
    "other_language": lambda f: f.speaks_other_language or f.interpreter == "wanted",
    "complaint": _signal("complaint"),
    "address_change": _signal("address_change"),
    "payment": lambda f: "payment" in f.wishes or "payment_question" in f.signals,
    "crisis_payment_cue": lambda f: (
        bool({"family_violence", "money_crisis"} & f.domains) and "payment_question" in f.signals
    ),
    "has_need": lambda f: bool(f.needs),
    "mainstream_failed": _signal("mainstream_failed"),
    "unmet_need": _signal("unmet_need"),
    "multicultural_complex": lambda f: (
        f.speaks_other_language and (len(f.needs) > 1 or "complex" in f.signals)
    ),
    "new_humanitarian_arrival": _signal("new_humanitarian_arrival"),
    "deaf": lambda f: bool({"auslan", "hearing"} & set(f.accessibility)),
}
