"""Pending logins, and authorization codes of finished ones. All are immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# The limit of login tabs per browser: DEFAULT_AUTH_SESSION_LIMIT in JpaAuthenticationSessionProviderFactory.
_MAX_TABS = 300


@dataclass(frozen=True, slots=True)
class Login:
    """A pending login in one browser tab (AuthenticationSessionModel).

    `request` holds the parameters of the client's request, and `notes` the progress since, under Keycloak's names.
    """

    tab: str
    client_id: str
    redirect_uri: str = ""
    action: str = "AUTHENTICATE"
    user_id: str = ""
    request: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """The number of characters in the request and the notes."""
        texts = (*self.request.items(), *self.notes.items())
        return len(self.redirect_uri) + sum(len(name) + len(value) for name, value in texts)

    def with_notes(self, notes: Mapping[str, str | None]) -> "Login":
        """Return the login with changed notes; None removes a note."""
        return replace(self, notes=_changed(self.notes, notes))

    def with_request(self, request: Mapping[str, str | None]) -> "Login":
        """Return the login with changed request parameters; None removes a parameter."""
        return replace(self, request=_changed(self.request, request))


@dataclass(frozen=True, slots=True)
class Browser:
    """All pending logins of a browser (RootAuthenticationSessionModel).

    `touched` is the time of the last change, in seconds since 1970. The `id` becomes the id of the user session.
    """

    id: str
    touched: int
    logins: Mapping[str, Login] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """The number of characters in all logins."""
        return sum(login.weight for login in self.logins.values())

    def with_login(self, login: Login) -> "Browser":
        """Return the browser with a login added or replaced; over the limit, the oldest login is dropped."""
        logins = {**self.logins, login.tab: login}
        if len(logins) > _MAX_TABS:
            del logins[next(iter(logins))]
        return replace(self, logins=logins)

    def without_login(self, tab: str) -> "Browser":
        """Return the browser without the login of this tab."""
        return replace(self, logins={name: login for name, login in self.logins.items() if name != tab})


@dataclass(frozen=True, slots=True)
class Code:
    """The data of an authorization code (OAuth2Code): the session, the client, and parameters of the request."""

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
