"""Accept headers (RFC 9110 section 12.5.1), as the different parts of Keycloak read them."""

import re
from collections.abc import Collection

_WEIGHT = re.compile(r"[01](\.[0-9]{1,3})?")


def names(accept: str, kind: str) -> bool:
    """Whether an Accept header names a type; that it lets any type through is not enough (MediaTypeMatcher)."""
    return not _types(accept).isdisjoint({kind, f"{kind.partition('/')[0]}/*"})


def most_wanted(accept: str) -> list[str]:
    """Give the types of an Accept header that are wanted most, in their order (RFC 9110 section 12.5.1)."""
    wanted = [[part.strip().lower() for part in kind.split(";")] for kind in accept.split(",") if kind.strip()]
    weights = [next((it[2:] for it in parameters if it.startswith("q=")), "1") for _, *parameters in wanted]
    numbers = [float(it) if _WEIGHT.fullmatch(it) else 0.0 for it in weights]
    most = max(numbers, default=0.0)
    return [kind for (kind, *_), number in zip(wanted, numbers, strict=True) if number == most]


def lets_through(accept: str, kinds: Collection[str]) -> bool:
    """Whether an Accept header, or its absence, lets one of the types through."""
    return not accept or not _types(accept).isdisjoint({"*/*", "application/*", *kinds})


def _types(accept: str) -> set[str]:
    return {part.partition(";")[0].strip().lower() for part in accept.split(",")}
