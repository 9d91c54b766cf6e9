"""Crisis lines after a safety text: beside a person, never in place of one, and at once when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.actions.conftest import IN_HOURS
from tests.actions.conversation import ListedDirectory, Reply, card
from tests.actions.messages import (
    END_IT,
    END_IT_AND_FOOD,
    FOOTSCRAY,
    NEXT,
    RESPOND,
    Begin,
    at_ease,
    fares,
    responses,
)
from tests.triage.says import danger, said

NUMBER = said("can i just get a number to call", "refine_search")


def test_crisis_lines_of_what_was_said_come_first(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = at_ease(conversation)
    talk.say(
        fares("bus in footscray, he checks my phone", risk=danger("family_violence", "T2")),
        NEXT,
    )

    assert directory.queries[-1].situations == {"family_violence"}


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


def test_x05_no_crisis_line_among_the_services_of_a_watched_screen(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(said("hes here", "unsafe_to_talk"), "action_protect_privacy")
    talk.say(
        fares("bus in footscray", risk=danger("family_violence", "T2")),
        NEXT,
    )

    assert directory.queries[-1].situations == frozenset()


def test_talk_of_harming_others_goes_to_no_helpline(conversation: Begin) -> None:
    threat = said(
        "ill get him", "danger_serious", risk=danger("harm_to_others", "T3", subject="other")
    )

    assert responses(conversation().say(threat, RESPOND)) == ["utter_safety_t3"]


def test_x05_lines_about_violence_show_only_where_it_is_safe(conversation: Begin) -> None:
    serious = said("he choked me", "danger_serious", risk=danger("family_violence", "T3"))
    safe = at_ease(conversation)

    assert responses(conversation().say(serious, RESPOND)) == ["utter_safety_t3"]
    assert responses(safe.say(serious, RESPOND)) == ["utter_safety_t3", "utter_helplines"]


def test_lines_that_were_shown_are_not_shown_again(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    shown = [c["id"] for r in talk.say(END_IT, RESPOND) for c in r.cards]
    talk.say(replace(END_IT_AND_FOOD, wanted="find_service"), RESPOND)

    assert set(shown) <= directory.queries[-1].exclude


@pytest.mark.parametrize("act", ["refine_search", "correct", "request_human", "out_of_scope"])
def test_whoever_just_wants_a_number_after_a_safety_text_gets_it(
    conversation: Begin, act: str
) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    (reply,) = talk.say(said("no i just want the number", act), NEXT)

    assert reply.response == "utter_about_number"
    assert "Talk Line: 13 00 00" in reply.text


def test_it_comes_before_a_question_that_is_open(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("i need food", "find_service", need=("food", "emergency_relief")), NEXT)

    assert responses(talk.say(NUMBER, NEXT)) == ["utter_about_number"]


def test_on_a_watched_screen_no_number_of_a_crisis_line_is_said(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("he can see my phone", "unsafe_to_talk"), "action_protect_privacy")

    assert "utter_about_number" not in responses(talk.say(NUMBER, NEXT))


def test_talk_of_harming_others_still_goes_to_no_line(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    threat = danger("harm_to_others", "T3", subject="other")
    talk.say(said("ill get him", "danger_serious", risk=threat), RESPOND)

    assert "utter_about_number" not in responses(talk.say(NUMBER, NEXT))


def test_a_number_wanted_before_there_is_a_need_leaves_the_place_to_be_asked_later(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("just give me a number", "refine_search"), NEXT)

    replies = talk.say(said("and food", "find_service", need=("food", "emergency_relief")), NEXT)

    assert responses(replies)[-1] == "utter_ask_place"


HURT = said(
    "my brother takes mums money and wont let me see her",
    "danger_serious",
    risk=danger("elder_abuse", "T3", subject="other"),
)


def test_a_place_after_a_safety_text_brings_help_near_it_and_the_offer_stays(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["crisis_counselling"].append(card("Footscray Counselling", example=True))
    talk = conversation()
    talk.say(said("yes", "affirm"), NEXT)
    talk.say(HURT, RESPOND)

    reply, *rest = talk.say(
        said("shes in footscray", "inform", place=("footscray", "Footscray VIC 3011")), NEXT
    )

    assert (reply.response, responses(rest)) == ("utter_services", [])
    assert "Footscray" in reply.text
    assert reply.cards
    taken = talk.say(said("yes please", "affirm"), NEXT)
    assert responses(taken)[0] == "utter_handed_over"


def test_near_by_help_for_violence_stays_off_a_screen_nobody_called_safe(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(HURT, RESPOND)

    replies = talk.say(said("footscray", "inform", place=("footscray", "Footscray VIC 3011")), NEXT)

    assert not any(reply.cards for reply in replies)


@pytest.mark.usefixtures("real_directory")
def test_he_has_gone_after_violence_asks_whether_it_is_safe_then_brings_the_line_and_the_offer(
    conversation: Begin,
) -> None:
    talk = conversation()
    hit = said("my husband hit me", "danger_serious", risk=danger("family_violence", "T3"))
    talk.say(hit, RESPOND)

    asked = talk.say(said("he has gone to work now", "inform"), NEXT)
    assert responses(asked) == ["utter_ask_safe_to_talk"]

    replies = talk.say(said("yes", "affirm"), NEXT)
    assert _names(replies) == ["1800RESPECT"]
    assert responses(replies) == ["utter_helplines", "utter_ask_person"]
    taken = talk.say(said("yes please", "affirm"), NEXT)
    assert responses(taken)[0] == "utter_handed_over"


def _names(replies: list[Reply]) -> list[str]:
    return [card["name"] for reply in replies for card in reply.cards]


@pytest.mark.usefixtures("real_directory")
@pytest.mark.parametrize("hour", [1, 10], ids=["in office hours", "in the evening"])
def test_papers_kept_by_a_boss_bring_the_lines_for_people_who_are_exploited(
    conversation: Begin, clock: Callable[[datetime], None], hour: int
) -> None:
    clock(IN_HOURS.replace(hour=hour))
    talk = at_ease(conversation)

    replies = talk.say(
        said("boss has my passport", "danger_serious", risk=danger("exploitation", "T3")), RESPOND
    )

    assert _names(replies)[:2] == [
        "Red Cross Support for Trafficked People",
        "Australian Federal Police, human trafficking",
    ]
    assert responses(replies)[-1] == "utter_helplines"  # Not "now": their hours are not known.


@pytest.mark.usefixtures("real_directory")
@pytest.mark.parametrize(
    "partner", [{}, {"people": ("husband", "partner")}], ids=["in words", "read as a partner"]
)
def test_papers_kept_by_a_partner_bring_the_line_about_violence_first(
    conversation: Begin, partner: dict[str, tuple[str, str]]
) -> None:
    talk = at_ease(conversation)
    message = said(
        "my husband has my passport",
        "danger_serious",
        risk=danger("exploitation", "T3"),
        **partner,
    )

    names = _names(talk.say(message, RESPOND))

    assert names[0] == "1800RESPECT"
    assert "Australian Federal Police, human trafficking" in names


@pytest.mark.usefixtures("real_directory")
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh-Hans", "老公把我的护照收走了"),
        ("ar", "زوجي أخذ جواز سفري"),
        ("so", "ninkayga ayaa haysta baasaboorkayga"),
    ],
)
def test_a_partner_is_heard_in_other_languages(conversation: Begin, code: str, text: str) -> None:
    talk = at_ease(conversation, language=code)

    names = _names(
        talk.say(said(text, "danger_serious", risk=danger("exploitation", "T3")), RESPOND)
    )

    assert names[0] == "1800RESPECT"


@pytest.mark.usefixtures("real_directory")
@pytest.mark.parametrize("age", ["12", "17"])
@pytest.mark.parametrize("told", ["before", "after"])
def test_a_child_at_risk_gets_kids_helpline_and_the_line_of_their_state(
    conversation: Begin, age: str, told: str
) -> None:
    talk = at_ease(conversation)
    risk = danger("child_at_risk", "T3")
    if age == "12":
        risk["indicators"] += danger("isolation_young_person", "T3")["indicators"]
    dubbo = said("dubbo", place=("dubbo", "Dubbo NSW 2830"))
    told_it = said(f"im {age}, he comes in my room", "danger_serious", risk=risk, age=(age, age))

    replies = talk.say(dubbo, NEXT) if told == "before" else []
    replies += talk.say(told_it, RESPOND)
    replies += talk.say(dubbo, NEXT) if told == "after" else []

    assert {"NSW Child Protection Helpline", "Kids Helpline"} <= set(_names(replies))
    assert any("000" in reply.text and reply.safety for reply in replies)


def test_whoever_told_of_a_child_at_risk_is_not_asked_whether_the_children_are_safe(
    conversation: Begin,
) -> None:
    talk = at_ease(conversation)
    school = said(
        "he hurts me, school is too much",
        "danger_serious",
        need=("school", "education_family"),
        risk=danger("child_at_risk", "T3"),
    )
    talk.say(school, RESPOND)

    replies = talk.say(said("footscray", place=("footscray", FOOTSCRAY)), NEXT)

    assert "utter_ask_edu_children_safe" not in responses(replies)


@pytest.mark.usefixtures("real_directory")
def test_whoever_speaks_for_a_child_is_no_young_person_alone(conversation: Begin) -> None:
    talk = at_ease(conversation)
    told = said("her baby is hurt", "danger_serious", risk=danger("child_at_risk", "T3"))

    names = _names(talk.say(told, RESPOND))

    assert names[0] == "1800RESPECT"
    assert "Lifeline" not in names


@pytest.mark.usefixtures("real_directory")
def test_an_old_person_alone_gets_no_line_for_children(conversation: Begin) -> None:
    talk = at_ease(conversation)
    told = said(
        "mum is 80 and alone",
        "danger_serious",
        risk=danger("isolation_young_person", "T3"),
        age=("80", "80"),
    )

    names = _names(talk.say(told, RESPOND))

    assert names
    assert "Kids Helpline" not in names


@pytest.mark.usefixtures("real_directory")
def test_what_a_husband_does_is_answered_as_danger_though_it_is_about_another_person(
    conversation: Begin,
) -> None:
    talk = at_ease(conversation, language="ur")
    told = said(
        "میرے شوہر نے میرا پاسپورٹ رکھ لیا ہے",
        "danger_serious",
        risk=danger("family_violence", "T3", code="family_violence.direct_ur"),
    )

    replies = talk.say(replace(told, wanted="ask_other_person"), RESPOND)

    assert "utter_other_person" not in responses(replies)
    assert "1800RESPECT" in _names(replies)


def test_who_looks_for_somebody_is_told_nothing_about_them(conversation: Begin) -> None:
    talk = at_ease(conversation)
    asked = said(
        "which refuge is my wife in",
        "danger_serious",
        risk=danger("privacy", "T3", code="privacy.watched_now"),
    )

    replies = talk.say(replace(asked, wanted="ask_other_person"), RESPOND)

    assert responses(replies) == ["utter_other_person"]
