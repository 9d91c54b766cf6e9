"""What the gateway itself says, by name, from the program's catalogue."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from bot.desk import Conversation, Message, Reply
from bot.language import catalogue, choice
from bot.language.detect import detect
from bot.language.elsewhere import told_elsewhere
from bot.triage import whereabouts
from bot.triage.next_steps import default_guide
from bot.triage.relaying import relative_interprets
from bot.triage.understood import Understood
from bot.triage.watching import needs_000_unheard, says_nobody_reads, somebody_reads_along
from directory.places import find_places

HOME_ZONE = "Australia/Sydney"
#: Without these the gateway doesn't start: silence in danger is not an option.
REQUIRED = (
    "utter_greet",
    "utter_ask_safe_to_talk",
    "utter_safety_t4",
    "utter_safety_t3",
    "utter_gateway_down",
    "utter_worker_joined",
    "utter_worker_left",
    "utter_handed_over",
    "utter_keep_plain",
)

log = logging.getLogger(__name__)


class WordsMissing(RuntimeError):
    """``domain.yml`` lacks responses that the gateway can't do without."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"domain.yml lacks {', '.join(names)}")
        self.names = names


def check_words() -> None:
    """Raises ``WordsMissing`` when a required response isn't there."""
    missing = [name for name in REQUIRED if not catalogue.has_text(name)]
    if missing:
        raise WordsMissing(missing)


def say(
    name: str,
    language: str | None = None,
    *,
    safety: bool = False,
    where: str | None = None,
    **values: object,
) -> Reply:
    """A response in ``language`` as a reply; raises ``UnknownText``.

    ``where``: ``overseas`` or ``custody``, for somebody whom 000 does not reach.
    """
    with told_elsewhere(where):
        return Reply(
            catalogue.text(name, language, **values), catalogue.buttons(name, language), [], safety
        )


def where_of(
    conversation: Conversation, message: Message | None = None, earlier: Sequence[str] = ()
) -> str | None:
    """``overseas`` or ``custody`` as far as anybody has said so (rule S1-26), else None.

    What the assistant knows, and what stands in texts it may not have read: ``earlier`` ones,
    oldest first, and the message itself.
    """
    texts = [*earlier, *([message.text] if message is not None and message.text else [])]
    try:
        return whereabouts.latest(
            texts,
            conversation.facts.get("whereabouts"),
            staff=conversation.audience == "staff",
            language=language_of(conversation),
        )
    except Exception as error:  # an edge: the safety text goes out, with 000, whatever fails here
        log.error("whereabouts not read error=%s", type(error).__name__)
        return None


def language_of(conversation: Conversation, message: Message | None = None) -> str:
    """The language to answer in: as the assistant last did, or as the message is surely written.

    Staff are answered in English; with an interpreter there the customer's language stays.
    """
    if conversation.audience == "staff":
        return "en"
    now = str(conversation.facts.get("speech") or conversation.language or "en")
    if message is None or not message.text:
        return now
    if conversation.facts.get("interpreter") == "present":
        return now  # Whoever passes words on types English; the customer reads their own language.
    found = detect(message.text, now)
    speech = choice.go_on(
        choice.Speech(now),
        found=found.code if found.reliable else None,
        words=len(message.text.split()),
        can_speak=catalogue.catalogues(),
    )
    return speech.code or "en"


def first_of(*names: str) -> str:
    """The first of some response names that the catalogue has; the last one otherwise."""
    return next((name for name in names if catalogue.has_text(name)), names[-1])


def opening(audience: str, language: str = "en") -> list[Reply]:
    """The first words of a conversation: what this is, what is kept, how to reach a person."""
    if audience == "staff" and catalogue.has_text("utter_staff_ready"):
        return [say("utter_staff_ready")]
    return [say("utter_greet", language), say("utter_ask_safe_to_talk", language)]


#: Dangers whose own T3 text the gateway can give: it promises nothing that needs the assistant.
_OWN_T3 = ("medical_emergency", "child_at_risk", "privacy")


def safety_text(
    assessment: dict[str, Any],
    conversation: Conversation,
    message: Message | None = None,
    *,
    zone: str = HOME_ZONE,
    earlier: Sequence[str] = (),
) -> Reply:
    """What must be said about danger: 000 first and alone for T4, a person for T3.

    Whoever is overseas or in custody (said now, before, or in ``earlier`` texts) reads whom to
    turn to there instead.

    Where the person has said that somebody may read along, the screen stays
    neutral (rule X-01b); the case calls people silently. Outside the social workers'
    hours where the person is (``zone`` where they named no place) nobody is promised
    now (rules S1-19, S1-20).
    """
    language = language_of(conversation, message)
    staff = conversation.audience == "staff"
    if not staff and is_watched(assessment, conversation.facts, message):
        return say("utter_keep_plain", language)
    if (
        not staff
        and assessment.get("tier") != "T4"
        and _somebody_close_passes_on(conversation, message, earlier)
    ):
        return say("utter_keep_plain", language)  # 000 is for whoever can ring it (S4-01).
    where = where_of(conversation, message, earlier)
    tier = "T4" if assessment.get("tier") == "T4" else "T3"
    signs = assessment.get("indicators", [])
    domain = str(next((i.get("domain") for i in signs if i.get("tier") == tier), ""))
    if tier == "T4" and not staff and needs_000_unheard(signs, _said(message)):
        return say("utter_safety_t4_unheard", language, safety=True)
    if tier == "T4":
        prefix = "utter_staff_safety_t4" if staff else "utter_safety_t4"
        name = first_of(f"{prefix}_{domain}", prefix, "utter_safety_t4")
        return say(name, language, safety=True, where=where)
    if staff:
        name = first_of("utter_staff_safety_t3", "utter_safety_t3")
        return say(name, language, safety=True, where=where)
    if where is not None:
        return say(f"utter_safety_{where}_t3", language, safety=True, where=where)
    own = f"_{domain}" if domain in _OWN_T3 else ""
    hours = default_guide().social_work
    if hours.include(_now(), _zone_of(conversation, zone)):
        return say(first_of(f"utter_safety_t3{own}", "utter_safety_t3"), language, safety=True)
    after = "utter_safety_t3_after_hours"
    return say(
        first_of(f"{after}{own}", after, "utter_safety_t3"),
        language,
        safety=True,
        opens=hours.opens,
        closes=hours.closes,
    )


#: The texts for T3 that name no danger of their own, within the hours and after them.
_GENERAL_T3 = ("utter_safety_t3", "utter_safety_t3_after_hours")


def short_safety(
    own: Reply,
    conversation: Conversation,
    message: Message | None = None,
    *,
    zone: str = HOME_ZONE,
    earlier: Sequence[str] = (),
) -> tuple[frozenset[str], tuple[Reply, ...]]:
    """After which texts a safety text (``safety_text``) is said short, and the short ones.

    As in a talk with the assistant: the same text isn't said twice, and after a text for one
    danger the one that names none would repeat it. With 000 in it, in turn, so that nobody reads
    the same words twice in a row. Nothing for T4, for staff, for a watched screen, or while an
    interpreter passes on each text.
    """
    nothing = frozenset[str](), ()
    present = conversation.facts.get("interpreter") == "present"
    if not own.safety or conversation.audience == "staff" or present:
        return nothing
    language = language_of(conversation, message)
    where = where_of(conversation, message, earlier)
    hours = default_guide().social_work
    after_hours = not hours.include(_now(), _zone_of(conversation, zone))
    times: dict[str, Any] = {"opens": hours.opens, "closes": hours.closes} if after_hours else {}
    general = f"utter_safety_{where}_t3" if where else _GENERAL_T3[after_hours]
    named = [] if where else [f"{general}_{domain}" for domain in _OWN_T3]
    of_dangers = {say(name, language, **times).text for name in named if catalogue.has_text(name)}
    whole = say(general, language, where=where, **times).text
    if own.text not in {whole, *of_dangers}:
        return nothing
    names = ("utter_t3_stands", "utter_t3_worker_knows")
    short = tuple(say(name, language, safety=True, where=where) for name in names)
    return frozenset({whole, *of_dangers} if own.text == whole else {own.text}), short


def _somebody_close_passes_on(
    conversation: Conversation, message: Message | None, earlier: Sequence[str]
) -> bool:
    """Whether a relative writes or interprets, as far as the last texts say (rule S4-02)."""
    if conversation.facts.get("interpreter") == "present":
        return False
    last = message.text if message is not None else None
    try:
        for text in reversed([*earlier, *([last] if last else [])]):
            heard = Understood("", text)
            if says_nobody_reads(heard):
                return False
            if relative_interprets(heard):
                return True
    except Exception as error:  # an edge: the safety text goes out, whatever fails here
        log.error("who interprets not read error=%s", type(error).__name__)
    return False


def _said(message: Message | None) -> str:
    return ((message.text if message else None) or "").lower().replace("\u2019", "'")


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _zone_of(conversation: Conversation, otherwise: str) -> str:
    named = conversation.facts.get("place")
    found = next(iter(find_places(named)), None) if isinstance(named, str) and named else None
    return found.timezone if found else otherwise


def is_watched(
    assessment: dict[str, Any], facts: dict[str, Any], message: Message | None = None
) -> bool:
    """Whether somebody may read along: said now, in any language, or said before and not taken back."""
    if facts.get("safe_to_talk") in {"no", False}:
        return True
    signs = assessment.get("indicators", [])
    words = _said(message)
    if needs_000_unheard(signs, words):
        return False
    if somebody_reads_along(signs, words):
        return True
    return any(
        i.get("domain") == "privacy"
        and i.get("time") in {"now", "today"}
        and i.get("tier") in {"T2", "T3", "T4"}
        for i in signs
    )
