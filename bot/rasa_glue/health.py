"""What of the Rasa process is up, for the gateway's /health."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from rasa.core.agent import Agent
from sqlalchemy.exc import SQLAlchemyError

import bot.risk
from bot.language.encoder import EncoderUnavailable, default_encoder
from bot.rasa_glue.in_process import executor
from bot.settings import read_settings
from directory import Directory


def parts(agent: Agent | None) -> dict[str, Any]:
    """``{"status", "model", "encoder", "risk", "actions", "directory"}``; never raises."""
    ready = agent is not None and agent.is_ready()
    return {
        "status": "up" if ready else "starting",
        "model": agent.model_name if ready and agent else None,
        "encoder": _encoder(),
        "risk": bot.risk.ready(),
        "actions": len(executor().actions),
        "directory": _directory(),
    }


def _encoder() -> str | None:
    try:
        return default_encoder().name
    except EncoderUnavailable:
        return None


@lru_cache(maxsize=1)
def _opened_directory() -> Directory:
    settings = read_settings()
    return Directory.open(settings.directory_url, sample=settings.sample_district)


def _directory() -> dict[str, Any]:
    try:
        status = _opened_directory().status()
        return {"up": True} | {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in status.items()
        }
    except (SQLAlchemyError, OSError) as error:
        return {"up": False, "why": type(error).__name__}
