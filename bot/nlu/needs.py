"""Which of the nine needs a whole message is about, several at once where it says so.

One model decides: it sees the words of the directory's lexicon (need, sub-need, taken back),
the nearest examples, sentence vector and n-grams. Words then say where in the text a need
stands and which sub-need is meant; a need without a word has the whole text as its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from bot.language.detect import detect
from bot.nlu.clauses import Reading, clauses, further
from bot.nlu.facts import Facts, Mention
from bot.nlu.grams import FloatArray
from bot.nlu.linear import Example, LinearModel, train
from directory import needs as directory_needs

#: The likeliest need counts from this probability on, a second one from ``BESIDE`` on, a word's
#: need that the text lists beside another from ``LISTED`` on. If none does, the likeliest counts
#: from ``GUESS`` on: below it asking is kinder. Set together in three-fold cross-validation, on
#: the 1,139 sentences that were written without the lexicon at hand.
LIKELY = 0.5
BESIDE = 0.8
LISTED = 0.2
GUESS = 0.2
#: The same in other scripts, where fewer words are known.
GUESS_ELSEWHERE = 0.1
#: Where a need is taken back, a guess by no word gives way to a named need as likely but for this:
#: the whole message sounds of what was taken back, too.
NAMED = 0.15
#: Where the message does something else than asking ("Footscray, we're homeless" as an answer).
UNASKED = 0.8
#: The sub-need of a need without a word: its share of the nearest examples of that need.
SUB_SHARE = 0.5
#: ... and of all the nearest examples at least.
LEAST_SHARE = 0.25
#: How far the shares of near examples count beside n-grams; 1 to 3 were tried.
SHARE_SCALE = 2.0
VECTOR_SCALE = 0.1
#: Inverse strength of regularisation. Trained to the end (``linear.ITERATIONS``) 3 learns sentences by heart:
#: of 2,771 of the tests it gives 2,574 exactly, 1 gives 2,589 and 0.3 gives 2,585.
STRENGTH = 0.6
#: The intent whose examples train the needs, and from which probability of it on the model is heard.
ASKING = "find_service"
HEARD = 0.25
#: Intents where even a word of the lexicon is no need ("when is my payment").
NO_NEED = frozenset(
    {"ask_payment", "ask_other_person", "ask_privacy", "ask_my_data", "delete_chat", "out_of_scope", "complain", "bot_challenge", "update_details"}
)  # fmt: skip
#: Where only a word of the lexicon states a need: a wish for a person sounds like one to be listened to.
BY_WORD_ONLY = frozenset({"request_human"})
_LISTING = re.compile(r",|;|\.|\+|&|\b(?:and|n|plus|then|also|or|both|as well as)\b", re.IGNORECASE)
#: And, also, or in the other languages, and their commas; not in English, where "at" is another word.
_LISTING_ELSEWHERE = re.compile(
    r"[，、،؛。]|\b(?:y|e|o|también|anche|pero|και|ve|hem|và|với|at|saka|iyo|sidoo kale)\b"
    r"|[和跟与與及还還又]|그리고|하고|이랑|और|तथा|र\s|ਤੇ|ਅਤੇ|اور|و|ও|আর|และ|กับ|แล้วก็|உம்|மற்றும்",
    re.IGNORECASE,
)
#: "a ride to court": where the trip goes to is no need of its own.
#: A wheelchair that somebody has and does not ask for.
_HAS_CHAIR = re.compile(
    r"\b(?:uses?|using|in|have|has|got|with|on|is|i'?m) (?:an? |the |his |her |my )?(?:electric |power |manual )?(?:wheel ?chair|scooter|walker|(?:walking )?frame|walking stick|cane|crutches)\b"
    r"|\bin a chair\b"
    r"|\bwheel ?chair (?:ok|okay|access\w*|friendly|users?|accessible)\b|\baccess\w* (?:for|by) (?:an? )?wheel ?chairs?\b",
    re.IGNORECASE,
)
_DESTINATION = re.compile(
    r"\b(?:to|from|for)\s+(?:(?:the|my|a|an|his|her|our|see|seniors|old|older|\d+)\s+)*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _codes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Needs and sub-needs in the order of the flags."""
    needs = directory_needs.NEEDS
    return tuple(sorted(needs)), tuple(sorted(sub for n in needs.values() for sub in n.sub_needs))


def _flags(text: str, facts: Facts) -> FloatArray:
    """What words say: needs, needs without a sub-need, sub-needs, needs taken back, how many, a list."""
    needs, subs = _codes()
    words = _of_the_lexicon(facts)
    narrow = {(m.start, m.end) for m in words if m.entity == "sub_need"}
    named = {m.value for m in words if m.entity == "need"}
    bare = {m.value for m in words if m.entity == "need" and (m.start, m.end) not in narrow}
    narrower = {m.value for m in words if m.entity == "sub_need"}
    back = {m.value for m in facts.rejected if m.entity == "need"}
    count = len(named)
    values = [
        *(code in named for code in needs),
        *(code in bare for code in needs),
        *(code in narrower for code in subs),
        *(code in back for code in needs),
        count == 0,
        count == 1,
        count == 2,
        count > 2,
        _lists(text, text),
        min(len(text.split()), 20) / 20,
    ]
    return np.asarray(values, dtype=np.float32)


def _example(text: str, vector: FloatArray, facts: Facts, shares: FloatArray) -> Example:
    return Example(text, vector, np.concatenate([_flags(text, facts), SHARE_SCALE * shares]))


def train_needs(
    texts: Sequence[str],
    vectors: Sequence[FloatArray],
    facts: Sequence[Facts],
    shares: Sequence[FloatArray],
    needs: Sequence[frozenset[str]],
) -> LinearModel:
    """The model of which needs (``needs`` per text, may be empty) a text is about."""
    codes = sorted(frozenset().union(*needs))
    table = np.asarray([[code in wanted for code in codes] for wanted in needs])
    return train(
        list(map(_example, texts, vectors, facts, shares)),
        table,
        codes,
        vector_scale=VECTOR_SCALE,
        strength=STRENGTH,
        languages=[detect(text).code for text in texts],
    )


def chances(
    model: LinearModel, text: str, vector: FloatArray, facts: Facts, shares: FloatArray
) -> Mapping[str, float]:
    """Probability of each need, independently of the others."""
    each = model.each(_example(text, vector, facts, shares))
    return dict(zip(model.labels, map(float, each), strict=True))


def decide(
    chance: Mapping[str, float],
    text: str,
    facts: Facts,
    intents: Mapping[str, float],
    near: Mapping[str, float] | None = None,
) -> list[Mention]:
    """The needs and sub-needs of a message: those by word where they stand, then the others.

    ``intents`` is the ranking: the likeliest intent and how likely the message asks for
    something. ``near`` are the sub-needs of the nearest examples with their shares.
    """
    intent = max(intents, key=lambda name: intents[name], default=ASKING)
    if intent in NO_NEED:
        return []
    words = _of_the_lexicon(facts)
    if _only_has_chair(text, words):
        chance = {**chance, "transport": min(chance.get("transport", 0.0), LISTED)}
    # "Not a refuge, a cheap room": the need that is still said elsewhere is not given up.
    still = {m.value for m in facts.mentions if m.entity == "need"}
    refused = {m.value for m in facts.rejected if m.entity == "need"} - still
    likely = [c for c in sorted(chance, key=lambda c: -chance[c]) if c not in refused]
    if refused:
        likely = _named_first(likely, chance, words)
    if intents.get(ASKING, 1.0 if not intents else 0.0) < HEARD:
        # "I don't need food, I need a lawyer" corrects; what it names instead is wanted.
        said = {m.value for m in words if m.entity == "need"}
        least = LISTED if refused else BESIDE
        heard = likely if intent not in BY_WORD_ONLY else [c for c in likely if c in said]
        kept = [c for c in heard if chance[c] >= (least if c in said else UNASKED)]
    else:
        kept = [c for i, c in enumerate(likely) if chance[c] >= (BESIDE if i else LIKELY)]
        kept += [
            m.value
            for m in words
            if m.entity == "need"
            and m.value not in kept
            and m.value in likely
            and chance.get(m.value, 0.0) >= LISTED
            and _listed(m, words, text)
            and not _destination(m, text, chance)
        ]
        if not kept:
            # It asks for something, and the model is sure of nothing: what a word names is it.
            wanted = [m.value for m in words if m.entity == "need" and m.value not in refused]
            least = GUESS if text.isascii() else GUESS_ELSEWHERE
            guess = [code for code in likely[:1] if chance[code] >= least]
            kept = wanted[:1] if len(set(wanted)) == 1 else guess or wanted[:1]
    if "transport" in kept and len(kept) > 1:
        # "Door to door to the clinic": where the trip goes to, by all that names it.
        ends = {m.value for m in words if m.entity == "need" and _destination(m, text, chance)}
        ends -= {m.value for m in words if m.entity == "need" and not _destination(m, text, chance)}
        kept = [code for code in kept if code not in ends]
    if short := [m.value for m in words if _is_shorthand(m, text) and m.value not in refused]:
        # "Client 34F 2 kids ER Tregear": a worker's letters mean one thing; no guess stands beside them.
        said = {m.value for m in words if m.entity == "need"}
        kept = list(dict.fromkeys([*short, *(code for code in kept if code in said)]))
    spans = {(m.start, m.end) for m in words if m.entity == "need" and m.value in kept}
    found = [m for m in words if (m.start, m.end) in spans]
    named = {m.value for m in found}
    for code in dict.fromkeys(kept):
        if code not in named:
            found.append(Mention("need", code, 0, len(text), "model"))
        narrow = _narrow(code, found, near or {})
        if narrow:
            found.append(Mention("sub_need", narrow, 0, len(text), "model"))
    return found


def _named_first(
    likely: Sequence[str], chance: Mapping[str, float], words: Sequence[Mention]
) -> list[str]:
    """``likely``; where the first is a guess and another about as likely is named, that one first."""
    said = {m.value for m in words if m.entity == "need"}
    if likely and likely[0] not in said and chance[likely[0]] < BESIDE:
        least = chance[likely[0]] - NAMED
        named = next((code for code in likely if code in said and chance[code] >= least), None)
        if named:
            return [named, *(code for code in likely if code != named)]
    return list(likely)


def beside(
    kept: Sequence[Mention],
    chance: Mapping[str, float],
    text: str,
    facts: Facts,
    intents: Mapping[str, float],
    read: Callable[[str], Reading],
) -> list[Mention]:
    """``kept``, with the needs that clauses of their own state (``bot.nlu.clauses``).

    Only of a message that asks for something and of whose needs one or two are known; ``chance`` is
    what the whole gives each need, ``read`` reads one clause.
    """
    named = frozenset(m.value for m in kept if m.entity == "need")
    intent = max(intents, key=lambda name: intents[name], default=ASKING)
    if not 0 < len(named) < 3 or intent != ASKING or any(_is_shorthand(m, text) for m in kept):
        return list(kept)
    out = {m.value for m in facts.rejected if m.entity == "need"}
    if _only_has_chair(text, _of_the_lexicon(facts)):
        out.add("transport")
    if named == {"transport"}:
        # "No bus, how do I get to the doctor": why somebody travels is no need of its own.
        out |= {code for code in chance if chance[code] < LISTED}
    found = list(kept)
    for need, reading in further(clauses(text), named, chance, read):
        if need.value in out:
            continue
        found.append(need)
        if narrow := _narrow(need.value, found, reading.near):
            found.append(Mention("sub_need", narrow, need.start, need.end, "model"))
    return found


def _only_has_chair(text: str, words: Sequence[Mention]) -> bool:
    """Whether a wheelchair is had and not asked for."""
    return bool(_HAS_CHAIR.search(text)) and not any(m.value == "transport" for m in words)


def _is_shorthand(mention: Mention, text: str) -> bool:
    """Whether a need is said in a worker's letters: a few capitals in a message that is not all capitals."""
    if mention.source == "shorthand":
        return mention.entity == "need"
    word = text[mention.start : mention.end]
    return mention.entity == "need" and word.isupper() and len(word) <= 4 and not text.isupper()


def _narrow(need: str, found: Sequence[Mention], near: Mapping[str, float]) -> str | None:
    """The sub-need of ``need`` that most of the nearest examples have, where no word says one."""
    subs = directory_needs.NEEDS[need].sub_needs if need in directory_needs.NEEDS else {}
    if any(m.entity == "sub_need" and m.value in subs for m in found):
        return None
    shares = {code: near.get(code, 0.0) for code in subs}
    best = max(shares, key=lambda code: shares[code], default=None)
    if best is None or shares[best] < LEAST_SHARE:
        return None
    return best if shares[best] >= SUB_SHARE * sum(shares.values()) else None


def _of_the_lexicon(facts: Facts) -> list[Mention]:
    """Needs and sub-needs by word, without those that only state access ("in a wheelchair",
    "deaf") or, beside another need, what it may cost ("counsellor that bulk bills").
    """
    access = [m for m in facts.mentions if m.entity == "accessibility"]
    words = [
        m
        for m in facts.mentions
        if m.entity in {"need", "sub_need"}
        and not any(a.start < m.end and m.start < a.end for a in access)
    ]
    free = [m for m in facts.mentions if m.entity == "cost"]
    costly = [m for m in words if not any(a.start <= m.start and m.end <= a.end for a in free)]
    return costly if any(m.entity == "need" for m in costly) else words


def _lists(part: str, text: str) -> bool:
    """Whether ``part`` of ``text`` sets one thing beside another, in the language of ``text``."""
    if _LISTING.search(part):
        return True
    return detect(text).code != "en" and bool(_LISTING_ELSEWHERE.search(part))


def _listed(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """Whether ``text`` lists the need beside another ("food, rent and a lawyer")."""
    for other in mentions:
        if other.entity == "need" and other.value != mention.value:
            between = text[min(mention.end, other.end) : max(mention.start, other.start)]
            if _lists(between, text):
                return True
    return False


def _destination(mention: Mention, text: str, chance: Mapping[str, float]) -> bool:
    transport = chance.get("transport", 0.0)
    return (
        mention.value != "transport"
        and transport >= LIKELY
        and bool(_DESTINATION.search(text[: mention.start]))
    )
