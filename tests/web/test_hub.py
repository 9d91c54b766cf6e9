"""News reach who listens, from memory where they are the next ones."""

from __future__ import annotations

from pathlib import Path

from bot.desk import Desk, Reply
from bot.web.hub import Hub


def test_only_news_that_come_next_are_at_hand(tmp_path: Path) -> None:
    desk = Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")
    cid, _ = desk.create_conversation(first=[Reply("hello")])
    desk.add_message(cid, "m1", "food")
    events = desk.answer_message(cid, "m1", [Reply("where?"), Reply("Which suburb?")])
    news = (events, desk.conversation(cid))
    hub = Hub()

    hub.ring(cid, news)
    nobody = hub.told(cid, 2)
    with hub.listen(cid) as bell:
        hub.ring(cid, news)
        heard, behind, ahead = hub.told(cid, 2), hub.told(cid, 1), hub.told(cid, 4)
        rung = bell.is_set()
    gone = hub.told(cid, 2)

    assert heard == news
    assert rung
    assert (nobody, behind, ahead, gone) == (None, None, None, None)
