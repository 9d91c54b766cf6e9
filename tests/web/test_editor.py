"""The editor's pages: who may use them, and what they do to a record."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from bot.web.editor import words
from directory import Directory
from tests.directory.hsds_files import service, write
from tests.web.conftest import House, Worker

KEY = "11111111-2222-4333-8444-555555555555"
PAGE = f"/editor/records/{KEY}"


@pytest.fixture
def directory(house: House, tmp_path: Path) -> Directory:
    """The gateway's own directory, with one record."""
    opened = Directory.open(house.settings.directory_url)
    opened.load(write(tmp_path, service()))
    house.gateway.health_cache["open_directory"] = opened
    return opened


async def editor(house: House, name: str = "Eddi") -> Worker:
    return await house.worker(name, "editor")


async def page(worker: Worker, path: str) -> str:
    answer = await worker.client.get(path)
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def send(worker: Worker, path: str, **fields: str) -> tuple[int, str]:
    answer = await worker.client.post(
        path, data={"csrf_token": worker.csrf, **fields}, allow_redirects=False
    )
    return answer.status, await answer.text()


def fields_of(text: str) -> dict[str, str]:
    """What a browser would send back of the form of changes."""
    version = re.search(r'name="version" value="([^"]*)"', text)
    assert version
    return {"version": version.group(1)}


@pytest.mark.parametrize("role", ["worker", "officer"])
async def test_only_editors_and_team_leaders_come_in(
    house: House, directory: Directory, role: str
) -> None:
    worker = await house.worker("Wim", role)
    for path in ("/editor", PAGE, "/editor/copies"):
        assert (await worker.client.get(path)).status == 403
    assert (await send(worker, PAGE, alert="x"))[0] == 403
    leader = await house.worker("Lea", "team_leader")
    assert "Hot Meals" in await page(leader, f"{PAGE}")


async def test_nobody_signed_in_is_sent_to_sign_in(house: House, directory: Directory) -> None:
    answer = await house.main.get("/editor", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=/editor")
    assert (await house.main.post(PAGE, data={"alert": "x"})).status == 401


async def test_a_post_without_the_token_changes_nothing(house: House, directory: Directory) -> None:
    worker = await editor(house)
    answer = await worker.client.post(PAGE, data={"csrf_token": "wrong", "alert": "x"})
    assert answer.status == 403
    assert directory.record(KEY)["changes"] == []


async def test_an_editor_finds_a_record_changes_it_and_sees_the_history(
    house: House, directory: Directory
) -> None:
    worker = await editor(house)
    assert "Hot Meals" in await page(worker, "/editor?find=hot")
    shown = await page(worker, PAGE)
    status, after = await send(
        worker, PAGE, **fields_of(shown), alert="Ring first", status="temporarily closed"
    )
    assert (status, words()["saved"] in after) == (200, True)
    changes = {c["field"]: c for c in directory.record(KEY)["changes"]}
    assert (changes["alert"]["by"], changes["alert"]["after"]) == ("Eddi", "Ring first")
    assert changes["status"]["before"] == "active"
    assert "Ring first" in after


async def test_a_wrong_value_comes_back_with_what_to_mend_and_keeps_what_was_written(
    house: House, directory: Directory
) -> None:
    worker = await editor(house)
    shown = await page(worker, PAGE)
    status, after = await send(
        worker, PAGE, **fields_of(shown), minimum_age="young", alert="<b>Ring</b>"
    )
    assert status == 422
    assert 'role="alert"' in after
    assert 'value="young"' in after
    assert "&lt;b&gt;Ring" in after
    assert directory.record(KEY)["changes"] == []


async def test_the_second_of_two_editors_is_told(house: House, directory: Directory) -> None:
    first, second = await editor(house), await editor(house, "Edda")
    shown = await page(first, PAGE)
    await send(second, PAGE, **fields_of(shown), alert="Walk in")
    status, after = await send(first, PAGE, **fields_of(shown), alert="Ring first")
    assert (status, words()["stale_kept"] in after) == (409, True)
    # What was written is still there, and what the record says now stands beside it.
    assert "Ring first" in after
    assert re.search(r'id="now-alert">[^<]*<bdi dir="auto">Walk in', after)
    assert directory.record(KEY)["fields"]["alert"] == "Walk in"


async def test_a_check_is_one_press(house: House, directory: Directory) -> None:
    worker = await editor(house)
    status, _ = await send(worker, f"{PAGE}/confirm", source="Rang them")
    assert status == 200
    assert directory.record(KEY)["fields"]["source"] == "Rang them"


async def test_two_copies_are_merged_by_a_person(
    house: House, directory: Directory, tmp_path: Path
) -> None:
    other = KEY[:-1] + "6"
    phones = [{"id": "11111111-2222-4333-8444-0000000000aa", "number": "03 9000 0002"}]
    directory.load(write(tmp_path, service(), service(id=other, phones=phones, attributes=[])))
    worker = await editor(house)
    shown = await page(worker, "/editor/copies")
    assert "the same number" in shown
    status, _ = await send(
        worker, "/editor/copies", one=KEY, other=other, do="keep_one", reasons="the same number"
    )
    assert status == 303
    assert directory.status()["services"] == 1
    assert words()["copies_none"] in await page(worker, "/editor/copies?done=1")
    assert (await send(worker, "/editor/copies", one=KEY, other=KEY, do="keep_one"))[0] == 400
    assert (await send(worker, "/editor/copies", one=KEY, other=other, do="guess"))[0] == 400


async def test_a_merge_is_undone_on_the_page_and_both_records_are_there_again(
    house: House, directory: Directory, tmp_path: Path
) -> None:
    other, third = KEY[:-1] + "6", KEY[:-1] + "7"
    phones = [{"id": "11111111-2222-4333-8444-0000000000aa", "number": "03 9000 0002"}]
    directory.load(write(tmp_path, service(), service(id=other, phones=phones, attributes=[])))
    worker = await editor(house)
    await send(worker, "/editor/copies", one=KEY, other=other, do="keep_one")
    assert words()["undo"] in await page(worker, "/editor/copies")

    status, _ = await send(worker, "/editor/copies", one=other, do="undo")

    assert status == 303
    assert directory.status()["services"] == 2
    shown = await page(worker, "/editor/copies?undone=1")
    assert words()["undone"] in shown
    assert "the same number" in shown
    history = await page(worker, f"/editor/records/{other}")
    assert f"{worker.name}: Merge undone" in history
    assert (await send(worker, "/editor/copies", one=third, do="undo"))[0] == 404


async def test_a_merge_that_another_stands_upon_is_not_undone(
    house: House, directory: Directory, tmp_path: Path
) -> None:
    other, third = KEY[:-1] + "6", KEY[:-1] + "7"
    more = [service(id=key, phones=[], attributes=[]) for key in (other, third)]
    directory.load(write(tmp_path, service(), *more))
    directory.merge(KEY, other, "Kim")
    directory.merge(third, KEY, "Kim")

    status, _ = await send(await editor(house), "/editor/copies", one=other, do="undo")

    assert status == 409
    assert directory.status()["services"] == 1


@pytest.mark.parametrize("path", ["/editor/records/none", "/editor/records/%00"])
async def test_a_record_that_is_not_there_is_404(
    house: House, directory: Directory, path: str
) -> None:
    worker = await editor(house)
    assert (await worker.client.get(path)).status in (400, 404)


# --- "this is wrong" ---


def report(**fields: Any) -> dict[str, Any]:
    return {"service": KEY, "about": "hours", "words": "closed on Mondays", **fields}


async def test_a_report_from_a_card_reaches_the_editor(
    house: House, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    customer = await house.customer()
    with caplog.at_level(logging.INFO):
        answer = await house.main.post(
            f"/api/conversations/{customer.id}/reports", json=report(), headers=customer.headers
        )
    assert answer.status == 201
    assert "Mondays" not in caplog.text
    worker = await editor(house)
    listed = await page(worker, "/editor")
    assert words()["reports_count"]["one"] in listed
    assert "closed on Mondays" not in listed
    shown = await page(worker, PAGE)
    assert "closed on Mondays" in shown
    found = re.search(r"/reports/(\d+)", shown)
    assert found
    status, page_again = await send(worker, f"{PAGE}/reports/{found.group(1)}", outcome=" ")
    assert status == 422
    assert 'aria-invalid="true"' in page_again
    status, page_again = await send(worker, f"{PAGE}/reports/{found.group(1)}", outcome="rang")
    assert status == 200
    assert "closed on Mondays" not in page_again
    assert directory.record(KEY)["reports"] == []
    assert (await send(worker, f"{PAGE}/reports/{found.group(1)}", outcome="x"))[0] == 404


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (report(words="a" * 1001), 413, "words"),
        (report(words=3), 400, "words"),
        (report(about="weather"), 400, "about"),
        (report(about=["hours"]), 400, "about"),
        (report(service=""), 400, "service"),
        (report(service="no-such"), 404, "service"),
        (report(service="\ud800"), 400, "service"),
    ],
)
async def test_a_bad_report_says_what_to_mend(
    house: House, directory: Directory, body: dict[str, Any], status: int, field: str
) -> None:
    customer = await house.customer()
    answer = await house.main.post(
        f"/api/conversations/{customer.id}/reports", json=body, headers=customer.headers
    )
    assert answer.status == status
    assert (await answer.json())["error"]["field"] == field


async def test_half_a_letter_in_a_report_does_no_harm(house: House, directory: Directory) -> None:
    customer = await house.customer()
    answer = await house.main.post(
        f"/api/conversations/{customer.id}/reports",
        data='{"service": "' + KEY + '", "about": "other", "words": "odd \\ud800 \\u0000 end"}',
        headers={**customer.headers, "Content-Type": "application/json"},
    )
    assert answer.status == 201
    assert "odd" in directory.record(KEY)["reports"][0]["words"]


async def test_s1_17_danger_written_into_a_report_has_the_urgency_of_speech_and_no_editor_reads_it(
    house: House, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    customer = await house.customer()
    said = report(words="nobody picks up, I will end it: suicide")
    with caplog.at_level(logging.INFO):
        answer = await house.main.post(
            f"/api/conversations/{customer.id}/reports", json=said, headers=customer.headers
        )

    assert answer.status == 201
    (case,) = house.desk.cases("waiting")
    assert (case.conversation_id, case.tier) == (customer.id, "T3")
    own = [e["text"] for e in (await customer.read())["events"] if e["from"] == "customer"]
    assert own == [said["words"]]
    assert [one["words"] for one in directory.record(KEY)["reports"]] == [""]
    assert "picks up" not in await page(await editor(house), PAGE)
    assert "suicide" not in caplog.text.replace("suicide_self_harm", "")


async def test_s1_17_danger_in_a_report_is_taken_once_while_the_directory_is_down(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "directory.db").mkdir()  # Nothing opens a folder as a database.
    customer = await house.customer()
    said = report(words="nobody picks up, I will end it: suicide")
    path = f"/api/conversations/{customer.id}/reports"
    for _ in range(2):
        answer = await house.main.post(path, json=said, headers=customer.headers)
        assert answer.status >= 500

    (case,) = house.desk.cases("waiting")
    assert (case.conversation_id, case.tier) == (customer.id, "T3")
    own = [e["text"] for e in (await customer.read())["events"] if e["from"] == "customer"]
    assert own == [said["words"]]


@pytest.mark.parametrize("role", ["worker", "officer"])
async def test_what_a_customer_wrote_is_for_editors_only(
    house: House, directory: Directory, role: str
) -> None:
    directory.report(KEY, "hours", "closed on Mondays", "customer")
    worker = await house.worker("Wim", role)
    for path in ("/editor", PAGE):
        answer = await worker.client.get(path)
        assert answer.status == 403
        assert "Mondays" not in await answer.text()


async def test_reports_need_the_conversations_token_and_are_limited(
    house: House, directory: Directory
) -> None:
    customer = await house.customer()
    path = f"/api/conversations/{customer.id}/reports"
    assert (await house.main.post(path, json=report())).status == 401
    statuses = [
        (await house.main.post(path, json=report(), headers=customer.headers)).status
        for _ in range(6)
    ]
    assert statuses == [201] * 5 + [429]


async def test_customers_learn_nothing_of_records_for_staff(
    house: House, directory: Directory
) -> None:
    directory.change(KEY, {"audience": "staff"}, "Kim")
    customer = await house.customer()
    answer = await house.main.post(
        f"/api/conversations/{customer.id}/reports", json=report(), headers=customer.headers
    )
    assert answer.status == 404
