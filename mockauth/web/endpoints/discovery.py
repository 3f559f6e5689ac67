"""OpenID Connect Discovery (OpenID Connect Discovery section 4; Keycloak's OIDCWellKnownProvider)."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mockauth import realms
from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.transport import require_https
from mockauth.realms.model import Realm
from mockauth.web.answers import JSON, Answer, encoded

HEADERS = {"Cache-Control": "no-cache, must-revalidate, no-transform, no-store"}


def get(ctx: Context) -> Answer:
    """Give the discovery document: recorded from Keycloak, but for what depends on the realm."""
    require_https(ctx)
    cors.allow_all(ctx)
    return Answer(200, _document(ctx.realm, ctx.base_url, ctx.issuer), JSON, HEADERS)


def document(ctx: Context) -> dict[str, Any]:
    """Give the document of a realm as a value."""
    found: dict[str, Any] = json.loads(_document(ctx.realm, ctx.base_url, ctx.issuer))
    return found


@lru_cache(maxsize=64)
def _document(realm: Realm, base_url: str, issuer: str) -> bytes:
    text = _recorded().replace("${base}/realms/${realm}", _quoted(issuer)).replace("${base}", _quoted(base_url))
    document = json.loads(text)
    scopes = [scope.name for scope in realm.scopes.values() if scope.protocol == "openid-connect" and scope.in_metadata]
    document["scopes_supported"] = ["openid", *(name for name in scopes if name != "openid")]
    document["prompt_values_supported"] = [
        "none",
        "login",
        "consent",
        *(["create"] if realm.registration_allowed else []),
    ]
    document["acr_values_supported"] = list(realm.acr_values)
    return encoded(document)


@cache
def _recorded() -> str:
    return (Path(realms.__file__).parent / "keycloak" / "openid_configuration.json").read_text(encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]
