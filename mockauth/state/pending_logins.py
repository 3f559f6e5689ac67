"""Logins that are not finished yet, and the codes of those that are. All of them are frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# JpaAuthenticationSessionProviderFactory, DEFAULT_AUTH_SESSION_LIMIT.
_MOST_TABS = 300


@dataclass(frozen=True, slots=True)
class Login:
    """One pending login: a tab of a browser (Keycloak's AuthenticationSessionModel).

    `request` is what the client asked for and `notes` what has happened since, both under Keycloak's names.
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
        """How many characters the request and the notes have."""
        said = (self.request, self.notes)
        return len(self.redirect_uri) + sum(len(name) + len(value) for it in said for name, value in it.items())

    def noting(self, notes: Mapping[str, str | None]) -> "Login":
        """Give the login with notes changed; None takes one away."""
        return replace(self, notes=_changed(self.notes, notes))

    def asking(self, request: Mapping[str, str | None]) -> "Login":
        """Give the login with parts of the request changed; None takes one away."""
        return replace(self, request=_changed(self.request, request))


@dataclass(frozen=True, slots=True)
class Browser:
    """The pending logins of a browser (RootAuthenticationSessionModel); `touched` is in seconds since 1970.

    Its id becomes that of the user's session.
    """

    id: str
    touched: int
    logins: Mapping[str, Login] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How many characters its logins have."""
        return sum(login.weight for login in self.logins.values())

    def with_login(self, login: Login) -> "Browser":
        """Give the browser with a login added or changed; of too many tabs the oldest goes, as in Keycloak."""
        logins = {**self.logins, login.tab: login}
        if len(logins) > _MOST_TABS:
            del logins[next(iter(logins))]
        return replace(self, logins=logins)

    def without(self, tab: str) -> "Browser":
        """Give the browser without the login of a tab."""
        return replace(self, logins={name: login for name, login in self.logins.items() if name != tab})


@dataclass(frozen=True, slots=True)
class Code:
    """What an authorization code stands for (OAuth2Code): the session, the client's id, and parts of the request."""

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
