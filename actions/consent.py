"""Consent to pass something on: one question, four stored fields, withdrawn at a word (S3-06 to S3-08)."""

from __future__ import annotations

import re
from datetime import timedelta

from actions import resources
from actions.danger import screen_is_watched
from actions.turn import Turn
from actions.words import shareable
from bot.triage.next_steps import default_guide

QUESTION = "consent_share"
_WITHDRAWS = re.compile(
    r"\b(?:do ?n[o']?t|dont|not to|stop|never) (?:\w+ ){0,2}(?:pass(?:ing)? (?:it|that|this|anything|my \w+) on|"
    r"pass(?:ing)? on|shar(?:e|ing)|giv(?:e|ing) (?:them|anyone|it|that|my)|tell(?:ing)? (?:them|anyone))"
    r"|\b(?:withdraw|take back|cancel|revoke)\b.{0,20}\b(?:consent|permission|ok(?:ay)?|agreement|yes)\b"
)


def ask(turn: Turn) -> None:
    """Asks once, where something is known to pass on and nobody reads along."""
    question = turn.questions.get(QUESTION)
    if question is None or not shareable(turn.facts) or not question.is_due(turn.facts):
        return
    if turn.facts.is_staff or screen_is_watched(turn):
        return
    turn.ask(question)


def settle(turn: Turn) -> bool:
    """Stores the answer to the question; True when it was just given."""
    if turn.facts.answered != QUESTION:
        return False
    agreed = turn.facts.answers.get(QUESTION) == "yes"
    if agreed and screen_is_watched(turn):
        # Whoever passes the words on, or reads along, agrees to nothing for them (S4-02).
        turn.say("utter_consent_not_given")
    elif agreed:
        _store(turn)
        turn.say("utter_consent_given")
    else:
        turn.note(consent={**turn.facts.consent, "share": "no"})
        turn.say("utter_consent_not_given")
    turn.open_case("request", turn.assessment() if turn.facts.indicators else None)
    return True


def _store(turn: Turn) -> None:
    """Person, agency, reason and timeframe, once; a turn that is tried again stores no second one."""
    terms, desk = default_guide().consent, resources.desk()
    items = sorted(shareable(turn.facts))
    until = turn.now + timedelta(days=terms.days)
    known = [c for c in desk.consents(turn.tracker.sender_id) if c.withdrawn_at is None]
    if not any((c.person, c.agency, c.items) == ("self", terms.agency, items) for c in known):
        desk.record_consent(
            turn.tracker.sender_id,
            person="self",
            agency=terms.agency,
            direction="to_agency",
            reason=terms.reason,
            valid_until=until,
            valid_from=turn.now,
            items=items,
        )
    turn.note(
        consent={
            **turn.facts.consent,
            "share": "yes",
            "person": "self",
            "agency": terms.agency,
            "reason": terms.reason,
            "items": items,
            "until": until.date().isoformat(),
        }
    )


_GIVES = re.compile(
    r"\b(?:pass(?:ing)? (?:it|that|this|them) on|share (?:it|that|this)|you (?:can|may) (?:share|pass|tell))\b"
)


def give_later(turn: Turn) -> bool:
    """Takes a yes after a no ("actually, pass it on"); True when it did."""
    refused = turn.facts.consent.get("share") in {"no", "withdrawn"}
    words = turn.heard.words
    if not refused or not _GIVES.search(words) or _WITHDRAWS.search(words) or "?" in words:
        return False
    if screen_is_watched(turn):
        return False  # Somebody else may be typing: a no of the person's own stands (S4-02).
    _store(turn)
    turn.say("utter_consent_given")
    turn.open_case("request", turn.assessment() if turn.facts.indicators else None)
    return True


#: Acts that "don't share my details" is taken for, where nothing was agreed to yet.
_TAKEN_FOR = frozenset(
    {"delete_chat", "ask_privacy", "inform", "deny", "nlu_fallback", "out_of_scope"}
)
_MINE = re.compile(
    r"\bshar\w* (?:my|any|anything|it|that|this)\b|\bpass\w* (?:my|it|that|this|anything)\b"
)


def _refuse_before_asked(turn: Turn) -> bool:
    """Notes that nothing is to be shared where nobody has asked yet; asked it is then no more."""
    if turn.heard.act not in _TAKEN_FOR or not _MINE.search(turn.heard.words):
        return False
    if turn.facts.is_staff or turn.heard.values("need"):
        return False
    turn.note(consent={**turn.facts.consent, "share": "no"})
    turn.note(answers={**turn.facts.answers, QUESTION: "no"})
    turn.say("utter_consent_not_given")
    turn.ask_again()
    return True


def withdraw(turn: Turn) -> bool:
    """Ends what was agreed to when a message takes it back, whoever took it down; True when it did."""
    if not _WITHDRAWS.search(turn.heard.words) or turn.heard.intent.startswith("danger_"):
        return False
    if turn.facts.is_staff:
        return False
    desk = resources.desk()
    live = [
        consent.id
        for consent in desk.consents(turn.tracker.sender_id)
        if consent.withdrawn_at is None and consent.valid_until > turn.now
    ]
    if turn.facts.consent.get("share") != "yes" and not live:
        return _refuse_before_asked(turn)
    for consent_id in live:
        desk.withdraw_consent(consent_id)
    turn.note(consent={**turn.facts.consent, "share": "withdrawn"})
    turn.open_case("request", turn.assessment() if turn.facts.indicators else None)
    turn.say("utter_consent_withdrawn")
    turn.ask_again()
    return True
