"""``python -m bot.web``: the gateway, the only process that listens for people."""

from __future__ import annotations

import logging
import os
import sys

import uvloop
from aiohttp import web

from bot.go_ahead import wait_for_go_ahead
from bot.settings import BadSetting, read_settings
from bot.web.app import make_app
from bot.web.words import WordsMissing


def main() -> int:
    """Runs until it is told to stop. ``RASA_URL`` and ``GATEWAY_SECRET`` say where Rasa is."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    wait_for_go_ahead()
    try:
        settings = read_settings()
        app = make_app(
            settings,
            rasa_url=os.environ.get("RASA_URL", "http://127.0.0.1:5005"),
            secret=os.environ.get("GATEWAY_SECRET", ""),
        )
    except (BadSetting, WordsMissing) as error:
        print(error, file=sys.stderr)
        return 2
    uvloop.install()
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        shutdown_timeout=5,
        # A line for each request would hold its query, and a search's query is a person's words.
        access_log=None,
        print=None,
        # A client that goes away must not cancel a message half stored.
        handler_cancellation=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
