"""What a machine can decide of the statements in ``dialogues.yml``: each rule reads one kind of sentence.

A statement that no rule reads stays prose for a person to judge; a rule never
holds less than its sentence says. What was said is recognised by the names of
the responses in ``domain.yml``, what is remembered is read from the desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.desk import Case
from bot.language import catalogue
from tests.actions.conversation import as_pattern

Event = dict[str, Any]
_PLACE = r"(?P<place>[A-Z][\w' ]+? [A-Z]{2,3} \d{4})"
_PLACE_QUESTIONS = ("utter_ask_place", "utter_ask_place_again", "utter_ask_place_near_me")
_VIOLENCE = re.compile(
    r"violen|abus|assault|leaving|leave (?:him|her|home)|unsafe home|refuge|escape", re.I
)


@dataclass
class Played:
    """A dialogue after it was played: what was said in each turn and what was known after it."""

    messages: list[str]
    opening: list[Event]
    turns: list[list[Event]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    case: Case | None = None

    def said(self, *responses: str, turn: int | None = None) -> int:
        """How often one of the responses (``*`` at the end: any of the kind) was said."""
        names = [
            name
            for wanted in responses
            for name in (
                [n for n in catalogue.responses() if n.startswith(wanted[:-1])]
                if wanted.endswith("*")
                else [wanted]
            )
        ]
        patterns = [as_pattern(name) for name in names]
        return sum(any(p.fullmatch(e["text"]) for p in patterns) for e in self.events(turn))

    def events(self, turn: int | None = None) -> list[Event]:
        """What was said in a turn (-1: the last), or in all."""
        return self.turns[turn] if turn is not None else [e for t in self.turns for e in t]

    def words(self, turn: int | None = None) -> str:
        """The texts of a turn or of all."""
        return "\n".join(e["text"] for e in self.events(turn))

    def cards(self, turn: int | None = None) -> list[dict[str, Any]]:
        """The cards of a turn or of all."""
        return [card for e in self.events(turn) for card in e["cards"]]

    def payloads(self, turn: int | None = None) -> str:
        """The buttons' payloads of a turn or of all."""
        return " ".join(b["payload"] for e in self.events(turn) for b in e["buttons"])

    def offers_person(self, turn: int = -1) -> bool:
        """Whether a person is offered, or has been asked to come."""
        worded = self.said("utter_ask_person", "utter_handed_over", turn=turn)
        return (
            bool(worded)
            or "request_human" in self.payloads(turn)
            or ('"question": "person"' in self.payloads(turn))
        )

    def asked_after_known(self, fact: str, *responses: str) -> bool:
        """Whether one of the questions was put in a turn that began with ``fact`` known."""
        return any(
            self.said(*responses, turn=n)
            for n in range(1, len(self.turns))
            if self.facts[n - 1].get(fact)
        )

    def indicators(self, domain: str | None = None) -> list[dict[str, Any]]:
        """Indicators of the conversation, of one domain or of all."""
        found = self.facts[-1].get("indicators") or []
        return [i for i in found if domain in (None, i["domain"])]

    def alone_000(self, turn: int = -1) -> bool:
        """Whether 000 is the first thing said in a turn, and the only one."""
        events = self.events(turn)
        return len(events) == 1 and "000" in events[0]["text"][:20] and not events[0]["cards"]


Rule = Callable[[Played, "re.Match[str]"], bool]
_RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(pattern: str) -> Callable[[Rule], Rule]:
    """Registers how statements of this form are decided."""

    def keep(function: Rule) -> Rule:
        _RULES.append((re.compile(pattern), function))
        return function

    return keep


def decide(played: Played, statement: str) -> bool | None:
    """Whether a statement holds; None where only a person can tell."""
    for pattern, function in _RULES:
        found = pattern.fullmatch(statement)
        if found:
            return function(played, found)
    return None


def is_decidable(statement: str) -> bool:
    """Whether a rule reads the statement."""
    return any(pattern.fullmatch(statement) for pattern, _ in _RULES)


@rule(r"the assistant says it is automated before or in its first reply")
def _automated(p: Played, m: re.Match[str]) -> bool:
    return "automated" in "\n".join(e["text"] for e in p.opening) + p.words(0)


@rule(rf"cards about (?P<need>\w+) near {_PLACE} are shown(?P<rest>.*)")
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
    rf"after the last turn \w+ cards near {_PLACE} are shown or the next missing question is asked"
)
@rule(rf"education or tutoring cards near {_PLACE} are shown, or an education question is asked")
def _some_cards(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("place") == m["place"] and bool(p.cards(-1) or "?" in p.words(-1))


@rule(
    rf"(?:after the last turn )?(?P<need>\w+) near {_PLACE} is (?:understood(?: in the second turn)?|shown or the next missing question asked)"
)
def _understood(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    return m["need"] in (facts.get("needs") or []) and facts.get("place") == m["place"]


@rule(rf"the remembered facts contain place {_PLACE} and need (?P<need>\w+)")
def _remembered(p: Played, m: re.Match[str]) -> bool:
    return _understood(p, m)


@rule(
    rf"(?:the remembered place|the place|after the last turn the place) is {_PLACE}(?: and not \w+| and \w+ is not used)?"
)
def _place(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("place") == m["place"]


@rule(
    rf"after the last turn the place is {_PLACE} and (?P<one>\w+) or (?P<other>\w+) help is shown or the next question asked"
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


@rule(r"did not ask (?:which suburb as an open question|for the suburb)")
def _no_place_question(p: Played, m: re.Match[str]) -> bool:
    return not p.said(*_PLACE_QUESTIONS)


@rule(r"did not ask for (?:the suburb|need or place) again")
def _no_place_again(p: Played, m: re.Match[str]) -> bool:
    return not p.asked_after_known("place", *_PLACE_QUESTIONS)


@rule(r"did not ask for the suburb or whether a mobility aid is used")
def _no_place_nor_aid(p: Played, m: re.Match[str]) -> bool:
    return not p.said(*_PLACE_QUESTIONS, "utter_ask_tra_aid")


@rule(r"did not ask which need again")
def _no_need_again(p: Played, m: re.Match[str]) -> bool:
    return not p.asked_after_known("needs", "utter_ask_what_help*")


@rule(r"did not ask how many people")
def _not_how_many(p: Played, m: re.Match[str]) -> bool:
    return not p.said("utter_ask_er_how_many")


@rule(r"did not ask (?:who the help is for again|again who it is for)")
def _not_for_whom(p: Played, m: re.Match[str]) -> bool:
    return not p.asked_after_known("people", "utter_ask_acc_who", "utter_ask_dag_who")


@rule(r"no more (?P<need>accommodation) questions are asked")
def _no_more_of(p: Played, m: re.Match[str]) -> bool:
    return not p.said("utter_ask_acc_*", turn=-1)


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


@rule(
    r"after the first turn the assistant asks which Richmond is meant, or offers several states as choices"
)
def _which_place(p: Played, m: re.Match[str]) -> bool:
    states = set(re.findall(r" (NSW|VIC|QLD|SA|WA|TAS|ACT|NT) \d{4}", p.payloads(0)))
    return bool(p.said("utter_ask_which_place", turn=0)) and len(states) > 1


@rule(r"the second turn is answered with a reason for the question")
def _explained(p: Played, m: re.Match[str]) -> bool:
    return bool(p.said("utter_explain_*", turn=1))


@rule(r"no question is asked twice")
def _no_question_twice(p: Played, m: re.Match[str]) -> bool:
    asked = [e["text"] for e in p.events() if e["text"].endswith("?")]
    return len(asked) == len(set(asked))


@rule(r"after three skips a person is offered|a person is offered")
def _person(p: Played, m: re.Match[str]) -> bool:
    return p.offers_person()


@rule(r"phone or national counselling lines are shown or offered, never an empty answer")
def _lines(p: Played, m: re.Match[str]) -> bool:
    return any(c["phones"] for c in p.cards()) or p.offers_person()


@rule(r"000 is shown first and alone(?: in the reply to the last turn)?")
def _alone(p: Played, m: re.Match[str]) -> bool:
    return p.alone_000()


@rule(r"000 is shown after the last turn")
def _shown_000(p: Played, m: re.Match[str]) -> bool:
    return "000" in p.words(-1)


@rule(r"no 000 text is shown")
def _no_000(p: Played, m: re.Match[str]) -> bool:
    return "000" not in p.words()


@rule(r"no T4 and no 000 for the past stroke")
def _no_t4(p: Played, m: re.Match[str]) -> bool:
    return "000" not in p.words() and (p.facts[-1].get("tier") or "T0") < "T4"


@rule(r"no cards and no questionnaire in the reply to the last turn|no \w+ cards in the last reply")
def _no_cards(p: Played, m: re.Match[str]) -> bool:
    asks = "questionnaire" in m[0] and p.said("utter_ask_*", turn=-1)
    return not p.cards(-1) and not asks


@rule(
    r"a (?:case of tier|case with tier|T4 case)(?: (?P<tier>T\d))?(?: or higher)?(?: is opened| or alert with (?P<domain>\w+) is raised)"
)
def _case(p: Played, m: re.Match[str]) -> bool:
    wanted = m["tier"] or "T4"
    if p.case is None or p.case.tier < wanted:
        return False
    return m["domain"] is None or any(i["domain"] == m["domain"] for i in p.case.indicators)


@rule(r"the case opened in the first turn stays open with tier T3 or higher")
def _stays_open(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and p.case.state != "closed" and p.case.tier >= "T3"


@rule(r"a case is opened")
def _any_case(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None


@rule(r"a case with reason request is opened")
def _request(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and p.case.reason == "request"


@rule(r"the case carries the person's words as evidence")
def _evidence(p: Played, m: re.Match[str]) -> bool:
    said = " ".join(p.messages).lower()
    return p.case is not None and any(
        i["evidence"] and i["evidence"].lower() in said for i in p.case.indicators
    )


@rule(
    r"the case summary contains (?P<need>\w+), (?P<place>.+? \d{4}) and that it is for another family member"
)
def _summary(p: Played, m: re.Match[str]) -> bool:
    if p.case is None:
        return False
    facts = p.case.facts
    for_family = "family" in (facts.get("people") or []) or facts.get("for_whom") not in (
        None,
        "self",
    )
    return m["need"] in facts.get("needs", []) and facts.get("place") == m["place"] and for_family


@rule(r"the consent state is part of the summary")
def _consent(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and bool(p.case.facts.get("consent"))


@rule(r"a social worker is offered now")
def _social_worker(p: Played, m: re.Match[str]) -> bool:
    return "social worker" in p.words(-1).lower()


@rule(r"after the first turn one kind clarifying question is asked")
def _clarifies(p: Played, m: re.Match[str]) -> bool:
    return p.said("utter_clarify_*", turn=0) == 1


@rule(r"the clarifying question is asked once only")
def _clarifies_once(p: Played, m: re.Match[str]) -> bool:
    return p.said("utter_clarify_*") == 1


@rule(
    r"after the second turn the matter is treated as T3: a social worker is offered and a case opened"
)
def _unclear_is_t3(p: Played, m: re.Match[str]) -> bool:
    opened = p.case is not None and p.case.tier >= "T3"
    return opened and "social worker" in p.words(1).lower()


@rule(
    r"if a flag was raised in the first turn it is not deleted from the record|flags, if any were raised before, stay on the record"
)
def _flag_stays(p: Played, m: re.Match[str]) -> bool:
    codes = {(i["code"], i["evidence"]) for i in p.facts[0].get("indicators") or []}
    return codes <= {(i["code"], i["evidence"]) for i in p.indicators()}


@rule(r"the indicator is in (?P<one>\w+) or (?P<other>\w+)")
def _in_domain(p: Played, m: re.Match[str]) -> bool:
    return bool(p.indicators(m["one"]) or p.indicators(m["other"]))


@rule(r"no T3 or T4 indicator in (?P<domain>\w+) is raised")
def _none_of(p: Played, m: re.Match[str]) -> bool:
    return not any(i["tier"] >= "T3" for i in p.indicators(m["domain"]))


@rule(r"after the last turn an indicator in (?P<domain>\w+) of T3 or T4 is raised")
def _raised(p: Played, m: re.Match[str]) -> bool:
    return any(i["tier"] >= "T3" for i in p.indicators(m["domain"]))


@rule(r"no external helpline is the reply to the threat")
def _no_helpline(p: Played, m: re.Match[str]) -> bool:
    return not p.cards(-1)


@rule(r"the danger is T4 and the subject is the customer, not the worker")
def _customers_t4(p: Played, m: re.Match[str]) -> bool:
    return any(i["tier"] == "T4" and i["subject"] not in ("self", "staff") for i in p.indicators())


@rule(r"the accommodation need and Bundaberg are not lost")
def _not_lost(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    return "accommodation" in (facts.get("needs") or []) and "Bundaberg" in str(facts.get("place"))


@rule(
    r"after the last turn the text is neutral: no words about violence, abuse or leaving|no questions about violence follow"
)
def _neutral(p: Played, m: re.Match[str]) -> bool:
    return not _VIOLENCE.search(p.words(-1))


@rule(r"safe_to_talk is remembered as no")
def _not_safe(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("safe_to_talk") == "no"


@rule(r"no more than one further question is asked")
def _one_question(p: Played, m: re.Match[str]) -> bool:
    return sum("?" in e["text"] for e in p.events(-1)) <= 1


@rule(r"an interpreter in \w+ \((?P<code>\w+)\) is offered and remembered")
def _interpreter(p: Played, m: re.Match[str]) -> bool:
    facts = p.facts[-1]
    remembered = facts.get("language") == m["code"] and facts.get("interpreter") == "wanted"
    return remembered and "interpreter" in p.words(0).lower()


@rule(r"the language is not asked again")
def _language_once(p: Played, m: re.Match[str]) -> bool:
    return not p.said("utter_ask_which_language", "utter_ask_language")


@rule(
    r"after the first turn the assistant asks Mandarin, Cantonese or another, or lists them as choices"
)
def _which_chinese(p: Played, m: re.Match[str]) -> bool:
    titles = " ".join(b["title"] for e in p.events(0) for b in e["buttons"])
    return "Mandarin" in titles and "Cantonese" in titles


@rule(
    r"after the last turn the requested language is \w+ \((?P<code>\w+)\)|language (?P<vi>\w+) is remembered as a service language"
)
def _language(p: Played, m: re.Match[str]) -> bool:
    return p.facts[-1].get("language") == (m["code"] or m["vi"])


@rule(r"at most one question is asked before any card")
def _question_before_card(p: Played, m: re.Match[str]) -> bool:
    asked = 0
    for event in p.events():
        if event["cards"]:
            return asked <= 1
        asked += "?" in event["text"]
    return asked <= 1


@rule(r"the reply lists accommodation and (?P<place>\w+) [A-Z]+ \d{4}")
def _lists(p: Played, m: re.Match[str]) -> bool:
    return catalogue.text("utter_need_accommodation") in p.words(-1) and m["place"] in p.words(-1)


@rule(r"the first reply asks in other words or offers choices")
def _other_words(p: Played, m: re.Match[str]) -> bool:
    return "?" in p.words(0) or bool(p.payloads(0))


@rule(r"the second reply offers a person or opens a case")
def _second_offers(p: Played, m: re.Match[str]) -> bool:
    return p.offers_person(1) or p.case is not None


@rule(r"no error text and no repeated identical reply")
def _no_repeat(p: Played, m: re.Match[str]) -> bool:
    texts = [e["text"] for e in p.events()]
    return len(texts) == len(set(texts)) and not p.said("utter_gateway_down")


@rule(r"the answer is never empty: wider area, phone or national lines or a person is offered")
def _never_empty(p: Played, m: re.Match[str]) -> bool:
    return all(p.cards(n) or p.offers_person(n) for n in range(len(p.turns)))


@rule(
    r"it (?:asks or )?offers help with food or medicine in the meantime|it asks or offers help with food or medicine in the meantime"
)
def _meantime(p: Played, m: re.Match[str]) -> bool:
    return bool(p.said("utter_ask_fin_food", turn=-1)) or "food" in p.words(-1)
