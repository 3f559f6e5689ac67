"""Permissions of clients (`authorizationSettings`): mockauth does not use them, but Keycloak refuses broken ones."""

import json
from typing import Any

from mockauth.realms.hints import name_hint
from mockauth.realms.validation.field_types import Rep, Wrong

_TYPES = ("role", "user", "client", "group", "time", "aggregate", "resource", "scope", "regex", "client-scope", "uma")
_SCRIPT = "Keycloak runs no scripts from realm files since 18"


def find_bad_permissions(rep: Rep, wrong: Wrong) -> None:
    """Take out policies that Keycloak cannot make."""
    users = {it.get("username", "").lower() for it in rep.get("users", ())} if _has_policies(rep) else set()
    clients = {it.get("clientId") or "" for it in rep.get("clients", ())}
    for client in rep.get("clients", ()):
        settings = client.get("authorizationSettings", {})
        policies = settings.get("policies", [])
        named = {
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
        kept = [policy for policy in policies if _is_good(policy, named, place, wrong)]
        if len(kept) < len(policies):
            settings["policies"] = kept


def _has_policies(rep: Rep) -> bool:
    return any(it.get("authorizationSettings", {}).get("policies") for it in rep.get("clients", ()))


def _names(items: Any, id_: str) -> set[str]:
    """Give what things are called; a scope may be written as its name alone."""
    found = set()
    for item in items:
        found |= {item} if isinstance(item, str) else {item.get("name", ""), item.get(id_, "")}
    return found - {""}


def _is_good(policy: Rep, named: dict[str, set[str]], place: tuple[str, ...], wrong: Wrong) -> bool:
    at = (*place, policy.get("name") or "")
    kind = policy.get("type")
    if kind not in _TYPES:
        hint = _SCRIPT if kind == "js" else name_hint(kind or "", _TYPES)
        wrong.append((at, f'Keycloak has no policy of type "{kind}"' if kind else "this policy has no type", hint))
        return False
    good = True
    for key, known in named.items():
        for name in _listed(policy.get("config", {}).get(key)):
            if name not in known and (key != "users" or name.lower() not in known):
                wrong.append((at, f'config.{key} names "{name}", which is not there', name_hint(name, known)))
                good = False
    return good


def _listed(text: str | None) -> list[str]:
    """Give the names in an option, which is JSON in a string."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [it for it in found if isinstance(it, str)] if isinstance(found, list) else []
