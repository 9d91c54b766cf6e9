"""``python -m directory due``: which records want a check."""

from __future__ import annotations

import argparse
from datetime import date

from directory.commands import Usage, open_directory
from directory.commands.terminal import say, say_json

NAME = "due"
HELP = "list the records that want a check"
EXPLAINED = """\
Lists the records that somebody said are wrong, those past their review date, and those that
nobody has confirmed: the most pressing first.

  python -m directory due
  python -m directory due --on 2027-03-01 --json
"""

_REASONS = {
    "reported": "somebody says it is wrong",
    "past_review": "past its review date",
    "unconfirmed": "not confirmed by a source",
    "not_due": "not due",
}


def add(parser: argparse.ArgumentParser) -> None:
    """As of when, and how many."""
    parser.add_argument("--on", help="as if it were this day: 2027-03-01")
    parser.add_argument("--limit", type=int, default=100, help="how many to list (100)")


def run(options: argparse.Namespace) -> int:
    """List them."""
    if options.limit < 1:
        raise Usage("--limit: write a number from 1")
    today = date.today()  # noqa: DTZ011 - a calendar day is what people mean
    if options.on:
        try:
            today = date.fromisoformat(options.on)
        except ValueError:
            raise Usage(f"--on {options.on!r}: write 2027-03-01") from None
    found = open_directory(options).due(today, options.limit)
    if options.json:
        say_json([item.as_dict() for item in found])
        return 0
    for item in found:
        say(f"{item.review_by}  {item.certainty}  {item.name} ({item.organization})")
        say(f"            {_REASONS[item.reason]}; {item.id}")
    say(f"{len(found)} records.")
    return 0
