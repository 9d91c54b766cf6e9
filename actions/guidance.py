"""Honest answers to side questions: privacy, records, payments, other people, details."""

from __future__ import annotations

import re

from actions.base import DialogueAction
from actions.danger import screen_is_watched
from actions.turn import Turn
from actions.words import known_words
from bot.language import catalogue
from bot.triage.next_move import VIOLENCE
from bot.triage.next_steps import next_steps
from bot.triage.presence import KIN
from bot.triage.telling import misses_a_payment


class SideQuestion(DialogueAction):
    """``ask_privacy``, ``ask_my_data``, ``delete_chat``, ``ask_other_person``: answered, then the thread."""

    intents = ("ask_privacy",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_privacy"

    def response(self, turn: Turn) -> str:
        """The response that answers."""
        return "utter_privacy"

    def answer(self, turn: Turn) -> None:
        """Answers and asks the pending question again; the second time in other words."""
        response = self.response(turn)
        again = f"{response}_again"
        if f"said:{response}" in turn.before.signals and catalogue.has_text(again):
            response = again
        turn.signal(f"said:{response}")
        turn.say(response)
        turn.ask_again()


#: Somebody else than who asks: "what did she tell you", "send me my wife's data".
_OF_ANOTHER = re.compile(
    rf"\b(?:she|he|they|her|his|him|their|them)\b|\b(?:my|our|the) (?:\w+ )?{KIN}(?:'?s)?\b"
)
#: What they themselves have told, of whomever.
_OWN = re.compile(
    r"\b(?:about|on|of) me\b|\bi(?:'?ve| have)? (?:told|said|wrote|written|gave|given|typed)\b"
    r"|\b(?:did i|have i) (?:tell|told|say|said|write|written|give|given)\b"
    r"|\bmy (?:own )?(?:data|details|info\w*|answers|file|records?|chat|notes)\b"
)


class AnswerMyData(SideQuestion):
    """``ask_my_data``: what is known in this conversation, and who holds more."""

    intents = ("ask_my_data",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_my_data"

    def answer(self, turn: Turn) -> None:
        """Says back what was told; nothing of it on a screen that somebody may be watching."""
        known = known_words(turn.facts)
        stranger = "someone_else" in turn.facts.signals
        another = bool(_OF_ANOTHER.search(turn.heard.words))
        if stranger and another:
            turn.say("utter_somebody_else")
        elif another and _is_a_stranger_to_it(turn):
            turn.say("utter_other_person")  # Neither confirmed nor denied (S2-12).
        elif stranger or screen_is_watched(turn) or _may_be_read_by_who_is_feared(turn):
            turn.say("utter_my_data")
        elif known:
            turn.say("utter_my_data_known", known=turn.parted(known))
        else:
            turn.say("utter_my_data_nothing")
        turn.ask_again()


def _may_be_read_by_who_is_feared(turn: Turn) -> bool:
    """Whether violence was told of, and nobody has said that it is safe to read here (X-05)."""
    facts = turn.facts
    return bool(VIOLENCE & facts.domains) and facts.safe_to_talk != "yes" and not facts.is_staff


def _is_a_stranger_to_it(turn: Turn) -> bool:
    """Whether who asks for what is kept of somebody else tells nothing of their own with it.

    An officer asks for a customer, and an interpreter says "she" of who speaks.
    """
    speaks_for = turn.facts.is_staff or turn.facts.interpreter == "present"
    return not speaks_for and not _OWN.search(turn.heard.words)


class ExplainDeletion(SideQuestion):
    """``delete_chat``: clears the screen and says honestly what stays (S2-05)."""

    intents = ("delete_chat",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_explain_deletion"

    def response(self, turn: Turn) -> str:
        """The response that answers."""
        return "utter_delete_chat"


class RefuseOtherPerson(SideQuestion):
    """``ask_other_person``: neither confirms nor denies that anybody is known here (S2-12)."""

    intents = ("ask_other_person",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_refuse_other_person"

    def response(self, turn: Turn) -> str:
        """The response that answers."""
        return "utter_other_person"


class ProtectPrivacy(DialogueAction):
    """``unsafe_to_talk``: the screen becomes plain and stays so until the person says otherwise."""

    intents = ("unsafe_to_talk",)

    leaves_clarification = True
    answers_danger = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_protect_privacy"

    def answer(self, turn: Turn) -> None:
        """Neutral words only; nothing about why (X-05)."""
        turn.note(safe_to_talk="no")
        unclear = turn.before.pending_clarification or turn.before.clarify_when_safe
        turn.change(pending=None, pending_clarification=None, clarify_when_safe=None, misses=0)
        if unclear or turn.facts.tier >= "T2":
            turn.open_case("unclear" if unclear else "request", turn.assessment())
        turn.keep_plain()


def say_payment_steps(turn: Turn) -> None:
    """General information, once in a conversation for the same step."""
    turn.signal("payment_question")
    for step in next_steps(turn.facts):
        if step.kind not in {"payment_information", "crisis_payment_clock"}:
            continue
        known = f"said:{step.kind}" in turn.before.signals
        if known and (turn.heard.act != "ask_payment" or step.kind != "payment_information"):
            continue
        turn.say("utter_payment_again" if known else step.response)
        turn.signal(f"said:{step.kind}")


class PaymentQuestion(DialogueAction):
    """``ask_payment``: general information, no verdict, no amount; claiming is always open (S3-12)."""

    intents = ("ask_payment",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_payment_question"

    def answer(self, turn: Turn) -> None:
        """Says the payment steps of the referral guide; where money hasn't come, asks about today."""
        say_payment_steps(turn)
        question = turn.questions.get("fin_food")
        waits = turn.facts.pending not in {None, "safe_to_talk", "what_help"}
        free = not (waits or turn.facts.is_staff or turn.facts.open_needs or turn.needs_privacy)
        missing = question is not None and question.is_due(turn.facts)
        if question is not None and missing and free and misses_a_payment(turn.heard):
            turn.ask(question)
        else:
            turn.ask_again()


_CARD = re.compile(
    r"\b(?:lost|lose|stolen|replace\w*|new|expired?|misplaced|broke\w*|damaged|order)\b.{0,25}\bcards?\b"
)
_SEPARATED = re.compile(
    r"\b(?:ex|split|separat\w*|divorc\w*|left (?:him|her|my)|partner|husband|wife|address|nominee|joint)\b"
)


def _is_only_a_card(turn: Turn) -> bool:
    """Whether it is about a lost card, with nobody who could see or misuse the details (S1-24)."""
    words = turn.heard.words
    private = turn.facts.tier < "T2" and turn.facts.safe_to_talk != "no"
    return private and bool(_CARD.search(words)) and not _SEPARATED.search(words)


class UpdateDetails(DialogueAction):
    """``update_details``: unlink first, address last (S1-24)."""

    intents = ("update_details",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_update_details"

    def answer(self, turn: Turn) -> None:
        """Says the checklist; on a watched screen only that a person can help."""
        if _is_only_a_card(turn):
            turn.say("utter_details_by_person")
            turn.ask_again()
            return
        turn.signal("address_change")
        turn.say(
            "utter_keep_plain" if turn.facts.safe_to_talk == "no" else "utter_step_unlink_first"
        )
        turn.ask_again()
