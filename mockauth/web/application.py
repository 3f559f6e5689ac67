"""The WSGI application: turn requests into contexts, and errors into responses."""

import logging
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from mockauth.printable import known
from mockauth.protocol import cors, urls
from mockauth.protocol.context import EMPTY_FORM, Context
from mockauth.protocol.errors import ErrorPage, ErrorRedirect, NotFound, Refusal, Remark
from mockauth.web import accept, login_responses, proxy, routing
from mockauth.web.endpoints import Endpoint
from mockauth.web.host import base_url, base_url_of_page, client_address, own_url
from mockauth.web.request import Request
from mockauth.web.request_log import METHODS, Entry, RecentRefusals, known_names, known_path
from mockauth.web.responses import Response, internal_error, security_headers
from mockauth.web.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mockauth.realms.model import Realm
    from mockauth.state import State

__all__ = ["Settings", "create_application"]

_log = logging.getLogger("mockauth")


class _Server(NamedTuple):
    """The state and settings that all requests share."""

    state: "State"
    settings: Settings
    refusals: RecentRefusals


def create_application(state: "State", settings: Settings | None = None) -> "WSGIApplication":
    """Create the WSGI application (PEP 3333) that serves the realms of a state."""
    server = _Server(state, settings or Settings(), RecentRefusals())
    read_headers = proxy.reader(server.settings.proxy_headers, server.settings.trusted_proxies)

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        read_headers(environ)
        request = Request(environ)
        return _logged(request, server).send(start_response, with_body=request.method != "HEAD")

    return application


def _logged(request: Request, server: _Server) -> Response:
    started = time.perf_counter()
    response, error, ctx = _respond(request, server)
    seconds = time.perf_counter() - started
    why = (_code(error), error.reason) if error else ("", "")
    named = known_names(ctx) if ctx else ()
    entry = Entry(known(request.method, METHODS), _path(request, server, ctx), response.status, seconds, *why, *named)
    server.settings.log(entry)
    server.refusals.note(entry)
    return response


def _code(error: Refusal) -> str:
    """Return the OAuth error code; sentences of Keycloak in its place may repeat the request."""
    code = str(error.body.get("error", ""))
    return code if code.isidentifier() else ""


def _path(request: Request, server: _Server, ctx: Context | None) -> str:
    """Return the path for the log: its words, and the names that the realms know."""
    names = (server.settings.relative_path.split("/"), server.state.realms)
    return known_path(request.path, (*names, ctx.realm.clients, ctx.realm.identity_providers) if ctx else names)


def _respond(request: Request, server: _Server) -> tuple[Response, Refusal | None, Context | None]:
    """Answer a request; return the error that was raised and the context, if there is one, for the log."""
    state, settings = server.state, server.settings
    realm: Realm | None = None
    error: Refusal | None = None
    ctx: Context | None = None
    try:
        path = routing.normalized_path(request.target)
        if routing.is_admin(path, settings.relative_path):
            return _respond_to_admin(request, path, server)
        if found := _respond_outside_realms(request, path, server):
            return found, None, None
        name, below = routing.split_realm(path, request.method, settings.relative_path)
        if request.method == "OPTIONS" and below.startswith(".well-known/"):
            # As Keycloak: this preflight succeeds even if the realm does not exist.
            response = Response(headers=cors.preflight(request.header("HTTP_ORIGIN"), "GET"))
        else:
            realm = routing.realm_named(name, state)
            endpoint = routing.endpoint(below, request.method)
            ctx = _context(request, state, settings, realm, below)
            response, error = _serve(request, endpoint, ctx)
    except Refusal as raised:
        owner = realm or routing.realm_of_target(request.target, settings.relative_path, state.realms)
        error = raised
        url, accepted = base_url_of_page(request.environ, settings, owner), request.header("HTTP_ACCEPT", "")
        response = login_responses.path_error(error, owner, url, accepted, settings.hints)
        if isinstance(error, NotFound) and error.bare and request.method == "OPTIONS":
            # As Keycloak: outside of realms OPTIONS succeeds for every path.
            return Response(headers={"Allow": "HEAD, POST, GET, OPTIONS"}), None, None
    except Exception:
        path = _path(request, server, ctx)
        _log.exception("%s %s failed: this is a bug in mockauth, please report it", request.method, path)
        realm, response = None, internal_error()
    if error and error.bare:
        return response, error, ctx
    configured = realm.security_headers if realm else {}
    return response.with_headers(security_headers(configured, response, request.media_type)), error, ctx


def _respond_to_admin(request: Request, path: str, server: _Server) -> tuple[Response, Refusal | None, Context | None]:
    """Answer a request to the Admin REST API, which is imported by the first one."""
    from mockauth.web import admin

    state, settings = server.state, server.settings
    inside = path.removeprefix(settings.relative_path)
    return admin.respond(
        request,
        inside,
        state,
        lambda realm, body: _context(request, state, settings, realm, inside, body),
        settings.hints,
    )


def _respond_outside_realms(request: Request, path: str, server: _Server) -> Response | None:
    """Answer the landing page and the endpoints for monitoring; None for all other paths."""
    root = server.settings.relative_path
    if path in ("/", f"{root}/", root) and request.method in ("GET", "HEAD"):
        from mockauth.web import landing

        url = base_url(request.environ, server.settings, None)
        return landing.respond(request, url, server.state, server.refusals)
    return server.settings.observability.respond(path, root, request.header("HTTP_ACCEPT", ""))


def _serve(request: Request, endpoint: Endpoint, ctx: Context) -> tuple[Response, Refusal | None]:
    """Call the endpoint, and add the headers that all of its responses have."""
    if request.method in endpoint.hidden:
        raise endpoint.method_error(request.method)
    if request.method == "OPTIONS" and not endpoint.preflight:
        # As RESTEasy, which answers OPTIONS itself if the resource has no CORS preflight.
        return Response(
            headers={"Allow": ", ".join(["HEAD", *sorted(endpoint.methods, reverse=True), "OPTIONS"])}
        ), None
    if request.method == "OPTIONS":
        if endpoint.allow:
            return Response(headers={**endpoint.headers, "Allow": endpoint.allow}), None
        return Response(headers=cors.preflight(ctx.origin, endpoint.preflight)), None
    serve = endpoint.methods.get("GET" if request.method == "HEAD" else request.method)
    if serve is None:
        raise endpoint.method_error(request.method)
    error = None
    try:
        if endpoint.produces and not accept.accepts_any(ctx.accept, endpoint.produces):
            raise endpoint.not_acceptable(ctx)
        response = serve(ctx)
    except Refusal as raised:
        response, error = _error(ctx, raised), raised
    if ctx.remarks:
        remarks = "; ".join(ctx.remarks)
        if error is None:
            error = Remark(remarks)
        else:
            error.reason = f"{error.reason}; {remarks}"
    headers = {**endpoint.headers, **ctx.headers, **response.headers, **cors.headers(ctx)}
    return response._replace(headers=headers, cookies=ctx.cookies.lines.values()), error


def _error(ctx: Context, error: Refusal) -> Response:
    """Return the response to an error: a page, a redirect back to the client, or JSON."""
    if isinstance(error, ErrorPage):
        return login_responses.error_page(ctx, error.page, error.reason)
    if isinstance(error, ErrorRedirect):
        return login_responses.respond(ctx, error.step, error.reason)
    return login_responses.path_error(error, ctx.realm, ctx.base_url, ctx.accept, ctx.hints)


def _context(
    request: Request, state: "State", settings: Settings, realm: "Realm", path: str, body: bytes | None = None
) -> Context:
    """Return the context of a request; `body` is the body if it was already read."""
    own, header = own_url(request.environ, settings), request.header
    lookup = settings.certificates
    sent: str = header(lookup.environ_key, "") if lookup else ""
    certificate = lookup.certificate(sent) if lookup else None
    return Context(
        realm=realm,
        base_url=base_url(request.environ, settings, realm),
        state=state,
        form=request.form() if request.method == "POST" and body is None else EMPTY_FORM,
        query=request.query(),
        method=request.method,
        path=path,
        content_type=request.content_type,
        body=request.json() if body is None else body,
        has_form=request.has_form,
        authorization=request.first_value("HTTP_AUTHORIZATION"),
        has_several_authorizations="," in header("HTTP_AUTHORIZATION", ""),
        accept=header("HTTP_ACCEPT", ""),
        origin=request.first_value("HTTP_ORIGIN"),
        dpop=header("HTTP_DPOP"),
        certificate=certificate,
        authorities=settings.authorities,
        # As Keycloak: a header without any letter or digit counts as absent.
        certificate_is_invalid=certificate is None and any(letter.isalnum() for letter in sent),
        own_origin=urls.origin(own),
        backend_url=own if settings.backchannel_dynamic else "",
        remote_address=client_address(request.environ),
        login=settings.login,
        hints=settings.hints,
        accept_language=header("HTTP_ACCEPT_LANGUAGE", ""),
        user_agent=header("HTTP_USER_AGENT", ""),
        cookies=request.cookies(),
        blocking=header("mockauth.blocking", nullcontext),
    )
