"""Who may see or do what. Every view goes through one of these few functions."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar
from urllib.parse import urlsplit

from aiohttp import web

from bot.desk import Case, StaffSession
from bot.desk.conversations import hash_token
from bot.web.errors import Refused
from bot.web.gateway import gateway_of

DESK_ROLES = frozenset({"worker", "team_leader"})
ALL_ROLES = frozenset({"worker", "team_leader", "officer", "editor"})

CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"

View = Callable[[web.Request], Awaitable[web.StreamResponse]]
ViewT = TypeVar("ViewT", bound=View)

#: Views by what guards them, for the test that no route is without.
GUARDED_BY_ROLE: dict[object, frozenset[str]] = {}
GUARDED_BY_CSRF: set[object] = set()
GUARDED_BY_TOKEN: set[object] = set()

SESSION: web.RequestKey[StaffSession] = web.RequestKey("staff_session", StaffSession)


# --- a customer's conversation ----------------------------------------------------------


def bearer(view: ViewT) -> ViewT:
    """Marks a view that calls ``access_conversation`` before anything else."""
    GUARDED_BY_TOKEN.add(view)
    return view


async def access_conversation(request: web.Request) -> str:
    """The id of the conversation in the address, for who has its token.

    401 for a missing or unknown token; 404 for anybody else's conversation,
    whether it exists or not.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "no_token", "send Authorization: Bearer and the conversation's token")
    return await conversation_for(request, token.strip())


async def conversation_for(request: web.Request, token: str) -> str:
    """Like ``access_conversation``, for a token that came another way (a socket's first frame)."""
    gateway = gateway_of(request)
    key = hash_token(token)
    found = gateway.tokens.get(key)
    if found is None:
        conversation = await gateway.threads.read(gateway.desk.conversation_of_token, token)
        if conversation is None:
            raise Refused(401, "bad_token", "this token opens no conversation")
        found = conversation.id
        gateway.remember(key, found)
    if found != request.match_info["conversation_id"]:
        raise Refused(404, "not_found", "there is no such conversation for this token")
    return found


# --- staff ------------------------------------------------------------------------------


def cookie_name(request: web.Request) -> str:
    """Behind TLS the ``__Host-`` prefix keeps other hosts of the domain from setting it."""
    return "__Host-desk" if gateway_of(request).settings.behind_tls else "desk"


async def signed_in(request: web.Request) -> StaffSession | None:
    """Who is signed in, or None."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    gateway = gateway_of(request)
    return await gateway.threads.read(gateway.desk.session, token)


def staff_only(roles: Collection[str], *, page: bool = False) -> Callable[[View], View]:
    """A view for these roles: 401 when nobody is signed in (a page sends to sign-in), 403 else.

    A POST must carry the CSRF token of the sign-in as well.
    """

    def guard(view: View) -> View:
        async def guarded(request: web.Request) -> web.StreamResponse:
            check_origin(request)
            session = await signed_in(request)
            if session is None:
                if page:
                    raise web.HTTPSeeOther(f"/sign-in?next={request.path}")
                raise Refused(401, "signed_out", "sign in first")
            if session.staff.role not in roles:
                raise Refused(403, "wrong_role", "your account may not do this")
            if request.method not in {"GET", "HEAD"}:
                await check_csrf(request, session.csrf_token)
            request[SESSION] = session
            return await view(request)

        GUARDED_BY_ROLE[guarded] = frozenset(roles)
        GUARDED_BY_CSRF.add(guarded)
        return guarded

    return guard


async def check_csrf(request: web.Request, expected: str) -> None:
    """The token in the header, or in the form of a plain page; 403 otherwise."""
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.content_type == "application/x-www-form-urlencoded":
        given = str((await request.post()).get(CSRF_FIELD, ""))
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused(403, "bad_csrf", "reload the page and try again")


async def access_case(request: web.Request) -> Case:
    """The case in the address, for a view behind ``staff_only(DESK_ROLES)``; 404 otherwise."""
    gateway = gateway_of(request)
    raw = request.match_info["case_id"]
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise Refused(404, "not_found", "there is no such case")
    return await gateway.threads.read(gateway.desk.case, int(raw))


def leads(session: StaffSession) -> bool:
    """Whether somebody may act on cases that others have."""
    return session.staff.role == "team_leader"


# --- where a request comes from ---------------------------------------------------------


def allowed_origin(request: web.Request) -> str | None:
    """The Origin header if it may be here; None where there is none (not a browser).

    403 for any other page: against scripts of other sites that use a signed-in
    browser, also over WebSockets, which no same-origin rule covers.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    own = urlsplit(origin).netloc.lower() == request.host.lower()
    if own or origin in gateway_of(request).settings.allowed_origins:
        return origin
    raise Refused(403, "bad_origin", "this page may not talk to the assistant")


def check_origin(request: web.Request) -> None:
    """``allowed_origin``, and for staff only our own pages: an embedding page is no desk."""
    origin = allowed_origin(request)
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        raise Refused(403, "bad_origin", "staff pages are used at their own address")
