"""Words of a message in one spelling, each with its place, for ``directory.needs``.

Both what people write and what the data list go through ``tokens``, so whatever is evened out
here ("can not", "sumwhere") need not be listed twice. What no list can hold is read by
``directory.needs_spelling``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Articles that Italian writes onto a word ("l'affitto", "dell'acqua"); no English word begins so.
_ELIDED = re.compile(r"(?:l|un|all|dell|nell|sull|dall|quell|quest)['’](?=\w{3})", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,+&/]|--")
_SENTENCE_END = re.compile(r"[.!?;\n]")
#: "can not" and its kind, evened out before matching; both sides go through this.
_NEGATIONS = {
    ("can", "not"): "cant",
    ("could", "not"): "couldnt",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("did", "not"): "didnt",
    ("have", "not"): "havent",
    ("has", "not"): "hasnt",
    ("will", "not"): "wont",
}
_SAME_WORD = {
    "cannot": "cant", "couldnt": "cant", "carnt": "cant", "cnt": "cant", "kant": "cant",
    "ive": "have", "aint": "havent", "avnt": "havent", "havnt": "havent", "havn": "havent",
    "wanna": "want", "wan": "want", "tonite": "tonight", "2nite": "tonight", "2night": "tonight",
    "off": "of", "gona": "gonna", "gunna": "gonna", "goin": "going", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tmro": "tomorrow", "2mrw": "tomorrow", "advise": "advice", "wat": "what", "wot": "what", "wen": "when",
    "wer": "where", "wher": "where", "ware": "where", "were2": "where", "dis": "this", "wit": "with",
    "2day": "today", "2moro": "tomorrow", "nite": "night", "nothin": "nothing",
    "nuthin": "nothing", "nuthing": "nothing", "nuffin": "nothing", "somewere": "somewhere",
    "sumwhere": "somewhere", "sumwere": "somewhere", "nowere": "nowhere", "noplace": "nowhere",
    "sumone": "someone", "sum1": "someone", "some1": "someone", "mi": "my", "plase": "place",
    "munny": "money", "monies": "money", "moneys": "money", "fone": "phone", "sleap": "sleep",
    "prego": "preggo", "kidz": "kids", "hav": "have",
    "wif": "with", "dat": "that", "de": "the", "da": "the", "thru": "through", "licence": "licence",
    "license": "licence", "counciling": "counselling", "violance": "violence", "voilence": "violence",
    "docter": "doctor", "doctar": "doctor", "dentis": "dentist", "lawer": "lawyer",
    "loyer": "lawyer", "shoose": "shoes", "close2": "close", "nappys": "nappies",
    "blankit": "blanket", "blanky": "blanket", "elektricity": "electricity",
    "electrisity": "electricity", "electrcity": "electricity",
}  # fmt: skip
#: A word listed may be said so: "me kids", "sleepin" (see ``same``).
MY = frozenset({"me", "our", "mah"})


@dataclass(frozen=True)
class Token:
    """One word: where it stands, how it is spelt here, and in which sentence."""

    start: int
    end: int
    word: str
    sentence: int
    capitals: bool = False
    #: Counts the commas before it; the gap of a phrase ("need ~ food") does not reach over one.
    clause: int = 0
    #: Written like a name: a capital first, within a sentence.
    name: bool = False
    #: What a misspelt word may be, where the other words of a phrase are there.
    maybe: tuple[str, ...] = ()


def tokens(text: str) -> list[Token]:
    """Words in one spelling; "can not" is one token with the span of both."""
    found: list[Token] = []
    sentence, clause, last_end = 0, 0, 0
    for match in _TOKEN.finditer(text):
        if _SENTENCE_END.search(text, last_end, match.start()):
            sentence += 1
        clause += bool(_CLAUSE_END.search(text, last_end, match.start()))
        last_end = match.end()
        start = match.start()
        if elided := _ELIDED.match(match.group()):
            start += elided.end()
        word = text[start : match.end()].lower().replace("'", "").replace("’", "")
        if found and found[-1].sentence == sentence:
            joined = _NEGATIONS.get((found[-1].word, word))
            if joined:
                start = found.pop().start
                word = _SAME_WORD.get(joined, joined)
                found.append(Token(start, match.end(), word, sentence, clause=clause))
                continue
        raw = text[start : match.end()]
        capitals = raw.isupper() and (not text.isupper() or raw == text.strip())
        within = bool(found) and found[-1].sentence == sentence
        name = within and raw[0].isupper() and raw[1:].islower()
        word = _SAME_WORD.get(word, word)
        found.append(Token(start, match.end(), word, sentence, capitals, clause, name))
    return found


def same(said: str, listed: str) -> bool:
    """Whether a word said is the listed one, its plural, or a way of saying it."""
    if said == listed or (len(listed) > 3 and said in (listed + "s", listed + "es")):
        return True
    if listed == "my":
        return said in MY
    return len(said) > 4 and listed == said + "g" and said.endswith("in")
