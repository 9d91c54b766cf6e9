"""The gateway as an aiohttp application."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import ClientSession, TCPConnector, web

import bot.risk
from bot.desk import Conversation, Desk, Message
from bot.language import whereabouts
from bot.language.encoder import SentenceEncoder, default_encoder
from bot.settings import Settings
from bot.web import pages
from bot.web.desk_feed import DeskFeed
from bot.web.errors import errors_middleware, where
from bot.web.gateway import GATEWAY, Gateway, Limits
from bot.web.health import close_directory, notices
from bot.web.hub import Hub
from bot.web.load import Load
from bot.web.rasa import Rasa
from bot.web.requests import BODY_LIMIT
from bot.web.routes import setup_routes
from bot.web.safety import SafetyNet
from bot.web.screening import Screen, Screening
from bot.web.security import add_headers, preflight_middleware
from bot.web.threads import Threads
from bot.web.turns import Turns
from bot.web.words import check_words
from directory.places import find_places

logger = logging.getLogger(__name__)


def make_app(
    settings: Settings,
    *,
    rasa_url: str,
    secret: str,
    screen: Screen | None = None,
    phrases: Screen | None = None,
    encoder: Callable[[], SentenceEncoder] = default_encoder,
) -> web.Application:
    """The gateway, ready to be run. Raises ``WordsMissing`` when it couldn't speak of danger.

    ``screen`` and ``phrases`` (the same by phrases alone) stand in for ``bot.risk.screen``.
    """
    check_words()
    app = web.Application(
        middlewares=[preflight_middleware, errors_middleware], client_max_size=BODY_LIMIT
    )
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(pages.TEMPLATES),
        context_processors=[pages.page_context(pages.read_words(), settings.sample_notice)],
        autoescape=True,
        trim_blocks=True,
    )
    setup_routes(app)
    app.on_response_prepare.append(add_headers)

    async def running(app: web.Application) -> AsyncIterator[None]:
        threads = Threads()
        desk = await threads.store(Desk.open, settings.database_url)
        await threads.store(desk.ensure_first_staff, settings.data_dir)
        async with ClientSession(connector=TCPConnector(limit=0)) as session:
            gateway = _assemble(
                settings,
                desk,
                threads,
                Rasa(session, rasa_url, secret),
                _Minds(
                    screen or bot.risk.screen,
                    phrases or screen or partial(bot.risk.screen, phrases_alone=True),
                    encoder,
                ),
            )
            app[GATEWAY] = gateway
            await gateway.rasa.check()
            tasks = [
                asyncio.create_task(gateway.rasa.watch()),
                asyncio.create_task(gateway.feed.run()),
                asyncio.create_task(gateway.screening.run()),
                asyncio.create_task(_warm_up(gateway)),
            ]
            await gateway.turns.pick_up()
            yield
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task
            await gateway.turns.close()
            await gateway.safety.close()
        threads.close()
        desk.close()
        close_directory(gateway)

    app.cleanup_ctx.append(running)
    return app


@dataclass(frozen=True)
class _Minds:
    """What judges a text: both minds, the phrases alone, and the encoder."""

    both: Screen
    phrases: Screen
    encoder: Callable[[], SentenceEncoder]


def _assemble(
    settings: Settings,
    desk: Desk,
    threads: Threads,
    rasa: Rasa,
    minds: _Minds,
) -> Gateway:
    hub = Hub()
    rasa.on_change = hub.ring_all
    load = Load()
    screening = Screening(
        desk, threads, minds.both, minds.encoder, phrases=minds.phrases, load=load
    )
    safety = SafetyNet(desk, threads, hub, rasa, zone=settings.default_timezone)
    feed = DeskFeed(desk, threads, hub)

    async def found_more(
        conversation: Conversation, message: Message, assessment: dict[str, Any]
    ) -> None:
        feed.nudge()
        await safety.look_after(conversation, message, assessment)

    screening.on_more = found_more
    feed.notices = partial(notices, load)
    return Gateway(
        settings=settings,
        desk=desk,
        threads=threads,
        hub=hub,
        rasa=rasa,
        screening=screening,
        safety=safety,
        turns=Turns(
            desk, threads, hub, rasa, screening, safety, timezone=settings.default_timezone
        ),
        feed=feed,
        limits=Limits(),
        load=load,
    )


async def _warm_up(gateway: Gateway) -> None:
    """Loads what the first message would otherwise wait for; /health says what didn't load."""
    try:
        await gateway.screening.metadata("warm up")
        await gateway.threads.think(bot.risk.screen, "warm up")
        # A first safety text waited half a second for these.
        await asyncio.to_thread(whereabouts.load)
        await asyncio.to_thread(find_places, "Sydney")
    except Exception as error:  # the edge of a task
        logger.error("warm_up_failed error=%s", where(error))
    # What is loaded now stays: looking through it for garbage would cost a turn 50 ms now and then.
    gc.freeze()
