"""What can go wrong at the desk; each error carries its facts, the edge turns it into words."""

from __future__ import annotations


class DeskError(Exception):
    """Something the desk refuses to do."""


class NotFound(DeskError):
    """There is no ``kind`` with this id."""

    def __init__(self, kind: str, wanted: object) -> None:
        super().__init__(f"no {kind} {wanted!r}")
        self.kind = kind
        self.wanted = wanted


class TooMany(DeskError):
    """More messages wait for an answer than there is room for; nothing was stored."""

    def __init__(self, here: int, everywhere: int) -> None:
        super().__init__(f"{here} messages wait in this conversation, {everywhere} in all")
        self.here = here
        self.everywhere = everywhere


class CaseTaken(DeskError):
    """Somebody else has claimed the case."""

    def __init__(self, case_id: int, by: str) -> None:
        super().__init__(f"case {case_id} is with {by}")
        self.case_id = case_id
        self.by = by


class CaseClosed(DeskError):
    """The case is closed; nothing more can be done with it."""

    def __init__(self, case_id: int) -> None:
        super().__init__(f"case {case_id} is closed")
        self.case_id = case_id


class TooLate(DeskError):
    """The case was closed too long ago to be taken up again."""

    def __init__(self, case_id: int) -> None:
        super().__init__(f"case {case_id} was closed more than a day ago: a new one is opened")
        self.case_id = case_id


class NotClaimed(DeskError):
    """Only the person who has claimed the case may do this."""

    def __init__(self, case_id: int) -> None:
        super().__init__(f"case {case_id} has to be claimed first")
        self.case_id = case_id


class Missing(DeskError):
    """A field that this step can't do without is empty, such as the reason for lowering a tier."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class TooManyTexts(DeskError):
    """A day's measure of text messages is full; ``str()`` says which."""


class NameTaken(DeskError):
    """Two staff accounts can't have the same name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is an account {name!r} already")
        self.name = name
