"""Mappers of the audience."""

from collections.abc import Iterable, Sequence
from typing import Any

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.errors import InvalidRequest
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


def restrict(token: dict[str, Any], wanted: Sequence[str]) -> None:
    """Leave a token for those clients alone (TokenManager.restrictRequestedAudience, TokenUtils).

    Raises InvalidRequest where it is not for all of them.
    """
    said = token.get("aud")
    found = [said] if isinstance(said, str) else said or []
    kept = [name for name in hash_order(set(wanted)) if name in found]
    missing = hash_order([name for name in set(wanted) if name not in found])
    if missing:
        raise InvalidRequest(
            f"Requested audience not available: {', '.join(missing)}",
            reason=f"the mappers of the client let the token be for {', '.join(found) or 'nobody'}",
        )
    token["aud"] = kept
    if "resource_access" in token:
        token["resource_access"] = {name: it for name, it in token["resource_access"].items() if name in kept}
