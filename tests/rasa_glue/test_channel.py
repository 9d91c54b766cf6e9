"""The gateway's channel answers only its own gateway, and says so when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.serve import free_port

pytestmark = pytest.mark.slow

SECRET = "a secret of this test"


@pytest.fixture(scope="module")
def rasa(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rasa")
    port = free_port()
    environment = {
        **os.environ,
        "RASA_PORT": str(port),
        "GATEWAY_SECRET": SECRET,
        "DATA_DIR": str(folder),
        "MODELS_DIR": str(small_model.parent),
    }
    process = subprocess.Popen([sys.executable, "-m", "bot.rasa_glue"], env=environment)
    base = f"http://127.0.0.1:{port}/webhooks/gateway"
    for _ in range(300):
        try:
            call(f"{base}/health")
            break
        except OSError:
            time.sleep(0.1)
    yield base
    process.terminate()
    process.wait(20)


def call(url: str, body: Any = None, secret: str = SECRET) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"X-Gateway-Secret": secret, "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_message_gets_its_reply(rasa: str) -> None:
    status, answer = call(f"{rasa}/webhook", {"sender": "c1", "message_id": "m1", "text": "hello"})

    assert status == 200
    assert answer["replies"][0]["text"] == "Hello"


@pytest.mark.parametrize("secret", ["", "another secret"])
def test_nobody_without_the_secret_is_answered(rasa: str, secret: str) -> None:
    body = {"sender": "c1", "message_id": "m1", "text": "hello"}

    assert call(f"{rasa}/webhook", body, secret) == (403, {"error": "forbidden"})
    assert call(f"{rasa}/health", None, secret) == (403, {"error": "forbidden"})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "body_not_an_object"),
        ({"message_id": "m", "text": "x"}, "sender_missing"),
        ({"sender": "c", "text": "x"}, "message_id_missing"),
        ({"sender": "c", "message_id": "m"}, "text_or_payload_missing"),
        ({"sender": "c", "message_id": "m", "payload": "/nonsense"}, "bad_payload"),
    ],
)
def test_a_bad_request_is_named(rasa: str, body: Any, error: str) -> None:
    assert call(f"{rasa}/webhook", body) == (400, {"error": error})


def test_an_unanswered_message_is_an_error_and_never_an_empty_yes(rasa: str) -> None:
    status, answer = call(
        f"{rasa}/webhook", {"sender": "c2", "message_id": "m1", "text": "nothing it knows"}
    )

    assert (status, answer) == (502, {"error": "no_reply"})


def test_health_names_the_model(rasa: str) -> None:
    status, answer = call(f"{rasa}/health")

    assert status == 200
    assert answer["model"] == "small.tar.gz"
    assert answer["status"] == "up"
