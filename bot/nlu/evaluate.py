"""``python -m bot.nlu.evaluate``: how well a trained model does on sentences it never saw.

Sets are tables (``expected`` TAB ``text``) in ``tests/nlu/heldout``: ``intent.tsv``, and for
each kind of entity one table with the exact values, comma between, "-" for none. The intent
is judged as understood, before danger takes the head.
"""

from __future__ import annotations

import argparse
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
    whole, each = Score("intent"), defaultdict(lambda: Score(""))
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
    each_ms = (time.perf_counter() - loaded) / max(1, asked) * 1000
    print(f"\nloaded in {loaded - start:.1f} s; {each_ms:.1f} ms a message")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
