"""Mappers for the `claims` parameter of an authorization request (OpenID Connect Core section 5.5)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mockauth.protocol.claims.claim import ID, Claim, Subject
from mockauth.protocol.claims.placing import split
from mockauth.protocol.claims.user import attribute_of, full_name
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Mapper

# The claims that ClaimsParameterTokenMapper adds.
_ATTRIBUTES = {
    "given_name": "firstName",
    "family_name": "lastName",
    "preferred_username": "username",
    "email": "email",
}
_MEMBERS = {"essential", "value", "values"}


class ClaimRequest(NamedTuple):
    """A requested claim: whether it is essential, and the value or values that it should have."""

    essential: bool
    value: str | None
    values: Sequence[str]


def essential(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-claims-param-token-mapper`: names and email of the user that the request calls essential."""
    of_kind = _object(subject.client_notes.get("claims")).get("id_token" if subject.token == ID else "userinfo")
    requested = {
        name
        for name, how in (of_kind.items() if isinstance(of_kind, dict) else ())
        if isinstance(how, dict) and how.get("essential") is True
    }
    if "name" in requested:
        yield from full_name(mapper, subject)
    for name, attribute in _ATTRIBUTES.items():
        values = attribute_of(subject, attribute) if name in requested else ()
        if values and values[0] is not None:
            yield Claim((name,), values[0])


def with_value(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-claims-param-value-idtoken-mapper`: an essential claim, with the value in the request.

    Raises InvalidRequest if the parameter is JSON null, to which Keycloak answers 500.
    """
    name = mapper.options.get("claim.name", "")
    if subject.client_notes.get("claims", "").strip() == "null":
        raise InvalidRequest(
            "Invalid claims parameter", reason=f'the claims parameter is null, and mapper "{mapper.name}" reads it'
        )
    claim = id_token_request(subject.client_notes.get("claims"), name)
    path = split(name)
    return (Claim(path, claim.value),) if path and claim and claim.essential and claim.value is not None else ()


def id_token_request(text: str | None, name: str) -> ClaimRequest | None:
    """Return the request for a claim of the ID token, or None (ClaimsRepresentation).

    As in Keycloak, a parameter with unknown members is ignored.
    """
    parameter = _object(text)
    if not parameter.keys() <= {"id_token", "userinfo"}:
        return None
    of_tokens = parameter.get("id_token")
    how = of_tokens.get(name) if isinstance(of_tokens, dict) else None
    if not isinstance(how, dict) or not how.keys() <= _MEMBERS:
        return None
    value, values = how.get("value"), how.get("values")
    texts = [it for it in (values if isinstance(values, list) else [value]) if isinstance(it, str)]
    return ClaimRequest(how.get("essential") is True, value if isinstance(value, str) else None, texts)


def _object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
