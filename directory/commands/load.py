"""``python -m directory load``: take a file of services into the directory."""

from __future__ import annotations

import argparse
from pathlib import Path

from directory import BadRecords, LoadOptions
from directory.commands import Usage, open_directory
from directory.commands.terminal import (
    complain,
    problems_as_json,
    progress,
    progress_done,
    say,
    say_json,
)
from directory.records.pruning import USUAL_SHARE, Prune

NAME = "load"
HELP = "take a file or folder of services into the directory"
EXPLAINED = """\
Reads the file twice: once to list every problem with file, line, field and what to do, and, if
there is no error, once more to load it. One error, and nothing is written. Loading a file again
replaces its services; it never doubles them.

It takes our .yml records, HSDS 3.0 as .json or as a folder of .csv tables, HSDS 1.1 and 2.0 as a
folder of .csv tables, and any sheet (.csv, .xlsx) with a mapping that says which column means
what.

  python -m directory load my-services/
  python -m directory load services.json
  python -m directory load council.csv --mapping council.yml
  python -m directory load services.json --collection our-state --prune

--prune never takes a record out: it sets it inactive, so that no answer has it, and its history
says when and why. It is as the file says again as soon as a file has it again.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """What to load, how it is to be understood, and what becomes of what the file no longer has."""
    add_options(parser)
    parser.add_argument(
        "--prune",
        action="store_true",
        help="set records inactive that an earlier file of the same --collection had and this"
        " one has not",
    )
    parser.add_argument(
        "--prune-share",
        type=float,
        default=USUAL_SHARE * 100,
        metavar="PERCENT",
        help="refuse the load when more than this share of them would be set inactive (10)",
    )
    parser.add_argument(
        "--prune-anyway",
        action="store_true",
        help="you looked: the file is whole, however many records are gone",
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options that ``check`` has too."""
    parser.add_argument("path", type=Path, help="the file or folder to read")
    parser.add_argument("--mapping", type=Path, help="for a sheet: which column means what (.yml)")
    parser.add_argument(
        "--area-code", default="", help="for numbers of eight digits, where the file has none: 03"
    )
    parser.add_argument(
        "--collection",
        default="",
        help="name to keep these services under, where the file is called differently each time",
    )


def options_of(options: argparse.Namespace) -> LoadOptions:
    """What was typed, for the library. Raises ``Usage``."""
    if options.area_code and options.area_code not in {"02", "03", "07", "08"}:
        raise Usage("--area-code: write 02, 03, 07 or 08")
    return LoadOptions(
        options.mapping,
        options.area_code,
        options.collection,
        lambda what, count: progress(f"{what}: {count:,}"),
        _prune(options),
    )


def _prune(options: argparse.Namespace) -> Prune | None:
    if not getattr(options, "prune", False):
        if getattr(options, "prune_anyway", False):
            raise Usage("--prune-anyway: goes with --prune")
        return None
    if not 0 <= options.prune_share <= 100:
        raise Usage("--prune-share: write a number from 0 to 100")
    return Prune(options.prune_share / 100, options.prune_anyway)


def run(options: argparse.Namespace) -> int:
    """Load and say what is wrong, line by line; 1 when nothing was written."""
    directory = open_directory(options, filled=False)
    try:
        problems = directory.load(options.path, options_of(options))
    except BadRecords as bad:
        progress_done()
        if options.json:
            say_json({"loaded": False, "problems": problems_as_json(bad.problems)})
        for problem in bad.problems:
            complain(str(problem))
        complain("Nothing was loaded: mend the errors and load again.")
        return 1
    progress_done()
    status = directory.status()
    if options.json:
        say_json({"loaded": True, "problems": problems_as_json(problems), "status": status})
        return 0
    for problem in problems:
        complain(str(problem))
    counts = f"{status['services']} services, {status['examples']} of them made-up examples"
    say(f"Loaded {options.path}. {counts}")
    return 0
