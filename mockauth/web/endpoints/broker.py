"""Identity brokering: the errors for unknown identity providers; brokering itself is not implemented."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, InvalidRequest, NotFound, NotThereYet, Refusal
from mockauth.protocol.tokens import verification
from mockauth.web.responses import Response

_ENDINGS = ("after-first-broker-login", "after-post-broker-login")


def serve(ctx: Context) -> Response:
    """Refuse requests to an identity provider (Keycloak's IdentityBrokerService)."""
    alias, _, below = ctx.path.partition("/")[2].partition("/")
    if alias in ctx.realm.identity_providers:
        raise NotThereYet("identity brokering")
    reason = f'unknown identity provider "{alias:.80}" in realm "{ctx.realm.name}"'
    if below == "login" and ctx.method == "GET":
        ctx.headers["Cache-Control"] = "no-cache"
    if below == "login" or alias in _ENDINGS or (below == "link" and ctx.method == "GET"):
        raise ErrorPage("invalidRequestMessage", reason=reason)
    if below.partition("/")[0] == "endpoint":
        raise NotFound(f"Identity Provider [{alias}] not found.", reason)
    if below == "token":
        raise _token_error(ctx, alias)
    raise NotFound("HTTP 404 Not Found", reason)


def _token_error(ctx: Context, alias: str) -> Refusal:
    if ctx.method != "GET":
        return InvalidRequest("Identity Brokering API feature not enabled")
    ctx.headers["Cache-Control"] = "no-cache"
    scheme, _, token = (ctx.authorization or "").partition(" ")
    client_id = verification.holder(ctx, token.strip()) if scheme.lower() == "bearer" else ""
    if not client_id:
        return Refusal({"errorMessage": "Invalid token."}, "the request has no access token of this realm", 400)
    message = f"Client [{client_id}] not authorized to retrieve tokens from identity provider [{alias}]."
    return Refusal({"errorMessage": message}, message, 403)
