"""Pending logins, and authorization codes of finished ones. All are immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from mockauth.state.tables import mapping_bytes, text_bytes

# The limit of login tabs per browser: DEFAULT_AUTH_SESSION_LIMIT in JpaAuthenticationSessionProviderFactory.
_MAX_TABS = 300
# The limit for all tabs of a browser; a usual one takes about 4 KiB.
_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AuthenticationSession:
    """One pending login: a tab of a browser (Keycloak's AuthenticationSessionModel).

    `request` holds the authorization request (Keycloak's client notes), and `notes` what has happened since
    (its auth notes), both under Keycloak's names. `executions` holds the status of executions by id.
    """

    tab_id: str
    client_id: str
    redirect_uri: str = ""
    action: str = "AUTHENTICATE"
    user_id: str = ""
    request: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    executions: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """How many bytes the request and the notes take."""
        return text_bytes(self.redirect_uri) + sum(map(mapping_bytes, (self.request, self.notes, self.executions)))

    def with_notes(self, notes: Mapping[str, str | None]) -> "AuthenticationSession":
        """Return a copy with these notes changed; None removes a note."""
        return replace(self, notes=_changed(self.notes, notes))

    def with_execution(self, execution: str, status: str) -> "AuthenticationSession":
        """Return a copy with another status of an execution."""
        return replace(self, executions={**self.executions, execution: status})

    def with_request(self, request: Mapping[str, str | None]) -> "AuthenticationSession":
        """Return a copy with these parameters of the request changed; None removes one."""
        return replace(self, request=_changed(self.request, request))


@dataclass(frozen=True, slots=True)
class RootAuthenticationSession:
    """The pending logins of a browser (RootAuthenticationSessionModel); `touched` is in seconds since 1970.

    Its id becomes the id of the user session.
    """

    id: str
    touched: int
    auth_sessions: Mapping[str, AuthenticationSession] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """How many bytes its authentication sessions take."""
        return sum(auth_session.bytes for auth_session in self.auth_sessions.values())

    def with_session(self, auth_session: AuthenticationSession) -> "RootAuthenticationSession":
        """Return a copy with a tab added or changed.

        The oldest tabs are dropped if there are too many, as in Keycloak, or if all together are too large.
        """
        auth_sessions = {**self.auth_sessions, auth_session.tab_id: auth_session}
        taken = [it.bytes for it in auth_sessions.values()]
        excess = max(len(taken) - _MAX_TABS, 0)
        while len(taken) - excess > 1 and sum(taken[excess:]) > _MAX_BYTES:
            excess += 1
        if excess:
            auth_sessions = dict(islice(auth_sessions.items(), excess, None))
        return replace(self, auth_sessions=auth_sessions)

    def without(self, tab_id: str) -> "RootAuthenticationSession":
        """Return a copy without the authentication session of a tab."""
        kept = {name: auth_session for name, auth_session in self.auth_sessions.items() if name != tab_id}
        return replace(self, auth_sessions=kept)


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """The data of an authorization code (OAuth2Code): the session, the client's id, and parts of the request."""

    session_id: str
    client: str
    redirect_uri: str | None
    scope: str | None
    nonce: str | None
    challenge: str | None
    challenge_method: str | None


def _changed(before: Mapping[str, str], changes: Mapping[str, str | None]) -> Mapping[str, str]:
    changed = {**before, **changes}
    return {name: value for name, value in changed.items() if value is not None}
