"""``python -m bot understand --jsonl``: what the newest trained model understands of each text.

Lines ``{"id", "text", "lang"?}`` in, one line out for each, in order:
``{"id", "language", "intent", "confidence", "entities": [{"entity", "value", "start", "end"}]}``.
``lang`` is the conversation's language, kept where a text doesn't tell its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from typing import Any, TextIO

from bot.nlu.model import NoModel, Understanding, newest_model
from bot.settings import read_settings

_ENTITY_FIELDS = ("entity", "value", "start", "end")


def answer(understanding: Understanding, line: dict[str, Any]) -> dict[str, Any]:
    """The answer to one parsed line. A text that isn't a string counts as its JSON or, null, as empty."""
    text = line.get("text")
    if not isinstance(text, str):
        text = "" if text is None else json.dumps(text, ensure_ascii=False)
    if text.lstrip().startswith("/"):
        # Rasa takes "/greet" as a button; from a person it is text. A space keeps the offsets.
        text = text.replace("/", " ", 1)
    language = line.get("lang")
    metadata = {"language": language} if isinstance(language, str) and language else {}
    parsed = understanding.parse(text, metadata)
    intent = parsed.get("intent") or {}
    return {
        "id": line.get("id"),
        "language": (parsed.get("language") or {}).get("code"),
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "entities": [
            {field: entity.get(field) for field in _ENTITY_FIELDS}
            for entity in parsed.get("entities") or []
        ],
    }


def run(understanding: Understanding, lines: TextIO, out: TextIO, errors: TextIO) -> int:
    """Answers every line; returns 1 if a line was no JSON object (its answer says so), else 0."""
    bad = 0
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
            if not isinstance(line, dict):
                raise ValueError("not an object")
        except ValueError as error:
            bad += 1
            print(f"line {number}: not a JSON object ({error})", file=errors)
            result: dict[str, Any] = {"id": None, "error": f"line {number} is not a JSON object"}
        else:
            result = answer(understanding, line)
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


def quieten() -> None:
    """Keeps Rasa from printing messages and progress to the streams."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # Two spinning threads make a sentence vector five times slower (see bot.language.encoder).
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    logging.getLogger().setLevel(logging.ERROR)
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)


def main(argv: list[str]) -> int:
    """Returns 0, 1 if a line could not be read, 2 if there is no model or the use is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot understand", description=__doc__)
    parser.add_argument("--jsonl", action="store_true", help="read JSON lines, write JSON lines")
    parser.add_argument("text", nargs="*", help="a text to try instead")
    options = parser.parse_args(argv)
    if options.jsonl == bool(options.text):
        parser.error("give --jsonl and lines on standard input, or a text")
    try:
        path = newest_model(read_settings().models_dir)
    except NoModel as error:
        print(error, file=sys.stderr)
        return 2
    quieten()
    understanding = Understanding(path)
    if options.text:
        found = answer(understanding, {"id": "1", "text": " ".join(options.text)})
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return run(understanding, sys.stdin, sys.stdout, sys.stderr)
