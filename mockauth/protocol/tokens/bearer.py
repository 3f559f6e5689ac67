"""Bearer tokens that Keycloak's own REST APIs accept (AppAuthManager.BearerTokenAuthenticator)."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import Unauthorized
from mockauth.protocol.tokens import introspection, verification
from mockauth.protocol.tokens.verification import SessionToken


def text(authorization: str | None) -> str:
    """Return the bearer token in an Authorization header. Raises Unauthorized if there is none."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("the request has no bearer token")
    return token.strip()


def active(ctx: Context) -> SessionToken:
    """Return the access token of a request, which the realm of the context must have issued. Raises Unauthorized."""
    try:
        token = introspection.active_token(ctx, text(ctx.authorization))
    except verification.InactiveToken as error:
        raise Unauthorized(str(error)) from error
    if str(token.claims.get("typ")).lower() != "bearer":
        raise Unauthorized(f"this is {verification.describe_type(token.claims)}, not an access token")
    return token
