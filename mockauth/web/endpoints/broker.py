"""Identity brokering, as far as it refuses: what there is to say of identity providers that a realm has not."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, InvalidRequest, NotFound, NotImplementedYet, Refusal
from mockauth.protocol.tokens import verification
from mockauth.web.responses import Answer

_ENDINGS = ("after-first-broker-login", "after-post-broker-login")


def serve(ctx: Context) -> Answer:
    """Refuse what is asked of an identity provider (Keycloak's IdentityBrokerService)."""
    alias, _, what = ctx.path.partition("/")[2].partition("/")
    if alias in ctx.realm.identity_providers:
        raise NotImplementedYet("identity brokering")
    reason = f'realm "{ctx.realm.name}" has no identity provider "{alias:.80}"'
    if what == "login" and ctx.method == "GET":
        ctx.headers["Cache-Control"] = "no-cache"
    if what == "login" or alias in _ENDINGS or (what == "link" and ctx.method == "GET"):
        raise ErrorPage("invalidRequestMessage", reason=reason)
    if what.partition("/")[0] == "endpoint":
        raise NotFound(f"Identity Provider [{alias}] not found.", reason)
    if what == "token":
        raise _token(ctx, alias)
    raise NotFound("HTTP 404 Not Found", reason)


def _token(ctx: Context, alias: str) -> Refusal:
    if ctx.method != "GET":
        return InvalidRequest("Identity Brokering API feature not enabled")
    ctx.headers["Cache-Control"] = "no-cache"
    scheme, _, token = (ctx.authorization or "").partition(" ")
    client_id = verification.client_id_of(ctx, token.strip()) if scheme.lower() == "bearer" else ""
    if not client_id:
        return Refusal({"errorMessage": "Invalid token."}, "the request shows no access token of the realm", 400)
    said = f"Client [{client_id}] not authorized to retrieve tokens from identity provider [{alias}]."
    return Refusal({"errorMessage": said}, said, 403)
