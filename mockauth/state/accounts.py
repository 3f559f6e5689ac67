"""The users of a realm while mockauth runs: those of its file, and all changes since."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from threading import RLock
from typing import Any, NamedTuple

from mockauth.realms.model import Realm, User
from mockauth.realms.model.users import Users, user_id, username
from mockauth.realms.representation.user_reader import read_user
from mockauth.realms.representation.user_writer import user_rep
from mockauth.state.login_failures import LoginFailures

Rep = dict[str, Any]
_Read = Callable[[], Iterable[Rep]]
_CHUNK = 256


class Consent(NamedTuple):
    """A consent: the ids of the client scopes that a user has granted to a client; times in milliseconds since 1970."""

    scopes: frozenset[str]
    created: int
    updated: int


class Accounts:
    """The current users of a realm.

    The users of the realm's file are the base layer, which is never copied: this holds only what was added, changed or
    deleted since, as representations. A `User` is read from a representation when it is first looked up.
    """

    def __init__(self) -> None:
        self.failures = LoginFailures()
        self._changed: dict[str, Rep] = {}
        self._deleted: set[str] = set()
        self._read: dict[str, User] = {}
        # The ids of changed users by username, by email and by client, including values that they no longer have.
        self._ids: Mapping[str, dict[str, str]] = {"username": {}, "email": {}, "serviceAccountClientId": {}}
        self._consents: dict[tuple[str, str], Consent] = {}
        self._order = _Order()
        self._lock = RLock()

    def by_id(self, realm: Realm, user_id: str) -> User | None:
        """Return the user with this id."""
        if user_id in self._changed:
            return self._at(realm, user_id)
        return None if user_id in self._deleted else realm.users.by_id(user_id)

    def new_users(self, realm: Realm) -> list[User]:
        """Return the users that the configuration does not have."""
        return [self._at(realm, own_id) for own_id in [*self._changed] if realm.users.by_id(own_id) is None]

    def users(self, realm: Realm) -> Iterator[User]:
        """Yield the current users without service accounts, the new ones first."""
        yield from self.new_users(realm)
        for user in realm.users:
            current = self.by_id(realm, user.id)
            if current and not current.service_account_of:
                yield current

    def find_by_login(self, realm: Realm, name: str) -> User | None:
        """Return the user with this username, or with this email if the realm allows logins with an email."""
        lower_case = name.lower()
        found = self.find(realm, "username", lower_case)
        return found or (self.find(realm, "email", lower_case) if realm.login_with_email else None)

    def find(self, realm: Realm, attribute: str, value: str) -> User | None:
        """Return the user with this `username` or `email`, which must be in lower case."""
        return self._changed_user(realm, attribute, value) or self._unchanged(realm.find_user(attribute, value))

    def service_account(self, realm: Realm, client_id: str) -> User | None:
        """Return the service account of a client."""
        found = self._changed_user(realm, "serviceAccountClientId", client_id)
        return found or self._unchanged(realm.service_accounts.get(client_id))

    def save(self, user: User) -> None:
        """Store a changed user."""
        with self._lock:
            rep = user_rep(user)
            self._store(rep, username(user.rep))
            self._read[user.id] = replace(user, rep=rep)

    def add(self, realm: Realm, user: User) -> bool:
        """Store a new user, unless the username or email is taken. Atomic. Return whether the user was stored."""
        with self._lock:
            named = self.find(realm, "username", user.username)
            taken = named or (user.email and self.find(realm, "email", user.email))
            if not taken:
                self.save(user)
        return not taken

    def save_rep(self, rep: Rep, before: User | None = None) -> None:
        """Store the representation of a new or changed user, which must have an id and a username in lower case."""
        with self._lock:
            self._store(rep, before.username if before else "")

    def remove(self, user: User) -> None:
        """Delete a user and everything that belongs to it, except sessions."""
        with self._lock:
            self._changed.pop(user.id, None)
            self._read.pop(user.id, None)
            self._deleted.add(user.id)
            self._order.remove(user.username)
            self.failures.reset(user.id)
            self._consents = {key: consent for key, consent in self._consents.items() if key[0] != user.id}

    def reps(self, realm: Realm) -> Iterator[Rep]:
        """Yield the representations of all users, sorted by username. Concurrent changes are allowed."""
        last: str | None = None
        while True:
            with self._lock:
                chunk = self._order.after(last, realm.users, lambda: self._unordered(realm))
            if not chunk:
                return
            last = chunk[-1][0]
            yield from (rep for _, rep in chunk)

    def count(self, realm: Realm) -> int:
        """Return the number of users, including service accounts."""
        with self._lock:
            return self._order.size(realm.users, lambda: self._unordered(realm))

    def complete_action(self, realm: Realm, user_id: str, action: str) -> None:
        """Remove a completed required action from a user."""
        user = self.by_id(realm, user_id)
        if user and action in user.required_actions:
            self.save(
                replace(user, required_actions=tuple(other for other in user.required_actions if other != action))
            )

    def granted_scopes(self, user_id: str, client_id: str) -> frozenset[str] | None:
        """Return the ids of the client scopes that a user has granted to a client, or None if there is no consent."""
        consent = self._consents.get((user_id, client_id))
        return consent.scopes if consent else None

    def grant_scopes(self, user_id: str, client_id: str, scopes: frozenset[str], now: int) -> None:
        """Store the ids of the client scopes that a user has granted to a client; `now` is in milliseconds."""
        with self._lock:
            before = self._consents.get((user_id, client_id))
            self._consents[user_id, client_id] = Consent(scopes, before.created if before else now, now)

    def consents(self, user_id: str) -> Mapping[str, Consent]:
        """Return the consents of a user, by the ids of the clients."""
        with self._lock:
            return {client: consent for (owner, client), consent in self._consents.items() if owner == user_id}

    def revoke_consent(self, user_id: str, client_id: str) -> bool:
        """Forget what a user has granted to a client. Return whether there was a consent."""
        with self._lock:
            return self._consents.pop((user_id, client_id), None) is not None

    def _store(self, rep: Rep, before: str) -> None:
        own_id = rep["id"]
        if before != rep["username"]:
            self._order.remove(before)
        self._changed[own_id] = rep
        self._read.pop(own_id, None)
        self._deleted.discard(own_id)
        for key, ids in self._ids.items():
            if value := rep.get(key):
                ids[value] = own_id
        self._order.add(rep)

    def _at(self, realm: Realm, user_id: str) -> User:
        known = self._read.get(user_id)
        rep = self._changed[user_id]
        if known is None or known.rep is not rep:
            known = self._read[user_id] = read_user(realm.name, rep)
        return known

    def _changed_user(self, realm: Realm, key: str, value: str) -> User | None:
        user_id = self._ids[key].get(value)
        rep = self._changed.get(user_id or "")
        return self._at(realm, rep["id"]) if rep and rep.get(key) == value else None

    def _unchanged(self, user: User | None) -> User | None:
        return None if user and (user.id in self._changed or user.id in self._deleted) else user

    def _unordered(self, realm: Realm) -> Iterator[Rep]:
        overridden = self._changed.keys() | self._deleted
        base = realm.users.reps
        yield from (rep for rep in base if user_id(realm.name, rep) not in overridden) if overridden else base
        yield from self._changed.values()


class _Order:
    """The representations of users by username, sorted when they are first needed and kept sorted from then on."""

    def __init__(self) -> None:
        self._base: Users | None = None
        self._names: list[str] = []
        self._reps: dict[str, Rep] = {}

    def after(self, last: str | None, base: Users, read: _Read) -> list[tuple[str, Rep]]:
        """Return the next users after a username, or the first ones for None."""
        self._build(base, read)
        start = 0 if last is None else bisect_right(self._names, last)
        return [(name, self._reps[name]) for name in self._names[start : start + _CHUNK]]

    def size(self, base: Users, read: _Read) -> int:
        """Return the number of users."""
        self._build(base, read)
        return len(self._names)

    def add(self, rep: Rep) -> None:
        """Add or replace a user."""
        name = username(rep)
        if self._base is not None:
            if name not in self._reps:
                insort(self._names, name)
            self._reps[name] = rep

    def remove(self, name: str) -> None:
        """Remove a user."""
        if self._reps.pop(name, None):
            del self._names[bisect_left(self._names, name)]

    def _build(self, base: Users, read: _Read) -> None:
        if self._base is not base:
            self._reps = {username(rep): rep for rep in read()}
            self._names = sorted(self._reps)
            self._base = base
