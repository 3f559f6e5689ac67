"""The realm's public keys (RFC 7517 section 5; Keycloak's OIDCLoginProtocolService.certs)."""

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.realm_checks import require_https
from mockauth.web.responses import JSON, Response, json_response

_JWKS = "application/jwk-set+json"


def get(ctx: Context) -> Response:
    """Return the JSON Web Key Set, as `application/jwk-set+json` if the Accept header asks for it."""
    require_https(ctx)
    cors.allow_all(ctx)
    return json_response(ctx.keys.jwks, {"Cache-Control": "no-cache"}, _JWKS if ctx.accept == _JWKS else JSON)
