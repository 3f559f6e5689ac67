"""The interface of a server for tests, in a thread, in a process, or remote."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from mockauth.protocol import urls
from mockauth.realms.problems.hints import name_hint
from mockauth.testing.token import Token


class Server(ABC):
    """A server with realms. `url` is its base URL, without a slash at the end; `realms` are the names of its realms."""

    url: str
    realms: Sequence[str]

    def issuer(self, realm: str | None = None) -> str:
        """Return the issuer URL of a realm; without a name, of the only realm. Raises LookupError."""
        return urls.realm(self.url, self._named(realm))

    def token(
        self, client: str | None = None, *, user: str | None = None, realm: str | None = None, scope: str | None = None
    ) -> Token:
        """Return an access token: of the client's service account, or of a user who has logged in to the client.

        A `user` logs in without a browser, with the session that a login page would start; the refusals are those of
        Keycloak, for example if the user is disabled or has to update the password first. `scope` is the scope
        parameter of the request. Without a `realm`, the only realm is used.

        Raises TokenRefused with the reason, and LookupError for an unknown realm, client or user.
        """
        if client is None:
            raise TypeError("name a client: token(CLIENT) or token(user=USER, client=CLIENT)")
        response = self._token(self._named(realm), client, user, scope)
        return Token(response["access_token"], response)

    def _named(self, realm: str | None) -> str:
        if realm is None and len(self.realms) == 1:
            return self.realms[0]
        if realm in self.realms:
            return str(realm)
        what = f'realm "{realm}" does not exist' if realm else "the server has several realms, so name one"
        raise LookupError(f"{what}; {name_hint(realm or '', self.realms)}")

    @abstractmethod
    def _token(self, realm: str, client: str, user: str | None, scope: str | None) -> Mapping[str, Any]:
        """Return the response of the token endpoint."""

    @abstractmethod
    def reset(self) -> None:
        """Forget sessions, consents, registered users, locked users, changed passwords, and the log."""

    @abstractmethod
    def advance(self, seconds: int) -> None:
        """Advance the clock of the server, for example past the expiry of a token."""

    @property
    @abstractmethod
    def log(self) -> list[str]:
        """The requests since the last reset, one line each, with the reason of each refusal."""

    @abstractmethod
    def close(self) -> None:
        """Stop the server. Closing it twice does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
