"""All mutable state of a running server: realms, keys, sessions, accounts, the clock and the source of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TYPE_CHECKING, Any

from mockauth.realms.model import Realm
from mockauth.realms.representation import parse
from mockauth.state.accounts import Accounts
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.key_ring import KeyRing
from mockauth.state.sessions import RealmSessions
from mockauth.state.tables import Budget, Table, mapping_bytes

if TYPE_CHECKING:
    from mockauth.realms.bootstrap import Bootstrap

MASTER = "master"
# Anyone who knows the ID of a public client can push requests of up to a MiB. They expire after a minute, or as the
# realm says.
_MAX_PUSHED_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class State:
    """The state of one server. `realms` is replaced as a whole, so a request that has read a realm sees no change.

    `pushed` holds pushed authorization requests by their keys. `from_environment` has, by place, the strings of the
    registry with ${VARIABLES}, as they are written there. `bootstrap` is the admin of the master realm, if not the
    default one. Whoever changes realms or users as an administrator holds the lock `changing`, so that no change is
    lost. `started` is the time of the start in milliseconds.
    """

    realms: Mapping[str, Realm]
    ring: KeyRing
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    pushed: Table[Mapping[str, str]] = field(init=False)
    from_environment: Mapping[str, str] = field(default_factory=dict)
    bootstrap: "Bootstrap | None" = None
    changing: RLock = field(default_factory=RLock)
    started: int = field(init=False)
    _sessions: dict[str, RealmSessions] = field(default_factory=dict)
    _accounts: dict[str, Accounts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # As in Keycloak, pushed requests do not belong to a realm: another realm can use them.
        self.started = self.clock.milliseconds()
        self.pushed = Table(self.clock, Budget(_MAX_PUSHED_BYTES), mapping_bytes)

    def find_realm(self, name: str) -> Realm | None:
        """Return a realm, or None. The master realm is created when it is first looked up."""
        found = self.realms.get(name)
        if found is None and name == MASTER:
            from mockauth.realms import master
            from mockauth.realms.bootstrap import Bootstrap

            with self.changing:
                if MASTER not in self.realms:
                    rep = master.master_realm(self.realms, self.bootstrap or Bootstrap())
                    self.realms = {**self.realms, MASTER: parse(rep, MASTER)}
            found = self.realms[MASTER]
        return found

    def put_realm(self, rep: Mapping[str, Any], previous: Realm | None = None) -> Realm:
        """Store a new realm, or a changed one in place of its previous version, by its completed representation.

        Raises ConfigError if the representation is invalid; then nothing is changed.
        """
        realm = parse(rep, str(rep.get("realm")), previous)
        with self.changing:
            self._replace({**self.realms, realm.name: realm})
        return realm

    def remove_realm(self, name: str) -> None:
        """Delete a realm with its users, sessions and keys."""
        with self.changing:
            self._replace({other: realm for other, realm in self.realms.items() if other != name})

    def rename_realm(self, realm: Realm, name: str) -> None:
        """Rename a realm; its users and sessions stay."""
        from mockauth.realms.representation.ids import with_ids

        with self.changing:
            kept = self._accounts.pop(realm.name, None), self._sessions.pop(realm.name, None)
            renamed = parse({**with_ids(realm.rep), "realm": name}, name)
            others = {other: it for other, it in self.realms.items() if other != realm.name}
            self._replace({**others, name: replace(renamed, source=realm.source, in_registry=realm.in_registry)})
            if kept[0]:
                self._accounts[name] = kept[0]
            if kept[1]:
                self._sessions[name] = kept[1]

    def reload(self, before: Mapping[str, Mapping[str, Any]], fresh: Mapping[str, Realm]) -> None:
        """Replace the realms whose files have changed.

        `before` has the representations that were loaded before. A realm that was created, changed or deleted since
        stays so, unless its own definition in the files has changed: then the files win.
        """
        with self.changing:
            changed = {name: realm for name, realm in fresh.items() if before.get(name) != realm.rep}
            gone = before.keys() - fresh.keys()
            kept = {name: realm for name, realm in self.realms.items() if name not in gone}
            self._replace({**kept, **changed})

    def _replace(self, realms: Mapping[str, Realm]) -> None:
        """Replace all realms; forget what belongs to deleted ones, and keep the master realm's admin clients."""
        for name in self.realms.keys() - realms.keys():
            self._accounts.pop(name, None)
            self._sessions.pop(name, None)
            self.ring.forget(name)
        if MASTER in realms and realms.keys() != self.realms.keys():
            from mockauth.realms.master import with_realms

            own = realms[MASTER]
            realms = {**realms, MASTER: parse(with_realms(own.rep, realms), MASTER, own)}
        self.realms = realms

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
