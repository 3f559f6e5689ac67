"""Frames that scripts put into other sites' pages: login status, and whether cookies are kept there.

As Keycloak's LoginStatusIframeEndpoint and ThirdPartyCookiesIframeEndpoint.
"""

from functools import cache
from pathlib import Path

from mockauth import web
from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.web.responses import Answer

_HTML = "text/html;charset=utf-8"
_NOT_KEPT = {"Cache-Control": "no-cache, must-revalidate, no-transform, no-store"}


def status(ctx: Context) -> Answer:
    """Give the frame that tells the page around it whether the session is still the same."""
    return _frame(ctx, "login-status-iframe")


def cookies_step1(ctx: Context) -> Answer:
    """Give the frame that sets cookies."""
    return _frame(ctx, "3p-cookies-step1")


def cookies_step2(ctx: Context) -> Answer:
    """Give the frame that looks whether they are there."""
    return _frame(ctx, "3p-cookies-step2")


def admitted(ctx: Context) -> Answer:
    """Say to the login status frame whether the page around it may know."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    if client is None or not client.enabled:
        ctx.remarks.append("there is no such client, or it is disabled")
        return Answer(403)
    origins = cors.web_origins(client, ctx.base_url) | {ctx.own_origin}
    if cors.ANY in origins or ctx.query.get("origin") in origins:
        return Answer(204)
    ctx.remarks.append(f'the origin is not among the webOrigins of client "{client.client_id}"')
    return Answer(403)


def _frame(ctx: Context, name: str) -> Answer:
    if ctx.query.get("version"):
        # Keycloak's pages name the version of its resources, which nobody else knows.
        return Answer(404)
    return Answer(200, _read(name), _HTML, _NOT_KEPT, frame=True)


@cache
def _read(name: str) -> bytes:
    return (Path(web.__file__).parent / "pages" / "frames" / f"{name}.html").read_bytes()
