"""The phrase language and its matcher."""

from __future__ import annotations

import pytest

from bot.risk.matcher import Matcher
from bot.risk.patterns import Compiler, inflections
from bot.risk.phrase_parts import PatternError, Phrase
from bot.risk.text import Reader, Spelling

READER = Reader(Spelling(rewrite={"dont": ("do", "not"), "cant": ("can", "not")}))
LISTS = {"kin": ["mum", "best friend", "(older|little) brother"], "hit": ["hit~", "lay~ into"]}


def _compiler() -> Compiler:
    return Compiler(lambda text: READER.read(text).words, LISTS, {"hit": ["hitting"]})


def _spans(phrase: str, text: str) -> list[str]:
    matcher = Matcher()
    matcher.add(_compiler().compile(phrase))
    words = READER.read(text).words
    return [" ".join(words[start:end]) for _, start, end in matcher.find(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("want~ to die", "she wants to die now", ["wants to die"]),
        ("want to die", "she wants to die", []),
        ("(end|take) my life", "I will take my life", ["take my life"]),
        ("cut~ myself again?", "I cut myself again", ["cut myself again"]),
        ("cut~ myself again?", "been cutting myself", ["cutting myself"]),
        ("kill~ ..2 himself", "kill or hurt himself", ["kill or hurt himself"]),
        ("kill~ ..2 himself", "kill a b c himself", []),
        ("{kin} {hit} me", "my little brother hits me", ["little brother hits me"]),
        ("{kin} {hit} me", "best friend lays into me", ["best friend lays into me"]),
        ("< sleep rough", "sleep rough", ["sleep rough"]),
        ("< sleep rough", "I sleep rough", []),
        ("help me >", "please help me", ["help me"]),
        ("help me >", "help me pack", []),
        ("don't want", "I do not want it", ["do not want"]),
        ("can't breathe", "I cant breathe", ["can not breathe"]),
        ("fall ..3", "fall down the stairs", ["fall"]),
        ("fall ..2 (stairs|steps)?", "fall down the stairs today", ["fall down the stairs"]),
        ("(a|b (c|d)) e", "b d e", ["b d e"]),
    ],
)
def test_a_phrase_finds(phrase: str, text: str, found: list[str]) -> None:
    assert _spans(phrase, text) == found


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("", "at least one word"),
        ("?", "may be missing"),
        ("a?", "at least one word"),
        ("(a|b", "not closed"),
        ("a)", "too many"),
        ("a | b", "in brackets"),
        ("(a|)", "empty"),
        ("{nobody}", "no list"),
        ("a ..99 b", "a gap is"),
        ("~", "follows a word"),
        ("...", "a gap is"),
        ("!!!", "no word"),
    ],
)
def test_a_phrase_that_cannot_be_read_says_what_to_mend(phrase: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        _compiler().compile(phrase)


@pytest.mark.parametrize(
    ("base", "form"),
    [
        ("kill", "killing"),
        ("kill", "killin"),
        ("choke", "choking"),
        ("stab", "stabbed"),
        ("carry", "carries"),
        ("punch", "punches"),
        ("beat", "beating"),
    ],
)
def test_forms_of_a_word(base: str, form: str) -> None:
    assert form in inflections(base)


def test_only_phrases_whose_rarest_word_occurs_are_tried() -> None:
    phrase = _compiler().compile("i want to strangle him")
    assert isinstance(phrase, Phrase)
    assert phrase.anchors == {"strangle"}
    assert phrase.reach == (3, 3)
