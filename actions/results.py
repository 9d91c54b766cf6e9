"""Asks the directory, and says what it found as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from actions import opening_days, resources
from actions.cards import as_shown
from actions.screen import asks_about_the_list, on_screen_before, put_on_screen, say_who_knows
from actions.turn import Turn
from actions.words import need_words, place_words
from bot.language import catalogue
from bot.triage import Facts
from bot.triage.next_move import VIOLENCE
from bot.triage.next_steps import default_guide, unsuitable_tools
from bot.triage.places import is_exact
from bot.triage.refine import asks_closer, asks_wider, widened
from bot.triage.telling import news
from directory.places import Place, find_places
from directory.search import Card, Query, Results

#: Said in words where it matters; no service to choose from a list.
EMERGENCY_NUMBERS = frozenset({"000", "106", "112"})
#: Certainty of a number that may be told as it is: verified, or from the agency's own pages.
CHECKED = frozenset({"V", "S"})
#: Cards on one screen for one need; fewer for each when several needs are answered at once.
CARDS = 4
CARDS_OF_SEVERAL = 3


def known_place(facts: Facts) -> Place | None:
    """The place to search near, or None when it isn't known exactly."""
    if not is_exact(facts.place):
        return None
    return next(iter(find_places(str(facts.place))), None)


def query_for(facts: Facts, need: str | None, limit: int) -> Query:
    """The question to the directory for one need, with everything that is known."""
    return Query(
        need=need,
        sub_need=facts.sub_of.get(need or ""),
        text=words_for(facts, need),
        place=known_place(facts),
        open_now=facts.open_now,
        when=facts.when,
        language=facts.language if facts.speaks_other_language else None,
        people=frozenset(facts.people),
        ages=tuple(int(age) for age in facts.ages if age.isdigit()),
        gender=facts.gender or facts.wishes.get("worker"),
        accessibility=frozenset(facts.accessibility),
        situations=situations_of(facts),
        audience="staff" if facts.is_staff else "customer",
        exclude=frozenset((*facts.shown, *facts.lines_shown, *_unsuitable(facts))),
        radius_km=facts.radius_km,
        limit=limit,
        at=resources.now(),
    )


def _unsuitable(facts: Facts) -> list[str]:
    """Ids of tools that must not be offered to this person, wherever the search would put them."""
    asked = Query(audience="staff" if facts.is_staff else "customer")
    cards = [resources.directory().service(code, asked) for code in unsuitable_tools(facts)]
    return [card.id for card in cards if card is not None]


def words_for(facts: Facts, need: str | None) -> str:
    """The person's own words for a need, and what answers added: they rank, they don't exclude."""
    if need is None:
        return ""
    return f"{facts.words_of.get(need, '')} {facts.seek.get(need, '')}".strip()


def situations_of(facts: Facts) -> frozenset[str]:
    """Dangers whose lines may come first among services.

    X-05: none on a screen that somebody may be watching; those about violence
    only where it is known to be safe. Lines that were shown stay out.
    """
    if facts.safe_to_talk == "no" or facts.has_companion:
        return frozenset()
    private = facts.is_staff or facts.safe_to_talk == "yes"
    domains = facts.domains if private else facts.domains - VIOLENCE
    if facts.is_staff and not facts.lines_shown:
        return domains
    # Lines for these were shown with the safety text; food for hungry children comes first now.
    answered = {d for d, tier in facts.warned.items() if tier >= "T3"}
    return domains - (answered - default_guide().keep_going)


def search(
    facts: Facts, need: str | None, limit: int, *, anything: bool = False
) -> tuple[Results, bool]:
    """Results for a need, and whether wishes had to be dropped to find any.

    A kind of service that was named (a needle exchange) gives way last, and once
    some of that kind were shown only when ``anything`` will do: nothing else
    fills up the list. Raises what the directory raises when it is down.
    """
    directory = resources.directory()
    wanted = query_for(facts, need, limit)
    if anything:
        wanted = replace(wanted, sub_need=None, text="")
    results = directory.search(wanted)
    if results.cards:
        return results, False
    looser = replace(wanted, open_now=False, radius_km=None, gender=None)
    if looser != wanted and (results := directory.search(looser)).cards:
        return results, True
    if need in facts.done and wanted.sub_need:
        return results, False
    if need not in facts.done and facts.shown:
        # What was shown for another need may be all there is for this one.
        kept_out = frozenset((*facts.lines_shown, *_unsuitable(facts)))
        again = directory.search(replace(looser, exclude=kept_out))
        if again.cards:
            return again, looser != wanted
    return directory.search(replace(looser, sub_need=None, text="")), True


def show_need(turn: Turn, need: str, limit: int = CARDS, *, anything: bool = False) -> list[Card]:
    """Searches one need and says the cards, how far it had to look, and what had to give way."""
    if need in turn.before.done and need in turn.heard.values("need") and not anything:
        turn.note(shown=())  # Asked for by name once more: what was shown is of use again.
    day = opening_days.day_asked(turn)
    wanted = limit if day is None else max(limit, opening_days.LOOKED_AT)
    results, dropped = search(turn.facts, need, wanted, anything=anything)
    cards = near_enough(choices(results.cards), turn.facts.radius_km)
    if "not_online" in turn.facts.signals:
        cards = [c for c in cards if not c.web_only] or cards  # S0-06
    words = need_words(need)
    if not cards:
        seen = turn.facts.shown and need in turn.before.done
        turn.say("utter_no_more_services" if seen else "utter_no_services", need=words)
        return []
    if day is not None and (shown := _show_for_day(turn, need, day, cards, limit)):
        return shown
    cards = cards[:limit]
    if asks_about_the_list(turn, need) and {c.id for c in cards} <= on_screen_before(turn):
        turn.note(shown=turn.before.shown)
        say_who_knows(turn)
        return cards
    if (not dropped and _is_the_same_list(turn, cards)) or _brings_nothing_nearer(
        turn, cards, dropped
    ):
        # The next of several needs is looked for as this one was: with its own list left in.
        several = len(turn.before.looked_together) > 1
        own = (*turn.facts.shown, *[c.id for c in cards if c.id not in turn.facts.shown])
        turn.note(shown=own if several else turn.before.shown)
        if not _say_open_now(turn, cards):
            _say_nothing_changed(turn, need)
        return cards
    if looked_again(turn, need):
        if {c.id for c in cards} <= set(turn.before.shown):
            turn.note(shown=turn.before.shown)
            _say_nothing_changed(turn, need)
            return cards
        _say_taken_into_account(turn)
    if dropped:
        turn.say("utter_wishes_dropped")
    say_cards(turn, cards, _heading(turn, results), need=words, **_where(turn.facts, results))
    return cards


def _show_for_day(
    turn: Turn, need: str, day: date, cards: Sequence[Card], limit: int
) -> list[Card]:
    """Services on a day that was named: those open then first, those not known next, and what is closed said.

    Nothing where only pages on the web are left.
    """
    found = opening_days.sorted_for(cards, day, turn, known_place(turn.facts))
    if not found or turn.facts.open_now:
        return []
    on_screen = on_screen_before(turn)
    usable = [one for one in found if one.state != "closed"][:limit]
    is_open = any(one.state == "open" for one in usable)
    # What was on the screen and is closed then is said, so that nobody goes there.
    closed = [one for one in found if one.state == "closed"]
    named = [one for one in closed if not is_open or one.card.id in on_screen][:limit]
    shown = [one.card for one in (usable if is_open else [*usable, *named][:limit])]
    heading = "utter_on_day" if is_open else "utter_on_day_none"
    values = {
        "need": need_words(need),
        "day": opening_days.day_words(day, turn),
        "list": opening_days.lines([*usable, *named]),
    }
    say_cards(turn, shown, heading, **values)
    return shown


def _say_open_now(turn: Turn, cards: Sequence[Card]) -> bool:
    """ "What is open now", where the list stays the same: the hours of today of each; False if not asked."""
    if "now" not in turn.heard.values("time"):
        return False
    place = known_place(turn.facts)
    today = turn.now.astimezone(ZoneInfo(place.timezone if place else turn.zone)).date()
    found = opening_days.sorted_for(cards, today, turn, place)
    if not found:
        return False
    day = opening_days.day_words(today, turn)
    turn.say("utter_on_day_these", day=day, list=opening_days.lines(found))
    return True


def _say_taken_into_account(turn: Turn) -> None:
    """Once in a turn, and instead of "the services above still fit" where those of one need changed."""
    fits = catalogue.text("utter_nothing_changed")
    said = turn.dispatcher.messages
    said[:] = [message for message in said if message.get("text") != fits]
    _say_once(turn, "utter_taken_into_account")


def _say_nothing_changed(turn: Turn, need: str) -> None:
    """Once in a turn, for however many needs."""
    if any(
        m.get("text") == catalogue.text("utter_taken_into_account")
        for m in turn.dispatcher.messages
    ):
        return
    if asks_wider(turn.heard):
        turn.say("utter_no_more_services", need=need_words(need))
        return
    if asks_closer(turn.heard) and not turn.facts.is_staff:
        _say_nothing_nearer(turn, need)
    else:
        _say_once(
            turn, "utter_nothing_nearer" if asks_closer(turn.heard) else "utter_nothing_changed"
        )


def _say_once(turn: Turn, response: str) -> None:
    words = catalogue.text(response)
    if all(message.get("text") != words for message in turn.dispatcher.messages):
        turn.say(response)


#: That nothing is nearer, with what can be done next.
NOTHING_NEARER = "utter_nothing_nearer_next"


def _say_nothing_nearer(turn: Turn, need: str) -> None:
    """With the next best step the first time: help of any kind that is left, else a person."""
    signal = f"said:{NOTHING_NEARER}"
    if signal in turn.before.signals:
        _say_once(turn, "utter_nothing_nearer")
        return
    turn.signal(signal)
    left = replace(widened(turn.facts), done=(*turn.facts.done, need))  # Without what was shown.
    if search(left, need, CARDS, anything=True)[0].cards:
        _say_once(turn, NOTHING_NEARER)
        turn.change(asked_as=NOTHING_NEARER)
        return
    _say_once(turn, "utter_nothing_nearer")
    person = turn.questions.get("person")
    if person is not None and turn.facts.pending != person.id and turn.facts.told is None:
        turn.ask(person)


def _brings_nothing_nearer(turn: Turn, cards: Sequence[Card], dropped: bool) -> bool:
    """Whether "closer" finds what is on the screen again, or nothing nearer than the one service there."""
    before = turn.before
    if not asks_closer(turn.heard) or before.place != turn.facts.place or not before.on_screen:
        return False
    screen = on_screen_before(turn)
    if {c.id for c in cards} <= screen:
        return dropped or len(cards) == len(screen)
    there = [c.distance_km for c in cards if c.id in screen and c.distance_km is not None]
    new = [c.distance_km for c in cards if c.id not in screen and c.distance_km is not None]
    return len(screen) == 1 and bool(there) and all(km >= there[0] for km in new)


def _is_the_same_list(turn: Turn, cards: Sequence[Card]) -> bool:
    """Whether a narrowing has left every card that is on the screen, and no other."""
    before, facts = turn.before, turn.facts
    if (before.place, before.language) != (facts.place, facts.language):
        return False
    shown = {c.id for c in cards}
    screen = on_screen_before(turn)
    several = len(before.looked_together) > 1  # The lists of several needs stand there together.
    if turn.heard.act == "refine_search" and (shown == screen or (several and shown <= screen)):
        return True
    if facts.is_staff:
        return False
    # Pages that list services are no answer where numbers to ring stand on the screen.
    if shown <= set(before.shown) and not any(c.phones for c in cards):
        return True
    return turn.heard.act == "refine_search" and shown == set(before.shown)


def looked_again(turn: Turn, need: str) -> bool:
    """Whether services for ``need`` are on the screen, and only a new fact brought it up again."""
    if need not in turn.before.done or not turn.before.shown or turn.facts.is_staff:
        return False
    if turn.heard.intent == "refine_search" or need in turn.heard.values("need"):
        return False
    return bool(news(turn.before, turn.facts) - {"place"}) and turn.facts.place == turn.before.place


def choices(cards: Sequence[Card]) -> list[Card]:
    """``cards`` without the emergency numbers."""
    return [c for c in cards if not c.phones or c.phones[0].number not in EMERGENCY_NUMBERS]


def near_enough(cards: Sequence[Card], radius_km: float | None) -> list[Card]:
    """Cards no farther than a person who asked for "closer" wants; all of them if none is."""
    if radius_km is None:
        return list(cards)
    near = [c for c in cards if c.distance_km is not None and c.distance_km <= radius_km]
    return near or list(cards)


def _heading(turn: Turn, results: Results) -> str:
    if known_place(turn.facts) is None:
        return "utter_services_anywhere"
    return f"utter_services_{results.widened}" if results.widened else "utter_services"


def _where(facts: Facts, results: Results) -> dict[str, str]:
    radius = results.radius_km
    return {
        "place": place_words(facts.place) or "",
        "radius": f"{radius:g}" if radius else "",
    }


def say_cards(turn: Turn, cards: Sequence[Card], response: str, **values: Any) -> None:
    """Says a response with cards, and remembers which services were shown."""
    turn.say(response, custom={"cards": [as_shown(card) for card in cards]}, **values)
    shown = (*turn.facts.shown, *[c.id for c in cards if c.id not in turn.facts.shown])
    turn.note(shown=shown)
    put_on_screen(turn, cards)
    first = next((c for c in cards if c.phones and not c.check_first), None)
    if first is not None:
        service = {"name": first.name, "phone": first.phones[0].number}
        turn.change(last_service=service)


def places_of(facts: Facts) -> list[str] | None:
    """Ids of the places that the named place may be; None when there is nothing to settle."""
    if not facts.place or is_exact(facts.place):
        return None
    return list(dict.fromkeys(place.id for place in find_places(facts.place)))


def show_text(turn: Turn) -> None:
    """A staff line that names no need: searched by its words."""
    facts = turn.facts
    query = replace(query_for(facts, None, CARDS), text=turn.heard.text[:120])
    found = resources.directory().search(query)
    if found.cards:
        say_cards(turn, found.cards, "utter_services_by_text")
    else:
        turn.say("utter_no_services", need=turn.heard.text[:60])


@dataclass(frozen=True)
class Contact:
    """A name and the number to ring, both as the directory has them."""

    name: str
    phone: str


def interpreter_contacts(turn: Turn) -> tuple[Contact | None, Contact | None]:
    """The interpreter line, and the service shown first, which it should call; None if unknown."""
    card = resources.directory().service(default_guide().interpreter_line)
    sure = card is not None and card.certainty in CHECKED and not card.check_first
    line = Contact(card.name, card.phones[0].number) if card and sure and card.phones else None
    shown = turn.facts.last_service
    return line, Contact(shown["name"], shown["phone"]) if shown else None
