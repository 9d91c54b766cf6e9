"""The editor's forms for the parts of a record: who may, and what comes back."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from bot.web.editor_pages import words
from directory import Directory, Query
from tests.directory.hsds_files import hidden, write
from tests.web.conftest import House
from tests.web.test_editor import KEY, PAGE, directory, editor, fields_of, page, send

__all__ = ["directory"]

PARTS = ("phones", "hours", "places", "languages", "people", "needs")


def form_of(text: str) -> dict[str, str]:
    """What a browser would send of a page's form, ticked boxes apart."""
    found = fields_of(text)
    for tag in re.findall(r"<input [^>]*>", text):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name[1] not in {"csrf_token", "version"} and 'type="checkbox"' not in tag:
            found[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', body)
        found[name] = (chosen[1] or chosen[2]) if chosen else ""
    for name, body in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S
    ):
        found[name] = body
    return found


@pytest.mark.parametrize("part", PARTS)
async def test_only_editors_see_and_change_a_part(
    house: House, directory: Directory, part: str
) -> None:
    worker = await house.worker("Wim", "worker")
    assert (await worker.client.get(f"{PAGE}/{part}")).status == 403
    assert (await send(worker, f"{PAGE}/{part}"))[0] == 403
    answer = await house.main.get(f"{PAGE}/{part}", allow_redirects=False)
    assert answer.status == 303
    eddi = await editor(house)
    wrong = await eddi.client.post(f"{PAGE}/{part}", data={"csrf_token": "wrong"})
    assert wrong.status == 403
    assert directory.record(KEY)["changes"] == []


@pytest.mark.parametrize("part", PARTS)
async def test_saving_a_form_as_it_came_changes_nothing(
    house: House, directory: Directory, part: str
) -> None:
    worker = await editor(house)
    before = directory.parts(KEY)
    status, _ = await send(
        worker, f"{PAGE}/{part}", **form_of(await page(worker, f"{PAGE}/{part}"))
    )
    assert status == 303
    assert directory.parts(KEY) == before
    assert words()["unchanged"] in await page(worker, f"{PAGE}?unchanged=1")


async def test_a_number_is_added_and_stands_in_the_history(
    house: House, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    worker = await editor(house)
    form = form_of(await page(worker, f"{PAGE}/phones"))
    line = max(int(name.split("-")[1]) for name in form if name.startswith("number-"))
    form |= {f"number-{line}": "1800 160 401", f"description-{line}": "Night desk"}
    with caplog.at_level(logging.INFO):
        status, _ = await send(worker, f"{PAGE}/phones", **form)
    assert status == 303
    assert "160 401" not in caplog.text
    shown = await page(worker, f"{PAGE}?saved=1")
    assert words()["saved"] in shown
    assert "Night desk" in shown


async def test_what_is_wrong_stands_by_its_field_and_what_was_written_stays(
    house: House, directory: Directory
) -> None:
    worker = await editor(house)
    before = directory.parts(KEY)
    form = form_of(await page(worker, f"{PAGE}/hours")) | {"mo-0": "morning", "words-0": "<b>x"}
    status, text = await send(worker, f"{PAGE}/hours", **form)
    assert status == 422
    assert 'id="problem-MO-0"' in text
    assert re.search(r'name="mo-0"[^>]*value="morning"[^>]*aria-invalid="true"', text)
    assert "&lt;b&gt;x" in text
    assert directory.parts(KEY) == before


async def test_the_second_editor_is_told_sees_both_and_loses_nothing(
    house: House, directory: Directory
) -> None:
    first, second = await editor(house), await editor(house, "Edda")
    form = form_of(await page(first, f"{PAGE}/languages"))
    assert (await send(second, f"{PAGE}/languages", **{**form, "name": "Arabic"}))[0] == 303
    status, text = await send(first, f"{PAGE}/languages", **{**form, "name": "Vietnamese"})
    assert (status, words()["stale_kept"] in text) == (409, True)
    assert 'value="Vietnamese"' in text
    assert "<bdi>Arabic</bdi>" in text
    assert [row["code"] for row in directory.parts(KEY)["languages"]] == ["ar"]
    assert (await send(first, f"{PAGE}/languages", **form_of(text)))[0] == 303
    assert [row["code"] for row in directory.parts(KEY)["languages"]] == ["vi"]


async def test_the_address_of_a_refuge_has_no_form(
    house: House, directory: Directory, tmp_path: Path
) -> None:
    directory.load(write(tmp_path, hidden()))
    worker = await editor(house)
    assert (await worker.client.get(f"{PAGE}/places")).status == 404
    shown = await page(worker, PAGE)
    assert f"{PAGE}/places" not in shown
    assert words()["hidden"] in shown


@pytest.mark.parametrize("path", [f"{PAGE}/pets", "/editor/records/none/phones"])
async def test_a_part_or_record_that_is_not_there_is_404(
    house: House, directory: Directory, path: str
) -> None:
    worker = await editor(house)
    assert (await worker.client.get(path)).status == 404
    assert (await send(worker, path))[0] == 404


async def test_whom_a_service_takes_is_ticked_and_search_keeps_to_it(
    house: House, directory: Directory
) -> None:
    worker = await editor(house)
    form = form_of(await page(worker, f"{PAGE}/people"))
    form |= {"minimum_age": "18", "maximum_age": "25", "genders-woman": "yes",
             "not_for-temporary_visa": "yes", "words": "Women up to 25"}  # fmt: skip
    status, _ = await send(worker, f"{PAGE}/people", **form)
    assert status == 303
    shown = await page(worker, f"{PAGE}?saved=1")
    assert "Ages 18–25" in shown
    assert words()["groups"]["temporary_visa"] in shown

    def found(**asked: Any) -> bool:
        cards = directory.search(Query(text="Hot Meals", audience="staff", **asked)).cards
        return KEY in [card.id for card in cards]

    assert found(ages=(20,), gender="woman")
    assert not found(ages=(40,))
    assert not found(gender="man")
    assert not found(people=frozenset({"temporary_visa"}))
    text = await page(worker, f"{PAGE}/people")
    assert re.search(r'name="not_for-temporary_visa"[^>]*checked', text)


async def test_a_group_cannot_be_taken_and_refused_at_once(
    house: House, directory: Directory
) -> None:
    worker = await editor(house)
    form = form_of(await page(worker, f"{PAGE}/people"))
    form |= {"only_for-pet": "yes", "not_for-pet": "yes"}
    status, text = await send(worker, f"{PAGE}/people", **form)
    assert status == 422
    assert 'id="problem-not_for"' in text
    assert directory.parts(KEY)["people"][0]["only_for"] == []


async def test_kinds_of_help_are_chosen_in_their_order(house: House, directory: Directory) -> None:
    worker = await editor(house)
    form = {name: "" for name in form_of(await page(worker, f"{PAGE}/needs"))}
    form |= fields_of(await page(worker, PAGE)) | {"code-0": "food_parcel", "code-1": "shower"}
    status, text = await send(worker, f"{PAGE}/needs", **form)
    assert status == 303
    assert [row["code"] for row in directory.parts(KEY)["needs"]] == ["food_parcel", "shower"]
    found = directory.search(Query(sub_need="food_parcel", audience="staff"))
    assert KEY in [card.id for card in found.cards]
    form = fields_of(await page(worker, PAGE)) | {"code-0": "", "code-1": ""}
    status, text = await send(worker, f"{PAGE}/needs", **form)
    assert (status, 'id="problem-code-0"' in text) == (422, True)
