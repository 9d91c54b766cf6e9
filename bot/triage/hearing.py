"""Takes in one message: what it says, what it answers, what it changes."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.triage.answers import Answer, apply_answer, read_answer
from bot.triage.circumstances import of_the_next_customer, with_circumstances
from bot.triage.facts import Facts, joined
from bot.triage.figures import MOST, dates_in, sums_in, western
from bot.triage.home_until import has_home_for_now
from bot.triage.numbers import NUMBER_WORDS
from bot.triage.options import option_named
from bot.triage.questions import NEEDS, SKIPPED, Question, Questions
from bot.triage.refine import read_refinement
from bot.triage.relaying import with_interpreter
from bot.triage.rewind import remember_for_undo
from bot.triage.speech import with_language
from bot.triage.taking_in import taken_in
from bot.triage.telling import refuses_a_person, says_it_is_safe
from bot.triage.understood import Understood
from bot.triage.watching import is_watched
from bot.triage.whereabouts import with_whereabouts

#: The offer of a person.
OFFER = "person"
#: The question whether there is a bed tonight.
TONIGHT = "acc_tonight"


def hear(facts: Facts, understood: Understood, questions: Questions) -> Facts:
    """``facts`` after one message of the person.

    Order matters: danger is noted first, then the pending question takes its
    answer, then everything else the message says joins what is known. Results
    already shown go out of date when what they were searched by has changed.
    """
    before = facts
    facts = _next_customer(facts, understood)
    facts = replace(facts, turn=facts.turn + 1, alarm=None, answered=None)
    if understood.act not in {"out_of_scope", "nlu_fallback"}:
        facts = replace(facts, fallbacks=0)
    facts = with_interpreter(facts, understood)
    facts = facts.with_risk(understood.risk)
    facts = with_language(facts, understood)
    question = question_meant(facts, understood, questions)
    if question is not None:
        answer = read_answer(question, understood, facts.speech or facts.language)
        if answer is not None and not _turns_to_another_need(facts, question, understood):
            facts = apply_answer(facts, answer)
        if answer is not None and answer.code == SKIPPED and _WHERE.search(understood.words):
            facts = replace(facts, answers={**facts.answers, "place": SKIPPED})
    facts = taken_in(facts, understood)
    facts = with_circumstances(facts, understood)
    facts = with_whereabouts(facts, understood)
    facts = _what_comes_first(facts, before, understood, questions)
    facts = _answers_told_with_the_need(facts, before, understood, questions)
    facts = _home_for_now(facts, understood)
    facts = _without_questions(facts, understood, questions)
    facts = _figures(facts, before, understood, questions)
    if says_it_is_safe(understood) and not is_watched(understood):
        facts = facts.note(safe_to_talk="yes")
        facts = replace(facts, signals=tuple(s for s in facts.signals if s != "companion"))
    facts = _no_longer_hidden(before, facts)
    facts = _without_dropped_question(facts, questions)
    facts = _settle_fact_questions(facts, before, questions)
    facts = read_refinement(facts, understood)
    facts = _outdate_results(before, facts, understood)
    return remember_for_undo(before, facts, more=understood.act == "more_results")


#: "I don't want to say where" skips the place, too.
_WHERE = re.compile(r"\b(?:where|location|address|suburb|postcode)\b")
_ENOUGH = re.compile(
    r"\b(?:stop (?:with the |the |with all the |all the )?(?:asking|questions)|(?:no|enough|without) (?:more |so many |all these |the )?questions|"
    r"(?:too|so) many questions|quit asking|just (?:give|tell|show|send) me (?:a |the |some |any )?(?:number|phone|list|something|anything|what you|places?)"
    r"|(?:just|only) (?:get|have|want|need) (?:a |the |some |any )?(?:phone )?numbers?)\b"
)


def wants_no_questions(understood: Understood) -> bool:
    """Whether the person wants to be asked nothing more, or just to be shown something."""
    return bool(_ENOUGH.search(understood.words))


def _without_questions(facts: Facts, understood: Understood, questions: Questions) -> Facts:
    """Whoever wants no questions gets what can be found without; only those about danger stay."""
    if not wants_no_questions(understood) or not facts.open_needs:
        return facts  # With nothing to look for yet there is nothing to leave out.
    left = [q for need in facts.open_needs for q in questions.of(need, "before")]
    skipped = {q.id: SKIPPED for q in left if not q.raises and q.id not in facts.answers}
    if facts.place is None and not facts.place_candidates:
        skipped["place"] = SKIPPED
    return replace(facts, answers={**facts.answers, **skipped}, pending=None, misses=0)


def _answers_told_with_the_need(
    facts: Facts, before: Facts, understood: Understood, questions: Questions
) -> Facts:
    """The message that names a need may answer its first question: "i need foood in footscary"."""
    if understood.is_payload:
        return facts
    speech = facts.speech or facts.language
    for need in facts.open_needs:
        if need in before.needs:
            continue
        for question in questions.of(need, "before"):
            if not question.told_with_need or not question.is_open(replace(facts, current=need)):
                continue
            code = option_named(question, understood.words, speech)
            option = question.option(code) if code else None
            if option is not None and option.sets:
                answered = facts.answered
                facts = apply_answer(facts, Answer(question, option.code))
                facts = replace(facts, answered=answered, pending=before.pending)
    return facts


def _home_for_now(facts: Facts, understood: Understood) -> Facts:
    """Whoever must leave a home next month has a bed tonight, and isn't asked about it."""
    asked = facts.pending == TONIGHT
    about_home = asked or "accommodation" in facts.open_needs
    if not about_home or facts.answered == TONIGHT or "homelessness_tonight" in facts.domains:
        return facts
    if not has_home_for_now(understood, asked=asked):
        return facts
    return replace(
        facts.note(answers={**facts.answers, TONIGHT: "yes"}),
        answered=TONIGHT if asked else facts.answered,
        pending=None if asked else facts.pending,
        misses=0,
    )


def _no_longer_hidden(before: Facts, facts: Facts) -> Facts:
    """What was held back on a watched screen comes again by itself once it is safe to talk."""
    if "someone_else" in before.signals:
        return (
            facts  # Anybody can say that they are the first person again: nothing comes by itself.
        )
    if before.safe_to_talk != "no" or facts.safe_to_talk != "yes":
        return facts
    if "someone_else" in facts.signals:
        return facts  # What waited was somebody else's.
    return replace(facts, done=tuple(need for need in facts.done if need in facts.looked_at))


#: "5 of us", "a family of six": how many people, asked or not.
_OF_US = re.compile(
    rf"\b(?:(?P<of>\d{{1,2}}|{'|'.join(NUMBER_WORDS)}) of us|family of (?P<family>\d{{1,2}}|{'|'.join(NUMBER_WORDS)}))\b"
)


def _figures(facts: Facts, before: Facts, understood: Understood, questions: Questions) -> Facts:
    """Sums, dates and numbers that the message tells or answers with, kept for whoever helps."""
    if understood.is_payload or understood.act == "out_of_scope":
        return facts
    asked, answer = facts.answered, facts.answers.get(facts.answered or "")
    sums = sums_in(understood.words, before.pending)
    dates = dates_in(understood.words, asked, answer)
    if sums:
        facts = facts.note(amounts=joined(facts.amounts, sums)[-MOST:])
    if dates:
        facts = facts.note(dates=joined(facts.dates, dates)[-MOST:])
    if together := _OF_US.search(western(understood.words)):
        said = together["of"] or together["family"]
        facts = facts.note(how_many=str(NUMBER_WORDS.get(said, said)))
    question = questions.get(asked)
    if question is not None and question.kind == "number" and answer and answer.isdigit():
        facts = facts.note(how_many=answer)
    return facts


def _next_customer(facts: Facts, understood: Understood) -> Facts:
    """A staff line with a need of its own is a new look-up: only the place stays, and the tier."""
    if not facts.is_staff or understood.act != "find_service" or understood.joins:
        return facts
    named = [need for need in understood.wanted_entities("need") if not need.guessed]
    if not named or not facts.needs or facts.place_candidates:
        return facts
    kept = ("audience", "place", "tier", "told", "consent", "turn", "signals", "warned")
    fresh = Facts(**{name: getattr(facts, name) for name in kept})
    return replace(fresh, signals=of_the_next_customer(fresh.signals))


def question_meant(facts: Facts, understood: Understood, questions: Questions) -> Question | None:
    """The question of the button pressed, even an older one; otherwise the pending one."""
    if understood.is_payload and understood.first("question"):
        return questions.get(str(understood.first("question")))
    if understood.is_payload and understood.first("answer"):
        return None  # A wish about an interpreter answers no question of ours.
    if refuses_a_person(understood) and not facts.pending_clarification:
        return questions.get(OFFER)  # Whatever was asked last.
    # A no to "did you mean ...?" is no answer to the question before it.
    return None if facts.pending_clarification else questions.get(facts.pending)


_FIRST = re.compile(r"\b(?:first|1st|start with|to begin with|before (?:that|anything))\b")


def _what_comes_first(
    facts: Facts, before: Facts, understood: Understood, questions: Questions
) -> Facts:
    """Whoever names another need in place of an answer gets to it: they choose what comes first.

    A question about danger has been put once then; what is serious is not put off.
    """
    question = questions.get(before.pending)
    if question is None or question.need not in NEEDS or question.stage != "before":
        return facts
    if facts.answered is not None or understood.is_payload or understood.joins:
        return facts
    if facts.is_staff or facts.tier >= "T3":
        return facts
    named = [str(e.value) for e in understood.wanted_entities("need") if not e.guessed]
    chosen = [n for n in named if n in facts.open_needs and n != question.need]
    if not chosen or question.need in named:
        return facts
    rest = [n for n in facts.needs if n not in chosen and n not in facts.done]
    needs = (*[n for n in facts.needs if n in facts.done], *chosen, *rest)
    return replace(facts, needs=needs, pending=None, misses=0)


def _turns_to_another_need(facts: Facts, question: Question, understood: Understood) -> bool:
    """Whether a wish for something new came in place of an answer ("no, I need food instead")."""
    if understood.is_payload or question.need in {"prelude", "shared"}:
        return False
    if question.need in understood.rejected_values("need"):
        return True
    others = [e.value for e in understood.wanted_entities("need") if not e.guessed]
    if others and question.need not in others and _FIRST.search(understood.words):
        return True  # "Yeah the fine first" is no yes to "is it for a doctor's visit?".
    new = [need for need in understood.values("need") if need not in facts.needs]
    return bool(new) and understood.changes_mind


def _without_dropped_question(facts: Facts, questions: Questions) -> Facts:
    """No question waits for a need that the person has given up."""
    question = questions.get(facts.pending)
    if question is None or question.need not in NEEDS or question.need in facts.needs:
        return facts
    return replace(facts, pending=None, misses=0)


def _settle_fact_questions(facts: Facts, before: Facts, questions: Questions) -> Facts:
    """The pending question is answered when the fact it asks for has arrived by itself."""
    question = questions.get(facts.pending)
    if question is None or question.fact is None:
        return facts
    if getattr(facts, question.fact) != getattr(before, question.fact):
        return replace(facts, pending=None, answered=question.id, skips=0, misses=0)
    return facts


def _outdate_results(before: Facts, facts: Facts, understood: Understood) -> Facts:
    """The last need is looked for again when its search would now run differently."""
    last = facts.current
    if not last or last not in facts.done or facts.open_needs or understood.intent == "danger_now":
        return facts  # Nobody who calls 000 is shown a list anew.
    if facts.search_key == before.search_key or "someone_else" in before.signals:
        return facts  # Nobody who came later is shown what was looked for before.
    again = {last, *facts.looked_together}
    return replace(facts, done=tuple(need for need in facts.done if need not in again), shown=())
