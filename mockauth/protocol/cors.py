"""Cross-origin requests (CORS): which origins may read an answer (Keycloak's DefaultCors)."""

from collections.abc import Mapping
from typing import Any

from mockauth.printable import url_without_secrets
from mockauth.protocol import urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Forbidden
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

ANY = "*"
# The header that Keycloak exposes to pages of other origins.
EXPOSED = "Access-Control-Allow-Methods"
_HEADERS = (
    "Origin, X-Requested-With, Access-Control-Request-Method, Accept, Access-Control-Request-Headers, DPoP, "
    "Content-Type, Authorization"
)


def allow_all(ctx: Context) -> None:
    """Allow every origin to read the answer."""
    ctx.cors.origins = frozenset({ANY})


def check(ctx: Context, client: Client) -> None:
    """Allow the client's web origins to read the answer. Raises Forbidden for other origins than the server's."""
    _check(ctx, web_origins(client, ctx.base_url), client)


def check_token(ctx: Context, claims: Mapping[str, Any]) -> None:
    """Allow the `allowed-origins` of a token to read the answer (checkAllowedOrigins). Raises Forbidden as `check`."""
    _check(ctx, frozenset(map(str, claims.get("allowed-origins", ()))), None)


def _check(ctx: Context, origins: frozenset[str], client: Client | None) -> None:
    ctx.cors.origins = origins
    if ctx.origin is None or ctx.origin == ctx.own_origin or _allows(ctx.cors.origins, ctx.origin):
        return
    listed, origin = ", ".join(sorted(origins)) or "none", url_without_secrets(ctx.origin)
    if client is None:
        reason = f'origin "{origin}" is not in the allowed-origins of the token ({listed})'
    else:
        fix = setting(ctx.realm, "webOrigins", [*sorted(client.web_origins), origin])
        reason = f'origin "{origin}" is not a web origin of client "{client.client_id}" ({listed}): set {fix}'
    raise Forbidden("Invalid origin", reason)


def web_origins(client: Client, base_url: str) -> frozenset[str]:
    """Return a client's web origins; `+` stands for the origins of its redirect URIs (WebOriginsUtils)."""
    origins = frozenset(client.web_origins)
    if "+" not in origins:
        return origins
    root = client.root_url.replace("${authBaseUrl}", base_url)
    redirects = [uri if "://" in uri or not uri.startswith("/") else root + uri for uri in client.redirect_uris]
    return origins - {"+"} | {urls.origin(uri) for uri in redirects if uri.startswith(("http://", "https://"))}


def headers(ctx: Context) -> Mapping[str, str]:
    """Return the headers that allow the page that sent the request to read the answer, or none."""
    if ctx.origin is None or not _allows(ctx.cors.origins, ctx.origin):
        return {}
    expose = {"Access-Control-Expose-Headers": ctx.cors.exposed} if ctx.cors.exposed else {}
    return {"Access-Control-Allow-Origin": ctx.origin, "Access-Control-Allow-Credentials": "true", **expose}


def preflight(origin: str | None, methods: str) -> Mapping[str, str]:
    """Return the headers of the answer to a preflight request. As in Keycloak, every origin is allowed here."""
    if origin is None:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": _HEADERS,
        "Access-Control-Max-Age": "3600",
    }


def _allows(allowed: frozenset[str], origin: str) -> bool:
    return origin in allowed or ANY in allowed
