"""``python -m bot screen``: texts in, assessments out, one per line and in order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from bot.risk.screening import ready, screen


def main(argv: list[str]) -> int:
    """Screens the texts of the command line or, with ``--jsonl``, of standard input.

    A line that is no JSON object with a text gives ``{"id": ..., "error": ...}`` in its place;
    the exit code is 1 if there was one, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m bot screen", description=__doc__)
    parser.add_argument("text", nargs="*", help="texts to screen")
    parser.add_argument(
        "--jsonl", action="store_true", help='read lines {"id", "text", "lang"?} and answer lines'
    )
    given = parser.parse_args(argv)
    if given.jsonl:
        # Lines may hold broken characters: they are screened, not refused.
        for stream in (sys.stdin, sys.stdout):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        return screen_lines(sys.stdin, sys.stdout)
    if not given.text:
        parser.print_usage(sys.stderr)
        return 2
    for text in given.text:
        _show(text)
    print("minds:", json.dumps(ready()))
    return 0


def screen_lines(lines: Iterable[str], out: TextIO) -> int:
    """One answer per line, in order; empty lines are answered too. Returns the exit code."""
    failed = False
    for line in lines:
        answer = _answer(line)
        failed = failed or "error" in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if failed else 0


def _answer(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "a line is an object with 'id' and 'text'"}
    text, language = asked.get("text"), asked.get("lang")
    if text is None:
        text = ""
    if not isinstance(text, str):
        return {"id": asked.get("id"), "error": "'text' is not a string"}
    assessment = screen(text, language if isinstance(language, str) else None)
    found = []
    for indicator in assessment.indicators:
        shown = indicator.as_dict()
        del shown["time"]
        found.append(shown)
    return {"id": asked.get("id"), "tier": assessment.tier.name, "indicators": found}


def _show(text: str) -> None:
    assessment = screen(text)
    print(f"{assessment.tier.name}  {text}")
    for found in assessment.indicators:
        print(
            f"      {found.tier.name} {found.code} ({found.domain}; {found.subject}, {found.time}, "
            f"{found.source}): {found.evidence!r}"
        )
    if assessment.clarify:
        print(f"      ask: {assessment.clarify}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
