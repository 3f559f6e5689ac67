"""What of a token's claims is chance to Keycloak, and so is not compared: seconds, sets, and places in a HashMap."""

from collections.abc import Collection, Mapping
from typing import Any

# The claims that are fields of Keycloak's token classes, which it writes first and in their own order.
FIELDS = {
    *("exp", "iat", "nbf", "auth_time", "jti", "iss", "aud", "sub", "typ", "azp", "nonce", "sid", "at_hash", "acr"),
    *("cnf", "allowed-origins", "realm_access", "resource_access", "scope"),
}


def even(seconds: int) -> int:
    """Give a lifespan as it is configured, in tens of seconds: one may pass while a token and its answer are made."""
    return round(seconds, -1) if abs(seconds - round(seconds, -1)) == 1 else seconds


def claims_in_order(claims: Mapping[str, Any], fields: Collection[str] = FIELDS) -> list[str]:
    """Give the names of claims in the order in which they came, but for what is chance to Keycloak.

    It keeps mappers' claims in a java.util.HashMap: of those in one bucket, the mapper with the luckier id is first.
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
    """Give the place of a string in a java.util.HashMap of this size."""
    units = text.encode("utf-16-be", "surrogatepass")
    number = 0
    for unit in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + int.from_bytes(bytes(unit))) & 0xFFFFFFFF
    return (number ^ number >> 16) & (size - 1)


def sets_sorted(value: Any) -> Any:
    """Give a claim with its lists of strings sorted, and the clients in resource_access: they are sets to Keycloak."""
    if isinstance(value, dict):
        return {key: sets_sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value
