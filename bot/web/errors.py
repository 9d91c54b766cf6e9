"""What can go wrong at the edge, and the one table that turns errors into HTTP."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import errors as desk

logger = logging.getLogger(__name__)

JSON_PATHS = ("/api/", "/desk/api/", "/health")


class Refused(Exception):
    """A request that isn't taken: status, a stable code, and what to mend."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.retry_after = retry_after


#: The desk's errors -> HTTP. Looked up along the class's ancestors.
STATUS: dict[type[Exception], tuple[int, str]] = {
    desk.NotFound: (404, "not_found"),
    desk.CaseTaken: (409, "case_taken"),
    desk.CaseClosed: (409, "case_closed"),
    desk.NotClaimed: (409, "not_claimed"),
    desk.TooLate: (409, "too_late"),
    desk.Missing: (400, "missing"),
    desk.TooManyTexts: (429, "too_many_texts"),
    SQLAlchemyError: (503, "desk_down"),
}

#: What a client may read where the exception's own words could carry data.
_FIXED = {"not_found": "there is no such thing", "desk_down": "the store is down: try again soon"}


def as_refused(error: Exception) -> Refused | None:
    """The error as HTTP says it, or None for one nobody foresaw."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, web.HTTPException):
        return _of_http(error)
    for kind in type(error).__mro__:
        if kind in STATUS:
            status, code = STATUS[kind]
            return Refused(
                status,
                code,
                _FIXED.get(code, str(error)),
                field=getattr(error, "field", None),
                retry_after=2 if status == 503 else None,
            )
    return None


def _of_http(error: web.HTTPException) -> Refused:
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        message = "the request is too large: a text has at most 10,000 characters"
        return Refused(413, "too_large", message, field="text")
    code = (error.reason or "refused").lower().replace(" ", "_")
    return Refused(error.status, code, error.reason or "refused")


def response(refused: Refused) -> web.Response:
    """``{"error": {"code", "message", "field"?}}`` with its status."""
    body: dict[str, Any] = {"code": refused.code, "message": refused.message}
    if refused.field:
        body["field"] = refused.field
    made = web.json_response({"error": body}, status=refused.status)
    if refused.retry_after is not None:
        made.headers["Retry-After"] = str(refused.retry_after)
    if refused.status == 401:
        made.headers["WWW-Authenticate"] = "Bearer"
    return made


def where(error: BaseException) -> str:
    """An error for the log: its kind and place, never its words, which may be a person's."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}"


#: What a page says for a status; the rest is said as a failure of ours.
PAGES = {
    401: "refused",
    403: "refused",
    404: "nowhere",
    405: "nowhere",
    410: "nowhere",
    429: "wait",
}


def page(request: web.Request, refused: Refused) -> web.Response:
    """The same for somebody who reads a page: what happened, and a way on."""
    kind = "stale" if refused.code == "bad_csrf" else PAGES.get(refused.status, "failed")
    answer = aiohttp_jinja2.render_template("error.html", request, {"kind": kind})
    answer.set_status(refused.status)
    if refused.retry_after is not None:
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer


def _reads_pages(request: web.Request) -> bool:
    if request.path.startswith(JSON_PATHS) or request.path.startswith("/static/"):
        return False
    return "text/html" in request.headers.get("Accept", "")


@web.middleware
async def errors_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error of a view becomes an answer, for a reader a page; what nobody foresaw is logged."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        if _reads_pages(request):
            return page(request, _of_http(error))
        if not request.path.startswith(JSON_PATHS):
            raise
        return response(_of_http(error))
    except Exception as error:  # the edge of the process
        refused = as_refused(error)
        # Who is sent away for a while was decided on and counted where that was raised: at a
        # thousand a second the search for the place would cost more than the answer.
        sent_away = refused is error and refused.retry_after is not None
        if refused is None or (refused.status >= 500 and not sent_away):
            logger.error("request_failed route=%s error=%s", _route(request), where(error))
        refused = refused or Refused(500, "internal", "something went wrong here")
        return page(request, refused) if _reads_pages(request) else response(refused)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
