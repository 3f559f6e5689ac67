"""Everything that changes while mockauth runs: realms, keys, the clock, and the source of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockauth.realms.model import Realm
from mockauth.state.accounts import Accounts
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.ring import KeyRing
from mockauth.state.sessions import RealmSessions


@dataclass(slots=True)
class State:
    """The state of one server. `realms` is replaced as a whole, so a request that took one sees no change."""

    realms: Mapping[str, Realm]
    ring: KeyRing
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    _sessions: dict[str, RealmSessions] = field(default_factory=dict)
    _accounts: dict[str, Accounts] = field(default_factory=dict)

    def sessions_of(self, realm: str) -> RealmSessions:
        """Give the sessions of the realm of this name; they outlive a change of its configuration."""
        return self._sessions.get(realm) or self._sessions.setdefault(realm, RealmSessions(self.clock))

    def accounts_of(self, realm: str) -> Accounts:
        """Give what people changed of their accounts in the realm of this name."""
        return self._accounts.get(realm) or self._accounts.setdefault(realm, Accounts())
