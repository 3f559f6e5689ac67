"""Parse Accept headers (RFC 9110 section 12.5.1) in the three ways that Keycloak does."""

import re
from collections.abc import Collection

_WEIGHT = re.compile(r"[01](\.[0-9]{1,3})?")


def names_type(accept: str, media_type: str) -> bool:
    """Tell whether an Accept header names a media type or its family; `*/*` is not enough (MediaTypeMatcher)."""
    return not _types(accept).isdisjoint({media_type, f"{media_type.partition('/')[0]}/*"})


def preferred_types(accept: str) -> list[str]:
    """Return the media types with the highest weight, in the order of the header."""
    ranges = [[part.strip().lower() for part in entry.split(";")] for entry in accept.split(",") if entry.strip()]
    weights = [next((it[2:] for it in parameters if it.startswith("q=")), "1") for _, *parameters in ranges]
    numbers = [float(weight) if _WEIGHT.fullmatch(weight) else 0.0 for weight in weights]
    highest = max(numbers, default=0.0)
    return [media_type for (media_type, *_), number in zip(ranges, numbers, strict=True) if number == highest]


def accepts_any(accept: str, media_types: Collection[str]) -> bool:
    """Tell whether an Accept header allows one of the media types; an empty header allows all."""
    return not accept or not _types(accept).isdisjoint({"*/*", "application/*", *media_types})


def _types(accept: str) -> set[str]:
    return {entry.partition(";")[0].strip().lower() for entry in accept.split(",")}
