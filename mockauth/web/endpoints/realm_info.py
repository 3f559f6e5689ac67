"""The public information about a realm (Keycloak's PublicRealmResource)."""

from mockauth.protocol import cors, urls
from mockauth.protocol.context import Context
from mockauth.realms.keys import Key
from mockauth.web.responses import Response, json_response


def get(ctx: Context) -> Response:
    """Return the realm's name, its RS256 public key and the URLs of its services."""
    cors.allow_all(ctx)
    key = ctx.signing_key("RS256")
    info = {
        "realm": ctx.realm.name,
        "public_key": key.public_der if isinstance(key, Key) else None,
        "token-service": urls.protocol(ctx.base_url, ctx.realm.name),
        "account-service": f"{ctx.issuer}/account",
        "tokens-not-before": ctx.realm.not_before,
    }
    return json_response(info, {"Cache-Control": "no-cache"}, "application/json;charset=UTF-8")
