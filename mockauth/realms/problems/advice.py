"""Advice on realms that Keycloak accepts but that do not work as expected: failing logins, missing claims."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mockauth.realms.built_in import BUILT_IN_CLIENTS, derived_id
from mockauth.realms.model import Client, Realm
from mockauth.realms.problems.hints import listed, name_hint, snake_case
from mockauth.realms.problems.setting import setting
from mockauth.realms.registry.keys import KEYS

_SUB = "oidc-sub-mapper"
_MOST = 5
_HOST_WITHOUT_SCHEME = re.compile(r"[\w.-]+:\d{1,5}(?:/.*)?|[\w-]+(?:\.[\w-]+)+(?:/.*)?")
Rep = Mapping[str, Any]


def advice(realm: Realm, rep: Rep) -> Iterator[str]:
    """Yield a sentence for each surprise, the most likely first: what happens, and how to fix it."""
    own = [client for name, client in realm.clients.items() if name not in BUILT_IN_CLIENTS and client.enabled]
    yield from _logins(realm, rep)
    yield from _claims(realm, own)
    yield from _scopes(realm, own)
    yield from _redirects(own)
    yield from _authenticators(own)
    without = [client.client_id for client in own if _has_generated_secret(realm.name, client)]
    if without:
        yield (
            f"{listed(without, _MOST)}: confidential, but without a secret: Keycloak generates a random one, and"
            f' mockauth always the same one ("mockauth realm-json" shows it): add {setting(realm, "secret", "…")}'
        )


def _has_generated_secret(realm: str, client: Client) -> bool:
    return client.authenticator in ("client-secret", "client-secret-jwt") and client.secret == derived_id(
        realm, "secrets", client.client_id
    )


def _logins(realm: Realm, rep: Rep) -> Iterator[str]:
    people = [user for user in rep["users"] if not user.get("serviceAccountClientId")]
    disabled = [_name(user) for user in people if not user.get("enabled")]
    if disabled:
        yield f"{listed(disabled, _MOST)}: login fails (Account disabled): add {setting(realm, 'enabled', True)}"
    incomplete = [
        _name(user)
        for user in people
        if user.get("enabled") and any(not _has(user, attribute) for attribute in realm.required_profile)
    ]
    if incomplete:
        required = ", ".join(_key(realm, attribute) for attribute in realm.required_profile)
        yield (
            f"{listed(incomplete, _MOST)}: the password grant fails (Account is not fully set up), because the user"
            f" profile requires {required}: add what is missing"
        )
    without = [_name(user) for user in people if user.get("enabled") and not user.get("credentials")]
    if without:
        key = f'realms.{realm.name}.users.{without[0]}.password = "…"'
        yield f"{listed(without, _MOST)}: login fails without a password: set one in a registry: {key}"
    temporary = [_name(user) for user in people if any(c.get("temporary") for c in user.get("credentials") or ())]
    if temporary:
        yield f'{listed(temporary, _MOST)}: passwords need no change: Keycloak ignores "temporary" in a realm file'


def _has(user: Rep, attribute: str) -> bool:
    return bool(user.get(attribute) or (user.get("attributes") or {}).get(attribute))


def _claims(realm: Realm, own: list[Client]) -> Iterator[str]:
    clients = [client for client in own if client.protocol == "openid-connect" and not client.bearer_only]
    scopes = {name for name, scope in realm.scopes.items() if any(mapper.type == _SUB for mapper in scope.mappers)}
    without = [
        client.client_id
        for client in clients
        if scopes.isdisjoint(client.default_scopes) and not any(mapper.type == _SUB for mapper in client.mappers)
    ]
    if without:
        yield (
            f'{listed(without, _MOST)}: access tokens of users have no "sub": add the client scope "basic" to'
            f" {_key(realm, 'defaultClientScopes')}"
        )


def _scopes(realm: Realm, own: list[Client]) -> Iterator[str]:
    named = [(name, it.client_id) for it in own for name in (*it.default_scopes, *it.optional_scopes)]
    unknown = [(name, client) for name, client in named if name not in realm.scopes]
    if unknown:
        names, clients = (dict.fromkeys(it) for it in zip(*unknown, strict=True))
        hint = "remove it: openid is not a client scope" if [*names] == ["openid"] else "define it or remove it"
        word = "client scopes" if len(names) > 1 else "client scope"
        yield f"{listed(clients, _MOST)}: unknown {word} {listed(names, _MOST)}, ignored as in Keycloak: {hint}"


def _redirects(own: list[Client]) -> Iterator[str]:
    for client in own:
        if bare := [uri for uri in client.redirect_uris if _HOST_WITHOUT_SCHEME.fullmatch(uri)]:
            yield (
                f"{client.client_id}: no http URL matches the redirect URIs {listed(bare, _MOST)}: add http:// in front"
            )
        if stars := [uri for uri in client.redirect_uris if "*" in uri[:-1]]:
            yield f"{client.client_id}: * is a wildcard only at the end of a URI, not in {listed(stars, _MOST)}"


def _authenticators(own: list[Client]) -> Iterator[str]:
    known = KEYS["client"]["client_authenticator_type"].choices
    for client in own:
        if not client.public and client.authenticator not in known:
            yield (
                f'{client.client_id}: client authenticator "{client.authenticator}" does not exist in Keycloak, so the'
                f" client gets no tokens: {name_hint(client.authenticator, known)}"
            )


def _key(realm: Realm, key: str) -> str:
    """Spell a key of Keycloak as in the realm's own file."""
    return snake_case(key) if realm.in_registry else key


def _name(user: Rep) -> str:
    return str(user.get("username"))
