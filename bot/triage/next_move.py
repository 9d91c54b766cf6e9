"""The one thing to do next, from what is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.triage.facts import Facts
from bot.triage.places import is_exact
from bot.triage.questions import SKIPPED, Question, Questions

#: Needs whose questions and services may show what somebody watching must not see (X-05).
SENSITIVE_NEEDS = frozenset({"crisis_counselling"})
SENSITIVE_SERVICES = frozenset({"refuge"})
#: Dangers that come from somebody who may be in the room.
VIOLENCE = frozenset({"family_violence", "elder_abuse", "exploitation"})
#: Place is asked for this often when it can't be found on the map.
MAX_PLACE_MISSES = 2
#: After this many messages that named no need, a person is offered.
MAX_MISSES = 2


@dataclass(frozen=True)
class Move:
    """What to do: ``kind`` and what it needs.

    Kinds: safety (T4), danger (T3), settle_clarification, offer_person, keep_plain,
    ask, clarify_place, search, anything_else.
    """

    kind: str
    question: Question | None = None
    needs: tuple[str, ...] = ()


def next_move(facts: Facts, questions: Questions) -> Move:
    """The move for ``facts``: danger first, then a missing answer, then the search.

    Staff are not asked anything that a search can do without (S3-10: the same
    facts find the same services).
    """
    if facts.alarm == "T4":
        return Move("safety")
    if facts.alarm == "T3":
        return Move("danger")
    if facts.pending_clarification:
        return Move("settle_clarification")
    if facts.skips >= questions.limits["skips"]:
        return Move("offer_person")
    if not facts.open_needs:
        return _without_a_need(facts, questions)
    facts = _everyday_first(facts)
    need = facts.open_needs[0]
    if facts.is_staff:
        return _clarify_or_search(facts, questions)
    sensitive = is_sensitive(facts, need)
    if sensitive or VIOLENCE & facts.domains:
        if (facts.safe_to_talk == "no" or facts.has_companion) and sensitive:
            return Move("keep_plain", needs=(need,))
        unknown = facts.safe_to_talk is None and "safe_to_talk" not in facts.answers
        if unknown and facts.misses < 1 and not facts.has_companion:
            return Move("ask", questions.get("safe_to_talk"), (need,))
    question = _unanswered(_on(facts, need), questions) or questions.next_of(
        _on(facts, need), need, "before"
    )
    if question is not None:
        return Move("ask", question, (need,))
    return _clarify_or_search(facts, questions)


def _everyday_first(facts: Facts) -> Facts:
    """On a watched screen what nobody else may see waits, and a bus timetable is looked for."""
    if facts.is_staff or not (facts.safe_to_talk == "no" or facts.has_companion):
        return facts
    hidden = [n for n in facts.open_needs if is_sensitive(facts, n)]
    if len(hidden) in {0, len(facts.open_needs)}:
        return facts
    needs = (*[n for n in facts.needs if n not in hidden], *hidden)
    return replace(facts, needs=needs)


def next_need(facts: Facts) -> str | None:
    """The need that the next question or search is about."""
    return next(iter(_everyday_first(facts).open_needs), None)


def is_sensitive(facts: Facts, need: str) -> bool:
    """Whether services for ``need`` may not be seen by somebody who watches."""
    return need in SENSITIVE_NEEDS or facts.sub_of.get(need) in SENSITIVE_SERVICES


def _unanswered(facts: Facts, questions: Questions) -> Question | None:
    """The pending question of the current need, once more, when a message left it open."""
    question = questions.get(facts.pending)
    if question is None or question.need != facts.current or question.stage != "before":
        return None
    if facts.misses or not question.is_open(facts):
        return None
    # A message that told something else has moved on; only a question about danger is put again,
    # unless a person knows of serious danger already.
    again = question.raises and facts.tier < "T3"
    return question if again or not _told(facts) else None


def _told(facts: Facts) -> bool:
    """Whether the latest message told a fact that a search can use."""
    return any(facts.provenance.get(name) == facts.turn for name in _TOLD)


_TOLD = ("place", "people", "ages", "when", "accessibility", "sub_needs", "language", "amounts")


def _on(facts: Facts, need: str) -> Facts:
    """``facts`` with the attention on ``need``, for conditions that speak of the current one."""
    return facts.note(current=need)


def _without_a_need(facts: Facts, questions: Questions) -> Move:
    if facts.is_staff:
        return Move("anything_else") if facts.done else Move("ask", questions.get("what_help"))
    if facts.done:
        return Move("anything_else")
    if "what_help" in facts.answers or facts.misses >= MAX_MISSES:
        return Move("offer_person")
    return Move("ask", questions.get("what_help"))


def _clarify_or_search(facts: Facts, questions: Questions) -> Move:
    """Settles the place if it can be settled, then searches every need that is ready."""
    need = facts.open_needs[0]
    if facts.place_candidates and facts.answers.get("place") != SKIPPED:
        return Move("clarify_place", questions.get("place"), (need,))
    place = questions.get("place")
    if _place_is_missing(facts) and not (facts.is_staff and not facts.near_me):
        return Move("ask", place, (need,))
    ready = [need]
    for other in facts.open_needs[1:]:
        if is_sensitive(facts, other) and facts.safe_to_talk != "yes" and not facts.is_staff:
            break
        if not facts.is_staff and questions.next_of(_on(facts, other), other, "before"):
            break
        ready.append(other)
    return Move("search", needs=tuple(ready))


def _place_is_missing(facts: Facts) -> bool:
    if facts.place and is_exact(facts.place):
        return False
    return facts.answers.get("place") != SKIPPED and facts.place_misses < MAX_PLACE_MISSES


def follow_up(facts: Facts, questions: Questions) -> Question | None:
    """The next question that would narrow the results just shown, or None."""
    if not facts.current:
        return None
    return questions.next_of(facts, facts.current, "after")
