"""Which of several mentions a correction takes back: "no, Footscray not Fitzroy"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.facts.mention import Mention

#: Right before a mention, these take it back.
_NOT = re.compile(
    r"(?:\bnot(?: in| at| from| near| for| on| about| the| my| a| an| to| really| actually| speak| speaking)*|\brather than(?: in)?|\binstead of(?: in| the)?|\bno longer in|"
    r"\b(?:isn'?t|wasn'?t|ain'?t|aren'?t)(?: in| at| from| the| my)?|\bused to (?:live|be|stay) in|\boriginally from|\bmoved(?: here| down| up| over)? from|"
    r"\bleft|\bi'?m not(?: in| from)?|\bdidn'?t say|\bdidn'?t mean|\bdon'?t (?:need|want|mean|live in|speak)(?: the| a| any)?|(?<!behaviour )(?<!behavior )\bchange(?: it)?(?: from)?|\bnot (?:living|staying) in|\bnothing in|\banywhere but|\bexcept|\bother than|\baway from|\bfar from)\s+$"
)
#: A wish that is given up: "forget the food", "leave the housing", "no need for a bed any more".
_GIVEN_UP = re.compile(
    r"\b(?:forget(?: about)?|never ?mind(?: about)?|scrap|leave|drop|skip|no longer (?:need|want)|no need for|"
    r"(?:do ?n[o']?t|dont) (?:need|want|worry about)|not (?:after|needing|looking for))"
    r"(?: (?:in|at|near|from|the|a|an|any|some|about|for|my|our|help|with|looking|that|this))*\s+$"
)
_GIVEN_UP_AFTER = re.compile(
    r"^\s*(?:(?:is|was) by mistake|can wait|(?:does ?n[o']?t|doesnt) matter|"
    r"(?:is|are|'s) (?:sorted|fixed|not important|no longer)|"
    r"(?:is ?n[o']?t|isnt|'s not|is not) (?:important|what|it\b|the (?:problem|issue|thing)))"
)
#: Between two mentions, these take back the first.
_INSTEAD = re.compile(
    r"\b(?:no wait|wait|i mean|i meant|meant|sorry|actually|make (?:that|it)|scratch that|correction|nah|no|oops|or rather|rather)\b|[—-]{2}"
)
#: "Court thursday and no solicitor": what is lacking takes nothing back; "food, no, a lawyer" does.
_BARE_NO = re.compile(r"\bno\b(?!\s*(?:[,.!;:-]|wait|i mean|sorry|actually|make|not))")
_CHANGE_TO = re.compile(r"\b(?:change|changed|swap|switch)\b[^.]*$")
#: After a mention: "Fitzroy is wrong", "not Fitzroy" is covered above.
_WRONG_AFTER = re.compile(r"^\s*(?:is|was)?\s*(?:wrong|not right|incorrect|a mistake|a typo)\b")


#: What a person may wish for and give up; "leave my kids" gives nobody up.
_WISHES = frozenset({"need", "sub_need"})


def taken_back(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Those of ``mentions`` (of straight lower-case ``text``) that the person takes back.

    A mention alone after "not" is taken back too ("I'm not in Fitzroy"); then
    nothing of its kind remains.
    """
    back = []
    for position, mention in enumerate(mentions):
        before, after = text[: mention.start], text[mention.end :]
        later = [m for m in mentions[position + 1 :] if m.entity == mention.entity]
        if (
            _NOT.search(before)
            or _WRONG_AFTER.match(after)
            or (
                mention.entity in _WISHES
                and (_GIVEN_UP.search(before) or _GIVEN_UP_AFTER.match(after))
            )
        ):
            back.append(mention)
        elif later:
            between = text[mention.end : later[0].start]
            if mention.entity in _WISHES:
                between = _BARE_NO.sub("", between)
            replaced = _INSTEAD.search(between) and not re.search(
                r"\bno (?:car|money|kids|food|home)\b", between
            )
            changed = _CHANGE_TO.search(before) and re.fullmatch(
                r"\s*(?:to|for|into|with)\s*", between
            )
            if replaced or changed:
                back.append(mention)
    return back
