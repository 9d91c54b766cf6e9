"""``python -m tests.bench``: stock Rasa and ours in one run, same training data, same turns.

Writes results/bench.json and prints the table of docs/benchmark.md. The first
run makes stock Rasa's environment (2.7 GB) and trains its networks, which
takes some two hours of one core, ``--stock-epochs 4`` a tenth of it; ``--keep-stock-model`` uses the model
(and the training time) of an earlier run of the same training data.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench import ours, stock
from tests.bench.measure import Figures, Side, Training, measure

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".bench"

#: (what, figure of ours over figure of stock, bar, whether the bar is an upper bound)
BARS = (
    ("p95 of a turn", "p95_ms", 0.5, True),
    ("turns a second, 16 senders", "turns_per_second", 3.0, False),
    ("start", "start_s", 1 / 6, True),
    ("training", "train_s", 0.1, True),
    ("processor time of training", "train_cpu_s", 0.1, True),
    ("memory", "memory_pss_mb", 0.5, True),
)
LONG_BAR = 1.5


def stock_training(python: Path, work: Path, keep_model: bool, epochs: int) -> Training:
    """Trains stock Rasa in ``work``, or tells what an earlier training took.

    Below the default number of epochs two trainings, of half and of all of ``epochs``, give a
    line by which the default's time is told: an epoch takes as long as the one before.
    """
    noted = work / "train.json"
    if keep_model and noted.exists():
        return Training(**json.loads(noted.read_text()))
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    print(f"Training stock Rasa, {epochs} epochs ...", flush=True)
    if epochs < stock.EPOCHS:
        half = stock.train(python, work, epochs // 2)
        shutil.rmtree(work / "models")
        training = continued(half, stock.train(python, work, epochs), epochs)
    else:
        training = stock.train(python, work)
    noted.write_text(json.dumps(asdict(training)))
    return training


def continued(half: Training, whole: Training, epochs: int) -> Training:
    """What ``stock.EPOCHS`` epochs would take, by trainings of ``epochs // 2`` and ``epochs``."""
    more = (stock.EPOCHS - epochs) / (epochs - epochs // 2)
    return Training(
        whole.wall_s + more * (whole.wall_s - half.wall_s),
        whole.cpu_s + more * (whole.cpu_s - half.cpu_s),
    )


async def both_sides(keep_model: bool, epochs: int) -> tuple[Figures, Figures]:
    """Figures of stock Rasa and of ours."""
    python = stock.environment(WORK / "stock")
    theirs = WORK / f"stock-{stock.inputs_fingerprint()}-{epochs}"
    mine = WORK / "ours"
    stock_took = stock_training(python, theirs, keep_model, epochs)
    shutil.rmtree(mine, ignore_errors=True)
    mine.mkdir(parents=True)
    print("Training ours ...", flush=True)
    ours_took = ours.train(mine / "models")
    print("Starting stock Rasa ...", flush=True)
    async with stock.running(python, theirs) as (opener, roots, start_s):
        first = Side(opener, roots, start_s, stock_took)
        print("Starting ours ...", flush=True)
        async with ours.running(mine) as (opener, roots, start_s):
            second = Side(opener, roots, start_s, ours_took)
            print("Measuring both in turn ...", flush=True)
            await measure(first, second)
    return first.figures(), second.figures()


def table(stock_figures: Figures, our_figures: Figures) -> tuple[str, bool]:
    """The table as Markdown, and whether every bar holds."""
    lines = ["| | stock | ours | ratio | bar | holds |", "|---|---|---|---|---|---|"]
    good = True
    for name, field, bar, upper in BARS:
        theirs, mine = getattr(stock_figures, field), getattr(our_figures, field)
        ratio = mine / theirs
        holds = ratio <= bar if upper else ratio >= bar
        good &= holds
        sign = "≤" if upper else "≥"
        verdict = "yes" if holds else "no"
        lines.append(
            f"| {name} | {theirs:.1f} | {mine:.1f} | {ratio:.3f} | {sign} {bar:.3f} | {verdict} |"
        )
    growth = our_figures.long_turn_200_ms / our_figures.long_turn_10_ms
    theirs_growth = stock_figures.long_turn_200_ms / stock_figures.long_turn_10_ms
    good &= growth <= LONG_BAR
    lines.append(
        f"| 200th turn over 10th | {theirs_growth:.2f} | {growth:.2f} | | ≤ {LONG_BAR} "
        f"| {'yes' if growth <= LONG_BAR else 'no'} |"
    )
    lines.append(
        f"| unanswered turns | {stock_figures.unanswered} | {our_figures.unanswered} | | | |"
    )
    return "\n".join(lines), good


def main() -> int:
    """Exit code 1 when a bar doesn't hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--keep-stock-model", action="store_true")
    parser.add_argument(
        "--stock-epochs",
        type=int,
        default=stock.EPOCHS,
        choices=range(2, stock.EPOCHS + 1),
        metavar="N",
        help="train stock Rasa's networks for so many epochs (2 to 100, default 100) and tell the "
        "rest by a line: two hours of training become ten minutes",
    )
    arguments = parser.parse_args()
    stock_figures, our_figures = asyncio.run(
        both_sides(arguments.keep_stock_model, arguments.stock_epochs)
    )
    text, good = table(stock_figures, our_figures)
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "bench.json").write_text(
        json.dumps(
            {
                "machine": f"{platform.machine()} {platform.python_version()}",
                "stock_epochs": arguments.stock_epochs,
                "stock": stock_figures.as_dict(),
                "ours": our_figures.as_dict(),
            },
            indent=1,
        )
    )
    print(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
