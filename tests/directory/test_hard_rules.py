"""Hard rules of the brief that the directory itself holds, asked of the records that ship."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from directory import BadRecords, Directory, Query, Results
from directory.records.editing_values import BadChange
from tests.directory.test_loading import write

Ask = Callable[..., Results]
TONIGHT = {"need": "accommodation", "sub_need": "tonight"}
CONNECT = {
    "code": "interpreter-connect",
    "name": "Interpreter Connect",
    "description": "Interpreters on demand for staff calls.",
    "needs": ["interpreter"],
    "phones": [{"number": "03 9000 0077", "label": "Staff line"}],
    "locations": None,
}


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize("near", ["Parramatta", "Dubbo", "Broken Hill"])
def test_s2_13_link2home_comes_with_the_wait_and_with_something_else_to_do(
    ask: Ask, audience: str, near: str
) -> None:
    results = ask(
        near, situations=frozenset({"homelessness_tonight"}), audience=audience, **TONIGHT
    )
    line = next(card for card in results.cards if card.name == "Link2home")

    assert line.alert is not None
    assert "Long waits" in line.alert
    assert "askizzy.org.au" in line.alert
    assert [c for c in results.cards if c.phones and c.name not in {"Link2home", "1800RESPECT"}]


def test_s2_13_the_wait_is_said_of_that_line_alone(
    shipped: Directory,
) -> None:
    card = shipped.service("link2home-nsw", Query())
    other = shipped.service("crisis-accommodation-vic", Query())

    assert card is not None
    assert other is not None
    assert "Long waits" in str(card.as_dict()["alert"])
    assert other.alert is None


@pytest.mark.parametrize("field", ["name", "alternate_name", "description"])
def test_s4_03_a_record_that_would_give_interpreter_connect_to_customers_is_refused(
    own: Directory, tmp_path: Path, field: str
) -> None:
    change = {**CONNECT, "name": "Interpreters", "description": "For calls.", field: "INTERPRETER CONNECT"}  # fmt: skip

    with pytest.raises(BadRecords) as refused:
        own.load(write(tmp_path / "connect.yml", change))

    assert {problem.code for problem in refused.value.problems} == {"line_for_staff"}


def test_s4_03_the_number_of_interpreter_connect_is_for_staff_alone(
    own: Directory, tmp_path: Path
) -> None:
    own.load(write(tmp_path / "connect.yml", {**CONNECT, "audience": "staff"}))
    words = {"text": "interpreter connect", "limit": 50}

    seen = own.search(Query(**words))  # type: ignore[arg-type]
    by_need = own.search(Query(sub_need="interpreter", need="community_legal_health", limit=50))
    staff = own.search(Query(audience="staff", **words))  # type: ignore[arg-type]

    for results in (seen, by_need):
        assert "(03) 9000 0077" not in {p.number for c in results.cards for p in c.phones}
    assert own.service("interpreter-connect", Query()) is None
    assert "(03) 9000 0077" in {p.number for c in staff.cards for p in c.phones}


def hsds(**fields: Any) -> dict[str, Any]:
    """A service of somebody's HSDS file, sure enough for customers."""
    return {
        "id": "0f7a2c7e-4a5b-4c39-9a35-6b1d2a7b9c01", "name": "Interpreters on call",
        "description": "Interpreters for calls.", "status": "active",
        "assured_date": "2026-11-01", "organization": {"id": "o1", "name": "An agency"},
        "phones": [{"id": "p1", "number": "03 9000 0077"}], **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    "naming",
    [
        {"name": "Interpreter Connect"},
        {"alternate_name": "INTERPRETER-CONNECT"},
        {"description": "Ring <b>Interpreter</b> Connect."},
        {"organization": {"id": "o1", "name": "Interpreter  Connect"}},
        {"phones": [{"id": "p1", "number": "03 9000 0077", "description": "interpreter connect"}]},
        {"audience": "customer", "words": ["interpreter connect"]},
    ],
    ids=["name", "other name", "description", "organisation", "phone", "our own fields"],
)
def test_s4_03_a_file_of_others_cannot_give_interpreter_connect_to_customers(
    own: Directory, tmp_path: Path, naming: dict[str, Any]
) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps([hsds(**naming)]), "utf-8")
    words = {"text": "interpreter connect interpreters on call", "limit": 50}

    warnings = own.load(file)
    seen = own.search(Query(**words))  # type: ignore[arg-type]
    staff = own.search(Query(audience="staff", **words))  # type: ignore[arg-type]

    assert "line_for_staff" in {problem.code for problem in warnings}
    assert "(03) 9000 0077" not in {p.number for c in seen.cards for p in c.phones}
    assert "(03) 9000 0077" in {p.number for c in staff.cards for p in c.phones}
    own.export(tmp_path / "for-others.json")
    assert "9000 0077" not in (tmp_path / "for-others.json").read_text("utf-8")


def test_s4_03_an_editor_cannot_give_interpreter_connect_to_customers(
    own: Directory, tmp_path: Path
) -> None:
    own.load(write(tmp_path / "connect.yml", {**CONNECT, "audience": "staff"}))

    with pytest.raises(BadChange) as refused:
        own.change("interpreter-connect", {"audience": "customer"}, "Kim Lee")

    assert refused.value.code == "line_for_staff"
    assert own.service("interpreter-connect", Query()) is None


@pytest.mark.parametrize(
    "change", [{"name": "Interpreter Connect"}, {"description": "Also called interpreter connect."}]
)
def test_s4_03_an_editor_cannot_name_it_in_a_record_for_customers(
    own: Directory, change: dict[str, str]
) -> None:
    before = own.service("lifeline", Query())

    with pytest.raises(BadChange):
        own.change("lifeline", change, "Kim Lee")

    assert own.service("lifeline", Query()) == before


def test_s4_03_nor_in_the_label_of_a_number(own: Directory) -> None:
    phones = own.parts("lifeline")["phones"]

    with pytest.raises(BadChange):
        own.change_part(
            "lifeline", "phones", [{**phones[0], "description": "Interpreter Connect"}], "Kim Lee",
            None,
        )  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "ar", "zh-Hans", "fa-AF"])
def test_s4_15_who_does_not_use_english_gets_the_phone_and_its_interpreters(
    ask: Ask, shipped: Directory, language: str
) -> None:
    listed = ask(situations=frozenset({"family_violence"}), language=language).cards[0]
    asked_for = shipped.service("1800respect", Query(language=language))

    for card in (listed, asked_for):
        assert card is not None
        assert card.name == "1800RESPECT"
        assert [(p.number, p.kind) for p in card.phones] == [("1800 737 732", "voice")]
        assert card.interpreter


def test_s4_15_where_text_is_offered_its_six_minutes_are_said(ask: Ask) -> None:
    card = ask(situations=frozenset({"family_violence"}), language="en").cards[0]

    assert "text" in {p.kind for p in card.phones}
    assert "ends after six minutes" in card.description
    assert next(p.label for p in card.phones if p.kind == "text") == "Text, English only"


def test_s1_26_the_consular_line_is_there_for_officers_until_its_number_is_checked(
    shipped: Directory,
) -> None:
    card = shipped.service("dfat-consular", Query(audience="staff"))

    assert card is not None
    assert card.phones
    assert card.check_first
    assert shipped.service("dfat-consular") is None
