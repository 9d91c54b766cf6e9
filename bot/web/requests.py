"""Reading what clients send, with an answer that says what to mend."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from bot.desk.plain import storable
from bot.web.errors import Refused

TEXT_LIMIT = 10_000
#: 10,000 characters of JSON escapes (12 bytes for a pair of surrogates) and some room.
BODY_LIMIT = 160 * 1024

_ID = re.compile(r"[!-~]{1,100}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_PAYLOAD = re.compile(r"/([a-z][a-z0-9_]{0,63})(\{.*\})?", re.DOTALL)
_PAYLOAD_LIMIT = 2_000

#: Intents that only the program itself may send.
INTERNAL = frozenset(
    [
        "worker_returned",
        "start_conversation",
        "danger_now",
        "danger_serious",
        "danger_unclear",
        "nlu_fallback",
        "restart",
        "back",
        "session_start",
    ]
)


async def read_json(request: web.Request, *, empty: bool = False) -> dict[str, Any]:
    """The body's JSON object; ``empty`` allows none at all. Raises ``Refused``."""
    raw = await request.read()
    if not raw and empty:
        return {}
    if request.content_type != "application/json":
        raise Refused(415, "not_json", "send JSON with Content-Type: application/json")
    try:
        found = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", "the body is not JSON in UTF-8") from None
    if not isinstance(found, dict):
        raise Refused(400, "bad_json", "the body must be a JSON object")
    return found


def client_id(body: dict[str, Any]) -> str:
    """The message id the client made: 1 to 100 visible ASCII characters, not led by ``#``."""
    found = body.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found) or found.startswith("#"):
        message = "id: 1 to 100 visible ASCII characters made by the client, not led by '#'"
        raise Refused(400, "bad_id", message, field="id")
    return found


def text_or_payload(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Exactly one of a text and a payload."""
    if ("text" in body) == ("payload" in body):
        raise Refused(400, "text_or_payload", "send either text or payload", field="text")
    if "text" in body:
        return text(body), None
    return None, _payload(body["payload"])


def text(body: dict[str, Any], field: str = "text", limit: int = TEXT_LIMIT) -> str:
    """A text with something in it, as the store can keep it."""
    found = body.get(field)
    if not isinstance(found, str):
        raise Refused(400, "bad_text", f"{field}: must be a text", field=field)
    if len(found) > limit:
        message = (
            f"{field}: has {len(found):,} characters, at most {limit:,} are taken; send it in parts"
        )
        raise Refused(413, "too_long", message, field=field)
    kept = storable(found)
    if not kept.strip():
        raise Refused(400, "empty", f"{field}: must not be empty", field=field)
    return kept


def _payload(found: object) -> str:
    refused = Refused(400, "bad_payload", "payload: /intent or /intent{json}", field="payload")
    if not isinstance(found, str) or len(found) > _PAYLOAD_LIMIT:
        raise refused
    match = _PAYLOAD.fullmatch(storable(found))
    if match is None or match.group(1) in INTERNAL:
        raise refused
    if match.group(2):
        try:
            json.loads(match.group(2))
        except (ValueError, RecursionError):
            raise refused from None
    return match.group(0)


def language(body: dict[str, Any]) -> str:
    """A language tag; English where none is given."""
    found = body.get("language")
    if found is None or found == "":
        return "en"
    if not isinstance(found, str) or not _LANGUAGE.fullmatch(found):
        raise Refused(400, "bad_language", "language: a tag such as vi or ar", field="language")
    return found


def query_number(request: web.Request, name: str, *, default: float, highest: float) -> float:
    """A number of 0 or more from the address; larger ones count as ``highest``."""
    raw = request.query.get(name)
    if raw is None or raw == "":
        return default
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", raw, re.ASCII):
        raise Refused(400, "bad_number", f"{name}: must be a number of 0 or more", field=name)
    return min(float(raw), highest)
