"""``python -m directory export``: give the directory away as HSDS 3.0."""

from __future__ import annotations

import argparse
from pathlib import Path

from directory.commands import Usage, open_directory
from directory.commands.terminal import say, say_json

NAME = "export"
HELP = "write the directory as HSDS 3.0, JSON or tables"
EXPLAINED = """\
Writes the services in the field's open standard. A name that ends in .json or .jsonl gets nested
JSON; any other name becomes a folder with the tables as .csv.

  python -m directory export services.json
  python -m directory export package/
  python -m directory export backup.jsonl --for ourselves

For others (the usual) it leaves out: records for staff only, made-up examples, where confidential
services are, and who changed what here. "--for ourselves" is a copy that loads back to the same
directory; keep it as safe as the database itself.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Where to, and who for."""
    parser.add_argument("path", type=Path, help="a .json or .jsonl file, or a folder for tables")
    parser.add_argument(
        "--for", dest="reader", choices=["others", "ourselves"], default="others", help="who reads"
    )


def run(options: argparse.Namespace) -> int:
    """Write the files and say how many services they hold."""
    path: Path = options.path
    if path.suffix and path.suffix.lower() not in {".json", ".jsonl", ".ndjson"}:
        raise Usage(f"{path}: write a name that ends in .json or .jsonl, or that of a folder")
    if path.suffix and not path.parent.is_dir():
        raise Usage(f"{path.parent} is no folder: make it first")
    if not path.suffix and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Usage(f"{path} is there already and not an empty folder: write another name")
    exported = open_directory(options).export(path, options.reader)
    if options.json:
        say_json({"services": exported.services, "files": [str(f) for f in exported.files]})
    else:
        say(f"{exported.services} services written to {path}, for {options.reader}.")
    return 0
