"""Remarks that ask for nothing: "hmm", "brb", "lovely weather today"; and keys hit at random."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bot.triage.understood import Understood

WORDS = Path(__file__).with_name("ordinary_words.txt")

#: A sound, or a word that only keeps the line open; any run of these asks for nothing.
_SOUND_WORDS = """
    ok okay okey k kk right righto rightio alright sure cool nice good great fine fair enough beaut
    hm hmm hmmm mm mmm mhm uhuh ah ahh aha oh ooh huh wow yay meh lol lmao haha hahaha hehe ha heh
    brb gtg afk bbl tbh omg sec second moment minute one a just wait hang hold on bear with me
    let think thinking i see got it gotcha noted understood ta cheers thanks thank you love mate darl
    dear then so well um umm er erm yes yeah yep true interesting
    """
_SOUNDS = frozenset(_SOUND_WORDS.split())
#: Words of those that mean something where a yes or no is due.
_ANSWERS = frozenset({"yes", "yeah", "yep", "sure", "no"})
_WORD = re.compile(r"[a-z']+")
#: Share of ordinary words from which a message is a remark and no noise.
_ORDINARY = 0.5


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Words that people commonly write."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#")) | _SOUNDS


#: "One moment, getting the letter": somebody who looks for something will be back.
_FETCHES = re.compile(
    r"^(?:ok(?:ay)?|sorry|um+)?[\s,]*(?:(?:just )?(?:a|1|one|half a) (?:sec(?:ond)?|moment|min(?:ute)?|mo|tick)|hang on|hold on|wait|bear with me|"
    r"give (?:me|us) (?:a|1|one) (?:sec(?:ond)?|moment|min(?:ute)?|mo|tick))[\s,.]+(?:please |while |till |until |let me |i'?ll |i will |i'?m |im |i |just |gotta |need to |have to |to )*"
    r"(?:get|grab|fetch|find|check|look|open|put|answer|ask|read|see)(?:ting|bing|ing)?\b(?! (?:me|us|help|a person|someone)\b)[\w\s']{0,40}$"
)


def keeps_the_line_open(understood: Understood) -> bool:
    """Whether the whole message is only a sound or a word of waiting ("hmm", "one sec", "righto")."""
    if understood.is_payload:
        return False
    if _FETCHES.match(understood.words) and not understood.values("place"):
        return not [need for need in understood.wanted_entities("need") if not need.guessed]
    words = _WORD.findall(understood.words.replace("no worries", "ok"))
    if not words:
        return not any(c.isalnum() for c in understood.words)  # "...", "?", a smile
    return all(word in _SOUNDS for word in words) and not all(word in _ANSWERS for word in words)


#: A message with fewer ordinary words than this, and no fact in it, is noise where a need was only
#: guessed. Of 551 English held-out sentences none is, of 25 invented ones taken for a need most are.
_NOISE = 0.34


def has_no_ordinary_words(understood: Understood) -> bool:
    """Whether hardly a word of a message is one that people commonly write."""
    words = _WORD.findall(understood.words)
    known = sum(word in ordinary_words() for word in words)
    return bool(words) and known < _NOISE * len(words)


def is_remark(understood: Understood) -> bool:
    """Whether the words are ordinary ones: they mean something, if they ask for nothing here."""
    words = _WORD.findall(understood.words)
    known = [word for word in words if word in ordinary_words()]
    return bool(words) and len(known) >= _ORDINARY * len(words)


#: Before the name of a place: "its in ...", "near ...".
_LEAD_IN = re.compile(
    r"^(?:(?:in|at|near|around|from|by|to|out|the|its|it's|i'?m|we'?re|i|we|live|living|stay|staying|am|are|is|ok|um|just)\W+)+"
)
#: A number in a word, or a letter that no English word has: nothing to be looked up in a list of words.
_OWN_SCRIPT = re.compile(r"\d{3,}|[^\x00-\x7f]")


def may_be_a_name(understood: Understood) -> bool:
    """Whether a short answer may be the name of a place: it holds a word that people don't commonly write.

    "She is 24", "my husband, not me" and "a bit embarrassed" say something else, whatever
    was asked.
    """
    words = _LEAD_IN.sub("", understood.words)
    if _OWN_SCRIPT.search(words):
        return True
    return any(word not in ordinary_words() for word in _WORD.findall(words) if len(word) > 1)
