"""Client registration (RFC 7591; Keycloak's ClientRegistrationService): its errors; it is not implemented."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context
from mockauth.protocol.errors import (
    InvalidRequest,
    InvalidToken,
    MethodNotAllowed,
    NotFound,
    NotImplementedYet,
    OAuthError,
    Refusal,
)
from mockauth.protocol.tokens import verification
from mockauth.web.request import wrong_content_type
from mockauth.web.responses import JSON, Response, json_response

# The allowed methods of each provider, without and with a client ID at the end of the path.
_PROVIDERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "default": (("POST",), ("GET", "PUT", "DELETE")),
    "openid-connect": (("POST",), ("GET", "PUT", "DELETE")),
    "install": ((), ("GET",)),
    "saml2-entity-descriptor": (("POST",), ()),
}
_WITH_ID = 3


class _InvalidMetadata(OAuthError):
    """`invalid_client_metadata` (RFC 7591 section 3.2.2)."""

    error = "invalid_client_metadata"


class _InsufficientScope(OAuthError):
    """`insufficient_scope`."""

    error = "insufficient_scope"
    status = 403


def serve(ctx: Context) -> Response:
    """Refuse client registration; return the adapter configuration to the client itself."""
    parts = ctx.path.split("/")
    if len(parts) == 1:
        raise MethodNotAllowed("the path names no provider; use clients-registrations/PROVIDER")
    provider = _PROVIDERS.get(parts[1])
    if provider is None:
        raise NotFound("Client registration provider not found", f"unknown provider; use {', '.join(_PROVIDERS)}")
    if len(parts) > _WITH_ID:
        raise NotFound("HTTP 404 Not Found", "unknown path below a client's registration")
    methods = provider[len(parts) - 2]
    if ctx.method not in methods:
        if len(parts) < _WITH_ID and ctx.method == "GET" and provider[1]:
            raise NotFound("HTTP 404 Not Found", "the path lacks the client ID")
        raise MethodNotAllowed(f"only {' and '.join(methods)} are allowed for this path")
    body = _body(ctx, parts[1]) if ctx.method in ("POST", "PUT") else {}
    if parts[1] == "install":
        return _adapter(ctx, parts[2])
    _check_token(ctx, body if parts[1] == "openid-connect" and ctx.method == "POST" else {})
    if ctx.method == "POST":
        description = (
            "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted."
        )
        reason = "dynamic client registration needs a token, and is not implemented: add the client to the realm's file"
        raise _InsufficientScope(description, reason=reason)
    raise _not_authorized(ctx.method)


def _body(ctx: Context, provider: str) -> dict[str, Any]:
    if provider == "saml2-entity-descriptor" or ctx.content_type.partition(";")[0].strip() != JSON:
        error = "The content-type header value did not match the value in @Consumes"
        raise Refusal({"error": error}, wrong_content_type(ctx.content_type, JSON), 415)
    try:
        body = json.loads(ctx.body)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("Cannot parse the JSON", reason=f"the body is not JSON: {error!s:.200}") from error
    if not isinstance(body, dict):
        unknown = {"error": "unknown_error", "error_description": "Cannot parse the JSON"}
        raise Refusal(unknown, "the body is not a JSON object", 400)
    return body


def _check_token(ctx: Context, metadata: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Refuse bearer tokens that do not allow client registration, and a client ID chosen by the client."""
    scheme, _, token = (ctx.authorization or "").partition(" ")
    is_bearer = scheme.lower() == "bearer"
    if is_bearer:
        try:
            verification.client_of_access_token(ctx, token.strip())
        except verification.InactiveToken as error:
            raise InvalidToken("Failed decode token", status=401, reason=str(error)) from error
    if metadata.get("client_id") is not None:
        raise _InvalidMetadata(
            "Client Identifier included", reason="a client ID cannot be chosen in this kind of registration"
        )
    if not is_bearer:
        return
    roles = verification.verify(ctx, token.strip()).get("resource_access")
    if "realm-management" in (roles or {}):
        raise NotImplementedYet("client registration")
    reason = 'the token has no role of client "realm-management" (create-client) that allows client registration'
    raise _InsufficientScope("Forbidden", reason=reason)


def _not_authorized(method: str) -> OAuthError:
    if method == "GET":
        description = "Not authorized to view client. Not valid token or client credentials provided."
    else:
        description = "Not authorized to update client. Maybe missing token or bad token type."
    return InvalidToken(description, status=401, reason="the request has no registration access token")


def _adapter(ctx: Context, client_id: str) -> Response:
    """Return a client's adapter configuration to the client (AdapterInstallationClientRegistrationProvider)."""
    _check_token(ctx)
    client = ctx.realm.clients.get(client_id)
    if client is None:
        raise _not_authorized("GET")
    try:
        authenticated = client_auth.authenticate(ctx)
    except Refusal as error:
        raise InvalidToken("Failed to authenticate client", status=401, reason=error.reason) from error
    if authenticated is not client:
        reason = f'the path names client "{client.client_id}", but client "{authenticated.client_id}" sent the request'
        raise InvalidToken("Different client authenticated", status=401, reason=reason)
    configuration = {
        "realm": ctx.realm.name,
        "auth-server-url": f"{ctx.base_url}/",
        "ssl-required": ctx.realm.ssl_required,
        "resource": client.client_id,
        "credentials": {"secret": client.secret},
        "confidential-port": 0,
    }
    return json_response(configuration, content_type=f"{JSON};charset=UTF-8")
