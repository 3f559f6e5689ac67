"""Mappers of the subject: whose token it is, under the user's own id or one of this client's alone."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Mapper
from mockauth.realms.sector_identifiers import sector


def sub(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sub-mapper`: the user's id."""
    return (Claim(("sub",), subject.user.id, "own"),)


def pairwise(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sha256-pairwise-sub-mapper`: a `sub` of this client's own (OpenID Connect Core section 8.1).

    Raises InvalidRequest where the client has no host, for then Keycloak answers 500.
    """
    client = subject.client
    host = sector(mapper.options.get("sectorIdentifierUri", ""), client.root_url, client.redirect_uris)
    if host is None:
        reason = f'the mapper "{mapper.name}" needs a host, and the redirect URIs of "{client.client_id}" have none'
        raise InvalidRequest("No sector identifier", reason=reason)
    # Where a file gives no salt, Keycloak makes one up: it stays the same, but nobody knows it.
    salt = mapper.options.get("pairwiseSubAlgorithmSalt", mapper.id)
    digest = hashlib.sha256(f"{host}{subject.user.id}{salt}".encode()).digest()
    # As java.util.UUID.nameUUIDFromBytes: a version 3 UUID without a namespace.
    name = hashlib.md5(digest, usedforsecurity=False).digest()
    return (Claim(("sub",), str(UUID(bytes=name, version=3)), "own"),)
