"""``python -m tests.bench.directory``: the directory at the size of the country, in one run.

For each size a file of a made-up country is written and loaded (time, peak
memory), loaded again, and searched for copies; then the same questions go to
our search, to a raw FTS5 query (the floor) and to PostgreSQL full text over
the same words. Writes results/directory.json and the plot of docs/directory.md.
``--keep`` uses databases of an earlier run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, create_engine, text

from directory import Directory, LoadOptions, Query
from directory.bench.country import Country
from directory.bench.files import write_json
from directory.bench.questions import QUESTIONS, timed
from directory.bulk import Bulk
from directory.needs import NEEDS, sub_need
from directory.text_index import words_of
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".bench" / "directory"
PLOT = ROOT / "docs" / "img" / "directory-speed.svg"
SIZES = (10_000, 50_000, 150_000, 450_000)
BIGGEST = 450_000
ASKED = 400
#: A common question takes most of a second elsewhere: fewer of them are enough.
ASKED_OTHERS = 80
#: (what, bar); times in ms at the biggest size unless said otherwise
BARS = (
    ("usual_p95_ms", 15.0),
    ("worst_p95_ms", 40.0),
    ("usual_over_floor", 3.0),
    ("worst_over_floor", 3.0),
    ("small_usual_p95_ms", 3.0),
    ("load_s", 300.0),
    ("load_peak_mb", 1024.0),
)


def as_words(query: Query) -> list[str]:
    """A question put in words alone, as a plain full-text search would be asked."""
    said = query.text
    if query.sub_need and (known := sub_need(query.sub_need)):
        said = known.label
    elif query.need:
        said = NEEDS[query.need].label
    if query.place:
        said += f" {query.place.name}"
    return words_of(said)


def make(file: Path, size: int) -> dict[str, float]:
    """Write the country as HSDS JSON Lines."""
    start = time.perf_counter()
    source = write_json(file.with_suffix(".jsonl"), size)
    return {"make_s": time.perf_counter() - start, "source_mb": source.stat().st_size / 2**20}


def load(file: Path) -> dict[str, float]:
    """Load that file as anybody would: both passes, every check, the search index."""
    directory = Directory.open(f"sqlite:///{file}")
    start, before = time.perf_counter(), time.process_time()
    problems = directory.load(file.with_suffix(".jsonl"), LoadOptions(collection="country"))
    return {
        "s": time.perf_counter() - start,
        "cpu_s": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "problems": len(problems),
        "file_mb": file.stat().st_size / 2**20,
    }


def duplicates(file: Path) -> dict[str, float]:
    """Look for likely copies among all of them."""
    directory = Directory.open(f"sqlite:///{file}")
    start, before = time.perf_counter(), time.process_time()
    pairs = directory.duplicates(100, examples=True)
    return {
        "s": time.perf_counter() - start,
        "cpu_s": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pairs": len(pairs),
    }


def ask_ours(file: Path) -> dict[str, Any]:
    """Our search, with what it adds to the memory of a process."""
    directory = Directory.open(f"sqlite:///{file}")
    country = Country(1)
    before = _memory_mb()
    start = time.perf_counter()
    directory.search(Query(text="food"))
    figures: dict[str, Any] = {"first_query_ms": (time.perf_counter() - start) * 1000}
    for name, some in QUESTIONS.items():
        figures[name] = timed(directory.search, some(country, ASKED))
    figures["memory_mb"] = _memory_mb() - before
    return figures


def ask_fts5(file: Path) -> dict[str, Any]:
    """The floor: the words alone, any of them, best five by bm25."""
    floor = file.with_suffix(".fts5")
    if not floor.exists():
        made = sqlite3.connect(floor)
        made.execute("ATTACH ? AS source", (str(file),))
        made.execute(
            "CREATE VIRTUAL TABLE t USING fts5(words, tokenize='porter unicode61', content='')"
        )
        made.execute("INSERT INTO t(rowid, words) SELECT number, words FROM source.dir_listing")
        made.execute("INSERT INTO t(t) VALUES ('optimize')")
        made.commit()
        made.close()
    connection = sqlite3.connect(floor)

    def ask(query: Query) -> None:
        words = " OR ".join(f'"{word}"' for word in as_words(query))
        connection.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 5", (words,)
        ).fetchall()

    country = Country(1)
    return {name: timed(ask, some(country, ASKED_OTHERS)) for name, some in QUESTIONS.items()}


def ask_postgres(file: Path, url: str) -> dict[str, Any]:
    """PostgreSQL full text over the same words, any of them, best five by ts_rank."""
    engine = create_engine(url)
    source = sqlite3.connect(file)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS t"))
        connection.execute(text("CREATE TABLE t (number int PRIMARY KEY, words tsvector)"))
        connection.execute(text("CREATE TEMP TABLE said (number int, words text) ON COMMIT DROP"))
        said = Table("said", MetaData())
        rows = source.execute("SELECT number, words FROM dir_listing")
        while chunk := rows.fetchmany(20_000):
            Bulk(connection).insert(said, ("number", "words"), chunk)
        connection.execute(
            text("INSERT INTO t SELECT number, to_tsvector('english', words) FROM said")
        )
        connection.execute(text("CREATE INDEX ON t USING gin (words)"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE t"))
        best = text(
            "SELECT number FROM t, to_tsquery('english', :w) q WHERE words @@ q"
            " ORDER BY ts_rank(words, q) DESC LIMIT 5"
        )

        def ask(query: Query) -> None:
            connection.execute(best, {"w": " | ".join(as_words(query))}).fetchall()

        country = Country(1)
        asked = {name: timed(ask, some(country, ASKED_OTHERS)) for name, some in QUESTIONS.items()}
    engine.dispose()
    return asked


def _memory_mb() -> float:
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in x)
    return int(line.split()[1]) / 1024


def apart(step: str, file: Path, size: int) -> dict[str, Any]:
    """One step in a process of its own, so that memory is its own."""
    command = [sys.executable, "-m", "tests.bench.directory", "--step", step, "--file", str(file)]
    done = subprocess.run(
        [*command, "--size", str(size)], check=True, cwd=ROOT, stdout=subprocess.PIPE
    )
    return dict(json.loads(done.stdout))


def measure(sizes: Iterable[int], keep: bool, with_postgres: bool) -> dict[str, Any]:
    """Everything, by size."""
    WORK.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    for size in sizes:
        file, noted = WORK / f"{size}.db", WORK / f"{size}.json"
        if not (keep and noted.exists()):
            for old in WORK.glob(f"{size}.*"):
                old.unlink()
            print(f"Loading {size} ...", file=sys.stderr, flush=True)
            loaded: dict[str, Any] = apart("make", file, size)
            for name, step in (("load", "load"), ("again", "load"), ("duplicates", "duplicates")):
                loaded[name] = apart(step, file, size)
            noted.write_text(json.dumps(loaded))
        print(f"Asking {size} ...", file=sys.stderr, flush=True)
        found = {**json.loads(noted.read_text()), "ours": apart("ours", file, size)}
        found["fts5"] = apart("fts5", file, size)
        if with_postgres:
            try:
                with postgres.server("512MB") as url:
                    os.environ["BENCH_POSTGRES"] = url
                    found["postgres"] = apart("postgres", file, size)
            except postgres.NoPostgres as none:
                print(f"Without PostgreSQL: {none}", file=sys.stderr)
        figures[str(size)] = found
    return figures


def judged(figures: dict[str, Any]) -> list[tuple[str, float, float]]:
    """(what, figure, bar) for the biggest and the smallest size measured."""
    big, small = figures[max(figures, key=int)], figures[min(figures, key=int)]
    values = {
        "usual_p95_ms": big["ours"]["usual"]["p95"],
        "worst_p95_ms": big["ours"]["worst"]["p95"],
        "usual_over_floor": big["ours"]["usual"]["p95"] / big["fts5"]["usual"]["p95"],
        "worst_over_floor": big["ours"]["worst"]["p95"] / big["fts5"]["worst"]["p95"],
        "small_usual_p95_ms": small["ours"]["usual"]["p95"],
        "load_s": big["load"]["s"],
        "load_peak_mb": big["load"]["peak_mb"],
    }
    return [(what, values[what], bar) for what, bar in BARS]


def table(figures: dict[str, Any]) -> str:
    """The figures as docs/directory.md shows them: p50 / p95 in milliseconds."""
    lines = ["| services | questions | ours | raw FTS5 | PostgreSQL | ours over the floor |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for size, found in figures.items():
        for question in QUESTIONS:
            cells = []
            for who in ("ours", "fts5", "postgres"):
                asked = found.get(who, {}).get(question)
                cells.append(f"{asked['p50']:.1f} / {asked['p95']:.1f}" if asked else "-")
            ratio = found["ours"][question]["p95"] / found["fts5"][question]["p95"]
            lines.append(f"| {int(size):,} | {question} | {' | '.join(cells)} | {ratio:.2f} |")
    return "\n".join(lines)


def plot(figures: dict[str, Any]) -> None:
    """Cost against size, with a straight line of equal growth to compare."""
    import matplotlib as mpl  # only for the picture

    mpl.use("svg")
    from matplotlib import pyplot as plt

    sizes = sorted(int(size) for size in figures)
    picture, axes = plt.subplots(figsize=(7, 4.5))
    for kind, style in (("ours", "-o"), ("fts5", "--s"), ("postgres", ":^")):
        for question, colour in (("usual", "#1b6ca8"), ("worst", "#b5371c")):
            known = [s for s in sizes if kind in figures[str(s)]]
            times = [figures[str(s)][kind][question]["p95"] for s in known]
            axes.plot(known, times, style, color=colour, label=f"{kind}, {question}")
    first = figures[str(sizes[0])]["ours"]["usual"]["p95"]
    axes.plot(
        sizes,
        [first * s / sizes[0] for s in sizes],
        color="#888",
        lw=1,
        label="growing as the size",
    )
    axes.set(xscale="log", yscale="log", xlabel="services", ylabel="p95, milliseconds")
    axes.legend(fontsize=8)
    axes.grid(True, which="both", alpha=0.2)
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    mpl.rcParams["svg.hashsalt"] = "directory"
    picture.savefig(PLOT, metadata={"Date": None}, bbox_inches="tight")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--keep", action="store_true", help="use databases of an earlier run")
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        steps: dict[str, Callable[[], dict[str, Any]]] = {
            "make": lambda: make(options.file, options.size),
            "load": lambda: load(options.file),
            "duplicates": lambda: duplicates(options.file),
            "ours": lambda: ask_ours(options.file),
            "fts5": lambda: ask_fts5(options.file),
            "postgres": lambda: ask_postgres(options.file, os.environ["BENCH_POSTGRES"]),
        }
        print(json.dumps(steps[options.step]()))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    figures = measure(sizes, options.keep, not options.no_postgres)
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "directory.json").write_text(json.dumps(figures, indent=1))
    if len(sizes) > 1:
        plot(figures)
    print(table(figures))
    for what, value, bar in judged(figures):
        print(f"{what:22} {value:9.1f}   bar {bar:7.1f}   {'holds' if value <= bar else 'MISSED'}")


if __name__ == "__main__":
    main()
