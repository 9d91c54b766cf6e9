"""Examples as a hurried, a barely schooled or a learning hand would write them.

The classifier is also taught a part of its examples in such spelling: what it learns of a
thought should not hang on how the words are spelt. Harmless talk is misspelt just as often, so
that bad spelling is no sign of danger.
"""

from __future__ import annotations

import random
import re

#: What people type for a word; one of them is chosen.
_SHORT = {
    "to": ("2", "too"), "too": ("2", "to"), "for": ("4", "fore"), "you": ("u", "yu"), "are": ("r", "ar"),
    "your": ("ur", "yor"), "please": ("plz", "pls", "pleez"), "because": ("coz", "cos", "becoz"),
    "tonight": ("2nite", "tonite", "tonit"), "be": ("b",), "see": ("c",), "and": ("n", "an", "nd"),
    "with": ("wiv", "wif", "wth"), "people": ("ppl", "peple"), "have": ("hav", "av"), "want": ("wont", "wnt"),
    "going": ("goin", "gon"), "what": ("wat", "wot"), "when": ("wen",), "where": ("wear", "wher"),
    "there": ("ther", "their"), "they": ("thay", "dey"), "that": ("dat", "tht"), "the": ("da", "teh"),
    "my": ("me", "mi"), "him": ("im",), "here": ("heer", "hear"), "any": ("eny", "ne"), "anymore": ("enymor", "nemore"),
    "more": ("moar", "mor"), "was": ("wos", "woz"), "is": ("iz",), "no": ("nah",), "know": ("no", "kno"),
    "don't": ("dont", "dnt", "doan"), "can't": ("cant", "carnt", "cnt"), "won't": ("wont",), "i'm": ("im",),
    "again": ("agen", "agin"), "one": ("1", "wun"), "friend": ("frend", "freind"), "tablets": ("tabletts", "tabs"),
    "said": ("sed", "sayd"), "some": ("sum",), "come": ("cum", "com"), "would": ("wud", "wood"), "could": ("cud",),
    "should": ("shud",), "thoughts": ("thorts", "thots"), "everyone": ("evry1", "evrywun"), "about": ("abowt", "abt"),
    "out": ("owt",), "nothing": ("nuthin", "nufin"), "something": ("sumthing", "sumfin"), "before": ("b4",),
    "great": ("gr8",), "later": ("l8r",), "mate": ("m8",), "through": ("thru", "threw"), "enough": ("enuf",),
    "night": ("nite",), "right": ("rite",), "doctor": ("docter",), "money": ("muny", "mony"), "baby": ("baybe", "bby"),
}  # fmt: skip
#: Sounds as they are heard: pattern and what may be written instead.
_HEARD = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"ight", "ite"),
        (r"tion", "shun"),
        (r"ough", "uff"),
        (r"ph", "f"),
        (r"ck\b", "k"),
        (r"^wh", "w"),
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"th", "f"),
        (r"ing\b", "in"),
        (r"er\b", "a"),
        (r"ee", "ea"),
        (r"ea", "ee"),
        (r"ai", "ay"),
        (r"ou", "ow"),
        (r"oo", "u"),
        (r"qu", "kw"),
        (r"c(?=[ei])", "s"),
        (r"y\b", "ie"),
        (r"(?<=[a-z]{2})e\b", ""),
        (r"ed\b", "d"),
        (r"le\b", "el"),
        (r"([bdfglmnprst])\1", r"\1"),
        (r"(?<=[bcdfgklmnprst])e(?=[lnrst])", ""),
        (r"i(?=[bdfgklmnpst])", "e"),
        (r"a(?=[bdfgklmnpst])", "e"),
    )
)
#: Words that a learner of English leaves out.
_LEFT_OUT = frozenset({"a", "an", "the", "am", "is", "are", "of", "do", "to", "have", "been"})


def misspelt(text: str, dice: random.Random) -> str:
    """The sentence in small letters with about every third word misspelt; never empty."""
    learner = dice.random() < LEARNERS
    written = []
    for word in text.lower().split():
        plain = word.strip(".,!?;:")
        if learner:
            if plain in _LEFT_OUT and dice.random() < EACH_LEFT_OUT:
                continue
            written.append(_wrong(plain, dice) if dice.random() < EACH_WORD / 3 else plain)
        else:
            written.append(_wrong(plain, dice) if dice.random() < EACH_WORD else plain)
    return " ".join(word for word in written if word) or text.lower()


#: One sentence in so many is written as a learner would, the others by ear.
LEARNERS = 0.3
EACH_WORD = 0.4
EACH_LEFT_OUT = 0.6


def _wrong(word: str, dice: random.Random) -> str:
    if word in _SHORT:
        return dice.choice(_SHORT[word])
    if len(word) < 4 or not word.isascii():
        return word
    heard = [
        spelt
        for pattern, written in _HEARD
        if (spelt := pattern.sub(written, word, count=1)) != word
    ]
    if heard and dice.random() < 0.7:
        return dice.choice(heard)
    place = dice.randrange(1, len(word) - 1)
    slip = dice.randrange(3)
    if slip == 0:
        return word[:place] + word[place + 1 :]
    if slip == 1:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[: place + 1] + word[place:]
