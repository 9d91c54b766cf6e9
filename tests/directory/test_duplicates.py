"""Copies of one service are found with the reason, and merged only by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from directory import Directory, Query
from directory import models as m
from directory.places import find_places
from directory.problems import NotThere
from directory.records.likeness import bare_name
from tests.directory.copies import FIRST, SECOND, THIRD, at, made
from tests.directory.hsds_files import write


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (made(SECOND, 2, "Footscray Soup Kitchen Inc.", "03 9000 0010"),
         {"the same name", "the same number 0390000010", "0 m apart"}),
        (made(SECOND, 2, "Soup Kitchen, Footscray", "03 9000 0099"), {"0 m apart"}),
        (made(SECOND, 2, "The Footscray Soup Kitchn", "03 9000 0010", places=[]),
         {"the same number 0390000010"}),
    ],
)  # fmt: skip
def test_copies_are_found_with_their_reasons(
    directory: Directory, tmp_path: Path, other: dict[str, Any], reasons: set[str]
) -> None:
    directory.load(write(tmp_path, made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"), other))
    pairs = directory.duplicates()
    if other["phones"][0]["number"].endswith("99"):
        # The name begins otherwise and the number differs: no block holds both.
        assert pairs == []
        return
    (pair,) = pairs
    assert {pair.one, pair.other} == {FIRST, SECOND}
    assert reasons <= set(pair.reasons)


@pytest.mark.parametrize(
    "other",
    [
        made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0011", places=at(2, -33.8)),
        made(SECOND, 2, "Dental Clinic", "03 9000 0010"),
    ],
)
def test_a_chain_and_a_shared_switchboard_are_no_copies(
    directory: Directory, tmp_path: Path, other: dict[str, Any]
) -> None:
    directory.load(write(tmp_path, made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"), other))
    assert directory.duplicates() == []


def test_a_direct_number_and_a_switchboard_at_one_door_are_a_likely_copy(
    directory: Directory, tmp_path: Path
) -> None:
    one = made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010")
    other = made(SECOND, 2, "Footscray Soup Kitchen", "1800 160 401")
    other["organization"] = one["organization"]
    directory.load(write(tmp_path, one, other))
    (pair,) = directory.duplicates()
    assert pair.reasons == ("the same name", "the same organisation", "0 m apart")


def two(directory: Directory, folder: Path) -> Path:
    file = write(
        folder,
        made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"),
        made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0010", alert="Use the side door"),
    )
    directory.load(file)
    return file


def test_a_merge_keeps_one_fills_its_gaps_and_leaves_a_record(
    directory: Directory, tmp_path: Path
) -> None:
    two(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim Lee", ["the same name"])
    card = directory.service(FIRST)
    assert card is not None
    assert directory.service(SECOND) is None
    assert directory.record(FIRST)["fields"]["alert"] == "Use the side door"
    with directory._engine.connect() as connection:
        (row,) = connection.execute(select(m.Merge.__table__)).mappings()
    assert (row["merged_by"], row["kept_id"], row["reasons"]) == (
        "Kim Lee", FIRST, ["the same name"],
    )  # fmt: skip
    assert row["gone"]["name"] == "Footscray Soup Kitchen"
    assert directory.duplicates() == []


def test_the_history_of_the_one_that_stays_says_what_was_merged_into_it(
    directory: Directory, tmp_path: Path
) -> None:
    file = two(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim Lee")
    (change,) = directory.record(FIRST)["changes"]
    assert (change["field"], change["by"]) == ("merged", "Kim Lee")
    assert change["after"]
    directory.load(file)
    assert directory.record(FIRST)["changes"] == [change]


def test_what_was_merged_does_not_come_back_with_its_file(
    directory: Directory, tmp_path: Path
) -> None:
    file = two(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim Lee")
    problems = directory.load(file)
    assert "merged_earlier" in {p.code for p in problems}
    assert directory.service(SECOND, Query(audience="staff")) is None
    assert directory.status()["services"] == 1


def test_nobody_is_asked_again_about_two_that_were_called_distinct(
    directory: Directory, tmp_path: Path
) -> None:
    two(directory, tmp_path)
    directory.keep_apart(SECOND, FIRST, "Kim Lee")
    assert directory.duplicates() == []


@pytest.mark.parametrize(
    ("kept", "gone", "author", "error"),
    [(FIRST, THIRD, "Kim", NotThere), (FIRST, FIRST, "Kim", ValueError),
     (FIRST, SECOND, " ", ValueError)],
)  # fmt: skip
def test_a_merge_that_makes_no_sense_changes_nothing(
    directory: Directory, tmp_path: Path, kept: str, gone: str, author: str, error: type[Exception]
) -> None:
    two(directory, tmp_path)
    with pytest.raises(error):
        directory.merge(kept, gone, author)
    assert directory.status()["services"] == 2


def test_names_are_compared_without_what_every_name_has() -> None:
    assert bare_name("The Soup Kitchen, Inc.") == bare_name("Soup Kitchen")
    assert bare_name("The Service") == "the service"


def test_one_web_address_brings_copies_together(directory: Directory, tmp_path: Path) -> None:
    directory.load(
        write(
            tmp_path,
            made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010", url="https://soup.example/"),
            made(
                SECOND, 2, "Soup Kitchen Footscray", "03 9000 0010", url="http://www.soup.example"
            ),
        )
    )
    (pair,) = directory.duplicates()
    assert "0 m apart" in pair.reasons


def test_a_chain_in_many_suburbs_does_not_hide_the_copies_in_one(
    directory: Directory, tmp_path: Path
) -> None:
    """Forty shops of one name are no block; two of them at one door are copies."""
    chain = [
        made(f"11111111-2222-4333-8444-6666666666{n:02}", 100 + n, "Helping Hands Pantry",
             f"03 9000 01{n:02}", places=at(100 + n, -37.8 + n / 5))
        for n in range(40)
    ]  # fmt: skip
    twin = made(SECOND, 2, "Helping Hands Pantry Inc", "03 9000 0100", places=at(2))
    directory.load(write(tmp_path, *chain, twin))
    (pair,) = directory.duplicates()
    assert {pair.one, pair.other} == {chain[0]["id"], SECOND}


def test_only_the_best_pairs_are_kept(directory: Directory, tmp_path: Path) -> None:
    many = [
        made(f"11111111-2222-4333-8444-77777777{n:04}", 200 + n, f"Kitchen {n // 2:03} of Town",
             f"03 9001 {n // 2:04}")
        for n in range(60)
    ]  # fmt: skip
    directory.load(write(tmp_path, *many))
    assert len(directory.duplicates(limit=1_000)) == 30
    assert directory.duplicates(limit=7) == directory.duplicates(limit=1_000)[:7]


# --- what a merge must not give away ---


SURE = {"assured_date": "2026-11-01", "description": "Soup."}


def texts(directory: Directory) -> str:
    """Everything that customers could read, and what others are given."""
    (footscray,) = find_places("Footscray VIC 3011")
    shown = directory.search(Query(text="soup kitchen", place=footscray, limit=50)).cards
    return "\n".join(map(str, shown))


@pytest.mark.parametrize("hidden_goes", [True, False], ids=["the hidden one goes", "it stays"])
def test_one_of_two_that_hides_its_address_hides_the_merged_one(
    directory: Directory, tmp_path: Path, hidden_goes: bool
) -> None:
    open_one = made(FIRST, 1, "Women's soup kitchen", "03 9000 0010", **SURE)
    hiding = made(SECOND, 2, "Womens Soup Kitchen", "03 9000 0010", confidential_address=True, **SURE,
                  places=at(2, street="7 Secret Rd"))  # fmt: skip
    directory.load(write(tmp_path, open_one, hiding))

    kept, gone = (FIRST, SECOND) if hidden_goes else (SECOND, FIRST)
    directory.merge(kept, gone, "Kim Lee")

    assert directory.record(kept)["confidential"]
    assert "soup kitchen" in texts(directory).lower()
    assert "1 Test St" not in texts(directory)
    directory.export(tmp_path / "others.json")
    assert "1 Test St" not in (tmp_path / "others.json").read_text("utf-8")


def test_numbers_for_staff_alone_do_not_reach_customers_by_a_merge(
    directory: Directory, tmp_path: Path
) -> None:
    for_all = made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010", **SURE)
    for_staff = made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0077", audience="staff", **SURE)
    directory.load(write(tmp_path, for_all, for_staff))

    directory.merge(FIRST, SECOND, "Kim Lee")

    assert "(03) 9000 0010" in texts(directory)
    assert "(03) 9000 0077" not in texts(directory)
    with directory._engine.connect() as connection:
        assert "9000 0077" in str(connection.scalar(select(m.Merge.gone)))


def test_the_line_for_staff_does_not_reach_customers_by_a_merge(
    directory: Directory, tmp_path: Path
) -> None:
    for_all = made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010", **SURE)
    naming = made(
        SECOND, 2, "Footscray Soup Kitchen", "03 9000 0010", alert="Interpreter Connect", **SURE
    )
    directory.load(write(tmp_path, for_all, naming))

    directory.merge(FIRST, SECOND, "Kim Lee")

    assert "Footscray Soup Kitchen" in texts(directory)
    assert "Interpreter Connect" not in texts(directory)
