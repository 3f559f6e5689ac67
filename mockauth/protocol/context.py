"""The context of a request: its realm, its parameters and headers, and the server's state."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote_to_bytes

from mockauth.printable import known
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

    from mockauth.protocol.outgoing.connections import Blocking

_T = TypeVar("_T")
_ENCODED = re.compile(rb"[%+\x80-\xff]")
_NOT_ENCODED = re.compile(rb"%(?![0-9A-Fa-f]{2})")
# The Cache-Control of pages that the back button must not show again (CacheControlUtil).
NO_BACK_BUTTON = "no-store, must-revalidate, max-age=0"
# Keycloak's limits.
_MOST_PARAMETERS = 1000
_LONGEST_PARAMETER = 131072
# Names of parameters that the log may repeat.
_PARAMETERS = (
    "grant_type client_id client_secret client_assertion client_assertion_type scope resource audience username "
    "password otp totp code redirect_uri code_verifier refresh_token device_code assertion subject_token "
    "subject_token_type requested_token_type token token_type_hint response_type response_mode request "
    "request_uri state nonce prompt max_age login_hint claims acr_values code_challenge code_challenge_method"
)
_CONTROL = dict.fromkeys([*range(32), 127])


class Form:
    """The parameters of a request in their order, each with all its values.

    `why_empty` explains, for the log, why a request with a body has no parameters.
    """

    def __init__(self, values: Mapping[str, list[str]], why_empty: str = "") -> None:
        self._values = values
        self.why_empty = why_empty

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Form":
        """Return a form with one value per parameter."""
        return cls({name: [value] for name, value in values.items()})

    @classmethod
    def parse(cls, body: bytes) -> "Form":
        """Parse `application/x-www-form-urlencoded` as UTF-8; invalid bytes are replaced.

        Raises InvalidRequest for too many parameters and for a `%` that is not followed by two hexadecimal digits, and
        TooLarge for a parameter that exceeds Keycloak's limit.
        """
        if body.count(b"&") >= _MOST_PARAMETERS:
            raise InvalidRequest(
                "Too many form parameters", reason=f"the form has more than {_MOST_PARAMETERS} parameters"
            )
        values: dict[str, list[str]] = {}
        decoded = _decoded if _ENCODED.search(body) else _plain
        # As in Keycloak, "&&" contains a parameter with an empty name, but a "&" at the end adds none.
        for pair in body.removesuffix(b"&").split(b"&") if body else ():
            name, _, value = pair.partition(b"=")
            if max(len(name), len(value)) > _LONGEST_PARAMETER:
                raise TooLarge(_LONGEST_PARAMETER, "a parameter of the form")
            values.setdefault(decoded(name), []).append(decoded(value))
        return cls(values)

    def get(self, name: str) -> str | None:
        """Return the first value of a parameter, or None."""
        found = self._values.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return self._values.get(name, [])

    def count(self, name: str) -> int:
        """Return how often a parameter was sent."""
        return len(self._values.get(name, ()))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def items(self) -> Iterator[tuple[str, list[str]]]:
        """Return each parameter with all its values."""
        return iter(self._values.items())

    def reject_duplicates(self, but: Collection[str] = ()) -> None:
        """Raise InvalidRequest if a parameter was sent more than once, except those in `but`."""
        twice = next((name for name, values in self.items() if len(values) > 1 and name not in but), None)
        if twice is not None:
            reason = f'the form has the parameter "{known(twice, _PARAMETERS.split())}" more than once'
            raise InvalidRequest("duplicated parameter", reason=reason)

    def without_control_characters(self) -> "Form":
        """Return the form as Keycloak's TokenEndpoint reads it (sanitizeFormParameters)."""
        if all(value.isprintable() for values in self._values.values() for value in values):
            return self
        clean = {name: [*map(without_control_characters, values)] for name, values in self.items()}
        return Form(clean, self.why_empty)


EMPTY_FORM = Form({})


@dataclass(slots=True)
class Cors:
    """The origins that may read the answer (`*` for all), and the header exposed to them; set during a request."""

    origins: frozenset[str] = frozenset()
    exposed: str = ""


@dataclass(slots=True)
class Cookies:
    """The cookies that the browser sent, and the Set-Cookie lines of the answer by name; set during a request."""

    sent: Mapping[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """One request, independent of the web framework. `base_url` has no trailing slash.

    `backend_url` is the base URL for services, if it differs from the one for browsers.
    `path` is what follows the realm in the URL; `body` is the body if it is JSON.
    `form_as_sent` is the original form if `form` was cleaned for a grant. `authorization` is the first Authorization
    header; `has_several_authorizations` says that there are more. `headers` collects headers of the answer.
    `remarks` collects lines for the log that explain a page or an answer that is not a refusal; with `hints`, pages
    show them too. `blocking` is a context around everything that waits for a server of a client.
    """

    realm: Realm
    base_url: str
    state: State
    form: Form
    query: Form = field(default_factory=lambda: EMPTY_FORM)
    method: str = "POST"
    path: str = ""
    content_type: str = ""
    body: bytes = b""
    form_as_sent: Form | None = None
    authorization: str | None = None
    has_several_authorizations: bool = False
    has_form: bool = True
    accept: str = ""
    dpop: str | None = None
    certificate: Certificate | None = None
    certificate_is_invalid: bool = False
    authorities: "Sequence[x509.Certificate]" = ()
    origin: str | None = None
    own_origin: str = ""
    backend_url: str = ""
    remote_address: str = "127.0.0.1"
    login: str = "form"
    hints: bool = True
    accept_language: str = ""
    user_agent: str = ""
    cors: Cors = field(default_factory=Cors)
    cookies: Cookies = field(default_factory=Cookies)
    headers: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    log_fields: dict[str, str] = field(default_factory=dict)
    blocking: "Blocking" = nullcontext

    @classmethod
    def of(cls, realm: Realm, base_url: str, state: State, form: Mapping[str, str]) -> "Context":
        """Return a context without a web request, for callers inside mockauth."""
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
        """Return the realm's key for an algorithm, generated if necessary; None for an unknown algorithm.

        Raises ServerError if a key cannot be generated or read.
        """
        try:
            return self.state.ring.signing_key(self.realm, algorithm)
        except ConfigError as error:
            raise ServerError(str(error)) from error

    @property
    def sessions(self) -> RealmSessions:
        """The realm's sessions."""
        return self.state.sessions_of(self.realm.name)

    @property
    def accounts(self) -> Accounts:
        """The realm's users, with the changes since the server started."""
        return self.state.accounts_of(self.realm.name)

    @property
    def now(self) -> int:
        """The time in seconds since 1970."""
        return self.state.clock.now()


def _plain(text: bytes) -> str:
    return text.decode("ascii")


def without_control_characters(text: str) -> str:
    """Return a text without control characters (StringUtil.removeControlCharacters)."""
    return text.translate(_CONTROL)


def _decoded(text: bytes) -> str:
    if _NOT_ENCODED.search(text):
        raise InvalidRequest(
            "Malformed percent-encoding in the form",
            reason='the form has a "%" that is not followed by two hexadecimal digits',
        )
    return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "replace")
