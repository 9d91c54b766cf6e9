"""The referral guide: which routes are open, which are not, by which rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.triage import Facts, next_steps, when_not_to_refer
from bot.triage.next_steps import PATH, childs_state, may_show_services, read_guide
from tests.triage.says import danger


def facts(*found: dict[str, object], **values: object) -> Facts:
    result = Facts(**values)  # type: ignore[arg-type]
    for assessment in found:
        result = result.with_risk(assessment)
    return result


def kinds(value: Facts) -> list[str]:
    return [step.kind for step in next_steps(value)]


@pytest.mark.parametrize("domain", ["suicide_self_harm", "harm_to_others"])
@pytest.mark.parametrize("tier", ["T1", "T2", "T3", "T4"])
def test_s1_01_a_helpline_never_takes_the_place_of_the_inside_route(domain: str, tier: str) -> None:
    assert "inside_first" in when_not_to_refer(facts(danger(domain, tier)))


def test_s1_01_a_helpline_stands_in_addition_to_the_social_worker() -> None:
    steps = next_steps(facts(danger("suicide_self_harm", "T3"), audience="staff"))
    order = [step.kind for step in steps]
    helpline = next(step for step in steps if step.kind == "helpline")

    assert order.index("social_worker") < order.index("helpline")
    assert helpline.in_addition


def test_s1_02_the_social_worker_is_the_first_step_of_a_serious_case() -> None:
    assert kinds(facts(danger("suicide_self_harm", "T3"), audience="staff"))[0] == "social_worker"


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize(
    "more",
    [
        {"language": "ar"},
        {"interpreter": "wanted"},
        {"signals": ("companion",)},
        {"signals": ("complaint",)},
        {"signals": ("order_known",)},
        {"signals": ("mainstream_failed", "unmet_need")},
        {"safe_to_talk": "no"},
        {"accessibility": ("auslan",)},
        {"needs": ("accommodation",)},
    ],
    ids=str,
)
@pytest.mark.parametrize("domain", ["suicide_self_harm", "isolation_young_person", "child_at_risk"])
def test_x16_nothing_else_that_is_known_takes_the_social_worker_away(
    domain: str, more: dict[str, Any], audience: str
) -> None:
    assert "social_worker" in kinds(facts(danger(domain, "T3"), audience=audience, **more))


def test_s1_06_the_team_leader_is_there_in_the_same_answer() -> None:
    assert "team_leader" in kinds(facts(danger("harm_to_others", "T3"), audience="staff"))


@pytest.mark.parametrize("subject", ["staff", "public"])
def test_s1_11_and_s1_13_a_threat_to_officers_or_the_office_shows_no_helpline(subject: str) -> None:
    threat = facts(danger("harm_to_others", "T4", subject=subject), audience="staff")

    assert "security" in kinds(threat)
    assert "helpline" not in kinds(threat)
    assert not may_show_services(threat)


def test_s1_12_a_complaint_takes_the_complaint_path() -> None:
    complaint = facts(signals=("complaint",))

    assert kinds(complaint) == ["complaint"]
    assert when_not_to_refer(complaint) == ("complaint",)


@pytest.mark.parametrize("tier", ["T2", "T3"])
def test_s1_12_a_complaint_is_sent_to_no_service_outside_whatever_else_was_told(tier: str) -> None:
    complaint = facts(danger("money_crisis", tier), signals=("complaint",))

    assert "complaint" in kinds(complaint)
    assert "helpline" not in kinds(complaint)


def test_s1_24_the_unlinking_checklist_comes_with_a_change_of_address() -> None:
    assert kinds(facts(signals=("address_change",))) == ["unlink_first"]


def test_s1_25_a_delegate_decides_about_release() -> None:
    assert "delegate_decides" in kinds(facts(danger("suicide_self_harm", "T4"), audience="staff"))


def test_x01_000_is_the_first_step_when_life_is_in_danger() -> None:
    assert kinds(facts(danger("child_at_risk", "T4"), audience="staff"))[0] == "call_000"


@pytest.mark.parametrize("tier", ["T2", "T3", "T4"])
def test_s2_01_a_child_cue_shows_the_line_and_asks_for_no_judgement(tier: str) -> None:
    steps = next_steps(facts(danger("child_at_risk", tier), audience="staff"))

    assert "S2-01" in next(step for step in steps if step.kind == "child_line").rule_ids


def test_s2_08_the_childs_state_decides_not_the_callers() -> None:
    value = facts(place="Footscray VIC 3011", wishes={"child_place": "Dubbo NSW 2830"})

    assert childs_state(value) == "NSW"


def test_s2_09_in_the_northern_territory_everyone_must_report() -> None:
    value = facts(danger("child_at_risk", "T3"), audience="staff", place="Alice Springs NT 0870")

    assert "child_everyone_reports" in kinds(value)


def test_s0_01_a_community_engagement_officer_is_suggested_when_all_else_failed() -> None:
    value = facts(audience="staff", signals=("mainstream_failed", "unmet_need"))

    assert kinds(value) == ["consult_ceo"]


@pytest.mark.parametrize("signals", [(), ("mainstream_failed",), ("unmet_need",)])
def test_s0_04_one_condition_alone_suggests_no_community_engagement_officer(
    signals: tuple[str, ...],
) -> None:
    assert "consult_ceo" not in kinds(facts(audience="staff", signals=signals))


def test_s0_02_no_specialist_in_a_serious_case() -> None:
    value = facts(
        danger("family_violence", "T3"),
        audience="staff",
        signals=("mainstream_failed", "unmet_need", "new_humanitarian_arrival"),
    )

    assert not {"consult_ceo", "consult_mso", "refugee_session"} & set(kinds(value))


def test_s4_09_a_multicultural_officer_for_a_complex_case() -> None:
    value = facts(audience="staff", language="ar", needs=("transport", "accommodation"))

    assert "consult_mso" in kinds(value)


def test_s4_10_a_new_arrival_gets_the_information_session() -> None:
    assert "refugee_session" in kinds(
        facts(audience="staff", signals=("new_humanitarian_arrival",))
    )


def test_s4_01_an_interpreter_is_a_step_for_another_language() -> None:
    assert "interpreter" in kinds(facts(danger("family_violence", "T3"), language="vi"))


def test_s3_12_and_s3_13_payment_steps_are_information_only() -> None:
    value = facts(danger("family_violence", "T2"), signals=("payment_question",))

    assert {"payment_information", "crisis_payment_clock"} <= set(kinds(value))


def test_every_step_says_why_and_by_which_rule() -> None:
    steps = next_steps(facts(danger("child_at_risk", "T4"), audience="staff", needs=("transport",)))

    assert all(step.reasons and step.rule_ids for step in steps)


def test_s0_07_of_more_specialists_than_three_the_first_by_rank_are_shown(tmp_path: Path) -> None:
    document = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    known = [row for row in document["steps"] if row.get("specialist")]
    ranks = {f"extra_{rank}": rank for rank in (50, 1, 40, 2, 45)}
    for kind, rank in ranks.items():
        document["steps"].append({**known[0], "kind": kind, "rank": rank, "when": ["has_need"]})
    path = tmp_path / "guide.yml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    value = facts(audience="staff", needs=("transport",))

    shown = [s.kind for s in next_steps(value, read_guide(path)) if s.specialist]

    assert shown == ["extra_1", "extra_2", "extra_40"]
