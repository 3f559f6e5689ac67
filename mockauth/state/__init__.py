"""All mutable state of a running server: realms, keys, sessions, accounts, the clock and the source of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockauth.realms.model import Realm
from mockauth.state.accounts import Accounts
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.key_ring import KeyRing
from mockauth.state.sessions import RealmSessions
from mockauth.state.tables import Table

# Anyone who knows the ID of a public client can push requests. They expire after a minute, or as the realm says.
_MAX_PUSHED = 10_000
# The limit in characters for all pushed requests together; a single one may have up to a MiB.
_MAX_PUSHED_WEIGHT = 64 * 1024 * 1024


@dataclass(slots=True)
class State:
    """The state of one server. `realms` is replaced as a whole, so a request that has read a realm sees no change.

    `pushed` holds pushed authorization requests by their keys. `from_environment` has, by place, the strings of the
    registry with ${VARIABLES}, as they are written there.
    """

    realms: Mapping[str, Realm]
    ring: KeyRing
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    pushed: Table[Mapping[str, str]] = field(init=False)
    from_environment: Mapping[str, str] = field(default_factory=dict)
    _sessions: dict[str, RealmSessions] = field(default_factory=dict)
    _accounts: dict[str, Accounts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # As in Keycloak, pushed requests do not belong to a realm: another realm can use them.
        self.pushed = Table(self.clock, max_entries=_MAX_PUSHED, max_weight=_MAX_PUSHED_WEIGHT, weigh=_length)

    def sessions_of(self, realm: str) -> RealmSessions:
        """Return the sessions of a realm; they survive changes of its configuration."""
        return self._sessions.get(realm) or self._sessions.setdefault(realm, RealmSessions(self.clock))

    def accounts_of(self, realm: str) -> Accounts:
        """Return the accounts of a realm, with the changes that users have made."""
        return self._accounts.get(realm) or self._accounts.setdefault(realm, Accounts())

    def reset(self) -> None:
        """Forget what happened since the start: sessions, consents, changes of accounts; the clock shows the time."""
        self._sessions, self._accounts, self.clock.offset = {}, {}, 0
        self.__post_init__()


def _length(form: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) for name, value in form.items())
