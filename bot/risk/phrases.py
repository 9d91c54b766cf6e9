"""``python -m bot phrases``: what a change to the phrases of danger changes, in plain words.

For reviewers: no programming is needed. The files under bot/risk/indicators as they are now
are held against those of the last commit (or of ``--against FOLDER``, a copy of bot/risk).

    python -m bot phrases                        faults in the files, or what has changed
    python -m bot phrases "a sentence" "another" and what becomes of these sentences

Shown are sentences the program learns from (bot/risk/examples). Of the sets that it is
measured on only counts are shown: a set that is looked at measures nothing any more.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.risk import meaning
from bot.risk.assessment import Assessment, Tier
from bot.risk.compiled import rules, using
from bot.risk.examples import Example, everyday, measuring, training
from bot.risk.indicators import HERE, BadIndicators, Rules, load_from
from bot.risk.screening import screen

ROOT = HERE.parents[1]
SETS = ROOT / "tests" / "risk" / "sets"
#: So many sentences of one kind are shown.
MOST = 30
#: A new phrase that finds so many of the sentences is looked at again.
MANY = 25


class NothingToCompare(RuntimeError):
    """There is no earlier version of the files; ``str()`` says what to do."""


@dataclass(frozen=True)
class Change:
    """A sentence whose tier another version of the phrases changes."""

    example: Example
    before: Assessment
    after: Assessment

    @property
    def harmless(self) -> bool:
        """Whether a careful person sees no danger in it."""
        return self.example.band == "harmless" or (
            not self.example.band and self.example.tier is Tier.T0
        )

    @property
    def serious(self) -> bool:
        """Whether a careful person would want a worker in this contact."""
        return self.example.band == "serious" or (
            not self.example.band and self.example.tier >= Tier.T3
        )

    @property
    def new_alarm(self) -> bool:
        """Harmless, and flagged T2 or above only now."""
        return self.harmless and self.before.tier < Tier.T2 <= self.after.tier

    @property
    def alarm_gone(self) -> bool:
        """Harmless, and flagged T2 or above only before."""
        return self.harmless and self.after.tier < Tier.T2 <= self.before.tier

    @property
    def found(self) -> bool:
        """Serious, and flagged T3 or above only now."""
        return self.serious and self.before.tier < Tier.T3 <= self.after.tier

    @property
    def lost(self) -> bool:
        """Serious, and flagged T3 or above only before."""
        return self.serious and self.after.tier < Tier.T3 <= self.before.tier


def earlier(folder: Path, revision: str, root: Path = ROOT) -> Path:
    """bot/risk as it was at a commit, put into ``folder``. Raises ``NothingToCompare``."""
    command = ["git", "-C", str(root), "archive", revision.lstrip("-"), "bot/risk"]
    try:
        packed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise NothingToCompare(
            f"There is no earlier version here ({revision}). Copy the folder bot/risk before you "
            "change anything, and run: python -m bot phrases --against COPY"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        plain = [member for member in archive if member.isfile() or member.isdir()]
        archive.extractall(folder, members=plain)  # noqa: S202 - our own commit
    return folder / "bot" / "risk"


def phrases_of(loaded: Rules) -> dict[tuple[str, str], str]:
    """(code, phrase) -> where it stands, of every phrase."""
    return {
        (entry.code, phrase.source): entry.file
        for phrase, entry in zip(loaded.matcher.phrases, loaded.entries, strict=True)
        if entry is not None
    }


def _seen(loaded: Rules, text: str) -> tuple[object, ...]:
    """What phrases see in a text; where two versions see the same, the screening says the same."""
    words = loaded.reader.read(text).words
    found = meaning.find(loaded, words)
    matches = tuple(
        (m.entry.code, m.entry.tier, m.entry.open, m.start, m.end, m.denied_inside)
        for m in found.matches
    )
    return (words, matches, found.benign, sorted(found.meanings.items()))


def changes(before: Rules, after: Rules, examples: Iterable[Example]) -> list[Change]:
    """The sentences whose tier differs between two versions of the phrases."""
    found = []
    for example in examples:
        if _seen(before, example.text) == _seen(after, example.text):
            continue
        change = compare(before, after, example)
        if change.before.tier is not change.after.tier:
            found.append(change)
    return found


def compare(before: Rules, after: Rules, example: Example) -> Change:
    """One sentence under both versions."""
    with using(before):
        then = screen(example.text, example.language or None)
    with using(after):
        now = screen(example.text, example.language or None)
    return Change(example, then, now)


def matched(loaded: Rules, wanted: set[tuple[str, str]], texts: Sequence[str]) -> dict[str, int]:
    """How many of the texts each wanted phrase finds, by phrase."""
    counts = {source: 0 for _, source in wanted}
    for text in texts:
        words = loaded.reader.read(text).words
        sources = set()
        for number, _, _ in loaded.matcher.find(words):
            entry = loaded.entries[number]
            source = loaded.matcher.phrases[number].source
            if entry is not None and (entry.code, source) in wanted:
                sources.add(source)
        for source in sources:
            counts[source] += 1
    return counts


def show_faults(faults: Sequence[BadIndicators], out: TextIO) -> None:
    """Every fault with its file, line and words, and what to mend."""
    many = "One thing" if len(faults) == 1 else f"{len(faults)} things"
    out.write(f"{many} to mend before the program can use the files:\n")
    for fault in faults:
        out.write(f"\n  {fault}\n")
        if fault.path.is_file():
            lines = fault.path.read_text(encoding="utf-8", errors="replace").splitlines()
            if 0 < fault.line <= len(lines):
                out.write(f"    {fault.line} | {lines[fault.line - 1].strip()}\n")
    out.write("\nMend this and run the command again. Nothing has changed so far.\n")


def show_phrases(before: Rules, after: Rules, texts: Sequence[str], out: TextIO) -> bool:
    """Which phrases are new or gone, and how often the new ones are found. False: none."""
    then, now = phrases_of(before), phrases_of(after)
    new, gone = sorted(now.keys() - then.keys()), sorted(then.keys() - now.keys())
    counts = matched(after, set(new), texts) if new else {}
    for code, source in new:
        out.write(f"  + {source}\n      {now[code, source]}, {code}: ")
        count = counts[source]
        if not count:
            out.write('found in no sentence here; try your own: python -m bot phrases "..."\n')
        else:
            out.write(f"found in {count} of {len(texts)} sentences")
            out.write(" - is it too broad?\n" if count > MANY else "\n")
    for code, source in gone:
        out.write(f"  - {source}\n      {then[code, source]}, {code}\n")
    return bool(new or gone)


_KINDS = (
    ("new_alarm", "NEW FALSE ALARMS: harmless, and flagged now"),
    ("lost", "LOST: serious, and no longer flagged T3 or above"),
    ("found", "Found now: serious, and missed before"),
    ("alarm_gone", "False alarms gone"),
)


def show_changes(found: Sequence[Change], out: TextIO) -> None:
    """The sentences by what the change means, the worst first."""
    if not found:
        out.write("\nNo sentence that the program learns from changes its tier.\n")
        return
    left = list(found)
    for name, title in _KINDS:
        mine = [change for change in left if getattr(change, name)]
        left = [change for change in left if not getattr(change, name)]
        _show_some(mine, title, out)
    _show_some(left, "Other changes of tier", out)


def _show_some(found: Sequence[Change], title: str, out: TextIO) -> None:
    if not found:
        return
    out.write(f"\n{title} ({len(found)}):\n")
    for change in found[:MOST]:
        show(change, out)
    if len(found) > MOST:
        out.write(f"  ... and {len(found) - MOST} more\n")


def show(change: Change, out: TextIO) -> None:
    """One sentence: tiers, and the words that raise it now."""
    before, after = change.before.tier.name, change.after.tier.name
    arrow = f"{before} -> {after}" if before != after else f"{after} as before"
    language = f"[{change.example.language}] " if change.example.language else ""
    out.write(f"  {arrow}  {language}{change.example.text}\n")
    signs = (change.after if change.after.indicators else change.before).indicators[:2]
    because = "; ".join(f"{sign.code}: {sign.evidence!r}" for sign in signs)
    if because:
        out.write(f"      {'by' if change.after.indicators else 'before by'} {because}\n")


def show_measured(before: Rules, after: Rules, out: TextIO) -> None:
    """What becomes of the sets the screening is measured on: counts, no sentences."""
    folders = [path for path in sorted(SETS.glob("*")) if any(path.glob("*.tsv"))]
    if not folders:
        return
    found = changes(before, after, [e for folder in folders for e in measuring(folder)])
    kinds = {name: sum(getattr(change, name) for change in found) for name, _ in _KINDS}
    out.write(
        "\nOn the sets it is measured on (counts only): "
        f"{kinds['found']} more found, {kinds['lost']} lost, "
        f"{kinds['new_alarm']} new false alarms, {kinds['alarm_gone']} gone.\n"
    )


def run(before_in: Path, after_in: Path, sentences: Sequence[str], out: TextIO) -> int:
    """Compares two folders of phrases; 1 where the files can't be used, else 0."""
    faults: list[BadIndicators] = []
    try:
        after = load_from(after_in, faults)
    except BadIndicators as error:
        faults.append(error)
    if faults:
        show_faults(faults, out)
        return 1
    before = rules() if before_in == HERE else load_from(before_in)
    examples = [*training(), *everyday()]
    out.write("The files can be used.\n\nPhrases added (+) and taken out (-):\n")
    if not show_phrases(before, after, [e.text for e in examples], out):
        out.write("  none\n")
    for text in sentences:
        out.write("\nYour sentence:\n")
        show(compare(before, after, Example(text, "", "", language="")), out)
    show_changes(changes(before, after, examples), out)
    show_measured(before, after, out)
    out.write("\nThe running program uses the files from its next start on.\n")
    return 0


def main(argv: list[str]) -> int:
    """Prints what a change to the phrases changes; 1 where there is something to mend."""
    parser = argparse.ArgumentParser(
        prog="python -m bot phrases",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sentences", nargs="*", metavar="sentence", help="to be tried as well")
    parser.add_argument("--since", default="HEAD", metavar="COMMIT", help="default: the last one")
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="an earlier copy of bot/risk"
    )
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        try:
            before = given.against or earlier(Path(folder), given.since)
            return run(before, HERE, given.sentences, sys.stdout)
        except NothingToCompare as error:
            sys.stderr.write(f"{error}\n")
            return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
