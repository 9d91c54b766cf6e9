"""``python -m bot.nlu.evaluate``: how well a trained model does on sentences it never saw.

Sets are tables: ``expected`` TAB ``text`` in ``tests/nlu/heldout`` (``intent.tsv``, and for
each kind of entity one table with the exact values, comma between, "-" for none); with a head
line of columns in ``tests/nlu/heldout/languages`` and, by another author, ``tests/nlu/independent``.
The intent is judged as understood, before danger takes the head.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.nlu.cli import quieten
from bot.nlu.model import NoModel, Understanding, newest_model
from bot.settings import ROOT, read_settings

HELD_OUT = ROOT / "tests" / "nlu" / "heldout"
INDEPENDENT = ROOT / "tests" / "nlu" / "independent" / "understanding.tsv"
#: Never shown, only counted: written before the work that they measure.
FRESH = tuple(
    ROOT / "tests" / "nlu" / "fresh" / f"{n}.tsv"
    for n in ("understanding", "inventions", "spelling", "latin_letters", "stated", "person",
              "everyday", "indirect_languages", "parts", "newcomer", "said_at_home")
)  # fmt: skip
#: By the author of the second fresh set, of the same kinds and of staff look-ups: to look at.
DEVELOPMENT = tuple(
    ROOT / "tests" / "nlu" / "development" / f"{n}.tsv" for n in ("understanding", "lookups")
)
#: Columns of a set whose values are entities. A narrower need is judged where one is written only.
COLUMNS = (
    "need", "sub_need", "place", "language", "time", "people", "age", "gender", "urgency",
    "accessibility", "cost", "amount",
)  # fmt: skip
#: Table name -> entity whose values it lists.
ENTITIES = {"need": "need", "place": "place", "language": "language", "people": "people", "age": "age"}  # fmt: skip


@dataclass
class Score:
    """How many were right of one set, and what went wrong."""

    name: str
    right: int = 0
    total: int = 0
    #: (expected, found) -> how often
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, text: str, expected: str, found: str) -> None:
        """Counts one answer."""
        self.total += 1
        if expected == found:
            self.right += 1
        else:
            self.confusion[(expected, found)] += 1
            self.wrong.append((text, expected, found))

    @property
    def share(self) -> float:
        """Right answers, 0 to 1."""
        return self.right / self.total if self.total else 0.0


def read_table(path: Path) -> list[tuple[str, str]]:
    """(expected, text) of each line after the head."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = []
    for line in lines:
        expected, _, text = line.partition("\t")
        rows.append((expected, text))
    return rows


def understood_intent(parsed: dict[str, Any]) -> str:
    """The intent before danger took the head."""
    intent = parsed.get("understood_intent") or parsed.get("intent") or {}
    return str(intent.get("name"))


def values(parsed: dict[str, Any], entity: str) -> str:
    """The values of one kind as the tables write them."""
    found = {str(e["value"]) for e in parsed.get("entities") or [] if e["entity"] == entity}
    return ",".join(sorted(found)) or "-"


def intent_scores(
    understanding: Understanding, rows: Iterable[tuple[str, str]]
) -> tuple[Score, dict[str, Score]]:
    """The whole and each intent."""
    whole = Score("intent")
    each: defaultdict[str, Score] = defaultdict(lambda: Score(""))
    for expected, text in rows:
        found = understood_intent(understanding.parse(text))
        whole.add(text, expected, found)
        each[expected].add(text, expected, found)
    return whole, dict(each)


def entity_score(
    understanding: Understanding, name: str, entity: str, rows: Iterable[tuple[str, str]]
) -> Score:
    """Exactness of one kind of entity: all values and no other."""
    score = Score(name)
    for expected, text in rows:
        wanted = ",".join(sorted(expected.split(",")))
        score.add(text, wanted, values(understanding.parse(text), entity))
    return score


def read_columns(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a head line; nothing is quoted."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(understanding: Understanding, rows: Sequence[dict[str, str]]) -> dict[str, Score]:
    """Scores of "intent" and of each column of entities; "need stated" counts rows with a need only.

    A cell may allow several intents ("nlu_fallback/out_of_scope"); values stand between "," or "+".
    """
    columns = [name for name in COLUMNS if rows and name in rows[0]]
    scores = {name: Score(name) for name in ("intent", *columns, "need stated")}
    for row in rows:
        parsed = understanding.parse(row["text"])
        found = understood_intent(parsed)
        allowed = row["intent"].split("/")
        expected = found if found in allowed else row["intent"]
        scores["intent"].add(row["text"], expected, found)
        for name in columns:
            cell = row[name].strip().replace("+", ",")
            wanted = ",".join(sorted(cell.split(","))) if cell not in {"", "-"} else "-"
            if name != "sub_need" or wanted != "-":
                scores[name].add(row["text"], wanted, values(parsed, name))
            if name == "need" and wanted != "-":
                scores["need stated"].add(row["text"], wanted, values(parsed, name))
    return scores


def by_need(score: Score, rows: Sequence[dict[str, str]]) -> list[str]:
    """One line for each single need: how many were found exactly."""
    total = Counter(row["need"] for row in rows if row["need"] and "+" not in row["need"])
    missed = Counter(expected for _, expected, _ in score.wrong)
    return [f"{name:<25} {n - missed[name]:>4}  {n}" for name, n in sorted(total.items())]


def language_scores(
    understanding: Understanding, folder: Path = HELD_OUT / "languages"
) -> dict[str, dict[str, Score]]:
    """What ``judge`` says of each language's table, by the name of its file."""
    return {p.stem: judge(understanding, read_columns(p)) for p in sorted(folder.glob("*.tsv"))}


def languages_report(languages: dict[str, dict[str, Score]], english: float) -> list[str]:
    """One line a language; ``english`` is the share of right intents to measure against."""
    lines = ["language     intent  of    share  of English   need  of"]
    for name, scores in languages.items():
        intent, need = scores["intent"], scores["need stated"]
        lines.append(
            f"{name:<12} {intent.right:>6}  {intent.total:<4}  {intent.share:.3f}  "
            f"{intent.share / english if english else 0:>9.2f}    {need.right:>4}  {need.total}"
        )
    return lines


def report(scores: Sequence[Score], each: dict[str, Score], *, show: bool) -> str:
    """The tables as text; ``show`` adds the sentences that went wrong."""
    lines = ["set        right  of    share"]
    lines += [f"{s.name:<10} {s.right:>5}  {s.total:<5} {s.share:.3f}" for s in scores]
    lines += ["", "intent                right  of"]
    lines += [f"{name:<21} {s.right:>5}  {s.total}" for name, s in sorted(each.items())]
    lines += ["", "confused (expected -> found)"]
    for score in scores:
        lines += [
            f"  {score.name}: {a} -> {b}  x{n}" for (a, b), n in score.confusion.most_common()
        ]
        if show:
            lines += [f"    {text!r}: {a} -> {b}" for text, a, b in score.wrong]
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Prints the scores; returns 2 if there is no model."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, help="a model archive; default the newest")
    parser.add_argument("--sets", type=Path, default=HELD_OUT, help="folder of tables")
    parser.add_argument("--show", action="store_true", help="also the sentences that went wrong")
    options = parser.parse_args(argv)
    try:
        model = options.model or newest_model(read_settings().models_dir)
    except NoModel as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command
        return 2
    quieten()
    start = time.perf_counter()
    understanding = Understanding(model)
    loaded = time.perf_counter()
    whole, each = intent_scores(understanding, read_table(options.sets / "intent.tsv"))
    scores = [whole]
    for name, entity in ENTITIES.items():
        path = options.sets / f"{name}.tsv"
        if path.exists():
            scores.append(entity_score(understanding, name, entity, read_table(path)))
    asked = sum(score.total for score in scores)
    print(report(scores, each, show=options.show))  # noqa: T201
    languages = language_scores(understanding, options.sets / "languages")
    if languages:
        print("\n" + "\n".join(languages_report(languages, whole.share)))  # noqa: T201
        asked += sum(s["intent"].total for s in languages.values())
    sets = [(INDEPENDENT, "by another author")]
    sets += [(path, f"to look at: {path.stem}") for path in DEVELOPMENT]
    sets += [(path, f"fresh: {path.stem}") for path in FRESH]
    for path, title in sets:
        if not path.exists():
            continue
        rows = read_columns(path)
        judged = judge(understanding, rows)
        asked += len(rows)
        # The fresh set stays unread: its sentences are counted, never shown.
        show = options.show and path not in FRESH
        print(f"\n{title}")  # noqa: T201
        print(report(list(judged.values()), {}, show=show))  # noqa: T201
        if "need" in judged:
            print(f"\nneed, {title:<18} right  of")  # noqa: T201
            print("\n".join(by_need(judged["need"], rows)))  # noqa: T201
    each_ms = (time.perf_counter() - loaded) / max(1, asked) * 1000
    print(f"\nloaded in {loaded - start:.1f} s; {each_ms:.1f} ms a message")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
