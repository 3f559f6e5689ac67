"""What things cannot do without: names, types, passwords, the client of a service account."""

import json
import re
from collections.abc import Callable
from functools import lru_cache

from mockauth.realms.validation.field_types import Rep, Wrong

Place = tuple[str, ...]
_PAIR = r'"\w+":\s?(?:"[^"\\]*"|\{\})'
_USUAL = re.compile(rf"\{{{_PAIR}(?:,\s?{_PAIR})*\}}")


def find_missing(rep: Rep, wrong: Wrong) -> None:
    """Take out what lacks something that Keycloak cannot do without."""
    _keep(rep, "clients", lambda it: it.get("clientId") != "", ("clients",), "an empty clientId", wrong)
    _keep(rep, "clientScopes", lambda it: bool(it.get("name")), ("clientScopes",), "a scope without a name", wrong)
    _keep(rep, "users", lambda it: it.get("username") is not None, ("users",), "a user without a username", wrong)
    for kind, name in (("clients", "clientId"), ("clientScopes", "name")):
        for owner in rep.get(kind, ()):
            _mappers(owner, (kind, owner.get(name) or ""), wrong)
    for kind, components in rep.get("components", {}).items():
        place = ("components", kind)
        _keep(rep["components"], kind, lambda it: bool(it.get("providerId")), place, "no providerId", wrong)
        components[:] = rep["components"][kind]
    what = "an identity provider without a providerId"
    _keep(rep, "identityProviders", lambda it: bool(it.get("providerId")), ("identityProviders",), what, wrong)
    for user in rep.get("users", ()):
        if "credentials" in user:
            _credentials(user, wrong)


def find_odd_service_accounts(rep: Rep, wrong: Wrong) -> None:
    """See that each service account says of which client it is, and that no client has two."""
    clients = {it.get("clientId") or it.get("id") or "": it for it in rep.get("clients", ())}
    need = {f"service-account-{it}".lower(): it for it, client in clients.items() if _has_account(client)}
    taken: dict[str, str] = {}

    def is_good(user: Rep) -> bool:
        name = user.get("username", "")
        client = user.get("serviceAccountClientId")
        place = ("users", name)
        if client is None:
            of = need.get(name.lower())
            if of is None:
                return True
            what = f'this is the name of the service account of "{of}"'
            wrong.append((place, what, f'add "serviceAccountClientId": "{of}", or take the user out'))
            return False
        if client not in clients:
            what = f'there is no client "{client}", of which this is the service account'
            wrong.append((place, what, "define the client, or take the user out"))
            return False
        if client in taken and _has_account(clients[client]):
            what = f'"{taken[client]}" is the service account of client "{client}" already'
            wrong.append((place, what, "keep one of them"))
            return False
        taken.setdefault(client, name)
        return True

    if need or any("serviceAccountClientId" in user for user in rep.get("users", ())):
        users = rep.get("users", [])
        kept = [user for user in users if is_good(user)]
        if len(kept) < len(users):
            rep["users"] = kept


def _has_account(client: Rep) -> bool:
    return bool(client.get("serviceAccountsEnabled", False))


def _keep(rep: Rep, key: str, is_good: Callable[[Rep], bool], place: Place, what: str, wrong: Wrong) -> None:
    items = rep.get(key, ())
    kept = [it for it in items if is_good(it)]
    if len(kept) < len(items):
        number = next(number for number, it in enumerate(items) if not is_good(it))
        wrong.append(((*place, str(number)), what, "name it, or take it out"))
        rep[key] = kept


def _mappers(owner: Rep, place: Place, wrong: Wrong) -> None:
    mappers = owner.get("protocolMappers")
    if mappers is None:
        return
    hints = {
        "name": '"name": "…"',
        "protocol": '"protocol": "openid-connect"',
        "protocolMapper": '"protocolMapper": "…"',
    }

    def is_good(mapper: Rep, number: int) -> bool:
        lacking = [key for key in hints if not mapper.get(key)]
        for key in lacking:
            at = (*place, "protocolMappers", mapper.get("name") or str(number))
            wrong.append((at, f"this mapper has no {key}", f"add {hints[key]}"))
        return not lacking

    owner["protocolMappers"] = [mapper for number, mapper in enumerate(mappers) if is_good(mapper, number)]


def _credentials(user: Rep, wrong: Wrong) -> None:
    kept = []
    for credential in user["credentials"]:
        lacking = _lacking(credential)
        if lacking:
            wrong.append((("users", user.get("username", ""), "credentials"), *lacking))
        else:
            kept.append(credential)
    if len(kept) < len(user["credentials"]):
        user["credentials"] = kept


def _lacking(credential: Rep) -> tuple[str, str] | None:
    """Say what keeps Keycloak from reading a credential."""
    if "value" in credential or "hashedSaltedValue" in credential:
        return None
    kind = credential.get("type") or "password"
    if kind != "password":
        return None
    if "secretData" not in credential or "credentialData" not in credential:
        return "this password has no value", 'add "value": "…"'
    if not (_is_object(credential["secretData"]) and _is_common(credential["credentialData"])):
        return "secretData and credentialData are JSON in a string, and these are not", 'write "value": "…" instead'
    return None


def _is_object(text: str) -> bool:
    # There may be a hundred thousand, and nearly all look like this.
    if _USUAL.fullmatch(text):
        return True
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


# How a password was hashed is the same for most users.
_is_common = lru_cache(maxsize=64)(_is_object)
