"""From what a person says to services."""

from __future__ import annotations

import pytest

from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import BED, FOOD_IN_FOOTSCRAY, FOOTSCRAY, NEXT, Begin, responses
from tests.triage.says import pressed, said

BUS = said(
    "community bus",
    "find_service",
    need=("bus", "transport"),
    sub_need=("bus", "community_transport"),
)


def test_need_and_place_in_one_message_end_in_cards(conversation: Begin) -> None:
    replies = conversation().say(FOOD_IN_FOOTSCRAY, NEXT)

    assert [c["name"] for c in replies[0].cards] == ["Food Store", "Soup Van", "Pantry"]
    assert "Footscray VIC" in replies[0].text
    assert len(replies) == 1
    assert [b["payload"] for b in replies[0].buttons][:2] == ["/refine_search", "/more_results"]


def test_a_card_says_source_and_last_check(conversation: Begin) -> None:
    """S3-01."""
    first = conversation().say(FOOD_IN_FOOTSCRAY, NEXT)[0].cards[0]

    assert first["source"]
    assert first["last_check"]


def test_what_is_missing_is_asked_one_question_at_a_time(conversation: Begin) -> None:
    talk = conversation()

    assert responses(talk.say(BED, NEXT)) == ["utter_ask_acc_tonight"]
    assert responses(talk.say(said("yes", "affirm"), NEXT)) == ["utter_ask_place"]
    replies = talk.say(said("footscray", place=("footscray", FOOTSCRAY)), NEXT)
    assert replies[0].cards


def test_a_question_can_be_skipped(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)

    replies = talk.say(pressed("skip_question", question="place"), NEXT)

    assert replies[0].response == "utter_services_anywhere"


def test_a_side_question_is_answered_and_the_thread_taken_up(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    replies = talk.say(said("why do you need that", "ask_why"), "action_explain_question")

    assert responses(replies) == ["utter_explain_acc_tonight", "utter_ask_acc_tonight"]
    assert responses(talk.say(said("yes", "affirm"), NEXT)) == ["utter_ask_place"]


def test_a_corrected_place_is_searched_again(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(
        said(
            "community bus in fitzroy",
            "find_service",
            need=("bus", "transport"),
            sub_need=("bus", "community_transport"),
            place=("fitzroy", "Fitzroy VIC 3065"),
        ),
        NEXT,
    )

    replies = talk.say(
        said(
            "no, footscray not fitzroy",
            "correct",
            place=[("footscray", FOOTSCRAY), ("fitzroy", "Fitzroy VIC 3065")],
        ),
        NEXT,
    )

    assert responses(replies)[:2] == ["utter_place_changed", "utter_services"]
    assert directory.queries[-1].place is not None
    assert directory.queries[-1].place.id == FOOTSCRAY


def test_several_places_of_one_name_are_buttons(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)

    replies = talk.say(said("richmond", place=("richmond", "Richmond")), NEXT)

    titles = [button["title"] for button in replies[0].buttons]
    assert len([t for t in titles if t.startswith("Richmond ")]) > 1
    assert titles[-1] == "I would rather not say"


def test_choosing_a_place_in_words(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)
    talk.say(said("richmond", place=("richmond", "Richmond")), NEXT)

    replies = talk.say(said("the one in melbourne", "inform"), NEXT)

    assert "Richmond VIC" in replies[0].text


def test_a_place_nobody_knows_is_asked_once_more_then_left(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)

    first = talk.say(said("xyzzyplugh", "nlu_fallback"), "action_fallback")
    second = talk.say(said("qwertzuiop", "nlu_fallback"), "action_fallback")

    assert responses(first) == ["utter_place_not_found", "utter_ask_place_again"]
    assert second[-1].response == "utter_services_anywhere"


def test_several_needs_are_answered_in_one_turn(conversation: Begin) -> None:
    replies = conversation().say(
        said(
            "a bus and a dentist in footscray",
            "find_service",
            need=[("bus", "transport"), ("dentist", "community_legal_health")],
            sub_need=[("bus", "community_transport"), ("dentist", "dentist")],
            place=("footscray", FOOTSCRAY),
        ),
        NEXT,
    )

    assert [bool(r.cards) for r in replies] == [True, True]


def test_a_new_need_in_the_middle_is_noted_and_taken_later(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    replies = talk.say(
        said("and we need food too", "find_service", need=("food", "emergency_relief")), NEXT
    )

    assert responses(replies) == ["utter_need_noted", "utter_ask_acc_tonight"]


def test_a_change_of_mind_leaves_the_first_need(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    replies = talk.say(
        said(
            "actually a bus instead",
            "find_service",
            need=("bus", "transport"),
            sub_need=("bus", "fares"),
        ),
        NEXT,
    )

    assert responses(replies) == ["utter_need_changed", "utter_ask_place"]


def test_more_results_are_the_ones_not_shown_yet(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"] = [card(f"Store {n}") for n in range(6)]
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    replies = talk.say(pressed("more_results"), "action_more_results")

    assert [c["name"] for c in replies[0].cards] == ["Store 4", "Store 5"]


def test_an_empty_answer_offers_a_person(conversation: Begin, directory: ListedDirectory) -> None:
    """S3-11."""
    directory.by_need = {}

    replies = conversation().say(FOOD_IN_FOOTSCRAY, NEXT)

    assert responses(replies) == ["utter_no_services", "utter_ask_person"]


def test_wishes_give_way_before_an_answer_stays_empty(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    closed = directory.search
    directory.search = lambda q: closed(q) if not q.open_now else type(closed(q))()  # type: ignore[method-assign]

    replies = talk.say(said("which are open now", "refine_search"), "action_refine_search")

    assert responses(replies)[:2] == ["utter_wishes_dropped", "utter_services"]


def test_narrowing_by_button_asks_the_next_question(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    replies = talk.say(pressed("refine_search"), "action_refine_search")

    assert responses(replies) == ["utter_ask_er_priority"]


def test_narrowing_in_words_searches_at_once(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    talk.say(
        said("in punjabi please", "refine_search", language=("punjabi", "pa")),
        "action_refine_search",
    )

    assert directory.queries[-1].language == "pa"


def test_near_me_is_answered_honestly(conversation: Begin) -> None:
    talk = conversation()

    replies = talk.say(
        said(
            "community bus near me",
            "find_service",
            need=("bus", "transport"),
            sub_need=("bus", "community_transport"),
            place=("near me", "near_me"),
        ),
        NEXT,
    )

    assert responses(replies) == ["utter_ask_place_near_me"]


def test_two_messages_not_understood_lead_to_a_person(conversation: Begin) -> None:
    talk = conversation()

    first = talk.say(said("blorp", "nlu_fallback"), "action_fallback")
    second = talk.say(said("florp", "out_of_scope"), "action_fallback")

    assert responses(first) == ["utter_rephrase"]
    assert responses(second) == ["utter_ask_person"]


def test_words_not_understood_may_still_be_the_answer(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    replies = talk.say(said("nah nothin", "nlu_fallback"), "action_fallback")

    assert "utter_safety_t3_homelessness_tonight" in responses(replies)


def test_staff_get_cards_from_one_line_and_nothing_else(conversation: Begin) -> None:
    """S3-10."""
    replies = conversation(audience="staff").say(
        said(
            "food footscray",
            "find_service",
            need=("food", "emergency_relief"),
            place=("footscray", FOOTSCRAY),
        ),
        NEXT,
    )

    assert [bool(reply.cards) for reply in replies] == [True]


def test_a_staff_line_without_a_need_is_searched_by_its_words(
    conversation: Begin, directory: ListedDirectory
) -> None:
    replies = conversation(audience="staff").say(
        said("talk line", "nlu_fallback"), "action_fallback"
    )

    assert replies[0].cards
    assert "talk line" in directory.queries[-1].text


def test_another_language_is_met_with_an_interpreter_once(conversation: Begin) -> None:
    talk = conversation(language="cs")

    first = talk.say(BED, NEXT)
    second = talk.say(said("yes", "affirm"), NEXT)

    assert responses(first) == ["utter_offer_interpreter", "utter_ask_acc_tonight"]
    assert responses(second) == ["utter_ask_place"]


def test_a_directory_that_is_down_fails_the_turn_so_that_it_is_tried_again(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.down = True

    with pytest.raises(ConnectionError):
        conversation().say(FOOD_IN_FOOTSCRAY, NEXT)


def test_other_news_is_no_failed_answer_to_where(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)

    replies = talk.say(said("its for me and my partner", people=("partner", "partner")), NEXT)

    assert responses(replies) == ["utter_people_noted", "utter_ask_place_again"]
    assert talk.slots["memory"]["place_misses"] == 0


def test_no_to_where_is_a_skip(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BUS, NEXT)

    assert talk.say(said("no", "deny"), NEXT)[0].response == "utter_services_anywhere"


def test_a_correction_that_changes_nothing_is_asked_about(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    assert responses(talk.say(said("no thats wrong", "correct"), NEXT)) == ["utter_what_to_correct"]


def test_no_food_does_not_mean_that_it_is_not_safe_to_talk(conversation: Begin) -> None:
    talk = conversation()

    talk.say(said("no food no money", "find_service", need=("food", "emergency_relief")), NEXT)

    assert talk.slots.get("safe_to_talk") is None


def test_whether_it_is_safe_is_not_asked_for_ever(conversation: Begin) -> None:
    talk = conversation()
    counsellor = said(
        "i need a counsellor", "find_service", need=("counsellor", "crisis_counselling")
    )

    first = talk.say(counsellor, NEXT)
    second = talk.say(said("footscray", place=("footscray", FOOTSCRAY)), NEXT)

    assert responses(first) == ["utter_ask_safe_first"]
    assert responses(second) == ["utter_ask_cri_safe_now"]
