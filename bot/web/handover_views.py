"""From one pair of hands to the next: notes, a case for a colleague, a closing undone.

For the desk's roles with the CSRF token of the sign-in. A note has 2,000 characters at most,
stays at the desk and is screened like everything that is said (docs/risk.md). Logs: ids.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.desk.tiers import rank
from bot.language import catalogue
from bot.web.access import (
    ALL_ROLES,
    DESK_ROLES,
    SESSION,
    access_case,
    access_conversation,
    leads,
    staff_only,
)
from bot.web.desk_views import done, spoken_with
from bot.web.errors import Refused
from bot.web.gateway import Gateway, gateway_of
from bot.web.requests import read_json, text

LONGEST_NOTE = 2_000


def setup_handing_over(app: web.Application) -> None:
    """Adds the routes."""
    case = "/desk/api/cases/{case_id}"
    app.router.add_get("/desk/api/colleagues", colleagues)
    app.router.add_post("/lookup/api/{conversation_id}/team-leader", call_from_look_up)
    app.router.add_post(f"{case}/notes", note)
    app.router.add_post(f"{case}/hand-over", hand_over)
    app.router.add_post(f"{case}/reopen", reopen)


@staff_only(ALL_ROLES)
async def call_from_look_up(request: web.Request) -> web.StreamResponse:
    """POST /lookup/api/{id}/team-leader: an officer's call for help with a hard matter (rule S2-03).

    For who holds the look-up's token; what was typed there goes along in its case. 404 for a
    customer's own conversation.
    """
    conversation_id = await access_conversation(request)
    gateway, session = gateway_of(request), request[SESSION]
    store, desk = gateway.threads.store, gateway.desk
    conversation = await store(desk.conversation, conversation_id)
    if conversation.audience != "staff":
        raise Refused(404, "not_found", "there is no such look-up")
    case = await store(desk.open_case, conversation_id, message_id="#team-leader", reason="request")
    called = await store(desk.call_team_leader, case.id, session.staff.id)
    return done(gateway, called, "team_leader_alerted")


@staff_only(DESK_ROLES)
async def colleagues(request: web.Request) -> web.StreamResponse:
    """GET /desk/api/colleagues: who else may have a case, who is there, and how many they have."""
    gateway = gateway_of(request)
    found = await gateway.threads.store(gateway.desk.colleagues)
    return web.json_response(
        {
            "colleagues": [
                {"id": one.id, "name": one.name, "present": one.present, "cases": one.cases}
                for one in found
                if one.id != request[SESSION].staff.id
            ]
        }
    )


@staff_only(DESK_ROLES)
async def note(request: web.Request) -> web.StreamResponse:
    """POST .../notes {"text"}: 201 with the note, and what it says of danger.

    Danger in it raises the case, as a customer's words would. Where somebody has set the tier
    with a reason, their judgement stands and ``heard`` says what the note would have made of it.
    """
    case = await access_case(request)
    gateway = gateway_of(request)
    words = text(await read_json(request), limit=LONGEST_NOTE)
    kept = await gateway.threads.store(
        gateway.desk.add_note, case.id, request[SESSION].staff.id, words
    )
    heard = await heard_in(gateway, case.id, kept.id, words)
    noted = await gateway.threads.store(gateway.desk.case, case.id)
    answer = done(gateway, noted, "noted", note=kept.as_dict(), heard=heard)
    answer.set_status(201)
    return answer


async def heard_in(gateway: Gateway, case_id: int, note_id: int, words: str) -> dict[str, Any]:
    """Screens a note and raises the case where nobody has judged otherwise."""
    found = await gateway.screening.note(words)
    store, desk = gateway.threads.store, gateway.desk
    case = await store(desk.case, case_id)
    actions = await store(desk.case_actions, case_id)
    judged = any(action.action == "tier_set" for action in actions)
    higher = rank(found["tier"]) > rank(case.tier)
    raised = higher and not judged
    if raised:
        await store(
            desk.open_case,
            case.conversation_id,
            message_id=f"#note-{note_id}",
            reason="danger",
            assessment=found,
        )
    return {"tier": found["tier"], "raised": raised, "failed": bool(found.get("failed"))}


@staff_only(DESK_ROLES)
async def hand_over(request: web.Request) -> web.StreamResponse:
    """POST .../hand-over {"to"}: the case is a colleague's; the customer reads nothing of it."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    to = (await read_json(request)).get("to")
    if not isinstance(to, int) or isinstance(to, bool):
        raise Refused(400, "bad_to", "to: the number of a colleague", field="to")
    handed = await gateway.threads.store(
        gateway.desk.hand_over, case.id, session.staff.id, to, any_holder=leads(session)
    )
    return done(gateway, handed, "handed_over")


@staff_only(DESK_ROLES)
async def reopen(request: web.Request) -> web.StreamResponse:
    """POST .../reopen: a closing undone within a day; 409 later, or where a new case waits."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    opened = await gateway.threads.store(
        gateway.desk.reopen_case,
        case.id,
        session.staff.id,
        say=catalogue.text("utter_worker_joined", await spoken_with(gateway, case)),
    )
    return done(gateway, opened, "reopened")
