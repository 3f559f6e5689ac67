"""What people change of their accounts while mockauth runs: profiles, passwords, consents, and new accounts."""

from collections.abc import Mapping  # noqa: TC003 - as the other modules have it
from dataclasses import replace
from threading import Lock

from mockauth.realms.model import Realm, User
from mockauth.state.login_failures import LoginFailures


class Accounts:
    """The users of a realm as they are now: those that were read, and over them those that were changed since."""

    def __init__(self) -> None:
        self.failures = LoginFailures()
        self._changed: dict[str, User] = {}
        # The ids of changed users by their names and by their emails; some no longer have them.
        self._ids: Mapping[str, dict[str, str]] = {"username": {}, "email": {}}
        self._consents: dict[tuple[str, str], frozenset[str]] = {}
        self._lock = Lock()

    def by_id(self, realm: Realm, user_id: str) -> User | None:
        """Give the user of an id."""
        return self._changed.get(user_id) or realm.users.with_id(user_id)

    def who_logs_in_as(self, realm: Realm, name: str) -> User | None:
        """Give the user of this username, or of this email where the realm lets people log in by it."""
        said = name.lower()
        found = self.having(realm, "username", said)
        return found or (self.having(realm, "email", said) if realm.login_with_email else None)

    def having(self, realm: Realm, attribute: str, value: str) -> User | None:
        """Give the user who has this `username` or `email`, in lower case."""
        changed = self._changed.get(self._ids[attribute].get(value, ""))
        if changed and getattr(changed, attribute) == value:
            return changed
        found = realm.user_of(attribute, value)
        return None if found and found.id in self._changed else found

    def keep(self, user: User) -> None:
        """Keep a changed user."""
        with self._lock:
            self._keep(user)

    def add(self, realm: Realm, user: User) -> bool:
        """Keep a new user, unless somebody else has the name or the email: of all who want it at once, one gets it."""
        with self._lock:
            named = (self.having(realm, name, value) for name in self._ids if (value := getattr(user, name)))
            free = not any(named)
            if free:
                self._keep(user)
        return free

    def _keep(self, user: User) -> None:
        self._changed[user.id] = user
        for attribute, ids in self._ids.items():
            ids[getattr(user, attribute) or ""] = user.id

    def done(self, realm: Realm, user_id: str, action: str) -> None:
        """Note that a user has done a required action."""
        user = self.by_id(realm, user_id)
        if user and action in user.required_actions:
            self.keep(replace(user, required_actions=tuple(it for it in user.required_actions if it != action)))

    def consented(self, user_id: str, client_id: str) -> frozenset[str] | None:
        """Give the ids of the client scopes that a user has granted to a client; None if never asked."""
        return self._consents.get((user_id, client_id))

    def consent(self, user_id: str, client_id: str, scopes: frozenset[str]) -> None:
        """Keep what a user has granted to a client."""
        with self._lock:
            self._consents[user_id, client_id] = scopes
