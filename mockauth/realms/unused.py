"""What a realm file holds and mockauth does not use: accepted, but never dropped in silence."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mockauth.realms.completion import protocol_mappers
from mockauth.realms.model import Realm
from mockauth.realms.problems import did_you_mean
from mockauth.realms.providers import KINDS

# Sections of a realm representation that mockauth reads past, and what they are.
_SET_ASIDE = {
    "authenticationFlows": "authentication flows (but for their levels of authentication)",
    "identityProviders": "identity providers",
    "identityProviderMappers": "identity provider mappers",
    "smtpServer": "the mail server",
}
# Keys of which nothing is ever seen outside.
_INTERNAL = "aes-generated"
_MASKED = "**********"


def unused(realm: Realm, rep: Mapping[str, Any], mappers: Collection[str]) -> Iterator[str]:
    """Give a sentence for each part of a realm that is set aside; `mappers` are the ids of the known mappers."""
    if not realm.enabled:
        yield 'the realm is off, so it refuses every token: "enabled": true opens it'
    sections = [words for key, words in _SET_ASIDE.items() if rep.get(key)]
    if sections:
        yield f"set aside: {', '.join(sections)}"
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
    masked = [client.client_id for client in realm.clients.values() if client.secret == _MASKED]
    if masked:
        yield f"the secret of {', '.join(masked)} is masked: {_MASKED} is taken literally, as Keycloak does"
