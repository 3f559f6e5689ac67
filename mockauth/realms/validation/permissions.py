"""Check `authorizationSettings` of clients: mockauth does not use them, but Keycloak rejects invalid ones."""

import json
from typing import Any

from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep

_TYPES = ("role", "user", "client", "group", "time", "aggregate", "resource", "scope", "regex", "client-scope", "uma")
_SCRIPT = "Keycloak 18 and later does not accept scripts in realm files"


def check_permissions(rep: Rep, errors: Errors) -> None:
    """Remove policies that Keycloak rejects."""
    users = {it.get("username", "").lower() for it in rep.get("users", ())} if _has_policies(rep) else set()
    clients = {it.get("clientId") or "" for it in rep.get("clients", ())}
    for client in rep.get("clients", ()):
        settings = client.get("authorizationSettings", {})
        policies = settings.get("policies", [])
        known_names = {
            "users": users.union(it.get("id", "") for it in rep.get("users", ())) if policies else users,
            "clients": clients,
            "applyPolicies": _names(policies, "id"),
            "resources": _names(settings.get("resources", ()), "_id"),
            "scopes": _names(
                [
                    *settings.get("scopes", ()),
                    *(it for of in settings.get("resources", ()) for it in of.get("scopes", ())),
                ],
                "id",
            ),
        }
        place = ("clients", client.get("clientId") or "", "authorizationSettings", "policies")
        kept = [policy for policy in policies if _is_good(policy, known_names, place, errors)]
        if len(kept) < len(policies):
            settings["policies"] = kept


def _has_policies(rep: Rep) -> bool:
    return any(it.get("authorizationSettings", {}).get("policies") for it in rep.get("clients", ()))


def _names(items: Any, id_: str) -> set[str]:
    """Return the names and ids of objects; a scope may be written as its name only."""
    found = set()
    for item in items:
        found |= {item} if isinstance(item, str) else {item.get("name", ""), item.get(id_, "")}
    return found - {""}


def _is_good(policy: Rep, known_names: dict[str, set[str]], place: tuple[str, ...], errors: Errors) -> bool:
    at = (*place, policy.get("name") or "")
    kind = policy.get("type")
    if kind not in _TYPES:
        hint = _SCRIPT if kind == "js" else name_hint(kind or "", _TYPES)
        errors.append((at, f'unknown policy type "{kind}"' if kind else "the policy has no type", hint))
        return False
    good = True
    for key, known in known_names.items():
        for name in _parse_names(policy.get("config", {}).get(key)):
            if name not in known and (key != "users" or name.lower() not in known):
                errors.append((at, f'config.{key}: "{name}" does not exist', name_hint(name, known)))
                good = False
    return good


def _parse_names(text: str | None) -> list[str]:
    """Return the names in an option: a JSON list in a string."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [it for it in found if isinstance(it, str)] if isinstance(found, list) else []
