from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.desk import Desk, Reply
from bot.desk.errors import NotFound, TooMany


def test_a_token_opens_its_own_conversation_and_is_not_kept(desk: Desk) -> None:
    first, token = desk.create_conversation()
    desk.create_conversation()

    found = desk.conversation_of_token(token)

    assert found is not None
    assert found.id == first
    with desk.engine.connect() as connection:
        hashes = connection.exec_driver_sql("SELECT token_hash FROM conversation").scalars().all()
    assert token not in hashes
    assert desk.conversation_of_token("x" + token) is None


def test_the_same_message_id_counts_once_and_keeps_its_first_words(desk: Desk) -> None:
    cid, _ = desk.create_conversation()

    first = desk.add_message(cid, "m1", "hello")
    again = desk.add_message(cid, "m1", "something else")

    assert (first.new, again.new) == (True, False)
    assert again.seq == first.seq
    assert [e.text for e in desk.events_after(cid)] == ["hello"]


def test_the_same_message_id_in_another_conversation_is_another_message(desk: Desk) -> None:
    one, _ = desk.create_conversation()
    two, _ = desk.create_conversation()

    assert desk.add_message(one, "m1", "a").new
    assert desk.add_message(two, "m1", "b").new


def test_events_are_numbered_without_gaps_when_many_write_at_once(desk: Desk) -> None:
    cid, _ = desk.create_conversation()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: desk.add_message(cid, f"m{n}", str(n)), range(40)))

    assert [e.seq for e in desk.events_after(cid)] == list(range(1, 41))
    assert [e.seq for e in desk.events_after(cid, 38)] == [39, 40]


def test_one_id_sent_by_eight_at_once_is_stored_once(desk: Desk) -> None:
    cid, _ = desk.create_conversation()

    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda _: desk.add_message(cid, "same", "help"), range(8)))

    assert sum(m.new for m in stored) == 1
    assert len(desk.events_after(cid)) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("half \ud83d pair", "half � pair"),
        ("😀 مرحبا 想不开", "😀 مرحبا 想不开"),
        ("", ""),
        ("\u202eabc", "\u202eabc"),
    ],
)
def test_odd_text_is_kept_as_far_as_a_database_can(desk: Desk, text: str, kept: str) -> None:
    cid, _ = desk.create_conversation()

    desk.add_message(cid, "m1", text)

    assert desk.events_after(cid)[0].text == kept
    stored = desk.next_received(cid)
    assert stored is not None
    assert stored[1].text == kept


def test_a_button_shows_the_words_it_was_offered_with(desk: Desk) -> None:
    button = {"title": "Yes, it is safe", "payload": "/affirm"}
    cid, _ = desk.create_conversation(first=[Reply("Is it safe to talk?", [button])])

    desk.add_message(cid, "m1", payload="/affirm")
    desk.add_message(cid, "m2", payload='/request_human{"x": 1}')

    assert [e.text for e in desk.events_after(cid, 1)] == ["Yes, it is safe", "request human"]


def test_an_answer_is_given_once(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    desk.add_message(cid, "m1", "hello")

    given = desk.answer_message(cid, "m1", [Reply("Hi")], facts={"place": "Footscray VIC 3011"})
    again = desk.answer_message(cid, "m1", [Reply("Hi")])

    assert [e.text for e in given] == ["Hi"]
    assert again == []
    assert desk.conversation(cid).facts == {"place": "Footscray VIC 3011"}
    assert desk.next_received(cid) is None


def test_messages_wait_in_the_order_they_came(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    for n in range(3):
        desk.add_message(cid, f"m{n}", str(n))
    desk.answer_message(cid, "m0", [Reply("ok")])

    waiting = desk.next_received(cid)

    assert waiting is not None
    assert waiting[0].id == cid
    assert waiting[1].client_id == "m1"
    assert [m.client_id for m in desk.received()] == ["m1", "m2"]
    assert desk.count_received() == 2


def test_the_load_is_counted_here_and_everywhere(desk: Desk) -> None:
    one, _ = desk.create_conversation()
    two, _ = desk.create_conversation()
    desk.add_message(one, "m1", "a")
    desk.add_message(two, "m1", "b")
    desk.add_message(two, "m2", "c")

    with pytest.raises(TooMany) as here:
        desk.take_message(two, "m9", "d", room=(2, 9))
    with pytest.raises(TooMany) as everywhere:
        desk.take_message(one, "m9", "d", room=(9, 3))
    again = desk.take_message(two, "m2", "c", room=(1, 1))

    assert (here.value.here, here.value.everywhere) == (2, 3)
    assert (everywhere.value.here, everywhere.value.everywhere) == (1, 3)
    assert not again.message.new
    assert desk.count_received() == 3


def test_a_screened_message_is_handed_on_where_none_waits_before_it(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    for n in range(2):
        desk.add_message(cid, f"m{n}", str(n))

    second = desk.note_screening(cid, "m1", {"tier": "T3"})
    first = desk.note_screening(cid, "m0", {"tier": "T0"})
    desk.answer_message(cid, "m0", [Reply("ok")])
    answered = desk.note_screening(cid, "m0", {"tier": "T0"})

    assert second is None
    assert answered is None
    assert first is not None
    assert (first[1].client_id, first[1].assessment, first[0].tier) == ("m0", {"tier": "T0"}, "T3")


def test_the_safety_text_is_given_once_and_the_message_still_waits(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    desk.add_message(cid, "m1", "danger")
    safety = Reply("Call 000 now.", safety=True)

    assert desk.give_safety(cid, "m1", safety) is not None
    assert desk.give_safety(cid, "m1", safety) is None
    answer = desk.answer_message(cid, "m1", [safety, Reply("A person is coming.")])

    assert [e.text for e in answer] == ["A person is coming."]


def test_an_outage_is_explained_once_until_an_answer_comes(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    desk.add_message(cid, "m1", "a")
    down = Reply("I can't answer just now.")

    assert desk.tell_down(cid, down) is not None
    assert desk.tell_down(cid, down) is None
    desk.answer_message(cid, "m1", [Reply("Here I am.")])
    assert desk.tell_down(cid, down) is not None


def test_the_tier_of_a_conversation_only_rises_by_itself(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    desk.add_message(cid, "m1", "a")
    desk.add_message(cid, "m2", "b")

    desk.note_screening(cid, "m1", {"tier": "T3"})
    desk.note_screening(cid, "m2", {"tier": "T0"})
    desk.answer_message(cid, "m1", [], tier="T1")

    assert desk.conversation(cid).tier == "T3"


def test_the_context_of_a_message_is_what_the_person_said_before_it(desk: Desk) -> None:
    cid, _ = desk.create_conversation(first=[Reply("Hello")])
    seqs = [desk.add_message(cid, f"m{n}", f"text {n}").seq for n in range(8)]

    assert desk.previous_texts(cid, seqs[7] or 0, limit=3) == ["text 4", "text 5", "text 6"]


def test_what_was_said_cannot_be_changed_or_deleted(desk: Desk) -> None:
    cid, _ = desk.create_conversation(first=[Reply("Hello")])

    for statement in ("UPDATE event SET text = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"), desk.engine.begin() as connection:
            connection.exec_driver_sql(statement)

    assert [e.text for e in desk.events_after(cid)] == ["Hello"]


def test_an_unknown_conversation_is_named_as_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        desk.add_message("nobody", "m1", "hi")

    assert caught.value.kind == "conversation"


def test_two_desks_on_one_database_see_each_other(desk: Desk, database_url: str) -> None:
    cid, _ = desk.create_conversation()
    other = Desk.open(database_url)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: desk.add_message(cid, f"a{n}", "x"), range(20)))
        list(pool.map(lambda n: other.add_message(cid, f"b{n}", "y"), range(20)))

    assert len(other.events_after(cid)) == 40
    other.close()


def test_dialogue_state_is_kept_as_written(desk: Desk) -> None:
    assert desk.load_dialogue("c1") is None

    desk.save_dialogue("c1", '[{"event": "user"}]', "m1")
    desk.save_dialogue("c1", '[{"event": "bot"}]', "m2")

    assert desk.load_dialogue("c1") == '[{"event": "bot"}]'
    assert desk.dialogue_message_ids("c1") == ["m1", "m2"]
    assert desk.dialogue_ids() == ["c1"]
