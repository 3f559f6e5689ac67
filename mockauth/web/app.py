"""The composition root: the one reader of the web request, and the one place where errors become answers."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mockauth.protocol import cors, urls
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import BadRequest, MethodNotAllowed, NotFound, NotThereYet, Refusal, TooLarge
from mockauth.realms.problems import did_you_mean
from mockauth.web.answers import Answer, refusal, security_headers, unexpected
from mockauth.web.endpoints import NOT_YET, ROUTES, Endpoint
from mockauth.web.host import own_url

if TYPE_CHECKING:
    from mockauth.realms.model import Realm
    from mockauth.state import State

_FORM = "application/x-www-form-urlencoded"
_LARGEST_BODY = 1024 * 1024
_log = logging.getLogger("mockauth")


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, as the log tells it; `seconds` is how long the answer took."""

    method: str
    path: str
    status: int
    seconds: float
    error: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is seen from outside, and who is told of each request.

    `hostname` is a URL that pins the issuer; without it the issuer follows the request's Host header.
    `relative_path` is what all paths begin with, such as "/auth", or nothing.
    """

    hostname: str = ""
    relative_path: str = ""
    proxy_headers: bool = False
    log: Callable[[Entry], None] = lambda entry: None


def create_app(state: "State", settings: Settings | None = None) -> Flask:
    """Give the WSGI application that serves a state."""
    chosen = settings or Settings()
    app = Flask("mockauth", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    # Before Flask looks for a route: whatever it thinks of a path or a host, the answer is never its own HTML.
    app.before_request(lambda: _respond(state, chosen))
    if chosen.proxy_headers:
        from werkzeug.middleware.proxy_fix import ProxyFix

        return _behind_proxy(app, ProxyFix)
    return app


def _behind_proxy(app: Flask, fix: Callable[..., object]) -> Flask:
    # setattr: Flask's documented way is to assign to a method, which type checkers rightly dislike.
    setattr(app, "wsgi_app", fix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_port=1))  # noqa: B010
    return app


def _respond(state: "State", settings: Settings) -> Response:
    started = time.perf_counter()
    answer, error = _answer(state, settings)
    seconds = time.perf_counter() - started
    said = error.body.get("error", "") if error else ""
    settings.log(Entry(request.method, request.path, answer.status, seconds, said, error.reason if error else ""))
    response = Response(answer.body, answer.status, answer.headers)
    if answer.content_type:
        response.headers["Content-Type"] = answer.content_type
    else:
        del response.headers["Content-Type"]
    return response


def _answer(state: "State", settings: Settings) -> tuple[Answer, Refusal | None]:
    """Answer the request: by an endpoint, or with the refusal that it raised."""
    realm: Realm | None = None
    try:
        name, below = _split(settings)
        realm = state.realms.get(name)
        if realm is None:
            raise NotFound("Realm does not exist", f'there is no realm "{name:.80}"; {_near(name, state.realms)}')
        endpoint = _endpoint(below)
        ctx = _context(state, settings, realm)
        answer, error = _serve(endpoint, ctx)
    except Refusal as refused:
        answer, error = refusal(refused), refused
        if isinstance(refused, NotFound) and not refused.below_a_realm:
            return answer, error
    except HTTPException as raised:
        answer, error = _refused_by_framework(raised)
    except Exception:
        _log.exception("%r %r failed: this is a bug in mockauth, please report it", request.method, request.path)
        answer, error = unexpected(), None
    return answer.with_headers(security_headers(realm.security_headers if realm else {}, answer)), error


def _serve(endpoint: Endpoint, ctx: Context) -> tuple[Answer, Refusal | None]:
    """Let the endpoint answer, and add the headers that all of its answers have."""
    if request.method == "OPTIONS":
        return Answer(headers=cors.preflight(ctx.origin, endpoint.preflight)), None
    serve = endpoint.methods.get("GET" if request.method == "HEAD" else request.method)
    if serve is None:
        raise MethodNotAllowed(request.method, endpoint.methods)
    error = None
    try:
        answer = serve(ctx)
    except Refusal as refused:
        answer, error = refusal(refused), refused
    readable = cors.headers(ctx.origin, ctx.cors.origins, endpoint.exposes)
    return answer.with_headers({**endpoint.headers, **readable}), error


def _split(settings: Settings) -> tuple[str, str]:
    """Give the realm's name and the path below the realm."""
    path = request.path
    if not path.startswith(f"{settings.relative_path}/realms/"):
        raise NotFound.anywhere(_outside(path, settings))
    name, _, below = path[len(settings.relative_path) + len("/realms/") :].partition("/")
    if not name:
        raise NotFound.anywhere("the path names no realm: /realms/NAME")
    return name, below


def _endpoint(below: str) -> Endpoint:
    found = ROUTES.get(below)
    if found:
        return found
    not_yet = max((path for path in NOT_YET if below == path or below.startswith(f"{path}/")), key=len, default=None)
    if not_yet:
        raise NotThereYet(NOT_YET[not_yet])
    parts = below.split("/")
    if parts[0] == "protocol" and parts[1:] and parts[1] != "openid-connect":
        raise NotFound("Protocol not found", f'there is no protocol "{parts[1]:.80}", only openid-connect')
    raise NotFound("HTTP 404 Not Found", f"there is nothing here; {_near(below, [*ROUTES, *NOT_YET])}")


def _context(state: "State", settings: Settings, realm: "Realm") -> Context:
    own = own_url(request.environ)
    form = request.mimetype == _FORM
    return Context(
        realm=realm,
        base_url=(settings.hostname or own) + settings.relative_path,
        state=state,
        form=Form.parse(request.get_data()) if form and request.method == "POST" else Form({}),
        has_form=form,
        authorization=request.headers.get("Authorization"),
        accept=request.headers.get("Accept", ""),
        origin=request.headers.get("Origin"),
        own_origin=urls.origin(own),
        remote_address=request.remote_addr or "",
    )


def _refused_by_framework(raised: HTTPException) -> tuple[Answer, Refusal]:
    error: Refusal = TooLarge(_LARGEST_BODY) if isinstance(raised, RequestEntityTooLarge) else BadRequest(str(raised))
    return refusal(error), error


def _outside(path: str, settings: Settings) -> str:
    if settings.relative_path and path.startswith("/realms/"):
        return f"all paths begin with {settings.relative_path} here (--http-relative-path)"
    if path.startswith("/auth/realms/"):
        return "the path begins with /auth, as it did before Keycloak 17: start with --http-relative-path /auth"
    return "nothing is served outside /realms/"


def _near(name: str, known: "Mapping[str, object] | list[str]") -> str:
    return did_you_mean(name, known) or f"there is: {', '.join(sorted(known)[:5])}"
