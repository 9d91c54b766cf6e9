"""Reading a mapping file, with every fault of its own named by line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from directory.gazetteer.atlas import STATES
from directory.hsds.rows import Problems
from directory.hsds.tables import DAYS
from directory.needs import NEEDS, sub_need
from directory.records.codes import CERTAINTIES

#: Mappings that come with the program, by name.
SHIPPED = Path(__file__).resolve().parent.parent / "mappings"
#: A mapping is a page of text.
LARGEST = 1 << 20

TOP = {"source", "collection", "read_on", "review_by", "certainty", "state", "area_code", "id",
       "service", "phones", "location", "hours", "needs", "ignore", "organization", "corrections",
       "languages", "sheet", "header"}  # fmt: skip
SERVICE = {"name", "alternate_name", "description", "eligibility_description", "email", "url",
           "fees_description", "application_process", "wait_time", "alert", "status",
           "interpretation_services", "minimum_age", "maximum_age", "assured_date",
           "region", "confidential_address", "audience"}  # fmt: skip
LOCATION = {"name", "address_1", "address_2", "city", "state_province", "postal_code", "latitude",
            "longitude", "transportation", "accessibility"}  # fmt: skip
PHONE = {"column", "label", "type"}
KINDS = ("voice", "text", "textphone", "fax")
NEEDED = ("source", "collection", "read_on", "id", "service")

Lines = Mapping[str, int]


class _Words(yaml.SafeLoader):
    """Safe YAML where No, On and 3 are words: columns are called so. Dates stay dates."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag.endswith((":timestamp", ":null"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_file(path: Path, problems: Problems) -> dict[str, Any] | None:
    """What a mapping says, or one of ours by its name; None (and problems) where it is wrong."""
    if not path.exists() and not path.suffix:
        path = SHIPPED / f"{path.name}.yml"
    file = path.name
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.yml")))
        problems.add(file, 0, "", "mapping_missing", f"no such mapping; ours are: {known}")
        return None
    if path.stat().st_size > LARGEST:
        problems.add(
            file, 0, "", "mapping_broken", "a mapping is a page of text, this is no mapping"
        )
        return None
    try:
        said = path.read_text("utf-8-sig")
        raw = yaml.load(said, Loader=_Words)  # noqa: S506 - a safe loader
        node = yaml.compose(said, Loader=_Words)
    except UnicodeDecodeError:
        problems.add(file, 1, "", "mapping_broken", "save the mapping as UTF-8")
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as bad:
        mark = getattr(bad, "problem_mark", None)
        what = getattr(bad, "problem", None) or "a value cannot be read"
        problems.add(
            file, mark.line + 1 if mark else 1, "", "mapping_broken",
            f"mend the YAML of the mapping: {what}",
        )  # fmt: skip
        return None
    if not isinstance(raw, dict):
        problems.add(file, 1, "", "mapping_broken", "write source:, id: and service: into it")
        return None
    lines: dict[str, int] = {}
    for name, line, doubled in _keys(node):
        if doubled:
            problems.add(file, line, name, "mapping_wrong", "it stands there twice: keep one")
        lines.setdefault(name, line)
    _Check(file, problems, lines).all(raw)
    return None if problems.errors else raw


#: How deep a mapping goes; what is deeper is a loop of aliases.
DEEPEST = 6


def _keys(node: Any, above: str = "", depth: int = 0) -> Iterator[tuple[str, int, bool]]:
    """(dotted key, line, whether it stood there before) of every key, lists counted from 0."""
    if depth > DEEPEST:
        return
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = f"{above}.{key.value}" if above else str(key.value)
            yield name, key.start_mark.line + 1, name in seen
            seen.add(name)
            yield from _keys(value, name, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            name = f"{above}[{number}]"
            yield name, value.start_mark.line + 1, False
            yield from _keys(value, name, depth + 1)


class _Check:
    """Everything that can be wrong with a mapping by itself."""

    def __init__(self, file: str, problems: Problems, lines: Lines) -> None:
        self._file, self._problems, self._lines = file, problems, lines

    def _wrong(self, name: str, mend: str) -> None:
        line = self._lines.get(name) or self._lines.get(name.rpartition(".")[0]) or 1
        self._problems.add(self._file, line, name, "mapping_wrong", mend)

    def all(self, raw: dict[str, Any]) -> None:
        """Notes each fault."""
        for name in NEEDED:
            if not raw.get(name):
                self._wrong(name, f"write {name} into the mapping")
        for name in ("read_on", "review_by"):
            if raw.get(name) and type(raw[name]) is not date:
                self._wrong(name, "write the date as 2026-11-21")
        read_on = raw.get("read_on")
        if type(read_on) is date and read_on > date.today() + timedelta(days=1):  # noqa: DTZ011
            self._wrong("read_on", "nobody can have read the list after today")
        for name in sorted(str(key) for key in set(raw) - TOP):
            self._wrong(name, f"one of {', '.join(sorted(TOP))} was expected")
        for group, known in (("service", SERVICE), ("location", LOCATION)):
            self._group(raw, group, known)
        service = raw.get("service")
        if isinstance(service, dict) and service and "name" not in service:
            self._wrong("service.name", "say which column has the name")
        for name, choices in (("certainty", CERTAINTIES), ("state", tuple(sorted(STATES))),
                              ("area_code", ("02", "03", "07", "08"))):  # fmt: skip
            if raw.get(name) not in (None, "", *choices):
                self._wrong(name, f"write one of {', '.join(choices)}")
        for name in ("id", "organization", "languages", "ignore"):
            if raw.get(name) and not _is_columns(raw[name]):
                self._wrong(name, "write the name of a column, or a list of them")
        self._phones(raw.get("phones"))
        self._hours(raw.get("hours"))
        self._corrections(raw.get("corrections"))
        self._needs(raw.get("needs"))
        header = raw.get("header")
        if header is not None and not (str(header).isascii() and str(header).isdigit()):
            self._wrong("header", "write the number of the row with the names of the columns")
        if isinstance(raw.get("sheet"), (dict, list)):
            self._wrong("sheet", "write the name of one sheet")

    def _group(self, raw: dict[str, Any], group: str, known: set[str]) -> None:
        shape = raw.get(group) or {}
        if not isinstance(shape, dict):
            self._wrong(group, "write a field and its column on each line")
            return
        for name, columns in shape.items():
            if name not in known:
                self._wrong(f"{group}.{name}", f"one of {', '.join(sorted(known))} was expected")
            elif not _is_columns(columns):
                self._wrong(f"{group}.{name}", "write the name of a column, or a list of them")

    def _phones(self, phones: Any) -> None:
        if phones is None:
            return
        if not isinstance(phones, list):
            self._wrong("phones", "write a list: - Tel")
            return
        for number, part in enumerate(phones):
            name = f"phones[{number}]"
            if isinstance(part, dict):
                if not isinstance(part.get("column"), str) or set(part) - PHONE:
                    self._wrong(name, "write column:, and label: or type: if you like")
                elif part.get("type", "voice") not in KINDS:
                    self._wrong(name, f"type: one of {', '.join(KINDS)}")
            elif not isinstance(part, str):
                self._wrong(name, "write the name of a column")

    def _hours(self, hours: Any) -> None:
        known = {*DAYS, "public_holidays"}
        if hours is None or isinstance(hours, str):
            return
        if not isinstance(hours, dict) or not all(_is_columns(v) for v in hours.values()):
            self._wrong("hours", "write one column, or one for each day: {MO: Monday}")
            return
        for name in hours:
            if name not in known:
                self._wrong(f"hours.{name}", f"one of {', '.join(DAYS)}, public_holidays")

    def _corrections(self, corrections: Any) -> None:
        if corrections is not None and not isinstance(corrections, list):
            self._wrong("corrections", "write a list")
            return
        for mend in corrections or []:
            if not isinstance(mend, dict) or not {"column", "was", "why"} <= set(mend):
                self._wrong("corrections", "write column:, was:, now: and why: for each")

    def _needs(self, needs: Any) -> None:
        if needs is None:
            return
        if not isinstance(needs, dict) or set(needs) - {"columns", "values"}:
            self._wrong("needs", "write columns: and values:")
            return
        if needs.get("columns") is not None and not isinstance(needs["columns"], list):
            self._wrong("needs.columns", "write a list: [Kind]")
        values = needs.get("values") or {}
        if not isinstance(values, dict):
            self._wrong("needs.values", "write their word and our codes: Food: [food_parcel]")
            return
        for word, codes in values.items():
            if codes is not None and not isinstance(codes, list):
                self._wrong(f"needs.values.{word}", "write a list: [food_parcel]")
                continue
            for code in codes or []:
                if code not in NEEDS and not sub_need(str(code)):
                    self._wrong(f"needs.values.{word}", f"{code!r} is no code of needs.yml")


def _is_columns(columns: Any) -> bool:
    """A column, a list of them, or a table of label and column."""
    if isinstance(columns, str):
        return bool(columns)
    listed: Sequence[Any] = []
    if isinstance(columns, dict):
        listed = list(columns.values())
    elif isinstance(columns, list):
        listed = columns
    return bool(listed) and all(isinstance(column, str) for column in listed)
