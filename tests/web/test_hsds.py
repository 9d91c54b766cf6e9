"""The HSDS interface: official shapes, every page, and a bad request that names its parameter."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.web import hsds
from bot.web.hsds_openapi import PARAMETERS, SCHEMAS, openapi
from bot.web.limits import Buckets
from directory import Directory
from tests.directory.hsds_schema import faults
from tests.web.conftest import House
from tests.web.services import REFUGE

KINDS = {
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hsds")
    (folder / "more.yml").write_text(REFUGE, "utf-8")
    directory = Directory.open(f"sqlite:///{folder / 'd.db'}")
    directory.load_shipped()
    directory.load(folder / "more.yml")
    directory.close()
    return folder / "d.db"


@pytest.fixture
async def api(house: House, filled: Path, tmp_path: Path) -> Any:
    """GET below /api/hsds: (status, body)."""
    shutil.copy(filled, tmp_path / "directory.db")
    house.main.app[hsds.LIMIT] = Buckets(burst=100_000, per_second=1)

    async def get(path: str, **query: str) -> tuple[int, Any]:
        answer = await house.main.get(f"/api/hsds{path}", params=query)
        kind = "application/problem+json" if answer.status >= 400 else answer.content_type
        assert answer.content_type == kind
        return answer.status, (
            await answer.text() if "ndjson" in kind else await answer.json(content_type=None)
        )

    return get


async def test_it_says_what_it_is(api: Any) -> None:
    status, about = await api("/")
    assert status == 200
    assert about["version"] == "3.0"
    assert (await api("/openapi.json"))[1] == openapi()


@pytest.mark.parametrize("kind", KINDS)
async def test_every_page_together_is_the_whole_list_once(api: Any, kind: str) -> None:
    seen: list[str] = []
    number, last = 1, False
    while not last:
        _, page = await api(f"/{kind}", page=str(number), per_page="7")
        assert page["size"] == len(page["contents"]) <= 7
        assert page["first_page"] == (number == 1)
        seen += [item["id"] for item in page["contents"]]
        last, number = page["last_page"], number + 1
    assert len(seen) == len(set(seen)) == page["total_items"]
    _, beyond = await api(f"/{kind}", page=str(number + 5), per_page="7")
    assert beyond["empty"]


@pytest.mark.parametrize("kind", KINDS)
async def test_each_thing_is_as_the_official_schema_says(api: Any, kind: str) -> None:
    _, page = await api(f"/{kind}", per_page="100")
    assert page["contents"]
    for item in page["contents"][:25]:
        status, whole = await api(f"/{kind}/{item['id']}")
        assert status == 200
        for shape in (item, whole):
            shape = {k: v for k, v in shape.items() if k not in {"service", "services"}}
            assert faults(KINDS[kind], shape) == []


async def test_full_and_minimal_services(api: Any) -> None:
    _, full = await api("/services", full="true", search="pantry")
    assert any(item.get("phones") for item in full["contents"])
    for item in full["contents"]:
        assert faults("service", item) == []
    _, minimal = await api("/services", minimal="true")
    assert set(minimal["contents"][0]) <= {"id", "name", "status", "last_modified"}


async def test_filters_narrow(api: Any) -> None:
    _, everything = await api("/services", per_page="100")
    _, term = await api("/taxonomy_terms", search="Food parcels")
    _, found = await api("/services", taxonomy_term_id=term["contents"][0]["id"], per_page="100")
    assert 0 < found["total_items"] < everything["total_items"]
    assert "Open House Pantry" in [item["name"] for item in found["contents"]]
    owner = found["contents"][0]["organization"]["id"]
    _, owned = await api("/services", organization_id=owner)
    assert {item["organization"]["id"] for item in owned["contents"]} == {owner}
    assert (await api("/services", modified_after="2099-01-01T00:00:00Z"))[1]["empty"]
    assert not (await api("/services", modified_after="2020-01-01"))[1]["empty"]
    _, top = await api("/taxonomy_terms", top_only="true")
    assert all("parent_id" not in item for item in top["contents"])
    _, near = await api("/service_at_locations", postcode="3056", proximity="5000")
    assert [item["service"]["name"] for item in near["contents"]] == ["Open House Pantry"]
    assert (await api("/service_at_locations", postcode="3056"))[1]["empty"]


async def test_lines_of_json_are_given_where_they_are_asked_for(api: Any) -> None:
    _, text = await api("/services", format="ndjson", per_page="5")
    assert len(text.splitlines()) == 5


async def test_a_refuge_shows_a_phone_and_a_region_and_nothing_of_its_place(api: Any) -> None:
    _, found = await api("/services", search="Hidden House")
    key = next(item["id"] for item in found["contents"] if item["name"] == "Hidden House")
    _, whole = await api(f"/services/{key}")
    assert "Coburg" not in str(whole)
    assert "latitude" not in str(whole)
    assert whole["phones"]
    _, places = await api("/service_at_locations", per_page="100")
    assert "Hidden House" not in str(places)


async def test_staff_records_and_made_up_ones_are_not_given_to_others(api: Any) -> None:
    _, found = await api("/services", per_page="100")
    assert "Staff Line" not in str(found)
    for number in range(1, found["total_pages"] + 1):
        _, page = await api("/services", per_page="100", page=str(number))
        assert not any(item["name"].startswith("Example: ") for item in page["contents"])
    _, asked = await api("/services", search="Example Footscray Food Pantry", per_page="100")
    assert "Example:" not in str(asked)


async def test_s3_02_what_is_uncertain_or_past_review_says_so(api: Any) -> None:
    _, found = await api("/services", search="Hidden House")
    item = next(item for item in found["contents"] if item["name"] == "Hidden House")
    assert "Not confirmed" in item["alert"]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("services", "page", "0"), ("services", "page", "-1"), ("services", "page", "٣"),
        ("services", "per_page", "101"), ("services", "per_page", "many"),
        ("services", "full", "yes"), ("services", "minimal", ""), ("services", "format", "xml"),
        ("services", "modified_after", "yesterday"), ("services", "taxonomy_id", "a b"),
        ("services", "search", "x" * 201), ("services", "colour", "red"),
        ("services", "postcode", "3000"), ("taxonomies", "full", "true"),
        ("service_at_locations", "postcode", "30"), ("service_at_locations", "proximity", "0"),
        ("services", "modified_after", "2026-13-01"), ("services", "modified_after", "2026-01-01T25:00Z"),
        ("organizations", "full_service", "1"), ("taxonomy_terms", "parent_id", "../x"),
    ],
)  # fmt: skip
async def test_a_bad_parameter_is_named(api: Any, kind: str, name: str, value: str) -> None:
    status, problem = await api(f"/{kind}", **{name: value})
    assert status == 400
    assert problem["parameter"] == name
    assert problem["detail"]


async def test_a_distance_without_a_postcode_to_measure_from_is_named(api: Any) -> None:
    status, problem = await api("/service_at_locations", proximity="100")
    assert (status, problem["parameter"]) == (409, "proximity")


@pytest.mark.parametrize(
    "said",
    ["2020-01-01", "2020-01-01 09:00", "2020-01-01t09:00:00.123456789z", "2020-01-01T09:00:60Z",
     "2020-01-01T09:00:00 10:00", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
async def test_a_moment_is_taken_as_people_and_programs_write_it(api: Any, said: str) -> None:
    status, page = await api("/services", modified_after=said)
    assert (status, page["empty"]) == (200, False)


async def test_nothing_changed_after_the_last_moment_there_is(api: Any) -> None:
    status, page = await api("/services", modified_after="9999-12-31T23:59:59-10:00")
    assert (status, page["empty"]) == (200, True)


async def test_options_says_what_may_be_done(house: House) -> None:
    answer = await house.main.options("/api/hsds/services")
    assert (answer.status, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_not_there_is_said_to_be_missing(api: Any, kind: str) -> None:
    status, problem = await api(f"/{kind}/nobody")
    assert (status, problem["status"]) == (404, 404)
    assert (await api("/elsewhere"))[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_it_is_for_reading_only(house: House, method: str) -> None:
    for path in ("/services", "/services/x", "/"):
        answer = await house.main.request(method, f"/api/hsds{path}", json={})
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


async def test_too_many_requests_are_told_when_to_come_back(house: House) -> None:
    house.main.app[hsds.LIMIT] = Buckets(burst=2, per_second=0.1)
    for _ in range(2):
        await house.main.get("/api/hsds/")
    answer = await house.main.get("/api/hsds/")
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1


def _value(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Values that a parameter's schema allows, and ones that it does not."""
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "other"])
    kinds = {"boolean": st.sampled_from(["true", "false", "1"]),
             "integer": st.integers(-5, 200_000).map(str)}  # fmt: skip
    return kinds.get(schema["type"], st.text(max_size=30) | st.sampled_from(["food", "3000"]))


requests = st.sampled_from(sorted(PARAMETERS)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.fixed_dictionaries(
            {}, optional={name: _value(SCHEMAS[name]) for name in PARAMETERS[kind]}
        ),
    )
)


async def test_every_request_is_answered_as_the_interface_describes_itself(api: Any) -> None:
    """A few hundred requests drawn from the description; each answer is held to it."""
    described = openapi()
    drawn: list[tuple[str, dict[str, str]]] = []

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests)
    def draw(request: tuple[str, dict[str, str]]) -> None:
        drawn.append(request)

    draw()
    for kind, query in drawn:
        status, body = await api(f"/{kind}", **query)
        answers = described["paths"][f"/{kind}"]["get"]["responses"]
        assert str(status) in answers, (kind, query)
        if query.get("format") == "ndjson" and status == 200:
            continue
        content = answers[str(status)]["content"]
        schema = content["application/json" if status == 200 else "application/problem+json"]
        whole = {**schema["schema"], "components": described["components"]}
        assert list(Draft202012Validator(whole).iter_errors(body)) == []
        if status == 400:
            assert body["parameter"] in query
