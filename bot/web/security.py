"""Headers on every answer, and which other pages may embed the widget."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.gateway import gateway_of

#: Nothing inline, nothing from elsewhere. ``ws:`` addresses are added by request,
#: because older browsers don't count them as 'self'.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' {socket}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Where somebody came from, and that they were here, is nobody's business.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What an embedding page loads or asks for.
SHARED_PATHS = ("/api/", "/static/", "/widget.js")


@web.middleware
async def preflight_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers a browser's question whether an embedding page may call the interface."""
    asked = request.headers.get("Access-Control-Request-Method")
    if request.method == "OPTIONS" and asked and _embedder(request):
        return web.Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Authorization, Content-Type",
                "Access-Control-Max-Age": "600",
            },
        )
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: the same headers on every answer, whoever made it."""
    headers = response.headers
    host = request.host if request.host.isascii() else ""
    scheme = "wss" if gateway_of(request).settings.behind_tls else "ws"
    headers["Content-Security-Policy"] = POLICY.format(socket=f"{scheme}://{_safe_host(host)}")
    headers.update(HEADERS)
    shared = request.path.startswith(SHARED_PATHS)
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
    headers.setdefault(
        "Cache-Control", "no-cache" if request.path.startswith(SHARED_PATHS[1:]) else "no-store"
    )
    if gateway_of(request).settings.behind_tls:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    embedder = _embedder(request)
    if embedder:
        headers["Access-Control-Allow-Origin"] = embedder
        headers["Access-Control-Expose-Headers"] = "Retry-After"
    if shared:
        headers.add("Vary", "Origin")
    headers["Server"] = "triage"


def _embedder(request: web.Request) -> str | None:
    """The origin of an allowed page of another site, on a path that is for sharing."""
    origin = request.headers.get("Origin")
    if origin is None or not request.path.startswith(SHARED_PATHS):
        return None
    if urlsplit(origin).netloc.lower() == request.host.lower():
        return None
    return origin if origin in gateway_of(request).settings.allowed_origins else None


def _safe_host(host: str) -> str:
    """The Host header as a policy may carry it: nothing that ends a directive."""
    return "".join(c for c in host if c.isalnum() or c in ".-:[]")
