"""POST /api/conversations/{id}/reports: "this is wrong", said from a card.

For who has the token of the conversation that showed the card: 1,000
characters, five at once and then one a minute. Neither who said it nor what was
said is logged; ``directory.records.reports`` says what is kept and how long.

Words that speak of serious danger are no remark on a service: they go on as a message of
the conversation, with the urgency of speech (rule S1-17), and no editor reads them.
"""

from __future__ import annotations

import logging
import math
import re
from hashlib import blake2b

from aiohttp import web

from bot.desk.plain import storable
from bot.web.access import access_conversation, allowed_origin, bearer
from bot.web.conversation_views import take
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.health import open_directory
from bot.web.limits import Buckets
from bot.web.requests import read_json
from bot.web.screening import needs_a_case
from directory.problems import NotThere
from directory.records.reports import ABOUT, LONGEST_REPORT

logger = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9_.:\-]{1,80}")

LIMITS: web.AppKey[Buckets] = web.AppKey("report_limits", Buckets)


def setup_reports(app: web.Application) -> None:
    """Adds the route and its limit."""
    app[LIMITS] = Buckets(burst=5, per_second=1 / 60)
    app.router.add_post("/api/conversations/{conversation_id}/reports", report_wrong)


@bearer
async def report_wrong(request: web.Request) -> web.StreamResponse:
    """POST /api/conversations/{id}/reports {"service", "about", "words"?}: 201, or what to mend.

    Who may: whoever has the conversation's token. Who it was is not kept beside it.
    """
    allowed_origin(request)
    conversation_id = await access_conversation(request)
    wait = request.app[LIMITS].take(conversation_id)
    if wait:
        raise Refused(
            429, "too_many", "wait a little before the next one", retry_after=math.ceil(wait)
        )
    body = await read_json(request)
    service, about, said = body.get("service"), body.get("about"), body.get("words", "")
    if not isinstance(service, str) or not _ID.fullmatch(service):
        raise Refused(400, "bad_service", "service: the id on the card", field="service")
    if about not in ABOUT:
        message = f"about: one of {', '.join(ABOUT)}"
        raise Refused(400, "bad_about", message, field="about")
    if not isinstance(said, str):
        raise Refused(400, "bad_text", "words: must be a text", field="words")
    if len(said) > LONGEST_REPORT:
        message = f"words: {LONGEST_REPORT:,} characters at most"
        raise Refused(413, "too_long", message, field="words")
    gateway = gateway_of(request)
    said = storable(said)
    # Before anything of the directory, which may be down: danger waits for no part.
    if said.strip() and needs_a_case(await gateway.screening.note(said)):
        # Sent again, it is the same message.
        words = blake2b(f"{service}\0{about}\0{said}".encode(), digest_size=8).hexdigest()
        await take(gateway, conversation_id, f"report-{words}", said, None)
        said = ""
    directory = await gateway.threads.store(open_directory, gateway)
    conversation = await gateway.threads.store(gateway.desk.conversation, conversation_id)
    reader = "staff" if conversation.audience == "staff" else "customer"
    try:
        await gateway.threads.store(directory.report, service, str(about), said, reader)
    except NotThere:
        raise Refused(404, "not_found", "no such service is shown here", field="service") from None
    logger.info("report_taken about=%s", about)
    return web.json_response({"taken": True}, status=201)
