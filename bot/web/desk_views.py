"""The workers' side: the queue, one case, and what can be done with it."""

from __future__ import annotations

import logging
from typing import Any

from aiohttp import web

from bot.desk import Case
from bot.desk.cases import ORDER
from bot.desk.records import Referral
from bot.desk.text_messages import keeps_neutral
from bot.desk.tiers import is_serious
from bot.language import catalogue
from bot.web.access import DESK_ROLES, SESSION, access_case, leads, staff_only
from bot.web.desk_feed import is_theirs
from bot.web.errors import Refused
from bot.web.gateway import Gateway, gateway_of
from bot.web.interpreter_views import in_words
from bot.web.requests import client_id, read_json, text
from bot.web.words import first_of, language_of, say, where_of

logger = logging.getLogger(__name__)

STATES = ("waiting", "claimed", "closed")
_SHORT = 2_000
LONGEST_SERVICE = 200
#: Cases of a list: of those that are open all that a page can show, of the closed the latest.
MOST = {"waiting": 1_000, "claimed": 1_000, "closed": 200}


@staff_only(DESK_ROLES)
async def list_cases(request: web.Request) -> web.StreamResponse:
    """GET /desk/api/cases?state=: the queue, highest tier first, then the oldest.

    Of cases that a colleague has, without anybody's words: who opens one is kept in its history.
    """
    state = request.query.get("state", "waiting")
    if state not in STATES:
        message = f"state: one of {', '.join(STATES)}"
        raise Refused(400, "bad_state", message, field="state")
    gateway = gateway_of(request)
    found = await gateway.threads.store(gateway.desk.cases, state, MOST[state])
    me = request[SESSION]
    shown = [c.as_dict() if is_theirs(c, me) else c.without_words() for c in found]
    return web.json_response({"cases": shown})


@staff_only(DESK_ROLES)
async def show_case(request: web.Request) -> web.StreamResponse:
    """GET /desk/api/cases/{id}: everything a person needs to take over. That it was read is kept."""
    case = await access_case(request)
    gateway = gateway_of(request)
    store, desk = gateway.threads.store, gateway.desk
    await store(desk.note_view, case.id, request[SESSION].staff.id)
    consents = await store(desk.consents, case.conversation_id)
    transcript = await store(desk.events_after, case.conversation_id, 0, 5_000)
    actions = await store(desk.case_actions, case.id)
    interpreter = await store(desk.interpreter_request, case.conversation_id)
    judgements = await store(desk.judgements, case.id)
    relayed = await store(desk.relayed, case.conversation_id)
    notes = await store(desk.notes, case.id)
    conversation = await store(desk.conversation, case.conversation_id)
    return web.json_response(
        {
            **case.as_dict(),
            "facts": case.facts,
            "consents": [consent.as_dict() for consent in consents],
            "transcript": [event.as_dict() for event in transcript],
            "actions": [action.as_dict() for action in actions],
            "judgements": [judgement.as_dict() for judgement in judgements],
            "interpreter_request": in_words(interpreter),
            "relayed": {str(seq): by for seq, by in relayed.items()},
            "notes": [note.as_dict() for note in notes],
            "lowest_tier": await store(desk.lowest_tier, case),
            "police_notice": any(action.detail.get("why") == ORDER for action in actions),
            "keep_neutral": keeps_neutral(case, conversation),
        }
    )


@staff_only(DESK_ROLES)
async def claim(request: web.Request) -> web.StreamResponse:
    """POST .../claim: the conversation is this worker's; 409 when somebody else has it."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    claimed = await gateway.threads.store(
        gateway.desk.claim_case,
        case.id,
        session.staff.id,
        say=catalogue.text("utter_worker_joined", await spoken_with(gateway, case)),
        take_over=leads(session),
    )
    return done(gateway, claimed, "claimed")


@staff_only(DESK_ROLES)
async def release(request: web.Request) -> web.StreamResponse:
    """POST .../release: back into the queue."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    conversation = await gateway.threads.store(gateway.desk.conversation, case.conversation_id)
    released = await gateway.threads.store(
        gateway.desk.release_case,
        case.id,
        session.staff.id,
        say=say(
            first_of("utter_worker_released", "utter_handed_over"),
            language_of(conversation),
            where=where_of(conversation),
        ).text,
        any_holder=leads(session),
    )
    return done(gateway, released, "released")


@staff_only(DESK_ROLES)
async def call_team_leader(request: web.Request) -> web.StreamResponse:
    """POST .../team-leader: calls the team leader to an open case, in one step (rule S2-03)."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    called = await gateway.threads.store(gateway.desk.call_team_leader, case.id, session.staff.id)
    return done(gateway, called, "team_leader_alerted")


@staff_only(DESK_ROLES)
async def write(request: web.Request) -> web.StreamResponse:
    """POST .../messages {"id", "text"}: 202; the same id twice counts once."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    body = await read_json(request)
    event = await gateway.threads.store(
        gateway.desk.write_to_customer,
        case.id,
        session.staff.id,
        client_id(body),
        text(body),
    )
    gateway.hub.ring(case.conversation_id)
    return web.json_response({"seq": event.seq}, status=202)


@staff_only(DESK_ROLES)
async def close(request: web.Request) -> web.StreamResponse:
    """POST .../close {"outcome", "note"?, "service"?, "anonymous"?}: the assistant has it again.

    A service that was told of the person needs a consent of theirs, or ``anonymous``.

    After a serious case the answer carries ``staff_support`` (rule X-20).
    """
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    body = await read_json(request)
    outcome = text(body, "outcome", _SHORT)
    note = text(body, "note", _SHORT) if body.get("note") else None
    closed = await gateway.threads.store(
        gateway.desk.close_case,
        case.id,
        session.staff.id,
        outcome=outcome,
        note=note,
        referral=_referral(body),
        say=_parting(outcome, await spoken_with(gateway, case)),
        any_holder=leads(session),
    )
    gateway.turns.wake(case.conversation_id)
    extra: dict[str, Any] = {}
    if is_serious(closed.peak_tier):
        extra["staff_support"] = _support()
    return done(gateway, closed, "closed", **extra)


@staff_only(DESK_ROLES)
async def set_tier(request: web.Request) -> web.StreamResponse:
    """POST .../tier {"tier", "reason"}: a person's judgement; without a reason it fails (S2-06).

    400 as well below ``lowest_tier`` of the case (S2-07).
    """
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    body = await read_json(request)
    reason = body.get("reason")
    changed = await gateway.threads.store(
        gateway.desk.set_tier,
        case.id,
        session.staff.id,
        str(body.get("tier") or ""),
        text(body, "reason", _SHORT) if reason else "",
    )
    return done(gateway, changed, "tier_set")


def done(gateway: Gateway, case: Case, deed: str, **extra: Any) -> web.Response:
    """Logs a step, tells everybody who watches, and answers with the case."""
    logger.info(
        "case_%s case=%d conversation=%s tier=%s", deed, case.id, case.conversation_id, case.tier
    )
    gateway.hub.ring(case.conversation_id)
    gateway.feed.nudge()
    return web.json_response({"case": case.as_dict(), **extra})


async def spoken_with(gateway: Gateway, case: Case) -> str:
    """The language that the assistant speaks with this customer."""
    conversation = await gateway.threads.store(gateway.desk.conversation, case.conversation_id)
    return language_of(conversation)


def _referral(body: dict[str, Any]) -> Referral | None:
    if body.get("service") is None:
        return None
    service = text(body, "service", LONGEST_SERVICE)
    return Referral(service=service, anonymous=body.get("anonymous") is True)


def _parting(outcome: str, language: str) -> str:
    """What the customer reads when the worker leaves.

    Outcomes are written for the desk ("emergency services were called"); the
    customer reads only what the catalogue has for them.
    """
    words = catalogue.text("utter_worker_left", language, outcome="")
    shown = f"utter_outcome_{outcome}"
    return f"{words}\n\n{catalogue.text(shown, language)}" if catalogue.has_text(shown) else words


def _support() -> dict[str, str]:
    name = "utter_staff_support"
    return {"text": catalogue.text(name)} if catalogue.has_text(name) else {"text": ""}
