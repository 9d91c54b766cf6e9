"""What is asked and said: which questions, how often, in which words."""

from __future__ import annotations

import re

from bot.language import catalogue
from tests.process.statements.forms import rule
from tests.process.statements.played import Played

_PLACE_QUESTIONS = ("utter_ask_place", "utter_ask_place_again", "utter_ask_place_near_me")


@rule(r"the assistant says it is automated before or in its first reply")
def _automated(p: Played, m: re.Match[str]) -> bool:
    return "automated" in "\n".join(e["text"] for e in p.opening) + p.words(0)


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


@rule(r"no more than one further question is asked")
def _one_question(p: Played, m: re.Match[str]) -> bool:
    return sum("?" in e["text"] for e in p.events(-1)) <= 1


@rule(r"the language is not asked again")
def _language_once(p: Played, m: re.Match[str]) -> bool:
    return not p.said("utter_ask_which_language", "utter_ask_language")


@rule(
    r"after the first turn the assistant asks Mandarin, Cantonese or another, or lists them as choices"
)
def _which_chinese(p: Played, m: re.Match[str]) -> bool:
    titles = " ".join(b["title"] for e in p.events(0) for b in e["buttons"])
    return "Mandarin" in titles and "Cantonese" in titles


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


@rule(r"no error text and no repeated identical reply")
def _no_repeat(p: Played, m: re.Match[str]) -> bool:
    texts = [e["text"] for e in p.events()]
    return len(texts) == len(set(texts)) and not p.said("utter_gateway_down")


@rule(
    r"it (?:asks or )?offers help with food or medicine in the meantime|it asks or offers help with food or medicine in the meantime"
)
def _meantime(p: Played, m: re.Match[str]) -> bool:
    return bool(p.said("utter_ask_fin_food", turn=-1)) or "food" in p.words(-1)
