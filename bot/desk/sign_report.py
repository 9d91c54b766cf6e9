"""``python -m bot signs``: the indicators by rate, by correction and by age of review.

For those who keep the phrases: which signs are raised often, which of them people at the
desk correct, and which have waited long for a reviewer. Counts only, nobody's words.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, TextIO

from bot.desk import Desk
from bot.desk.judgements import AGREED, VERDICTS, SignCounts
from bot.risk.compiled import rules
from bot.risk.indicators import BENIGN, Entry
from bot.settings import read_settings

DAYS = 90
MOST_DAYS = 3660
#: Below this, a published count could point at somebody.
SMALL = 5
ORDERS = ("correction", "rate", "review")


@dataclass(frozen=True)
class Sign:
    """One indicator as the report shows it."""

    code: str
    domain: str
    tier: str
    language: str
    #: "file.yml, line n"; empty for the classifier's signs and those of the conversation.
    where: str
    #: draft, reviewed, or "" where no file holds it.
    status: str
    reviewer: str
    review_by: date | None
    #: Days since the review was due; negative while there is time; None where no file says.
    overdue_days: int | None
    raised: int
    #: In how many of 1,000 screened messages it was raised.
    rate: float
    verdicts: Mapping[str, int] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """How many words of people there are on it."""
        return sum(self.verdicts.values())

    @property
    def corrected(self) -> int:
        """How many of them disagree."""
        return self.judged - self.verdicts.get(AGREED, 0)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            **asdict(self),
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "verdicts": dict(self.verdicts),
            "judged": self.judged,
            "corrected": self.corrected,
        }


def signs(counts: SignCounts, entries: Iterable[Entry], today: date) -> list[Sign]:
    """Every indicator of the files, and every other sign that was raised or judged."""
    known = {e.code: e for e in entries if e.domain != BENIGN}
    codes = {*known, *counts.raised, *counts.verdicts}
    return [_sign(code, known.get(code), counts, today) for code in sorted(codes)]


def _sign(code: str, entry: Entry | None, counts: SignCounts, today: date) -> Sign:
    raised = counts.raised.get(code, 0)
    due = entry.review_by if entry else None
    return Sign(
        code=code,
        domain=entry.domain if entry else counts.domains.get(code, ""),
        tier=entry.tier.name if entry else "",
        language=entry.language if entry else "",
        where=f"{entry.file}, line {entry.line}" if entry else "",
        status=entry.status if entry else "",
        reviewer=entry.reviewer if entry else "",
        review_by=due,
        overdue_days=(today - due).days if due else None,
        raised=raised,
        rate=round(1000 * raised / counts.messages, 2) if counts.messages else 0.0,
        verdicts=dict(counts.verdicts.get(code, {})),
    )


def in_order(found: Iterable[Sign], order: str) -> list[Sign]:
    """Most corrected, most often raised, or longest without its review first."""
    if order == "rate":
        return sorted(found, key=lambda s: (-s.raised, s.code))
    if order == "review":
        return sorted(
            found,
            key=lambda s: (
                s.overdue_days is None,
                -(s.overdue_days or 0),
                s.status == "reviewed",
                -s.raised,
                s.code,
            ),
        )
    return sorted(found, key=lambda s: (-s.corrected, -s.judged, -s.raised, s.code))


def read_signs(desk: Desk, days: int = DAYS) -> tuple[int, list[Sign]]:
    """(screened messages, signs) of the last ``days`` days."""
    moment = datetime.now(timezone.utc)
    counts = desk.sign_counts(moment - timedelta(days=days))
    entries = [entry for entry in rules().entries if entry is not None]
    return counts.messages, signs(counts, entries, moment.date())


def review_in_words(sign: Sign) -> str:
    """How old the review is, as people say it."""
    if sign.overdue_days is None:
        return "-"
    state = "reviewed" if sign.status == "reviewed" else "never reviewed"
    if sign.overdue_days > 0:
        return f"{state}, {sign.overdue_days} days overdue"
    return f"{state}, due {sign.review_by}"


def write_table(found: list[Sign], out: TextIO, *, publish: bool = False) -> None:
    """One line a sign. ``publish`` writes "<5" for small counts."""

    def shown(count: int) -> str:
        return f"<{SMALL}" if publish and 0 < count < SMALL else str(count)

    width = max([len(s.code) for s in found] + [10])
    out.write(f"{'sign':<{width}}  tier  raised  in 1,000  agreed  corrected  review\n")
    for sign in found:
        small = publish and 0 < sign.raised < SMALL
        details = ", ".join(
            f"{verdict.replace('_', ' ')} {shown(sign.verdicts[verdict])}"
            for verdict in VERDICTS
            if verdict != AGREED and sign.verdicts.get(verdict)
        )
        out.write(
            f"{sign.code:<{width}}  {sign.tier:<4}  {shown(sign.raised):>6}  "
            f"{'-' if small else format(sign.rate, '.2f'):>8}  "
            f"{shown(sign.verdicts.get(AGREED, 0)):>6}  {shown(sign.corrected):>9}  "
            f"{review_in_words(sign)}{f'  ({details})' if details else ''}\n"
        )


def main(argv: list[str]) -> int:
    """Prints the report; returns 0."""
    parser = argparse.ArgumentParser(
        prog="python -m bot signs",
        description="Signs of danger by rate, by correction and by age of review. Nobody's words.",
    )
    parser.add_argument("--by", choices=ORDERS, default="correction", help="what comes first")
    parser.add_argument("--days", type=int, default=DAYS, help="how far back (default: 90)")
    parser.add_argument("--most", type=int, default=40, help="lines to print; 0: all")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    parser.add_argument(
        "--publish", action="store_true", help="counts under 5 are not told: for outside"
    )
    given = parser.parse_args(argv)
    if not 0 < given.days <= MOST_DAYS:
        parser.error(f"--days: 1 to {MOST_DAYS}")
    desk = Desk.open(read_settings().database_url)
    try:
        messages, found = read_signs(desk, given.days)
    finally:
        desk.close()
    found = in_order(found, given.by)
    if given.json and not given.publish:
        kept = {"days": given.days, "messages": messages, "signs": [s.as_dict() for s in found]}
        sys.stdout.write(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        return 0
    sys.stdout.write(f"{messages} messages screened in the last {given.days} days.\n\n")
    write_table(found[: given.most or None], sys.stdout, publish=given.publish)
    left = len(found) - given.most
    if given.most and left > 0:
        sys.stdout.write(f"... and {left} more (--most 0 prints all)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
