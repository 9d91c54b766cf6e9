"""Reading record files: our YAML, alone or in folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from directory.problems import Problem
from directory.records.draft_checks import Checker
from directory.records.drafts import Draft, Fields

SHIPPED = Path(__file__).parent


@dataclass
class Batch:
    """What was read: drafts that can be loaded, and every problem on the way."""

    drafts: list[Draft]
    problems: list[Problem]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before loading."""
        return any(problem.level == "error" for problem in self.problems)


class _LineLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML whose mappings know the line each key stands on."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
        lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
        lines[""] = node.start_mark.line + 1
        return _Lined(mapping, lines)


def _construct(loader: Any, node: Any) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    found: dict[Any, Any] = loader.construct_mapping(node)
    return found


_LineLoader.add_constructor("tag:yaml.org,2002:map", _construct)


class _Lined(dict[Any, Any]):
    def __init__(self, mapping: dict[Any, Any], lines: dict[str, int]) -> None:
        super().__init__(mapping)
        self.lines = lines


#: Files that people try, and what to do with them.
OTHERS = {
    ".xls": "this is an old Excel file: save it as .xlsx",
    ".ods": "this is an OpenDocument sheet: save it as .xlsx or .csv",
    ".zip": "this is a packed file: unpack it first",
    ".gz": "this is a packed file: unpack it first",
    ".7z": "this is a packed file: unpack it first",
    ".pdf": "a PDF holds no data that can be read: ask for a sheet or HSDS",
    ".docx": "a Word file holds no data that can be read: ask for a sheet or HSDS",
    ".xml": "this is XML: ask for HSDS JSON or CSV",
    ".html": "this is a web page: ask for HSDS JSON or CSV",
    ".db": "this is a database: export it from where it is used",
}


def read_path(path: Path, *, alone: bool = True) -> Batch:
    """Read a .yml file, or every one of a folder and the folders in it.

    ``alone`` says that nobody else reads something from the path.
    """
    files = [path] if path.is_file() and path.suffix.lower() in {".yml", ".yaml"} else []
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in {".yml", ".yaml"})
    batch = Batch([], [])
    if alone and not files:
        what = "there is no such file"
        if path.exists():
            what = OTHERS.get(path.suffix.lower(), "there is nothing to read here")
        batch.problems.append(
            Problem(
                path.name or str(path),
                0,
                "",
                "file_missing" if not path.exists() else "file_unknown",
                what
                if path.suffix.lower() in OTHERS and path.exists()
                else f"{what}: load .yml records, HSDS .json, a folder of HSDS .csv, or a sheet with"
                " --mapping",
            )
        )
        return batch
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        _read_file(file, name, batch)
    _check_across(batch)
    return batch


def _read_file(file: Path, name: str, batch: Batch) -> None:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = file.read_bytes()[: bad.start].count(b"\n") + 1
        batch.problems.append(
            Problem(name, line, "", "encoding", "save the file as UTF-8 and load it again")
        )
        return
    for fields, line_of, extra in _read_yaml(text, name, batch):
        checker = Checker(fields, name, line_of)
        for field_name, code, mend in extra:
            checker.problem(field_name, code, mend, "warning")
        draft = checker.draft()
        batch.problems += checker.problems
        if draft:
            batch.drafts.append(draft)


Item = tuple[Fields, Callable[[str], int], list[tuple[str, str, str]]]


def _read_yaml(text: str, name: str, batch: Batch) -> Iterable[Item]:
    try:
        document = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a safe loader, with lines
    except yaml.YAMLError as bad:
        mark = getattr(bad, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(bad, "problem", None) or "not readable"
        batch.problems.append(Problem(name, line, "", "yaml_broken", f"mend the YAML: {what}"))
        return
    if not isinstance(document, dict) or not isinstance(document.get("services"), list):
        batch.problems.append(
            Problem(name, 1, "services", "not_a_list", "write services: and a list below it")
        )
        return
    defaults = document.get("defaults") or {}
    for record in document["services"]:
        if not isinstance(record, _Lined):
            batch.problems.append(
                Problem(name, 1, "services", "not_a_record", "each service is a list of fields")
            )
            continue
        lines = record.lines
        yield {**defaults, **record}, lambda f, at=lines: at.get(f, at[""]), []  # type: ignore[misc]


def _check_across(batch: Batch) -> None:
    """What must hold between records: codes and numbers belong to one service (rule X-17)."""
    codes: dict[str, Draft] = {}
    numbers: dict[tuple[str, str], Draft] = {}
    for draft in batch.drafts:
        first = codes.setdefault(draft.code, draft)
        if first is not draft:
            batch.problems.append(
                Problem(
                    draft.file,
                    draft.line,
                    "code",
                    "code_duplicate",
                    f"{draft.code} is also at {first.file}:{first.line}",
                )
            )
        for phone in draft.phones:
            if phone.shared:
                continue
            owner = numbers.setdefault((phone.number.digits, phone.type), draft)
            if owner is not draft:
                batch.problems.append(
                    Problem(
                        draft.file,
                        draft.line,
                        "phones",
                        "phone_duplicate",
                        f"{phone.number} is also {owner.code}'s: correct it, or mark both shared",
                    )
                )
