"""Services and people that are shown or offered."""

from __future__ import annotations

import re

from tests.process.statements.forms import PLACE, rule
from tests.process.statements.played import Played


@rule(rf"cards about (?P<need>\w+) near {PLACE} are shown(?P<rest>.*)")
def _cards_near(p: Played, m: re.Match[str]) -> bool:
    turn = 0 if "after the first turn" in m["rest"] else -1
    if "without a question about safety" in m["rest"] and p.said("utter_ask_safe*", turn=turn):
        return False
    shown = bool(p.cards(turn))
    if " or " in m["rest"]:
        shown = shown or "?" in p.words(turn)
    facts = p.facts[turn]
    return shown and m["need"] in (facts.get("needs") or []) and facts.get("place") == m["place"]


@rule(
    rf"after the last turn \w+ cards near {PLACE} are shown or the next missing question is asked"
)
@rule(rf"education or tutoring cards near {PLACE} are shown, or an education question is asked")
def _some_cards(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("place") == m["place"] and bool(p.cards(-1) or "?" in p.words(-1))


@rule(r"every card shows a phone number and opening information")
def _phone_and_hours(p: Played, m: re.Match[str]) -> bool:
    return all((c["phones"] or c["web_only"]) and c["open_text"] for c in p.cards())


@rule(r"each card shows source and last check")
def _source(p: Played, m: re.Match[str]) -> bool:
    return bool(p.cards()) and all(c["source"] and c["last_check"] for c in p.cards())


@rule(r"each card says languages or interpreter, and the reason it is shown")
def _reason(p: Played, m: re.Match[str]) -> bool:
    return all(c["why"] and "languages" in c and "interpreter" in c for c in p.cards())


@rule(r"(?:further cards follow and )?no card is shown twice")
def _no_card_twice(p: Played, m: re.Match[str]) -> bool:
    ids = [c["id"] for c in p.cards()]
    follows = "further" not in m[0] or bool(p.cards(-1))
    return len(ids) == len(set(ids)) and follows


@rule(r"after three skips a person is offered|a person is offered")
def _person(p: Played, m: re.Match[str]) -> bool:
    return p.offers_person()


@rule(r"phone or national counselling lines are shown or offered, never an empty answer")
def _lines(p: Played, m: re.Match[str]) -> bool:
    return any(c["phones"] for c in p.cards()) or p.offers_person()


@rule(r"no cards and no questionnaire in the reply to the last turn|no \w+ cards in the last reply")
def _no_cards(p: Played, m: re.Match[str]) -> bool:
    asks = "questionnaire" in m[0] and p.said("utter_ask_*", turn=-1)
    return not p.cards(-1) and not asks


@rule(r"the second reply offers a person or opens a case")
def _second_offers(p: Played, m: re.Match[str]) -> bool:
    return p.offers_person(1) or p.case is not None


@rule(r"the answer is never empty: wider area, phone or national lines or a person is offered")
def _never_empty(p: Played, m: re.Match[str]) -> bool:
    return all(p.cards(n) or p.offers_person(n) for n in range(len(p.turns)))
