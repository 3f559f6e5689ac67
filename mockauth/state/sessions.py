"""Users' sessions, and the tokens that were revoked. What is kept are frozen values; a change replaces one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mockauth.state.clock import Clock
from mockauth.state.tables import Table

if TYPE_CHECKING:
    from mockauth.state.devices import Device
    from mockauth.state.pending_logins import AuthorizationCode, RootAuthenticationSession

# Whoever opens a login page begins a login: about 2 KiB each, until it is given up half an hour later.
_MOST_BROWSERS = 100_000
# A request may be much longer than most are: so many characters of all of them are kept.
_HEAVIEST_BROWSERS = 256 * 1024 * 1024
# A note of a client's part in a session: the session began with it, and it asks for an offline session.
FIRST_OFFLINE = "first.offline.access"
# Whoever knows a client's name can have codes for devices.
_MOST_DEVICES = 20_000


@dataclass(frozen=True, slots=True)
class ClientSession:
    """A client's part in a session: when it began and was last used (seconds since 1970), and its scope parameter.

    `notes` hold what the authorization request asked for, and how its user was authenticated, under Keycloak's names.

    `adapter_session` is what the client calls its own session, and `adapter_host` the host that this is on, where it
    says so (client_session_state, client_session_host).

    For refresh tokens that are rotated, by reuse id: `newest` is the one used last, `uses` how often it was, and
    `last_refresh` when its successor was issued.
    """

    started: int
    used: int
    scope: str | None
    newest: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    last_refresh: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    adapter_session: str = ""
    adapter_host: str = ""


@dataclass(frozen=True, slots=True)
class UserSession:
    """A user's session with a realm. Times are in seconds since 1970; an offline session outlives the others."""

    id: str
    user_id: str
    started: int
    used: int
    offline: bool = False
    remember_me: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    clients: Mapping[str, ClientSession] = field(default_factory=dict)

    def with_client(self, client_id: str, client: ClientSession | None) -> "UserSession":
        """Give the session with a client's part in it changed, or taken away."""
        others = {name: part for name, part in self.clients.items() if name != client_id}
        return replace(self, clients={**others, client_id: client} if client else others)


class RealmSessions:
    """The sessions of one realm: online, offline, and the ids of revoked tokens."""

    def __init__(self, clock: Clock) -> None:
        self.online: Table[UserSession] = Table(clock)
        self.offline: Table[UserSession] = Table(clock)
        self.revoked_tokens: Table[bool] = Table(clock)
        self.root_auth_sessions: Table[RootAuthenticationSession] = Table(
            clock, most=_MOST_BROWSERS, heaviest=_HEAVIEST_BROWSERS, weigh=lambda browser: browser.weight
        )
        self.codes: Table[AuthorizationCode] = Table(clock)
        # Devices by their codes, their codes by those that people type, and the codes that were asked about just now.
        self.devices: Table[Device] = Table(clock, most=_MOST_DEVICES)
        self.user_codes: Table[str] = Table(clock, most=_MOST_DEVICES)
        self.polled: Table[bool] = Table(clock, most=_MOST_DEVICES)
        self.used_assertions: Table[bool] = Table(clock)
        self.used_otps: Table[bool] = Table(clock)
        self.key_sets: Table[tuple[str, int]] = Table(clock)

    def of(self, offline: bool) -> Table[UserSession]:
        """Give the table of offline sessions, or of the others."""
        return self.offline if offline else self.online
