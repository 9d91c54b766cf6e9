"""Records that may be one service: found by what they share.

Records are compared only where they share a block (a number, a web address, a
name in a suburb), so that half a million take minutes and not years. What is
found is never merged by itself: the reason is shown and somebody decides
(``directory.records.merging``).
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select

from directory import models as m
from directory.records.bundles import NEED
from directory.records.likeness import (
    LEAST,
    NAME,
    ORGANIZATION,
    ROUNDING,
    Facts,
    Pair,
    bare_name,
    beside_names,
    compare,
)

#: Blocks with more records than this are a switchboard or a chain, not copies.
LARGEST_BLOCK = 30
#: Letters at the beginning of a name that copies have in common.
NAME_LETTERS = 12
#: Squares of the map to a degree, and records that are read at once.
SQUARES, AT_ONCE = 10, 400


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
                if beside_names(first, second)[0] + NAME + ORGANIZATION < LEAST - ROUNDING:
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
