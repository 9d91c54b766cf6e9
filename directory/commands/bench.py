"""``python -m directory bench``: how fast the search is on a made-up country."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from directory import Directory
from directory.bench.country import Country
from directory.bench.files import write_json
from directory.bench.questions import QUESTIONS, timed
from directory.commands import Usage
from directory.commands.terminal import say, say_json

NAME = "bench"
HELP = "measure the search on a made-up country of services"
EXPLAINED = """\
Makes a file of services that do not exist, loads it twice into a database of its own (never
into your directory), asks it typical questions and prints how long all of that took.
50,000 services take about a minute, 450,000 about ten and 7 GB of disk.

  python -m directory bench
  python -m directory bench --services 450000 --keep country.db --json
"""
MOST = 1_000_000


def add(parser: argparse.ArgumentParser) -> None:
    """Options of the bench."""
    parser.add_argument("--services", type=int, default=50_000, help="how many to make (50000)")
    parser.add_argument("--questions", type=int, default=300, help="how many to ask of each kind")
    parser.add_argument("--keep", type=Path, help="keep the database in this file; use it if there")


def run(options: argparse.Namespace) -> int:
    """Make, load, ask; print milliseconds."""
    if not 1 <= options.services <= MOST:
        raise Usage(f"--services: write a number from 1 to {MOST:,}")
    if options.questions < 1:
        raise Usage("--questions: write a number from 1")
    with tempfile.TemporaryDirectory() as folder:
        file = options.keep or Path(folder) / "country.db"
        figures: dict[str, object] = {}
        if not file.exists():
            source = write_json(Path(folder) / "country.jsonl", options.services)
            loading = Directory.open(f"sqlite:///{file}")
            for name in ("load_s", "load_again_s"):
                start = time.perf_counter()
                loading.load(source)
                figures[name] = round(time.perf_counter() - start, 1)
            loading.close()
        directory = Directory.open(f"sqlite:///{file}")
        country = Country(1)
        for name, make in QUESTIONS.items():
            figures[name] = timed(directory.search, make(country, options.questions))
        directory.close()
    if options.json:
        say_json(figures)
        return 0
    for name, value in figures.items():
        text = (
            f"half within {value['p50']:.1f} ms, 95 of 100 within {value['p95']:.1f} ms"
            if isinstance(value, dict)
            else str(value)
        )
        say(f"{name:20} {text}")
    return 0
