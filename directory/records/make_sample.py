"""Makes the sample district: made-up local services in real suburbs.

    python -m directory.records.make_sample

Nothing here exists. Names begin with "Example: ", numbers come from the ranges
that the Australian Communications and Media Authority keeps for fiction, and
every record is marked. The same run gives the same files.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from directory.gazetteer.atlas import Place
from directory.places import place_by_id

OUTPUT = Path(__file__).with_name("sample")
SEED = 2026

SUBURBS = (
    "Footscray VIC 3011", "Fitzroy VIC 3065", "Sunshine VIC 3020", "Dandenong VIC 3175",
    "Braybrook VIC 3019", "St Albans VIC 3021", "Richmond VIC 3121", "Collingwood VIC 3066",
    "Werribee VIC 3030", "Broadmeadows VIC 3047", "Liverpool NSW 2170", "Cabramatta NSW 2166",
    "Parramatta NSW 2150", "Fairfield NSW 2165", "Bankstown NSW 2200",
)  # fmt: skip
STREETS = ("Sample Street", "Specimen Road", "Model Avenue", "Pattern Lane", "Placeholder Parade")
OPERATORS = (
    "Example Community Care", "Example Neighbourhood House", "Example Family Services",
    "Example Migrant Centre", "Example Health Co-operative", "Example Outreach",
)  # fmt: skip

WEEKDAYS = "MO,TU,WE,TH,FR"


def rule(days: str, opens: str, closes: str, **more: Any) -> dict[str, Any]:
    """One weekly rule."""
    return {"byday": days, "opens_at": opens, "closes_at": closes, **more}


#: Ways of being open, so that every kind is there to try.
HOURS: dict[str, Any] = {
    "office": [rule(WEEKDAYS, "09:00", "17:00")],
    "short": [rule("MO,WE,FR", "10:00", "14:00")],
    "split": [rule(WEEKDAYS, "09:00", "12:00"), rule(WEEKDAYS, "13:00", "16:30")],
    "late": [rule(WEEKDAYS, "08:30", "20:00"), rule("SA", "09:00", "13:00")],
    "evening": [rule("TU,TH", "17:30", "20:30")],
    "daily": [rule("MO,TU,WE,TH,FR,SA,SU", "07:30", "15:30")],
    "night": [rule("MO,TU,WE,TH,FR,SA,SU", "18:00", "08:00")],
    "weekend": [rule("SA,SU", "10:00", "15:00")],
    "always": "always",
    "appointment": [rule(WEEKDAYS, "09:00", "17:00", by_appointment=True)],
    "monthly": [{"freq": "MONTHLY", "byday": "1TU", "opens_at": "10:00", "closes_at": "13:00"}],
    "unknown": None,
}

#: Languages that staff speak, given out in turn; many speak English alone.
LANGUAGES: tuple[tuple[str, ...], ...] = (
    ("vi",), (), ("ar", "so"), (), ("yue", "zh-Hans"), (), ("pa", "hi"), ("vi", "yue"), (),
    ("am", "ti"), (), ("fa", "prs"), ("es",), (), ("tr",), (), ("el", "it"), (),
)  # fmt: skip

#: need -> kinds of service: (name, what it is, sub-needs, hours, further fields)
Kind = tuple[str, str, list[str], str, dict[str, Any]]
KINDS: dict[str, list[Kind]] = {
    "emergency_relief": [
        ("Food Pantry", "Food parcels for the week, with halal and vegetarian choices. Bring a bag.",
         ["food_parcel", "voucher"], "short", {"cost": "free", "documents": ["Concession card if you have one"]}),
        ("Breakfast Room", "A hot breakfast and lunch for anyone who comes; showers and laundry.",
         ["meal", "shower"], "daily", {"cost": "free"}),
        ("Night Van", "Soup, sandwiches and blankets from a van beside the station.",
         ["meal", "bedding"], "evening", {"cost": "free", "delivery": ["outreach"]}),
        ("Baby Basics", "Nappies, formula, clothes and prams for babies and small children.",
         ["baby_supplies", "clothing"], "appointment",
         {"cost": "free", "only_for": ["children", "baby", "pregnant", "family"],
          "eligibility": "Families with children under five, and expecting parents"}),
        ("Bill Help Desk", "Vouchers and help to keep power, gas and water connected.",
         ["utilities", "voucher", "medicine_costs"], "split",
         {"cost": "free", "documents": ["The bill", "Something with your name on it"]}),
    ],
    "accommodation": [
        ("Housing Entry Point", "Finds crisis beds and rooms, and helps to keep a tenancy.",
         ["tonight", "rent"], "office", {"cost": "free", "interpreter": True}),
        ("Night Shelter", "Beds for single adults, meals and lockers. No pets.",
         ["tonight"], "night", {"cost": "free", "not_for": ["pet", "children"], "ages": [18, None],
                                "eligibility": "Single adults, no pets"}),
        ("Youth Refuge", "Short stays with support for young people who cannot be at home.",
         ["tonight"], "always", {"cost": "free", "ages": [15, 24], "eligibility": "Aged 15 to 24"}),
        ("Tenant Advice", "Advice about notices to leave, bond, repairs and rent owed.",
         ["eviction", "tenancy", "bond", "rent"], "appointment", {"cost": "free", "interpreter": True}),
        ("Rooming House", "Furnished single rooms for people on a low income.",
         ["rooming_house", "public_housing"], "office",
         {"cost": "A quarter of income", "ages": [18, None], "eligibility": "Adults on a low income"}),
        ("Family Housing", "Transitional units for families, pets by agreement.",
         ["tonight", "public_housing"], "split",
         {"cost": "A quarter of income", "only_for": ["children", "family", "baby"],
          "eligibility": "Families with children"}),
    ],
    "financial_aid": [
        ("Financial Counselling", "Free counsellors go through bills, debts and fines with you.",
         ["debt", "fines", "utilities"], "appointment",
         {"cost": "free", "interpreter": True, "warm_transfer": "yes",
          "documents": ["Bills and letters", "Payment statement"]}),
        ("No Interest Loans", "Loans up to $1,500 for a fridge, car repairs or school costs.",
         ["no_interest_loan", "furniture"], "short",
         {"cost": "No interest, no fees", "ages": [18, None], "eligibility": "Adults with a concession card"}),
        ("Tax Help", "Volunteers help with simple tax returns.",
         ["tax"], "monthly", {"cost": "free", "eligibility": "Low income, simple tax"}),
        ("Payments Help Desk", "Help with payment forms, letters and appeals.",
         ["centrelink", "forms"], "split", {"cost": "free", "interpreter": True}),
        ("Money Skills", "Small groups about budgets, saving and scams.",
         ["budgeting"], "evening", {"cost": "free"}),
    ],
    "crisis_counselling": [
        ("Family Violence Service", "Safety planning, counselling and court support.",
         ["family_violence"], "office",
         {"shown_for": ["family_violence", "refuge"], "cost": "free", "interpreter": True, "genders": ["woman", "non_binary"],
          "eligibility": "Women and non-binary people, with or without children"}),
        ("Counselling Rooms", "Counsellors for stress, grief and worries at home.",
         ["mental_health", "grief", "relationship"], "late", {"cost": "By income, from nothing"}),
        ("Men's Behaviour Change", "Groups for men who want to stop using violence.",
         ["using_violence"], "evening",
         {"shown_for": ["using_violence", "man"], "cost": "By income", "genders": ["man"], "ages": [18, None], "eligibility": "Men"}),
        ("Sexual Assault Support", "Counselling at your own pace; you choose the worker.",
         ["sexual_assault"], "office",
         {"shown_for": ["sexual_assault", "family_violence"], "cost": "free", "interpreter": True}),
        ("Walk-in Mental Health", "Talk to a mental health nurse without an appointment.",
         ["mental_health", "suicide_support"], "late", {"cost": "free"}),
    ],
    "community_legal_health": [
        ("Community Legal Centre", "Advice on family law, fines, police and visas.",
         ["legal_help", "fines", "immigration"], "appointment", {"cost": "free", "interpreter": True}),
        ("Bulk-billing Clinic", "Doctors and nurses; people without Medicare are seen too.",
         ["doctor", "pregnancy", "medicine"], "late", {"cost": "free with Medicare; ask without"}),
        ("Dental Clinic", "Public dentists; pain is seen the same day.",
         ["dentist"], "split", {"cost": "Free for children, small fee for concession cards"}),
        ("Settlement Service", "Caseworkers for people who came to Australia lately.",
         ["settlement", "immigration", "identification"], "office",
         {"cost": "free", "interpreter": True, "only_for": ["refugee"],
          "eligibility": "Refugees and humanitarian arrivals, first five years"}),
        ("ID Help", "Birth certificates and proof of age for people who lost theirs.",
         ["identification", "forms"], "monthly", {"cost": "free"}),
    ],
    "drug_alcohol_gambling": [
        ("Alcohol and Drug Counselling", "Counsellors for people who use and for their families.",
         ["alcohol", "drugs", "family_support_aod"], "office", {"cost": "free", "interpreter": True}),
        ("Withdrawal Unit", "A week of supported withdrawal with nurses.",
         ["detox"], "always", {"cost": "free", "ages": [18, None], "eligibility": "Adults, after a phone assessment",
                               "apply": "Ring for an assessment"}),
        ("Gambling Counselling", "Counselling and a money plan for gamblers and families.",
         ["gambling", "debt"], "late", {"cost": "free", "interpreter": True}),
        ("Needle and Syringe Program", "Clean equipment, naloxone and a chat, no questions.",
         ["drugs"], "daily", {"cost": "free"}),
        ("Recovery House", "Live-in program of three months.",
         ["residential_rehab"], "unknown", {"cost": "Most of your payment", "genders": ["man"],
                                            "ages": [18, None], "eligibility": "Men"}),
    ],
    "support_advocacy": [
        ("Disability Advocacy", "An independent advocate helps you to be heard.",
         ["disability"], "appointment", {"cost": "free", "only_for": ["disability"],
                                         "eligibility": "People with disability"}),
        ("Carer Drop-in", "Coffee, respite planning and somebody who understands.",
         ["carers", "social_connection"], "weekend", {"cost": "free"}),
        ("Elder Support", "Home help, company and advice when family goes wrong.",
         ["aged_care", "social_connection"], "office",
         {"cost": "Small fee", "ages": [60, None], "eligibility": "Aged 60 and over"}),
        ("Forms and Letters Desk", "Volunteers read letters and fill forms with you.",
         ["forms"], "short", {"cost": "free", "interpreter": True}),
        ("Gathering Place", "Aboriginal-run support, yarning, health checks and family help.",
         ["aboriginal", "social_connection"], "office",
         {"cost": "free", "only_for": ["aboriginal"],
          "eligibility": "Aboriginal and Torres Strait Islander people"}),
        ("Rainbow Peer Group", "LGBTIQ+ peers meet every week.",
         ["lgbtiq", "social_connection"], "evening", {"cost": "free", "only_for": ["lgbtiq"],
                                                      "eligibility": "LGBTIQ+ people"}),
        ("Workers' Rights Desk", "Unpaid wages, visas and work, dismissal.",
         ["work_rights", "discrimination"], "monthly", {"cost": "free", "interpreter": True}),
    ],
    "transport": [
        ("Community Transport", "Volunteer drivers to health appointments and shops.",
         ["community_transport"], "office",
         {"cost": "Small fee", "ages": [65, None], "eligibility": "Aged 65 and over, or with disability"}),
        ("Travel Help", "Travel passes and fuel cards for people in hardship.",
         ["fares"], "short", {"cost": "free"}),
        ("Wheelchair Library", "Lends wheelchairs, walkers and shower chairs.",
         ["mobility_aids"], "split", {"cost": "Deposit, given back"}),
        ("Learner Drivers", "Lessons with volunteers for learners without a car.",
         ["licence"], "weekend", {"cost": "free", "ages": [16, 25], "eligibility": "Aged 16 to 25"}),
    ],
    "education_family": [
        ("English Classes", "Free classes for every level, child minding in the next room.",
         ["english_class"], "split", {"cost": "free"}),
        ("Playgroup", "Play and songs for children under five with a parent or carer.",
         ["playgroup", "parenting"], "short",
         {"cost": "Gold coin", "only_for": ["children", "baby", "family"],
          "eligibility": "Children under five with a parent or carer"}),
        ("Homework Club", "Tutors and a snack after school.",
         ["tutoring", "school_costs"], "evening", {"cost": "free", "ages": [6, 18],
                                                   "eligibility": "School students"}),
        ("Jobs Hub", "Resumes, interview clothes and training.",
         ["job_help"], "office", {"cost": "free", "ages": [15, None]}),
        ("Family Support", "A worker visits and helps with routines, school and money.",
         ["parenting", "childcare"], "appointment",
         {"cost": "free", "interpreter": True, "only_for": ["children", "family", "baby"],
          "eligibility": "Families with children"}),
        ("Youth Hub", "Drop in, food, music and youth workers.",
         ["youth"], "late", {"cost": "free", "ages": [12, 25], "eligibility": "Aged 12 to 25"}),
    ],
}  # fmt: skip
#: Needs that get a second service in a suburb, in turn: what people ask for most.
SECOND = ("emergency_relief", "accommodation", "crisis_counselling", "community_legal_health")
ACCESS: tuple[list[str], ...] = (
    ["wheelchair", "step_free"],
    ["wheelchair", "hearing"],
    [],
    ["step_free"],
    ["wheelchair", "auslan"],
)
#: Records that test the rules before rank: number of the service -> changes.
ODD: dict[int, dict[str, Any]] = {
    7: {"certainty": "B", "source": "Sample district: as if nobody had checked it"},
    23: {"review_by": date(2026, 6, 30), "read_on": date(2025, 6, 30)},
    38: {"status": "temporarily closed", "alert": "Closed for repairs"},
    52: {"status": "inactive"},
    66: {"audience": "staff"},
    81: {"review_by": date(2026, 1, 31), "read_on": date(2025, 1, 31)},
    97: {"certainty": "C"},
    111: {"audience": "staff"},
}


def _numbers(state: str) -> Iterator[str]:
    area = {"VIC": "03", "NSW": "02"}[state]
    for exchange in ("5550", "7010"):
        for line in range(100, 10000):
            yield f"{area} {exchange} {line:04}"


def services() -> Iterator[tuple[str, dict[str, Any]]]:
    """(suburb, record) of every made-up service, in order."""
    random_ = random.Random(SEED)  # noqa: S311 - made-up data, not secrets
    numbers = {state: _numbers(state) for state in ("VIC", "NSW")}
    count = itertools.count(1)
    for turn, suburb in enumerate(SUBURBS):
        place = place_by_id(suburb)
        if place is None:
            raise ValueError(f"{suburb} is not in the gazetteer")
        needs = [*KINDS, SECOND[turn % len(SECOND)]]
        for position, need in enumerate(needs):
            kinds = KINDS[need]
            step = turn + (2 if position >= len(KINDS) else 0)
            kind = kinds[step % len(kinds)]
            number = next(count)
            record = _record(number, place, kind, next(numbers[place.state]), random_)
            record.update(ODD.get(number, {}))
            yield suburb, record
    yield from _refuges(numbers, count)


def _record(
    number: int, place: Place, kind: Kind, phone: str, random_: random.Random
) -> dict[str, Any]:
    name, description, needs, hours, more = kind
    fields: dict[str, Any] = {
        "code": f"example-{number:03}",
        "name": f"Example: {place.name} {name}",
        "organization": OPERATORS[number % len(OPERATORS)],
        "description": description,
        "needs": needs,
        "phones": [{"number": phone, "label": "Reception"}],
        "schedules": HOURS[hours],
        "public_holidays": "open"
        if hours in {"always", "night"}
        else ("closed", "unknown")[number % 5 == 0],
        "delivery": ["in_person"],
        "languages": list(LANGUAGES[number % len(LANGUAGES)]),
        **more,
    }
    fields["locations"] = [
        {
            "address": f"{random_.randint(1, 180)} {STREETS[number % len(STREETS)]}",
            "suburb": place.name,
            "state": place.state,
            "postcode": place.postcode,
            "latitude": round(place.latitude + random_.uniform(-0.008, 0.008), 5),
            "longitude": round(place.longitude + random_.uniform(-0.008, 0.008), 5),
            "accessibility": ACCESS[number % len(ACCESS)],
        }
    ]
    return {key: value for key, value in fields.items() if value not in (None, [])}


def _refuges(
    numbers: dict[str, Iterator[str]], count: Iterator[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Refuges whose address nobody may see: a phone and a region."""
    for suburb, region in (
        ("Sunshine VIC 3020", "Melbourne west"),
        ("Dandenong VIC 3175", "Melbourne south-east"),
        ("Liverpool NSW 2170", "Sydney south-west"),
    ):
        state = suburb.split()[1]
        number = next(count)
        yield (
            suburb,
            {
                "code": f"example-{number:03}",
                "name": f"Example: {region} Refuge",
                "organization": "Example Safe Homes",
                "description": "A safe place for women and children who leave violence. Ring first, day or night.",
                "needs": ["refuge", "family_violence", "tonight"],
                "shown_for": ["refuge", "family_violence"],
                "phones": [{"number": next(numbers[state]), "label": "Intake, at all hours"}],
                "schedules": "always",
                "public_holidays": "open",
                "delivery": ["in_person"],
                "languages": ["ar", "vi"],
                "interpreter": True,
                "genders": ["woman", "non_binary"],
                "cost": "free",
                "eligibility": "Women and children leaving violence",
                "confidential": True,
                "region": region,
                "crisis_capable": True,
                "locations": [
                    {"suburb": suburb.rsplit(" ", 2)[0], "state": state, "postcode": suburb[-4:]}
                ],
            },
        )


class _Plain(yaml.SafeDumper):
    """YAML without anchors, for people."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def main() -> int:
    """Write one file a suburb; gives the number of services."""
    by_suburb: dict[str, list[dict[str, Any]]] = {}
    for suburb, record in services():
        by_suburb.setdefault(suburb, []).append(record)
    defaults = {
        "source": "Sample district, made up; phone numbers from the ranges that acma.gov.au keeps"
        " for fiction",
        "read_on": date(2026, 11, 21),
        "review_by": date(2036, 11, 21),
        "certainty": "V",
        "example": True,
    }
    for suburb, records in by_suburb.items():
        file = OUTPUT / f"{suburb.rsplit(' ', 2)[0].lower().replace(' ', '-')}.yml"
        text = yaml.dump(
            {"defaults": defaults, "services": records},
            Dumper=_Plain,
            sort_keys=False,
            allow_unicode=True,
            width=110,
        )
        file.write_text(
            f"# Made by directory/records/make_sample.py: none of this exists.\n{text}", "utf-8"
        )
    return sum(map(len, by_suburb.values()))


if __name__ == "__main__":
    sys.stdout.write(f"{main()} services\n")
