"""Which of the nine needs a whole message is about, several at once where it says so.

Words of the directory's lexicon count first; the model adds what is said
without them ("the cupboard's bare"). Both are kept out of messages that are
about something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from bot.language.detect import detect
from bot.nlu.facts import Facts, Mention
from bot.nlu.grams import FloatArray
from bot.nlu.linear import Example, LinearModel, train

#: A need of the lexicon stays from this probability on, or where the text lists it beside another.
KEPT = 0.55
#: From here on the model's need is believed beside one that the lexicon found ...
BESIDE_LEXICON = 0.9
#: ... and where the lexicon found nothing: likely, or likeliest by far. Below that, asking is kinder.
ALONE = 0.7
LIKELIEST = 0.06
#: .08 to .3 and strengths 1 to 10 were tried in three-fold cross-validation on the training
#: data; below .12 hardly anything changes. Thresholds stand where all messages together come out best.
VECTOR_SCALE = 0.1
STRENGTH = 3.0
#: The intent whose examples train the needs, and from which probability of it on the model is heard.
ASKING = "find_service"
HEARD = 0.25
#: Intents where even a word of the lexicon is no need ("when is my payment").
NO_NEED = frozenset(
    {"ask_payment", "ask_other_person", "ask_privacy", "ask_my_data", "delete_chat", "out_of_scope", "complain", "bot_challenge", "update_details"}
)  # fmt: skip
_LISTING = re.compile(
    r",|;|\.|\+|&|\b(?:and|n|plus|then|also|or|both|as well as)\b"
    # and, also, or in the other languages, and their commas
    r"|[，、،؛。]|\b(?:y|e|o|también|anche|pero|και|ve|hem|và|với|at|saka|iyo|sidoo kale)\b"
    r"|[和跟与與及还還又]|그리고|하고|이랑|और|तथा|र\s|ਤੇ|ਅਤੇ|اور|و|ও|আর|และ|กับ|แล้วก็|உம்|மற்றும்",
    re.IGNORECASE,
)
#: "a ride to court": where the trip goes to is no need of its own.
_DESTINATION = re.compile(
    r"\b(?:to|from|for)\s+(?:(?:the|my|a|an|his|her|our|see|seniors|old|older|\d+)\s+)*$",
    re.IGNORECASE,
)


def _flags(facts: Facts, codes: Sequence[str]) -> FloatArray:
    found = set(facts.values("need"))
    return np.asarray([1.0 if code in found else 0.0 for code in codes], dtype=np.float32)


def train_needs(
    texts: Sequence[str],
    vectors: Sequence[FloatArray],
    facts: Sequence[Facts],
    needs: Sequence[frozenset[str]],
) -> LinearModel:
    """The model of which needs (``needs`` per text, may be empty) a text is about."""
    codes = sorted(frozenset().union(*needs))
    table = np.asarray([[code in wanted for code in codes] for wanted in needs])
    examples = [
        Example(text, vector, _flags(found, codes))
        for text, vector, found in zip(texts, vectors, facts, strict=True)
    ]
    return train(
        examples,
        table,
        codes,
        vector_scale=VECTOR_SCALE,
        strength=STRENGTH,
        languages=[detect(text).code for text in texts],
    )


def chances(model: LinearModel, text: str, vector: FloatArray, facts: Facts) -> Mapping[str, float]:
    """Probability of each need, independently of the others."""
    each = model.each(Example(text, vector, _flags(facts, model.labels)))
    return dict(zip(model.labels, map(float, each), strict=True))


def decide(
    chance: Mapping[str, float], text: str, facts: Facts, intents: Mapping[str, float]
) -> list[Mention]:
    """The needs and sub-needs to keep, then the model's, whose span is the whole text.

    ``intents`` is the ranking: the likeliest intent and how likely the message asks for something.
    """
    intent = max(intents, key=lambda name: intents[name], default=ASKING)
    if intent in NO_NEED:
        return []
    lexicon = _of_the_lexicon(facts)
    if intents.get(ASKING, 1.0 if not intents else 0.0) < HEARD:
        sure = {(m.start, m.end) for m in lexicon if chance.get(m.value, 0.0) >= KEPT}
        return [m for m in lexicon if (m.start, m.end) in sure]
    kept = [m for m in lexicon if chance.get(m.value, 0.0) >= KEPT or _listed(m, lexicon, text)]
    kept = [m for m in kept if not _destination(m, text, chance)]
    spans = {(m.start, m.end) for m in kept if m.entity == "need"}
    kept = [m for m in lexicon if (m.start, m.end) in spans]
    refused = {m.value for m in facts.rejected if m.entity == "need"}
    likeliest = [c for c in sorted(chance, key=lambda c: -chance[c]) if c not in refused]
    if not kept and lexicon:
        named = [m.value for m in lexicon if m.entity == "need"]
        best = max(named, key=lambda code: chance.get(code, 0.0))
        if not likeliest or chance[likeliest[0]] < ALONE:
            spans = {(m.start, m.end) for m in lexicon if m.value == best}
            kept = [m for m in lexicon if (m.start, m.end) in spans]
    named = [m.value for m in kept]
    least = BESIDE_LEXICON if kept else ALONE
    more = [c for c in likeliest if chance[c] >= least and c not in named]
    if not kept and not more and likeliest and chance[likeliest[0]] >= LIKELIEST:
        more = [likeliest[0]]
    return kept + [Mention("need", code, 0, len(text), "model") for code in more]


def _of_the_lexicon(facts: Facts) -> list[Mention]:
    """Needs and sub-needs by word, without those that only state access ("in a wheelchair", "deaf")."""
    access = [m for m in facts.mentions if m.entity == "accessibility"]
    return [
        m
        for m in facts.mentions
        if m.entity in {"need", "sub_need"}
        and not any(a.start < m.end and m.start < a.end for a in access)
    ]


def _listed(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """Whether ``text`` lists the need beside another ("food, rent and a lawyer")."""
    for other in mentions:
        if other.entity == "need" and other.value != mention.value:
            between = text[min(mention.end, other.end) : max(mention.start, other.start)]
            if _LISTING.search(between):
                return True
    return False


def _destination(mention: Mention, text: str, chance: Mapping[str, float]) -> bool:
    transport = chance.get("transport", 0.0)
    return (
        mention.value != "transport"
        and transport >= KEPT
        and bool(_DESTINATION.search(text[: mention.start]))
    )
