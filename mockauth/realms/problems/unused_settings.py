"""The parts of a realm file that mockauth accepts but ignores, named in one sentence each."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mockauth.realms.built_in import BUILT_IN_CLIENTS, component_providers, new_realm, protocol_mappers
from mockauth.realms.keys.providers import KINDS
from mockauth.realms.model import Realm
from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import listed
from mockauth.realms.problems.setting import setting

Rep = Mapping[str, Any]
# Provider of keys that never leave the server.
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


def unused(realm: Realm, rep: Rep, mappers: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each part of a realm that is ignored; `mappers` are the IDs of the implemented mappers."""
    if not realm.enabled:
        yield f"the realm is disabled, so every request for a token fails: add {setting(realm, 'enabled', True)}"
    for words, names in _sections(rep):
        yield f"ignored: {words}{f' ({listed(names, _MOST_NAMES)})' if names else ''}"
    owners = [(name, scope.mappers) for name, scope in realm.scopes.items()]
    owners += [(client_id, client.mappers) for client_id, client in realm.clients.items()]
    for owner, own in owners:
        for mapper in own:
            if mapper.type not in mappers:
                near = "" if mapper.type in protocol_mappers() else did_you_mean(mapper.type, mappers)
                hint = f" ({near})" if near else ""
                yield f'ignored: mapper "{mapper.name}" of "{owner}": {mapper.type} is not implemented{hint}'
    for provider in realm.key_providers:
        if provider.type not in (*KINDS, _INTERNAL):
            yield f'ignored: key provider "{provider.name}" ({provider.type})'
    yield from _of_extensions(rep)
    masked = [name for name, it in realm.clients.items() if it.secret == _MASKED and name not in BUILT_IN_CLIENTS]
    if masked:
        line = f'realms.{_key(realm.name)}.clients.{_key(masked[0])}.secret = "…"'
        yield (
            f"the secret of {listed(masked, _MOST_NAMES)} is masked: as in Keycloak, it is now {_MASKED} literally;"
            f" to set the real one, add a registry with {line}"
        )


def _of_extensions(rep: Rep) -> Iterator[str]:
    """Yield what needs an extension of Keycloak; without the extension, Keycloak refuses the file or fails."""
    odd = [
        str(it.get("providerId"))
        for kind, components in (rep.get("components") or {}).items()
        for it in components
        if kind != _KEY_PROVIDER and it.get("providerId") not in component_providers().get(kind, ())
    ]
    if odd:
        yield f"ignored: components of an extension; without it, Keycloak refuses the file ({_few(odd)})"
    known = {it["providerId"] for it in new_realm("")["requiredActions"]}
    actions = [it for it in rep.get("requiredActions") or () if it.get("enabled") and it.get("providerId") not in known]
    if actions:
        names = _few(str(it.get("alias")) for it in actions)
        yield f"ignored: required actions of an extension; without it, every login fails in Keycloak ({names})"


def _few(names: Iterable[str]) -> str:
    return listed(dict.fromkeys(names), _MOST_NAMES)


def _sections(rep: Rep) -> Iterator[tuple[str, list[str]]]:
    """Yield descriptions of the ignored parts of a realm, with the names of what they contain."""
    kinds: list[tuple[str, list[str]]] = [
        ("identity providers", _named(rep.get("identityProviders"), "alias")),
        (
            "custom authentication flows: logins follow the built-in flows, except for one-time passwords",
            _own_flows(rep),
        ),
        ("user federation: only the users in the file exist", _components(rep, "UserStorageProvider")),
        (
            "authorization policies and permissions",
            [it["clientId"] for it in rep["clients"] if (it.get("authorizationSettings") or {}).get("policies")],
        ),
        ("client policies", _named(_inside(rep, "clientPolicies", "policies"), "name")),
        ("custom texts of pages", sorted(rep.get("localizationTexts") or {})),
    ]
    yield from ((words, names) for words, names in kinds if names)
    if rep.get("smtpServer"):
        yield "mail server: no mail is sent", []


def _own_flows(rep: Rep) -> list[str]:
    """Return the names of the flows that replace built-in ones."""
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
    """Return a name as a TOML key."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'
