"""Mappers for `sub`: the user's ID, or a pairwise ID for each client."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Mapper
from mockauth.realms.model.sector_identifiers import sector


def sub(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sub-mapper`: the user's ID."""
    return (Claim(("sub",), subject.user.id, "own"),)


def pairwise(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sha256-pairwise-sub-mapper`: a pairwise `sub` for the client (OpenID Connect Core section 8.1).

    Raises InvalidRequest if the client has no host for the sector identifier, to which Keycloak answers 500.
    """
    client = subject.client
    host = sector(mapper.options.get("sectorIdentifierUri", ""), client.root_url, client.redirect_uris)
    if host is None:
        reason = f'mapper "{mapper.name}" needs a host, but the redirect URIs of client "{client.client_id}" have none'
        raise InvalidRequest("No sector identifier", reason=reason)
    # Without a salt in the file, Keycloak generates a random one; mockauth uses the mapper's ID.
    salt = mapper.options.get("pairwiseSubAlgorithmSalt", mapper.id)
    digest = hashlib.sha256(f"{host}{subject.user.id}{salt}".encode()).digest()
    # As in java.util.UUID.nameUUIDFromBytes: a version 3 UUID without a namespace.
    name = hashlib.md5(digest, usedforsecurity=False).digest()
    return (Claim(("sub",), str(UUID(bytes=name, version=3)), "own"),)
