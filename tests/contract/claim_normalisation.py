"""Normalisation of claims: removes what is random in Keycloak, such as seconds, and the order of sets and HashMaps."""

from collections.abc import Collection, Mapping
from typing import Any

# The claims that are fields of Keycloak's token classes. Keycloak writes them first, in this order.
FIELDS = {
    *("exp", "iat", "nbf", "auth_time", "jti", "iss", "aud", "sub", "typ", "azp", "nonce", "sid", "at_hash", "acr"),
    *("cnf", "allowed-origins", "realm_access", "resource_access", "scope"),
}


def round_lifespan(seconds: int) -> int:
    """Round a lifespan to tens of seconds, since a second may pass between a token and its answer."""
    return round(seconds, -1) if abs(seconds - round(seconds, -1)) == 1 else seconds


def claims_in_order(claims: Mapping[str, Any], fields: Collection[str] = FIELDS) -> list[str]:
    """Return the names of claims in their order, except for the random part of Keycloak's order.

    Keycloak keeps mappers' claims in a java.util.HashMap. Within a bucket, the mapper with the luckier id comes first.
    """
    others = [name for name in claims if name not in fields]
    size = next(size for size in (2**power for power in range(4, 30)) if len(others) <= size * 3 // 4)
    names: list[str] = []
    for name in claims:
        place = len(names)
        while place and name not in fields and names[place - 1] not in fields:
            if bucket(names[place - 1], size) != bucket(name, size) or names[place - 1] < name:
                break
            place -= 1
        names.insert(place, name)
    return names


def bucket(text: str, size: int) -> int:
    """Return the bucket of a string in a java.util.HashMap of this size."""
    units = text.encode("utf-16-be", "surrogatepass")
    number = 0
    for unit in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + int.from_bytes(bytes(unit))) & 0xFFFFFFFF
    return (number ^ number >> 16) & (size - 1)


def sets_sorted(value: Any) -> Any:
    """Return a claim with its lists of strings and the clients in resource_access sorted: in Keycloak they are sets."""
    if isinstance(value, dict):
        return {key: sets_sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value
