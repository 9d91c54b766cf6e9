"""Two records of one service: found by what they share, merged by a person.

Records are compared only where they share a block (a number, a web address, a
name in a suburb), so that half a million take minutes and not years. What is
found is never merged by itself: the reason is shown and somebody decides.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, groupby
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from directory import models as m
from directory.database import writer
from directory.gazetteer.atlas import distance_km
from directory.hsds.exporting import service_objects
from directory.records.bundles import NEED
from directory.records.data_version import touch
from directory.records.listings import relist

#: Blocks with more records than this are a switchboard or a chain, not copies.
LARGEST_BLOCK = 30
#: Names that are this much alike are one name (0 to 1).
SAME_NAME = 0.84
#: Kilometres between two points that may be one door.
NEAR_KM = 0.5
#: Letters at the beginning of a name that copies have in common.
NAME_LETTERS = 12
#: Squares of the map to a degree, and records that are read at once.
SQUARES, AT_ONCE = 10, 400
#: Below this score a pair is not worth anybody's time.
LEAST = 0.75
#: What each likeness counts, and what speaks against one service. A switchboard and a direct
#: number of one service at one door differ, so different numbers alone do not part a pair.
NAME, ORGANIZATION, NUMBER, DOOR = 0.45, 0.15, 0.35, 0.25
OTHER_NUMBER, OTHER_PLACE, OTHER_HELP = -0.08, -0.5, -0.2
ROUNDING = 1e-9
_COMMON = re.compile(
    r"\b(?:the|inc|incorporated|ltd|limited|pty|of|and|co|australia|service|services)\b"
)


@dataclass(frozen=True)
class Pair:
    """Two records that look like one, and why."""

    one: str
    other: str
    one_name: str
    other_name: str
    score: float
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For a script or a page."""
        return {
            "one": self.one, "one_name": self.one_name, "other": self.other,
            "other_name": self.other_name, "score": round(self.score, 2),
            "reasons": list(self.reasons),
        }  # fmt: skip


class NotThere(LookupError):
    """A record that was named is not in the directory."""


def bare_name(name: str) -> str:
    """A name as it is compared: no case, no marks, no words that every name has."""
    low = re.sub(r"[^a-z0-9 ]+", " ", name.lower().replace("&", " and ").replace("'", ""))
    return " ".join(_COMMON.sub(" ", low).split()) or low.strip()


def find_duplicates(
    connection: Connection, limit: int = 100, *, examples: bool = False
) -> list[Pair]:
    """The likeliest pairs first. Pairs that a person called distinct are left out.

    Memory does not grow with the directory: blocks are numbers until their
    records are compared, and only the best pairs are kept.
    """
    apart = set(connection.execute(select(m.Distinct.one_id, m.Distinct.other_id)).tuples())
    best: dict[tuple[str, str], Pair] = {}
    for blocks in _batches(_blocks(connection, examples)):
        facts = _facts(connection, {key for block in blocks for key in block})
        for block in blocks:
            for one, other in combinations(block, 2):
                key = (one, other) if one < other else (other, one)
                if key in best or key in apart or one not in facts or other not in facts:
                    continue
                first, second = facts[key[0]], facts[key[1]]
                # Comparing names takes longer than all the rest: only where it can decide.
                if _beside_names(first, second)[0] + NAME + ORGANIZATION < LEAST - ROUNDING:
                    continue
                pair = compare(first, second)
                if pair.score >= LEAST:
                    best[key] = pair
        if len(best) > 4 * limit + 1_000:
            best = {(p.one, p.other): p for p in sorted(best.values(), key=_likeliest)[:limit]}
    return sorted(best.values(), key=_likeliest)[:limit]


def _likeliest(pair: Pair) -> tuple[float, str, str]:
    return -pair.score, pair.one, pair.other


def _batches(blocks: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Blocks of some hundred records together, so that they are read at once."""
    batch: list[list[str]] = []
    count = 0
    for block in blocks:
        batch.append(block)
        count += len(block)
        if count >= AT_ONCE:
            yield batch
            batch, count = [], 0
    yield batch


def _blocks(connection: Connection, examples: bool) -> Iterator[list[str]]:
    """Services that share a number, a web address, or the beginning of a name in one area."""
    owner = _phones()
    counted = (
        select(owner.c.digits)
        .group_by(owner.c.digits)
        .having(func.count().between(2, LARGEST_BLOCK))
        .subquery()
    )
    query = (
        select(owner.c.digits, owner.c.service)
        .join(counted, counted.c.digits == owner.c.digits)
        .join(m.Service, m.Service.id == owner.c.service)
        .where(*_wanted(examples))
        .order_by(owner.c.digits, owner.c.service)
    )
    # Read whole before the next question is asked: two arrays, or some megabytes.
    numbers = connection.execute(query).all()
    for _, rows in groupby(numbers, key=lambda row: row.digits):
        block = list(dict.fromkeys(row.service for row in rows))
        if len(block) > 1:
            yield block
    yield from _named_alike(connection, examples)


def _named_alike(connection: Connection, examples: bool) -> Iterator[list[str]]:
    """By what listings have in common, kept as hashes until a block is known."""
    keys, numbers = array("q"), array("i")
    query = (
        select(
            m.Listing.number, m.Service.name, m.Service.url, m.Listing.latitude,
            m.Listing.longitude, m.Listing.state,
        )
        .join(m.Service, m.Service.id == m.Listing.service_id)
        .where(*_wanted(examples))
    )  # fmt: skip
    for number, name, url, latitude, longitude, state in connection.execute(
        query, execution_options={"yield_per": 5_000}
    ):
        begins = bare_name(name)[:NAME_LETTERS]
        said = [(begins, square) for square in _squares(latitude, longitude, state)]
        if url:
            said.append((_bare_url(url), "address"))
        for key in said:
            keys.append(hash(key))
            numbers.append(number)
    every = np.array(keys, np.int64)
    if not len(every):
        return
    order = np.argsort(every, kind="stable")
    ends = np.flatnonzero(np.diff(every[order])) + 1
    runs = [run for run in np.split(order, ends) if 1 < len(run) <= LARGEST_BLOCK]
    every_number = np.array(numbers, np.int64)
    for start in range(0, len(runs), AT_ONCE):
        part = [every_number[run].tolist() for run in runs[start : start + AT_ONCE]]
        owners = _owners(connection, {number for block in part for number in block})
        for block in part:
            services = list(dict.fromkeys(owners[number] for number in block if number in owners))
            if len(services) > 1:
                yield sorted(services)


def _owners(connection: Connection, numbers: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), 1_000):
        query = select(m.Listing.number, m.Listing.service_id).where(
            m.Listing.number.in_(wanted[start : start + 1_000])
        )
        found.update(connection.execute(query).tuples().all())
    return found


def _squares(latitude: float | None, longitude: float | None, state: str) -> tuple[str, ...]:
    """A square of some ten kilometres on each of two maps, one shifted by half a square.

    So two doors on both sides of a border still share one. A line is where its state is.
    """
    if latitude is None or longitude is None:
        return (state,)
    south, west = latitude * SQUARES, longitude * SQUARES
    return (f"{round(south)} {round(west)}", f"{math.floor(south)} {math.floor(west)} shifted")


def _bare_url(url: str) -> str:
    """A web address as it is compared."""
    return re.sub(r"^https?://(?:www\.)?", "", url.strip().lower()).rstrip("/")


def _wanted(examples: bool) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [m.Service.status != "defunct"]
    if not examples:
        kept.append(m.Service.example.is_(False))
    return kept


def _phones() -> Any:
    """(digits, service) of every number that is not marked as shared."""
    direct = select(m.Phone.digits, m.Phone.service_id.label("service")).where(
        m.Phone.service_id.is_not(None), m.Phone.shared.is_(False), m.Phone.digits != ""
    )
    at = (
        select(m.Phone.digits, m.ServiceAtLocation.service_id)
        .join(m.ServiceAtLocation, m.Phone.service_at_location_id == m.ServiceAtLocation.id)
        .where(m.Phone.shared.is_(False), m.Phone.digits != "")
    )
    return direct.union(at).subquery()


@dataclass
class Facts:
    """What two records are compared by."""

    id: str
    name: str
    organization: str
    url: str
    digits: frozenset[str]
    #: (latitude, longitude, state) of its listings.
    spots: tuple[tuple[float | None, float | None, str], ...]
    terms: frozenset[str]
    hidden: bool
    #: Name and organisation as they are compared: as they stand, and their words in order.
    bare: tuple[str, str] = ("", "")
    bare_organization: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self.bare = _bare(self.name)
        self.bare_organization = _bare(self.organization)


def _facts(connection: Connection, ids: set[str]) -> dict[str, Facts]:
    wanted = list(ids)
    phones: dict[str, set[str]] = {key: set() for key in wanted}
    owner = _phones()
    for digits, key in connection.execute(
        select(owner.c.digits, owner.c.service).where(owner.c.service.in_(wanted))
    ):
        phones[key].add(digits)
    spots: dict[str, list[tuple[float | None, float | None, str]]] = {k: [] for k in wanted}
    terms: dict[str, set[str]] = {key: set() for key in wanted}
    listing = select(m.Listing.service_id, m.Listing.latitude, m.Listing.longitude, m.Listing.state)
    for key, latitude, longitude, state in connection.execute(
        listing.where(m.Listing.service_id.in_(wanted))
    ):
        spots[key].append((latitude, longitude, state))
    # Not from the payload of the listing: that is a page of JSON for a handful of codes.
    codes = (
        select(m.Attribute.link_id, m.TaxonomyTerm.code)
        .join(m.TaxonomyTerm, m.Attribute.taxonomy_term_id == m.TaxonomyTerm.id)
        .where(m.Attribute.link_id.in_(wanted), m.Attribute.link_type == NEED)
    )
    for key, code in connection.execute(codes):
        terms[key].add(code)
    rows = connection.execute(
        select(
            m.Service.id, m.Service.name, m.Organization.name, m.Service.url,
            m.Service.confidential_address,
        ).join(m.Organization, m.Service.organization_id == m.Organization.id)
        .where(m.Service.id.in_(wanted))
    )  # fmt: skip
    return {
        key: Facts(
            key, name, organization, url or "", frozenset(phones[key]), tuple(spots[key]),
            frozenset(terms[key]), hidden,
        )
        for key, name, organization, url, hidden in rows
    }  # fmt: skip


@lru_cache(maxsize=20_000)
def _bare(name: str) -> tuple[str, str]:
    bare = bare_name(name)
    return bare, " ".join(sorted(bare.split()))


def _beside_names(one: Facts, other: Facts) -> tuple[float, list[str]]:
    """What numbers, doors and kinds of help say, with the reasons in words."""
    reasons: list[str] = []
    score = 0.0
    shared = one.digits & other.digits
    if shared:
        score += NUMBER
        reasons.append(f"the same number {min(shared)}")
    elif one.digits and other.digits:
        score += OTHER_NUMBER
    near = _near(one, other)
    if near is not None and near <= NEAR_KM:
        score += DOOR
        hidden = one.hidden or other.hidden
        reasons.append("the same area" if hidden else f"{near * 1000:.0f} m apart")
    elif near is not None and near > 5:
        score += OTHER_PLACE
    if one.terms and not one.terms & other.terms:
        score += OTHER_HELP
    return score, reasons


def compare(one: Facts, other: Facts) -> Pair:
    """How much two records look like one (0 to 1), with the reasons in words."""
    reasons: list[str] = []
    score, others = _beside_names(one, other)
    alike = _alike(one.bare, other.bare)
    if alike >= SAME_NAME:
        score += NAME * alike
        reasons.append("the same name" if alike == 1 else f"names {alike:.0%} alike")
    if _alike(one.bare_organization, other.bare_organization) >= SAME_NAME:
        score += ORGANIZATION
        reasons.append("the same organisation")
    reasons += others
    return Pair(one.id, other.id, one.name, other.name, max(0.0, min(1.0, score)), tuple(reasons))


def _alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    """How much two names are one, 0 to 1; less than ``SAME_NAME`` may come as 0."""
    if one[0] == other[0]:
        return 1.0
    if one[1] == other[1]:
        return 0.98
    matcher = SequenceMatcher(None, one[1], other[1])
    # The two upper bounds cost a tenth of the ratio itself.
    if matcher.real_quick_ratio() < SAME_NAME or matcher.quick_ratio() < SAME_NAME:
        return 0.0
    return matcher.ratio()


def _near(one: Facts, other: Facts) -> float | None:
    """Least kilometres between their places; 0 where both are lines of one state; None unknown."""
    best: float | None = None
    for a, b, state in one.spots:
        for c, d, state_too in other.spots:
            if a is None or b is None or c is None or d is None:
                # Two lines of the same state are in the same place; a line and a door are not.
                if a is None and c is None and state == state_too and state:
                    best = 0.0
                continue
            away = distance_km(a, b, c, d)
            best = away if best is None else min(best, away)
    return best


# --- what a person decides -------------------------------------------------------------


def merge(engine: Engine, kept: str, gone: str, author: str, reasons: Sequence[str] = ()) -> None:
    """Keep one record and take the other out; what the kept one lacks comes from the other.

    The whole of the other stays in ``dir_merge``, and loading its file again
    leaves it out. Raises ``NotThere``; ``ValueError`` for a record and itself.
    """
    if kept == gone:
        raise ValueError("a record cannot be merged with itself")
    if not author.strip():
        raise ValueError("say who decides")
    with writer(engine).begin() as connection:
        rows = {
            row["id"]: dict(row)
            for row in connection.execute(
                select(m.Service.__table__).where(m.Service.id.in_([kept, gone]))
            ).mappings()
        }
        for key in (kept, gone):
            if key not in rows:
                raise NotThere(key)
        (whole,) = service_objects(connection, "ourselves", [gone])
        filled = {
            name: rows[gone][name]
            for name in _FILLED
            if rows[kept][name] in (None, "", []) and rows[gone][name] not in (None, "", [])
        }
        if filled:
            connection.execute(update(m.Service).where(m.Service.id == kept).values(**filled))
        _move_below(connection, kept, gone)
        moment = datetime.now(timezone.utc).replace(tzinfo=None)
        connection.execute(
            insert(m.Merge).values(
                gone_id=gone, kept_id=kept, reasons=list(reasons), gone=whole,
                merged_by=author, merged_at=moment,
            )
        )  # fmt: skip
        # What was merged into the one that goes now belongs to the one that stays.
        connection.execute(update(m.Merge).where(m.Merge.kept_id == gone).values(kept_id=kept))
        connection.execute(
            update(m.Report).where(m.Report.service_id == gone).values(service_id=kept)
        )
        connection.execute(delete(m.Attribute).where(m.Attribute.link_id == gone))
        connection.execute(delete(m.Service).where(m.Service.id == gone))
        relist(connection, [kept])
        touch(connection)


#: Fields that the kept record takes over where it has nothing.
_FILLED = ("alternate_name", "description", "url", "email", "interpretation_services",
           "application_process", "fees_description", "wait_time", "eligibility_description",
           "minimum_age", "maximum_age", "alert", "region", "words")  # fmt: skip


def _move_below(connection: Connection, kept: str, gone: str) -> None:
    """Numbers and languages that the kept one lacks; hours only where it has none at all."""
    for model, column in ((m.Phone, m.Phone.digits), (m.Language, m.Language.code)):
        have = set(connection.scalars(select(column).where(model.service_id == kept)))
        connection.execute(
            update(model)
            .where(and_(model.service_id == gone, or_(column.is_(None), column.not_in(have))))
            .values(service_id=kept)
        )
    for whole in (m.Schedule, m.ServiceAtLocation, m.RequiredDocument, m.CostOption):
        some = select(whole.id).where(whole.service_id == kept).limit(1)
        if connection.scalar(some) is None:
            connection.execute(
                update(whole).where(whole.service_id == gone).values(service_id=kept)
            )


def keep_apart(engine: Engine, one: str, other: str, author: str) -> None:
    """Say that two records are not the same, so that nobody is asked again."""
    first, second = sorted((one, other))
    with writer(engine).begin() as connection:
        connection.execute(
            delete(m.Distinct).where(m.Distinct.one_id == first, m.Distinct.other_id == second)
        )
        connection.execute(
            insert(m.Distinct).values(
                one_id=first, other_id=second, said_by=author,
                said_at=datetime.now(timezone.utc).replace(tzinfo=None),
            )
        )  # fmt: skip
