"""Check required fields: names, types, passwords, and the client of a service account."""

import json
import re
from collections.abc import Callable
from functools import lru_cache

from mockauth.realms.validation.field_types import Errors, Rep

Place = tuple[str, ...]
_PAIR = r'"\w+":\s?(?:"[^"\\]*"|\{\})'
_SIMPLE_OBJECT = re.compile(rf"\{{{_PAIR}(?:,\s?{_PAIR})*\}}")


def check_required_fields(rep: Rep, errors: Errors) -> None:
    """Remove objects without a field that Keycloak requires."""
    _filter(rep, "clients", lambda client: client.get("clientId") != "", ("clients",), "empty clientId", errors)
    _filter(
        rep,
        "clientScopes",
        lambda scope: bool(scope.get("name")),
        ("clientScopes",),
        "the client scope has no name",
        errors,
    )
    _filter(rep, "users", lambda user: user.get("username") is not None, ("users",), "the user has no username", errors)
    for kind, name in (("clients", "clientId"), ("clientScopes", "name")):
        for owner in rep.get(kind, ()):
            _mappers(owner, (kind, owner.get(name) or ""), errors)
    for kind, components in rep.get("components", {}).items():
        place = ("components", kind)
        _filter(
            rep["components"],
            kind,
            lambda component: bool(component.get("providerId")),
            place,
            "the component has no providerId",
            errors,
        )
        components[:] = rep["components"][kind]
    what = "the identity provider has no providerId"
    _filter(
        rep,
        "identityProviders",
        lambda provider: bool(provider.get("providerId")),
        ("identityProviders",),
        what,
        errors,
    )
    for user in rep.get("users", ()):
        if "credentials" in user:
            _credentials(user, errors)


def check_service_accounts(rep: Rep, errors: Errors) -> None:
    """Check that each service account names an existing client, and that no client has two service accounts."""
    clients = {client.get("clientId") or client.get("id") or "": client for client in rep.get("clients", ())}
    expected = {f"service-account-{name}".lower(): name for name, client in clients.items() if _has_account(client)}
    taken: dict[str, str] = {}

    def is_good(user: Rep) -> bool:
        name = user.get("username", "")
        client = user.get("serviceAccountClientId")
        place = ("users", name)
        if client is None:
            owner = expected.get(name.lower())
            if owner is None:
                return True
            what = f'this username is reserved for the service account of client "{owner}"'
            errors.append((place, what, f'add "serviceAccountClientId": "{owner}", or remove the user'))
            return False
        if client not in clients:
            what = f'client "{client}" of this service account does not exist'
            errors.append((place, what, "define the client, or remove the user"))
            return False
        if client in taken and _has_account(clients[client]):
            what = f'client "{client}" already has a service account, "{taken[client]}"'
            errors.append((place, what, "keep one of them"))
            return False
        taken.setdefault(client, name)
        return True

    if expected or any("serviceAccountClientId" in user for user in rep.get("users", ())):
        users = rep.get("users", [])
        kept = [user for user in users if is_good(user)]
        if len(kept) < len(users):
            rep["users"] = kept


def _has_account(client: Rep) -> bool:
    return bool(client.get("serviceAccountsEnabled", False))


def _filter(rep: Rep, key: str, is_good: Callable[[Rep], bool], place: Place, what: str, errors: Errors) -> None:
    items = rep.get(key, ())
    kept = [item for item in items if is_good(item)]
    if len(kept) < len(items):
        number = next(number for number, item in enumerate(items) if not is_good(item))
        errors.append(((*place, str(number)), what, "add it, or remove the entry"))
        rep[key] = kept


def _mappers(owner: Rep, place: Place, errors: Errors) -> None:
    mappers = owner.get("protocolMappers")
    if mappers is None:
        return
    hints = {
        "name": '"name": "…"',
        "protocol": '"protocol": "openid-connect"',
        "protocolMapper": '"protocolMapper": "…"',
    }

    def is_good(mapper: Rep, number: int) -> bool:
        missing = [key for key in hints if not mapper.get(key)]
        for key in missing:
            at = (*place, "protocolMappers", mapper.get("name") or str(number))
            errors.append((at, f"the mapper has no {key}", f"add {hints[key]}"))
        return not missing

    owner["protocolMappers"] = [mapper for number, mapper in enumerate(mappers) if is_good(mapper, number)]


def _credentials(user: Rep, errors: Errors) -> None:
    kept = []
    for credential in user["credentials"]:
        missing = _credential_error(credential)
        if missing:
            errors.append((("users", user.get("username", ""), "credentials"), *missing))
        else:
            kept.append(credential)
    if len(kept) < len(user["credentials"]):
        user["credentials"] = kept


def _credential_error(credential: Rep) -> tuple[str, str] | None:
    """Return the error and hint for a credential that Keycloak cannot read, or None."""
    if "value" in credential or "hashedSaltedValue" in credential:
        return None
    kind = credential.get("type") or "password"
    if kind != "password":
        return None
    if "secretData" not in credential or "credentialData" not in credential:
        return "the password has no value", 'add "value": "…"'
    if not (_is_object(credential["secretData"]) and _is_common(credential["credentialData"])):
        return "secretData and credentialData must be strings that contain JSON objects", 'or use "value": "…"'
    return None


def _is_object(text: str) -> bool:
    # There may be 100,000 of them, and nearly all match this pattern.
    if _SIMPLE_OBJECT.fullmatch(text):
        return True
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


# The credentialData (algorithm and iterations) is the same for most users.
_is_common = lru_cache(maxsize=64)(_is_object)
