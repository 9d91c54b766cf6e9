"""``python -m directory check``: what is wrong with a file, without loading it."""

from __future__ import annotations

import argparse

from directory.commands import open_directory
from directory.commands.load import add_options, options_of
from directory.commands.terminal import complain, problems_as_json, progress_done, say, say_json

NAME = "check"
HELP = "say what is wrong with a file, and load nothing"
EXPLAINED = """\
Reads a file or folder as "load" would, lists every problem with file, line, field and what to
do about it, and changes nothing. Ends with 0 when it could be loaded.

  python -m directory check my-services/
"""


def add(parser: argparse.ArgumentParser) -> None:
    """What to read, as ``load`` does."""
    add_options(parser)


def run(options: argparse.Namespace) -> int:
    """List the problems; 1 when one of them is an error."""
    directory = open_directory(options, filled=False)
    load = directory.check(options.path, options_of(options))
    progress_done()
    problems = load.problems
    errors = sum(problem.level == "error" for problem in problems)
    if options.json:
        say_json(
            {
                "services": load.services,
                "errors": errors,
                "problems": problems_as_json(problems),
            }
        )
    else:
        for problem in problems:
            complain(str(problem))
        warnings = len(problems) - errors
        say(f"{load.services} services can be read; {errors} errors, {warnings} warnings.")
    return 1 if errors else 0
