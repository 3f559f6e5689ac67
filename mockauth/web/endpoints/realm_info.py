"""What a realm says of itself to everyone (Keycloak's PublicRealmResource)."""

from mockauth.protocol import cors, urls
from mockauth.protocol.context import Context
from mockauth.realms.keys import Key
from mockauth.web.responses import Answer, as_json


def get(ctx: Context) -> Answer:
    """Give the realm's name, its RS256 public key and where its services are."""
    cors.allow_all(ctx)
    key = ctx.signing_key("RS256")
    info = {
        "realm": ctx.realm.name,
        "public_key": key.public_der if isinstance(key, Key) else None,
        "token-service": urls.protocol(ctx.base_url, ctx.realm.name),
        "account-service": f"{ctx.issuer}/account",
        "tokens-not-before": ctx.realm.not_before,
    }
    return as_json(info, {"Cache-Control": "no-cache"}, "application/json;charset=UTF-8")
