"""Everything that changes while mockauth runs: realms, keys, the clock, and the source of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockauth.realms.model import Realm
from mockauth.state.accounts import Accounts
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.key_ring import KeyRing
from mockauth.state.sessions import RealmSessions
from mockauth.state.tables import Table

# Whoever can show a public client's id pushes requests: each is forgotten after a minute, or as the realm says.
_MOST_PUSHED = 10_000
# So many characters are kept of all of them, each of which may have a mebibyte.
_HEAVIEST_PUSHED = 64 * 1024 * 1024


@dataclass(slots=True)
class State:
    """The state of one server. `realms` is replaced as a whole, so a request that took one sees no change.

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
        # As Keycloak, whose store of these knows no realms: what is pushed to one may be used in another.
        self.pushed = Table(self.clock, most=_MOST_PUSHED, heaviest=_HEAVIEST_PUSHED, weigh=_length)

    def sessions_of(self, realm: str) -> RealmSessions:
        """Give the sessions of the realm of this name; they outlive a change of its configuration."""
        return self._sessions.get(realm) or self._sessions.setdefault(realm, RealmSessions(self.clock))

    def accounts_of(self, realm: str) -> Accounts:
        """Give what people changed of their accounts in the realm of this name."""
        return self._accounts.get(realm) or self._accounts.setdefault(realm, Accounts())


def _length(form: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) for name, value in form.items())
