"""``python -m directory status``: what is in the directory."""

from __future__ import annotations

import argparse
from datetime import date

from directory.commands import open_directory
from directory.commands.terminal import say, say_json

NAME = "status"
HELP = "say how many services there are and how old the checks are"
EXPLAINED = """\
Counts the services, and says how many are past their review date, unconfirmed or made up.

  python -m directory status
"""


def add(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the facts about the database."""
    status = open_directory(options).status()
    if options.json:
        say_json(status)
        return 0
    for key, value in status.items():
        say(f"{key}: {value.isoformat() if isinstance(value, date) else value}")
    return 0
