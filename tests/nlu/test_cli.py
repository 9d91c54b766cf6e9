"""``python -m bot understand``: lines in, one line out for each, in order."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from bot.nlu.cli import run
from bot.nlu.model import Understanding
from bot.settings import ROOT


def answers(understanding: Understanding, text: str) -> tuple[int, list[dict[str, object]], str]:
    out, errors = io.StringIO(), io.StringIO()
    code = run(understanding, io.StringIO(text), out, errors)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


def started(text: str, models: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with the models of a folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--jsonl"],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "MODELS_DIR": str(models)},
    )


def test_every_line_is_answered_in_order(understanding: Understanding) -> None:
    texts = ["Footscray", "", "tôi cần thức ăn", "😀\u0000", "nah"]
    lines = "".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts))
    code, found, _ = answers(understanding, lines)
    assert code == 0
    assert [a["id"] for a in found] == [0, 1, 2, 3, 4]
    assert set(found[0]) == {"id", "language", "intent", "confidence", "entities"}
    assert found[0]["entities"] == [
        {"entity": "place", "value": "Footscray VIC 3011", "start": 0, "end": 9}
    ]
    assert found[2]["language"] == "vi"


def test_the_given_language_stays_where_the_text_does_not_tell(
    understanding: Understanding,
) -> None:
    _, found, _ = answers(understanding, '{"id": "a", "text": "ok", "lang": "ar"}\n')
    assert found[0]["language"] == "ar"


def test_a_leading_slash_is_text_and_no_button(understanding: Understanding) -> None:
    _, found, _ = answers(understanding, '{"id": "a", "text": "/affirm I live in Footscray"}\n')
    assert found[0]["confidence"] != 1.0
    assert found[0]["entities"][-1]["value"] == "Footscray VIC 3011"  # type: ignore[index]


def test_a_text_that_is_missing_or_no_string_is_still_answered(
    understanding: Understanding,
) -> None:
    code, found, _ = answers(
        understanding, '{"id": 1}\n{"id": 2, "text": null}\n{"id": 3, "text": 5}\n'
    )
    assert code == 0
    assert [a["id"] for a in found] == [1, 2, 3]


def test_a_bad_line_is_told_without_its_words_and_the_rest_goes_on(
    understanding: Understanding,
) -> None:
    code, found, errors = answers(understanding, 'secret words\n[]\n{"id": 1, "text": "hi"}\n')
    assert code == 1
    assert len(found) == 3
    assert "secret" not in errors
    assert found[2]["intent"] == "greet"


def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    done = started('{"id": 1, "text": "hi"}\n', tmp_path)
    assert done.returncode == 2
    assert "make run" in done.stderr
    assert done.stdout == ""


def test_only_answers_go_to_standard_output(model: Path) -> None:
    done = started('{"id": 1, "text": "I need food in Footscray"}\n', model.parent)
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["intent"] == "find_service"
    assert "Footscray" not in done.stderr
