"""What a message adds to what is known: corrections replace, several needs keep their order."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.triage.facts import Facts, joined
from bot.triage.place_names import (
    STATE_NAMES,
    choose,
    in_other_state,
    is_capital,
    is_exact,
    state_of,
)
from bot.triage.put_right import places_left
from bot.triage.understood import Entity, Understood

#: Who the help is for, from the people a message names.
_SOMEBODY_ELSE = ("client", "friend", "parent", "older_person")
#: A message that does one of these asks for something; a need guessed from its whole sense counts.
_ASKING = frozenset({"find_service", "correct"})


def taken_in(facts: Facts, understood: Understood) -> Facts:
    """``facts`` with what a message says."""
    facts = _needs(facts, understood)
    facts = _place(facts, understood)
    facts = _people(facts, understood)
    if understood.act == "out_of_scope" and facts.answered is None and not understood.is_unsure:
        return facts  # "Lovely weather today" is about no day to search for.
    single = {
        "language": understood.first("language"),
        "when": understood.first("time"),
        "urgency": understood.first("urgency"),
        "gender": understood.first("gender"),
        "cost": understood.first("cost"),
    }
    facts = facts.note(**{name: value for name, value in single.items() if value})
    access = understood.values("accessibility")
    if access:
        facts = facts.note(accessibility=joined(facts.accessibility, access))
    if facts.when in {"now", "today", "tonight"} and not facts.urgency:
        facts = facts.note(urgency="now" if facts.when == "now" else "today")
    return facts


def _needs(facts: Facts, understood: Understood) -> Facts:
    wanted = [
        e for e in understood.wanted_entities("need") if not _is_no_more(e, facts, understood)
    ]
    named = list(dict.fromkeys(str(e.value) for e in wanted))
    unwanted = [str(n) for n in understood.rejected_values("need") if str(n) not in named]
    subs = [str(s) for s in understood.values("sub_need")]
    dropped_subs = [str(s) for s in understood.rejected_values("sub_need")]
    needs = [n for n in facts.needs if n not in unwanted]
    done = facts.done
    if named and understood.changes_mind and facts.open_needs:
        # "Actually, food instead": what was being asked about gives way.
        given_up = facts.open_needs[0]
        needs = [n for n in needs if n != given_up or n in named]
        needs = [*[n for n in needs if n in done], *named, *[n for n in needs if n not in done]]
    needs = list(joined(needs, named))
    waits = facts.pending not in {None, "what_help"}
    asks = understood.act in {*_ASKING, "refine_search", "more_results"}
    if asks or understood.is_payload or (understood.act == "inform" and not waits):
        done = tuple(n for n in done if n not in named)
    sub_of = {n: s for n, s in facts.sub_of.items() if n in needs and s not in dropped_subs}
    words_of = {n: w for n, w in facts.words_of.items() if n in needs}
    if named and understood.words:
        words_of |= dict.fromkeys(named, understood.text.strip()[:MAX_WORDS])
    found = facts.note(
        needs=tuple(needs),
        done=tuple(n for n in done if n in needs),
        sub_of={**sub_of, **_pairs(understood)},
        sub_needs=tuple(s for s in joined(facts.sub_needs, subs) if s not in dropped_subs),
    )
    found = replace(found, words_of=words_of)
    return found.in_order() if len(named) > 1 else found


#: The need that interpreters are filed under.
_OF_INTERPRETERS = "community_legal_health"
#: What the words of danger are easily taken for.
_MEANT_BY_DANGER = frozenset({"crisis_counselling", "drug_alcohol_gambling"})
#: So much of a message goes into a search.
MAX_WORDS = 200


_ONLY_HELP = re.compile(
    r"^(?:(?:hi|hello|hey|yes|ok|please|pls|plz|can|could|you|u|i|we|need|want|really|some|get|a bit of|give|me|us|just|urgent)\W+)*"
    r"(?:help|assistance|support)(?:\W+(?:please|pls|plz|me|us|here|now|thanks|asap))*\W*$"
)


def _is_no_more(need: Entity, facts: Facts, understood: Understood) -> bool:
    """Whether a need that no word names is only a guess that the answer or the facts explain.

    "Wheelchair" after results narrows them; "the one in Victoria" chooses a place.
    """
    if (
        understood.act in {"request_interpreter", "change_language"}
        and need.value == _OF_INTERPRETERS
    ):
        return True  # It is answered by the interpreter line, not by a search.
    if need.guessed and _ONLY_HELP.match(understood.words):
        return True  # "Help" says nothing about which.
    if understood.act == "request_human" and need.value == "crisis_counselling":
        return True  # "Someone to talk to" is the person asked for.
    if need.guessed and facts.pending_clarification:
        return True  # "Nah, just tired" answers what was meant, and asks for nothing.
    of_danger = understood.intent.startswith("danger_")
    if of_danger and need.guessed and need.value in _MEANT_BY_DANGER:
        return True  # The danger is what it is about.
    if of_danger and not need.guessed and _names_the_act(need, understood):
        return True
    if need.guessed and _is_about_something_else(need, facts, understood):
        return True
    if not need.guessed or (understood.act in _ASKING and not understood.is_unsure):
        return False
    if facts.answered is not None or facts.place_candidates:
        return True
    told = {e.name for e in understood.entities} - {"need", "sub_need"}
    return bool(told) and bool(facts.needs)


#: What is named in these dangers is the act itself, not what is needed.
_ACTS = frozenset({"suicide_self_harm", "harm_to_others", "medical_emergency"})
#: Share of a message that the words of danger may be.
_OWN_WORDS = 0.75


def _names_the_act(need: Entity, understood: Understood) -> bool:
    """Whether the word for a need stands in the words of danger ("take all her tablets")."""
    named = understood.text[need.start : need.end].lower()
    most = _OWN_WORDS * len(understood.text)  # A sign that is the whole message names nothing.
    return bool(named) and any(
        named in str(sign.get("evidence")).lower() and len(str(sign.get("evidence"))) <= most
        for sign in understood.risk.get("indicators") or ()
        if sign.get("domain") in _ACTS and str(sign.get("tier")) >= "T2"
    )


_REFERS_BACK = re.compile(r"\b(?:it|that|this|them|they|those|there)\b")
_WISHES = re.compile(
    r"\b(?:need|want|wanna|looking|look for|help|find|get me|where|after|also|and|plus|got any|any)\b"
)
#: A longer message is about more than what it points back to.
_SHORT = 8


def _is_about_something_else(need: Entity, facts: Facts, understood: Understood) -> bool:
    """Whether a guessed need came with the answer to something else, or with a word about what is there.

    "Im at the maccas in Logan" tells a place; "how do i stop it" asks about what was shown.
    """
    if need.value in facts.needs or not facts.needs or _WISHES.search(understood.words):
        return False
    told = {e.name for e in understood.entities} - {"need", "sub_need"}
    short = len(understood.words.split()) <= _SHORT
    return bool(told) or (short and bool(_REFERS_BACK.search(understood.words)))


def _pairs(understood: Understood) -> dict[str, str]:
    """Which need each named service belongs to: the one found on the same words."""
    needs = understood.wanted_entities("need")
    pairs: dict[str, str] = {}
    for sub in understood.wanted_entities("sub_need"):
        overlapping = [n for n in needs if n.start < sub.end and sub.start < n.end]
        owner = next(iter(overlapping or (needs if len(needs) == 1 else [])), None)
        if owner is not None:
            pairs.setdefault(str(owner.value), str(sub.value))
    return pairs


#: A place that a child is said to live in: its state's line is the one to ring (S2-08).
_CHILD_LIVES = re.compile(
    r"\b(?:child|kids?|children|baby|babies|toddler|boys?|girls?|sons?|daughters?|grand\w+|nieces?|nephews?|he|she|they|who) "
    r"(?:\w+ ){0,3}?(?:liv(?:es?|ing)|stay(?:s|ing)?|resid(?:es?|ing)|(?:is|are) (?:up |down |over |out )?)\s*(?:\w+ ){0,3}?(?:in|at|near|around)\s*$"
)


def _childs_place(facts: Facts, understood: Understood) -> Facts:
    for place in understood.wanted_entities("place"):
        before = understood.text[: place.start].lower().replace("’", "'")
        if place.value != "near_me" and _CHILD_LIVES.search(before):
            return replace(facts, wishes={**facts.wishes, "child_place": str(place.value)})
    return facts


def _place(facts: Facts, understood: Understood) -> Facts:
    facts = _childs_place(facts, understood)
    named = places_left(facts, understood)
    if other := _same_name_elsewhere(facts, understood, named):
        return facts.note(place=other, place_candidates=())
    unwanted = {str(p) for p in understood.rejected_values("place")} - set(named)
    if not named:
        return facts.note(place=None) if facts.place in unwanted else facts
    only_states = is_exact(facts.place) and {*named} <= {*STATE_NAMES}
    if only_states and {state_of(name) for name in named} == {state_of(facts.place)}:
        return facts  # "No, NSW", of a place that is in it: nothing is put right, nothing lost.
    if understood.act == "correct":
        # "I said Fitzroy, I meant Footscray": the new one is the one that differs.
        named = [p for p in named if p != facts.place] or named
    named = _home_first(named, understood)
    if named[0] == "near_me":
        return replace(facts, near_me=True)
    if facts.place_candidates and (named[0] in STATE_NAMES or is_capital(named[0])):
        # "The one in Victoria", "the Melbourne one" choose among the Richmonds.
        chosen = choose(facts.place_candidates, named[0])
        if chosen is None and named[0] in STATE_NAMES:
            return facts
        named = [chosen or named[0]]
    # Who would rather not say where, and says it later, has changed their mind.
    answers = {k: v for k, v in facts.answers.items() if k != "place"}
    return facts.note(place=named[0], place_candidates=(), near_me=False, answers=answers)


def _same_name_elsewhere(facts: Facts, understood: Understood, named: list[str]) -> str | None:
    """The place of the same name in another state, where a state alone is said to put it right.

    "Fairfield", then "nsw"; Richmond NSW, then "no, the Victorian one".
    """
    if not facts.place or facts.place_candidates or any(n not in STATE_NAMES for n in named):
        return None
    chooses = understood.act == "correct" or not is_exact(facts.place)
    return in_other_state(facts.place, understood.words) if chooses else None


#: Of several places the one where somebody lives or is comes first.
_HOME = re.compile(
    r"\b(?:liv(?:e|es|ing)|stay(?:ing)?|based|home is|am|i'?m|we'?re|he'?s|she'?s) (?:\w+ )?(?:in|at|near|around|out at)\s*$"
)


def _home_first(named: list[str], understood: Understood) -> list[str]:
    if len(named) < 2:
        return named
    for place in understood.wanted_entities("place"):
        if _HOME.search(understood.text[: place.start].lower().replace("’", "'")):
            return [str(place.value), *[n for n in named if n != str(place.value)]]
    return named


_KIN = (
    r"(?:brother|sister|cousin|uncle|aunt(?:ie|y)?|nephew|niece|neighbou?r|mate|friend|flatmate|housemate|"
    r"grand(?:son|daughter|mother|father)|nan|pop|(?:mother|father|brother|sister|son|daughter)[ -]in[ -]law|girl ?friend|boy ?friend|ex)"
)
#: Somebody whom the writer helps: "ringing on behalf of a bloke who", "asking about one of our
#: tenants, he"; "about a student payment" is about nobody.
_STRANGER = (
    r"(?:(?:a|an|this|that|some|one of (?:my|our|the|your)) (?:\w+ ){0,2}?(?:bloke|guy|man|lady|woman|fell(?:a|er|ow)|chap|girl|boy|kid|"
    r"lad|teen\w*|person|tenants?|students?|patients?|residents?|customers?|clients?|employees?|parishioners?|regulars)"
    r"|someone|somebody)(?=$|[.,!?;:]| (?:who|that|whose|in|at|from|with|near|here|living|on|he|she|they|his|her|has|is|i)\b)"
)
#: "It's not for me, it's for my brother"; "bed for my mate and me" is for both.
_FOR_ANOTHER = re.compile(
    rf"\b(?:it'?s|its|this is|that'?s|is|asking|ringing|writing|looking|all) (?:actually |really )?(?:for|about|on behalf of) (?:my|a|our) (?:\w+ )?{_KIN}\b(?! (?:and|&) (?:me|i|us|myself))"
    rf"|\b(?:(?:asking|ringing|calling|phoning|writing|messaging|here)(?: \w+)? about|on behalf of) {_STRANGER}"
    r"|\bnot for me\b"
)


def _people(facts: Facts, understood: Understood) -> Facts:
    named = [str(p) for p in understood.values("people")]
    if facts.interpreter == "present":
        named = [p for p in named if p != "client"]  # The customer, in an interpreter's words.
    unwanted = {str(p) for p in understood.rejected_values("people")}
    ages = [str(a) for a in understood.values("age")]
    if named or unwanted:
        kept = () if understood.act == "correct" and named else facts.people
        facts = facts.note(people=tuple(p for p in joined(kept, named) if p not in unwanted))
    if ages:
        kept_ages = () if understood.act == "correct" else facts.ages
        facts = facts.note(ages=joined(kept_ages, ages))
    if _FOR_ANOTHER.search(understood.words):
        facts = facts.note(for_whom="someone else")
    for person in named:
        if person in {"self", "alone"} and facts.for_whom != "someone else":
            return facts.note(for_whom="self")
        if person in _SOMEBODY_ELSE:
            return facts.note(for_whom=person)
    return facts
