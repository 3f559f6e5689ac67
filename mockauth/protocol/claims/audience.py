"""Mappers for the `aud` claim."""

from collections.abc import Iterable, Sequence
from typing import Any

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper


def audience(mapper: Mapper, _subject: Subject) -> Iterable[Claim]:
    """`oidc-audience-mapper`: a client, or else a custom audience."""
    name = mapper.options.get("included.client.audience", mapper.options.get("included.custom.audience"))
    return () if name is None else (Claim(("aud",), [name], "join"),)


def resolve(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-audience-resolve-mapper`: every other client that the token has a role of."""
    for client in hash_order(subject.client_roles):
        if subject.client_roles[client] and client != subject.client.client_id:
            yield Claim(("aud",), [client], "join")


def restrict(token: dict[str, Any], requested: Sequence[str]) -> None:
    """Restrict a token to the requested audience (TokenManager.restrictRequestedAudience, TokenUtils).

    Raises InvalidRequest if a requested client is not in the audience.
    """
    audience_claim = token.get("aud")
    found = [audience_claim] if isinstance(audience_claim, str) else audience_claim or []
    kept = [name for name in hash_order(set(requested)) if name in found]
    missing = hash_order([name for name in set(requested) if name not in found])
    if missing:
        raise InvalidRequest(
            f"Requested audience not available: {', '.join(missing)}",
            reason=f"the mappers allow the audience {', '.join(found) or '(none)'}, not {', '.join(missing):.200}: "
            f'add an audience mapper to client "{token.get("azp")}"',
        )
    token["aud"] = kept
    if "resource_access" in token:
        token["resource_access"] = {name: it for name, it in token["resource_access"].items() if name in kept}
