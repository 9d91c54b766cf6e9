"""Answers about the services on the screen, from their records; what no record says is asked there."""

from __future__ import annotations

from actions import opening_days, resources
from actions.cards import (
    as_shown,
    cost_words,
    hours_words,
    name_and_numbers,
    numbers,
    opening_words,
)
from actions.results import known_place
from actions.turn import Turn
from actions.words import language_words
from bot.language import catalogue, lists
from bot.triage.about_service import (
    AboutService,
    asks_what_it_costs,
    asks_what_to_bring,
    asks_who_may_collect,
    read_about,
)
from bot.triage.telling import news
from directory.search import Card, Query

#: Acts that such a question is taken for; others have an answer of their own.
TAKEN_FOR = frozenset(
    {
        "refine_search",
        "more_results",
        "repeat",
        "find_service",
        "inform",
        "out_of_scope",
        "nlu_fallback",
        "request_human",
        "request_interpreter",
        "change_language",
        "ask_why",
        "affirm",
        "thank",
        "ask_payment",
    }
)
#: Acts that the model takes such a question for in other languages, where its words say what is asked.
_TAKEN_FOR_ELSEWHERE = frozenset(
    {
        "ask_other_person",
        "ask_my_data",
        "update_details",
        "goodbye",
        "ask_privacy",
        "skip_question",
        "start_again",
        "go_back",
        "greet",
        "correct",
    }
)
#: Facts that such a question may name without narrowing anything ("is it open now").
_HARMLESS = frozenset({"when", "urgency", "cost", "accessibility", "people"})


def answer_about_services(turn: Turn) -> bool:
    """Answers a question about what was shown; True when the message was one."""
    taken_for = TAKEN_FOR
    if catalogue.spoken() != "en":
        taken_for |= _TAKEN_FOR_ELSEWHERE
    if turn.heard.is_payload or turn.facts.answered:
        return False
    if turn.heard.act not in taken_for and not asks_who_may_collect(turn.heard):
        return False
    if turn.before.pending_clarification:
        return False
    if _asks_what_to_bring_somewhere(turn):
        forget_narrowing(turn)
        turn.say("utter_bring_with_services")
        turn.change(misses=turn.before.misses)
        turn.ask_again()
        return True
    if turn.before.open_needs and turn.before.on_screen:
        return False
    shown = [(str(s["id"]), str(s["name"])) for s in turn.before.on_screen]
    if not shown and asks_what_it_costs(turn.heard) and not news(turn.before, turn.facts):
        forget_narrowing(turn)
        turn.say("utter_cost_with_services")
        turn.ask_again()
        return True
    asked = read_about(turn.heard, shown)
    if asked is None or news(turn.before, turn.facts) - _HARMLESS:
        return False
    named = [n for n in turn.heard.wanted_entities("need") if not n.guessed]
    on_screen = set(turn.before.looked_together) or set(turn.before.needs)
    if asked.aspect == "bring" or (asked.aspect == "cost" and catalogue.spoken() != "en"):
        # "How much money is it" names money, and asks for none; nor does a concession card.
        named = [n for n in named if n.value != "financial_aid"]
    if asked.aspect != "call" and any(n.value not in on_screen for n in named):
        return False
    cards = [card for key in asked.services if (card := _card(turn, key))]
    if not cards:
        return False
    if _none_is_open_that_day(turn, asked, cards):
        return False  # "Which are open saturday": others may be, and are looked for.
    forget_narrowing(turn)
    _say(turn, asked, cards)
    return True


def _asks_what_to_bring_somewhere(turn: Turn) -> bool:
    """Whether papers are asked about before the services they are for stand on the screen.

    A need beside it is a search of its own. While another need is looked for, an old list is
    not what the question is about.
    """
    before = turn.before
    if before.on_screen and not before.open_needs:
        return False
    named = [n.value for n in turn.heard.wanted_entities("need") if not n.guessed]
    if set(named) - {*before.needs, "financial_aid"} or news(before, turn.facts):
        return False
    return asks_what_to_bring(turn.heard)


def _none_is_open_that_day(turn: Turn, asked: AboutService, cards: list[Card]) -> bool:
    """Whether a question about all services on the screen and a day would be answered by "closed" alone."""
    day = opening_days.day_asked(turn) if asked.aspect == "hours" else None
    if day is None or asked.chosen or turn.heard.act not in {"refine_search", "inform"}:
        return False
    found = opening_days.sorted_for(cards, day, turn, known_place(turn.facts))
    return all(one.state == "closed" for one in found)


def _card(turn: Turn, key: str) -> Card | None:
    facts = turn.facts
    query = Query(
        place=known_place(facts),
        audience="staff" if facts.is_staff else "customer",
        language=facts.language if facts.speaks_other_language else None,
        at=resources.now(),
    )
    return resources.directory().service(key, query)


def forget_narrowing(turn: Turn) -> None:
    """A question narrows nothing: what the words seemed to wish is as it was before."""
    before = turn.before
    turn.note(
        when=before.when,
        urgency=before.urgency,
        cost=before.cost,
        accessibility=before.accessibility,
        people=before.people,
        needs=before.needs,
        sub_needs=before.sub_needs,
        shown=before.shown,
    )
    turn.change(
        done=before.done,
        open_now=before.open_now,
        radius_km=before.radius_km,
        words_of=before.words_of,
        sub_of=before.sub_of,
        on_screen=before.on_screen,
    )


def _say(turn: Turn, asked: AboutService, cards: list[Card]) -> None:
    if asked.aspect == "which":
        turn.say("utter_about_this_one", custom={"cards": [as_shown(card) for card in cards]})
        return
    day = opening_days.day_asked(turn) if asked.aspect == "hours" else None
    if day is not None:
        found = opening_days.sorted_for(cards, day, turn, known_place(turn.facts))
        if found:
            words = opening_days.day_words(day, turn)
            turn.say("utter_on_day_these", day=words, list=opening_days.lines(found))
            return
    known = [(card, value_of(turn, asked.aspect, card)) for card in cards]
    told = [f"{catalogue.isolated(card.name)}: {value}" for card, value in known if value]
    if told:
        turn.say(f"utter_about_{asked.aspect}", list="\n".join(told))
        return
    to_ring = [
        name_and_numbers(card) if card.phones else f"{catalogue.isolated(card.name)}: {card.url}"
        for card in cards
        if card.phones or card.url
    ]
    if to_ring:
        turn.say("utter_about_ring", list="\n".join(to_ring))
    else:
        turn.say("utter_about_this_one", custom={"cards": [as_shown(card) for card in cards]})


def value_of(turn: Turn, aspect: str, card: Card) -> str:
    if aspect in {"number", "call"}:
        return numbers(card)
    if aspect == "hours":
        parts = dict.fromkeys(part for part in _hours(card) if part)
        return (". " if catalogue.spoken() == "en" else lists.semicolon(catalogue.spoken())).join(
            parts
        )
    if aspect == "cost":
        return cost_words(card.cost, catalogue.spoken())
    if aspect == "language":
        return lists.comma(catalogue.spoken()).join(map(language_words, card.languages))
    if aspect in {"way", "bring"}:
        return _from_sheet(turn, aspect, card)
    return ""


def _hours(card: Card) -> tuple[str, str]:
    code = catalogue.spoken()
    if code == "en":
        return card.open_text, card.hours
    return opening_words(card, code), hours_words(card.hours, code)


def _from_sheet(turn: Turn, aspect: str, card: Card) -> str:
    entries = resources.directory().sheet([card.id], turn.now, turn.facts.language)
    entry = next(iter(entries), None)
    if aspect == "bring":
        return ", ".join(entry.bring) if entry else ""
    parts = (card.address or card.region, entry.getting_there if entry else None)
    return ". ".join(part for part in parts if part)
