"""The userinfo endpoint (OpenID Connect Core section 5.3)."""

from mockauth.protocol.context import Context
from mockauth.protocol.tokens import userinfo
from mockauth.web.responses import Response, json_response

_HEADERS = {"Cache-Control": "no-store, no-cache"}
_JWT = "application/jwt"


def serve(ctx: Context) -> Response:
    """Return the claims of the user, as JSON or as a signed JWT."""
    claims = userinfo.answer(ctx)
    if isinstance(claims, str):
        return Response(200, claims.encode("ascii"), _JWT, _HEADERS)
    return json_response(claims, _HEADERS)
