"""Danger first, always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from actions import resources
from bot.desk import Desk
from tests.actions.conversation import Conversation, ListedDirectory
from tests.triage.says import danger, pressed, said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"
RESPOND = "action_respond_to_danger"
CLARIFY = "action_clarify_danger"

DENTIST = said(
    "i need a dentist",
    "find_service",
    need=("dentist", "community_legal_health"),
    sub_need=("dentist", "dentist"),
)
END_IT = said("i want to end it", "danger_serious", risk=danger("suicide_self_harm", "T3"))
PILLS = said("i took them all", "danger_now", risk=danger("suicide_self_harm", "T4"))
UNCLEAR = said(
    "whats the point",
    "danger_unclear",
    risk={**danger("suicide_self_harm", "T1"), "clarify": "utter_clarify_suicide_self_harm"},
)


def responses(replies: list[object]) -> list[str | None]:
    return [reply.response for reply in replies]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "domain",
    ["suicide_self_harm", "family_violence", "medical_emergency", "child_at_risk", "privacy"],
)
def test_x01_000_is_first_and_alone(conversation: Begin, domain: str) -> None:
    replies = conversation().say(said("help", "danger_now", risk=danger(domain, "T4")), RESPOND)

    assert len(replies) == 1
    assert replies[0].text.startswith("Call 000 now")
    assert replies[0].safety
    assert not replies[0].cards


def test_x01_nothing_but_000_until_it_is_acknowledged(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)

    first = talk.say(DENTIST, NEXT)
    second = talk.say(said("done", "inform"), NEXT)

    assert responses(first) == ["utter_after_t4"]
    assert responses(second) == ["utter_ask_place"]


@pytest.mark.parametrize(
    "words", ["ok i called them", "they're on their way", "yes", "im safe now"]
)
def test_after_000_a_person_stays_on_offer(conversation: Begin, words: str) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)

    assert responses(talk.say(said(words), NEXT)) == ["utter_acknowledged", "utter_ask_person"]


def test_after_000_the_need_of_before_is_taken_up(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(PILLS, RESPOND)

    replies = talk.say(pressed("inform", question="after_danger", answer="called"), NEXT)

    assert responses(replies) == ["utter_acknowledged", "utter_ask_place"]


def test_a_real_risk_keeps_the_need_and_offers_a_worker_once(conversation: Begin) -> None:
    message = said(
        "he wont give me money for food",
        "find_service",
        risk=danger("family_violence", "T2"),
        need=("food", "emergency_relief"),
        sub_need=("food", "food_parcel"),
    )
    talk = conversation()
    talk.say(pressed("inform", question="safe_to_talk", answer="yes"), NEXT)

    assert responses(talk.say(message, NEXT)) == ["utter_offer_worker", "utter_ask_place"]
    assert "utter_offer_worker" not in responses(talk.say(message, NEXT))


def test_crisis_lines_of_what_was_said_come_first(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(pressed("inform", question="safe_to_talk", answer="yes"), NEXT)
    talk.say(
        said(
            "bus in footscray, he checks my phone",
            "find_service",
            risk=danger("family_violence", "T2"),
            need=("bus", "transport"),
            sub_need=("bus", "fares"),
            place=("footscray", "Footscray VIC 3011"),
        ),
        NEXT,
    )

    assert directory.queries[-1].situations == {"family_violence"}


def test_x01b_a_watched_screen_stays_neutral_and_a_case_opens(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(said("he is reading this", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(
        said("he has a knife", "danger_now", risk=danger("family_violence", "T4")), RESPOND
    )

    # The long words stand on the screen already.
    assert responses(replies) == ["utter_ask_what_help_plain"]
    assert not replies[0].safety
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T4"


def test_a_serious_message_offers_a_social_worker_and_opens_a_case(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()

    replies = talk.say(END_IT, RESPOND)

    assert replies[0].response == "utter_safety_t3"
    assert replies[0].safety
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert (case.tier, case.reason) == ("T3", "danger")


def test_s1_01_helplines_come_after_the_social_worker(conversation: Begin) -> None:
    replies = conversation().say(END_IT, RESPOND)

    assert responses(replies) == ["utter_safety_t3", "utter_helplines"]


@pytest.mark.parametrize("subject", ["staff", "public"])
def test_s1_11_and_s1_13_a_threat_to_the_office_shows_no_helpline(
    conversation: Begin, subject: str
) -> None:
    threat = said(
        "ill get them", "danger_serious", risk=danger("harm_to_others", "T3", subject=subject)
    )

    replies = conversation().say(threat, RESPOND)

    assert responses(replies) == ["utter_safety_security"]


def test_x13_the_safety_words_come_even_when_the_directory_is_down(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.down = True

    replies = conversation().say(END_IT, RESPOND)

    assert responses(replies) == ["utter_safety_t3"]


def test_x13_the_safety_words_come_even_when_the_desk_is_down(
    conversation: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Desk:
        raise ConnectionError("the desk is down")

    monkeypatch.setattr(resources, "desk", down)

    replies = conversation().say(END_IT, RESPOND)

    assert replies[0].response == "utter_desk_down_danger"
    assert "000" in replies[0].text


def test_nowhere_to_sleep_gets_a_social_worker_and_the_search_goes_on(conversation: Begin) -> None:
    message = said(
        "kicked out nowhere to sleep tonight in footscray",
        "danger_serious",
        risk=danger("homelessness_tonight", "T3"),
        need=("nowhere to sleep", "accommodation"),
        place=("footscray", "Footscray VIC 3011"),
    )

    replies = conversation().say(message, RESPOND)

    assert replies[0].response == "utter_safety_t3_homelessness_tonight"
    assert any(reply.cards for reply in replies)


def test_after_the_danger_the_need_is_still_known(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(END_IT, RESPOND)

    replies = talk.say(pressed("inform", question="person", answer="no"), NEXT)

    assert responses(replies) == ["utter_refused_worker", "utter_ask_place"]


def test_s1_05_refusing_a_social_worker_leaves_the_case_open(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("no i dont want that", "deny"), NEXT)

    case = desk.open_case_of(talk.sender)

    assert case is not None
    assert case.tier == "T3"


def test_s1_05_leaving_after_danger_keeps_the_case(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(said("bye", "goodbye"), "action_small_talk")

    assert "utter_goodbye_in_danger" in responses(replies)
    assert desk.open_case_of(talk.sender) is not None


def test_saying_yes_to_a_social_worker_hands_over(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    assert responses(talk.say(said("yes please", "affirm"), NEXT)) == ["utter_handed_over"]


def test_an_open_meaning_gets_one_kind_question(conversation: Begin, desk: Desk) -> None:
    talk = conversation()

    replies = talk.say(UNCLEAR, CLARIFY)

    assert responses(replies) == ["utter_clarify_suicide_self_harm"]
    assert talk.slots["pending_clarification"] == "suicide_self_harm"
    assert desk.open_case_of(talk.sender) is None


@pytest.mark.parametrize("answer", ["yes", "whatever", "i need a dentist", "not sure"])
def test_s1_14_anything_but_a_plain_no_counts_as_serious(
    conversation: Begin, desk: Desk, answer: str
) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said(answer), NEXT)

    assert replies[0].response == "utter_safety_t3"
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"


def test_s1_15_a_denied_remark_stays_for_a_person_to_look_at(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said("no it was just a joke", "deny"), NEXT)

    assert responses(replies) == ["utter_clarified", "utter_ask_place"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.indicators


def test_asking_why_leaves_the_clarifying_question_open(conversation: Begin) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said("why do you ask", "ask_why"), "action_explain_question")

    assert responses(replies) == ["utter_explain_clarify", "utter_clarify_suicide_self_harm"]
    assert talk.slots["pending_clarification"] == "suicide_self_harm"


def test_a_second_open_remark_is_not_asked_about_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    assert talk.say(UNCLEAR, CLARIFY)[0].response == "utter_safety_t3"


def test_asking_for_a_person_settles_the_clarifying_question_as_serious(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)
    talk.say(said("get me a person", "request_human"), "action_hand_over")

    case = desk.open_case_of(talk.sender)

    assert case is not None
    assert case.tier == "T3"


def test_s4_01_an_interpreter_is_offered_before_the_risk_step(conversation: Begin) -> None:
    replies = conversation(language="cs").say(END_IT, RESPOND)

    assert responses(replies)[:2] == ["utter_interpreter_first", "utter_safety_t3"]


def test_s4_01_but_000_is_never_delayed_by_it(conversation: Begin) -> None:
    replies = conversation(language="vi").say(PILLS, RESPOND)

    assert len(replies) == 1


def test_staff_see_the_inside_steps_first(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(END_IT, RESPOND)

    assert responses(replies)[:2] == ["utter_step_social_worker", "utter_step_team_leader"]


def test_a_case_of_one_message_is_opened_once(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(END_IT, RESPOND)

    assert desk.count_cases("waiting") == 1


def test_x05_no_crisis_line_among_the_services_of_a_watched_screen(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(said("hes here", "unsafe_to_talk"), "action_protect_privacy")
    talk.say(
        said(
            "bus in footscray",
            "find_service",
            risk=danger("family_violence", "T2"),
            need=("bus", "transport"),
            sub_need=("bus", "fares"),
            place=("footscray", "Footscray VIC 3011"),
        ),
        NEXT,
    )

    assert directory.queries[-1].situations == frozenset()


def test_talk_of_harming_others_goes_to_no_helpline(conversation: Begin) -> None:
    threat = said(
        "ill get him", "danger_serious", risk=danger("harm_to_others", "T3", subject="other")
    )

    assert responses(conversation().say(threat, RESPOND)) == ["utter_safety_t3"]


HINT = said(
    "i left my partner yesterday",
    "danger_unclear",
    risk={**danger("family_violence", "T1"), "clarify": "utter_clarify_family_violence"},
)


def test_x05_a_question_about_violence_waits_until_it_is_safe(conversation: Begin) -> None:
    talk = conversation()

    first = talk.say(HINT, CLARIFY)
    second = talk.say(said("yes im alone", "affirm"), NEXT)
    third = talk.say(said("no", "deny"), NEXT)

    assert responses(first) == ["utter_ask_safe_first"]
    assert responses(second) == ["utter_clarify_family_violence"]
    assert responses(third)[0] == "utter_clarified"


@pytest.mark.parametrize("words", ["no", "hes here", "not sure"])
def test_x05_where_it_is_not_safe_a_worker_looks_and_the_screen_stays_plain(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation()
    talk.say(HINT, CLARIFY)

    assert responses(talk.say(said(words), NEXT)) == ["utter_keep_plain"]
    assert desk.open_case_of(talk.sender) is not None


def test_x05_lines_about_violence_show_only_where_it_is_safe(conversation: Begin) -> None:
    serious = said("he choked me", "danger_serious", risk=danger("family_violence", "T3"))
    safe = conversation()
    safe.say(pressed("inform", question="safe_to_talk", answer="yes"), NEXT)

    assert responses(conversation().say(serious, RESPOND)) == ["utter_safety_t3"]
    assert responses(safe.say(serious, RESPOND)) == ["utter_safety_t3", "utter_helplines"]


def test_s1_24_a_dangerous_change_of_address_gets_the_checklist(conversation: Begin) -> None:

    message = said(
        "change my address dont tell him",
        "danger_serious",
        risk=danger("privacy", "T3", time="unknown"),
    )

    replies = conversation().say(replace(message, wanted="update_details"), RESPOND)

    assert responses(replies) == ["utter_safety_t3_privacy", "utter_step_unlink_first"]


SUNDAY = datetime(2026, 11, 22, 1, 0, tzinfo=timezone.utc)
FOOD_IN_FOOTSCRAY = said(
    "i want to end it. wheres a food bank in footscray",
    "danger_serious",
    risk=danger("suicide_self_harm", "T3"),
    need=("food bank", "emergency_relief"),
    sub_need=("food bank", "food_parcel"),
    place=("footscray", "Footscray VIC 3011"),
)


def test_the_whole_safety_text_is_said_once_for_one_danger(conversation: Begin) -> None:
    talk = conversation()

    first, second = talk.say(END_IT, RESPOND), talk.say(END_IT, RESPOND)

    assert responses(first) == ["utter_safety_t3", "utter_helplines"]
    assert responses(second) == ["utter_t3_stands"]
    assert second[0].safety, "the gateway would add the whole text otherwise"


def test_a_known_danger_is_no_end_to_what_is_asked(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(replace(FOOD_IN_FOOTSCRAY, wanted="find_service"), RESPOND)

    assert replies[0].response == "utter_t3_stands"
    assert any(reply.cards for reply in replies)


def test_another_danger_gets_its_own_safety_text(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(
        said("my baby has no food", "danger_serious", risk=danger("child_at_risk", "T3")), RESPOND
    )

    assert replies[0].response == "utter_safety_t3_child_at_risk"


def test_whoever_has_asked_for_a_worker_is_told_that_they_know(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("yes please", "affirm"), NEXT)

    assert responses(talk.say(END_IT, RESPOND)) == ["utter_t3_worker_knows"]


@pytest.mark.parametrize("tier", ["T3", "T1"])
def test_a_word_about_the_same_act_after_000_gets_000_again(conversation: Begin, tier: str) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)
    risk = {**danger("suicide_self_harm", tier), "clarify": "utter_clarify_suicide_self_harm"}
    message = said("and now the rest", "danger_serious", risk=risk)

    replies = talk.say(message, RESPOND if tier == "T3" else CLARIFY)

    assert len(replies) == 1
    assert replies[0].text.startswith("Call 000 now")


def test_after_000_another_danger_is_answered_as_what_it_is(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)
    talk.say(pressed("inform", question="after_danger", answer="called"), NEXT)

    replies = talk.say(
        said("nowhere to sleep", "danger_serious", risk=danger("homelessness_tonight", "T3")),
        RESPOND,
    )

    assert replies[0].response == "utter_safety_t3_homelessness_tonight"


def test_asking_for_a_person_in_danger_hands_over_without_asking_back(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    message = said("get me a person i cant go on", "danger_serious", risk=END_IT.risk)

    replies = talk.say(replace(message, wanted="request_human"), RESPOND)

    assert responses(replies) == ["utter_safety_t3_coming", "utter_helplines"]
    assert talk.slots["consent"]["worker"] == "asked for"


def test_s1_19_outside_hours_the_offer_says_so_and_names_what_is_open(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    clock(SUNDAY)

    replies = conversation().say(END_IT, RESPOND)

    assert responses(replies) == ["utter_safety_t3_after_hours", "utter_helplines_open_now"]
    assert "8 am to 5 pm" in replies[0].text


def test_s1_20_the_clock_is_that_of_the_place_named(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 11, 17, 23, 0, tzinfo=timezone.utc))  # 10 am in Sydney, 7 am in Perth
    there = said("im in perth", place=("perth", "Perth WA 6000"))
    talk = conversation()
    talk.say(there, NEXT)

    assert talk.say(END_IT, RESPOND)[0].response == "utter_safety_t3_after_hours"
    assert conversation().say(END_IT, RESPOND)[0].response == "utter_safety_t3"


def test_s1_19_staff_are_not_offered_the_line_after_hours(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    clock(SUNDAY)

    replies = conversation(audience="staff").say(END_IT, RESPOND)

    assert replies[0].response == "utter_step_after_hours"
    assert "utter_step_social_worker" not in responses(replies)


def test_a_denial_with_a_new_wish_is_taken_as_both(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(
        said(
            "haha nah only the printer. food bank in footscray?",
            "find_service",
            need=("food bank", "emergency_relief"),
            sub_need=("food bank", "food_parcel"),
            place=("footscray", "Footscray VIC 3011"),
        ),
        NEXT,
    )

    assert replies[0].response == "utter_clarified"
    assert any(reply.cards for reply in replies)
    case = desk.open_case_of(talk.sender)
    assert case is not None, "a T1 entry stays for a person to look at"


def test_lines_that_were_shown_are_not_shown_again(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    shown = [c["id"] for r in talk.say(END_IT, RESPOND) for c in r.cards]
    talk.say(replace(FOOD_IN_FOOTSCRAY, wanted="find_service"), RESPOND)

    assert set(shown) <= directory.queries[-1].exclude
