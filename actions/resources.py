"""The directory and the desk of this process, opened at first use."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache

from bot.desk import Desk
from bot.settings import Settings, read_settings
from bot.triage.questions import Questions, default_questions
from directory import Directory, load_shipped


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings()


@lru_cache(maxsize=1)
def directory() -> Directory:
    """The service directory. Raises what the database raises when it is down.

    ``make run`` has loaded the shipped records; under ``rasa shell`` in a new folder this
    does (2 ms when there is nothing to do).
    """
    load_shipped(settings().directory_url)
    return Directory.open(settings().directory_url, sample=settings().sample_district)


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The desk. Raises what the database raises when it is down."""
    return Desk.open(settings().database_url)


def questions() -> Questions:
    """The questions the assistant may ask."""
    return default_questions()


def now() -> datetime:
    """The present moment, aware; what tests of hours put another clock in place of."""
    return datetime.now(timezone.utc)


def forget() -> None:
    """Closes nothing, but reads settings and opens both again at the next use (tests)."""
    for opened in (settings, directory, desk):
        opened.cache_clear()
