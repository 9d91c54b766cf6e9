"""Labelled sentences: the classifier's examples and the sets it is measured on (TSV files)."""

from __future__ import annotations

import csv
import hashlib
import itertools
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.risk.assessment import DOMAINS, Tier

FOLDER = Path(__file__).resolve().parent / "examples"
BANDS = ("serious", "concern", "harmless")


class BadExamples(ValueError):
    """A file of sentences can't be used; ``str()`` names file and line."""


@dataclass(frozen=True)
class Example:
    """One invented sentence. ``forms`` are the reading marks of the brief (D I E X M 3 C N H L P F)."""

    text: str
    domain: str
    forms: str
    #: For training: serious (T3, T4), concern (T1, T2) or harmless.
    band: str = ""
    #: For measuring: the tier a careful person would give.
    tier: Tier = Tier.T0


def training(folder: Path = FOLDER) -> list[Example]:
    """The classifier's examples, file by file in the order of their names."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for line, row in _rows(path, ("band", "forms", "text")):
            if row["band"] not in BANDS:
                raise BadExamples(f"{path.name}, line {line}: the band is one of {BANDS}")
            if path.stem not in DOMAINS and row["band"] != "harmless":
                raise BadExamples(f"{path.name}, line {line}: only harmless talk has no domain")
            found.append(Example(row["text"], path.stem, row["forms"], band=row["band"]))
    return found


#: A template gives at most so many sentences; more of one kind teach nothing new.
MOST_PER_TEMPLATE = 24


def everyday(path: Path = FOLDER / "everyday_templates.txt") -> list[Example]:
    """Harmless requests made from templates, always the same ones."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            found += [Example(text, "everyday", "D", band="harmless") for text in _expand(line)]
    return found


def _expand(line: str) -> list[str]:
    parts = [
        piece[1:-1].split("|") if piece.startswith("(") else [piece]
        for piece in re.split(r"(\([^)]*\))", line.strip())
    ]
    every = 1
    for part in parts:
        every *= len(part)
    if every <= MOST_PER_TEMPLATE:
        return ["".join(chosen) for chosen in itertools.product(*parts)]
    # Seeded by the line, so that editing one template leaves the others' sentences alone.
    dice = random.Random(line)  # noqa: S311  # no secret, a sample
    seen: dict[str, None] = {}
    while len(seen) < MOST_PER_TEMPLATE:
        seen["".join(dice.choice(part) for part in parts)] = None
    return list(seen)


def measuring(folder: Path) -> list[Example]:
    """A set to measure on: one file per domain with columns tier, forms, text."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for line, row in _rows(path, ("tier", "forms", "text")):
            try:
                tier = Tier.of(row["tier"])
            except ValueError as error:
                raise BadExamples(f"{path.name}, line {line}: {error}") from error
            found.append(Example(row["text"], path.stem, row["forms"], tier=tier))
    return found


def fingerprint(examples: Iterable[Example]) -> str:
    """Hash of all labels and texts: says which examples a classifier was trained on."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(f"{example.domain}\t{example.band}\t{example.text}\n".encode())
    return digest.hexdigest()[:16]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != columns:
            raise BadExamples(f"{path.name}, line 1: the columns are {', '.join(columns)}")
        for row in reader:
            if any(not row[name] for name in columns):
                raise BadExamples(f"{path.name}, line {reader.line_num}: a column is empty")
            yield reader.line_num, row
