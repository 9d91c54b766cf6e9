"""Schedules of a file that are words alone, read into rules where that is certain.

Many files keep a week of hours in the description of one schedule. What can be
read in one way only becomes rules; the rest stays words, as it came.
"""

from __future__ import annotations

from collections.abc import Iterator

from directory.hsds.bad_values import Bad
from directory.hsds.rows import Problems, Row, made_id
from directory.hsds.texts import plain
from directory.records.free_hours import read_hours

#: Any of these says when it is open without words.
_RULE = ("freq", "byday", "bymonthday", "byweekno", "byyearday", "opens_at", "closes_at", "dtstart",
         "until", "count", "valid_from", "valid_to", "schedule_link")  # fmt: skip


def with_rules(row: Row, problems: Problems) -> Iterator[Row]:
    """The row itself, or the rules that its words say."""
    said = row.values.get("description")
    if row.ours or not isinstance(said, str) or any(row.values.get(name) for name in _RULE):
        yield row
        return
    try:
        found = read_hours(plain(said.replace("\n", "; "), _no_matter, markup=True) or "")
    except Bad:
        yield row
        return
    rules = list(found.rules)
    if not found.is_certain or not all("opens_at" in rule for rule in rules):
        yield row
        return
    if found.holidays != "unknown":
        # A schedule cannot say what happens on public holidays: the words stay beside it.
        rules.append({"description": said})
    problems.once(
        row.file, row.at("description"), f"{row.path}description", "hours_read",
        "hours in words were read into rules, here and below, where they can be read in one way",
    )  # fmt: skip
    rest = {name: value for name, value in row.values.items() if name not in ("id", "description")}
    for number, rule in enumerate(rules):
        key = row.values.get("id")
        if number:
            key = made_id(str(key), "hours", str(number))
        values = {"id": key, **rest, **rule}
        yield Row(row.table, values, row.file, row.line, row.line_of, row.path,
                  row.position, row.made or bool(number))  # fmt: skip


def _no_matter(_code: str, _mend: str) -> None:
    """What was mended in the words is said when the row is checked."""
