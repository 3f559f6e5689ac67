"""The landing page at `/`: realms, clients, users and the last refusals; for programs, JSON with the realms.

It is imported when it is first requested.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mockauth import __version__
from mockauth.protocol import urls
from mockauth.web import accept
from mockauth.web.landing.loopback import is_loopback
from mockauth.web.landing.page import landing_page
from mockauth.web.landing.rendering import POLICY, render
from mockauth.web.request import Request
from mockauth.web.request_log import RecentRefusals
from mockauth.web.responses import HTML, JSON, Response

if TYPE_CHECKING:
    from mockauth.state import State

_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}


def respond(request: Request, base_url: str, state: "State", refusals: RecentRefusals) -> Response:
    """Return the page to browsers, and JSON to programs that do not ask for HTML.

    `base_url` is the URL of this server. Secrets and passwords are shown to requests from this machine only.
    """
    if not accept.names_type(request.header("HTTP_ACCEPT", ""), HTML):
        return _json(base_url, state.realms)
    page = landing_page(state, base_url, refusals, with_secrets=is_loopback(request.environ))
    headers = {**_HEADERS, "Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    headers["X-Content-Type-Options"] = "nosniff"
    return Response(200, render(page), f"{HTML};charset=utf-8", headers)


def _json(base_url: str, realms: Iterable[str]) -> Response:
    body = {
        "mockauth": __version__,
        "stands in for": "Keycloak 26.7.3",
        "realms": {name: f"{urls.realm(base_url, name)}/.well-known/openid-configuration" for name in realms},
    }
    return Response(200, f"{json.dumps(body, indent=2, ensure_ascii=False)}\n".encode(), JSON, _HEADERS)
