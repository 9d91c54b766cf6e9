"""``python -m directory check``: what is wrong with a file, without loading it."""

from __future__ import annotations

import argparse
from pathlib import Path

from directory.commands.terminal import complain, problems_as_json, say, say_json
from directory.records.reading import read_path

NAME = "check"
HELP = "say what is wrong with a file, and load nothing"
EXPLAINED = """\
Reads a file or folder as "load" would, lists every problem with file, line, field and what to
do about it, and changes nothing. Ends with 0 when it could be loaded.

  python -m directory check my-services/
"""


def add(parser: argparse.ArgumentParser) -> None:
    """What to read."""
    parser.add_argument("path", type=Path, help="the file or folder to read")


def run(options: argparse.Namespace) -> int:
    """List the problems; 1 when one of them is an error."""
    batch = read_path(options.path)
    errors = sum(problem.level == "error" for problem in batch.problems)
    if options.json:
        say_json(
            {
                "services": len(batch.drafts),
                "errors": errors,
                "problems": problems_as_json(batch.problems),
            }
        )
    else:
        for problem in batch.problems:
            complain(str(problem))
        warnings = len(batch.problems) - errors
        say(f"{len(batch.drafts)} services can be read; {errors} errors, {warnings} warnings.")
    return 1 if errors else 0
