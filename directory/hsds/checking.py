"""The first pass over a file: every row checked, every link followed, nothing written.

Ids are remembered as hashes, so that half a million services fit in memory.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.hsds.fixing import FIXES
from directory.hsds.own_fields import BY_TERM, FIELD, OWN
from directory.hsds.rows import Problems, Row, made_id
from directory.hsds.tables import TABLES, Column
from directory.hsds.units import KINDS, LOOSE, Units
from directory.hsds.values import Bad, quick_reader, read
from directory.problems import Level
from directory.records.said_people import read_people
from directory.records.settling import our_terms

_UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")


@dataclass(slots=True)
class Checked:
    """A row that can be written: our columns, and our own fields that it carries."""

    table: str
    values: dict[str, Any]
    own: dict[str, Any]
    row: Row
    #: The unit that it is written with.
    unit: int = LOOSE
    #: A shared record that was mentioned before: the first time counts.
    again: bool = False


@dataclass
class LoadFacts:
    """Facts about the load that checks need."""

    collection: str
    today: date
    area_code: str = ""
    #: Records that a person merged into others: id -> the one that stayed.
    gone: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Link:
    """A link whose end has not been seen yet."""

    table: str
    key: str
    file: str
    line: int
    name: str
    #: Which row has it, the unit of that row, and whether the row is of use without it.
    row: int
    unit: int
    spare: bool
    #: Whether any link is enough for it.
    hangs: bool
    #: Whether another link of the row was found at once.
    good: bool = False


class RowChecker:
    """Reads raw rows into typed ones."""

    def __init__(self, facts: LoadFacts, problems: Problems) -> None:
        self.facts = facts
        self.problems = problems
        self.units = Units(facts.collection)
        #: table -> hash of each id seen so far -> its unit, in other files and in this one.
        self.seen: dict[str, dict[int, int]] = {name: {} for name in TABLES}
        self._here: dict[str, dict[int, int]] = {name: {} for name in TABLES}
        #: (table, id) of rows below the record of this line: only rows beside them link to those,
        #: and in a file of half a million services they are four of five ids.
        self._near: dict[tuple[str, str], int] = {}
        self._line = -1
        #: Links from here on were opened by the record of this line.
        self._open_from = 0
        self._file = ""
        self._open: list[_Link] = []
        self._left_out: set[str] = set()
        self.counts: dict[str, int] = defaultdict(int)
        self._row = 0
        self._told = _Told(self)
        self._unknown: set[tuple[str, str, str]] = set()

    def check(self, row: Row) -> Sequence[Checked]:
        """The row, typed, after any row that had to be made for it; nothing where it is bad."""
        if row.file != self._file:
            self._next_file(row.file)
        if row.line != self._line:
            self._line = row.line
            if self._near:
                self._leave()
        table = row.table
        before = self.problems.errors
        values, own = self._values(row)
        made = self._organization(row, values) if table == "service" else None
        fix = FIXES.get(table)
        if fix and self.problems.errors == before:
            self._told.row = row
            fix(values, own, self._told)
        if table == "service" and values["eligibility_description"]:
            self._people(row, values, own)
        known = self._identity(row, values)
        self.counts[table] += 1
        if self.facts.gone and self._is_left_out(row, values):
            return ()
        unit = self._links(row, values, known)
        if self.problems.errors != before:
            return ()
        shape = TABLES[table]
        if shape.ordered:
            values["position"] = row.position
        again = shape.common and known is not None and bool(row.path)
        checked = Checked(table, values, own, row, unit, again)
        return (made, checked) if made else (checked,)

    def finish(self, missing: Mapping[str, set[str]]) -> None:
        """After the last row: links that lead nowhere, neither here nor in the database.

        ``missing`` holds, by table, the ids that the database does not have either.
        """
        hanging: dict[int, bool] = {}
        for link in self._open:
            found = link.good or link.key not in missing.get(link.table, ())
            hanging[link.row] = hanging.get(link.row, False) or found
        for link in self._open:
            if link.key not in missing.get(link.table, ()):
                continue
            self.units.doubt(link.unit)
            soft = link.spare or (link.hangs and hanging[link.row])
            self.problems.add(
                link.file, link.line, link.name, "link_broken",
                f"no {link.table.replace('_', ' ')} has the id {link.key[:36]!r}"
                + (": the link is left out" if soft else ""),
                "warning" if soft else "error",
            )  # fmt: skip

    def unit_of(self, table: str, key: str) -> int | None:
        """The unit that a record of the files is in; None where they do not have it."""
        near = self._near.get((table, key))
        if near is not None:
            return near
        mark = hash(key)
        found = self._here[table].get(mark)
        return self.seen[table].get(mark) if found is None else found

    def open_links(self) -> dict[str, set[str]]:
        """Links whose ends were not in the files, by table."""
        self._next_file("")
        found: dict[str, set[str]] = defaultdict(set)
        self._open = self._followed(self._open, lambda link: self.unit_of(link.table, link.key))
        self._open_from = len(self._open)
        for link in self._open:
            found[link.table].add(link.key)
        return found

    # --- one row ---

    def _next_file(self, name: str) -> None:
        for table, ids in self._here.items():
            if ids and self.seen[table]:
                self.seen[table].update(ids)
            elif ids:
                self.seen[table] = ids
        self._here = {table: {} for table in TABLES}
        self._leave()
        self._file = name

    def _leave(self) -> None:
        """Forget the ids below a record, once links to what came later in it are followed."""
        if len(self._open) > self._open_from:
            near = self._near
            self._open[self._open_from :] = self._followed(
                self._open[self._open_from :], lambda link: near.get((link.table, link.key))
            )
            self._open_from = len(self._open)
        self._near = {}

    def _followed(self, links: Sequence[_Link], find: Callable[[_Link], int | None]) -> list[_Link]:
        """The links that still lead nowhere; the others are noted with the units of their rows."""
        still, good = [], set()
        for link in links:
            unit = find(link)
            if unit is None:
                still.append(link)
            else:
                self.units.hang(link.unit, unit)
                good.add(link.row)
        for link in still:
            link.good |= link.row in good
        return still

    def key(self, table: str, raw: Any) -> str:
        """The id as it is kept: a UUID; others become one, the same for the same collection."""
        text = str(raw).strip()
        low = text.lower()
        if _UUID.match(low):
            return low
        return made_id("imported", self.facts.collection, table, text)

    def _values(self, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        table = row.table
        values = _EMPTY[table].copy()
        columns, quickly = TABLES[table].by_name, _QUICKLY[table]
        others = False
        before = self.problems.errors
        for name, said in row.values.items():
            column = columns.get(name)
            if column is None:
                others = True
            elif said is not None and said != "":
                quick = quickly[name]
                if quick is not None:
                    # Nearly every value is as it should be.
                    value = quick(said)
                    if value is not None:
                        values[column.attribute] = value
                        continue
                if column.kind == "id":
                    values[column.attribute] = self._id(row, column, said)
                else:
                    values[column.attribute] = self._read(row, column, said)
        for column in TABLES[table].needed:
            if values[column.attribute] is None:
                if self.problems.errors != before and row.values.get(column.name):
                    continue  # it is there, and what is wrong with it was said
                if column.name == "number":
                    self._error(row, "number", "phone_empty", "write the number, or take it out")
                else:
                    self._error(row, column.name, "field_missing", f"write {column.name}")
        return values, self._own(row) if others else {}

    def _own(self, row: Row) -> dict[str, Any]:
        """Our own fields written straight onto the row; anything else is unknown."""
        fields, own = OWN.get(row.table, {}), {}
        for name, said in row.values.items():
            if name in _names(row.table) or said in (None, ""):
                continue
            if name in fields:
                try:
                    own[name] = fields[name].read(said)
                except Bad as bad:
                    self._error(row, name, bad.code, bad.mend)
            elif (row.file, row.table, name) not in self._unknown:
                self._unknown.add((row.file, row.table, name))
                self.problems.once(
                    row.file, row.at(name), f"{row.table}.{name}", "field_unknown",
                    "HSDS 3.0 has no such field: it is not read",
                )  # fmt: skip
        return own

    def _id(self, row: Row, column: Column, said: Any) -> str | None:
        if isinstance(said, (dict, list, bool)):
            self._error(row, column.name, "not_a_value", "an id is one value, a text or a number")
            return None
        text = str(said)
        if len(text) > 200:
            self._error(row, column.name, "field_too_long", "an id has 200 characters at most")
            return None
        name = column.name
        table = row.table if name == "id" else column.to
        if name == "link_id":
            table = str(row.values.get("link_entity") or "service")
        elif name == "resource_id":
            table = str(row.values.get("resource_type") or "service")
        elif name == "parent_organization_id":
            table = "organization"
        return self.key(table, text)

    def _read(self, row: Row, column: Column, said: Any) -> Any:
        def warn(code: str, mend: str) -> None:
            self._warn(row, column.name, code, mend)

        try:
            return read(column, said, warn)
        except Bad as bad:
            self._error(row, column.name, bad.code, bad.mend)
            return None

    def _error(self, row: Row, name: str, code: str, mend: str) -> None:
        self._note(row, name, code, mend, "error")

    def _warn(self, row: Row, name: str, code: str, mend: str) -> None:
        self._note(row, name, code, mend, "warning")

    def _note(self, row: Row, name: str, code: str, mend: str, level: Level) -> None:
        # Finding the line of a field takes longer than checking it.
        line = row.at(name) if self.problems.wants(row.file, code, level) else row.line
        self.problems.add(row.file, line, f"{row.path}{name}", code, mend, level)

    def _people(self, row: Row, values: dict[str, Any], own: dict[str, Any]) -> None:
        """Whom the words of a service exclude, where none of its fields says it."""
        if row.ours or values["minimum_age"] is not None or values["maximum_age"] is not None:
            return
        if not own.keys().isdisjoint(("genders", "only_for", "not_for")):
            return
        found = read_people(values["eligibility_description"])
        if found:
            values["minimum_age"], values["maximum_age"] = found.least, found.most
            own |= {"genders": list(found.genders), "only_for": list(found.only_for)}
            self._warn(row, "eligibility_description", "people_read", f"read as: {found}")

    # --- ids and links ---

    def _organization(self, row: Row, values: dict[str, Any]) -> Checked | None:
        """A service without an organisation gets one of its own name, as the tables need one."""
        if values["organization_id"] or not values["name"]:
            return None
        key = made_id("organization", values["name"])
        values["organization_id"] = key
        columns = {column.attribute: None for column in TABLES["organization"].columns}
        made = Row("organization", {}, row.file, row.line, path="organization.", made=True)
        unit = self.unit_of("organization", key)
        again = unit is not None
        if unit is None:
            unit = self._here["organization"][hash(key)] = self.units.new("organization")
        return Checked(
            "organization",
            {**columns, "id": key, "name": values["name"], "description": values["name"]},
            {},
            made,
            unit,
            again,
        )

    def _identity(self, row: Row, values: dict[str, Any]) -> int | None:
        """The unit under which its id was seen before; None where it is new."""
        table, own = row.table, values["id"]
        if own is None:
            self._error(row, "id", "field_missing", "write an id that never changes")
            return None
        if row.made and not row.path and table in _NEED_IDS:
            self._error(row, "id", "field_missing", "write an id that never changes")
        if row.path and table in _BELOW:
            return None
        key = hash(own)
        here = self._here[table].get(key)
        known = self.seen[table].get(key) if here is None else here
        if known is not None and not row.path:
            if here is not None:
                self._error(row, "id", "id_duplicate", "another row above has the same id")
            elif table not in _OFTEN:
                self._warn(row, "id", "id_again", "another file has it too: this one counts")
        if table == "service":
            given = str(row.values["id"]).strip()
            plain = _UUID.match(given.lower())
            values["code"] = own if plain else f"{self.facts.collection}:{given}"[:80]
        return known

    def _is_left_out(self, row: Row, values: dict[str, Any]) -> bool:
        """A record that was merged away stays away, and what hangs on it."""
        gone = self.facts.gone
        if row.table == "service" and values["id"] in gone:
            self._warn(row, "id", "merged_earlier", f"it was merged into {gone[values['id']]}")
            self._left_out.add(values["id"])
            return True
        for name in ("service_id", "service_at_location_id", "contact_id", "link_id", "phone_id"):
            if values.get(name) in self._left_out or values.get(name) in gone:
                self._left_out.add(values["id"])
                return True
        return False

    def _links(self, row: Row, values: dict[str, Any], known: int | None) -> int:
        """Follow the links of a row; gives the unit that it is written with."""
        table = row.table
        opened: list[_Link] = []
        good = False
        self._row += 1
        begins = table in KINDS
        unit = LOOSE
        if begins:
            unit = self.units.new(table) if known is None else known
        above: list[int] = []
        terms = our_terms()
        for column in TABLES[table].links:
            key = values[column.attribute]
            if not key or (table == "attribute" and key in BY_TERM):
                continue
            found = LOOSE if key in terms else self.unit_of(column.to, key)
            if found is not None:
                good = True
                above.append(found)
                continue
            opened.append(self._link(row, column.name, column.to, key))
        hangs = _HANGS.get(table)
        if hangs and not any(values[name] for name in hangs):
            self._error(
                row, hangs[0], "link_missing",
                f"say what it belongs to: one of {', '.join(hangs)}",
            )  # fmt: skip
        about = _ABOUT.get(table)
        if about:
            entity, key = str(values[about[1]]), values[about[0]]
            if entity in TABLES and key:
                found = self.unit_of(entity, key)
                if found is not None:
                    above.append(found)
                elif table == "attribute":
                    opened.append(self._link(row, "link_id", entity, key))
        if not begins and above:
            unit = self.units.highest(above)
        for other in above:
            if other != unit:
                self.units.hang(unit, other)
        if values["id"] is not None:
            if row.path and table in _BELOW:
                self._near[table, values["id"]] = unit
            else:
                self._here[table][hash(values["id"])] = unit
        for link in opened:
            link.good = good
            link.unit = unit
        self._open += opened
        return unit

    def _link(self, row: Row, name: str, table: str, key: str) -> _Link:
        # What hangs on something needs one link; a service needs its organisation.
        spare = row.table not in _HANGS and (row.table, name) not in _HARD
        return _Link(
            table, key, row.file, row.at(name), f"{row.path}{name}", self._row, LOOSE, spare,
            row.table in _HANGS,
        )  # fmt: skip


class _Told:
    """Where the problems of a row go; one for all rows, since most have none."""

    def __init__(self, checker: RowChecker) -> None:
        self._checker = checker
        self.today = checker.facts.today
        self.area_code = checker.facts.area_code
        self.row: Row

    @property
    def file(self) -> str:
        return self.row.file

    def error(self, name: str, code: str, mend: str) -> None:
        self._checker._error(self.row, name, code, mend)

    def warn(self, name: str, code: str, mend: str) -> None:
        self._checker._warn(self.row, name, code, mend)


#: Links that a row is of no use without.
_HARD = {
    ("service", "organization_id"), ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
}  # fmt: skip
#: Rows of these tables hang on something, or nobody would ever see them.
_HANGS = {
    name: tuple(c.name for c in TABLES[name].links)
    for name in (
        "contact", "address", "phone", "schedule", "funding", "service_area", "required_document",
        "language", "accessibility", "cost_option",
    )
}  # fmt: skip
#: Rows that must bring an id of their own: loading again could not find them otherwise.
_NEED_IDS = {"service", "organization", "location", "service_at_location", "program", "contact"}
#: Tables whose rows come in many files of one load.
_OFTEN = {"organization", "taxonomy", "taxonomy_term", "program", "location"}

#: Tables whose rows are about a record of any table: columns of its id and of its table.
_ABOUT = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
}

#: Tables whose rows below a record belong to it alone.
_BELOW = frozenset(n for n, t in TABLES.items() if not t.common and n not in KINDS)
_NAMES = {name: frozenset(c.name for c in table.columns) for name, table in TABLES.items()}
_EMPTY: dict[str, dict[str, Any]] = {
    n: dict.fromkeys(c.attribute for c in t.columns) for n, t in TABLES.items()
}
_QUICKLY = {n: {c.name: quick_reader(c) for c in t.columns} for n, t in TABLES.items()}


def _names(table: str) -> frozenset[str]:
    return _NAMES[table]


def own_of_attribute(checked: Checked) -> tuple[str, str, str, Any] | None:
    """(table, id, field, value) where an attribute carries one of our fields; raises ``Bad``."""
    values = checked.values
    term = BY_TERM.get(values["taxonomy_term_id"] or "")
    if term is None or values["link_type"] != FIELD:
        return None
    fields = OWN.get(values["link_entity"], {})
    if term.name not in fields:
        return None
    return (
        values["link_entity"],
        values["link_id"],
        term.name,
        fields[term.name].read(values["value"]),
    )
