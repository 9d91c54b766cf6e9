"""One turn: the facts, the message, and a mouth. Every action works on one."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.memory import is_greeted
from actions.words import known_words, listed, shareable
from bot.language import catalogue, lists
from bot.triage import Facts, Understood
from bot.triage.next_move import VIOLENCE, is_sensitive
from bot.triage.next_steps import default_guide
from bot.triage.places import is_exact, state_of
from bot.triage.presence import returned
from bot.triage.questions import Question, Questions
from directory.places import find_places

#: The clock of whoever hasn't said where they are, where the channel doesn't tell either.
HOME_ZONE = "Australia/Sydney"

#: Buttons for a place that may be several; more than these is a list nobody reads.
MAX_CANDIDATES = 6

#: Capitals' clocks: whoever hasn't said where they are keeps the holidays of the office.
_STATE_OF_ZONE = {
    "Australia/Sydney": "NSW",
    "Australia/Melbourne": "VIC",
    "Australia/Brisbane": "QLD",
    "Australia/Adelaide": "SA",
    "Australia/Perth": "WA",
    "Australia/Hobart": "TAS",
    "Australia/Canberra": "ACT",
    "Australia/Darwin": "NT",
}

logger = logging.getLogger(__name__)


@dataclass
class Turn:
    """What an action works on; it changes ``facts`` and speaks."""

    dispatcher: CollectingDispatcher
    tracker: Tracker
    before: Facts
    facts: Facts
    heard: Understood
    questions: Questions
    #: Whether this turn has begun with the greeting.
    introduced: bool = False
    #: Whether this turn has offered a social worker: the answer to that is waited for.
    offers_person: bool = False

    @property
    def message_id(self) -> str | None:
        """The id of the message that is answered: what makes opening a case idempotent."""
        latest = self.tracker.latest_message or {}
        found = latest.get("message_id") or (latest.get("metadata") or {}).get("message_id")
        return str(found) if found else None

    def note(self, **values: Any) -> None:
        """Sets facts, marked with this turn."""
        self.facts = self.facts.note(**values)

    def change(self, **values: Any) -> None:
        """Sets the assistant's own notes."""
        self.facts = replace(self.facts, **values)

    def signal(self, name: str) -> None:
        """Notes something that opens a route of the referral guide."""
        if name not in self.facts.signals:
            self.change(signals=(*self.facts.signals, name))

    def clear_signal(self, name: str) -> None:
        """Takes a signal back."""
        self.change(signals=tuple(s for s in self.facts.signals if s != name))

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        return resources.now()

    @property
    def zone(self) -> str:
        """The person's time zone: of the place they named, else of the office (S1-20)."""
        if is_exact(self.facts.place):
            place = next(iter(find_places(str(self.facts.place))), None)
            if place is not None:
                return place.timezone
        metadata = (self.tracker.latest_message or {}).get("metadata") or {}
        return str(metadata.get("timezone") or HOME_ZONE)

    @property
    def state(self) -> str:
        """The state or territory where the person is, for its public holidays; "" where unknown."""
        return state_of(self.facts.place) or _STATE_OF_ZONE.get(self.zone, "")

    # -- speaking ----------------------------------------------------------------

    def say(self, response: str, *, custom: Mapping[str, Any] | None = None, **values: Any) -> None:
        """Says a response of the domain, ``{placeholders}`` filled from ``values``.

        The catalogue fills them, not Rasa: Rasa takes the braces of a button's
        payload for placeholders and logs every slot when it can't fill them.
        """
        self.dispatcher.utter_message(
            text=catalogue.text(response, **values),
            buttons=catalogue.buttons(response),
            json_message=dict(custom) if custom else None,
        )

    def offer(self, response: str, buttons: list[dict[str, str]]) -> None:
        """Says a response with buttons made here; one without a title takes it from the domain."""
        titles = {b["payload"]: b["title"] for b in catalogue.buttons(response)}
        self.dispatcher.utter_message(
            text=catalogue.text(response),
            buttons=[
                {"title": b["title"] or titles[b["payload"]], "payload": b["payload"]}
                for b in buttons
            ],
        )

    def add_choices(self, response: str) -> None:
        """Puts the buttons of ``response`` under the last cards, without a line of their own."""
        for message in reversed(self.dispatcher.messages):
            if (message.get("custom") or {}).get("cards"):
                message["buttons"] = catalogue.buttons(response)
                return

    def keep_plain(self) -> None:
        """Neutral words for a screen that somebody may be watching: the long ones once."""
        again = "said:utter_keep_plain" in self.facts.signals
        self.say("utter_ask_what_help_plain" if again else "utter_keep_plain")
        self.signal("said:utter_keep_plain")

    def say_first(self, *responses: str, **values: Any) -> None:
        """Says the first of ``responses`` that the domain has."""
        self.say(next(name for name in responses if catalogue.has_text(name)), **values)

    def put(self, question: Question, response: str | None = None) -> None:
        """Says a question, with what its words leave open filled in."""
        if question.id == "place" and self.facts.place_candidates:
            self.offer_places()
            return
        values: dict[str, Any] = {}
        if question.id == "consent_share":
            items = listed(list(shareable(self.facts).values()))
            values = {"items": items, "days": default_guide().consent.days}
        self.say(response or question.response, **values)

    def offer_places(self) -> None:
        """Asks which of several places is meant."""
        names = self.facts.place_candidates[:MAX_CANDIDATES]
        buttons = [{"title": n, "payload": "/inform" + json.dumps({"place": n})} for n in names]
        skip = {"title": "", "payload": '/skip_question{"question": "place"}'}
        self.offer("utter_ask_which_place", [*buttons, skip])

    def ask(self, question: Question, response: str | None = None) -> None:
        """Asks a question and waits for its answer. Asked again, it counts as missed once more."""
        again = self.facts.pending == question.id
        self.put(question, response)
        self.change(asked_as=response or question.response)
        asked = self.facts.asked
        self.note(asked=asked if question.id in asked else (*asked, question.id))
        self.change(pending=question.id, misses=self.facts.misses + 1 if again else 0)

    def ask_again(self) -> None:
        """After a side question: asks what was pending, so that the thread isn't lost.

        One question at a time. "Is it safe to talk?" stays open without being
        put again, unless what comes next may not be seen by others; "what would
        help?" is no thread to lose. The offer of a person is put again once: it stands.
        """
        if any("?" in str(message.get("text")) for message in self.dispatcher.messages):
            return
        question = self.questions.get(self.facts.pending)
        if self.facts.pending_clarification:
            self.say(clarifying_response(self.facts.pending_clarification))
        elif (
            question is None
            or question.id == "what_help"
            or (question.need == "offer" and "offered_again" in self.facts.signals)
        ):
            return
        elif question.id != "safe_to_talk" or self.needs_privacy:
            if question.need == "offer":
                self.signal("offered_again")
            self.put(question)

    def ask_again_unless(self, just_offered: str) -> None:
        """``ask_again``, but for a question that what was just said has put."""
        if self.facts.pending != just_offered:
            self.ask_again()

    @property
    def needs_privacy(self) -> bool:
        """Whether something comes next that nobody else should see."""
        facts = self.facts
        if facts.clarify_when_safe or VIOLENCE & facts.domains:
            return True
        return bool(facts.open_needs) and is_sensitive(facts, facts.open_needs[0])

    def introduce(self) -> None:
        """Where no gateway has greeted (``rasa shell``, REST): who speaks and what is kept (X-15)."""
        if self.before.turn or self.facts.is_staff or is_greeted(self.tracker):
            return
        if self.heard.intent == "start_conversation" or self.heard.intent.startswith("danger_"):
            return
        self.say("utter_greet")
        self.introduced = True

    def parted(self, parts: Sequence[str]) -> str:
        """Longer parts beside each other, as the conversation's language puts them."""
        return lists.semicolon(catalogue.spoken()).join(parts)

    def welcome_back(self) -> None:
        """After a pause of hours: what is still known, before anything else (S3-09)."""
        self.change(last_seen=self.now.isoformat())
        if not returned(self.before, self.now) or self.heard.intent.startswith("danger_"):
            return
        parts = known_words(self.facts)
        # After danger at home whoever has the phone now may not be who had it then.
        private = self.before.safe_to_talk != "no" and not VIOLENCE & self.facts.domains
        private = private and "someone_else" not in self.facts.signals
        if parts and private:
            self.say("utter_welcome_back_known", known=self.parted(parts))
        else:
            self.say("utter_welcome_back")

    # -- the desk ------------------------------------------------------------------

    def open_case(self, reason: str, assessment: Mapping[str, Any] | None = None) -> bool:
        """Opens or raises the conversation's case; True when it is there, False when the desk is down.

        The gateway opens a case for danger by itself, so a person in danger is
        not lost; whoever asked for a person must be told that nobody comes yet.
        """
        try:
            resources.desk().open_case(
                self.tracker.sender_id,
                message_id=self.message_id,
                reason=reason,
                assessment=dict(assessment) if assessment else None,
                facts=self.facts.for_desk(),
            )
        except Exception as error:  # an edge of the process: what to say must not hang on the desk
            logger.error("case not opened reason=%s error=%s", reason, type(error).__name__)
            return False
        self.change(told=reason)
        return True

    def assessment(self) -> dict[str, Any]:
        """What is known of danger in the whole conversation, in the shape of an assessment."""
        return {
            "tier": self.facts.tier,
            "indicators": [dict(i) for i in self.facts.indicators],
            "clarify": None,
        }


def clarifying_response(domain: str) -> str:
    """The response that asks what was meant, for a risk domain."""
    return f"utter_clarify_{domain}"
