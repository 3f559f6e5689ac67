"""The userinfo endpoint (OpenID Connect Core section 5.3)."""

from mockauth.protocol.context import Context
from mockauth.protocol.tokens import userinfo
from mockauth.web.responses import Answer, as_json

_HEADERS = {"Cache-Control": "no-store, no-cache"}
_JWT = "application/jwt"


def serve(ctx: Context) -> Answer:
    """Answer a GET, or a POST with or without a form."""
    said = userinfo.answer(ctx)
    return Answer(200, said.encode("ascii"), _JWT, _HEADERS) if isinstance(said, str) else as_json(said, _HEADERS)
