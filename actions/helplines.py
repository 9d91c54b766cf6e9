"""Crisis lines after a safety text: in addition, never in place of a person (S1-01)."""

from __future__ import annotations

import logging
import re

from actions import resources
from actions.cards import as_shown, name_and_numbers
from actions.locating import settle_place
from actions.results import choices, known_place, search, show_need
from actions.screen import put_on_screen
from actions.turn import Turn
from actions.words import place_words
from bot.language import catalogue, everyday
from bot.triage import Facts
from bot.triage.about_service import asks_for_a_number
from bot.triage.next_move import VIOLENCE
from bot.triage.next_steps import default_guide, may_show_services
from bot.triage.places import is_exact
from bot.triage.telling import news
from bot.triage.whereabouts import whereabouts
from directory.places import Place, find_places
from directory.search import Card, Query

logger = logging.getLogger(__name__)

#: Dangers that no helpline answers: the way goes inside.
_NO_HELPLINE = frozenset({"harm_to_others", "privacy"})
#: Crisis lines on one screen.
HELPLINES = 3
#: Asked for, so that some are left when those that are closed are taken out.
_ASKED_FOR = 6
#: The record of the line for First Nations people (directory/records/contacts/distress.yml).
FIRST_NATIONS_LINE = "13yarn"
#: Dangers to somebody under age: the routes for a child at risk hold for both.
_OF_A_CHILD = frozenset({"child_at_risk", "isolation_young_person"})
_GROWN_UP = 18
#: Lines for young people take calls up to this age.
_YOUNG = 25
_PARTNER = re.compile(
    r"\b(?:husband|hubby|wife|partner|boyfriend|girlfriend|fianc\w+|my ex|his family|in-?laws?)\b"
)
#: A danger, and the kind of service for it.
_VIOLENCE_AT_HOME = "family_violence"
_DISTRESS = frozenset({"suicide_self_harm", "severe_distress"})
_FIRST_NATIONS = re.compile(
    r"\b(?:aboriginal|torres strait|first nations?|indigenous|koori|murri|noongar|nyoongar|nunga|"
    r"palawa|yolngu|anangu|blackf(?:ella|ulla)|our mob|my mob)\b"
)


def show_helplines(turn: Turn, domain: str, *, open_only: bool = False) -> None:
    """Crisis lines for what was said; nothing when the directory is down.

    Talk of harming others never goes to a helpline (brief, 3.2); lines about
    violence stay off a screen that somebody may be watching (X-05). No line is
    shown twice in a conversation.
    """
    domains = domains_of_message(turn)
    if not may_show_services(turn.facts) or domains & _NO_HELPLINE:
        return
    if whereabouts(turn.facts) is not None and not turn.facts.is_staff:
        # Numbers of this country can't be rung from another; in custody nobody rings what they
        # like. "You can ring these now" would be untrue; whoever asks for a number gets one.
        return
    unsafe = turn.facts.safe_to_talk != "yes" and not turn.facts.is_staff
    if unsafe and domains & VIOLENCE:
        return
    try:
        own = _line_for_own_people(turn, domain)
        found = _lines(turn, domain, own)
    except Exception as error:  # an edge: the safety words are out, a card is only an extra
        logger.error("helplines not shown error=%s", type(error).__name__)
        return
    # A line for something else is cold comfort, and none at all where a bed or food is the help.
    fitting = [card for card in found if is_for_this(card) or (own and card.id == own.id)]
    found = fitting or ([] if domain in default_guide().keep_going else found)
    if open_only:
        # Hours that nobody knows are no reason to leave out the very line for this.
        found = [card for card in found if card.open_now is not False] or found
    found = found[:HELPLINES]
    if found:
        all_open = all(card.open_now for card in found)
        heading = "utter_helplines_open_now" if open_only and all_open else "utter_helplines"
        heading = "utter_staff_helplines" if turn.facts.is_staff else heading
        turn.say(heading, custom={"cards": [as_shown(card) for card in found]})
        put_on_screen(turn, found)
        turn.change(lines_shown=(*turn.facts.lines_shown, *[card.id for card in found]))


def show_lines_of_the_state(turn: Turn) -> None:
    """Once a place is known: the lines of that state for a danger that had only lines for anywhere.

    A child protection line depends on where the child lives (S2-08), and the questions of another
    need do not come before it. Nothing where the search brings these lines by itself.
    """
    before, facts = turn.before, turn.facts
    if known_place(before) is not None or known_place(facts) is None or facts.is_staff:
        return
    serious = [domain for domain, tier in before.warned.items() if tier >= "T3"]
    domain = "child_at_risk" if "child_at_risk" in serious else next(reversed(serious), "")
    unsafe = facts.safe_to_talk != "yes"
    if not domain or domain in _NO_HELPLINE | default_guide().keep_going:
        return
    if facts.safe_to_talk == "no" or facts.has_companion or (unsafe and domain in VIOLENCE):
        return
    if not may_show_services(facts) or whereabouts(facts) is not None:
        return
    found = [c for c in _lines(turn, domain, None) if _is_of_the_state(c)]
    found = [c for c in found if c.open_now is not False][:HELPLINES]
    if found:
        turn.say("utter_helplines", custom={"cards": [as_shown(card) for card in found]})
        turn.change(lines_shown=(*facts.lines_shown, *[card.id for card in found]))


def answer_with_numbers(turn: Turn) -> bool:
    """After a safety text, whoever just wants a number gets those that fit, at once and again.

    False where no line fits (talk of harming others goes to a person), where the
    screen is watched, and where services that were asked for stand on it.
    """
    facts = turn.facts
    if turn.heard.is_payload or turn.heard.intent.startswith("danger_"):
        return False
    if not asks_for_a_number(turn.heard) or news(turn.before, facts) or facts.open_now:
        return False
    serious = [domain for domain, tier in turn.before.warned.items() if tier >= "T3"]
    watched = facts.safe_to_talk == "no" or facts.has_companion
    if not serious or (watched and not facts.is_staff) or turn.before.unacknowledged:
        return False
    on_screen = [str(s["id"]) for s in turn.before.on_screen]
    lines = [key for key in on_screen if key in facts.lines_shown]
    if on_screen and not lines:
        return False
    cards = [card for key in lines if (card := resources.directory().service(key))]
    if not cards:
        domain = serious[-1]
        unsafe = facts.safe_to_talk != "yes" and not facts.is_staff
        if domain in _NO_HELPLINE or (unsafe and domain in VIOLENCE):
            return False
        found = _lines(turn, domain, _line_for_own_people(turn, domain))
        cards = [c for c in found if is_for_this(c) and c.phones][:HELPLINES]
    if not cards:
        return False
    cards = [c for c in cards if c.open_now] or cards
    turn.say("utter_about_number", list="\n".join(map(name_and_numbers, cards)))
    put_on_screen(turn, cards)
    shown = (*facts.lines_shown, *[c.id for c in cards if c.id not in facts.lines_shown])
    turn.change(lines_shown=shown, misses=turn.before.misses)
    return True


def show_near_by(turn: Turn) -> bool:
    """Once a place is known, help near it for a danger that had only lines for anywhere.

    False where there is something else to look for, where the way goes inside, and where the
    screen is watched. The offer of a social worker stays as open as it was.
    """
    before, facts = turn.before, turn.facts
    # Lines about violence waited for "it is safe to talk", whenever the place was told.
    waited = facts.answered == "safe_to_talk" and facts.current is None and not facts.on_screen
    known_before = known_place(before) is not None and not (waited and VIOLENCE & facts.domains)
    if known_before or known_place(facts) is None or facts.open_needs:
        return False
    serious = [domain for domain, tier in before.warned.items() if tier >= "T3"]
    if not serious or facts.safe_to_talk == "no" or facts.has_companion or facts.is_staff:
        return False
    domain = serious[-1]
    unsafe = facts.safe_to_talk != "yes"
    if domain in _NO_HELPLINE | default_guide().keep_going or (unsafe and domain in VIOLENCE):
        return False
    need = "crisis_counselling"
    if waited:
        show_helplines(turn, domain)
    else:
        show_lines_of_the_state(turn)
    if domain == _VIOLENCE_AT_HOME and need not in facts.sub_of:
        turn.change(
            sub_of={**facts.sub_of, need: _VIOLENCE_AT_HOME}
        )  # No nurse, but who knows of this.
    facts = turn.facts
    found, _ = search(facts, need, HELPLINES)
    if not choices(found.cards):
        return False
    show_need(turn, need, HELPLINES)
    turn.change(current=need, misses=0)
    turn.add_choices("utter_after_services")
    return True


def show_lines_that_waited(turn: Turn) -> bool:
    """Lines about violence that waited for "it is safe to talk", where no place is known for more.

    The offer of a social worker is put again: nobody has answered it.
    """
    facts = turn.facts
    if facts.answered != "safe_to_talk" or facts.open_needs or facts.lines_shown:
        return False
    serious = [domain for domain, tier in turn.before.warned.items() if tier >= "T3"]
    if not serious or serious[-1] not in VIOLENCE or facts.safe_to_talk != "yes":
        return False
    show_helplines(turn, serious[-1])
    question = turn.questions.get("person")
    if not turn.facts.lines_shown or question is None:
        return False
    if "worker" not in facts.consent:
        turn.ask(question)
    return True


def ask_before_lines(turn: Turn) -> bool:
    """A place told after violence: it is said back, and whether the lines near it may be read is asked.

    False where that is known, or was asked after the danger and not answered. Lines for a child
    in danger come before the question: they depend on the place alone.
    """
    before, facts = turn.before, turn.facts
    if known_place(before) is not None or facts.open_needs or facts.is_staff:
        return False
    if facts.safe_to_talk is not None or facts.has_companion:
        return False
    if facts.consent.get("worker") == "asked for":
        return False  # It is told to the one who comes.
    serious = {domain for domain, tier in before.warned.items() if tier >= "T3"}
    asked = before.pending == "safe_to_talk" or "safe_to_talk" in facts.answers
    question = turn.questions.get("safe_to_talk")
    if question is None or asked or not serious & VIOLENCE or not _names_a_place(turn):
        return False
    words = len(turn.dispatcher.messages)
    settle_place(turn)
    if known_place(turn.facts) is None:
        return False
    if len(turn.dispatcher.messages) == words:
        turn.say("utter_place_changed", place=place_words(turn.facts.place))
    show_lines_of_the_state(turn)
    turn.ask(question, "utter_ask_safe_first")
    return True


def _names_a_place(turn: Turn) -> bool:
    return "place" in news(turn.before, turn.facts)


def is_for_this(card: Card) -> bool:
    """Whether a line is there for the situation itself."""
    return any(reason.startswith("crisis_") for reason, _ in card.reasons)


def _is_of_the_state(card: Card) -> bool:
    return any(reason == "crisis_state" for reason, _ in card.reasons)


def _lines(turn: Turn, domain: str, own: Card | None) -> list[Card]:
    facts = turn.facts
    results = resources.directory().search(
        Query(
            situations=_situations(turn, domain),
            need="crisis_counselling",
            place=_place_of(facts, domain),
            audience="staff" if facts.is_staff else "customer",
            language=facts.language if facts.speaks_other_language else None,
            ages=_all_grown_up(facts),
            exclude=frozenset(facts.lines_shown),
            limit=_ASKED_FOR,
            at=resources.now(),
        )
    )
    found = [c for c in choices(results.cards) if c.national or not c.example]
    if own is not None and own.id not in facts.lines_shown:
        found = [own, *[c for c in found if c.id != own.id]]
    return found


def _situations(turn: Turn, domain: str) -> frozenset[str]:
    """What lines are looked for: the danger that is answered, and what belongs to it.

    A child at risk who writes themselves has Kids Helpline as a line of their own, and papers
    that a partner keeps are violence at home as well.
    """
    found = {domain}
    alone = "isolation_young_person" in turn.facts.domains
    if domain in _OF_A_CHILD and (alone or _is_young(turn.facts)):
        found |= _OF_A_CHILD & {*turn.facts.domains, "isolation_young_person"}
    if domain == "exploitation" and _names_a_partner(turn):
        found.add("family_violence")
    return frozenset(found)


def _names_a_partner(turn: Turn) -> bool:
    heard = turn.heard
    if "partner" in heard.values("people") or _PARTNER.search(heard.words):
        return True
    return everyday.says("partner", heard.text, catalogue.spoken())


def _all_grown_up(facts: Facts) -> tuple[int, ...]:
    """The ages told, where nobody young is among them: an old mother needs no line for children."""
    ages = tuple(int(age) for age in facts.ages if age.isdigit())
    return ages if ages and min(ages) > _YOUNG else ()


def _is_young(facts: Facts) -> bool:
    return any(age.isdigit() and int(age) < _GROWN_UP for age in facts.ages)


def _place_of(facts: Facts, domain: str) -> Place | None:
    """Where the line must be: for a child in danger where the child lives (S2-08)."""
    childs = facts.wishes.get("child_place")
    if domain == "child_at_risk" and is_exact(childs):
        return next(iter(find_places(str(childs))), None)
    return known_place(facts)


def _line_for_own_people(turn: Turn, domain: str) -> Card | None:
    """The crisis line run by and for First Nations people, for somebody who says they are."""
    said_before = turn.facts.wishes.get("worker") == "aboriginal"
    if not said_before and not _FIRST_NATIONS.search(turn.heard.words):
        return None
    return resources.directory().service(FIRST_NATIONS_LINE) if domain in _DISTRESS else None


def domains_of_message(turn: Turn) -> set[str]:
    """Domains that this message speaks of, else those of the conversation."""
    found = {str(i.get("domain")) for i in turn.heard.risk.get("indicators") or []}
    return found or set(turn.facts.domains)
