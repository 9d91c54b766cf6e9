"""The codes that fields of a record may hold."""

from __future__ import annotations

#: Domains of danger, as the risk screen calls them.
SITUATIONS = frozenset(
    [
        "suicide_self_harm",
        "harm_to_others",
        "family_violence",
        "child_at_risk",
        "elder_abuse",
        "homelessness_tonight",
        "exploitation",
        "medical_emergency",
        "severe_distress",
        "money_crisis",
        "gambling_aod",
        "disability_without_support",
        "isolation_young_person",
        "privacy",
    ]
)
#: Read in a public source, in a source document, background, sources disagree.
CERTAINTIES = ("V", "S", "B", "C")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
ACCESS = frozenset({"wheelchair", "auslan", "easy_read", "step_free", "hearing", "vision"})
GENDERS = frozenset({"woman", "man", "non_binary"})
DELIVERY = frozenset({"phone", "web", "in_person", "outreach"})
PHONE_TYPES = frozenset({"voice", "text", "fax", "textphone"})
HOLIDAY_RULES = frozenset({"open", "closed", "unknown"})
PEOPLE = frozenset(
    [
        "self",
        "alone",
        "partner",
        "couple",
        "child",
        "children",
        "baby",
        "family",
        "parent",
        "friend",
        "client",
        "pregnant",
        "older_person",
        "young_person",
        "pet",
        "aboriginal",
        "veteran",
        "carer",
        "refugee",
        "temporary_visa",
        "disability",
        "lgbtiq",
    ]
)
