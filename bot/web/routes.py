"""Every address of the gateway, in one table."""

from __future__ import annotations

from aiohttp import web

from bot.web import (
    conversation_views,
    desk_views,
    home,
    interpreter_views,
    pages,
    sign_in,
    sign_views,
)
from bot.web.consent_views import setup_consents
from bot.web.conversation_socket import conversation_socket
from bot.web.desk_socket import desk_socket
from bot.web.directory_search import setup_directory_search
from bot.web.editor import setup_editor
from bot.web.handover_views import setup_handing_over
from bot.web.health import health
from bot.web.hsds import setup_hsds
from bot.web.interpreter_mode import setup_interpreter_mode
from bot.web.phrase_board import setup_phrase_board
from bot.web.report_views import setup_reports
from bot.web.sheets import setup_sheets
from bot.web.text_views import setup_texts


def setup_routes(app: web.Application) -> None:
    """Adds all routes."""
    one = "/api/conversations/{conversation_id}"
    case = "/desk/api/cases/{case_id}"
    app.router.add_post("/api/conversations", conversation_views.create)
    app.router.add_post(f"{one}/messages", conversation_views.say)
    app.router.add_get(f"{one}/events", conversation_views.events)
    app.router.add_get(f"{one}/socket", conversation_socket)
    app.router.add_get("/sign-in", sign_in.sign_in_page)
    app.router.add_post("/sign-in", sign_in.sign_in)
    app.router.add_post("/sign-out", sign_in.sign_out)
    app.router.add_get("/desk", pages.desk)
    app.router.add_get("/desk/socket", desk_socket)
    app.router.add_get("/desk/api/cases", desk_views.list_cases)
    app.router.add_get(case, desk_views.show_case)
    app.router.add_post(f"{case}/claim", desk_views.claim)
    app.router.add_post(f"{case}/release", desk_views.release)
    app.router.add_post(f"{case}/messages", desk_views.write)
    app.router.add_post(f"{case}/close", desk_views.close)
    app.router.add_post(f"{case}/team-leader", desk_views.call_team_leader)
    app.router.add_post(f"{case}/tier", desk_views.set_tier)
    app.router.add_post(f"{case}/signs", sign_views.judge)
    app.router.add_get("/editor/signs", sign_views.report)
    app.router.add_get("/desk/api/interpreters", interpreter_views.list_requests)
    app.router.add_post("/desk/api/interpreters/{request_id}", interpreter_views.settle)
    app.router.add_get("/lookup", pages.lookup)
    app.router.add_get("/", home.home)
    app.router.add_get("/widget.js", pages.widget)
    app.router.add_get("/favicon.ico", pages.favicon)
    app.router.add_get("/health", health)
    app.router.add_get(r"/static/words.{code:(?!en\.)[A-Za-z-]{2,12}}.json", pages.translated_words)
    setup_handing_over(app)
    setup_consents(app)
    setup_editor(app)
    setup_reports(app)
    setup_directory_search(app)
    setup_hsds(app)
    setup_sheets(app)
    setup_texts(app)
    setup_phrase_board(app)
    setup_interpreter_mode(app)
    app.router.add_static("/static/", pages.STATIC)
