"""Authorization services: the UMA 2.0 discovery document, and the errors of the protection API."""

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import MethodNotAllowed, NotImplementedYet, Refusal, Unauthorized
from mockauth.protocol.grants import uma_ticket
from mockauth.protocol.realm_checks import require_https
from mockauth.protocol.tokens import verification
from mockauth.web.endpoints import discovery
from mockauth.web.responses import Response, json_response

_PARTS = ("resource_set", "permission", "uma-policy")
# Fields that are copied from the OpenID Connect discovery document (UmaConfiguration).
_SHARED = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "introspection_endpoint",
    "end_session_endpoint",
    "frontchannel_logout_session_supported",
    "frontchannel_logout_supported",
    "jwks_uri",
    "grant_types_supported",
    "response_types_supported",
    "response_modes_supported",
    "registration_endpoint",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "scopes_supported",
)
_OWN = {
    "resource_registration_endpoint": "resource_set",
    "permission_endpoint": "permission",
    "policy_endpoint": "uma-policy",
}


def configuration(ctx: Context) -> Response:
    """Return the UMA 2.0 discovery document (Keycloak's UmaWellKnownProvider)."""
    require_https(ctx)
    cors.allow_all(ctx)
    document = discovery.document(ctx)
    uma = {name: document[name] for name in _SHARED}
    uma |= {name: f"{ctx.issuer}/authz/protection/{path}" for name, path in _OWN.items()}
    return json_response(uma, discovery.HEADERS)


def serve(ctx: Context) -> Response:
    """Refuse requests that are not from a resource server (Keycloak's ProtectionService); the rest is a 501."""
    parts = ctx.path.split("/")
    if parts[1:2] != ["protection"] or not set(parts[2:3]) & {*_PARTS}:
        raise MethodNotAllowed("unknown path; the protection API is at authz/protection/…")
    scheme, _, token = (ctx.authorization or "").partition(" ")
    if ctx.authorization is not None and scheme.lower() != "bearer":
        raise Unauthorized("the Authorization header is not a bearer token")
    try:
        client = verification.client_of_access_token(ctx, token.strip())
    except verification.InactiveToken as error:
        description = "Could not obtain bearer access_token from request."
        raise _forbidden("invalid_bearer_token", description, str(error)) from error
    if not client.authorization_services:
        description = f"Client application [{client.client_id}] is not registered as a resource server."
        raise _forbidden("invalid_clientId", description, uma_ticket.explain_no_permissions(client))
    raise NotImplementedYet("authorization services")


def _forbidden(error: str, description: str, reason: str) -> Refusal:
    return Refusal({"error": error, "error_description": description}, reason, 403)
