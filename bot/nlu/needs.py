"""Which of the nine needs a whole message is about, several at once where it says so.

Words of the directory's lexicon count first; the model adds what is said
without them ("the cupboard's bare"). Both are kept out of messages that are
about something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.nlu.facts import Facts, Mention
from bot.nlu.grams import FloatArray
from bot.nlu.linear import Example, LinearModel, train

#: From this probability on the model's need is believed beside one that the lexicon found.
BESIDE_LEXICON = 0.85
#: And where the lexicon found nothing.
ALONE = 0.5
#: Intents whose message may state a need that only the model sees.
MAY_NEED = frozenset({"find_service", "request_interpreter", "request_human"})
#: Intents where even a word of the lexicon is no need ("when is my payment").
NO_NEED = frozenset(
    {"ask_payment", "ask_other_person", "ask_privacy", "ask_my_data", "delete_chat", "out_of_scope", "complain", "bot_challenge", "update_details"}
)  # fmt: skip


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
    return train(examples, table, codes)


def chances(model: LinearModel, text: str, vector: FloatArray, facts: Facts) -> Mapping[str, float]:
    """Probability of each need, independently of the others."""
    each = model.each(Example(text, vector, _flags(facts, model.labels)))
    return dict(zip(model.labels, map(float, each), strict=True))


def decide(chance: Mapping[str, float], text: str, facts: Facts, intent: str) -> list[Mention]:
    """The need mentions to keep: those of the lexicon, then the model's with the whole text as their span."""
    if intent in NO_NEED:
        return []
    lexicon = [m for m in facts.mentions if m.entity in {"need", "sub_need"}]
    named = {m.value for m in lexicon if m.entity == "need"}
    if intent not in MAY_NEED:
        return lexicon
    refused = {m.value for m in facts.rejected if m.entity == "need"}
    least = BESIDE_LEXICON if named else ALONE
    more = [code for code, p in chance.items() if p >= least and code not in named | refused]
    likeliest = sorted(more, key=lambda code: -chance[code])
    return lexicon + [Mention("need", code, 0, len(text), "model") for code in likeliest]
