"""What the editor's pages share: who comes in, their words, the directory, and how one is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.web.gateway import Gateway, gateway_of
from bot.web.health import open_directory
from bot.web.pages import staff_context
from directory import Directory

EDITORS = frozenset({"editor", "team_leader"})


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of these pages, in English."""
    found: dict[str, Any] = json.loads(
        Path(__file__).with_name("editor_words.json").read_text("utf-8")
    )
    return found


async def opened(request: web.Request) -> tuple[Gateway, Directory]:
    """The gateway and its directory."""
    gateway = gateway_of(request)
    return gateway, await gateway.threads.store(open_directory, gateway)


def editor_page(
    request: web.Request, template: str, context: Mapping[str, Any], status: int = 200
) -> web.Response:
    """A page for who is signed in."""
    response = aiohttp_jinja2.render_template(
        template,
        request,
        {
            **staff_context(request),
            "w": words(),
            **context,
        },
    )
    response.set_status(status)
    return response
