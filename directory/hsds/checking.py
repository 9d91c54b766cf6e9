"""The first pass over a file: every row checked, every link followed, nothing written.

Ids are remembered as hashes, so that half a million services fit in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.hsds.fixing import FIXES
from directory.hsds.links import ABOUT, BELOW, COMMON, HANGS, LINKS, Link, OpenLinks, open_link
from directory.hsds.own_fields import BY_TERM, FIELD, OWN
from directory.hsds.row_values import UUID, LoadFacts, RowValues, Told
from directory.hsds.rows import Problems, Row, made_id
from directory.hsds.shared_ids import BelowIds
from directory.hsds.tables import TABLES
from directory.hsds.units import KINDS, LOOSE, Units
from directory.records.settling import our_terms


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
        self._file = ""
        self._open = OpenLinks(self.units)
        self._left_out: set[str] = set()
        self.counts: dict[str, int] = defaultdict(int)
        self._row = 0
        self._values = RowValues(facts, problems)
        self._below = BelowIds()
        self._told = Told(self._values)
        self._terms = our_terms()
        #: What shared records inside others said, where nothing was wrong with it: the same
        #: organisation and the same term come with every service.
        self._said: set[tuple[Any, ...]] = set()

    def check(self, row: Row) -> Sequence[Checked]:
        """The row, typed, after any row that had to be made for it; nothing where it is bad."""
        if row.file != self._file:
            self._next_file(row.file)
        if row.line != self._line:
            self._line = row.line
            if self._near:
                self._leave()
        table = row.table
        said = _said(row) if row.path and table in _REPEATED else None
        if said in self._said:
            self.counts[table] += 1
            return ()
        before, noted, opened = self.problems.errors, self.problems.noted, len(self._open)
        values, own = self._values.read(row)
        made = self._organization(row, values) if table == "service" else None
        fix = FIXES.get(table)
        if fix and self.problems.errors == before:
            self._told.row = row
            fix(values, own, self._told)
        if table == "service" and values["eligibility_description"]:
            self._values.people(row, values, own)
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
        clean = self.problems.noted == noted and len(self._open) == opened
        if said is not None and clean and not row.made:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            self._said.add(said)
        checked = Checked(table, values, own, row, unit, again)
        return (made, checked) if made else (checked,)

    @property
    def hides(self) -> bool:
        """Whether an address of the files says that it must not be shown."""
        return self._told.hides

    @property
    def staff_lines(self) -> bool:
        """Whether a text of the files names a line for staff alone."""
        return self._told.staff_lines

    def finish(self, missing: Mapping[str, set[str]]) -> None:
        """After the last row: links that lead nowhere, neither here nor in the database.

        ``missing`` holds, by table, the ids that the database does not have either.
        """
        for row in self._below.shared():
            mend = (
                f"a {row.table.replace('_', ' ')} of another record has this id: give each its own"
            )
            self.problems.add(row.file, row.line, f"{row.table}.id", "id_shared", mend)
        self._open.tell(missing, self.problems)

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
        self._open.follow(lambda link: self.unit_of(link.table, link.key))
        return self._open.ends()

    # --- one row ---

    def _next_file(self, name: str) -> None:
        for table, ids in self._here.items():
            if ids and self.seen[table]:
                self.seen[table].update(ids)
            elif ids:
                self.seen[table] = ids
        self._here = {table: {} for table in TABLES}
        self._said.clear()
        self._leave()
        self._file = name

    def _leave(self) -> None:
        """Forget the ids below a record, once links to what came later in it are followed."""
        near = self._near
        self._open.follow_latest(lambda link: near.get((link.table, link.key)))
        self._near = {}

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
            self._values.error(row, "id", "field_missing", "write an id that never changes")
            return None
        if row.made and not row.path and table in _NEED_IDS:
            self._values.error(row, "id", "field_missing", "write an id that never changes")
        if row.path and table in BELOW:
            return None
        key = hash(own)
        here = self._here[table].get(key)
        known = self.seen[table].get(key) if here is None else here
        if known is not None and not row.path:
            if here is not None:
                self._values.error(row, "id", "id_duplicate", "another row above has the same id")
            elif table not in _OFTEN:
                self._values.warn(row, "id", "id_again", "another file has it too: this one counts")
        if table == "service":
            given = str(row.values["id"]).strip()
            plain = UUID.match(given.lower())
            values["code"] = own if plain else f"{self.facts.collection}:{given}"[:80]
        return known

    def _is_left_out(self, row: Row, values: dict[str, Any]) -> bool:
        """A record that was merged away stays away, and what hangs on it."""
        gone = self.facts.gone
        if row.table == "service" and values["id"] in gone:
            self._values.warn(
                row, "id", "merged_earlier", f"it was merged into {gone[values['id']]}"
            )
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
        opened: list[Link] | None = None
        good = False
        self._row += 1
        begins = table in KINDS
        unit = LOOSE
        if begins:
            unit = self.units.new(table) if known is None else known
        above: list[int] = []
        # The table's rows belong to one record each, and this one brought its own id.
        nested = bool(row.path) and table in BELOW
        below = nested and not row.made
        terms, near = self._terms, self._near
        for attribute, to, name in LINKS[table]:
            key = values[attribute]
            if not key or (table == "attribute" and key in BY_TERM):
                continue
            if below and to not in COMMON:
                self._below.add(table, name, values["id"], key, row.file, row.line)
            found = near.get((to, key))
            if found is None:
                found = LOOSE if key in terms else self.unit_of(to, key)
            if found is not None:
                good = True
                above.append(found)
                continue
            opened = [*(opened or ()), open_link(row, self._row, name, to, key)]
        hangs = HANGS.get(table)
        if hangs and not good and not opened and not any(values[name] for name in hangs):
            self._values.error(
                row, hangs[0], "link_missing",
                f"say what it belongs to: one of {', '.join(hangs)}",
            )  # fmt: skip
        about = ABOUT.get(table)
        if about:
            entity, key = str(values[about[1]]), values[about[0]]
            if entity in TABLES and key:
                found = self.unit_of(entity, key)
                if found is not None:
                    above.append(found)
                elif table == "attribute":
                    opened = [*(opened or ()), open_link(row, self._row, "link_id", entity, key)]
        if not begins and above:
            unit = self.units.highest(above)
        for other in above:
            if other != unit:
                self.units.hang(unit, other)
        own = values["id"]
        if own is not None:
            if nested:
                near[table, own] = unit
            else:
                self._here[table][hash(own)] = unit
        if opened:
            for link in opened:
                link.good = good
                link.unit = unit
            self._open.add(opened)
        return unit


#: Tables of shared records without links of their own: said once more they change nothing.
_REPEATED = frozenset({"organization", "taxonomy", "taxonomy_term"})
#: Shared records remembered with what they said.
MOST_SAID = 50_000


def _said(row: Row) -> tuple[Any, ...] | None:
    """What a row of texts says, to tell it from others; None where it holds anything else."""
    for value in row.values.values():
        if type(value) is not str:
            return None
    return (row.table, *row.values.items())


#: Rows that must bring an id of their own: loading again could not find them otherwise.
_NEED_IDS = {"service", "organization", "location", "service_at_location", "program", "contact"}
#: Tables whose rows come in many files of one load.
_OFTEN = {"organization", "taxonomy", "taxonomy_term", "program", "location"}


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
