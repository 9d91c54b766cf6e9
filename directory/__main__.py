"""The directory from the shell: ``python -m directory search | load | export | ...``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from directory.commands import Usage, commands, default_url

__all__ = ["default_url", "main", "parser"]

ABOUT = """\
The directory of services: find one, bring a list in, give it to others, keep it true.

  to                              type
  find help                       python -m directory search "food parcels near Footscray"
  see whether a list is in order  python -m directory check council.xlsx --mapping council.yml
  bring the list in               python -m directory load council.xlsx --mapping council.yml
  give the services to others     python -m directory export services.json
  see what wants a check          python -m directory due
  find records that stand twice   python -m directory duplicates
  see what is in it               python -m directory status

"check" changes nothing: try it first. A list with one error in it is not loaded, not even in part.
Every command explains itself: python -m directory load --help

Answers are printed for people; --json prints them for a script.
"""
ENDING = """\
Ends with 0 when it is done, 1 when it was refused (the problems are listed), 2 when something
must be typed differently.
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(
        prog="python -m directory", description=ABOUT, epilog=ENDING, formatter_class=plain
    )
    listed = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for command in commands():
        one = listed.add_parser(
            command.NAME, help=command.HELP, description=command.EXPLAINED, formatter_class=plain
        )
        command.add(one)
        one.add_argument("--json", action="store_true", help="print JSON, for scripts")
        one.add_argument(
            "--url", default=None, help="address of the database (else DIRECTORY_URL, or var/)"
        )
        one.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 refused or no database, 2 something to write otherwise."""
    logging.basicConfig(level=logging.WARNING)
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Usage as usage:
        print(usage, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader ("| head") has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SQLAlchemyError, OSError) as broken:
        print(f"The directory's database can't be used: {broken}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
