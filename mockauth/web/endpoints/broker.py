"""Identity brokering: the errors for unknown identity providers; brokering itself is not implemented."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, InvalidRequest, NotFound, NotImplementedYet, Refusal
from mockauth.protocol.tokens import verification
from mockauth.web.responses import Response

_ENDINGS = ("after-first-broker-login", "after-post-broker-login")


def serve(ctx: Context) -> Response:
    """Refuse requests to an identity provider (Keycloak's IdentityBrokerService)."""
    alias, _, below = ctx.path.partition("/")[2].partition("/")
    if alias in ctx.realm.identity_providers:
        raise NotImplementedYet("identity brokering")
    reason = _unknown(ctx)
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
        reason = "Keycloak's Identity Brokering API is disabled by default, and not implemented in mockauth"
        return InvalidRequest("Identity Brokering API feature not enabled", reason=reason)
    ctx.headers["Cache-Control"] = "no-cache"
    scheme, _, token = (ctx.authorization or "").partition(" ")
    try:
        client = verification.client_of_access_token(ctx, token.strip() if scheme.lower() == "bearer" else "")
    except verification.InactiveToken as error:
        return Refusal({"errorMessage": "Invalid token."}, str(error), 400)
    description = f"Client [{client.client_id}] not authorized to retrieve tokens from identity provider [{alias}]."
    reason = f'client "{client.client_id}" may not read tokens: {_unknown(ctx)}'
    return Refusal({"errorMessage": description}, reason, 403)


def _unknown(ctx: Context) -> str:
    return f'realm "{ctx.realm.name}" has no identity provider of this alias'
