"""The search over HTTP: the same list as every other door, and a question where one is due."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.web import directory_search
from bot.web.limits import Buckets
from directory import Directory, Query
from directory.__main__ import main
from directory.needs import resolve
from directory.places import find_places
from tests.web.conftest import House


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("d") / "d.db"
    directory = Directory.open(f"sqlite:///{file}")
    directory.load_shipped()
    directory.close()
    return file


@pytest.fixture
async def ask(house: House, shipped: Path, tmp_path: Path) -> Any:
    shutil.copy(shipped, tmp_path / "directory.db")

    async def get(**query: str) -> tuple[int, Any]:
        answer = await house.main.get("/api/directory/search", params=query)
        return answer.status, await answer.json()

    return get


def _ids(found: dict[str, Any]) -> list[str]:
    return [card["id"] for card in found["cards"]]


@pytest.mark.parametrize(
    ("need", "near", "language"),
    [
        ("feed", "Footscray", "vi"),
        ("lekkie bill", "Cabramatta", "ar"),
        ("bond", "Broken Hill", "en"),
    ],
)
async def test_s3_10_every_door_gives_the_same_list(
    ask: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    need: str,
    near: str,
    language: str,
) -> None:
    """The interface, the shell, and the library that the widget, the phone and the counter use."""
    _, over_http = await ask(need=need, near=near, language=language, limit="10")
    url = f"sqlite:///{tmp_path / 'directory.db'}"
    assert (
        main(["search", "--need", need, "--near", near, "--language", language, "--limit", "10",
              "--json", "--url", url])
        == 0
    )  # fmt: skip
    in_shell = json.loads(capsys.readouterr().out)
    directory = Directory.open(url)
    meant = resolve(need)
    assert meant
    query = Query(need=meant[0], sub_need=meant[1], place=find_places(near)[0],
                  language=language, limit=10)  # fmt: skip
    in_code = [card.id for card in directory.search(query).cards]
    directory.close()
    assert _ids(over_http) == _ids(in_shell) == in_code
    assert in_code


async def test_every_door_puts_first_what_is_open_at_the_time_asked_about(
    ask: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, over_http = await ask(need="food", near="Footscray", when="sunday", limit="10")
    url = f"sqlite:///{tmp_path / 'directory.db'}"
    main(["search", "--need", "food", "--near", "Footscray", "--when", "Sunday", "--limit", "10",
          "--json", "--url", url])  # fmt: skip
    in_shell = json.loads(capsys.readouterr().out)
    said = [card["open_then"] for card in over_http["cards"]]
    assert _ids(over_http) == _ids(in_shell)
    assert set(said) <= {"open", "closed", "unknown"}
    _, plain = await ask(need="food", near="Footscray", limit="10")
    assert all("open_then" not in card for card in plain["cards"])


async def test_a_name_that_towns_share_comes_back_as_a_question(ask: Any) -> None:
    status, found = await ask(need="food", near="Richmond")
    assert status == 409
    assert found["error"]["code"] == "which_place"
    assert len(found["places"]) == 6
    assert "Richmond VIC 3121" in found["places"]
    assert (await ask(need="food", near="Richmond VIC"))[0] == 200


async def test_a_position_is_as_good_as_a_place(ask: Any) -> None:
    status, found = await ask(need="food", position="-37.7996,144.8999")
    assert status == 200
    assert found["cards"][0]["distance_km"] < 5
    assert "km from you" in found["cards"][0]["why"]


async def test_free_and_by_phone_are_heeded(ask: Any) -> None:
    _, found = await ask(need="debt", near="Footscray", delivery="phone", cost="free", limit="30")
    assert found["cards"]
    for card in found["cards"]:
        assert card["phones"]


async def test_customers_never_see_uncertain_records_or_staff_fields(ask: Any) -> None:
    for need in ("violence", "food", "tonight"):
        _, found = await ask(need=need, near="Footscray", limit="50")
        for card in found["cards"]:
            assert card["certainty"] in {"V", "S"}
            assert "warm_transfer" not in card


@pytest.mark.parametrize(
    ("name", "value"),
    [("need", "qqqqqq"), ("near", "Qqqqqville"), ("limit", "0"), ("limit", "51"),
     ("open_now", "maybe"), ("gender", "x"), ("position", "0,0"), ("radius_km", "-1"),
     ("people", "a b"), ("ages", "old"), ("text", "x" * 301), ("audience", "staff"),
     ("cost", "cheap"), ("when", "soon"), ("when", "24/12/2026")],
)  # fmt: skip
async def test_a_bad_parameter_is_named(ask: Any, name: str, value: str) -> None:
    status, found = await ask(**{name: value})
    assert status == 400
    assert found["error"]["field"] == name


async def test_requests_are_limited(house: House, ask: Any) -> None:
    house.main.app[directory_search.LIMIT] = Buckets(burst=1, per_second=0.01)
    assert [(await ask(need="food"))[0] for _ in range(2)] == [200, 429]
