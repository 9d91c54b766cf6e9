"""Screens one message for danger: reviewed phrases and a classifier, joined.

Neither mind can silence the other. The phrases read every word of the text; the
classifier reads a bounded number of passages. The result flags and routes; it is no
score of a person.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.encoder import EncoderUnavailable, Vector
from bot.risk import keeping, meaning, model, rest, whose
from bot.risk.assessment import DOMAINS, NOTHING, Assessment, Context, Indicator, Tier
from bot.risk.compiled import rules
from bot.risk.indicators import Rules
from bot.risk.judges import is_whole
from bot.risk.text import Reading

log = logging.getLogger(__name__)

#: So many earlier messages, and words of them, may hold the beginning of a sentence.
EARLIER_MESSAGES = 3
EARLIER_WORDS = 24
#: A phrase that ends with one of these was not finished by this message: "I haven't eaten since
#: Wednesday", then "just me and the kids" is two answers.
_GOES_ON = frozenset(
    {
        "and",
        "or",
        "but",
        "so",
        "because",
        "since",
        "to",
        "for",
        "with",
        "in",
        "at",
        "of",
        "the",
        "a",
    }
)
#: Share of a passage's words inside phrases from which the phrases have read it.
READ_BY_PHRASES = 0.5
#: From here on a reviewer has judged these very words: the classifier adds nothing.
READ_WHOLLY = 0.85
#: The classifier goes above what phrases of its own domain made of most of a message from this
#: probability of T3 on.
#: Out of fold, of what phrases had left below T3, 28 in 44 serious examples reach it, and 3 in 108
#: concerns and 1 in 36 harmless ones.
SURE_BESIDE = 0.7
#: And above a phrase that "not" or "if" has lowered to a question, from this one on: 20 in 26
#: serious examples, 2 in 28 concerns, none in 8 harmless ones.
SURE_OF_LOWERED = 0.9
#: Only where phrases make up less than this share of the message: "no chest pain" is a denial.
SAID_BESIDE = 0.4
#: Below this probability of danger the classifier holds a message harmless. Out of fold this
#: takes 2 in 1,000 serious examples, and 16 in 1,000 harmless look-alikes, from T3 to a question.
DOUBT = 0.1
#: An answer of so many words ("I'm 17", "tonight") gives the classifier little to go by.
SHORT = 4
#: Longer words say more: in Tamil, Turkish or Nepali three or four are a whole sentence.
SHORT_LETTERS = 20
#: So many words before and after a phrase are its surroundings.
SURROUNDINGS = 4
#: Where two meanings are open, the question about this domain comes first.
_ASK_FIRST = ("medical_emergency", *DOMAINS)
_NO_CONTEXT = Context()


def screen(
    text: str,
    language: str | None = None,
    context: Context | None = None,
    vector: Vector | None = None,
    *,
    phrases_alone: bool = False,
) -> Assessment:
    """What danger the message speaks of, with the words that say so.

    ``language`` is a hint and may be wrong: every language's phrases are tried.
    ``context`` is the conversation before the message. ``vector`` is what
    ``SentenceEncoder.layers`` gives for ``canonical(text)``, where the caller has it; a vector of
    the last layer alone is not enough, and the encoder is asked. Any string is welcome. If the
    classifier can't load, the phrases go on alone (see ``ready``); if the phrases can't,
    ``BadIndicators`` is raised. ``phrases_alone`` leaves the classifier out (a look in
    under a millisecond, for who has no time now and screens again later).
    """
    loaded = rules()
    classifier = None if phrases_alone else keeping.default_classifier()[0]
    given = context or _NO_CONTEXT
    reading = loaded.reader.read(text)
    found = meaning.find(loaded, reading.words)
    indicators = _from_patterns(reading, found)
    crossing = _across_messages(loaded, reading, given.previous)
    answered = given.pending_clarification in DOMAINS and found.clears()
    opinions: Sequence[model.Opinion] = ()
    # A short clear "no" to our own question is an answer, not a statement to classify.
    if classifier is None or (answered and len(reading.words) <= 8):
        indicators += crossing
    else:
        indicators, opinions = _with_classifier(
            classifier, loaded, reading, found, vector, indicators, crossing, answered
        )
    if indicators:
        read = [(each.start, each.end, each.vector) for each in opinions]
        blind = [(start, end, None) for start, end in model.passages(len(reading.words))]
        indicators = whose.settled(indicators, reading, read or blind)
    indicators += _from_conversation(loaded, reading, found, indicators, given)
    return _joined(indicators)


def load() -> None:
    """Loads both minds ahead of the first message. Raises ``BadIndicators``.

    A classifier that can't load is logged and left out: ``ready`` says so.
    """
    rules()
    classifier, why = keeping.default_classifier()
    if classifier is None:
        log.warning("the risk classifier is down, phrases go on alone: %s", why)


def ready() -> dict[str, object]:
    """For health checks: ``{"patterns": how many, "classifier": "up" or "down: why"}``."""
    classifier, why = keeping.default_classifier()
    return {"patterns": rules().count, "classifier": "up" if classifier else f"down: {why}"}


def canonical(text: str) -> str:
    """The text as the sentence encoder should see it: one case, no tricks, no punctuation."""
    return _canonical(id(rules()), text)


# The gateway asks for it before, within and after screening a message.
@lru_cache(maxsize=256)
def _canonical(_which_rules: int, text: str) -> str:
    return rules().reader.read(text).sentence()


def _from_patterns(reading: Reading, found: meaning.Found) -> list[Indicator]:
    indicators: list[Indicator] = []
    for match in found.matches:
        indicator = meaning.weigh(match, found, reading)
        indicators.append(indicator)
        indicators += meaning.opened(indicator, match.entry)
    return indicators


def _with_classifier(
    classifier: model.Classifier,
    loaded: Rules,
    reading: Reading,
    found: meaning.Found,
    vector: Vector | None,
    indicators: list[Indicator],
    crossing: list[Indicator],
    answered: bool,
) -> tuple[list[Indicator], Sequence[model.Opinion]]:
    """The phrases' flags and the classifier's, and what it thinks of each passage.

    The phrases' alone where it fails under the text.
    """
    try:
        opinions = classifier.opinions(reading, found.masked(), loaded.rare_words, vector)
        doubted = _doubted(classifier, indicators, reading, found, opinions) + crossing
        added = _from_classifier(classifier, reading, found, doubted, opinions, answered)
        if not answered and all(i.tier < Tier.T3 for i in doubted + added):
            added += rest.said_beside(classifier, reading, found, indicators)
    except EncoderUnavailable as error:
        keeping.failed(str(error))
        return indicators + crossing, ()
    if not is_whole(vector):
        keeping.keeper().worked()
    return doubted + added, opinions


def _covered(found: meaning.Found) -> frozenset[int]:
    """Indices of the words inside danger phrases."""
    return frozenset(i for match in found.matches for i in range(match.start, match.end))


def _doubted(
    classifier: model.Classifier,
    indicators: list[Indicator],
    reading: Reading,
    found: meaning.Found,
    opinions: Sequence[model.Opinion],
) -> list[Indicator]:
    """The phrases' flags, asked about where everything around a phrase speaks of something else.

    A phrase knows its own words only ("in labour" in "a labour hire firm's roster"). Where the
    classifier has read the whole message, then the phrase's own clause and surroundings, is each
    time all but sure that they are harmless, and most of the clause lies outside the phrases, a
    T3 flag becomes a question (T1) and a T2 flag a note (T1 without a question: "any detox beds
    in Wollongong" asks for a service), never silence. A phrase for life in danger now is never
    doubted: "i cant breathe" stays what it is, whatever is said beside it.
    """
    if len(opinions) != 1 or opinions[0].danger >= DOUBT:
        return indicators
    covered, masked = _covered(found), found.masked()
    for match in found.matches:
        start, end = reading.clause(match.start, match.end)
        inside = sum(index in covered for index in range(start, end))
        if match.entry.language != "en" or inside >= READ_BY_PHRASES * (end - start):
            return indicators
        near = (max(start, match.start - SURROUNDINGS), min(end, match.end + SURROUNDINGS))
        for first, last in {(start, end), near} - {(0, len(reading.words))}:
            nearby = reading.sentence(first, last, without=masked)
            if nearby and classifier.opinion(nearby, first, last).danger >= DOUBT:
                return indicators
    return [
        replace(indicator, tier=Tier.T1, open=indicator.tier is Tier.T3, lowered=True)
        if Tier.T1 < indicator.tier < Tier.T4
        else indicator
        for indicator in indicators
    ]


def _from_classifier(
    classifier: model.Classifier,
    reading: Reading,
    found: meaning.Found,
    indicators: Sequence[Indicator],
    opinions: Sequence[model.Opinion],
    answered: bool = False,
) -> list[Indicator]:
    """What the classifier adds; after a clear answer to a question it must be surer.

    Where a phrase of the same domain was lowered to a question ("I'm not suicidal"), the
    classifier asks too instead of overruling it, unless it is all but sure ("if I don't drink by
    seven my hands shake": the "don't" denies nothing). Where a phrase of open meaning asks, it must
    be surer.
    """
    limits = classifier.thresholds
    closed = {i.domain for i in indicators if not i.open}
    lowered = {i.domain for i in indicators if i.open and i.lowered} - closed
    asks = {i.domain for i in indicators if i.open} - closed
    # Where a reviewed phrase says T3, the reviewer has said whether it is this very hour; but a
    # phrase knows its own words only, and where most of the message lies outside phrases the
    # judge of urgency may know better, if it is very sure.
    said = {i.domain for i in indicators}
    said_t3 = {i.domain for i in indicators if i.tier is Tier.T3 and not i.open}
    said_t3.discard("medical_emergency")
    covered = _covered(found)
    added = []
    for opinion in opinions:
        inside = sum(index in covered for index in range(opinion.start, opinion.end))
        if inside >= READ_WHOLLY * (opinion.end - opinion.start):
            continue
        least = 0.0
        length = opinion.end - opinion.start
        short = (
            length <= SHORT
            and sum(len(word) for word in reading.words[opinion.start : opinion.end])
            <= SHORT_LETTERS
        )
        if answered or short:
            least = limits.over_phrases
        elif inside >= READ_BY_PHRASES * length:
            least = SURE_BESIDE if opinion.domain in said else limits.over_phrases
        elif opinion.domain in asks:
            least = (limits.over_phrases + limits.serious[opinion.domain]) / 2
        indicator = model.indicator(opinion, limits, reading, least)
        if indicator is None or (short and opinion.danger < limits.concern):
            continue
        if (
            indicator.tier is Tier.T4
            and indicator.domain in said_t3
            and opinion.urgent < limits.urgent_over_phrases
        ):
            indicator = replace(indicator, tier=Tier.T3)
        # A reviewed phrase asks what was meant: a mere concern of the classifier waits for the
        # answer too. What it holds serious does not wait.
        asked = bool(asks) and all(i.open for i in indicators)
        sure = opinion.serious >= SURE_OF_LOWERED and inside < SAID_BESIDE * length and not answered
        waits = indicator.domain in lowered and not sure
        if (waits and indicator.tier > Tier.T1) or (asked and indicator.tier == Tier.T2):
            indicator = replace(indicator, tier=Tier.T1, open=True)
        time = meaning.time_of(found, opinion.start, opinion.end, indicator.tier)
        added.append(replace(indicator, time=time))
    return added


def _across_messages(loaded: Rules, reading: Reading, previous: Sequence[str]) -> list[Indicator]:
    """Phrases that begin in an earlier message and end in this one."""
    if not previous or not reading.words:
        return []
    before = loaded.reader.read(" ".join(previous[-EARLIER_MESSAGES:]))
    keep = min(EARLIER_WORDS, len(before.words))
    words = before.words[len(before.words) - keep :] + reading.words
    # Words of earlier messages have no place in this text: they point at its beginning.
    spans = ((0, 0),) * keep + reading.spans
    joined = Reading(reading.text, words, spans, words)
    found = meaning.find(loaded, words)
    crossing = tuple(
        m
        for m in found.matches
        if m.start < keep < m.end
        and words[m.end - 1] not in _GOES_ON
        and not (m.start == keep - 1 and _ends_with_an_answer(previous[-1]))
    )
    return _from_patterns(joined, replace_matches(found, crossing))


#: "No" as a whole answer, or after a stop; and the Vietnamese word that ends a question as well.
_ANSWERED = re.compile(
    r"(?:^|[.,;!?\n])\s*(?:no|nah|nope|not|none|never|không|khong|ko)[\s.!]*$|\b(?:có|co|được|duoc|phải|phai|còn|con)\s.*\s(?:không|khong|ko|hông)[\s?.!]*$|\s(?:không|khong|ko|hông)\s*\?+\s*$",
    re.IGNORECASE,
)


def _ends_with_an_answer(text: str) -> bool:
    """Whether the last word answers or asks, so that the next message doesn't go on with it."""
    return bool(_ANSWERED.search(text))


def replace_matches(found: meaning.Found, matches: tuple[meaning.Match, ...]) -> meaning.Found:
    """``found`` with other matches."""
    return meaning.Found(matches, found.benign, found.meanings)


def _from_conversation(
    loaded: Rules,
    reading: Reading,
    found: meaning.Found,
    indicators: Sequence[Indicator],
    context: Context,
) -> list[Indicator]:
    added: list[Indicator] = []
    pending = context.pending_clarification
    if pending in DOMAINS:
        answer = _answer(loaded, reading, found, indicators, pending)
        if answer.tier is Tier.T1:
            return [answer]
        added.append(answer)
    elif context.highest >= Tier.T3 and (found.has("denies") or found.has("joke")):
        # A denial does not delete a flag: the entry and the closing check remain (S1-15).
        added.append(_note("conversation.denied", "suicide_self_harm", Tier.T1, reading))
    added += _adding_up(loaded, indicators, context, reading)
    return added


#: Laughter and breath before an answer.
_BREATH = re.compile(
    r"^(?:(?:(?:a?ha)+h?|he(?:he)+|lo+l|lmao|rofl|oh|um+|er+|well|god|gosh|sorry|mate|look)\b[\s,.!]*)+",
    re.IGNORECASE,
)
#: Where the answer ends and another matter begins ("nah. I'm after a form").
_ANSWER_ENDS = re.compile(
    r"[.!?;,\n]|\s[-–—]+\s"
    r"|\s(?=(?:i (?:just |only )?(?:need|want)|i'?m after|can (?:i|you|we)|could|where|how do|what)\b)",
    re.IGNORECASE,
)


def _denies_at_once(loaded: Rules, text: str) -> bool:
    """Whether the first words are a plain no and what follows, another matter, takes nothing back."""
    answer, *rest = _ANSWER_ENDS.split(_BREATH.sub("", text.strip()), maxsplit=1)
    first = meaning.find(loaded, loaded.reader.read(answer).words)
    if not first.clears() or not rest:
        return False
    after = meaning.find(loaded, loaded.reader.read(rest[0]).words)
    return after.leaves_nothing_open() and not after.has("confirms")


def _answer(
    loaded: Rules,
    reading: Reading,
    found: meaning.Found,
    indicators: Sequence[Indicator],
    domain: str,
) -> Indicator:
    """The answer to a clarifying question: clear yes T3, clear no T1, anything else T3 (S1-14).

    A "no" is clear only where nothing else in the answer could still be meant ("nah, no point").
    """
    denied = {
        reading.evidence(m.start, m.end)
        for m in found.matches
        if meaning.denies_itself(m, reading.words)
    }
    still_open = [
        i
        for i in indicators
        if i.domain == domain
        and (i.open or i.tier >= Tier.T2)
        and (i.evidence, i.start, i.end) not in denied
    ]
    cleared = found.clears() or _denies_at_once(loaded, reading.text)
    if cleared and (not still_open or _is_a_guess_across(still_open, reading.text)):
        return _note(f"{domain}.denied", domain, Tier.T1, reading)
    code = "confirmed" if found.has("confirms") else "unclear"
    return _note(f"{domain}.{code}", domain, Tier.T3, reading)


def _is_a_guess_across(still_open: Sequence[Indicator], text: str) -> bool:
    """Whether the classifier alone asks, and neither the "no" nor what follows it is anything by itself.

    "No mate I'm fine but I need a number ...": a refusal and a request read as one sentence
    sound like giving up; read apart they are an answer and another matter.
    """
    if any(i.source != "classifier" or not i.open for i in still_open):
        return False
    parts = [part for part in _ANSWER_ENDS.split(text, maxsplit=1) if part and part.strip()]
    return len(parts) == 2 and all(screen(part).tier is Tier.T0 for part in parts)


def _adding_up(
    loaded: Rules, indicators: Sequence[Indicator], context: Context, reading: Reading
) -> list[Indicator]:
    """Concerns that add up: an open sign of wanting to die after another sign of it is T3."""
    domain = "suicide_self_harm"
    if not any(i.domain == domain and i.open for i in indicators):
        return []
    for text in context.previous[-EARLIER_MESSAGES:]:
        before = loaded.reader.read(text)
        earlier = _from_patterns(before, meaning.find(loaded, before.words))
        if any(i.domain == domain and i.tier >= Tier.T1 for i in earlier):
            return [_note(f"{domain}.adding_up", domain, Tier.T3, reading)]
    return []


def _note(code: str, domain: str, tier: Tier, reading: Reading) -> Indicator:
    """A sign that is the conversation itself; its evidence is the whole message."""
    return Indicator(
        code, domain, tier, "self", "unknown", reading.text, 0, len(reading.text), "pattern"
    )


def _joined(indicators: Iterable[Indicator]) -> Assessment:
    """One indicator per code and domain (the most urgent, then the longest evidence)."""
    best: dict[tuple[str, str], Indicator] = {}
    for indicator in indicators:
        key = (indicator.code, indicator.domain)
        current = best.get(key)
        if current is None or _urgency(indicator) > _urgency(current):
            best[key] = indicator
    if not best:
        return NOTHING
    ordered = sorted(best.values(), key=lambda i: (-i.tier, i.source != "pattern", i.start, i.code))
    highest = ordered[0].tier
    clarify = None
    if highest <= Tier.T2:
        asked = {i.domain for i in ordered if i.open}
        first = next((d for d in _ASK_FIRST if d in asked), None)
        clarify = f"utter_clarify_{first}" if first else None
    return Assessment(highest, tuple(ordered), clarify)


def _urgency(indicator: Indicator) -> tuple[int, int, int]:
    return (indicator.tier, indicator.end - indicator.start, -indicator.start)
