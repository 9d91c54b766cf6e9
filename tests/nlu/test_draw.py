"""Which of the texts that ask for nothing train the needs."""

from __future__ import annotations

from bot.nlu.classifiers import OTHERS, is_drawn


def test_about_one_in_four_is_drawn() -> None:
    drawn = sum(is_drawn(f"the {n}th of june") for n in range(4000))
    assert 0.9 < drawn * OTHERS / 4000 < 1.1


def test_a_new_example_leaves_the_draw_of_all_others_as_it_was() -> None:
    texts = [f"number {n}" for n in range(50)]
    before = [text for text in texts if is_drawn(text)]
    after = [text for text in ["one more in front", *texts] if is_drawn(text)]
    assert [text for text in after if text in texts] == before


def test_the_draw_is_the_same_in_another_process() -> None:
    # Not Python's hash(), which differs between processes.
    drawn = [text for text in ("yes", "hello", "tomorrow", "thanks", "2166") if is_drawn(text)]
    assert drawn == ["tomorrow"]
