"""Mappers of what is known from the session."""

import hashlib
import json
from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import UUID

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
    # A browser that was logged in already has shown no password this time.
    reached_level = 0 if subject.client_notes.get("SSO_AUTH") == "true" else _LEVEL
    reached = {level: name for name, level in levels.items() if level <= reached_level}
    return (Claim(("acr",), reached[max(reached)] if reached else str(reached_level)),)


def amr(_mapper: Mapper, _subject: Subject) -> Iterable[Claim]:
    """`oidc-amr-mapper`: the methods of authentication; a service account has used none."""
    return (Claim(("amr",), []),)


def session_state(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-session-state-mapper`: the id of the session, under its old name."""
    return (Claim(("session_state",), subject.session_id),)


def pairwise(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-sha256-pairwise-sub-mapper`: a `sub` of this client's own (OpenID Connect Core section 8.1)."""
    salt = mapper.options.get("pairwiseSubAlgorithmSalt", "")
    sector = mapper.options.get("sectorIdentifierUri") or next(
        iter(subject.client.redirect_uris), subject.client.root_url
    )
    digest = hashlib.sha256(f"{urlsplit(sector).hostname or ''}{subject.user.id}{salt}".encode()).digest()
    # As java.util.UUID.nameUUIDFromBytes: a version 3 UUID without a namespace.
    name = hashlib.md5(digest, usedforsecurity=False).digest()
    return (Claim(("sub",), str(UUID(bytes=name, version=3))),)


def note(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usersessionmodel-note-mapper`: a note of the session."""
    return valued(mapper, subject.notes.get(mapper.options.get("user.session.note", "")))


def _levels(text: str | None) -> dict[str, int]:
    try:
        return {name: int(level) for name, level in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
