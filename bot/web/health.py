"""GET /health: of each part whether it is up, which model, directory and encoder are in use."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

import bot.risk
from bot.language.encoder import EncoderUnavailable, default_encoder
from bot.web.errors import where
from bot.web.gateway import Gateway, gateway_of
from bot.web.load import Load
from directory import Directory

logger = logging.getLogger(__name__)

#: Seconds for which an answer about the directory is good; it asks the database.
DIRECTORY_SECONDS = 10.0


async def health(request: web.Request) -> web.StreamResponse:
    """Always 200: the status says how the parts are. No secrets, nothing about people.

    ``degraded`` as well while the classifier is down, or more messages come than can be
    read by it or taken.
    """
    return web.json_response(await report(gateway_of(request)))


async def report(gateway: Gateway) -> dict[str, Any]:
    """The report as JSON carries it."""
    rasa = gateway.rasa.health if gateway.rasa.up else {}
    directory = await _directory(gateway)
    encoder = await gateway.threads.read(_encoder)
    parts = {
        "gateway": {
            "up": True,
            "conversations_busy": gateway.turns.busy,
            **gateway.load.as_dict(),
            "waiting_for_classifier": gateway.screening.unread,
        },
        "desk": await _desk(gateway),
        "rasa": {"up": gateway.rasa.up}
        | ({} if gateway.rasa.up else {"why": gateway.rasa.why_down}),
        "actions": _actions(rasa),
        "directory": {"up": directory["up"]}
        | ({"why": directory["why"]} if "why" in directory else {}),
        "risk": await gateway.threads.read(_risk),
        "encoder": encoder,
    }
    if gateway.settings.sms_gateway_url:
        parts["texts"] = gateway.text_outcomes.as_dict()
    well = all(part["up"] for part in parts.values())
    well = well and not gateway.load.is_too_much and parts["risk"].get("classifier") == "up"
    return {
        "status": "up" if well else "degraded",
        "parts": parts,
        "model": rasa.get("model"),
        "encoder": encoder.get("name"),
        "directory": directory,
    }


async def _desk(gateway: Gateway) -> dict[str, Any]:
    store = gateway.threads.read
    try:
        return {
            "up": True,
            "messages_waiting": await store(gateway.desk.count_received),
            "cases_waiting": await store(gateway.desk.count_cases, "waiting"),
            "desks_open": gateway.feed.listeners,
        }
    except SQLAlchemyError as error:
        logger.error("desk_down error=%s", where(error))
        return {"up": False, "why": type(error).__name__}


def _actions(rasa: dict[str, Any]) -> dict[str, Any]:
    count = rasa.get("actions")
    return {"up": bool(count), "count": count or 0}


async def _directory(gateway: Gateway) -> dict[str, Any]:
    kept = gateway.health_cache.get("directory")
    if kept is None or time.monotonic() - kept[0] > DIRECTORY_SECONDS:
        kept = (time.monotonic(), await gateway.threads.read(_read_directory, gateway))
        gateway.health_cache["directory"] = kept
    found: dict[str, Any] = kept[1]
    return found


def _read_directory(gateway: Gateway) -> dict[str, Any]:
    try:
        status = _plain(open_directory(gateway).status())
    except Exception as error:  # health reports whatever is wrong and never fails with it
        logger.error("directory_down error=%s", where(error))
        return {"up": False, "why": type(error).__name__}
    oldest = status.get("oldest_check")
    age = (
        (datetime.now(timezone.utc).date() - date.fromisoformat(oldest)).days
        if isinstance(oldest, str)
        else None
    )
    found = {**status, "oldest_check": oldest, "oldest_check_age_days": age}
    if not status.get("services"):
        return {"up": False, "why": "empty", **found}
    return {"up": True, **found}


def open_directory(gateway: Gateway) -> Directory:
    """The gateway's one directory, opened on first use. Blocks: call it in a thread."""
    found: Directory | None = gateway.health_cache.get("open_directory")
    if found is None:
        url = gateway.settings.directory_url
        found = Directory.open(url, sample=gateway.settings.sample_district)
        gateway.health_cache["open_directory"] = found
    return found


def close_directory(gateway: Gateway) -> None:
    """Gives the directory's connections back."""
    found: Directory | None = gateway.health_cache.pop("open_directory", None)
    if found is not None:
        found.close()


def _plain(status: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, (date, datetime)) else v for k, v in status.items()}


def _risk() -> dict[str, Any]:
    return _ready(bot.risk.ready)


def _ready(ready: Callable[[], dict[str, object]]) -> dict[str, Any]:
    try:
        found = ready()
    except Exception as error:  # as above
        return {"up": False, "why": type(error).__name__}
    # Without the classifier phrases go on alone; without phrases nothing notices danger.
    return {"up": bool(found.get("patterns")), **found}


def notices(load: Load) -> list[str]:
    """Codes of what people at the desk must know of the program now. Blocks while it is tried again."""
    found = []
    if _risk().get("classifier") != "up":
        found.append("classifier_down")
    if load.is_too_much:
        found.append("too_much")
    return found


def _encoder() -> dict[str, Any]:
    try:
        encoder = default_encoder()
        return {"up": True, "name": encoder.name, "engine": encoder.engine}
    except EncoderUnavailable as error:
        return {"up": False, "why": str(error)}
