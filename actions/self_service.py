"""Where people do it themselves: their own online account, and a person beside it; no verdict, no amount."""

from __future__ import annotations

import re
from typing import Any

from actions import resources
from actions.about_services import forget_narrowing
from actions.cards import as_shown
from actions.channels import NOT_ONLINE
from actions.results import CHECKED
from actions.turn import Turn
from bot.triage.next_move import VIOLENCE
from bot.triage.self_service import asks_for_self_service
from bot.triage.telling import news
from directory.search import Card

#: Acts that such a question is taken for; others have an answer of their own.
_TAKEN_FOR = frozenset(
    {
        "out_of_scope",
        "nlu_fallback",
        "find_service",
        "inform",
        "correct",
        "ask_payment",
        "update_details",
        "refine_search",
        "more_results",
        "ask_why",
        "repeat",
        "ask_my_data",
        "ask_privacy",
    }
)
#: Needs that the words of such a question may name ("to centrelink").
_ITS_NEED = frozenset({"financial_aid"})
#: The agency's own pages, and its lines for those who would rather speak (directory/records/contacts).
_PAGES = "service-finder"
_IN_OTHER_LANGUAGES = "multilingual-phone-service"
_FIRST_NATIONS = "indigenous-call-centre"
#: Somebody else may see the account, or be meant: what comes first then is to unlink (S1-24).
_NOT_ALONE = re.compile(
    r"\b(?:ex|split|separat\w*|divorc\w*|left (?:him|her)|husband|wife|boyfriend|girlfriend|nominee|joint|hack\w*|scam\w*|stole\w*|he|him|someone|somebody)\b"
)


def answer_about_self_service(turn: Turn) -> bool:
    """Says where it is done and that a person can help; True when the message asked that.

    Nothing is suggested online where somebody may see the account; what to unlink first is
    answered by the action for details.
    """
    heard, facts, before = turn.heard, turn.facts, turn.before
    if heard.act not in _TAKEN_FOR or heard.intent.startswith("danger_"):
        return False
    if facts.answered not in {None, "what_help"}:
        return False
    if before.pending_clarification or before.unacknowledged or not asks_for_self_service(heard):
        return False
    named = {need.value for need in heard.wanted_entities("need") if not need.guessed}
    if heard.values("sub_need") == ["forms"]:
        named -= {"support_advocacy"}  # Help with a form is what the person here gives.
    if (
        named - _ITS_NEED
        or news(before, facts) - {"when", "urgency", "people"}
        or _may_be_seen(turn)
    ):
        return False
    forget_narrowing(turn)
    turn.change(misses=before.misses, fallbacks=before.fallbacks, pending=before.pending)
    _say(turn)
    turn.ask_again()
    return True


def _may_be_seen(turn: Turn) -> bool:
    facts = turn.facts
    if any(i.get("domain") == "privacy" for i in turn.heard.risk.get("indicators") or ()):
        return True
    if facts.is_staff:
        return False
    if facts.safe_to_talk == "no" or facts.has_companion or "someone_else" in facts.signals:
        return True
    return bool(VIOLENCE & facts.domains) or bool(_NOT_ALONE.search(turn.heard.words))


def _say(turn: Turn) -> None:
    pages = _checked(_PAGES)
    said = "said:utter_online_self_service"
    if turn.facts.is_staff and pages is not None:
        turn.say("utter_staff_online_self_service", **_where(pages))
        return
    if pages is None or said in turn.before.signals or NOT_ONLINE in turn.facts.signals:
        turn.say("utter_details_by_person")
        return
    turn.signal(said)
    line = _line(turn)
    custom = {"cards": [as_shown(line)]} if line else None
    turn.say("utter_online_self_service", custom=custom, **_where(pages))


def _where(pages: Card) -> dict[str, Any]:
    return {"name": pages.organization, "address": str(pages.url)}


def _checked(code: str) -> Card | None:
    """A contact that may be told as it is; None where its record is gone or must be checked first."""
    card = resources.directory().service(code)
    known = card is not None and card.certainty in CHECKED and not card.check_first
    return card if card and known and (card.url or card.phones) else None


def _line(turn: Turn) -> Card | None:
    """The agency's line for whoever prefers another language, or for First Nations people."""
    if turn.facts.wishes.get("worker") == "aboriginal":
        return _checked(_FIRST_NATIONS)
    return _checked(_IN_OTHER_LANGUAGES) if turn.facts.speaks_other_language else None
