"""Mappers of what is known from the session."""

import json
from collections.abc import Iterable

from mockauth.protocol.claims.claim import Claim, Subject, valued
from mockauth.realms.model import Mapper

_LEVEL = 1


def sub(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sub-mapper`: the user's id."""
    return (Claim(("sub",), subject.user.id),)


def acr(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-acr-mapper`: the level of authentication, by the name that the client or the realm gives it."""
    levels = _levels(subject.client.attributes.get("acr.loa.map")) or _levels(
        subject.realm.attributes.get("acr.loa.map")
    )
    reached = {level: name for name, level in levels.items() if level <= _LEVEL}
    return (Claim(("acr",), reached[max(reached)] if reached else str(_LEVEL)),)


def note(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usersessionmodel-note-mapper`: a note of the session."""
    return valued(mapper, subject.notes.get(mapper.options.get("user.session.note", "")))


def _levels(text: str | None) -> dict[str, int]:
    try:
        return {name: int(level) for name, level in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
