"""Mappers of the audience."""

from collections.abc import Iterable

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper


def audience(mapper: Mapper, _subject: Subject) -> Iterable[Claim]:
    """`oidc-audience-mapper`: a client, or else a name of one's own."""
    name = mapper.options.get("included.client.audience", mapper.options.get("included.custom.audience"))
    return () if name is None else (Claim(("aud",), [name], "join"),)


def resolve(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-audience-resolve-mapper`: every other client of which the token holds a role."""
    for client in hash_order(subject.client_roles):
        if subject.client_roles[client] and client != subject.client.client_id:
            yield Claim(("aud",), [client], "join")
