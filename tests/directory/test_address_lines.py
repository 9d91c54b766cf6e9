"""What the words of an address say besides the street is heeded, and its parts go together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from directory import Card, Directory, Query
from directory.hsds.address_lines import is_box, is_hidden, without_suburb
from directory.places import find_places
from tests.directory.hsds_files import hidden, service, write

FOOTSCRAY = find_places("Footscray VIC 3011")[0]


def at(address: dict[str, Any], **place: Any) -> dict[str, Any]:
    """A service at one place with this address, in Footscray where nothing else is said."""
    where = {**hidden()["service_at_locations"][0]}
    found = {k: v for k, v in where["location"].items() if k not in ("name", "description")}
    found |= place
    found["addresses"] = [{**found["addresses"][0], "address_1": "1 Some St", **address}]
    return service(service_at_locations=[{**where, "location": found}])


def card(directory: Directory) -> Card:
    query = Query(text="hot meals", place=FOOTSCRAY, audience="staff")
    (found,) = directory.search(query).cards
    return found


@pytest.mark.parametrize(
    "said",
    ["Address confidential", "CONFIDENTIAL", "address withheld for safety", "Undisclosed location",
     "12 High St (address not to be published: confidential)", "Silent address", "Private",
     "Location not disclosed", "Given on referral", "Not listed", "secret location"],
)  # fmt: skip
def test_an_address_that_says_so_is_hidden(said: str) -> None:
    assert is_hidden(said)


@pytest.mark.parametrize(
    "said",
    ["1 Some St", "Private Hospital, 3 High St", "Secret Garden Cafe, 3 Hope St", "Private Road",
     "Behind the Public Library", "Providence House", "Level 2, Given Terrace", ""],
)  # fmt: skip
def test_a_street_is_not_hidden_for_its_name(said: str) -> None:
    assert not is_hidden(said)


@pytest.mark.parametrize(
    "address",
    [
        {"address_1": "Address confidential"},
        {"address_2": "(address is confidential)"},
        {"address_1": "Women's house", "city": "Location withheld"},
    ],
    ids=str,
)
def test_a_file_that_calls_an_address_confidential_has_it_kept(
    directory: Directory, tmp_path: Path, address: dict[str, Any]
) -> None:
    directory.load(write(tmp_path, at(address)))
    found = card(directory)
    assert found.address is None
    assert found.region
    out = tmp_path / "out.json"
    directory.export(out, "ourselves")
    said = out.read_text("utf-8")
    assert "Some St" not in said
    assert "-37.8001" not in said


def test_a_table_that_calls_an_address_confidential_has_it_kept(
    directory: Directory, tmp_path: Path
) -> None:
    tables = {
        "organizations": "id,name,description\no,Org,An org",
        "services": "id,organization_id,name,status,assured_date\ns,o,Hot meals,active,2026-10-01",
        "locations": "id,name,latitude,longitude\nl,,-37.8001,144.9002",
        "service_at_locations": "id,service_id,location_id\na,s,l",
        "physical_addresses": "id,location_id,address_1,city,state_province,postal_code,country\n"
        "p,l,Confidential,Footscray,VIC,3011,AU",
        "phones": "id,service_id,number\nf,s,03 9000 0002",
    }
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    directory.load(folder)
    assert card(directory).address is None


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("1 Some St, Footscray VIC 3011", "1 Some St"),
        ("1 Some St Footscray, Victoria, 3011", "1 Some St"),
        ("1 Some St, Footscray", "1 Some St"),
        ("5 Footscray Road", "5 Footscray Road"),
        ("20 Footscray", "20 Footscray"),
        ("Footscray VIC 3011", "Footscray VIC 3011"),
    ],
)
def test_a_suburb_at_the_end_of_the_street_is_said_once(line: str, alone: str) -> None:
    assert without_suburb(line, "Footscray", "VIC", "3011") == alone


def test_nobody_is_sent_to_a_post_box(directory: Directory, tmp_path: Path) -> None:
    directory.load(write(tmp_path, at({"address_1": "PO Box 12"})))
    assert card(directory).address == "Footscray VIC 3011"
    assert [is_box(said) for said in ("G.P.O. Box 3", "Locked Bag 9", "Boxhill Plaza")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_point_in_another_city_gives_way_to_the_suburb(
    directory: Directory, tmp_path: Path
) -> None:
    directory.load(write(tmp_path, at({}, latitude=-33.87, longitude=151.2)))
    assert (card(directory).distance_km or 0) < 5
    file = tmp_path / "services.json"
    said = {problem.code: problem.mend for problem in directory.check(file).problems}
    assert "from Footscray VIC 3011" in said["coordinates_elsewhere"]
