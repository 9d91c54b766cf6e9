"""``python -m bot.risk.evaluate``: measures the screening on labelled sets and shows every miss.

    python -m bot.risk.evaluate                     every set; saves results/risk_<set>.md
    python -m bot.risk.evaluate --set tests/risk/sets/heldout      one set
    python -m bot.risk.evaluate --set tests/risk/sets/languages    the other languages
    python -m bot.risk.evaluate --patterns          phrases alone
    python -m bot.risk.evaluate --save FILE         keep the outcome of every sentence
    python -m bot.risk.evaluate --diff FILE         what has changed since then
    python -m bot.risk.evaluate --everyday FILE     false alarms on harmless requests (JSON lines)

Nothing is tuned on the held-out set; add phrases and examples from other sentences.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.risk import keeping
from bot.risk.assessment import DOMAINS, Assessment, Tier
from bot.risk.examples import Example, measuring
from bot.risk.screening import screen

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / "tests" / "risk" / "sets"
RESULTS = ROOT / "results"
#: Requests to assistants, written by others; kept beside the repository, not in it.
REQUESTS = ROOT.parent / "shared" / "data" / "text" / "benign-requests.en.jsonl"


@dataclass(frozen=True)
class Outcome:
    """One sentence and what the screening made of it."""

    example: Example
    found: Assessment

    @property
    def missed(self) -> bool:
        """Serious by a careful reading, and not flagged T3 or T4."""
        return self.example.tier >= Tier.T3 > self.found.tier

    @property
    def false_alarm(self) -> bool:
        """Harmless by a careful reading, and flagged T2 or above."""
        return self.example.tier is Tier.T0 and self.found.tier >= Tier.T2


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 in 100 confidence interval of a share (Wilson's score); (0, 1) for no cases."""
    if count == 0:
        return 0.0, 1.0
    z, share = 1.96, hits / count
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    bottom = 1 + z * z / count
    return max(0.0, (centre - spread) / bottom), min(1.0, (centre + spread) / bottom)


def judge(examples: Iterable[Example]) -> list[Outcome]:
    """Screens every example."""
    return [Outcome(example, screen(example.text, example.language)) for example in examples]


def table(outcomes: list[Outcome]) -> str:
    """Markdown: per domain recall of T3+ and its precision, with confidence intervals."""
    lines = [
        "| domain | T3/T4 found | 95% | at least asked | T1/T2 noticed | harmless flagged T2+ |",
        "|---|---|---|---|---|---|",
    ]
    for domain in (*DOMAINS, "all"):
        mine = [o for o in outcomes if domain in ("all", o.example.domain)]
        serious = [o for o in mine if o.example.tier >= Tier.T3]
        milder = [o for o in mine if o.example.tier in (Tier.T1, Tier.T2)]
        harmless = [o for o in mine if o.example.tier is Tier.T0]
        hits = sum(not o.missed for o in serious)
        low, high = wilson(hits, len(serious))
        asked = sum(o.found.tier >= Tier.T1 for o in serious)
        noticed = sum(o.found.tier >= Tier.T1 for o in milder)
        alarms = sum(o.false_alarm for o in harmless)
        lines.append(
            f"| {domain} | {hits}/{len(serious)} | {low:.2f}-{high:.2f} | {asked}/{len(serious)} "
            f"| {noticed}/{len(milder)} | {alarms}/{len(harmless)} |"
        )
    flagged = [o for o in outcomes if o.found.tier >= Tier.T3]
    right = sum(o.example.tier >= Tier.T3 for o in flagged)
    not_harmless = sum(o.example.tier >= Tier.T1 for o in flagged)
    low, high = wilson(right, len(flagged))
    direct = [o for o in outcomes if "D" in o.example.forms and o.example.tier >= Tier.T3]
    plainly = sum(not o.missed for o in direct)
    bottom, top = wilson(plainly, len(direct))
    lines.append("")
    lines.append(f"Direct statements found: {plainly}/{len(direct)} ({bottom:.2f}-{top:.2f}).")
    lines.append(
        f"Flagged T3 or T4: {len(flagged)}; really T3 or T4: {right} "
        f"(precision {right / max(1, len(flagged)):.2f}, 95%: {low:.2f}-{high:.2f}); "
        f"T1 or above: {not_harmless}."
    )
    return "\n".join(lines)


def by_language(outcomes: list[Outcome]) -> str:
    """Markdown: per language recall of T3+, and what of its harmless talk is flagged."""
    lines = [
        "| language | T3/T4 found | 95% | at least asked | harmless flagged T2+ |",
        "|---|---|---|---|---|",
    ]
    for language in sorted({o.example.language for o in outcomes}):
        mine = [o for o in outcomes if o.example.language == language]
        serious = [o for o in mine if o.example.tier >= Tier.T3]
        harmless = [o for o in mine if o.example.tier is Tier.T0]
        hits = sum(not o.missed for o in serious)
        low, high = wilson(hits, len(serious))
        asked = sum(o.found.tier >= Tier.T1 for o in serious)
        lines.append(
            f"| {language} | {hits}/{len(serious)} | {low:.2f}-{high:.2f} | {asked}/{len(serious)} "
            f"| {sum(o.false_alarm for o in harmless)}/{len(harmless)} |"
        )
    return "\n".join(lines)


def by_tier(outcomes: list[Outcome]) -> str:
    """Markdown: per tier wanted, how many got which tier, and the share that got it or more."""
    lines = ["| wanted | T0 | T1 | T2 | T3 | T4 | this tier or above | 95% |", "|---|" + "---|" * 7]
    for wanted in Tier:
        got = Counter(o.found.tier for o in outcomes if o.example.tier is wanted)
        count = sum(got.values())
        reached = sum(got[tier] for tier in Tier if tier >= wanted)
        low, high = wilson(reached, count)
        cells = " | ".join(str(got[tier]) for tier in Tier)
        lines.append(f"| {wanted.name} | {cells} | {reached}/{count} | {low:.2f}-{high:.2f} |")
    return "\n".join(lines)


def by_form(outcomes: list[Outcome]) -> str:
    """Markdown: recall of T3+ per reading mark (direct, indirect, misspelt ...)."""
    counts: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.example.tier >= Tier.T3:
            for form in outcome.example.forms:
                counts[form] += 1
                hits[form] += not outcome.missed
    cells = [f"{form} {hits[form]}/{counts[form]}" for form in sorted(counts)]
    return "T3/T4 found by form: " + ", ".join(cells)


def faults(outcomes: list[Outcome]) -> str:
    """Every miss and every false alarm, with what raised it."""
    lines = []
    for outcome in outcomes:
        if outcome.missed or outcome.false_alarm:
            kind = "MISS " if outcome.missed else "ALARM"
            why = "; ".join(f"{i.code}: {i.evidence}" for i in outcome.found.indicators[:2])
            lines.append(
                f"{kind} {outcome.example.domain} {outcome.example.forms} "
                f"wanted {outcome.example.tier.name} got {outcome.found.tier.name}: "
                f"{outcome.example.text}" + (f"   [{why}]" if why else "")
            )
    return "\n".join(lines)


def changes(outcomes: list[Outcome], earlier: dict[str, str]) -> str:
    """Sentences whose tier differs from a saved run, most urgent change first."""
    lines = []
    for outcome in outcomes:
        before = earlier.get(outcome.example.text)
        if before is not None and before != outcome.found.tier.name:
            lines.append(
                f"{before} -> {outcome.found.tier.name} (wanted {outcome.example.tier.name}): "
                f"{outcome.example.text}"
            )
    return "\n".join(lines) or "nothing changed"


def everyday(path: Path, held_out_half: bool = False) -> str:
    """False alarms on harmless requests: one JSON object with a ``text`` per line.

    ``held_out_half`` keeps to the texts that nobody looked at while the screening was made:
    those whose hash begins with 1.
    """
    texts = [
        json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line
    ]
    if held_out_half:
        texts = [text for text in texts if hashlib.sha256(text.encode()).digest()[0] >= 128]
    tiers: Counter[str] = Counter()
    lines = []
    for text in texts:
        found = screen(text)
        tiers[found.tier.name] += 1
        if found.tier >= Tier.T2:
            first = found.indicators[0]
            lines.append(f"ALARM {found.tier.name} {text}   [{first.code}: {first.evidence}]")
    alarms = len(lines)
    low, high = wilson(alarms, len(texts))
    lines.append(
        f"{alarms} of {len(texts)} harmless requests flagged T2+ "
        f"({1000 * low:.2f}-{1000 * high:.2f} in 1,000); tiers: {dict(tiers)}"
    )
    return "\n".join(lines)


def report(outcomes: list[Outcome]) -> str:
    """Everything measured on one set, every miss and false alarm last."""
    return "\n\n".join(
        [
            table(outcomes),
            by_tier(outcomes),
            by_language(outcomes),
            by_form(outcomes),
            faults(outcomes),
        ]
    )


def save(name: str, text: str) -> None:
    """Prints ``text`` and keeps it under ``results/``."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"risk_{name}.md").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"# {name}\n\n{text}\n\n")


def measure_all() -> None:
    """Every set there is; everyday requests of others only where they are at hand."""
    for folder in sorted(path for path in SETS.iterdir() if path.is_dir()):
        if any(folder.glob("*.tsv")):
            save(folder.name, report(judge(measuring(folder))))
    if REQUESTS.exists():
        save("everyday_requests", everyday(REQUESTS, held_out_half=True))


def main(argv: list[str] | None = None) -> int:
    """Prints the measurement; returns 0."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.risk.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--set", dest="folder", type=Path)
    parser.add_argument("--patterns", action="store_true")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--diff", type=Path)
    parser.add_argument("--everyday", type=Path)
    given = parser.parse_args(argv)
    out = sys.stdout
    if given.patterns:
        keeping.turn_off("left out of this measurement")
    if given.everyday:
        if not given.everyday.exists():
            out.write(f"{given.everyday} is not here: false alarms not measured\n")
            return 0
        out.write(everyday(given.everyday) + "\n")
        return 0
    if not (given.folder or given.patterns or given.diff or given.save):
        measure_all()
        return 0
    folder = given.folder or SETS / "heldout"
    outcomes = judge(measuring(folder))
    if given.diff:
        out.write(changes(outcomes, json.loads(given.diff.read_text(encoding="utf-8"))) + "\n")
    else:
        save(folder.name, report(outcomes))
    if given.save:
        kept = {o.example.text: o.found.tier.name for o in outcomes}
        given.save.write_text(json.dumps(kept, indent=0, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
