"""The frames that keycloak-js embeds: the session status, and the check for third-party cookies.

As Keycloak's LoginStatusIframeEndpoint and ThirdPartyCookiesIframeEndpoint.
"""

from functools import cache
from pathlib import Path

from mockauth import web
from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.web.responses import Response

_HTML = "text/html;charset=utf-8"
_NO_CACHE = {"Cache-Control": "no-cache, must-revalidate, no-transform, no-store"}


def status(ctx: Context) -> Response:
    """Return the frame that tells the embedding page whether the session has changed."""
    return _frame(ctx, "login-status-iframe")


def cookies_step1(ctx: Context) -> Response:
    """Return the frame that sets test cookies."""
    return _frame(ctx, "3p-cookies-step1")


def cookies_step2(ctx: Context) -> Response:
    """Return the frame that checks whether the test cookies were sent back."""
    return _frame(ctx, "3p-cookies-step2")


def status_init(ctx: Context) -> Response:
    """Tell the status frame whether the embedding page may see the session status: 204 or 403."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    if client is None or not client.enabled:
        ctx.remarks.append("unknown client, or the client is disabled")
        return Response(403)
    origins = cors.web_origins(client, ctx.base_url) | {ctx.own_origin}
    if cors.ANY in origins or ctx.query.get("origin") in origins:
        return Response(204)
    ctx.remarks.append(f'the origin is not a web origin of client "{client.client_id}"')
    return Response(403)


def _frame(ctx: Context, name: str) -> Response:
    if ctx.query.get("version"):
        # Only Keycloak's own pages know the version of its resources.
        ctx.remarks.append("the frame has no versions: leave out the parameter version")
        return Response(404)
    return Response(200, _read(name), _HTML, _NO_CACHE, frame=True)


@cache
def _read(name: str) -> bytes:
    return (Path(web.__file__).parent / "pages" / "frames" / f"{name}.html").read_bytes()
