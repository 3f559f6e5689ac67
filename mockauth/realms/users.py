"""The users of a realm. There may be a hundred thousand, of whom few log in: each is read when first asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.credentials import Password
from mockauth.realms.one_time_passwords import Authenticator
from mockauth.realms.roles import RoleRef

Rep = dict[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class User:
    """A user, or the service account of the client `service_account_of`; `created` in milliseconds, if known.

    `former_passwords` are those that a policy keeps, the latest first. `linked` are the aliases of the identity
    providers that know the user.
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
    former_passwords: tuple[Password, ...]
    authenticators: tuple[Authenticator, ...]
    required_actions: tuple[str, ...]
    linked: tuple[str, ...]


class Users:
    """Users by name, email, id and client; `read` makes one of its representation, once."""

    def __init__(self, realm: str, reps: Sequence[Rep], read: Callable[[Rep], User]) -> None:
        self._realm = realm
        self._reps = reps
        self._read = read
        self._made: dict[int, User] = {}

    @classmethod
    def of(cls, realm: str, users: Sequence[User]) -> "Users":
        """Give users that are read already."""
        reps = [
            {"id": it.id, "username": it.username, "email": it.email, "serviceAccountClientId": it.service_account_of}
            for it in users
        ]
        made = {it.id: it for it in users}
        return cls(realm, reps, lambda rep: made[rep["id"]])

    def __len__(self) -> int:
        return len(self._reps)

    def __iter__(self) -> Iterator[User]:
        return map(self._at, range(len(self._reps)))

    def having(self, attribute: str, value: str) -> User | None:
        """Give the user who has this `username` or `email`, in lower case."""
        return self._found((self._by_name if attribute == "username" else self._by_email).get(value))

    def with_id(self, user_id: str) -> User | None:
        """Give the user of an id."""
        number = self._by_id.get(user_id)
        return self._found(self._by_derived_id.get(user_id) if number is None else number)

    @cached_property
    def service_accounts(self) -> Mapping[str, User]:
        """The service accounts by client id."""
        found = ((rep.get("serviceAccountClientId"), number) for number, rep in enumerate(self._reps))
        return _Reading({str(client): number for client, number in found if client}, self._at)

    def _found(self, number: int | None) -> User | None:
        return None if number is None else self._at(number)

    def _at(self, number: int) -> User:
        # Of two threads that read the same user at once, both get what the first has made.
        return self._made.get(number) or self._made.setdefault(number, self._read(self._reps[number]))

    @cached_property
    def _by_name(self) -> Mapping[str, int]:
        return {name_of(rep): number for number, rep in enumerate(self._reps)}

    @cached_property
    def _by_email(self) -> Mapping[str, int]:
        return {str(rep["email"]).lower(): number for number, rep in enumerate(self._reps) if rep.get("email")}

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        return {rep["id"]: number for number, rep in enumerate(self._reps) if rep.get("id")}

    @cached_property
    def _by_derived_id(self) -> Mapping[str, int]:
        nameless = ((number, rep) for number, rep in enumerate(self._reps) if not rep.get("id"))
        return {id_of(self._realm, rep): number for number, rep in nameless}


class _Reading(Mapping[str, User]):
    """Users that are read when they are looked up."""

    def __init__(self, numbers: Mapping[str, int], read: Callable[[int], User]) -> None:
        self._numbers = numbers
        self._read = read

    def __getitem__(self, key: str) -> User:
        return self._read(self._numbers[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def name_of(rep: Rep) -> str:
    """Give the username: Keycloak keeps it in lower case."""
    return str(rep.get("username") or "").lower()


def id_of(realm: str, rep: Rep) -> str:
    """Give the id of a user, or the one derived from its name."""
    return str(rep.get("id") or derived_id(realm, "users", name_of(rep)))


def group_paths(groups: Sequence[str]) -> tuple[str, ...]:
    """Give the paths of groups; one at the top may be called by its name alone."""
    return tuple(path if path.startswith("/") else f"/{path}" for path in groups)
