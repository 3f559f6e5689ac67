"""What one request may use: its realm, who asks and with what, and the parts of the state that it needs."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote_to_bytes

from mockauth.protocol import urls
from mockauth.protocol.certificates import Certificate
from mockauth.protocol.errors import InvalidRequest, ServerError, TooLarge
from mockauth.realms.keys import Signer
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError
from mockauth.state import State
from mockauth.state.accounts import Accounts
from mockauth.state.key_ring import RealmKeys
from mockauth.state.sessions import RealmSessions

if TYPE_CHECKING:
    from cryptography import x509

_T = TypeVar("_T")
_ENCODED = re.compile(rb"[%+\x80-\xff]")
_NOT_ENCODED = re.compile(rb"%(?![0-9A-Fa-f]{2})")
# The Cache-Control of what the browser's back button may not show again (CacheControlUtil).
NO_BACK_BUTTON = "no-store, must-revalidate, max-age=0"
# Keycloak's limits; to more parameters it answers 500.
_MOST_PARAMETERS = 1000
_LONGEST_PARAMETER = 131072
_CONTROL = dict.fromkeys([*range(32), 127])


class Form:
    """The parameters of a request, each with all its values, in the order of their coming.

    `absence` says, for the log, why there are none where that is worth a word.
    """

    def __init__(self, values: Mapping[str, list[str]], absence: str = "") -> None:
        self._values = values
        self.absence = absence

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Form":
        """Give the form with one value per parameter."""
        return cls({name: [value] for name, value in values.items()})

    @classmethod
    def parse(cls, body: bytes) -> "Form":
        """Read `application/x-www-form-urlencoded` as UTF-8; bytes that are not are replaced.

        Raises InvalidRequest for a `%` without two hexadecimal digits behind it and for too many parameters, and
        TooLarge for a parameter that is longer than Keycloak reads.
        """
        if body.count(b"&") >= _MOST_PARAMETERS:
            raise InvalidRequest(
                "Too many form parameters", reason=f"the form has more than {_MOST_PARAMETERS} parameters"
            )
        values: dict[str, list[str]] = {}
        decoded = _decoded if _ENCODED.search(body) else _plain
        # As Keycloak: nothing between two separators is a parameter without a name; behind the last one it is nothing.
        for pair in body.removesuffix(b"&").split(b"&") if body else ():
            name, _, value = pair.partition(b"=")
            if max(len(name), len(value)) > _LONGEST_PARAMETER:
                raise TooLarge(_LONGEST_PARAMETER, "a parameter of the form")
            values.setdefault(decoded(name), []).append(decoded(value))
        return cls(values)

    def get(self, name: str) -> str | None:
        """Give the first value of a parameter."""
        found = self._values.get(name)
        return found[0] if found else None

    def count(self, name: str) -> int:
        """Tell how often a parameter was sent."""
        return len(self._values.get(name, ()))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def items(self) -> Iterator[tuple[str, list[str]]]:
        """Give each parameter with all its values."""
        return iter(self._values.items())

    def reject_duplicates(self, but: Collection[str] = ()) -> None:
        """Raise InvalidRequest for a parameter that was sent more than once, but for those that may be."""
        twice = next((name for name, values in self.items() if len(values) > 1 and name not in but), None)
        if twice is not None:
            raise InvalidRequest("duplicated parameter", reason=f'the form has "{twice:.80}" more than once')

    def without_control_characters(self) -> "Form":
        """Give the form as Keycloak's TokenEndpoint reads it (sanitizeFormParameters)."""
        if all(value.isprintable() for values in self._values.values() for value in values):
            return self
        clean = {name: [*map(without_control_characters, values)] for name, values in self.items()}
        return Form(clean, self.absence)


NOTHING = Form({})


@dataclass(slots=True)
class Cors:
    """Which origins may read the answer (`*` for all), and which header. It fills up while a request is looked at."""

    origins: frozenset[str] = frozenset()
    exposed: str = ""


@dataclass(slots=True)
class Cookies:
    """The cookies that the browser sent, and by name the lines that set others. It fills up like Cors."""

    sent: Mapping[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """One request, free of the web framework. `base_url` has no slash at its end.

    `backend_url` is its like for services, where they have another way here than browsers.
    `path` is what follows the realm in the URL, and `body` the body where it is JSON.
    Where `form` is cleaned for a grant, `form_as_sent` is the form before. `authorization` is the first header of that
    name; `authorized_twice` tells that there are more. `headers` are those of the answer, as far as they are known, and
    `remarks` are for the log: why a page says what it says. `log_fields` are the `client` and `user` of its log line,
    by names that the realm knows.
    """

    realm: Realm
    base_url: str
    state: State
    form: Form
    query: Form = field(default_factory=lambda: NOTHING)
    method: str = "POST"
    path: str = ""
    content_type: str = ""
    body: bytes = b""
    form_as_sent: Form | None = None
    authorization: str | None = None
    authorized_twice: bool = False
    has_form: bool = True
    accept: str = ""
    dpop: str | None = None
    certificate: Certificate | None = None
    certificate_is_broken: bool = False
    authorities: "Sequence[x509.Certificate]" = ()
    origin: str | None = None
    own_origin: str = ""
    backend_url: str = ""
    remote_address: str = "127.0.0.1"
    login: str = "form"
    accept_language: str = ""
    user_agent: str = ""
    cors: Cors = field(default_factory=Cors)
    cookies: Cookies = field(default_factory=Cookies)
    headers: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    log_fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, realm: Realm, base_url: str, state: State, form: Mapping[str, str]) -> "Context":
        """Give a context without a web request, for callers inside the house."""
        return cls(realm, base_url, state, Form.of(form))

    @property
    def issuer(self) -> str:
        """The realm's issuer URL."""
        return urls.realm(self.base_url, self.realm.name)

    @property
    def keys(self) -> RealmKeys:
        """The realm's keys."""
        return self.state.ring.keys(self.realm)

    def signing_key(self, algorithm: str) -> Signer | None:
        """Give the realm's key that signs with this algorithm, made if need be; None for one that there is not.

        Raises ServerError where a key cannot be made or read.
        """
        try:
            return self.state.ring.signing(self.realm, algorithm)
        except ConfigError as error:
            raise ServerError(str(error)) from error

    @property
    def sessions(self) -> RealmSessions:
        """The realm's sessions."""
        return self.state.sessions_of(self.realm.name)

    @property
    def accounts(self) -> Accounts:
        """The realm's users as they are now."""
        return self.state.accounts_of(self.realm.name)

    @property
    def now(self) -> int:
        """The time in seconds since 1970."""
        return self.state.clock.now()


def _plain(text: bytes) -> str:
    return text.decode("ascii")


def without_control_characters(text: str) -> str:
    """Give a text as Keycloak reads parameters (StringUtil.removeControlCharacters)."""
    return text.translate(_CONTROL)


def _decoded(text: bytes) -> str:
    if _NOT_ENCODED.search(text):
        raise InvalidRequest(
            "Malformed percent-encoding in the form",
            reason='the form has a "%" without two hexadecimal digits behind it',
        )
    return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "replace")
