"""Mappers for the session and its notes."""

from collections.abc import Iterable

from mockauth.protocol.claims.claim import Claim, Subject, required_option
from mockauth.protocol.claims.placing import claim_with_value
from mockauth.realms.model import Mapper


def session_state(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-session-state-mapper`: the session ID, with its old name."""
    return (Claim(("session_state",), subject.session_id, "set"),)


def note(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usersessionmodel-note-mapper`: a note of the session."""
    return claim_with_value(mapper, subject.notes.get(required_option(mapper, "user.session.note")))


def nonce(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-nonce-backwards-compatible-mapper`: the nonce of the authorization request, as in ID tokens."""
    return () if subject.nonce is None else (Claim(("nonce",), subject.nonce, "own"),)
