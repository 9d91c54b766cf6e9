"""``python -m directory load``: take a file of services into the directory."""

from __future__ import annotations

import argparse
from pathlib import Path

from directory import BadRecords
from directory.commands import open_directory
from directory.commands.terminal import complain, problems_as_json, say, say_json

NAME = "load"
HELP = "take a file or folder of services into the directory"
EXPLAINED = """\
Reads the file twice: once to list every problem with file, line, field and what to do, and, if
there is no error, once more to load it. One error, and nothing is written. Loading a file again
replaces its services; it never doubles them.

  python -m directory load my-services/
"""


def add(parser: argparse.ArgumentParser) -> None:
    """What to load."""
    parser.add_argument("path", type=Path, help="our .yml records or HSDS 3.0 JSON")


def run(options: argparse.Namespace) -> int:
    """Load and say what is wrong, line by line; 1 when nothing was written."""
    directory = open_directory(options, filled=False)
    try:
        problems = directory.load(options.path)
    except BadRecords as bad:
        if options.json:
            say_json({"loaded": False, "problems": problems_as_json(bad.problems)})
        for problem in bad.problems:
            complain(str(problem))
        complain("Nothing was loaded: mend the errors and load again.")
        return 1
    status = directory.status()
    if options.json:
        say_json({"loaded": True, "problems": problems_as_json(problems), "status": status})
        return 0
    for problem in problems:
        complain(str(problem))
    counts = f"{status['services']} services, {status['examples']} of them made-up examples"
    say(f"Loaded {options.path}. {counts}")
    return 0
