"""What is normalised in the answers of the Admin API only: the order of keys and sets, times, and new secrets."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

# Sets, which Keycloak returns in no particular order.
_SETS = {"redirectUris", "webOrigins", "defaultClientScopes", "optionalClientScopes", "enabledEventTypes"}
_SETS |= {"requiredCredentials", "supportedLocales", "eventsListeners", "requiredActions", "realmRoles"}
_SECONDS = "client.secret.creation.time"
_TIMES = {"createdTimestamp", "createdDate", "start", "lastAccess", "lastUpdatedDate", _SECONDS}
# Secrets that Keycloak generates for clients.
_SECRET = re.compile(r"[A-Za-z0-9]{86}")
_SESSION_ID = re.compile(r"[A-Za-z0-9_-]{24}")
_SKEW = 10


def is_admin(path: str, previous: bool = False) -> bool:
    """Tell whether a path of a test belongs to the Admin API; the `previous` one decides about its Location."""
    return path.startswith("/admin/") or (previous and path.startswith("location_of_answer"))


def by_name(items: list[Any]) -> list[Any]:
    """Return a list of roles, client scopes or mappers sorted by name: Keycloak's cache sorts them by random ids."""
    kinds = ("containerId", "protocol")
    is_set = items and all(
        isinstance(it, dict) and "name" in it and (any(key in it for key in kinds) or it.keys() == {"id", "name"})
        for it in items
    )
    return sorted(items, key=lambda it: str(it["name"])) if is_set else items


def digest(value: Any) -> str:
    """Return a hash of a value, in which the order of lists does not count: for large answers such as serverinfo."""
    return hashlib.sha256(json.dumps(_canonical(value), sort_keys=True).encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_canonical(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def ordered(items: list[Any], key: str) -> list[Any]:
    """Return a list, sorted if it is a set; realms are sorted by their random ids in Keycloak."""
    if key in _SETS:
        return sorted(items, key=str)
    is_of_realms = key == "" and items and isinstance(items[0], dict) and "realm" in items[0]
    return sorted(items, key=lambda item: item["realm"]) if is_of_realms else items


def stamp(value: Any, key: str, now: float, named: Callable[[str, str], str]) -> str | None:
    """Return a placeholder for a time that is now, a new secret or the id of a session; None for other values."""
    if key in _TIMES and str(value).isdecimal():
        seconds = int(value) if key == _SECONDS else int(value) // 1000
        return "<now>" if abs(seconds - now) < _SKEW else None
    if key in {"secret", "value"} and isinstance(value, str) and _SECRET.fullmatch(value):
        return named(value, "secret")
    if key == "id" and isinstance(value, str) and _SESSION_ID.fullmatch(value):
        return named(value, "sid")
    return None
