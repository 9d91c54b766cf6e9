"""Consents that a worker asks for in the talk, and their withdrawal (rules S3-06 to S3-08).

For the desk's roles with the CSRF token of the sign-in; to record one the case must be the
worker's. An agency has 200 characters at most, a reason 500. Logs: ids.
"""

from __future__ import annotations

from aiohttp import web

from bot.web.access import DESK_ROLES, SESSION, access_case, leads, staff_only
from bot.web.desk_views import done
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.requests import read_json, text

LONGEST_AGENCY, LONGEST_REASON = 200, 500


def setup_consents(app: web.Application) -> None:
    """Adds the routes."""
    case = "/desk/api/cases/{case_id}"
    app.router.add_post(f"{case}/consents", take)
    app.router.add_post(f"{case}/homeless-indicator", homeless_indicator)
    app.router.add_post(f"{case}/consents/{{consent_id:[0-9]{{1,9}}}}/end", end)


@staff_only(DESK_ROLES)
async def take(request: web.Request) -> web.StreamResponse:
    """POST .../consents {"person", "agency", "direction", "reason", "items", "days", "asked_freely"}: 201.

    One record is for one agency and one direction: who wants two, asks twice.
    """
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    body = await read_json(request)
    items, days = body.get("items"), body.get("days")
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Refused(400, "bad_items", "items: a list of what may be passed on", field="items")
    if not isinstance(days, int) or isinstance(days, bool):
        raise Refused(400, "bad_days", "days: a whole number", field="days")
    await gateway.threads.store(
        gateway.desk.take_consent,
        case.id,
        session.staff.id,
        person=str(body.get("person") or ""),
        agency=text(body, "agency", LONGEST_AGENCY).strip(),
        direction=str(body.get("direction") or ""),
        reason=text(body, "reason", LONGEST_REASON).strip(),
        items=items,
        days=days,
        asked_freely=body.get("asked_freely") is True,
        any_holder=leads(session),
    )
    changed = await gateway.threads.store(gateway.desk.case, case.id)
    answer = done(gateway, changed, "consent_taken")
    answer.set_status(201)
    return answer


@staff_only(DESK_ROLES)
async def homeless_indicator(request: web.Request) -> web.StreamResponse:
    """POST .../homeless-indicator: kept as done; 4xx without a live consent for it (rule S0-08)."""
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    await gateway.threads.store(
        gateway.desk.record_homeless_indicator,
        case.id,
        session.staff.id,
        any_holder=leads(session),
    )
    changed = await gateway.threads.store(gateway.desk.case, case.id)
    return done(gateway, changed, "homeless_indicator")


@staff_only(DESK_ROLES)
async def end(request: web.Request) -> web.StreamResponse:
    """POST .../consents/{id}/end: withdrawn from now on, also where a colleague has the case."""
    case = await access_case(request)
    gateway = gateway_of(request)
    consent_id = int(request.match_info["consent_id"])
    await gateway.threads.store(
        gateway.desk.end_consent, case.id, request[SESSION].staff.id, consent_id
    )
    changed = await gateway.threads.store(gateway.desk.case, case.id)
    return done(gateway, changed, "consent_ended")
