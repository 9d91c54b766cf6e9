"""Where 000 and the police are not the way: outside Australia, and in custody (rule S1-26).

English is read here, the other languages by their own forms (``bot.language.whereabouts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from babel import Locale

from bot.language import whereabouts as in_other_languages
from bot.triage.facts import Facts, joined
from bot.triage.understood import Understood

OVERSEAS, CUSTODY, BACK = "overseas", "custody", "back"

#: Australian territories, and countries that share their name with an Australian suburb or town.
_HERE_TOO = frozenset(
    {
        *(
            "Australia",
            "Bolivia",
            "Christmas Island",
            "Cocos (Keeling) Islands",
            "Denmark",
            "Egypt",
        ),
        *("Heard & McDonald Islands", "Mexico", "Norfolk Island", "Norway"),
    }
)
#: Names beside those of the standard list, big cities and places that people name instead of the
#: country, and how they are often misspelt. None is an Australian suburb or town (a test holds it).
_ALSO = (
    *("bali", "ubud", "kuta", "lombok", "denpasar", "dubai", "england", "scotland", "wales", "usa"),
    *("the states", "america", "uk", "nz", "png", "burma", "turkey", "turkiye", "east timor"),
    *(
        "hong kong",
        "bangkok",
        "phuket",
        "kabul",
        "herat",
        "kandahar",
        "gaza",
        "rafah",
        "khan younis",
    ),
    *("west bank", "ramallah", "tel aviv", "haifa", "beirut", "aleppo", "homs", "amman", "baghdad"),
    *("mosul", "basra", "erbil", "tehran", "isfahan", "mashhad", "istanbul", "ankara", "izmir"),
    *("karachi", "lahore", "islamabad", "peshawar", "delhi", "new delhi", "mumbai", "chennai"),
    *("kolkata", "hyderabad", "bangalore", "bengaluru", "amritsar", "punjab", "kerala", "colombo"),
    *("jaffna", "dhaka", "chittagong", "kathmandu", "pokhara", "yangon", "hanoi", "saigon"),
    *("ho chi minh city", "da nang", "phnom penh", "siem reap", "vientiane", "jakarta", "manila"),
    *("cebu", "davao", "kuala lumpur", "penang", "shanghai", "beijing", "guangzhou", "shenzhen"),
    *("chengdu", "taipei", "kaohsiung", "seoul", "busan", "tokyo", "osaka", "nairobi", "mogadishu"),
    *("hargeisa", "addis ababa", "asmara", "khartoum", "juba", "kampala", "kigali", "kinshasa"),
    *("lagos", "accra", "freetown", "monrovia", "harare", "johannesburg", "cape town", "kyiv"),
    *("kiev", "kharkiv", "odesa", "moscow", "belgrade", "sarajevo", "zagreb", "thessaloniki"),
    *("milan", "madrid", "barcelona", "paris", "berlin", "london", "doha", "riyadh", "jeddah"),
    *("abu dhabi", "kuwait city", "muscat", "sanaa", "tripoli", "benghazi", "casablanca", "cairo"),
    *("bogota", "medellin", "caracas", "quito", "buenos aires", "mexico city", "los angeles"),
    *("new york", "san francisco", "auckland", "port moresby", "port vila", "suva", "apia"),
    *("honiara", "lebenon", "lebonon", "pakstan", "afganistan", "philipines", "phillipines"),
    *(
        "phillippines",
        "ukrain",
        "indonisia",
        "thialand",
        "tailand",
        "veitnam",
        "srilanka",
        "isreal",
    ),
)
#: That somebody is there now: not where they come from, were born or want to go. A customer speaks
#: of themselves (a husband overseas changes nothing), an officer of the customer.
_THERE = r"(?: (?:still|now|currently|stuck|stranded|here|over|back|trapped|alone|only|really|calling|ringing|writing|living|staying|held|kept|locked up))*"
_SELF = (
    r"(?:\b(?:i|we)(?:'?m|'?re| am| are)?\b"
    + _THERE
    + r"|^me and (?:my |the )?\w+|(?<!\w )\b(?:stuck|stranded|trapped|held)(?:(?: over)? here)?|\bhere|^currently|^still|^)"
)
_CUSTOMER = (
    r"(?:\b(?:she|he|they|customer|client|caller|person|cust|cx|mum|dad)(?:'?s|'?re| is| are)?\b"
    + _THERE
    + r"|\bhere|^currently|^still|^)"
)
_CALLING = r"\b(?:calling|ringing|writing|messaging|chatting) (?:\w+ )?from "
_PLACES_OF_CUSTODY = (
    r"(?:the |a |an )?(?:\w+ )?(?:custody|jail|gaol|prison|remand|lock[- ]?up|watch ?house|police cells?|"
    r"(?:immigration |juvenile |youth )?detention(?: cent(?:re|er))?|correctional (?:centre|center|facility))\b"
)
_NOT_THERE = re.compile(
    r"\b(?:was|were|been|got|get|getting|come|came|just|out of|when i|used to|going|go|released|after|before|if)\b[^.,;]{0,24}"
    r"\b(?:custody|jail|gaol|prison|remand|detention)\b"
    r"|\b(?:he|she|they|partner|husband|wife|ex|son|dad|brother)(?:'?s| is| are)? (?:\w+ )?(?:in|inside) (?:jail|gaol|prison|custody|remand)\b"
)
_BACK = re.compile(
    r"\b(?:i'?m|im|we'?re|i am|we are|she'?s|he'?s) (?:\w+ )?(?:back|home|out)\b|\bback in australia\b|\bnot (?:overseas|abroad|in custody|in jail)\b"
)


@lru_cache(maxsize=2)
def _custody(staff: bool) -> re.Pattern[str]:
    return re.compile(
        (_CUSTOMER if staff else _SELF)
        + rf" ?\b(?:in|inside|at) {_PLACES_OF_CUSTODY}(?! (?:battle|dispute|fight|hearing|arrangement|order)s?\b)"
        + rf"|{_CALLING}(?:inside )?{_PLACES_OF_CUSTODY}"
        + r"|\b(?:i'?m|i am|client is|customer is|he'?s|he is|she'?s|she is)?(?: |^)on remand\b"
    )


@lru_cache(maxsize=2)
def _abroad(staff: bool) -> re.Pattern[str]:
    territories = Locale.parse("en").territories
    names = {
        str(name).lower()
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and name not in _HERE_TOO
    }
    # "In Georgia St", "in Canada Bay" and "in Jordan Springs" are here.
    known = "|".join(sorted(map(re.escape, {*names, *_ALSO}), key=len, reverse=True))
    country = (
        rf"(?:the )?(?:{known})\b(?! (?:st|street|rd|road|ave|bay|springs|park|hill|lane|dr)\b)"
    )
    return re.compile(
        (_CUSTOMER if staff else _SELF)
        + rf" ?\b(?:overseas|abroad|(?:outside|out of) (?:australia|the country)|in {country})"
        + rf"|{_CALLING}(?:overseas|abroad|{country})"
        + r"|\b(?:outside|not in) australia (?:right now|now|at the moment)\b"
    )


def told(words: str, *, staff: bool = False) -> str | None:
    """``overseas`` or ``custody`` where ``words`` (lower case) say that the person is there now."""
    if _abroad(staff).search(words):
        return OVERSEAS
    if _custody(staff).search(words) and (staff or not _NOT_THERE.search(words)):
        return CUSTODY
    return None


def said_now(text: str, *, staff: bool = False, language: str = "en") -> str | None:
    """``overseas``, ``custody`` or ``back`` where a message says so, in any of the languages.

    ``language`` is the one that is being spoken; officers are read in English.
    """
    words = " ".join(text.lower().replace("\u2019", "'").replace("`", "'").split())
    words = words.replace("t\u00fcrkiye", "turkiye")
    found = told(words, staff=staff)
    if found is None and not staff:
        found = in_other_languages.told(text, language)
    return BACK if found is None and _BACK.search(words) else found


def latest(texts: Iterable[str], known: str | None, *, staff: bool, language: str) -> str | None:
    """Where the person is after some messages, oldest first; ``known`` is what was known before."""
    for text in texts:
        found = said_now(text, staff=staff, language=language)
        known = (None if found == BACK else found) if found else known
    return known


def with_whereabouts(facts: Facts, understood: Understood) -> Facts:
    """``facts`` with where the person is, as far as it changes who comes; taken back when they are home."""
    if understood.is_payload:
        return facts
    language = facts.speech or facts.language or "en"
    found = said_now(understood.text, staff=facts.is_staff, language=language)
    if found == BACK:
        return replace(
            facts, signals=tuple(s for s in facts.signals if s not in {OVERSEAS, CUSTODY})
        )
    if found is None:
        return facts
    # What was said last counts.
    others = tuple(s for s in facts.signals if s != found)
    return replace(facts, signals=joined(others, (found,)))


def whereabouts(facts: Facts) -> str | None:
    """What is known of it: the last that was said, or None."""
    return next((s for s in reversed(facts.signals) if s in {OVERSEAS, CUSTODY}), None)
