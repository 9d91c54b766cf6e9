"""Hard rules of the brief in talks with the real records: the actions, the directory and the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from actions import resources
from bot.triage import Understood
from directory import Directory
from tests.actions.conversation import Conversation, Reply
from tests.triage.says import danger, said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    directory = Directory.open(f"sqlite:///{tmp_path_factory.mktemp('directory') / 'd.db'}")
    assert directory.load_shipped()
    yield directory
    directory.close()


@pytest.fixture(autouse=True)
def _real_directory(
    conversation: Begin, shipped: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversation's listed directory gives way to the shipped records."""
    monkeypatch.setattr(resources, "directory", lambda: shipped)


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
