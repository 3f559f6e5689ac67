"""Cross-origin requests: whose answers a page of another origin may read (as Keycloak's DefaultCors)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Forbidden
from mockauth.realms.model import Client

ANY = "*"
# What Keycloak lets pages read beside the answer itself.
EXPOSED = "Access-Control-Allow-Methods"
_HEADERS = (
    "Origin, X-Requested-With, Access-Control-Request-Method, Accept, Access-Control-Request-Headers, DPoP, "
    "Content-Type, Authorization"
)


def allow_all(ctx: Context) -> None:
    """Let every origin read the answer."""
    ctx.cors.origins = frozenset({ANY})


def check(ctx: Context, client: Client) -> None:
    """Let the client's web origins read the answer. Raises Forbidden for any other but the server's own."""
    _check(ctx, web_origins(client, ctx.base_url), f'the webOrigins of client "{client.client_id}"')


def check_token(ctx: Context, claims: Mapping[str, Any]) -> None:
    """Let the origins that a token names read the answer. Raises Forbidden likewise (checkAllowedOrigins)."""
    _check(ctx, frozenset(map(str, claims.get("allowed-origins", ()))), "the allowed-origins of the token")


def _check(ctx: Context, origins: frozenset[str], of: str) -> None:
    ctx.cors.origins = origins
    if ctx.origin is None or ctx.origin == ctx.own_origin or _allows(ctx.cors.origins, ctx.origin):
        return
    raise Forbidden(
        "Invalid origin",
        f'the origin "{ctx.origin}" is not among {of} ({", ".join(sorted(origins)) or "it has none"})',
    )


def web_origins(client: Client, base_url: str) -> frozenset[str]:
    """Give a client's web origins; `+` stands for those of its redirect URIs (WebOriginsUtils)."""
    origins = frozenset(client.web_origins)
    if "+" not in origins:
        return origins
    root = client.root_url.replace("${authBaseUrl}", base_url)
    redirects = [uri if "://" in uri or not uri.startswith("/") else root + uri for uri in client.redirect_uris]
    return origins - {"+"} | {urls.origin(uri) for uri in redirects if uri.startswith(("http://", "https://"))}


def headers(ctx: Context) -> Mapping[str, str]:
    """Give the headers that let the page that asks read the answer, or none."""
    if ctx.origin is None or not _allows(ctx.cors.origins, ctx.origin):
        return {}
    expose = {"Access-Control-Expose-Headers": ctx.cors.exposed} if ctx.cors.exposed else {}
    return {"Access-Control-Allow-Origin": ctx.origin, "Access-Control-Allow-Credentials": "true", **expose}


def preflight(origin: str | None, methods: str) -> Mapping[str, str]:
    """Give the answer's headers to a preflight request; Keycloak allows any origin at this point."""
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
