"""The users of a realm, read lazily: a realm may have 100,000 users, of whom few log in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.model.credentials import Password
from mockauth.realms.model.one_time_passwords import OtpCredential
from mockauth.realms.model.roles import RoleRef

Rep = dict[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class User:
    """A user, or the service account of the client `service_account_of`; `created` is in milliseconds, if known.

    `password_history` holds the previous passwords that a policy keeps, latest first. `linked_providers` holds the
    aliases of the identity providers that are linked to the user. `rep` is the representation that the user was read
    from.
    """

    id: str
    username: str
    enabled: bool
    email: str | None
    email_verified: bool
    first_name: str | None
    last_name: str | None
    attributes: Mapping[str, tuple[str, ...]]
    roles: frozenset[RoleRef]
    groups: tuple[str, ...]
    service_account_of: str
    created: int | None
    not_before: int
    passwords: tuple[Password, ...]
    password_history: tuple[Password, ...]
    otp_credentials: tuple[OtpCredential, ...]
    required_actions: tuple[str, ...]
    linked_providers: tuple[str, ...]
    rep: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Users:
    """Users by name, email, id and client. `read` turns a representation into a user and is called once for each."""

    def __init__(self, realm: str, reps: Sequence[Rep], read: Callable[[Rep], User]) -> None:
        self._realm = realm
        self._reps = reps
        self._read = read
        self._read_users: dict[int, User] = {}

    @classmethod
    def from_users(cls, realm: str, users: Sequence[User]) -> "Users":
        """Return users that have already been read."""
        reps = [
            {
                "id": user.id,
                "username": user.username,
                "email": user.email,
                "serviceAccountClientId": user.service_account_of,
            }
            for user in users
        ]
        by_id = {user.id: user for user in users}
        return cls(realm, reps, lambda rep: by_id[rep["id"]])

    def __len__(self) -> int:
        return len(self._reps)

    def __iter__(self) -> Iterator[User]:
        return map(self._at, range(len(self._reps)))

    @property
    def reps(self) -> Sequence[Rep]:
        """The representations of the users."""
        return self._reps

    def find(self, attribute: str, value: str) -> User | None:
        """Return the user with this `username` or `email`, which must be in lower case."""
        return self._get((self._by_name if attribute == "username" else self._by_email).get(value))

    def by_id(self, user_id: str) -> User | None:
        """Return the user with this id."""
        number = self._by_id.get(user_id)
        return self._get(self._by_derived_id.get(user_id) if number is None else number)

    @cached_property
    def service_accounts(self) -> Mapping[str, User]:
        """The service accounts, by client ID."""
        found = ((rep.get("serviceAccountClientId"), number) for number, rep in enumerate(self._reps))
        return _LazyUsers({str(client): number for client, number in found if client}, self._at)

    def _get(self, number: int | None) -> User | None:
        return None if number is None else self._at(number)

    def _at(self, number: int) -> User:
        # If two threads read the same user at once, both get the user of the first.
        return self._read_users.get(number) or self._read_users.setdefault(number, self._read(self._reps[number]))

    @cached_property
    def _by_name(self) -> Mapping[str, int]:
        return {username(rep): number for number, rep in enumerate(self._reps)}

    @cached_property
    def _by_email(self) -> Mapping[str, int]:
        return {str(rep["email"]).lower(): number for number, rep in enumerate(self._reps) if rep.get("email")}

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        return {rep["id"]: number for number, rep in enumerate(self._reps) if rep.get("id")}

    @cached_property
    def _by_derived_id(self) -> Mapping[str, int]:
        without_id = ((number, rep) for number, rep in enumerate(self._reps) if not rep.get("id"))
        return {user_id(self._realm, rep): number for number, rep in without_id}


class _LazyUsers(Mapping[str, User]):
    """A mapping whose users are read when they are looked up."""

    def __init__(self, numbers: Mapping[str, int], read: Callable[[int], User]) -> None:
        self._numbers = numbers
        self._read = read

    def __getitem__(self, key: str) -> User:
        return self._read(self._numbers[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def username(rep: Mapping[str, Any]) -> str:
    """Return the username in lower case, as Keycloak stores it."""
    return str(rep.get("username") or "").lower()


def user_id(realm: str, rep: Mapping[str, Any]) -> str:
    """Return the id of a user; if it has none, one derived from its username."""
    return str(rep.get("id") or derived_id(realm, "users", username(rep)))


def group_paths(groups: Sequence[str]) -> tuple[str, ...]:
    """Return the paths of groups; a top-level group may be given without the leading slash."""
    return tuple(path if path.startswith("/") else f"/{path}" for path in groups)
