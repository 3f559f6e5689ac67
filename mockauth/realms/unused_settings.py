"""What a realm file holds and mockauth does not use: accepted, but never dropped in silence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mockauth.realms.built_in import component_providers, new_realm, protocol_mappers
from mockauth.realms.hints import listed
from mockauth.realms.keys.providers import KINDS
from mockauth.realms.model import Realm
from mockauth.realms.problems import did_you_mean

Rep = Mapping[str, Any]
# Keys of which nothing is ever seen outside.
_INTERNAL = "aes-generated"
_KEY_PROVIDER = "org.keycloak.keys.KeyProvider"
_MASKED = "**********"
_BINDINGS = {
    "browserFlow": "browser",
    "registrationFlow": "registration",
    "directGrantFlow": "direct grant",
    "resetCredentialsFlow": "reset credentials",
    "clientAuthenticationFlow": "clients",
}
_MOST_NAMES = 5
# The clients that every realm has.
BUILT_IN = frozenset(
    ("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console")
)


def unused(realm: Realm, rep: Rep, mappers: Collection[str]) -> Iterator[str]:
    """Give a sentence for each part of a realm that is set aside; `mappers` are the ids of the known mappers."""
    if not realm.enabled:
        yield 'the realm is off, so it refuses every token: "enabled": true opens it'
    for words, names in _sections(rep):
        yield f"set aside: {words}{f' ({listed(names, _MOST_NAMES)})' if names else ''}"
    owners = [(name, scope.mappers) for name, scope in realm.scopes.items()]
    owners += [(client_id, client.mappers) for client_id, client in realm.clients.items()]
    for owner, own in owners:
        for mapper in own:
            if mapper.type not in mappers:
                near = "" if mapper.type in protocol_mappers() else did_you_mean(mapper.type, mappers)
                hint = f" ({near})" if near else ""
                yield f'set aside: the mapper "{mapper.name}" of "{owner}": {mapper.type} adds nothing here{hint}'
    for provider in realm.key_providers:
        if provider.type not in (*KINDS, _INTERNAL):
            yield f'set aside: the key provider "{provider.name}" ({provider.type})'
    yield from _of_extensions(rep)
    masked = [it.client_id for it in realm.clients.values() if it.secret == _MASKED and it.client_id not in BUILT_IN]
    if masked:
        line = f'realms.{_key(realm.name)}.clients.{_key(masked[0])}.secret = "…"'
        yield (
            f"the secret of {listed(masked, _MOST_NAMES)} is masked: {_MASKED} is taken literally, as Keycloak does;"
            f" a registry beside the file sets the real one: {line}"
        )


def _of_extensions(rep: Rep) -> Iterator[str]:
    """Give what only a Keycloak with an extension has: one without it refuses the file, or fails."""
    odd = [
        str(it.get("providerId"))
        for kind, components in (rep.get("components") or {}).items()
        for it in components
        if kind != _KEY_PROVIDER and it.get("providerId") not in component_providers().get(kind, ())
    ]
    if odd:
        yield f"set aside: components of an extension, without which Keycloak refuses the file ({_few(odd)})"
    known = {it["providerId"] for it in new_realm("")["requiredActions"]}
    actions = [it for it in rep.get("requiredActions") or () if it.get("enabled") and it.get("providerId") not in known]
    if actions:
        names = _few(str(it.get("alias")) for it in actions)
        yield f"set aside: required actions of an extension, without which Keycloak fails at every login ({names})"


def _few(names: Iterable[str]) -> str:
    return listed(dict.fromkeys(names), _MOST_NAMES)


def _sections(rep: Rep) -> Iterator[tuple[str, list[str]]]:
    """Give the parts that mockauth reads past, in plain words, and the names in them."""
    kinds: list[tuple[str, list[str]]] = [
        ("identity providers", _named(rep.get("identityProviders"), "alias")),
        ("authentication flows of your own: logins are as usual, but for one-time passwords", _own_flows(rep)),
        ("federations of users: only the users in the file are there", _components(rep, "UserStorageProvider")),
        (
            "permissions",
            [it["clientId"] for it in rep["clients"] if (it.get("authorizationSettings") or {}).get("policies")],
        ),
        ("policies of clients", _named(_inside(rep, "clientPolicies", "policies"), "name")),
        ("texts of your own", sorted(rep.get("localizationTexts") or {})),
    ]
    yield from ((words, names) for words, names in kinds if names)
    if rep.get("smtpServer"):
        yield "the mail server: no mail is sent", []


def _own_flows(rep: Rep) -> list[str]:
    """Give the flows that take the place of built-in ones."""
    bound = [rep.get(key) for key, built_in in _BINDINGS.items() if rep.get(key) not in (None, built_in)]
    flows = {flow.get("id"): flow.get("alias") for flow in rep.get("authenticationFlows") or ()}
    for client in rep["clients"]:
        bound += [flows.get(it) for it in (client.get("authenticationFlowBindingOverrides") or {}).values()]
    return [str(alias) for alias in dict.fromkeys(bound) if alias]


def _components(rep: Rep, kind: str) -> list[str]:
    return _named((rep.get("components") or {}).get(f"org.keycloak.storage.{kind}"), "name")


def _inside(rep: Rep, key: str, inner: str) -> Any:
    value = rep.get(key)
    return value.get(inner) if isinstance(value, dict) else None


def _named(items: Any, key: str) -> list[str]:
    return [str(it.get(key)) for it in items if isinstance(it, dict)] if isinstance(items, list) else []


def _key(name: str) -> str:
    """Give a name as a key of TOML."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'
