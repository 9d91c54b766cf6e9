"""``python -m directory search``: find services as the assistant does."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from directory.commands import Usage, open_directory
from directory.commands.terminal import say, say_json
from directory.moments import WORDS, is_time
from directory.needs import NEEDS, resolve, sub_need
from directory.places import Place, find_in_text, find_places, middle_of
from directory.query import Card, Query
from directory.query_words import settled
from directory.records.codes import ACCESS, DELIVERY, PEOPLE, SITUATIONS
from directory.search import HOME_ZONE

NAME = "search"
HELP = "find services for a need, near a place"
EXPLAINED = """\
Finds services, best first, and says for each why it is there.

  python -m directory search "food parcels near Footscray"
  python -m directory search --need feed --near Footscray
  python -m directory search --need "nowhere to sleep" --near 2166 --open-now
  python -m directory search --text "wheelchair repair" --language Vietnamese --json
"""

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


def add(parser: argparse.ArgumentParser) -> None:
    """Options of a search."""
    parser.add_argument("question", nargs="*", help="what is needed and where, in your own words")
    parser.add_argument("--need", help="what is needed: a code, or words such as 'bond' or 'feed'")
    parser.add_argument("--near", help="suburb, suburb and state, or postcode")
    parser.add_argument("--text", default="", help="further words")
    parser.add_argument("--language", help="language to be spoken: vi, or Vietnamese")
    parser.add_argument("--open-now", action="store_true", help="only what is open now")
    parser.add_argument(
        "--when", help="put first what is open then: tonight, saturday, weekend, 2026-12-24 ..."
    )
    parser.add_argument("--at", help="as if it were this time there: 2026-12-24T17:30")
    parser.add_argument(
        "--situation", action="append", default=[], metavar="WHAT",
        help="a danger: lines for it come first. family_violence, suicide_self_harm, homelessness_tonight ...",
    )  # fmt: skip
    parser.add_argument(
        "--age", type=int, action="append", default=[], metavar="YEARS",
        help="age of the person; again for another one",
    )  # fmt: skip
    parser.add_argument("--gender", choices=["woman", "man", "non_binary"])
    parser.add_argument(
        "--people", action="append", default=[], metavar="WHO",
        help="who needs it: alone, children, pregnant, aboriginal, refugee, temporary_visa, disability,"
        " pet ... (with commas between)",
    )  # fmt: skip
    parser.add_argument(
        "--access", action="append", default=[], metavar="WHAT",
        help="put first what has: wheelchair, auslan, easy_read, hearing, vision, step_free",
    )  # fmt: skip
    parser.add_argument("--free", action="store_true", help="put first what costs nothing")
    parser.add_argument(
        "--how", action="append", default=[], metavar="WAY",
        help="only what is given: in_person, phone, web, outreach",
    )  # fmt: skip
    parser.add_argument("--radius", type=float, help="kilometres to begin with (10)")
    parser.add_argument("--limit", type=int, default=5, help="how many to list (5)")
    parser.add_argument(
        "--audience", choices=["customer", "staff"], default="customer", help="who is asking"
    )
    parser.add_argument("--no-sample", action="store_true", help="leave made-up services out")


def run(options: argparse.Namespace) -> int:
    """Print what is found; 0 also when it had to look far."""
    directory = open_directory(options)
    query = settled(query_of(options))
    results = directory.search(query)
    if options.json:
        say_json(
            {
                "need": query.need,
                "sub_need": query.sub_need,
                "place": query.place.id if query.place else None,
                "widened": results.widened,
                "radius_km": results.radius_km,
                "total": results.total,
                "reasons": list(results.reasons),
                "cards": [card.as_dict() for card in results.cards],
            }
        )
        return 0
    say(_understood(query))
    if "none_open_now" in results.reasons:
        say("None of these is known to be open at that time.")
    if results.widened:
        say(_widened(results.widened, results.radius_km))
    for card in results.cards:
        say(_lines(card))
    say(f"{len(results.cards)} of {results.total}")
    return 0


def _understood(query: Query) -> str:
    """What the question was taken for, so that a slip is seen at once."""
    if query.need:
        part = sub_need(query.sub_need) if query.sub_need else None
        what = part.label if part else NEEDS[query.need].label
    elif query.text:
        what = f"the words {query.text!r} (they name no kind of help that is known here)"
    else:
        what = "lines for the situation"
    near = f", near {query.place.id}" if query.place else ""
    return f"Looking for: {what}{near}\n"


def query_of(options: argparse.Namespace) -> Query:
    """The query that the options mean. Raises ``Usage``."""
    question = " ".join(options.question).strip()
    found = resolve(options.need) if options.need else None
    need, sub = found or (None, None)
    # Words that mean no need of ours are looked for as words: a haircut is one.
    words = options.need if options.need and found is None else ""
    if not (question or options.need or options.text.strip() or options.situation):
        raise Usage('say what is needed: search "food near Footscray", or --need food')
    if options.limit < 1:
        raise Usage("--limit: write a number from 1")
    if options.radius is not None and options.radius <= 0:
        raise Usage("--radius: write kilometres above 0")
    place = _place(options.near) if options.near is not None else _said_place(question)
    return Query(
        at=_time(options.at, place) if options.at else None,
        need=need,
        sub_need=sub,
        text=" ".join(part for part in (question, words, options.text.strip()) if part),
        place=place,
        open_now=options.open_now,
        when=_when(options.when) if options.when else None,
        language=_language(options.language) if options.language else None,
        people=frozenset(_codes("--people", options.people, PEOPLE)),
        ages=tuple(options.age),
        gender=options.gender,
        accessibility=frozenset(_codes("--access", options.access, ACCESS)),
        cost="free" if options.free else None,
        delivery=frozenset(_codes("--how", options.how, DELIVERY)),
        situations=frozenset(_codes("--situation", options.situation, SITUATIONS)),
        audience=options.audience,
        radius_km=options.radius,
        limit=options.limit,
    )


def _codes(option: str, said: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """Codes of an option, also with commas between. Raises ``Usage`` for one that nobody knows."""
    for word in (part.strip().lower() for one in said for part in one.split(",")):
        code = word.replace(" ", "_").replace("-", "_")
        if code and code not in known:
            listed = ", ".join(sorted(known))
            raise Usage(f"{option} {word!r} is not known. Write one or more of these: {listed}")
        if code:
            yield code


def _said_place(question: str) -> Place | None:
    """The place that a question names, if it names one. Raises ``Usage`` for several."""
    mentions = find_in_text(question) if question else []
    return _one(mentions[0].text, mentions[0].candidates) if mentions else None


def _place(text: str) -> Place:
    found = find_places(text)
    if not found:
        raise Usage(f"--near {text!r} is no place we know: write a suburb or a postcode")
    return _one(text, found)


def _one(text: str, found: Sequence[Place]) -> Place:
    middle = middle_of(list(found))
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


def _when(text: str) -> str:
    low = text.strip().lower()
    if not is_time(low):
        raise Usage(f"--when {text!r}: write {', '.join(WORDS)}, or a date such as 2026-12-24")
    return low


def _language(text: str) -> str:
    low = text.strip().lower()
    if low in LANGUAGES:
        return LANGUAGES[low]
    code, _, script = low.partition("-")
    if 2 <= len(code) <= 3 and code.isascii() and code.isalpha():
        return f"{code}-{script.title()}" if script else code
    raise Usage(f"--language {text!r}: write a code such as vi, or its English name")


def _widened(code: str, radius: float | None) -> str:
    far = {"state": "the whole state", "national": "lines for the state and the whole country"}
    return f"Few or none near by: this is {far.get(code) or f'within {radius or 0:g} km'}."


_THEN = {
    "open": "Open at the time asked about",
    "closed": "Closed at the time asked about",
    "unknown": "Not known whether it is open then: ring first",
}


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
        f"  {_THEN[card.open_then]}" if card.open_then else "",
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
