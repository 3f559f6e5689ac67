"""The composition root: from a request to a context, and the one place where errors become answers."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mockauth.protocol import cors, urls
from mockauth.protocol.context import EMPTY_FORM, Context
from mockauth.protocol.errors import BadRequest, ErrorPage, ErrorRedirect, NotFound, Refusal, Remark, TooLarge
from mockauth.web import accept, login_responses, routing, server_paths
from mockauth.web.endpoints import Endpoint
from mockauth.web.host import caller, own_url
from mockauth.web.log_fields import asked
from mockauth.web.request import LARGEST_BODY, Request
from mockauth.web.responses import Answer, refusal, security_headers, unexpected

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from cryptography import x509

    from mockauth.realms.model import Realm
    from mockauth.state import State
    from mockauth.web.certificates import Lookup

_log = logging.getLogger("mockauth")


class Entry(NamedTuple):
    """One request, as the log tells it; `seconds` is how long the answer took.

    `client` is the client that the request names, where the realm has it, and `scope` the scope that it asks for.
    """

    method: str
    path: str
    status: int
    seconds: float
    error: str = ""
    reason: str = ""
    client: str = ""
    scope: str = ""


class Settings(NamedTuple):
    """How the server is seen from outside, and who is told of each request.

    `hostname` is a URL, with its path, that pins the issuer; without it the issuer follows the request's Host header.
    With `backchannel_dynamic` discovery names what services ask by the request's Host header all the same.
    `relative_path` is what all paths begin with, such as "/auth", or nothing. `certificates` says in which header the
    proxy in front hands on the certificates of clients, if it does, and `authorities` who may have signed them.
    `login` is how people log in: by the "form" alone, by "quick" buttons too, or by a login_hint ("auto").
    """

    hostname: str = ""
    relative_path: str = ""
    proxy_headers: bool = False
    certificates: "Lookup | None" = None
    authorities: "Sequence[x509.Certificate]" = ()
    login: str = "form"
    log: Callable[[Entry], None] = lambda entry: None
    backchannel_dynamic: bool = False


class _App(Flask):
    """Flask's application around mockauth's own answers, whatever Flask would think of a path or a host.

    What Flask does for a route (looking for it, its contexts, sessions and signals) takes a tenth of a token's time,
    and there are no routes here.
    """

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        super().__init__("mockauth", static_folder=None, template_folder=None)
        self._answer = answer

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        """Answer a request (PEP 3333)."""
        request = Request(environ)
        return self._answer(request).send(start_response, with_body=request.method != "HEAD")


def create_app(state: "State", settings: Settings | None = None) -> Flask:
    """Give the WSGI application that serves a state."""
    chosen = settings or Settings()
    app = _App(lambda request: _logged(request, state, chosen))
    if chosen.proxy_headers:
        from werkzeug.middleware.proxy_fix import ProxyFix

        return _behind_proxy(app, ProxyFix)
    return app


def _behind_proxy(app: Flask, fix: Callable[..., object]) -> Flask:
    # setattr: Flask's documented way is to assign to a method, which type checkers rightly dislike.
    setattr(app, "wsgi_app", fix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_port=1))  # noqa: B010
    return app


def _logged(request: Request, state: "State", settings: Settings) -> Answer:
    started = time.perf_counter()
    answer, error, ctx = _answer(request, state, settings)
    seconds = time.perf_counter() - started
    why = (error.body.get("error", ""), error.reason) if error else ("", "")
    settings.log(Entry(request.method, request.path, answer.status, seconds, *why, *(asked(ctx) if ctx else ())))
    return answer


def _answer(request: Request, state: "State", settings: Settings) -> tuple[Answer, Refusal | None, Context | None]:
    """Answer the request: by an endpoint, or with the refusal that it raised; and give what was asked in a realm."""
    realm: Realm | None = None
    error: Refusal | None = None
    ctx: Context | None = None
    try:
        path = routing.normal(request.target)
        if found := _outside(request, path, state, settings):
            return found, None, None
        name, below = routing.split(path, request.method, settings.relative_path)
        if request.method == "OPTIONS" and below.startswith(".well-known/"):
            # As Keycloak: this preflight does not ask whether there is such a realm.
            answer = Answer(headers=cors.preflight(request.header("HTTP_ORIGIN"), "GET"))
        else:
            realm = routing.realm_named(name, state.realms)
            endpoint = routing.endpoint(below, request.method)
            ctx = _context(request, state, settings, realm, below)
            answer, error = _serve(request, endpoint, ctx)
    except Refusal as refused:
        owner = realm or routing.owner(request.target, settings.relative_path, state.realms)
        answer, error = login_responses.lost(refused, owner, request.header("HTTP_ACCEPT", "")), refused
        if isinstance(refused, NotFound) and refused.bare and request.method == "OPTIONS":
            # As Keycloak: outside of realms OPTIONS finds something everywhere.
            return Answer(headers={"Allow": "HEAD, POST, GET, OPTIONS"}), None, None
    except HTTPException as raised:
        answer, error = _refused_by_framework(raised)
    except Exception:
        _log.exception("%r %r failed: this is a bug in mockauth, please report it", request.method, request.path)
        answer = unexpected()
    if error and error.bare:
        return answer, error, ctx
    configured = realm.security_headers if realm else {}
    return answer.with_headers(security_headers(configured, answer, request.has_form)), error, ctx


def _outside(request: Request, path: str, state: "State", settings: Settings) -> Answer | None:
    """Answer what is asked of the server itself, if it is that."""
    if path in ("/", f"{settings.relative_path}/", settings.relative_path) and request.method in ("GET", "HEAD"):
        base = settings.hostname or own_url(request.environ) + settings.relative_path
        return server_paths.sign(base, state.realms)
    return server_paths.health(path, settings.relative_path)


def _serve(request: Request, endpoint: Endpoint, ctx: Context) -> tuple[Answer, Refusal | None]:
    """Let the endpoint answer, and add the headers that all of its answers have."""
    if request.method in endpoint.hidden:
        raise endpoint.other_method(request.method)
    if request.method == "OPTIONS" and not endpoint.preflight:
        # As Keycloak, where it answers no calls from scripts: the framework's own answer.
        return Answer(headers={"Allow": ", ".join(["HEAD", *sorted(endpoint.methods, reverse=True), "OPTIONS"])}), None
    if request.method == "OPTIONS":
        allowed = {"Allow": endpoint.allow} if endpoint.allow else cors.preflight(ctx.origin, endpoint.preflight)
        return Answer(headers=allowed), None
    serve = endpoint.methods.get("GET" if request.method == "HEAD" else request.method)
    if serve is None:
        raise endpoint.other_method(request.method)
    error = None
    try:
        if endpoint.produces and not accept.lets_through(ctx.accept, endpoint.produces):
            raise endpoint.not_acceptable(ctx)
        answer = serve(ctx)
    except Refusal as refused:
        answer, error = _refused(ctx, refused), refused
    if ctx.remarks:
        remarks = "; ".join(ctx.remarks)
        if error is None:
            error = Remark(remarks)
        else:
            error.reason = f"{error.reason}; {remarks}"
    headers = {**endpoint.headers, **ctx.headers, **answer.headers, **cors.headers(ctx)}
    return answer._replace(headers=headers, cookies=ctx.cookies.lines.values()), error


def _refused(ctx: Context, error: Refusal) -> Answer:
    """Give a refusal in its shape: a page, a step back to the client, or JSON."""
    if isinstance(error, ErrorPage):
        return login_responses.error_page(ctx, error.page)
    return (
        login_responses.answer(ctx, error.step)
        if isinstance(error, ErrorRedirect)
        else login_responses.lost(error, ctx.realm, ctx.accept)
    )


def _context(request: Request, state: "State", settings: Settings, realm: "Realm", path: str) -> Context:
    own, header = own_url(request.environ), request.header
    trusted = settings.certificates
    shown: str = header(trusted.environ, "") if trusted else ""
    certificate = trusted.certificate(shown) if trusted else None
    return Context(
        realm=realm,
        base_url=realm.frontend_url or settings.hostname or own + settings.relative_path,
        state=state,
        form=request.form() if request.method == "POST" else EMPTY_FORM,
        query=request.query(),
        method=request.method,
        path=path,
        content_type=request.kind,
        body=request.json(),
        has_form=request.has_form,
        authorization=request.first("HTTP_AUTHORIZATION"),
        has_several_authorizations="," in header("HTTP_AUTHORIZATION", ""),
        accept=header("HTTP_ACCEPT", ""),
        origin=request.first("HTTP_ORIGIN"),
        dpop=header("HTTP_DPOP"),
        certificate=certificate,
        authorities=settings.authorities,
        # As Keycloak: what holds nothing of base64 is as good as absent.
        certificate_is_invalid=certificate is None and any(letter.isalnum() for letter in shown),
        own_origin=urls.origin(own),
        backend_url=own + settings.relative_path if settings.backchannel_dynamic else "",
        remote_address=caller(header("REMOTE_ADDR", "")),
        login=settings.login,
        accept_language=header("HTTP_ACCEPT_LANGUAGE", ""),
        user_agent=header("HTTP_USER_AGENT", ""),
        cookies=request.cookies(),
    )


def _refused_by_framework(raised: HTTPException) -> tuple[Answer, Refusal]:
    error: Refusal = TooLarge(LARGEST_BODY) if isinstance(raised, RequestEntityTooLarge) else BadRequest(str(raised))
    return refusal(error), error
