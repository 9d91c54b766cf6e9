"""HSDS of every version comes in whole, once, and says what is wrong with it."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from directory import BadRecords, Directory, LoadOptions, Query
from directory import models as m
from tests.directory.hsds_files import FILES, codes, examples, hidden, service, write

#: The service of the older packages.
OLDER = "c89eb05c-62dd-4b64-b494-0cc347b6ea7f"


def count(directory: Directory, model: type[m.Base]) -> int:
    with directory._engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    "name",
    [
        "service_full.json", "service_list.json", "organization_full.json",
        "organization_list.json", "location.json", "service_at_location_full.json",
        "service_at_location_list.json", "taxonomy.json", "taxonomy_list.json",
        "taxonomy_term.json", "taxonomy_term_list.json", "tabular.json", "base.json", "csv",
    ],
)  # fmt: skip
def test_every_official_example_loads_and_loads_again(empty: Directory, name: str) -> None:
    for _ in range(2):
        empty.load(examples() / name)
    counts = {model.__name__: count(empty, model) for model in (m.Service, m.Location, m.Phone)}
    assert all(number <= 2 for number in counts.values()), counts


def test_the_official_tables_come_in_whole(empty: Directory) -> None:
    empty.load(examples() / "csv")
    for model in (
        m.Organization, m.Program, m.Service, m.Location, m.ServiceAtLocation, m.Address, m.Phone,
        m.Contact, m.Schedule, m.Funding, m.ServiceArea, m.RequiredDocument, m.Language,
        m.Accessibility, m.CostOption, m.OrganizationIdentifier, m.TableDescription, m.Change,
        m.Taxonomy, m.TaxonomyTerm,
    ):  # fmt: skip
        assert count(empty, model) >= 1, model.__tablename__
    card = empty.service("ac148810-d857-441c-9679-408f346de14b", Query(audience="staff"))
    assert card is not None
    assert card.phones[0].number.startswith("+44")


def test_all_official_files_together_are_one_set_of_records(empty: Directory) -> None:
    empty.load(examples())
    assert empty.status()["services"] == 1


# --- 1.1 and 2.0 ---


@pytest.mark.parametrize("version", ["hsds-1.1", "hsds-2.0"])
def test_older_packages_are_turned_into_the_newest(empty: Directory, version: str) -> None:
    empty.load(FILES / version, LoadOptions(area_code="03"))
    card = empty.service("c89eb05c-62dd-4b64-b494-0cc347b6ea7f", Query(audience="staff"))
    assert card is not None
    assert card.address == "12 Barkly Street, Footscray VIC 3011"
    assert card.hours == "Mon–Tue 9 am–5 pm"
    assert "vi" in card.languages
    assert card.eligibility == "Adults; People without a home"
    with empty._engine.connect() as connection:
        kinds = set(connection.scalars(select(m.Address.address_type)))
        terms = set(connection.scalars(select(m.TaxonomyTerm.name)))
    assert kinds == {"physical", "postal"}
    assert "Emergency shelter" in terms


def test_closures_on_holidays_of_an_older_package_close_the_door(
    empty: Directory, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(FILES / "hsds-1.1", tmp_path / "package"))
    monday = date.today() + timedelta(days=7 - date.today().weekday())
    tuesday = monday + timedelta(days=1)
    (folder / "holiday_schedules.csv").write_text(
        "id,service_id,location_id,service_at_location_id,closed,opens_at,closes_at,start_date,end_date\n"
        f"h1,{OLDER},,,TRUE,,,{monday},{monday}\n"
        f"h2,{OLDER},,,FALSE,12:00,13:00,{tuesday},{tuesday}\n"
        f"h3,{OLDER},,,TRUE,,,2020-12-25,2020-12-26\n"
    )
    empty.load(folder, LoadOptions(area_code="03"))

    def card(day: date, hour: int) -> Any:
        zone = ZoneInfo("Australia/Melbourne")
        at = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        return empty.service(OLDER, Query(audience="staff", at=at))

    assert card(monday, 10).open_now is False
    assert card(tuesday, 10).open_now is False
    assert card(tuesday, 12).open_now is True
    assert card(monday + timedelta(days=7), 10).open_now is True
    assert "2020" not in card(monday, 10).hours


def test_a_week_in_the_words_of_a_schedule_is_read_where_it_is_certain(
    empty: Directory, tmp_path: Path
) -> None:
    said = [{"id": "one", "description": "Mon-Fri 9am-5pm, Sat 9-12"}]
    problems = empty.load(write(tmp_path, service(schedules=said)))
    card = empty.service("11111111-2222-4333-8444-555555555555", Query())
    assert card is not None
    assert card.hours == "Mon–Fri 9 am–5 pm; Sat 9 am–noon"
    assert "hours_read" in codes(problems)
    for words in ("Mon-Fri 9am till late", "Closed in January"):
        empty.load(write(tmp_path, service(schedules=[{"id": "one", "description": words}])))
        card = empty.service("11111111-2222-4333-8444-555555555555", Query())
        assert card is not None
        assert (card.hours, card.open_now) == (words, None)


def test_ids_that_are_no_uuid_stay_the_same_from_load_to_load(empty: Directory) -> None:
    for _ in range(2):
        empty.load(FILES / "numbered", LoadOptions(collection="numbered"))
    assert empty.status()["services"] == 2
    assert empty.service("numbered:1", Query(audience="staff")) is not None


# --- loading again ---


def test_what_is_no_longer_in_the_file_goes_with_its_service(
    empty: Directory, tmp_path: Path
) -> None:
    empty.load(write(tmp_path, service()))
    assert count(empty, m.Phone) == 2
    changed = service(name="Warm Meals", phones=service()["phones"][:1])
    empty.load(write(tmp_path, changed))
    assert count(empty, m.Phone) == 1
    card = empty.service(str(changed["id"]))
    assert card is not None
    assert card.name == "Warm Meals"


def test_one_error_in_a_package_writes_nothing(empty: Directory, tmp_path: Path) -> None:
    other = "11111111-2222-4333-8444-666666666666"
    good, bad = service(), service(id=other, status="open", phones=[], attributes=[])
    with pytest.raises(BadRecords) as refused:
        empty.load(write(tmp_path, good, bad))
    assert codes(refused.value.problems, "error") == {"status_unknown"}
    assert empty.status()["services"] == 0
    assert count(empty, m.Organization) == 0


def test_a_crash_in_the_second_pass_leaves_nothing_behind(
    empty: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.hsds import importing

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(importing, "settle", crash)
    with pytest.raises(RuntimeError):
        empty.load(write(tmp_path, service()))
    assert count(empty, m.Service) == 0


def test_progress_is_told(
    empty: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.hsds import importing

    monkeypatch.setattr(importing, "STEP", 2)
    said: list[str] = []
    empty.load(
        write(tmp_path, service()),
        LoadOptions(progress=lambda what, number: said.append(f"{what} {number}")),
    )
    assert any(s.startswith("Checking services.json") for s in said)
    assert any(s.startswith("Loading services.json") for s in said)
    assert said[-1] == "Listing services 1"


def test_a_flood_of_one_kind_of_problem_is_counted(empty: Directory, tmp_path: Path) -> None:
    many = [service(id=f"11111111-2222-4333-8444-{n:012}", assured_date=None) for n in range(500)]
    load = empty.check(write(tmp_path, *many))
    listed = [p for p in load.problems if p.code == "not_assured"]
    assert len(listed) == 201
    assert listed[-1].mend == "and 300 more of these"


# --- hidden places ---


def test_a_hidden_address_is_nowhere_in_the_database(tmp_path: Path) -> None:
    directory = Directory.open(f"sqlite:///{tmp_path}/hidden.db")
    directory.load(write(tmp_path, hidden()))
    card = directory.service("11111111-2222-4333-8444-555555555555")
    assert card is not None
    assert (card.address, card.region) == (None, "VIC")
    with directory._engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        spots = connection.execute(
            select(m.Location.latitude, m.Location.grid_latitude, m.Location.state)
        ).all()
    assert spots == [(None, -37.8, "VIC")]
    directory.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("hidden.db*"))
    for secret in (b"Hidden Lane", b"Blue house", b"Behind the school", b"37.8001"):
        assert secret not in kept


def test_a_hidden_address_stays_hidden_when_loaded_again(empty: Directory, tmp_path: Path) -> None:
    for _ in range(2):
        empty.load(write(tmp_path, hidden()))
    assert count(empty, m.Address) == 0
    assert count(empty, m.Location) == 1


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"phones": [{"id": "1", "number": "tel: 0390000002"}]}, "(03) 9000 0002"),
        ({"phones": [{"id": "1", "number": 390000002.0}]}, "(03) 9000 0002"),
        ({"phones": [{"id": "1", "number": "٠٣ ٩٠٠٠ ٠٠٠٢"}]}, "(03) 9000 0002"),
        ({"phones": [{"id": "1", "number": "０３ ９０００ ０００２"}]}, "(03) 9000 0002"),
        ({"phones": [{"id": "1", "number": "Ph 03 9000‑0002"}]}, "(03) 9000 0002"),
        ({"languages": [{"id": "1", "name": "Arabic, Vietnamese and Dari"}]}, "ar prs vi"),
        ({"languages": [{"id": "1", "code": "vie"}]}, "vi"),
        ({"languages": [{"id": "1", "name": "Arabic and others"}]}, ""),
        ({"schedules": [{"id": "1", "freq": "WEEKLY", "byday": ["MO", "TU"],
                         "opens_at": "0900", "closes_at": "noon"}]}, "Mon–Tue 9 am–noon"),
        ({"schedules": [{"id": "1", "freq": "WEEKLY", "byday": "Mon to Wed & Sat",
                         "opens_at": "9am", "closes_at": "5pm"}]}, "Mon–Wed, Sat 9 am–5 pm"),
        ({"schedules": [{"id": "1", "freq": "WEEKLY", "byday": "FR-MO",
                         "opens_at": "09:00", "closes_at": "17:00"}]}, "Mon, Fri–Sun 9 am–5 pm"),
        ({"name": "Soup\u200b van\u202e"}, "Soup van"),
        ({"name": "سوپ\u200cخانه"}, "سوپ\u200cخانه"),
        ({"url": "https://user:secret@example.org/a"}, "https://example.org/a"),
    ],
)  # fmt: skip
def test_what_is_written_in_another_way_is_read_as_it_is_meant(
    empty: Directory, tmp_path: Path, change: dict[str, Any], shown: str
) -> None:
    empty.load(write(tmp_path, service(**change)))
    card = empty.service(service()["id"])
    assert card is not None
    found = {
        "phones": card.phones[0].number, "languages": " ".join(sorted(card.languages)),
        "schedules": card.hours, "name": card.name, "url": card.url,
    }  # fmt: skip
    assert found[next(iter(change))] == shown


def test_an_id_of_two_records_below_is_no_matter_where_both_mean_the_same_row(
    empty: Directory, tmp_path: Path
) -> None:
    place = hidden()["service_at_locations"][0]["location"] | {
        "phones": [{"id": "11111111-2222-4333-8444-0000000000f1", "number": "03 9000 0007"}]
    }
    at = [{"id": f"11111111-2222-4333-8444-0000000000a{n}", "location": place} for n in (1, 2)]
    both = [
        service(service_at_locations=at[:1]),
        {"id": "11111111-2222-4333-8444-666666666666", "name": "Showers", "status": "active",
         "assured_date": "2026-10-01", "organization": service()["organization"],
         "service_at_locations": at[1:]},
    ]  # fmt: skip
    empty.load(write(tmp_path, *both))
    for one in both:
        card = empty.service(str(one["id"]))
        assert card is not None
        assert "(03) 9000 0007" in [phone.number for phone in card.phones]
