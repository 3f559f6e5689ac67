"""User sessions, client sessions, and other short-lived data of a realm. Stored values are immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mockauth.state.clock import Clock
from mockauth.state.tables import Budget, Table, text_bytes

if TYPE_CHECKING:
    from mockauth.state.devices import Device
    from mockauth.state.pending_logins import AuthorizationCode, RootAuthenticationSession

# Anyone who opens a login page or knows a client ID can start logins, of browsers and of devices. A usual login takes
# about 4 KiB until it expires after half an hour.
_MAX_BYTES = 128 * 1024 * 1024
# A note of a client session: it started the user session and requested offline access.
FIRST_OFFLINE = "first.offline.access"


@dataclass(frozen=True, slots=True)
class ClientSession:
    """A client session: its start and last use (seconds since 1970).

    `notes` holds what the latest requests set, under Keycloak's names: the issuer (`iss`), the parameters of the
    authorization request, and details of the authentication.

    `adapter_session` and `adapter_host` are the client's own session id and host, if it sends them
    (client_session_state, client_session_host).

    For refresh token rotation, by reuse id: `newest` is the token that was used last, `uses` the number of its uses,
    and `last_refresh` the time when its successor was issued.
    """

    started: int
    used: int
    notes: Mapping[str, str]
    newest: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    last_refresh: Mapping[str, int] = field(default_factory=dict)
    adapter_session: str = ""
    adapter_host: str = ""

    @property
    def issuer(self) -> str:
        """The issuer of the tokens: that of the URL at which the user logged in, or the client requested tokens."""
        return self.notes["iss"]

    @property
    def scope(self) -> str | None:
        """The latest scope parameter."""
        return self.notes.get("scope")

    def with_notes(self, notes: Mapping[str, str], *, used: int) -> "ClientSession":
        """Return the client session with notes added and replaced."""
        return replace(self, used=used, notes={**self.notes, **notes})


@dataclass(frozen=True, slots=True)
class UserSession:
    """A user session with its client sessions, by client. Times are in seconds since 1970.

    `address` is the IP address of the browser or client that started it.
    """

    id: str
    user_id: str
    started: int
    used: int
    offline: bool = False
    remember_me: bool = False
    address: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    clients: Mapping[str, ClientSession] = field(default_factory=dict)

    def with_client(self, client_id: str, client: ClientSession | None) -> "UserSession":
        """Return the session with a client session replaced, or removed if None."""
        others = {name: other for name, other in self.clients.items() if name != client_id}
        return replace(self, clients={**others, client_id: client} if client else others)


class RealmSessions:
    """The tables of one realm: sessions, pending logins, codes, and tokens that were used or revoked.

    `unfinished` is the budget for what needs no login: pending logins and device codes.
    """

    def __init__(self, clock: Clock) -> None:
        self.online: Table[UserSession] = Table(clock)
        self.offline: Table[UserSession] = Table(clock)
        self.revoked_tokens: Table[bool] = Table(clock)
        self.unfinished = Budget(_MAX_BYTES)
        self.root_auth_sessions: Table[RootAuthenticationSession] = Table(
            clock, self.unfinished, lambda browser: browser.bytes
        )
        self.codes: Table[AuthorizationCode] = Table(clock)
        # Devices by their codes, their codes by those that people type, and the codes that were asked about just now.
        self.devices: Table[Device] = Table(clock, self.unfinished, lambda device: device.bytes)
        self.user_codes: Table[str] = Table(clock, self.unfinished, text_bytes)
        self.polled: Table[bool] = Table(clock, self.unfinished)
        self.used_assertions: Table[bool] = Table(clock)
        self.used_otps: Table[bool] = Table(clock)
        self.key_sets: Table[tuple[str, int]] = Table(clock)

    def remove_user(self, user_id: str) -> None:
        """End the sessions of a deleted user, without notifications."""
        for table in (self.online, self.offline):
            for session in table.all():
                if session.user_id == user_id:
                    table.take(session.id)

    def remove_client(self, client_id: str) -> None:
        """End the client sessions of a deleted client, without notifications."""
        for table in (self.online, self.offline):
            for session in table.all():
                if client_id in session.clients:
                    table.change(session.id, lambda it: it.with_client(client_id, None))

    def table(self, offline: bool) -> Table[UserSession]:
        """Return the table of offline sessions or that of online sessions."""
        return self.offline if offline else self.online
