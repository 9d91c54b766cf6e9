"""What is worked out once the rows of some services are in the tables.

Our needs from other people's terms, hiding what must not be kept, hand-made
corrections again where a file would undo them, and the listings. The same for
every door: a file, an editor, a merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from directory import models as m
from directory.bulk import Bulk
from directory.hsds.address_lines import is_hidden
from directory.hsds.rows import made_id
from directory.needs import NEEDS, find_in_text, sub_need
from directory.records.bundles import NEED, bundles
from directory.records.editing_values import restored
from directory.records.listings import CHUNK, Took, relist
from directory.records.part_needs import with_parents
from directory.records.parts import PARTS, again
from directory.records.spots import blur, spot_of
from directory.records.staff_lines import keep_for_staff

#: Kind of a change in the history: the file no longer had the record. No correction, so the
#: record is as its file says when it returns.
MISSING = "missing"
#: (service id, code, what to do)
Note = Callable[[str, str, str], None]


def settle(
    connection: Connection,
    ids: Sequence[str],
    note: Note,
    progress: Callable[[int], None] | None = None,
    *,
    fresh: bool = False,
    took: Took = None,
    foreign: bool = False,
    hides: bool = False,
    staff_lines: bool = False,
) -> None:
    """Finish these services in the open transaction. Our terms must be there already.

    ``foreign`` says that somebody else wrote them: a need without its parts is looked for in
    their words. ``hides`` says that one of their addresses is "confidential" in so many words.
    ``staff_lines`` says that one of them names a line that is for staff alone.
    ``fresh`` says that the directory was empty before: there is nothing to
    replace. ``took`` is handed every listing made.
    """
    bulk = Bulk(connection)
    corrected = not fresh and connection.scalar(
        select(m.Change.id).where(m.Change.here.is_(True)).limit(1)
    )
    for start in range(0, len(ids), CHUNK):
        part = list(ids[start : start + CHUNK])
        _needs(bulk, part, note, fresh=fresh, foreign=foreign)
        if hides:
            _say_hidden(connection, part)
        _hide(connection, part)
        if corrected:
            _corrections(connection, part, note)
        if staff_lines:
            keep_for_staff(connection, part)
        relist(connection, part, fresh=fresh, took=took)
        if progress:
            progress(start + len(part))


# --- needs -----------------------------------------------------------------------------


def write_terms(connection: Connection) -> dict[str, str]:
    """Our taxonomy of needs with ids by code; written on first use."""
    taxonomy = made_id("taxonomy", "needs")
    wanted: list[dict[str, Any]] = []
    for need in NEEDS.values():
        parent = made_id("term", need.code)
        wanted.append(_term(need.code, need.label, None, taxonomy))
        wanted += [_term(s.code, s.label, parent, taxonomy) for s in need.sub_needs.values()]
    known = set(
        connection.scalars(
            select(m.TaxonomyTerm.id).where(m.TaxonomyTerm.id.in_([t["id"] for t in wanted]))
        )
    )
    if not connection.scalar(select(m.Taxonomy.id).where(m.Taxonomy.id == taxonomy)):
        connection.execute(
            insert(m.Taxonomy).values(
                id=taxonomy,
                name="Needs",
                description="Nine needs and their sub-needs, cross-walked to Open Eligibility",
                version="1",
            )
        )
    new = [term for term in wanted if term["id"] not in known]
    if new:
        connection.execute(insert(m.TaxonomyTerm), new)
    return {term["code"]: term["id"] for term in wanted}


@lru_cache(maxsize=1)
def our_terms() -> frozenset[str]:
    """Ids of our taxonomy of needs and its terms."""
    subs = [code for need in NEEDS.values() for code in need.sub_needs]
    terms = {made_id("term", code) for code in (*NEEDS, *subs)}
    return frozenset(terms | {made_id("taxonomy", "needs")})


def _term(code: str, name: str, parent: str | None, taxonomy: str) -> dict[str, Any]:
    found = sub_need(code)
    need = NEEDS.get(code)
    codes = found.open_eligibility if found else need.open_eligibility if need else ()
    description = f"Open Eligibility {', '.join(codes)}" if codes else name
    return {
        "id": made_id("term", code),
        "code": code,
        "name": name,
        "description": description,
        "parent_id": parent,
        "taxonomy_id": taxonomy,
    }


@lru_cache(maxsize=1)
def _cross_walk() -> dict[str, list[str]]:
    """Open Eligibility code -> our codes."""
    found: dict[str, list[str]] = defaultdict(list)
    for need in NEEDS.values():
        for sub in need.sub_needs.values():
            for code in sub.open_eligibility:
                found[code].append(sub.code)
        for code in need.open_eligibility:
            found[code].append(need.code)
    return found


@lru_cache(maxsize=50_000)
def _guessed(said: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(found.sub_need or found.need for found in find_in_text(said, slips=False))
    )


def _needs(bulk: Bulk, ids: list[str], note: Note, *, fresh: bool, foreign: bool) -> None:
    """Attributes with our needs, where a service has none: by its terms, else by its words."""
    connection = bulk.connection
    told: dict[str, list[str]] = defaultdict(list)
    settled: dict[str, list[str]] = defaultdict(list)
    query = (
        select(m.Attribute.link_id, m.Attribute.link_type, m.TaxonomyTerm.code)
        .join(m.TaxonomyTerm, m.Attribute.taxonomy_term_id == m.TaxonomyTerm.id)
        .where(m.Attribute.link_id.in_(ids))
        .order_by(m.Attribute.position, m.Attribute.id)
    )
    for service, kind, code in connection.execute(query):
        if kind == NEED:
            settled[service].append(code)
        elif code in NEEDS or sub_need(code):
            told[service].append(code)
        else:
            told[service] += _cross_walk().get(code, [])
    open_ids = [service for service in ids if service not in settled]
    silent = [service for service in open_ids if not told.get(service)]
    words = select(m.Service.id, m.Service.name, m.Service.description)
    if silent:
        for service, name, description in connection.execute(words.where(m.Service.id.in_(silent))):
            codes = list(_guessed(f"{name}. {description or ''}"))
            said = ", ".join(codes) or "support_advocacy"
            note(service, "need_guessed", f"no term we know: read as {said}")
            told[service] = codes or ["support_advocacy"]
    rows: list[tuple[str, str, str, str, str, int]] = []
    for service in open_ids:
        _append(rows, service, with_parents(told[service]), 0)
    if foreign:
        for service, codes in _parts_in_words(connection, {**told, **settled}):
            _append(rows, service, codes, AFTER_THE_REST)
    if rows and not fresh:
        connection.execute(delete(m.Attribute).where(m.Attribute.id.in_([r[0] for r in rows])))
    bulk.insert(_ATTRIBUTES, _OF_NEED, rows)


#: The place of parts that were found in words: behind what the file says.
AFTER_THE_REST = 100
Attributes = list[tuple[str, str, str, str, str, int]]


def _append(rows: Attributes, service: str, codes: Iterable[str], place: int) -> None:
    for number, code in enumerate(codes, place):
        key = made_id(service, "term", code)
        rows.append((key, service, _term_id(code), NEED, "service", number))


def _parts_in_words(
    connection: Connection, told: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    """Parts of a need that a record's words name, where its terms name the need as a whole."""
    whole: dict[str, set[str]] = {}
    for service, codes in told.items():
        needs = {code for code in codes if code in NEEDS}
        needs -= {sub.need for code in codes if (sub := sub_need(code))}
        if needs:
            whole[service] = needs
    if not whole:
        return
    words = select(m.Service.id, m.Service.name, m.Service.description)
    for service, name, description in connection.execute(words.where(m.Service.id.in_(whole))):
        found = _guessed(f"{name}. {description or ''}")
        codes = [c for c in found if (sub := sub_need(c)) and sub.need in whole[service]]
        if codes:
            yield service, codes[:MOST_PARTS]


#: A text that names more parts than this tells of everything.
MOST_PARTS = 8
_ATTRIBUTES = m.Base.metadata.tables[m.Attribute.__tablename__]
_OF_NEED = ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "position")


@lru_cache(maxsize=500)
def _term_id(code: str) -> str:
    return made_id("term", code)


# --- hidden addresses ------------------------------------------------------------------


def _say_hidden(connection: Connection, ids: list[str]) -> None:
    """Mark services whose address is "confidential" in so many words as those that hide it."""
    lines = (m.Address.address_1, m.Address.address_2, m.Address.city)
    wanted = select(m.ServiceAtLocation.service_id, *lines).join(
        m.Address, m.Address.location_id == m.ServiceAtLocation.location_id
    )
    said = connection.execute(wanted.where(m.ServiceAtLocation.service_id.in_(ids)))
    hidden = {row[0] for row in said if is_hidden(", ".join(line or "" for line in row[1:]))}
    if hidden:
        connection.execute(
            update(m.Service).where(m.Service.id.in_(hidden)).values(confidential_address=True)
        )


def _hide(connection: Connection, ids: list[str]) -> None:
    """Take out where a confidential service is; its 20 km square and its state stay.

    A place that an open service shares is not hidden by this: it gives nothing
    away about the other one once the link is gone.
    """
    hidden = list(
        connection.scalars(
            select(m.Service.id).where(
                m.Service.id.in_(ids), m.Service.confidential_address.is_(True)
            )
        )
    )
    if not hidden:
        return
    if connection.dialect.name == "sqlite":
        # Overwrite freed pages, so that the street is not left in the file.
        connection.execute(text("PRAGMA secure_delete = ON"))
    # What an editor once wrote about its address is one, too.
    connection.execute(
        delete(m.Change).where(m.Change.resource_id.in_(hidden), m.Change.field_name == "places")
    )
    for bundle in bundles(connection, hidden):
        service = bundle.service
        states = []
        for place in bundle.places:
            where = place.location
            address = place.addresses[0] if place.addresses else None
            spot = spot_of(where, address)
            states.append(spot.state)
            values: dict[str, Any] = {
                "id": made_id(service["id"], "hidden", place.at["id"]),
                "location_type": "physical",
                "state": spot.state[:3] or None,
                "timezone": spot.timezone or None,
                "grid_latitude": None if spot.latitude is None else blur(spot.latitude),
                "grid_longitude": None if spot.longitude is None else blur(spot.longitude),
            }
            if where["id"] == values["id"]:
                continue
            connection.execute(insert(m.Location).values(values))
            connection.execute(
                update(m.ServiceAtLocation)
                .where(m.ServiceAtLocation.id == place.at["id"])
                .values(location_id=values["id"], description=None)
            )
            rest = select(m.ServiceAtLocation.id).where(
                m.ServiceAtLocation.location_id == where["id"]
            )
            if connection.scalar(rest) is None:
                drop_locations(connection, [where["id"]])
        if not service["region"]:
            region = next((state for state in states if state), "") or "Australia"
            connection.execute(
                update(m.Service).where(m.Service.id == service["id"]).values(region=region)
            )


def drop_locations(connection: Connection, ids: Sequence[str]) -> None:
    """Take out places with all that hangs on them, what others said of them included."""
    gone = list(ids)
    for model in (m.Address, m.Phone, m.Accessibility, m.Schedule, m.Contact, m.Language):
        gone += connection.scalars(select(model.id).where(model.location_id.in_(ids)))
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        connection.execute(delete(m.Attribute).where(m.Attribute.link_id.in_(part)))
        connection.execute(delete(m.Change).where(m.Change.resource_id.in_(part)))
    connection.execute(delete(m.Location).where(m.Location.id.in_(ids)))


# --- corrections made here -------------------------------------------------------------


def _corrections(connection: Connection, ids: list[str], note: Note) -> None:
    """What an editor changed stays changed where the file still says the old thing."""
    query = (
        select(m.Change)
        .where(
            m.Change.resource_id.in_(ids),
            m.Change.here.is_(True),
            m.Change.last_action_type != MISSING,
        )
        .order_by(m.Change.last_action_date)
    )
    changes = connection.execute(query.with_only_columns(*m.Change.__table__.c)).all()
    if not changes:
        return
    rows = {
        row._mapping["id"]: dict(row._mapping)
        for row in connection.execute(
            select(m.Service.__table__).where(m.Service.id.in_({c.resource_id for c in changes}))
        )
    }
    for change in changes:
        row = rows.get(change.resource_id)
        if row is not None and change.field_name in PARTS:
            if again(connection, change) is False:
                note(change.resource_id, "corrected_here", _newer(change))
            continue
        if row is None or change.field_name not in row:
            continue
        found = restored(change, row)
        if found is None:
            continue
        if found.differs:
            note(change.resource_id, "corrected_here", _newer(change))
            continue
        row[change.field_name] = found.value
        connection.execute(
            update(m.Service)
            .where(m.Service.id == change.resource_id)
            .values({change.field_name: found.value})
        )


def _newer(change: Any) -> str:
    return (
        f"{change.field_name} was changed here on {change.last_action_date:%Y-%m-%d};"
        " the file says something new, and that counts"
    )
