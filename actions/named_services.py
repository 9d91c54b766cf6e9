"""Questions about one service by its name, on the screen or not: answered from its record, with source and date."""

from __future__ import annotations

from collections.abc import Iterator

from actions import opening_days, resources
from actions.about_services import TAKEN_FOR, forget_narrowing, value_of
from actions.cards import as_shown, name_and_numbers
from actions.results import known_place, places_of
from actions.screen import put_on_screen
from actions.turn import Turn
from bot.language import catalogue
from bot.triage.named_service import Named, read_named
from bot.triage.place_names import STATE_NAMES
from directory.places import Place, find_places
from directory.search import Card, Query

#: Services of one name on one screen.
MOST = 3
#: So many are looked through for the name.
_LOOKED_THROUGH = 12
#: Of a shared name ("Fairfield") so many places are tried.
_PLACES = 6


def answer_about_a_named_service(turn: Turn) -> bool:
    """Answers "when is lifeline open", "number for 1800RESPECT"; True when the directory knows the name.

    What the record does not say is said as that, and never guessed. On a screen
    that somebody may be watching nothing is looked up by name.
    """
    heard, facts = turn.heard, turn.facts
    if heard.is_payload or heard.act not in TAKEN_FOR or heard.intent.startswith("danger_"):
        return False
    watched = facts.safe_to_talk == "no" or facts.has_companion
    if (watched and not facts.is_staff) or turn.before.pending_clarification:
        return False
    named = read_named(heard)
    if named is None:
        return False
    cards = _cards(turn, named)
    if not cards and not _asks_for_what_nobody_has(turn, named):
        return False
    pending, misses = turn.before.pending, turn.before.misses
    forget_narrowing(turn)
    turn.change(pending=pending, misses=misses)
    if not cards:
        turn.say("utter_named_unknown")
        return True
    _say(turn, named, cards)
    put_on_screen(turn, cards)
    return True


def _asks_for_what_nobody_has(turn: Turn, named: Named) -> bool:
    """Whether a name that no record has was asked for, and nothing that could be looked for instead."""
    heard = turn.heard
    if named.aspect not in {"hours", "number"} or turn.facts.answered:
        return False
    if any(not entity.guessed for entity in heard.wanted_entities("need")):
        return False
    return heard.act in {"out_of_scope", "nlu_fallback"} or heard.is_unsure


def _cards(turn: Turn, named: Named) -> list[Card]:
    """The services of that name; those with the place in it, or whose whole name was said, alone if there are any."""
    fitting: dict[str, Card] = {}
    for place in _places(turn):
        fitting |= {card.id: card for card in _found(turn, named, place)}
        if fitting and place is not None:
            break
    cards = list(fitting.values())
    there = [card for card in cards if named.fits_place(card.name)]
    whole = [card for card in there or cards if named.is_whole(card.name)]
    return (whole or there or cards)[:MOST]


def _places(turn: Turn) -> Iterator[Place | None]:
    """Where to look for the name: where the person is, or may be; else anywhere, state after state."""
    known = known_place(turn.facts)
    if known is not None:
        yield known
        return
    named = turn.facts.place_candidates or places_of(turn.facts) or ()
    for name in named[:_PLACES]:
        yield from find_places(name)[:1]
    yield None
    for state in STATE_NAMES:
        yield from find_places(state)[:1]


def _found(turn: Turn, named: Named, place: Place | None) -> list[Card]:
    query = Query(
        text=" ".join(named.words),
        place=place,
        audience="staff" if turn.facts.is_staff else "customer",
        limit=_LOOKED_THROUGH,
        at=resources.now(),
    )
    found = resources.directory().search(query).cards
    return [card for card in found if named.fits(card.name, card.organization)]


def _say(turn: Turn, named: Named, cards: list[Card]) -> None:
    shown = {"cards": [as_shown(card) for card in cards]}
    if not any(named.is_whole(card.name) for card in cards):
        turn.say("utter_named_other")
    day = opening_days.day_asked(turn) if named.aspect == "hours" else None
    if day is not None:
        found = opening_days.sorted_for(cards, day, turn, known_place(turn.facts))
        if found:
            words = opening_days.day_words(day, turn)
            lines = opening_days.lines(found)
            turn.say("utter_on_day_these", custom=shown, day=words, list=lines)
            return
    values = [(card, value_of(turn, named.aspect, card)) for card in cards]
    known = [f"{catalogue.isolated(card.name)}: {value}" for card, value in values if value]
    if known:
        turn.say(f"utter_about_{named.aspect}", custom=shown, list="\n".join(known))
    else:
        ring = [name_and_numbers(card) for card in cards if card.phones]
        turn.say("utter_about_ring", custom=shown, list="\n".join(ring))
