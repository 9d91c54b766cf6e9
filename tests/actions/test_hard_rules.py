"""Hard rules of the brief in talks with the real records: the actions, the directory and the desk."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.triage import Understood
from tests.actions.conversation import Reply
from tests.actions.messages import NEXT, Begin
from tests.triage.says import danger, pressed, said

pytestmark = pytest.mark.usefixtures("real_directory")


def shown(replies: list[Reply]) -> list[str]:
    return [card["name"] for reply in replies for card in reply.cards]


# --- amica ---


def separation(text: str, **values: object) -> Understood:
    need = {"need": ("separation", "community_legal_health"), "sub_need": ("separation", "legal_help")}  # fmt: skip
    return said(text, "find_service", **{**need, **values})  # type: ignore[arg-type]


def test_s1_21_two_who_agree_are_offered_the_separation_tool_by_an_officer(
    conversation: Begin,
) -> None:
    replies = conversation(audience="staff").say(separation("separation, both agree on it"), NEXT)

    assert "amica" in shown(replies)
    card = next(c for r in replies for c in r.cards if c["name"] == "amica")
    assert "Not where there is family violence" in card["alert"]
    assert card["warm_transfer"] == "no"


@pytest.mark.parametrize(
    "told",
    [
        "there is an avo",
        "she is scared of him",
        "he is violent",
        "she is here on a partner visa",
        "her visa depends on him",
        "they have parenting orders already",
        "child protection is involved",
        "he took the kids",
        "the children were removed",
        "she wants to move interstate",
        "he says he is not the father",
        "there was a surrogate",
        "the kids are adults",
        "divorced ten months ago",
        "de facto, broke up 22 months ago",
    ],
)
def test_s1_21_a_condition_of_the_list_keeps_the_tool_away(conversation: Begin, told: str) -> None:
    talk = conversation(audience="staff")

    first = shown(talk.say(separation(f"separation, {told}"), NEXT))
    more = shown(talk.say(said("show me more", "more_results"), "action_more_results"))
    again = shown(talk.say(separation("separation tool for my client"), NEXT))

    assert first, "others are offered"
    assert "amica" not in [*first, *more, *again]


@pytest.mark.parametrize(
    ("domain", "tier"),
    [("family_violence", "T1"), ("child_at_risk", "T1"), ("elder_abuse", "T2"), ("money_crisis", "T3")],
)  # fmt: skip
def test_s1_21_any_sign_of_danger_keeps_the_tool_away(
    conversation: Begin, domain: str, tier: str
) -> None:
    talk = conversation(audience="staff")

    replies = talk.say(separation("separation", risk=danger(domain, tier)), NEXT)
    by_name = talk.say(said("amica", "nlu_fallback"), "action_fallback")

    assert "amica" not in shown([*replies, *by_name])


def test_s1_21_a_customer_is_never_sent_to_the_tool_without_an_officer(conversation: Begin) -> None:
    talk = conversation()
    replies = talk.say(separation("separation help"), NEXT)
    for _ in range(3):
        replies += talk.say(said("rather not say", "skip_question"), NEXT)

    assert shown(replies)
    assert "amica" not in shown(replies)


# --- crisis lines ---


@pytest.mark.parametrize("domain", ["suicide_self_harm", "severe_distress"])
def test_the_real_line_for_first_nations_people_comes_first(
    conversation: Begin, domain: str
) -> None:
    replies = conversation().say(
        said("im koori and cant go on", "danger_serious", risk=danger(domain, "T3")),
        "action_respond_to_danger",
    )

    assert shown(replies)[0] == "13YARN"
    assert shown(replies).count("13YARN") == 1


# --- ways without the internet ---


@pytest.mark.parametrize(
    "words",
    [
        "i dont have internet",
        "im not good with computers",
        "i cant use a computer",
        "no wifi and no data",
        "don't know how to use mygov",
    ],
)
def test_s0_06_who_cannot_use_digital_chooses_between_phone_paper_and_a_person(
    conversation: Begin, words: str
) -> None:
    talk = conversation()

    replies = talk.say(said(words, "inform"), NEXT)
    again = talk.say(said(words, "inform"), NEXT)

    offered = next(r for r in replies if r.response == "utter_ask_channel")
    assert [b["title"] for b in offered.buttons][:3] == ["By phone", "On paper", "With a person"]
    assert "utter_ask_channel" not in [r.response for r in again]


@pytest.mark.parametrize(
    "words", ["i have internet at home", "can i do it online", "is there wifi"]
)
def test_s0_06_others_are_not_asked(conversation: Begin, words: str) -> None:
    replies = conversation().say(said(words, "inform"), NEXT)

    assert "utter_ask_channel" not in [r.response for r in replies]


def test_s0_06_pages_on_the_web_alone_are_no_help_to_them(conversation: Begin) -> None:
    food = ("food", "emergency_relief")
    place = ("footscray", "Footscray VIC 3011")
    talk = conversation()
    replies = talk.say(
        said("no internet here, need food in footscray", "find_service", need=food, place=place),
        NEXT,
    )
    replies += talk.say(said("show me more", "more_results"), "action_more_results")
    replies += talk.say(said("more", "more_results"), "action_more_results")

    cards = [c for r in replies for c in r.cards]
    assert cards
    assert not [c["name"] for c in cards if c["web_only"]]


@pytest.mark.parametrize("way", ["phone", "paper"])
def test_s0_06_each_way_goes_on(conversation: Begin, way: str) -> None:
    talk = conversation()
    talk.say(said("i cant use a computer", "inform"), NEXT)

    replies = talk.say(pressed("inform", question="channel", answer=way), NEXT)

    assert replies[0].response == f"utter_channel_{way}"


def test_s0_06_with_a_person_is_a_request_at_the_desk(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    replies = talk.say(said("i cant use a computer", "inform"), NEXT)
    offered = next(r for r in replies if r.response == "utter_ask_channel")
    assert offered.buttons[2]["payload"] == "/request_human"

    talk.say(pressed("request_human"), "action_hand_over")

    assert desk.open_case_of(talk.sender) is not None


# --- other units ---


@pytest.mark.parametrize(
    ("words", "place", "name"),
    [
        ("how do i do my tax return", None, "the Australian Taxation Office"),
        ("i need to renew my passport", None, "the Australian Passport Office"),
        ("enrol to vote", None, "the Australian Electoral Commission"),
        ("my job provider cut me off", None, "Workforce Australia"),
        ("when is bin day", None, "your local council"),
        ("renew my drivers licence", "Footscray VIC 3011", "VicRoads"),
        ("renew my drivers licence", "Dubbo NSW 2830", "Service NSW"),
    ],
)
@pytest.mark.parametrize("intent", ["out_of_scope", "find_service"])
def test_s2_11_an_enquiry_for_another_unit_names_it_and_the_next_step(
    conversation: Begin, intent: str, words: str, place: str | None, name: str
) -> None:
    action = {"out_of_scope": "action_fallback", "find_service": NEXT}[intent]
    for audience in ("customer", "staff"):
        talk = conversation(audience=audience)
        if place:
            talk.slots["place"] = place

        replies = talk.say(said(words, intent), action)

        assert len(replies) == 1
        assert name in replies[0].text
        assert "number" in replies[0].text, "what happens next"
        assert "call us" not in replies[0].text.lower()
        if audience == "customer":
            assert [b["payload"] for b in replies[0].buttons] == ["/request_human"]


def test_s2_11_a_need_of_ours_is_not_sent_away(conversation: Begin) -> None:
    replies = conversation().say(
        said(
            "lost my passport and need food in footscray",
            "find_service",
            need=("food", "emergency_relief"),
            place=("footscray", "Footscray VIC 3011"),
        ),
        NEXT,
    )

    assert shown(replies)


# --- one referral for one matter ---


def test_s0_09_a_second_request_joins_the_open_referral_and_the_person_is_told(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(said("can i talk to someone", "request_human"), "action_hand_over")
    first = desk.open_case_of(talk.sender)
    talk.say(said("we are in footscray", place=("footscray", "Footscray VIC 3011")), NEXT)

    replies = talk.say(said("i want a social worker", "request_human"), "action_hand_over")

    second = desk.open_case_of(talk.sender)
    assert first is not None
    assert second is not None
    assert second.id == first.id
    assert len(desk.cases("waiting")) == 1
    assert second.facts["place"] == "Footscray VIC 3011", "what is new is added to it"
    assert replies[0].response == "utter_handed_over_again"


def test_s0_09_danger_after_a_request_raises_the_same_referral(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(said("can i talk to someone", "request_human"), "action_hand_over")
    talk.say(
        said("i want to die", "danger_serious", risk=danger("suicide_self_harm", "T3")),
        "action_respond_to_danger",
    )

    (case,) = desk.cases("waiting")
    assert case.tier == "T3"


# --- another person's details ---


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize(
    "asked",
    [
        "can you tell me if Maria Lopez is a customer of yours",
        "did my ex Maria come in today",
        "what is the new address of Maria Lopez",
    ],
)
def test_s2_12_whoever_is_known_here_and_whoever_is_not_get_the_same_answer(
    conversation: Begin, desk: Desk, audience: str, asked: str
) -> None:
    question = said(asked, "ask_other_person")
    unknown = conversation(audience=audience)
    before = unknown.say(question, "action_refuse_other_person")
    maria, _ = desk.create_conversation()
    facts = {"contact": "Maria Lopez", "place": "Dubbo NSW 2830"}
    desk.open_case(maria, message_id="m1", reason="request", facts=facts)

    known = conversation(audience=audience)
    after = known.say(question, "action_refuse_other_person")

    assert [r.text for r in before] == [r.text for r in after]
    assert (
        "cannot give out anything about another person, or say if they are known" in after[0].text
    )
    assert not any("Dubbo" in r.text or "Maria" in r.text for r in after)


# --- no score ---


def test_s3_05_who_somebody_is_and_was_changes_neither_tier_nor_services(
    conversation: Begin, desk: Desk
) -> None:
    risk = danger("family_violence", "T2")
    food = said(
        "food in footscray",
        "find_service",
        risk,
        need=("food", "emergency_relief"),
        place=("footscray", "Footscray VIC 3011"),
    )
    new = conversation()
    expected = shown(new.say(food, NEXT))
    worker = desk.add_staff("Ana", "worker", "correct horse battery")
    known = conversation()
    known.sender = "somebody-with-a-past"
    for number in range(4):
        case = desk.open_case(known.sender, message_id=f"old{number}", reason="request")
        desk.claim_case(case.id, worker.id, say="")
        desk.close_case(case.id, worker.id, outcome="talked", say="")
    replies = known.say(food, NEXT)

    assert shown(replies) == expected
    assert known.slots["tier"] == new.slots["tier"] == "T2"


# --- payments ---


@pytest.mark.parametrize("asked", ["am i eligible for jobseeker", "how much is the crisis payment"])
def test_s3_12_no_verdict_and_no_amount_and_claiming_is_always_open(
    conversation: Begin, asked: str
) -> None:
    replies = conversation().say(said(asked, "ask_payment"), "action_payment_question")

    text = replies[0].text
    assert "You can always make a claim" in text
    assert not any(c.isdigit() or c == "$" for c in text)
    assert "eligible" not in text.lower()


def test_s3_13_the_seven_days_are_general_information_to_check_with_staff(
    conversation: Begin,
) -> None:
    message = said("crisis payment, i left him", "ask_payment", risk=danger("family_violence", "T2"))  # fmt: skip

    text = " ".join(r.text for r in conversation().say(message, "action_payment_question"))

    assert "within 7 days" in text
    assert "general information" in text
    assert "check with staff" in text
