"""Links between rows: which table has which, and those whose ends have not been seen yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from directory.hsds.rows import Problems, Row
from directory.hsds.tables import TABLES
from directory.hsds.units import KINDS, LOOSE, Units

#: Table -> its links: our attribute, the table at the end, the field.
LINKS = {n: tuple((c.attribute, c.to, c.name) for c in t.links) for n, t in TABLES.items()}
#: Links that a row is of no use without.
_HARD = {
    ("service", "organization_id"), ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
}  # fmt: skip
#: Rows of these tables hang on something, or nobody would ever see them.
HANGS = {
    name: tuple(c.name for c in TABLES[name].links)
    for name in (
        "contact", "address", "phone", "schedule", "funding", "service_area", "required_document",
        "language", "accessibility", "cost_option",
    )
}  # fmt: skip
#: Tables whose rows are about a record of any table: columns of its id and of its table.
ABOUT = {
    "attribute": ("link_id", "link_entity"),
    "metadata": ("resource_id", "resource_type"),
}

#: Tables that many records point at: a link to one says nothing of whose the row is.
COMMON = frozenset({"taxonomy", "taxonomy_term"})
#: Tables whose rows below a record belong to it alone.
BELOW = frozenset(n for n, t in TABLES.items() if not t.common and n not in KINDS)


@dataclass(slots=True)
class Link:
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


def open_link(row: Row, number: int, name: str, table: str, key: str) -> Link:
    """A link of a row, the ``number``-th one, through its field ``name``."""
    # What hangs on something needs one link; a service needs its organisation.
    spare = row.table not in HANGS and (row.table, name) not in _HARD
    return Link(
        table, key, row.file, row.at(name), f"{row.path}{name}", number, LOOSE, spare,
        row.table in HANGS,
    )  # fmt: skip


class OpenLinks:
    """The links of one load that still lead nowhere."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._links: list[Link] = []
        #: Links from here on were opened by the record of this line.
        self._from = 0

    def __len__(self) -> int:
        return len(self._links)

    def add(self, links: Sequence[Link]) -> None:
        """Links of one row."""
        self._links += links

    def follow(self, find: Callable[[Link], int | None]) -> None:
        """Once everything has been read: the unit that each leads to, where there is one."""
        self._links = self._followed(self._links, find)
        self._from = len(self._links)

    def follow_latest(self, find: Callable[[Link], int | None]) -> None:
        """The same for those of the record that has just been read."""
        if len(self._links) > self._from:
            self._links[self._from :] = self._followed(self._links[self._from :], find)
            self._from = len(self._links)

    def ends(self) -> dict[str, set[str]]:
        """The ids that they lead to, by table."""
        found: dict[str, set[str]] = defaultdict(set)
        for link in self._links:
            found[link.table].add(link.key)
        return found

    def tell(self, missing: Mapping[str, set[str]], problems: Problems) -> None:
        """Says which ones are broken: ``missing`` are the ids, by table, that are nowhere."""
        hanging: dict[int, bool] = {}
        for link in self._links:
            found = link.good or link.key not in missing.get(link.table, ())
            hanging[link.row] = hanging.get(link.row, False) or found
        for link in self._links:
            if link.key not in missing.get(link.table, ()):
                continue
            self._units.doubt(link.unit)
            soft = link.spare or (link.hangs and hanging[link.row])
            problems.add(
                link.file, link.line, link.name, "link_broken",
                f"no {link.table.replace('_', ' ')} has the id {link.key[:36]!r}"
                + (": the link is left out" if soft else ""),
                "warning" if soft else "error",
            )  # fmt: skip

    def _followed(self, links: Sequence[Link], find: Callable[[Link], int | None]) -> list[Link]:
        """The links that still lead nowhere; the others are noted with the units of their rows."""
        still, good = [], set()
        for link in links:
            unit = find(link)
            if unit is None:
                still.append(link)
            else:
                self._units.hang(link.unit, unit)
                good.add(link.row)
        for link in still:
            link.good |= link.row in good
        return still
