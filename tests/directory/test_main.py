"""The shell commands do what a newcomer expects and say what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from directory.__main__ import default_url, main
from directory.commands import commands

#: No holiday, everything with office hours is open.
MONDAY_NOON = "2026-11-23T12:00"

BAD = """
services:
  - code: bad
    name: Bad
    organization: O
    description: D
    needs: [meal]
    phones: [{number: "1800 732 732"}]
    source: s
    read_on: 2026-11-21
    review_by: 2027-02-21
    certainty: V
"""


@pytest.fixture
def url(shipped_file: Path) -> str:
    return f"sqlite:///{shipped_file}"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    code, out, err = run(capsys, "search", "--json", "--at", MONDAY_NOON, *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    "need",
    ["emergency_relief", "Food and emergency relief", "food_parcel", "feed", "nothing to eat"],
)
def test_a_need_may_be_a_code_a_label_or_everyday_words(
    capsys: pytest.CaptureFixture[str], url: str, need: str
) -> None:
    answer = found(capsys, "--need", need, "--near", "Footscray", "--url", url)
    assert set(answer) >= {"widened", "total", "cards"}
    assert answer["cards"][0]["example"]
    assert answer["cards"][0]["distance_km"] < 12
    assert answer["total"] >= len(answer["cards"])


def test_cards_in_json_have_every_field(capsys: pytest.CaptureFixture[str], url: str) -> None:
    (card, *_) = found(capsys, "--need", "food", "--near", "3011", "--url", url)["cards"]
    assert set(card) == {
        "id", "name", "organization", "description", "phones", "hours", "open_now", "open_text",
        "distance_km", "address", "region", "url", "languages", "interpreter", "cost",
        "eligibility", "why", "source", "last_check", "certainty", "check_first", "example",
        "alert", "national", "read_on", "dated", "web_only",
    }  # fmt: skip


def test_staff_see_whether_a_call_may_be_transferred(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    answer = found(
        capsys, "--need", "suicide", "--near", "Footscray", "--audience", "staff", "--limit", "50",
        "--url", url,
    )  # fmt: skip
    transfer = {card["name"]: card["warm_transfer"] for card in answer["cards"]}
    assert transfer["Lifeline"] == "no"


def test_language_and_open_now_narrow_and_order(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    for language in ("vi", "Vietnamese"):
        answer = found(
            capsys, "--need", "meal", "--near", "Footscray", "--language", language, "--url", url
        )
        assert "vi" in answer["cards"][0]["languages"]
    answer = found(capsys, "--need", "gambling", "--near", "Footscray", "--open-now", "--url", url)
    if "none_open_now" not in answer["reasons"]:
        assert all(card["open_now"] for card in answer["cards"])


def test_made_up_services_can_be_left_out(capsys: pytest.CaptureFixture[str], url: str) -> None:
    answer = found(capsys, "--need", "food", "--near", "Footscray", "--no-sample", "--url", url)
    assert answer["cards"]
    assert not any(card["example"] for card in answer["cards"])


def test_people_can_read_the_answer(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, out, _ = run(
        capsys, "search", "--at", MONDAY_NOON, "--need", "food", "--near", "Footscray", "--url", url
    )
    assert code == 0
    assert "Example: Footscray Food Pantry  [EXAMPLE: not real]" in out
    assert "(03) 5550 0100" in out
    code, out, _ = run(capsys, "search", "--need", "bed", "--near", "Eucla", "--url", url)
    assert "Few or none near by" in out


def test_a_question_in_own_words_names_need_and_place(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    answer = found(capsys, "food parcels near Footscray VIC", "--url", url)
    assert (answer["sub_need"], answer["place"]) == ("food_parcel", "Footscray VIC 3011")
    asked = found(
        capsys,
        "--need",
        "food parcels",
        "--near",
        "Footscray VIC",
        "--at",
        MONDAY_NOON,
        "--url",
        url,
    )
    names = {card["name"] for card in asked["cards"]}
    assert names & {card["name"] for card in answer["cards"]}
    _, out, _ = run(capsys, "search", "food parcels near Footscray", "--url", url)
    assert out.startswith("Looking for: Food parcels and groceries, near Footscray VIC 3011")


def test_words_that_name_no_need_are_looked_for_as_words(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    code, out, _ = run(capsys, "search", "--need", "xyzzy", "--near", "Footscray", "--url", url)
    assert code == 0
    assert "'xyzzy'" in out
    assert "Lists more services near you" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--need", "food", "--people", "everyone"], "temporary_visa"),
        (["--need", "food", "--situation", "fire"], "family_violence"),
        (["food", "in", "Richmond"], "Richmond VIC 3121"),
        (["--need", "food", "--near", "zzzzz"], "write a suburb or a postcode"),
        (["--need", "food", "--near", ""], "write a suburb or a postcode"),
        (["--need", "food", "--near", "Richmond"], "Richmond VIC 3121"),
        (["--near", "Footscray"], 'search "food near Footscray"'),
        (["--need", "food", "--near", "Footscray", "--language", "??"], "write a code such as vi"),
        (["--need", "food", "--limit", "0"], "--limit"),
        (["--need", "food", "--at", "noon"], "--at"),
        (["--need", "food", "--radius", "-1"], "--radius"),
    ],
)
def test_what_cannot_be_used_is_said_on_stderr_with_exit_2(
    capsys: pytest.CaptureFixture[str], url: str, arguments: list[str], says: str
) -> None:
    code, out, err = run(capsys, "search", "--url", url, *arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_an_empty_database_is_filled_before_the_first_search(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIRECTORY_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert default_url() == f"sqlite:///{tmp_path}/data/directory.db"
    assert found(capsys, "--need", "food", "--near", "Footscray")["cards"]


def test_loading_a_bad_file_lists_problems_and_exits_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "bad.yml"
    file.write_text(BAD, "utf-8")
    code, out, err = run(capsys, "load", str(file), "--url", f"sqlite:///{tmp_path}/d.db")
    assert (code, out) == (1, "")
    assert "bad.yml:8: error: phones[0]: write 1800 737 732" in err
    assert "Nothing was loaded" in err


def test_loading_a_good_file_says_how_many(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "good.yml"
    file.write_text(BAD.replace("1800 732 732", "1800 737 732") + "    timezone: local\n", "utf-8")
    code, out, _ = run(capsys, "load", str(file), "--url", f"sqlite:///{tmp_path}/d.db")
    assert code == 0
    assert "1 services" in out


def test_status_prints_the_oldest_check(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, out, _ = run(capsys, "status", "--url", url)
    assert code == 0
    assert "oldest_check: 2018-01-01" in out


def test_a_database_that_cannot_be_reached_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "status", "--url", "sqlite:////proc/no/such/place.db")
    assert code == 1
    assert "database" in err


def test_every_command_explains_itself_with_an_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in commands():
        with pytest.raises(SystemExit) as left:
            main([command.NAME, "--help"])
        said = capsys.readouterr().out
        assert left.value.code == 0
        assert f"python -m directory {command.NAME}" in said
        assert "--json" in said


def test_checking_lists_problems_and_loads_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "bad.yml"
    file.write_text(BAD, "utf-8")
    code, out, err = run(capsys, "check", str(file))
    assert code == 1
    assert "phone_known_misprint" in err
    assert "1 errors" in out
    code, out, _ = run(capsys, "check", "--json", str(file))
    assert json.loads(out)["problems"][0]["line"] == 8


def test_a_script_gets_the_problems_of_a_load_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "bad.yml"
    file.write_text(BAD, "utf-8")
    code, out, _ = run(capsys, "load", "--json", str(file), "--url", f"sqlite:///{tmp_path}/d.db")
    answer = json.loads(out)
    assert (code, answer["loaded"]) == (1, False)
    assert answer["problems"][0]["code"] == "phone_known_misprint"


def test_what_is_due_is_listed_for_people_and_scripts(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    code, out, _ = run(capsys, "due", "--limit", "3", "--url", url)
    assert code == 0
    assert "not confirmed by a source" in out
    code, out, _ = run(capsys, "due", "--json", "--limit", "3", "--on", "2027-03-01", "--url", url)
    assert [item["reason"] for item in json.loads(out)] == ["past_review"] * 3
    assert run(capsys, "due", "--on", "soon", "--url", url)[0] == 2


def test_an_export_says_how_many_and_never_overwrites_a_folder(
    capsys: pytest.CaptureFixture[str], url: str, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "export", str(tmp_path / "all.json"), "--url", url)
    assert code == 0
    assert f"{len(json.loads((tmp_path / 'all.json').read_text('utf-8')))} services" in out
    assert run(capsys, "export", str(tmp_path), "--url", url)[0] == 2
    assert run(capsys, "export", str(tmp_path / "all.xlsx"), "--url", url)[0] == 2


def test_a_decision_about_copies_needs_a_name(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, out, _ = run(capsys, "duplicates", "--json", "--url", url)
    assert code == 0
    assert isinstance(json.loads(out), list)
    assert run(capsys, "duplicates", "--merge", "a", "b", "--url", url)[0] == 2
    code, _, err = run(capsys, "duplicates", "--merge", "a", "b", "--by", "Kim", "--url", url)
    assert (code, "no record" in err) == (1, True)
    assert run(capsys, "duplicates", "--undo", "a", "--url", url)[0] == 2
    code, _, err = run(capsys, "duplicates", "--undo", "a", "--by", "Kim", "--url", url)
    assert (code, "no record" in err) == (1, True)
