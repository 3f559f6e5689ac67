"""OpenID Connect Discovery (OpenID Connect Discovery section 4; Keycloak's OIDCWellKnownProvider)."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mockauth import realms
from mockauth.protocol import cors, urls
from mockauth.protocol.context import Context
from mockauth.protocol.realm_checks import require_https
from mockauth.realms.model import Realm
from mockauth.web.responses import JSON, Response, json_bytes

# As OIDCWellKnownProvider: the endpoints for services (back channel). All others, also device and revocation, are
# frontend URLs.
_FOR_SERVICES = (
    "token_endpoint",
    "introspection_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "backchannel_authentication_endpoint",
    "pushed_authorization_request_endpoint",
)
HEADERS = {"Cache-Control": "no-cache, must-revalidate, no-transform, no-store"}


def get(ctx: Context) -> Response:
    """Return the discovery document: a recording of Keycloak's, with the fields that depend on the realm filled in."""
    require_https(ctx)
    cors.allow_all(ctx)
    return Response(200, _document(ctx.realm, ctx.base_url, _backend_url(ctx)), JSON, HEADERS)


def document(ctx: Context) -> dict[str, Any]:
    """Return the discovery document as a value."""
    found: dict[str, Any] = json.loads(_document(ctx.realm, ctx.base_url, _backend_url(ctx)))
    return found


def _backend_url(ctx: Context) -> str:
    """As HostnameV2Provider: requests to the frontend's own scheme, host and port only see frontend URLs."""
    return ctx.backend_url if ctx.backend_url and ctx.own_origin != urls.origin(ctx.base_url) else ctx.base_url


@lru_cache(maxsize=64)
def _document(realm: Realm, base_url: str, backend_url: str) -> bytes:
    document = _at(base_url, realm)
    if backend_url != base_url:
        backend = _at(backend_url, realm)
        aliases = document["mtls_endpoint_aliases"]
        document.update({name: backend[name] for name in _FOR_SERVICES})
        aliases.update({name: backend[name] for name in _FOR_SERVICES if name in aliases})
    scopes = [scope.name for scope in realm.scopes.values() if scope.protocol == "openid-connect" and scope.in_metadata]
    document["scopes_supported"] = ["openid", *(name for name in scopes if name != "openid")]
    document["prompt_values_supported"] = [
        "none",
        "login",
        "consent",
        *(["create"] if realm.registration_allowed else []),
    ]
    document["acr_values_supported"] = list(realm.acr_values)
    return json_bytes(document)


def _at(base_url: str, realm: Realm) -> dict[str, Any]:
    issuer = urls.realm(base_url, realm.name)
    text = _recorded().replace("${base}/realms/${realm}", _quoted(issuer)).replace("${base}", _quoted(base_url))
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def _recorded() -> str:
    return (Path(realms.__file__).parent / "keycloak" / "openid_configuration.json").read_text(encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]
