"""The Admin REST API: one module per resource, each with its operations in `ROUTES`. Imported by the first request.

The checks come in the order of Keycloak's sub-resources: the bearer token (401), the realm of the path (404), whether
the caller may administer it (403), the objects in the path (404), the method (405), the body (415, 400), and the admin
roles of the operation (403).
"""

from collections.abc import Callable
from typing import NamedTuple

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Forbidden, MethodNotAllowed, NotFound, Refusal, Unauthorized
from mockauth.protocol.jose import InvalidJws, parse
from mockauth.protocol.tokens import bearer
from mockauth.realms.master import MASTER
from mockauth.realms.model import Realm
from mockauth.realms.problems.hints import name_hint
from mockauth.state import State
from mockauth.web import accept, login_responses
from mockauth.web.admin import body, operations, routing
from mockauth.web.admin.call import Call, Caller, Route
from mockauth.web.request import LARGEST_ADMIN_BODY, Request
from mockauth.web.responses import JSON, Response, security_headers

_METHODS = "DELETE, POST, GET, PUT"
MakeContext = Callable[[Realm, bytes], Context]


class Answer(NamedTuple):
    """The response to an Admin request, with the error that was raised and the context, if any, for the log."""

    response: Response
    error: Refusal | None = None
    ctx: Context | None = None


def respond(request: Request, path: str, state: State, context: MakeContext, hints: bool) -> Answer:
    """Answer a request; `path` is its path from `/admin` on, still percent-encoded."""
    if request.method == "OPTIONS":
        headers = cors.preflight(request.first_value("HTTP_ORIGIN"), _METHODS)
        response = Response(headers=headers)
        return Answer(response.with_headers(security_headers({}, response, request.media_type)))
    ctx: Context | None = None
    error: Refusal | None = None
    realm: Realm | None = None
    try:
        content = request.content(LARGEST_ADMIN_BODY)
        caller = _caller(request, state, context)
        ctx = context(caller.realm, content)
        cors.check_token(ctx, caller.token.claims)
        ctx.cors.exposed = f"Location, {cors.EXPOSED}"
        if request.method in ("GET", "HEAD"):
            response, realm = _serve(request, path, ctx, caller)
        else:
            with state.changing:
                response, realm = _serve(request, path, ctx, caller)
    except Refusal as raised:
        error = raised
        response = login_responses.path_error(error, realm, "", request.header("HTTP_ACCEPT", ""), hints)
    headers = cors.headers(ctx) if ctx else {}
    if not (error and error.bare):
        headers = {**headers, **security_headers({}, response, request.media_type)}
    response = response.with_headers(headers)
    return Answer(response, error, ctx)


def _caller(request: Request, state: State, context: MakeContext) -> Caller:
    """Return the caller (AdminRoot.authenticateRealmAdminRequest). Raises Unauthorized."""
    token = bearer.text(request.first_value("HTTP_AUTHORIZATION"))
    try:
        issuer = str(parse(token).claims.get("iss"))
    except InvalidJws as error:
        raise Unauthorized(f"the bearer token is not a JWT: {error}") from error
    name = issuer.rpartition("/")[2]
    realm = state.find_realm(routing.decoded(name))
    if realm is None:
        raise Unauthorized(f'the token was issued by realm "{name:.80}", which does not exist')
    return Caller(realm, bearer.active(context(realm, b"")))


def _serve(request: Request, path: str, ctx: Context, caller: Caller) -> tuple[Response, Realm | None]:
    """Check the request in Keycloak's order, and call the handler of its operation."""
    call = Call(ctx, caller)
    below, realm = path.removeprefix("/admin/realms"), None
    if path.startswith("/admin/realms/") and below.strip("/"):
        name, _, below = below.removeprefix("/").partition("/")
        realm = _realm(routing.decoded(name), ctx.state, caller)
        call = call.in_realm(realm)
        found = routing.match(f"/{below.rstrip('/')}")
    else:
        found = routing.match_top(path.rstrip("/"))
    method = "GET" if request.method == "HEAD" else request.method
    if found is None:
        raise operations.not_implemented(method, path) or NotFound("HTTP 404 Not Found", "unknown Admin call")
    call, objects = found.objects(call)
    route = found.methods.get(method)
    if route is None:
        reason = f"{method} is not allowed for this path, only {', '.join(found.methods)}"
        raise operations.not_implemented(method, path) or MethodNotAllowed(reason)
    return _call(route, call, request, objects), realm


def _call(route: Route, call: Call, request: Request, objects: list[object]) -> Response:
    kind = route.body.removeprefix("optional ")
    if kind and (call.ctx.body or kind == route.body):
        body.require_json(request.content_type)
        call = call.with_rep(body.parse(call.ctx.body, kind)) if kind != "raw" else call
    elif route.method == "GET" and not accept.accepts_any(call.ctx.accept, [JSON]):
        raise Refusal({"error": "HTTP 406 Not Acceptable"}, "this call answers with JSON", 406)
    call.require(*route.needs)
    response = route.serve(call, *objects)
    no_cache = route.method == "GET" if route.no_cache is None else route.no_cache
    return response.with_headers({"Cache-Control": "no-cache"}) if no_cache else response


def _realm(name: str, state: State, caller: Caller) -> Realm:
    realm = state.find_realm(name)
    if realm is None:
        raise NotFound("Realm not found.", f'realm "{name:.80}" does not exist; {name_hint(name, state.realms)}')
    if caller.realm.name not in (MASTER, realm.name):
        reason = f'users of realm "{caller.realm.name}" cannot administer realm "{realm.name}"'
        raise Forbidden("HTTP 403 Forbidden", reason)
    return realm
