"""Authorization services: the protection API (UMA 2.0), as far as it refuses, and its discovery document."""

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import MethodNotAllowed, NotImplementedYet, Refusal, Unauthorized
from mockauth.protocol.grants import uma_ticket
from mockauth.protocol.realm_checks import require_https
from mockauth.protocol.tokens import verification
from mockauth.web.endpoints import discovery
from mockauth.web.responses import Answer, as_json

_PARTS = ("resource_set", "permission", "uma-policy")
# What of the discovery document is in this one too (UmaConfiguration).
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


def configuration(ctx: Context) -> Answer:
    """Give the discovery document of UMA 2 (Keycloak's UmaWellKnownProvider)."""
    require_https(ctx)
    cors.allow_all(ctx)
    document = discovery.document(ctx)
    said = {name: document[name] for name in _SHARED}
    said |= {name: f"{ctx.issuer}/authz/protection/{path}" for name, path in _OWN.items()}
    return as_json(said, discovery.HEADERS)


def serve(ctx: Context) -> Answer:
    """Refuse whoever is no resource server (Keycloak's ProtectionService)."""
    parts = ctx.path.split("/")
    if parts[1:2] != ["protection"] or not set(parts[2:3]) & {*_PARTS}:
        raise MethodNotAllowed("there is nothing here: the protection API is authz/protection/…")
    scheme, _, token = (ctx.authorization or "").partition(" ")
    if ctx.authorization is not None and scheme.lower() != "bearer":
        raise Unauthorized(f'the Authorization header is "{scheme:.20}", and only a bearer token is looked at here')
    try:
        client = verification.client_of_access_token(ctx, token.strip())
    except verification.InactiveToken as error:
        said = "Could not obtain bearer access_token from request."
        raise _refused("invalid_bearer_token", said, str(error)) from error
    if not client.permissions:
        said = f"Client application [{client.client_id}] is not registered as a resource server."
        raise _refused("invalid_clientId", said, uma_ticket.explain_no_permissions(client))
    raise NotImplementedYet("authorization services")


def _refused(error: str, description: str, reason: str) -> Refusal:
    return Refusal({"error": error, "error_description": description}, reason, 403)
