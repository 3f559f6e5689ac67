"""Mappers for the configuration of the client."""

from collections.abc import Iterable

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.claims.placing import claim_with_value
from mockauth.protocol.cors import web_origins
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper


def allowed_origins(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-allowed-origins-mapper`: the client's web origins, if it has any."""
    if subject.client.web_origins:
        yield Claim(("allowed-origins",), hash_order(web_origins(subject.client, subject.base_url)), "own")


def hardcoded(mapper: Mapper, _subject: Subject) -> Iterable[Claim]:
    """`oidc-hardcoded-claim-mapper`: a fixed value from the mapper's options."""
    return claim_with_value(mapper, mapper.options.get("claim.value"))
