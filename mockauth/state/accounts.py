"""Changes to accounts while mockauth runs: profiles, passwords, consents, and new users."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Lock

from mockauth.realms.model import Realm, User
from mockauth.state.login_failures import LoginFailures


class Accounts:
    """The current users of a realm: those from its configuration, overridden by users that have changed since."""

    def __init__(self) -> None:
        self.failures = LoginFailures()
        self._changed: dict[str, User] = {}
        # The ids of changed users by username and by email, including names that they no longer have.
        self._ids: Mapping[str, dict[str, str]] = {"username": {}, "email": {}}
        self._consents: dict[tuple[str, str], frozenset[str]] = {}
        self._lock = Lock()

    def by_id(self, realm: Realm, user_id: str) -> User | None:
        """Return the user with this id."""
        return self._changed.get(user_id) or realm.users.by_id(user_id)

    def new_users(self, realm: Realm) -> list[User]:
        """Return the users that the configuration does not have."""
        return [user for user in self._changed.copy().values() if realm.users.by_id(user.id) is None]

    def users(self, realm: Realm) -> Iterator[User]:
        """Yield the current users without service accounts, the new ones first."""
        yield from self.new_users(realm)
        for user in realm.users:
            if not user.service_account_of:
                yield self._changed.get(user.id, user)

    def find_by_login(self, realm: Realm, name: str) -> User | None:
        """Return the user with this username, or with this email if the realm allows logins with an email."""
        lower_case = name.lower()
        found = self.find(realm, "username", lower_case)
        return found or (self.find(realm, "email", lower_case) if realm.login_with_email else None)

    def find(self, realm: Realm, attribute: str, value: str) -> User | None:
        """Return the user with this `username` or `email`, which must be in lower case."""
        changed = self._changed.get(self._ids[attribute].get(value, ""))
        if changed and getattr(changed, attribute) == value:
            return changed
        found = realm.find_user(attribute, value)
        return None if found and found.id in self._changed else found

    def save(self, user: User) -> None:
        """Store a changed user."""
        with self._lock:
            self._store(user)

    def add(self, realm: Realm, user: User) -> bool:
        """Store a new user, unless the username or email is taken. Atomic. Return whether the user was stored."""
        with self._lock:
            others = (self.find(realm, name, value) for name in self._ids if (value := getattr(user, name)))
            free = not any(others)
            if free:
                self._store(user)
        return free

    def _store(self, user: User) -> None:
        self._changed[user.id] = user
        for attribute, ids in self._ids.items():
            ids[getattr(user, attribute) or ""] = user.id

    def complete_action(self, realm: Realm, user_id: str, action: str) -> None:
        """Remove a completed required action from a user."""
        user = self.by_id(realm, user_id)
        if user and action in user.required_actions:
            self.save(
                replace(user, required_actions=tuple(other for other in user.required_actions if other != action))
            )

    def granted_scopes(self, user_id: str, client_id: str) -> frozenset[str] | None:
        """Return the ids of the client scopes that a user has granted to a client, or None if there is no consent."""
        return self._consents.get((user_id, client_id))

    def grant_scopes(self, user_id: str, client_id: str, scopes: frozenset[str]) -> None:
        """Store the ids of the client scopes that a user has granted to a client."""
        with self._lock:
            self._consents[user_id, client_id] = scopes
