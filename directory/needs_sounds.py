"""How an English word sounds, for words that are written by ear ("hospitle", "skool", "evikted")."""

from __future__ import annotations

import re

#: How a word sounds, in this order. Capitals are sounds: A any vowels, S sh, C ch.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^(?:ps|phs|s)ych?(?=[aeiou])", "sik"),
        (r"^ps", "s"),
        (r"sch", "sk"),
        (r"(?:ti|si|ci|ssi|tti|sh|shi)(?:on|un|an|en)", "SAn"),
        (r"cious|tious", "SAs"),
        (r"ture", "CAr"),
        (r"t?ch", "C"),
        (r"sh", "S"),
        (r"ph|th", "f"),
        (r"gh(?=t)", ""),
        (r"^wh", "w"),
        (r"dge?(?=e|i|$)|g(?=[eiy])", "j"),
        (r"ck|cc(?![eiy])", "k"),
        (r"[sc]?c(?=[eiy])|z", "s"),
        (r"qu", "kw"),
        (r"x", "ks"),
        (r"[cq]", "k"),
        (r"mb\b|mn\b", "m"),
        (r"bt\b", "t"),
        (r"(?<=.)[yw](?![aeiou])|(?<=[aeiou])[yw]", "a"),
        (r"(?<=.)h", ""),
        (r"ss$", "s"),
        (r"le$", "al"),
        (r"re$", "ar"),
        (r"es$", "s"),
        (r"e$", ""),
        (r"[aeiou]+", "A"),
        (r"(.)\1+", r"\1"),
    )
)


def sound(word: str) -> str:
    """How ``word`` (small letters) is heard: "hospitle" and "hospital" are the same."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word
