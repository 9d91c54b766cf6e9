"""Schemathesis over the HSDS interface of a real gateway: the official description, and our own.

Every check that it has is on. It is run as anybody would run it: from the shell,
against an address.
"""

from __future__ import annotations

import asyncio
import copy
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.settings import Settings
from bot.web import hsds
from bot.web.app import make_app
from bot.web.hsds_openapi import PARAMETERS, openapi
from bot.web.limits import Buckets
from directory import Directory
from tests.flat_encoder import FlatEncoder
from tests.web.conftest import plain_screen
from tests.web.hsds_official import official, overlay, with_overlay
from tests.web.services import REFUGE

#: Drawn requests for each operation, beside the ones at every limit.
DRAWN = 20


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a gateway with the shipped directory, and some more, is listening."""
    folder = tmp_path_factory.mktemp("gateway")
    (folder / "more.yml").write_text(REFUGE, "utf-8")
    settings = Settings(
        port=unused_port(),
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'desk.db'}",
        directory_url=f"sqlite:///{folder / 'directory.db'}",
    )
    directory = Directory.open(settings.directory_url)
    directory.load_shipped()
    directory.load(folder / "more.yml")
    directory.close()
    nobody = f"http://127.0.0.1:{unused_port()}"
    app = make_app(settings, rasa_url=nobody, secret="s", screen=plain_screen, encoder=FlatEncoder)
    # The limit has a test of its own; here it would hide everything behind it.
    app[hsds.LIMIT] = Buckets(burst=1_000_000, per_second=1_000_000)
    runner = web.AppRunner(app, shutdown_timeout=0.2)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", settings.port).start()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    yield f"http://127.0.0.1:{settings.port}/api/hsds"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.mark.parametrize("described", ["official", "ours"])
def test_schemathesis_finds_nothing(address: str, described: str, tmp_path: Path) -> None:
    document = copy.deepcopy(with_overlay() if described == "official" else openapi())
    _give_ids(document, address)
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(document), "utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", str(source), "--url", address,
            "--checks", "all", "--mode", "all", "--max-examples", str(DRAWN), "--seed", "3",
            "--generation-database", "none", "--continue-on-failure", "--no-color",
            "--request-timeout", "20",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]


def _give_ids(document: dict[str, Any], address: str) -> None:
    """Real ids as examples, so that more than "not found" is looked at."""
    for kind in PARAMETERS:
        with urllib.request.urlopen(f"{address}/{kind}?per_page=2") as answer:
            ids = [item["id"] for item in json.load(answer)["contents"]]
        assert ids, kind
        item = document["paths"][f"/{kind}/{{id}}"]
        for parameter in (*item.get("parameters", []), *item["get"].get("parameters", [])):
            if parameter.get("name") == "id":
                parameter["examples"] = {str(n): {"value": key} for n, key in enumerate(ids)}


def _names(document: dict[str, Any], path: str) -> set[str]:
    item = document["paths"][path]
    known = document["components"].get("parameters", {})
    listed = (*item.get("parameters", []), *item["get"].get("parameters", []))
    return {
        p["name"] if "name" in p else known[p["$ref"].rsplit("/", 1)[-1]]["name"] for p in listed
    }


def test_we_have_every_address_and_parameter_of_the_official_document_and_no_other() -> None:
    theirs, ours = official(), openapi()
    assert set(ours["paths"]) == set(theirs["paths"])
    for path in theirs["paths"]:
        assert _names(ours, path) == _names(theirs, path), path


def test_our_objects_have_what_the_official_schemas_need() -> None:
    theirs, ours = official()["components"]["schemas"], openapi()["components"]["schemas"]
    for name in ("service", "organization", "taxonomy", "taxonomy_term", "service_at_location"):
        assert set(theirs[name].get("required", [])) <= set(ours[name]["required"]), name
        assert set(theirs[name]["properties"]) - {"name"} <= set(ours[name]["properties"]), name


def test_the_overlay_gives_a_reason_for_everything() -> None:
    assert all(part["because"] for part in overlay().values())
