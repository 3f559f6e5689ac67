"""What surprises people in a realm that Keycloak takes as well: logins that fail, and claims that are not there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.hints import listed, name_hint
from mockauth.realms.model import Client, Realm
from mockauth.realms.registry.keys import KEYS
from mockauth.realms.unused_settings import BUILT_IN

_SUB = "oidc-sub-mapper"
_MOST = 5
_HOST_WITHOUT_SCHEME = re.compile(r"[\w.-]+:\d{1,5}(?:/.*)?|[\w-]+(?:\.[\w-]+)+(?:/.*)?")
Rep = Mapping[str, Any]


def advice(realm: Realm, rep: Rep) -> Iterator[str]:
    """Give a sentence for each surprise, most likely ones first: what happens, and what mends it."""
    own = [client for name, client in realm.clients.items() if name not in BUILT_IN and client.enabled]
    yield from _logins(realm, rep)
    yield from _claims(realm, own)
    yield from _scopes(realm, own)
    yield from _redirects(own)
    yield from _authenticators(own)
    guessed = [it.client_id for it in own if _is_secret_made(realm.name, it)]
    if guessed:
        yield (
            f"{listed(guessed, _MOST)}: confidential, but the file has no secret: Keycloak makes one by chance, and"
            f' mockauth always the same ("mockauth realm-json" shows it): add "secret"'
        )


def _is_secret_made(realm: str, client: Client) -> bool:
    return client.authenticator in ("client-secret", "client-secret-jwt") and client.secret == derived_id(
        realm, "secrets", client.client_id
    )


def _logins(realm: Realm, rep: Rep) -> Iterator[str]:
    people = [it for it in rep["users"] if not it.get("serviceAccountClientId")]
    off = [_name(it) for it in people if not it.get("enabled")]
    if off:
        yield f'{listed(off, _MOST)}: nobody logs in as them (Account disabled): add "enabled": true'
    nameless = [
        _name(it)
        for it in people
        if it.get("enabled") and any(not _has(it, attribute) for attribute in realm.required_profile)
    ]
    if nameless:
        asked = ", ".join(realm.required_profile)
        yield (
            f"{listed(nameless, _MOST)}: the password grant is refused (Account is not fully set up) until they have"
            f" {asked}, as the user profile asks: add what is missing"
        )
    without = [_name(it) for it in people if it.get("enabled") and not it.get("credentials")]
    if without:
        key = f'realms.{realm.name}.users.{without[0]}.password = "…"'
        yield f"{listed(without, _MOST)}: nobody logs in as them without a password: a registry beside gives one: {key}"
    soon = [_name(it) for it in people if any(c.get("temporary") for c in it.get("credentials") or ())]
    if soon:
        yield f"{listed(soon, _MOST)}: temporary passwords do not have to be changed: Keycloak ignores that in a file"


def _has(user: Rep, attribute: str) -> bool:
    return bool(user.get(attribute) or (user.get("attributes") or {}).get(attribute))


def _claims(realm: Realm, own: list[Client]) -> Iterator[str]:
    spoken = [it for it in own if it.protocol == "openid-connect" and not it.bearer_only]
    scopes = {name for name, scope in realm.scopes.items() if any(it.type == _SUB for it in scope.mappers)}
    without = [
        it.client_id
        for it in spoken
        if scopes.isdisjoint(it.default_scopes) and not any(mapper.type == _SUB for mapper in it.mappers)
    ]
    if without:
        yield (
            f'{listed(without, _MOST)}: access tokens of users have no "sub", for the client scope "basic" is not among'
            ' the defaultClientScopes: add "basic"'
        )


def _scopes(realm: Realm, own: list[Client]) -> Iterator[str]:
    named = [(name, it.client_id) for it in own for name in (*it.default_scopes, *it.optional_scopes)]
    unknown = [(name, client) for name, client in named if name not in realm.scopes]
    if unknown:
        names, clients = (dict.fromkeys(it) for it in zip(*unknown, strict=True))
        hint = "openid needs none" if [*names] == ["openid"] else "define them in clientScopes, or leave that key out"
        yield (
            f"{listed(clients, _MOST)}: there is no client scope {listed(names, _MOST)}, and Keycloak passes over it:"
            f" {hint}"
        )


def _redirects(own: list[Client]) -> Iterator[str]:
    for client in own:
        if bare := [uri for uri in client.redirect_uris if _HOST_WITHOUT_SCHEME.fullmatch(uri)]:
            yield (
                f"{client.client_id}: no http URL matches the redirect URIs {listed(bare, _MOST)}: begin them with http://"
            )
        if stars := [uri for uri in client.redirect_uris if "*" in uri[:-1]]:
            yield f"{client.client_id}: * stands for anything only at the end, not in {listed(stars, _MOST)}"


def _authenticators(own: list[Client]) -> Iterator[str]:
    known = KEYS["client"]["client_authenticator_type"].choices
    for client in own:
        if not client.public and client.authenticator not in known:
            yield (
                f'{client.client_id}: Keycloak has no client authenticator "{client.authenticator}", so this client'
                f" gets no token: {name_hint(client.authenticator, known)}"
            )


def _name(user: Rep) -> str:
    return str(user.get("username"))
