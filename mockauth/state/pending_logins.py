"""Pending logins, and authorization codes of finished ones. All are immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# The limit of login tabs per browser: DEFAULT_AUTH_SESSION_LIMIT in JpaAuthenticationSessionProviderFactory.
_MAX_TABS = 300


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
    def weight(self) -> int:
        """How many characters the request and the notes have."""
        held = (self.request, self.notes, self.executions)
        return len(self.redirect_uri) + sum(len(name) + len(value) for it in held for name, value in it.items())

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
    def weight(self) -> int:
        """How many characters its authentication sessions have."""
        return sum(auth_session.weight for auth_session in self.auth_sessions.values())

    def with_session(self, auth_session: AuthenticationSession) -> "RootAuthenticationSession":
        """Return a copy with a tab added or changed; the oldest of too many tabs is dropped, as in Keycloak."""
        auth_sessions = {**self.auth_sessions, auth_session.tab_id: auth_session}
        if len(auth_sessions) > _MAX_TABS:
            del auth_sessions[next(iter(auth_sessions))]
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
