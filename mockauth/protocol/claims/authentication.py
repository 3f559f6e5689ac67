"""Mappers for the authentication: its level (`acr`) and its methods (`amr`)."""

import json
from collections.abc import Iterable, Mapping, Sequence

from mockauth.protocol import java
from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.claims.requested import id_token_request
from mockauth.realms.model import Mapper

_LEVELS, _DEFAULT, _MINIMUM = "acr.loa.map", "default.acr.values", "minimum.acr.value"


def acr(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-acr-mapper`: the level of authentication, with the name that the client or the realm gives it.

    Of several matching names, a requested one wins (AcrProtocolMapper.getAcr).
    """
    level = _level(subject.client_notes)
    names = _names(subject.client.attributes.get(_LEVELS)) or _names(subject.realm.attributes.get(_LEVELS))
    found = None
    if names:
        found = (
            _highest(level, names, _requested(subject, essential=True))
            or _highest(level, names, _at_least(subject, names, _requested(subject) or _defaults(subject)))
            or _highest(level, names, [*names])
        )
    return (Claim(("acr",), found or str(level), "own"),)


def amr(_mapper: Mapper, _subject: Subject) -> Iterable[Claim]:
    """`oidc-amr-mapper`: the methods of authentication; empty, because mockauth's flows have no references."""
    return (Claim(("amr",), [], "set"),)


def _level(notes: Mapping[str, str]) -> int:
    """Return the level that was reached; without a step-up flow it is 1, or 0 by single sign-on."""
    level = int(notes.get("level-of-authentication", "-1"))
    return level if level >= 0 else 0 if notes.get("SSO_AUTH", "").lower() == "true" else 1


def _highest(level: int, names: Mapping[str, int], candidates: Sequence[str]) -> str | None:
    """Return the name of the highest level up to this one; a numeric name is its own level (mapLoaToAcr)."""
    reached = [
        (its_level, name)
        for name in candidates
        if (its_level := _level_named(name, names)) is not None and its_level <= level
    ]
    return max(reached, key=lambda pair: pair[0])[1] if reached else None


def _level_named(name: str, names: Mapping[str, int]) -> int | None:
    return names[name] if name in names else java.integer(name)


def _requested(subject: Subject, essential: bool = False) -> list[str]:
    """Return the values of `acr` that the authorization request has in `acr_values` or `claims`."""
    in_order = [] if essential else subject.client_notes.get("acr_values", "").split()
    claim = id_token_request(subject.client_notes.get("claims"), "acr")
    if claim is not None and (claim.essential or not essential):
        in_order += claim.values
    return in_order


def _defaults(subject: Subject) -> list[str]:
    return [value for value in subject.client.attributes.get(_DEFAULT, "").split("##") if value]


def _at_least(subject: Subject, names: Mapping[str, int], requested: list[str]) -> list[str]:
    """Return the values that reach the client's minimum, or else the minimum itself (enforceMinimumAcr)."""
    minimum = subject.client.attributes.get(_MINIMUM)

    def level_of(name: str) -> int | None:
        known = name in names or name in subject.realm.acr_values
        return _level_named(name, names) if known else None

    lowest = level_of(minimum) if minimum else None
    if minimum is None or lowest is None:
        return requested
    return [name for name in requested if (level := level_of(name)) is not None and level >= lowest] or [minimum]


def _names(text: str | None) -> dict[str, int]:
    try:
        return {name: int(level) for name, level in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
