"""Labelled sentences: the classifier's examples and the sets it is measured on (TSV files)."""

from __future__ import annotations

import csv
import hashlib
import itertools
import random
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.risk.assessment import DOMAINS, Tier
from bot.risk.misspelling import misspelt

FOLDER = Path(__file__).resolve().parent / "examples"
#: urgent is T4, serious T3 (or T4 where nobody has looked), concern T1 and T2.
BANDS = ("urgent", "serious", "concern", "harmless")


class BadExamples(ValueError):
    """A file of sentences can't be used; ``str()`` names file and line."""


@dataclass(frozen=True)
class Example:
    """One invented sentence. ``forms`` are the reading marks of the brief (D I E X M 3 C N H L P F)."""

    text: str
    domain: str
    forms: str
    #: For training: one of ``BANDS``.
    band: str = ""
    #: For measuring: the tier a careful person would give.
    tier: Tier = Tier.T0
    #: BCP 47 code of the language it is written in.
    language: str = "en"


def training(folder: Path = FOLDER) -> list[Example]:
    """The classifier's examples, file by file in the order of their names.

    ``<domain>.tsv`` holds English; ``languages/<code>.tsv`` every domain of one other language.
    Raises ``BadExamples``.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for line, row in _rows(path, ("band", "forms", "text")):
            found.append(_taught(path, line, path.stem, row))
    for path in sorted((folder / "languages").glob("*.tsv")):
        for line, row in _rows(path, ("domain", "band", "forms", "text")):
            found.append(_taught(path, line, row["domain"], row, language=path.stem))
    return found


def _taught(
    path: Path, line: int, domain: str, row: dict[str, str], language: str = "en"
) -> Example:
    if row["band"] not in BANDS:
        raise BadExamples(f"{path.name}, line {line}: the band is one of {BANDS}")
    if domain not in DOMAINS and row["band"] != "harmless":
        raise BadExamples(f"{path.name}, line {line}: only harmless talk has no domain")
    return Example(row["text"], domain, row["forms"], band=row["band"], language=language)


#: A template gives at most so many sentences; more of one kind teach nothing new.
MOST_PER_TEMPLATE = 16


#: The same for the other languages, which have fewer dangers to stand beside.
MOST_PER_FOREIGN_TEMPLATE = 6


def everyday(folder: Path = FOLDER) -> list[Example]:
    """Harmless requests made from templates, always the same ones.

    English ones stand in ``everyday_templates.txt``, others in ``languages/<code>.txt``.
    """
    found = _from_templates(folder / "everyday_templates.txt", "en", MOST_PER_TEMPLATE)
    for path in sorted((folder / "languages").glob("*.txt")):
        found += _from_templates(path, path.stem, MOST_PER_FOREIGN_TEMPLATE)
    return found


def _from_templates(path: Path, language: str, most: int) -> list[Example]:
    return [
        Example(" ".join(text.split()), "everyday", "D", band="harmless", language=language)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
        for text in _expand(line, most)
    ]


def _expand(line: str, most: int) -> list[str]:
    parts = [
        piece[1:-1].split("|") if piece.startswith("(") else [piece]
        for piece in re.split(r"(\([^)]*\))", line.strip())
    ]
    every = 1
    for part in parts:
        every *= len(part)
    if every <= most:
        return ["".join(chosen) for chosen in itertools.product(*parts)]
    # Seeded by the line, so that editing one template leaves the others' sentences alone.
    dice = random.Random(line)  # noqa: S311  # no secret, a sample
    seen: dict[str, None] = {}
    while len(seen) < most:
        seen["".join(dice.choice(part) for part in parts)] = None
    return list(seen)


def mixed(examples: Sequence[Example], requests: Sequence[Example]) -> list[tuple[Example, int]]:
    """Examples in harmless company, each with the place of its original.

    An example's own text decides whether and how it is varied, so that a new example leaves the
    others' variants, and their sentence vectors, as they are.

    People say what matters beside what doesn't; and length alone is no sign of anything.
    The company is of the example's language, where there is any.
    """
    english = [request for request in requests if request.language == "en"]
    own = {
        language: [r for r in requests if r.language == language]
        for language in {r.language for r in requests}
    }
    found = []
    for place, example in enumerate(examples):
        number = zlib.crc32(example.text.encode())
        if number % (MIX_EVERY * (2 if example.band == "harmless" else 1)):
            continue
        dice = random.Random(number)  # noqa: S311  # no secret, a sample
        others = own.get(example.language) or english
        company = [dice.choice(others).text for _ in range(dice.choice((1, 1, 2)))]
        company.insert(dice.randrange(len(company) + 1), example.text)
        found.append((replace(example, text=dice.choice((" ", ". ", ", ")).join(company)), place))
    return found


#: One in so many danger examples, and half as many harmless ones, are also taught in company.
MIX_EVERY = 5


def badly_spelt(examples: Sequence[Example]) -> list[tuple[Example, int]]:
    """English examples misspelt, always the same ones, each with the place of its original."""
    found = []
    for place, example in enumerate(examples):
        number = zlib.crc32(example.text.encode())
        # Another beat than ``mixed``, and harmless talk as often as danger.
        if (number // 1000) % MISSPELL_EVERY or example.language != "en":
            continue
        spelt = misspelt(example.text, random.Random(number))  # noqa: S311  # no secret
        if spelt != example.text.lower():
            found.append((replace(example, text=spelt), place))
    return found


#: One in so many examples is also taught misspelt.
MISSPELL_EVERY = 6


Cut = Callable[[int], Sequence[tuple[int, int]]]


def in_passages(examples: Sequence[Example], cut: Cut) -> list[tuple[Example, int]]:
    """Long harmless talk as the passages that a long message is read in, each with the place of
    its original.

    A passage begins and ends in the middle of a thought, and half a thought is like no sentence
    written whole. ``cut`` gives first and last word (exclusive) of each passage of so many words.
    """
    return [
        (replace(examples[place], text=" ".join(words[start:end])), place)
        for words, place in _tellings(examples, cut)
        for start, end in cut(len(words))
    ]


def _tellings(examples: Sequence[Example], cut: Cut) -> list[tuple[list[str], int]]:
    """Harmless talk of several passages, each with the place of its first example: long examples,
    and English ones that stand together in a file, one after the other."""
    found: list[tuple[list[str], int]] = []
    told: list[str] = []
    first = 0
    for place, example in enumerate(examples):
        if example.band != "harmless":
            continue
        words = example.text.split()
        if len(cut(len(words))) > 1:
            found.append((words, place))
        elif example.language == "en" and (place // TOLD_TOGETHER) % 2:
            if place // TOLD_TOGETHER != first // TOLD_TOGETHER or not told:
                told, first = [], place
            told = [*told, *words]
            if len(cut(len(told))) > 2:
                found.append((told, first))
                told = []
    return found


#: Of every other so many neighbours in the files the harmless ones are told together: what stands
#: together is of one kind, and stays in one fold.
TOLD_TOGETHER = 40


def in_tellings(examples: Sequence[Example], cut: Cut) -> list[tuple[Example, int]]:
    """Short English danger in the middle of a harmless telling, as the passage that holds all of it,
    each with the place of its original: half a thought before and after is no comfort.
    """
    tellings = [words for words, _ in _tellings(examples, cut)]
    longest = max(end - start for start, end in cut(1000))
    found = []
    for place, example in enumerate(examples):
        number = zlib.crc32(example.text.encode())
        words = example.text.split()
        # Another beat than ``mixed`` and ``badly_spelt``.
        if example.language != "en" or example.band == "harmless" or (number // 7) % TELL_EVERY:
            continue
        if not tellings or len(words) > longest - 4:
            continue
        dice = random.Random(number)  # noqa: S311  # no secret, a sample
        told = dice.choice(tellings)
        at = dice.randrange(len(told))
        whole = [*told[:at], *words, *told[at:]]
        start = dice.randrange(max(0, at + len(words) - longest), at + 1)
        text = " ".join(whole[start : start + longest])
        found.append((replace(example, text=text), place))
    return found


#: One in so many short danger examples is also taught in the middle of a telling.
TELL_EVERY = 5


def measuring(folder: Path) -> list[Example]:
    """A set to measure on: one file per domain with columns tier, forms, text.

    A folder of languages has one file per language, with the column domain in front.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        by_language = _header(path)[:1] == ["domain"]
        columns = ("tier", "forms", "text")
        for line, row in _rows(path, ("domain", *columns) if by_language else columns):
            try:
                tier = Tier.of(row["tier"])
            except ValueError as error:
                raise BadExamples(f"{path.name}, line {line}: {error}") from error
            domain, language = (row["domain"], path.stem) if by_language else (path.stem, "en")
            found.append(Example(row["text"], domain, row["forms"], tier=tier, language=language))
    return found


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return file.readline().rstrip("\r\n").split("\t")


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
