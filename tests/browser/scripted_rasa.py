"""A scripted Rasa process behind a real gateway: known answers, and moments on request.

Keeps the channel's contract. What it says comes from the program's own
catalogue where the catalogue has words for it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.desk import Desk
from bot.language import catalogue
from bot.risk import Assessment, Context, Tier
from tests.words_of_danger import noticed

SECRET = "between-the-two"

#: Words that mean danger here -> how much.
DANGER = {"pills": Tier.T4, "hurt myself": Tier.T3}

FACTS = {
    "needs": ["crisis_counselling"],
    "place": "Footscray VIC 3011",
    "people": ["self", "child"],
    "safe_to_talk": True,
}

CARDS: list[dict[str, Any]] = [
    {
        "id": "food-1",
        "name": "Westside Food Pantry",
        "organization": "Westside Neighbourhood House",
        "description": "Food parcels and vouchers for people who have run out of money for food.",
        "phones": [{"number": "(03) 9555 0142", "label": "Front desk", "kind": "voice"}],
        "hours": "Monday to Friday 9 am to 5 pm",
        "open_now": True,
        "open_text": "Open now until 5 pm",
        "distance_km": 1.4,
        "address": "68 Oxford Street, Footscray VIC 3011",
        "region": None,
        "url": "https://example.org/pantry",
        "languages": ["vi", "ar"],
        "interpreter": True,
        "cost": "Free",
        "eligibility": "Anyone who needs food",
        "why": "It gives food today and is close to Footscray.",
        "source": "Sample district",
        "last_check": "2026-11-03",
        "certainty": "B",
        "check_first": True,
        "example": True,
        "warm_transfer": "yes",
        "alert": None,
        "national": False,
    },
    {
        "id": "line-1",
        "name": "National Debt Helpline",
        "organization": "Financial Counselling Australia",
        "description": "Free talk with a financial counsellor about bills and debt.",
        "phones": [
            {"number": "1800 007 007", "label": "", "kind": "voice"},
            {"number": "0477 777 777", "label": "", "kind": "text"},
        ],
        "hours": "Monday to Friday 9:30 am to 4:30 pm",
        "open_now": False,
        "open_text": "Opens tomorrow 9:30 am",
        "distance_km": None,
        "address": None,
        "region": None,
        "url": "https://ndh.org.au",
        "languages": [],
        "interpreter": True,
        "cost": "Free",
        "eligibility": None,
        "why": "A phone line for all of Australia.",
        "source": "ndh.org.au",
        "last_check": "2026-10-20",
        "certainty": "V",
        "check_first": False,
        "example": False,
        "warm_transfer": "unknown",
        "alert": "Long waits on Mondays.",
        "national": True,
    },
]
QUESTION = {
    "text": "What would help most today?",
    "buttons": [
        {"title": "Food", "payload": '/find_service{"need": "emergency_relief"}'},
        {"title": "A place to stay", "payload": '/find_service{"need": "accommodation"}'},
        {"title": "Prefer not to say", "payload": "/skip_question"},
    ],
}
FOUND = {
    "text": "These services can help with food near Footscray.",
    "cards": CARDS,
    "buttons": [
        {"title": "More", "payload": "/more_results"},
        {"title": "Open now", "payload": "/refine_search"},
    ],
}
ARABIC = {"text": "يمكنك الاتصال على 13 11 14 أو 1800 737 732 في أي وقت.", "cards": CARDS}


def plain_screen(
    text: str, language: str | None = None, context: Context | None = None, vector: object = None
) -> Assessment:
    """A stand-in for the screening that knows the words of ``DANGER``."""
    sign = noticed(text, DANGER)
    return Assessment(sign.tier, (sign,)) if sign else Assessment()


def worded(name: str, **more: Any) -> dict[str, Any]:
    """A reply from the program's catalogue."""
    return {"text": catalogue.text(name), "buttons": catalogue.buttons(name), **more}


class ScriptedRasa:
    """Answers the gateway; ``up = False`` makes it fail as a dead process does."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """``port``: where it is served, for who asks."""
        self.desk = desk
        self.port = port
        self.up = True
        self.facts: dict[str, Any] = dict(FACTS)
        self.app = web.Application()
        self.app.router.add_post("/webhooks/gateway/webhook", self._turn)
        self.app.router.add_get("/webhooks/gateway/health", self._health)

    async def _health(self, _: web.Request) -> web.Response:
        if not self.up:
            return web.json_response({"error": "starting"}, status=503)
        return web.json_response({"status": "up", "model": "scripted", "actions": 1})

    async def _turn(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not self.up:
            return web.json_response({"error": "starting"}, status=503)
        await asyncio.sleep(0.15)  # a turn takes a moment: what people see meanwhile is tested
        said = body.get("text") or body.get("payload")
        assessment = plain_screen(said)
        with catalogue.speaking(body["metadata"].get("language")):
            replies = [] if body["metadata"].get("held") else [self._reply(said, assessment, body)]
            if "numbers" in said.lower():
                replies.append({"text": "These lines are there as well.", "cards": CARDS})
        return web.json_response(
            {
                "replies": replies,
                "facts": self.facts,
                "intent": "inform",
                "assessment": assessment.as_dict(),
            }
        )

    def _reply(self, said: str, assessment: Assessment, body: dict[str, Any]) -> dict[str, Any]:
        text = said.lower()
        staff = body["metadata"].get("audience") == "staff"
        if assessment.indicators:
            self._open_case(body, "danger", assessment.as_dict())
            life = assessment.tier is Tier.T4
            if staff and life:
                return worded("utter_staff_safety_t4", safety=True)
            return worded("utter_safety_t4" if life else "utter_safety_t3", safety=True)
        if said == "/request_human":
            self._open_case(body, "request", None)
            return worded("utter_handed_over")
        if "العربية" in said or '{"language": "ar"}' in said:
            return ARABIC
        if "food" in text or "eat" in text:
            return FOUND
        return QUESTION

    def _open_case(
        self, body: dict[str, Any], reason: str, assessment: dict[str, Any] | None
    ) -> None:
        self.desk.open_case(
            body["sender"],
            message_id=body["message_id"],
            reason=reason,
            assessment=assessment,
            facts=FACTS,
        )
