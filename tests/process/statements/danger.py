"""Danger: 000, cases and their tiers, signs, clarifying questions, neutral words."""

from __future__ import annotations

import re

from tests.process.statements.forms import rule
from tests.process.statements.played import Played

_VIOLENCE = re.compile(
    r"violen|abus|assault|leaving|leave (?:him|her|home)|unsafe home|refuge|escape", re.I
)


@rule(r"000 is shown first and alone(?: in the reply to the last turn)?")
def _alone(p: Played, m: re.Match[str]) -> bool:
    return p.alone_000()


@rule(r"000 is shown after the last turn")
def _shown_000(p: Played, m: re.Match[str]) -> bool:
    return "000" in p.words(-1)


@rule(r"no 000 text is shown")
def _no_000(p: Played, m: re.Match[str]) -> bool:
    return "000" not in p.words()


@rule(r"no T4 and no 000 for the past stroke")
def _no_t4(p: Played, m: re.Match[str]) -> bool:
    return "000" not in p.words() and (p.facts[-1].get("tier") or "T0") < "T4"


@rule(
    r"a (?:case of tier|case with tier|T4 case)(?: (?P<tier>T\d))?(?: or higher)?(?: is opened| or alert with (?P<domain>\w+) is raised)"
)
def _case(p: Played, m: re.Match[str]) -> bool:
    wanted = m["tier"] or "T4"
    if p.case is None or p.case.tier < wanted:
        return False
    return m["domain"] is None or any(i["domain"] == m["domain"] for i in p.case.indicators)


@rule(r"the case opened in the first turn stays open with tier T3 or higher")
def _stays_open(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and p.case.state != "closed" and p.case.tier >= "T3"


@rule(r"a case is opened")
def _any_case(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None


@rule(r"a case with reason request is opened")
def _request(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and p.case.reason == "request"


@rule(r"the case carries the person's words as evidence")
def _evidence(p: Played, m: re.Match[str]) -> bool:
    said = " ".join(p.messages).lower()
    return p.case is not None and any(
        i["evidence"] and i["evidence"].lower() in said for i in p.case.indicators
    )


@rule(
    r"the case summary contains (?P<need>\w+), (?P<place>.+? \d{4}) and that it is for another family member"
)
def _summary(p: Played, m: re.Match[str]) -> bool:
    if p.case is None:
        return False
    facts = p.case.facts
    for_family = "family" in (facts.get("people") or []) or facts.get("for_whom") not in (
        None,
        "self",
    )
    return m["need"] in facts.get("needs", []) and facts.get("place") == m["place"] and for_family


@rule(r"the consent state is part of the summary")
def _consent(p: Played, m: re.Match[str]) -> bool:
    return p.case is not None and bool(p.case.facts.get("consent"))


@rule(r"a social worker is offered now")
def _social_worker(p: Played, m: re.Match[str]) -> bool:
    return "social worker" in p.words(-1).lower()


@rule(r"after the first turn one kind clarifying question is asked")
def _clarifies(p: Played, m: re.Match[str]) -> bool:
    return p.said("utter_clarify_*", turn=0) == 1


@rule(r"the clarifying question is asked once only")
def _clarifies_once(p: Played, m: re.Match[str]) -> bool:
    return p.said("utter_clarify_*") == 1


@rule(
    r"after the second turn the matter is treated as T3: a social worker is offered and a case opened"
)
def _unclear_is_t3(p: Played, m: re.Match[str]) -> bool:
    opened = p.case is not None and p.case.tier >= "T3"
    return opened and "social worker" in p.words(1).lower()


@rule(
    r"if a flag was raised in the first turn it is not deleted from the record|flags, if any were raised before, stay on the record"
)
def _flag_stays(p: Played, m: re.Match[str]) -> bool:
    codes = {(i["code"], i["evidence"]) for i in p.facts[0].get("indicators") or []}
    return codes <= {(i["code"], i["evidence"]) for i in p.indicators()}


@rule(r"the indicator is in (?P<one>\w+) or (?P<other>\w+)")
def _in_domain(p: Played, m: re.Match[str]) -> bool:
    return bool(p.indicators(m["one"]) or p.indicators(m["other"]))


@rule(r"no T3 or T4 indicator in (?P<domain>\w+) is raised")
def _none_of(p: Played, m: re.Match[str]) -> bool:
    return not any(i["tier"] >= "T3" for i in p.indicators(m["domain"]))


@rule(r"after the last turn an indicator in (?P<domain>\w+) of T3 or T4 is raised")
def _raised(p: Played, m: re.Match[str]) -> bool:
    return any(i["tier"] >= "T3" for i in p.indicators(m["domain"]))


@rule(r"no external helpline is the reply to the threat")
def _no_helpline(p: Played, m: re.Match[str]) -> bool:
    return not p.cards(-1)


@rule(r"the danger is T4 and the subject is the customer, not the worker")
def _customers_t4(p: Played, m: re.Match[str]) -> bool:
    return any(i["tier"] == "T4" and i["subject"] not in ("self", "staff") for i in p.indicators())


@rule(
    r"after the last turn the text is neutral: no words about violence, abuse or leaving|no questions about violence follow"
)
def _neutral(p: Played, m: re.Match[str]) -> bool:
    return not _VIOLENCE.search(p.words(-1))
