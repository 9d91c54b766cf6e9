"""Rules of the brief about what may follow from a flag, by their ids."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.risk import screen
from bot.triage import Facts, next_steps

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"

#: An instruction to get in touch with whoever the flag is about. "Them" is a service in our texts.
_REACHES_THE_OTHER = re.compile(
    r"(?<!not )\b(call|ring|phone|contact|text|message|e-?mail|write to|speak (to|with)|talk (to|with)|ask|tell|visit"
    r"|invite|meet|confront|involve|warn|notify|inform|let)\s+"
    r"(him|her|(your|the|their|his|her) "
    r"(ex|partner|husband|wife|boyfriend|girlfriend|spouse|other (parent|party|person)|family|relatives?|"
    r"parents?|nominee|son|daughter|carer|abuser))\b",
    re.IGNORECASE,
)

VIOLENCE = (
    ("he put his hands round my neck last night", "T3"),
    ("he's smashing the door in right now", "T4"),
    ("he won't give me any money for food and checks what I spend", "T2"),
    ("my son takes my pension and threatens me", "T3"),
    ("please don't text this number, he reads it", "T2"),
)


@lru_cache(maxsize=1)
def _responses() -> dict[str, list[str]]:
    found = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
    return {name: [str(each.get("text", "")) for each in ways] for name, ways in found.items()}


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize(("words", "least"), VIOLENCE)
def test_s1_22_no_step_after_violence_reaches_the_other_party(
    words: str, least: str, audience: str
) -> None:
    found = screen(words).as_dict()
    assert found["tier"] >= least, "the words of this test are no flag any more"

    steps = next_steps(Facts(audience=audience).with_risk(found))

    assert steps
    for step in steps:
        for text in _responses()[step.response]:
            assert not _REACHES_THE_OTHER.search(text), f"{step.kind}: {text}"


def test_s1_22_no_text_at_all_tells_anybody_to_reach_the_other_party() -> None:
    texts = {name: text for name, ways in _responses().items() for text in ways}

    assert {name for name, text in texts.items() if _REACHES_THE_OTHER.search(text)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "Call him to check.",
        "Please ring the other parent.",
        "Talk to your partner about it first.",
        "Ask her husband, or contact the nominee.",
    ],
)
def test_s1_22_the_check_would_see_such_a_step(text: str) -> None:
    assert _REACHES_THE_OTHER.search(text)
