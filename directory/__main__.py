"""The directory from the shell: ``python -m directory load | search | status``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from directory import BadRecords, Directory
from directory.needs import NEEDS, resolve
from directory.places import Place, find_places, middle_of
from directory.query import Card, Query
from directory.search import HOME_ZONE

ROOT = Path(__file__).resolve().parent.parent
#: More places than this are not listed one by one.
MOST_PLACES = 12

#: English names of languages people ask for here -> code. The assistant has the whole table.
LANGUAGES = {
    "amharic": "am", "arabic": "ar", "cantonese": "yue", "chinese": "zh", "dari": "prs",
    "english": "en", "farsi": "fa", "persian": "fa", "greek": "el", "hindi": "hi",
    "italian": "it", "korean": "ko", "mandarin": "zh", "nepali": "ne", "punjabi": "pa",
    "somali": "so", "spanish": "es", "tagalog": "tl", "filipino": "tl", "tamil": "ta",
    "tigrinya": "ti", "turkish": "tr", "urdu": "ur", "vietnamese": "vi",
}  # fmt: skip


class Usage(ValueError):
    """What somebody typed cannot be used; the text says what to write instead."""


def default_url() -> str:
    """DIRECTORY_URL, or directory.db under DATA_DIR (var)."""
    url = os.environ.get("DIRECTORY_URL", "").strip()
    if url:
        return url
    folder = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").expanduser().absolute()
    return f"sqlite:///{folder / 'directory.db'}"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m directory", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--url", default=None, help="database address (default: DIRECTORY_URL)")

    load = commands.add_parser("load", parents=[common], help="load a file or folder of records")
    load.add_argument("path", type=Path, help="our .yml records or HSDS 3.0 JSON")

    search = commands.add_parser("search", parents=[common], help="find services")
    search.add_argument("--need", help="what is needed: a code, or words such as 'bond' or 'feed'")
    search.add_argument("--near", help="suburb, suburb and state, or postcode")
    search.add_argument("--text", default="", help="further words")
    search.add_argument("--language", help="language to be spoken: vi, or Vietnamese")
    search.add_argument("--open-now", action="store_true", help="only what is open now")
    search.add_argument("--at", help="as if it were this time there: 2026-12-24T17:30")
    search.add_argument("--situation", action="append", default=[], help="risk domain, repeatable")
    search.add_argument("--age", type=int, action="append", default=[], help="age, repeatable")
    search.add_argument("--gender", choices=["woman", "man", "non_binary"])
    search.add_argument("--people", action="append", default=[], help="children, alone, pet ...")
    search.add_argument("--radius", type=float, help="kilometres to begin with (10)")
    search.add_argument("--limit", type=int, default=5)
    search.add_argument("--audience", choices=["customer", "staff"], default="customer")
    search.add_argument("--no-sample", action="store_true", help="leave made-up services out")
    search.add_argument("--json", action="store_true", help="print JSON")

    commands.add_parser("status", parents=[common], help="what is in the directory")
    return top


def query_of(options: argparse.Namespace) -> Query:
    """The query that the options mean. Raises ``Usage``."""
    need, sub = _need(options.need) if options.need else (None, None)
    if not (options.need or options.text.strip() or options.situation):
        raise Usage("say what is needed: --need food, or --text with other words")
    if options.limit < 1:
        raise Usage("--limit: write a number from 1")
    if options.radius is not None and options.radius <= 0:
        raise Usage("--radius: write kilometres above 0")
    place = _place(options.near) if options.near is not None else None
    return Query(
        at=_time(options.at, place) if options.at else None,
        need=need,
        sub_need=sub,
        text=options.text,
        place=place,
        open_now=options.open_now,
        language=_language(options.language) if options.language else None,
        people=frozenset(options.people),
        ages=tuple(options.age),
        gender=options.gender,
        situations=frozenset(options.situation),
        audience=options.audience,
        radius_km=options.radius,
        limit=options.limit,
    )


def _need(word: str) -> tuple[str, str | None]:
    found = resolve(word)
    if found is None:
        codes = "\n".join(f"  {need.code}: {need.label}" for need in NEEDS.values())
        raise Usage(f"--need {word!r} is not known. Write one of these, or other words:\n{codes}")
    return found


def _place(text: str) -> Place:
    found = find_places(text)
    if not found:
        raise Usage(f"--near {text!r} is no place we know: write a suburb or a postcode")
    middle = middle_of(found)
    if len(found) > 1 and middle is None:
        listed = "\n".join(f"  {place.id}" for place in found[:MOST_PLACES])
        more = f"\n  and {len(found) - MOST_PLACES} more" if len(found) > MOST_PLACES else ""
        raise Usage(
            f"--near {text!r} can be several places. Write one of them whole:\n{listed}{more}"
        )
    return middle or found[0]


def _time(text: str, place: Place | None) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Usage(f"--at {text!r}: write 2026-12-24T17:30") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(place.timezone if place else HOME_ZONE))


def _language(text: str) -> str:
    low = text.strip().lower()
    if low in LANGUAGES:
        return LANGUAGES[low]
    code, _, script = low.partition("-")
    if 2 <= len(code) <= 3 and code.isascii() and code.isalpha():
        return f"{code}-{script.title()}" if script else code
    raise Usage(f"--language {text!r}: write a code such as vi, or its English name")


def run_search(directory: Directory, options: argparse.Namespace) -> int:
    """Print what is found; 0 also when it had to look far."""
    results = directory.search(query_of(options))
    if options.json:
        found = {
            "widened": results.widened,
            "radius_km": results.radius_km,
            "total": results.total,
            "reasons": list(results.reasons),
            "cards": [card.as_dict() for card in results.cards],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    if results.widened:
        print(_widened(results.widened, results.radius_km))
    for card in results.cards:
        print(_lines(card))
    print(f"{len(results.cards)} of {results.total}")
    return 0


def _widened(code: str, radius: float | None) -> str:
    far = {"state": "the whole state", "national": "lines for the state and the whole country"}
    return f"Few or none near by: this is {far.get(code) or f'within {radius or 0:g} km'}."


def _lines(card: Card) -> str:
    """A card for the terminal."""
    phones = ", ".join(
        phone.number + (f" ({phone.label})" if phone.label else "") for phone in card.phones
    )
    where = card.address or card.region or ("national" if card.national else "")
    away = f" ({card.distance_km} km)" if card.distance_km is not None else ""
    lines = [
        f"\n{card.name}{'  [EXAMPLE: not real]' if card.example else ''}",
        f"  {card.description}",
        f"  Phone: {phones or 'none'}" + (f"   {card.url}" if card.url else ""),
        f"  {card.open_text} | {card.hours}",
        f"  {where}{away}" if where else "",
        f"  Cost: {card.cost} | For: {card.eligibility}",
        f"  Languages: {', '.join(card.languages) or 'English'}"
        + (", interpreter" if card.interpreter else ""),
        f"  Why: {card.why}",
        f"  CHECK FIRST: {card.alert or 'details may have changed'}" if card.check_first else "",
        f"  Warm transfer: {card.warm_transfer}" if card.warm_transfer else "",
        f"  Source: {card.source}; checked {card.last_check} ({card.certainty})",
    ]
    return "\n".join(line for line in lines if line)


def run_load(directory: Directory, path: Path) -> int:
    """Load and say what is wrong, line by line; 1 when nothing was written."""
    try:
        problems = directory.load(path)
    except BadRecords as bad:
        for problem in bad.problems:
            print(problem, file=sys.stderr)
        print("Nothing was loaded: mend the errors and load again.", file=sys.stderr)
        return 1
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Loaded {path}. {_counts(directory.status())}")
    return 0


def _counts(status: dict[str, Any]) -> str:
    return f"{status['services']} services, {status['examples']} of them made-up examples"


def run_status(directory: Directory) -> int:
    """Print what is in the directory."""
    for key, value in directory.status().items():
        print(f"{key}: {value.isoformat() if isinstance(value, date) else value}")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 done, 1 not loaded or no database, 2 something to write otherwise."""
    logging.basicConfig(level=logging.WARNING)
    options = parser().parse_args(arguments)
    try:
        sample = not getattr(options, "no_sample", False)
        directory = Directory.open(options.url or default_url(), sample=sample)
        if options.command == "load":
            return run_load(directory, options.path)
        if not directory.status()["version"]:
            directory.load_shipped()
        if options.command == "search":
            return run_search(directory, options)
        return run_status(directory)
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
