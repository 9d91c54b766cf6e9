"""``python -m directory duplicates``: records that may be one service, and what a person decides."""

from __future__ import annotations

import argparse

from directory.commands import Usage, open_directory
from directory.commands.terminal import complain, say, say_json
from directory.problems import NotThere

NAME = "duplicates"
HELP = "list records that may be the same service; merge two of them"
EXPLAINED = """\
Lists pairs of records that look like one service, the likeliest first, and says why. Nothing is
merged by itself. When you are sure, name the record to keep and the one to take out:

  python -m directory duplicates
  python -m directory duplicates --merge KEEP GONE --by "Kim Lee"
  python -m directory duplicates --distinct ONE OTHER --by "Kim Lee"

  python -m directory duplicates --undo GONE --by "Kim Lee"

The record that goes is kept whole, and loading its file again leaves it out, until the merge is
undone: then it is back as it was, and what was changed since in the one that stayed is kept.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """How many, or what was decided."""
    parser.add_argument("--limit", type=int, default=50, help="how many pairs to list (50)")
    parser.add_argument("--merge", nargs=2, metavar=("KEEP", "GONE"), help="ids of two records")
    parser.add_argument(
        "--distinct", nargs=2, metavar=("ONE", "OTHER"), help="two records that are not the same"
    )
    parser.add_argument("--undo", metavar="GONE", help="id of a record that a merge took out")
    parser.add_argument("--by", default="", help="who decides: a name for the history")
    parser.add_argument("--examples", action="store_true", help="made-up services too")


def run(options: argparse.Namespace) -> int:
    """List pairs, or write down a decision."""
    directory = open_directory(options)
    decided = options.merge or options.distinct or options.undo
    if decided and not options.by.strip():
        raise Usage("--by: say who decides")
    if options.limit < 1:
        raise Usage("--limit: write a number from 1")
    try:
        if options.merge:
            directory.merge(options.merge[0], options.merge[1], options.by)
        elif options.undo:
            directory.unmerge(options.undo, options.by)
        elif options.distinct:
            directory.keep_apart(options.distinct[0], options.distinct[1], options.by)
    except NotThere as missing:
        complain(f"There is no record {missing}.")
        return 1
    except ValueError as wrong:
        raise Usage(str(wrong)) from None
    if decided:
        say_json({"done": True}) if options.json else say("Done, and written down.")
        return 0
    pairs = directory.duplicates(options.limit, examples=options.examples)
    if options.json:
        say_json([pair.as_dict() for pair in pairs])
        return 0
    for pair in pairs:
        say(f"\n{pair.score:.0%}  {'; '.join(pair.reasons)}")
        say(f"  {pair.one}  {pair.one_name}")
        say(f"  {pair.other}  {pair.other_name}")
    say(f"\n{len(pairs)} pairs. Nothing was changed.")
    return 0
