"""A small gateway with a scripted conversation: the contract's HTTP interface, nothing behind it.

Used to work on the pages and for states that the whole program does not fall
into on request (a refused message, a reply in Arabic, no sockets).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import WSMsgType, web

PAGES = Path(__file__).resolve().parents[2] / "bot" / "web"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

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
        "phones": [{"number": "1800 007 007", "label": "", "kind": "voice"}],
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


@dataclass
class Talk:
    id: str
    token: str
    audience: str
    events: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    posts: list[dict[str, Any]] = field(default_factory=list)
    held: bool = False
    case: dict[str, Any] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, sender: str, text: str, **more: Any) -> dict[str, Any]:
        event = {
            "seq": len(self.events) + 1,
            "from": sender,
            "text": text,
            "buttons": [],
            "cards": [],
            "safety": False,
            "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            **more,
        }
        self.events.append(event)
        self.changed.set()
        self.changed = asyncio.Event()
        return event


class StandIn:
    """The scripted gateway; attributes may be changed by a test while it runs."""

    def __init__(self) -> None:
        self.talks: dict[str, Talk] = {}
        self.desks: set[web.WebSocketResponse] = set()
        self.down = False
        self.sockets = True
        self.app = web.Application()
        env = aiohttp_jinja2.setup(
            self.app, loader=jinja2.FileSystemLoader(str(PAGES / "templates"))
        )
        env.autoescape = True
        self.app.on_response_prepare.append(self._policy)
        r = self.app.router
        r.add_get("/", self._page("home.html"))
        r.add_get("/sign-in", self._page("sign_in.html"))
        r.add_get("/desk", self._page("desk.html"))
        r.add_get("/lookup", self._page("lookup.html"))
        r.add_get("/widget.js", self.widget)
        r.add_static("/static", PAGES / "static")
        r.add_post("/api/conversations", self.create)
        r.add_post("/api/conversations/{id}/messages", self.message)
        r.add_get("/api/conversations/{id}/events", self.events)
        r.add_get("/api/conversations/{id}/socket", self.socket)
        r.add_get("/desk/api/cases", self.cases)
        r.add_get("/desk/api/cases/{id}", self.case)
        r.add_post("/desk/api/cases/{id}/{what}", self.act)
        r.add_get("/desk/socket", self.desk_socket)

    async def _policy(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-cache"

    def _page(self, name: str) -> Any:
        words = json.loads((PAGES / "static" / "words.en.json").read_text("utf-8"))

        async def page(request: web.Request) -> web.Response:
            return aiohttp_jinja2.render_template(
                name,
                request,
                {
                    "csrf_token": "t0ken",
                    "staff_name": "Robin",
                    "staff_id": 1,
                    "staff_role": "worker",
                    "sample_notice": True,
                    "words": words,
                },
            )

        return page

    async def widget(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGES / "static" / "widget.js")

    async def create(self, request: web.Request) -> web.Response:
        body = await request.json()
        talk = Talk(uuid.uuid4().hex, uuid.uuid4().hex, body.get("audience", "customer"))
        self.talks[talk.id] = talk
        if talk.audience == "customer":
            talk.add(
                "assistant",
                "Hello. I am an automated assistant. I help you find services. What you write here is "
                "kept for a short time so that staff can help you. You can talk to a person at any time.",
            )
            talk.add(
                "assistant",
                "Is it safe for you to talk here right now?",
                buttons=[
                    {"title": "Yes", "payload": "/affirm"},
                    {"title": "No", "payload": "/unsafe_to_talk"},
                    {"title": "Prefer not to say", "payload": "/skip_question"},
                ],
            )
        return web.json_response({"id": talk.id, "token": talk.token}, status=201)

    def _talk(self, request: web.Request) -> Talk:
        talk = self.talks.get(request.match_info["id"])
        if talk is None:
            raise web.HTTPNotFound(
                text='{"error":{"code":"not_found"}}', content_type="application/json"
            )
        return talk

    async def message(self, request: web.Request) -> web.Response:
        talk = self._talk(request)
        body = await request.json()
        talk.posts.append(body)
        if body["id"] in talk.seen:
            return web.json_response({"seq": talk.seen[body["id"]]}, status=202)
        if body.get("text") == "refuse me":
            return web.json_response(
                {"error": {"code": "odd", "message": "Write it in other words."}}, status=400
            )
        text = body.get("text") or next(
            (
                b["title"]
                for e in talk.events
                for b in e["buttons"]
                if b["payload"] == body.get("payload")
            ),
            "Talk to a person",
        )
        event = talk.add("customer", text)
        talk.seen[body["id"]] = event["seq"]
        await self._tell(talk, event)
        task = asyncio.create_task(self._answer(talk, body))
        task.add_done_callback(lambda t: t.exception())
        return web.json_response({"seq": event["seq"]}, status=202)

    async def _answer(self, talk: Talk, body: dict[str, Any]) -> None:
        await asyncio.sleep(0.4)
        text = (body.get("text") or "").lower()
        if "pills" in text:
            talk.case = self._case(talk, "T4", "danger", text)
            talk.add(
                "assistant",
                "Call 000 now and ask for an ambulance. Stay on the line.\n\nIf you can't talk, press 55 when you hear the message.",
                safety=True,
            )
        elif "hurt myself" in text:
            talk.case = self._case(talk, "T3", "danger", text)
            talk.add(
                "assistant",
                "Thank you for telling me. A social worker can talk with you here now. You can also call Lifeline on 13 11 14, day or night.",
                safety=True,
                buttons=[
                    {"title": "Yes, a social worker", "payload": "/request_human"},
                    {"title": "Not now", "payload": "/deny"},
                ],
            )
        elif body.get("payload") == "/request_human":
            talk.case = self._case(talk, "T0", "request", "")
            talk.add(
                "system", "A social worker has been asked to join. You can keep writing meanwhile."
            )
        elif "arabic" in text or "العربية" in text:
            talk.add(
                "assistant",
                "يمكنك الاتصال بخط المساعدة على 13 11 14 أو 1800 737 732 في أي وقت.",
                language="ar",
                cards=CARDS,
            )
        elif talk.held:
            pass
        elif "food" in text or "eat" in text:
            talk.add(
                "assistant",
                "These services can help with food near Footscray.",
                cards=CARDS,
                buttons=[
                    {"title": "More", "payload": "/more_results"},
                    {"title": "Open now", "payload": "/refine_search"},
                ],
            )
        else:
            talk.add(
                "assistant",
                "What would help most today?",
                buttons=[
                    {
                        "title": "Food",
                        "payload": '/find_service{"need":"emergency_relief"}',
                    },
                    {
                        "title": "A place to stay",
                        "payload": '/find_service{"need":"accommodation"}',
                    },
                    {"title": "Prefer not to say", "payload": "/skip_question"},
                ],
            )
        await self._tell(talk, talk.events[-1])

    def _case(self, talk: Talk, tier: str, reason: str, text: str) -> dict[str, Any]:
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        seq = talk.events[-1]["seq"]
        return {
            "id": len([t for t in self.talks.values() if t.case]) + 1,
            "conversation_id": talk.id,
            "state": "waiting",
            "tier": tier,
            "peak_tier": tier,
            "reason": reason,
            "opened_at": at,
            "claimed_by": None,
            "claimed_by_id": None,
            "outcome": None,
            "audience": talk.audience,
            "summary": {
                "needs": ["crisis_counselling"] if text else [],
                "place": "Footscray VIC 3011",
                "language": "vi",
                "for_whom": "self",
                "when": "now",
                "safe_to_talk": True,
                "consent": {"talk_to_worker": True},
            },
            "indicators": [
                {
                    "code": "self_harm_now",
                    "domain": "suicide_self_harm",
                    "tier": tier,
                    "subject": "self",
                    "evidence": "pills" if "pills" in text else "hurt myself",
                    "message_seq": seq,
                }
            ]
            if text
            else [],
        }

    async def _tell(self, talk: Talk, event: dict[str, Any]) -> None:
        for desk in list(self.desks):
            if talk.case:
                await desk.send_json({"case": talk.case})
            await desk.send_json({"event": {**event, "conversation_id": talk.id}})

    def _state(self, talk: Talk) -> dict[str, bool]:
        return {"held": talk.held, "down": self.down}

    async def events(self, request: web.Request) -> web.Response:
        talk = self._talk(request)
        if request.headers.get("Authorization") != f"Bearer {talk.token}":
            return web.json_response({"error": {"code": "token"}}, status=401)
        after, wait = int(request.query.get("after", 0)), float(request.query.get("wait", 0))
        if len(talk.events) <= after and wait:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(talk.changed.wait(), wait)
        return web.json_response({"events": talk.events[after:], "state": self._state(talk)})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        talk = self._talk(request)
        if not self.sockets:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        first = await socket.receive_json()
        if first.get("token") != talk.token:
            await socket.close(code=4401)
            return socket
        sent = int(request.query.get("after", 0))
        state = None
        reader = asyncio.create_task(self._drain(socket))
        while not socket.closed and self.sockets:
            changed = talk.changed
            for event in talk.events[sent:]:
                await socket.send_json({"event": event})
                sent = event["seq"]
            if state != self._state(talk):
                state = self._state(talk)
                await socket.send_json({"state": state})
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(changed.wait(), 0.2)
        reader.cancel()
        await socket.close()
        return socket

    @staticmethod
    async def _drain(socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                return

    async def cases(self, request: web.Request) -> web.Response:
        state = request.query["state"]
        found = [t.case for t in self.talks.values() if t.case and t.case["state"] == state]
        return web.json_response({"cases": found})

    def _by_case(self, request: web.Request) -> Talk:
        return next(
            t
            for t in self.talks.values()
            if t.case and str(t.case["id"]) == request.match_info["id"]
        )

    async def case(self, request: web.Request) -> web.Response:
        talk = self._by_case(request)
        assert talk.case
        return web.json_response(
            {
                **talk.case,
                "actions": [
                    {
                        "at": talk.case["opened_at"],
                        "by": "assistant",
                        "action": "opened",
                        "reason": None,
                        "detail": {},
                    }
                ],
                "facts": {"people": ["self", "child"]},
                "transcript": [{**e, "conversation_id": talk.id} for e in talk.events],
            }
        )

    async def act(self, request: web.Request) -> web.Response:
        talk = self._by_case(request)
        assert talk.case
        body = await request.json()
        what = request.match_info["what"]
        if request.headers.get("X-CSRF-Token") != "t0ken":
            return web.json_response({"error": {"code": "csrf"}}, status=403)
        event: dict[str, Any] | None = None
        if what == "claim":
            talk.case.update(state="claimed", claimed_by="Robin", claimed_by_id=1)
            talk.held = True
            event = talk.add("system", "Robin, a social worker, is here now.")
        elif what == "release":
            talk.case.update(state="waiting", claimed_by=None)
            talk.held = False
        elif what == "messages":
            event = talk.add("worker", body["text"])
        elif what == "close":
            talk.case.update(state="closed", claimed_by="Robin", outcome=body["outcome"])
            talk.held = False
            event = talk.add(
                "system", "The social worker has left. The assistant answers you again."
            )
        elif what == "tier":
            talk.case.update(tier=body["tier"])
        for desk in list(self.desks):
            await desk.send_json({"case": talk.case})
            if event:
                await desk.send_json({"event": {**event, "conversation_id": talk.id}})
        return web.json_response({"case": talk.case})

    async def desk_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.desks.add(socket)
        try:
            async for _ in socket:
                pass
        finally:
            self.desks.discard(socket)
        return socket


if __name__ == "__main__":
    web.run_app(StandIn().app, host="127.0.0.1", port=8931)
