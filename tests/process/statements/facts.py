"""What is understood and remembered: needs, places, languages, safety."""

from __future__ import annotations

import re

from tests.process.statements.forms import PLACE, rule
from tests.process.statements.played import Played


@rule(
    rf"(?:after the last turn )?(?P<need>\w+) near {PLACE} is (?:understood(?: in the second turn)?|shown or the next missing question asked)"
)
def _understood(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    return m["need"] in (facts.get("needs") or []) and facts.get("place") == m["place"]


@rule(rf"the remembered facts contain place {PLACE} and need (?P<need>\w+)")
def _remembered(p: Played, m: re.Match[str]) -> bool:
    return _understood(p, m)


@rule(
    rf"(?:the remembered place|the place|after the last turn the place) is {PLACE}(?: and not \w+| and \w+ is not used)?"
)
def _place(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("place") == m["place"]


@rule(
    rf"after the last turn the place is {PLACE} and (?P<one>\w+) or (?P<other>\w+) help is shown or the next question asked"
)
def _place_and_help(p: Played, m: re.Match[str]) -> bool:
    needs = set(p.facts[-1].get("needs") or [])
    return (
        p.facts[-1].get("place") == m["place"]
        and bool(needs & {m["one"], m["other"]})
        and bool(p.cards(-1) or "?" in p.words(-1))
    )


@rule(r"both (?P<one>\w+) and (?P<other>\w+) are remembered as needs")
def _both(p: Played, m: re.Match[str]) -> bool:
    return {m["one"], m["other"]} <= set(p.facts[-1].get("needs") or [])


@rule(r"the current need is (?P<need>\w+)|(?P<that>\w+) is the need")
def _need(p: Played, m: re.Match[str]) -> bool:
    return (m["need"] or m["that"]) in (p.facts[-1].get("needs") or [])


@rule(r"the accommodation need and Bundaberg are not lost")
def _not_lost(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    return "accommodation" in (facts.get("needs") or []) and "Bundaberg" in str(facts.get("place"))


@rule(r"safe_to_talk is remembered as no")
def _not_safe(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("safe_to_talk") == "no"


@rule(r"an interpreter in \w+ \((?P<code>\w+)\) is offered and remembered")
def _interpreter(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    remembered = facts.get("language") == m["code"] and facts.get("interpreter") == "wanted"
    return remembered and "interpreter" in p.words(0).lower()


@rule(
    r"after the last turn the requested language is \w+ \((?P<code>\w+)\)|language (?P<vi>\w+) is remembered as a service language"
)
def _language(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("language") == (m["code"] or m["vi"])
