"""Authentication levels that a request asks for: `acr_values`, and `acr` in the `claims` parameter (AcrUtils)."""

import json
from collections.abc import Mapping, Sequence

from mockauth.protocol import java
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.realms.model import Client, Realm


def check_essential(login: PendingLogin, claims: str | None) -> None:
    """Check that the essential levels of the request exist. Raises ErrorPage."""
    levels = levels_by_name(login.ctx.realm, login.client)
    unknown = [
        value for value in _of_claims(claims, essential=True) if value not in levels and java.integer(value) is None
    ]
    if unknown:
        raise login.error_page(
            "invalidParameterMessage",
            "claims",
            reason="an acr of the claims parameter is neither a number nor in acr.loa.map of the client or the realm",
        )


def is_requested(login: PendingLogin) -> bool:
    """Tell whether the request asks for a level; the browser's session has none."""
    claims = login.request.get("claims")
    essential = _of_claims(claims, essential=True)
    requested = essential or _of_claims(claims, essential=False) or _words(login.request.get("acr_values"))
    return bool(requested or _default(login.client) or login.client.attributes.get("minimum.acr.value"))


def levels_by_name(realm: Realm, client: Client) -> Mapping[str, int]:
    """Return the named levels of the client, or else of the realm."""
    for owner in (client.attributes, realm.attributes):
        try:
            found = {name: int(level) for name, level in json.loads(owner.get("acr.loa.map") or "{}").items()}
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            continue
        if found:
            return found
    return {}


def _of_claims(claims: str | None, *, essential: bool) -> Sequence[str]:
    """Return the requested values of `acr` for the ID token (OpenID Connect Core section 5.5.1.1)."""
    try:
        acr = json.loads(claims or "{}")["id_token"]["acr"]
        if essential and acr.get("essential") is not True:
            return []
        values = acr.get("values") or ([acr["value"]] if "value" in acr else [])
        return [str(value) for value in values]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _words(text: str | None) -> list[str]:
    """Split a parameter as Java does: an empty text is one word."""
    if not text:
        return [] if text is None else [text]
    return text.rstrip(" ").split(" ") if text.strip(" ") else []


def _default(client: Client) -> list[str]:
    return [value for value in client.attributes.get("default.acr.values", "").split("##") if value]
