"""``python -m tests.bench.risk``: how well and how fast danger is noticed, beside simpler ways.

Four sides judge the same sentences, which none of them was made from: the screening as it
runs; its phrases alone; its classifier alone; and spaCy's plain ``PhraseMatcher`` with the words
of the same phrases. Prints one table and writes results/risk_bench.json.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.risk import Tier, keeping, load, model, screen
from bot.risk.compiled import rules
from bot.risk.evaluate import SETS, wilson
from bot.risk.examples import Example, measuring
from bot.risk.indicators import BENIGN
from tests.bench.measure import percentile, quiet_environment

OUT = Path(__file__).resolve().parents[2] / "results" / "risk_bench.json"
#: Plain wordings taken of each phrase: more made the matcher slower, not better.
WORDINGS = 200
Judge = Callable[[str], Tier]


@dataclass(frozen=True)
class Row:
    """One side's figures. Times are CPU milliseconds of one thread, so that load doesn't count."""

    side: str
    found: int
    serious: int
    right: int
    flagged: int
    alarms: int
    harmless: int
    p50_ms: float
    p95_ms: float
    start_s: float

    def line(self) -> str:
        """One line of the table."""
        recall = wilson(self.found, self.serious)
        precision = self.right / max(1, self.flagged)
        return (
            f"| {self.side} | {self.found}/{self.serious} ({recall[0]:.2f}-{recall[1]:.2f}) "
            f"| {precision:.2f} | {self.alarms}/{self.harmless} "
            f"| {self.p50_ms:.1f} | {self.p95_ms:.1f} | {self.start_s:.1f} |"
        )


def plain_matcher() -> Judge:
    """spaCy's PhraseMatcher, lower case, with the words of our danger phrases."""
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    loaded = rules()
    for phrase, entry in zip(loaded.matcher.phrases, loaded.entries, strict=True):
        if entry is not None and entry.domain != BENIGN and entry.tier > Tier.T0:
            wordings = [" ".join(words) for words in phrase.wordings(WORDINGS)]
            matcher.add(f"{entry.tier.name}", list(language.tokenizer.pipe(wordings)))

    def judge(text: str) -> Tier:
        document = language.make_doc(text)
        names = (language.vocab.strings[key] for key, _, _ in matcher(document))
        return max((Tier.of(name) for name in names), default=Tier.T0)

    return judge


def both_minds() -> Judge:
    """The screening as it runs."""
    load()
    return lambda text: screen(text).tier


def classifier_alone() -> Judge:
    """The classifier on the same reading, at its own thresholds, without any phrase."""
    classifier, why = keeping.default_classifier()
    if classifier is None:
        raise SystemExit(f"the classifier is down: {why}")
    loaded = rules()

    def judge(text: str) -> Tier:
        reading = loaded.reader.read(text)
        opinions = classifier.opinions(reading, (), loaded.rare_words)
        flags = (model.indicator(o, classifier.thresholds, reading) for o in opinions)
        return max((flag.tier for flag in flags if flag), default=Tier.T0)

    return judge


def measure(side: str, make: Callable[[], Judge], examples: list[Example]) -> Row:
    """Judges every example with one side."""
    started = time.perf_counter()
    judge = make()
    judge("warm up")
    start = time.perf_counter() - started
    tiers, times = [], []
    for example in examples:
        before = time.thread_time()
        tiers.append(judge(example.text))
        times.append(1000 * (time.thread_time() - before))
    pairs = list(zip(examples, tiers, strict=True))
    serious = [tier for example, tier in pairs if example.tier >= Tier.T3]
    flagged = [example for example, tier in pairs if tier >= Tier.T3]
    harmless = [tier for example, tier in pairs if example.tier is Tier.T0]
    return Row(
        side=side,
        found=sum(tier >= Tier.T3 for tier in serious),
        serious=len(serious),
        right=sum(example.tier >= Tier.T3 for example in flagged),
        flagged=len(flagged),
        alarms=sum(tier >= Tier.T2 for tier in harmless),
        harmless=len(harmless),
        p50_ms=round(percentile(times, 0.5), 2),
        p95_ms=round(percentile(times, 0.95), 2),
        start_s=round(start, 2),
    )


#: Imports, loads both minds, reads one text; then what it took and, after texts, what it holds.
_OWN_PROCESS = """
import json, sys, time
began = time.perf_counter()
from bot.risk import screen
screen("warm up")
start = time.perf_counter() - began
for text in json.load(sys.stdin):
    screen(text)
print(json.dumps(start))
rollup = open("/proc/self/smaps_rollup").read().splitlines()
status = open("/proc/self/status").read().splitlines()
for lines, name in ((rollup, "Pss:"), (status, "VmRSS:")):
    print(next(line.split()[1] for line in lines if line.startswith(name)))
"""


def alone(texts: list[str]) -> dict[str, float]:
    """Start (s) and memory (MB) of the screening in a process of its own that reads these texts."""
    done = subprocess.run(
        [sys.executable, "-c", _OWN_PROCESS],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        env=quiet_environment(),
    )
    start, pss, rss = (float(line) for line in done.stdout.split())
    return {"start_s": round(start, 2), "pss_mb": round(pss / 1024), "rss_mb": round(rss / 1024)}


def main() -> int:
    """Prints the table; returns 0."""
    examples = [
        example
        for name in ("heldout", "independent", "fresh")
        for example in measuring(SETS / name)
    ]
    rows = [measure("plain phrase matcher", plain_matcher, examples)]
    rows.append(measure("phrases and classifier", both_minds, examples))
    rows.append(measure("classifier alone", classifier_alone, examples))
    keeping.turn_off("left out of this measurement")
    rows.append(measure("our phrases alone", both_minds, examples))
    sys.stdout.write(
        "| side | T3/T4 found (95%) | precision of T3+ | harmless flagged T2+ "
        "| ms, middle | ms, p95 | start, s |\n|---|---|---|---|---|---|---|\n"
    )
    sys.stdout.write("\n".join(row.line() for row in rows) + "\n")
    OUT.parent.mkdir(exist_ok=True)
    own = alone([example.text for example in examples[:300]])
    sys.stdout.write(
        f"\nAlone in a process: start {own['start_s']} s, "
        f"memory {own['pss_mb']} MB (PSS), {own['rss_mb']} MB (RSS) after 300 texts.\n"
    )
    found = {"sides": [asdict(row) for row in rows], "alone": own}
    OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
