"""A mockauth or a Keycloak that is already running, as a server for tests."""

import json
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import build_opener

from mockauth.protocol import urls
from mockauth.realms.files import Loaded
from mockauth.realms.model import Client, Realm, User
from mockauth.realms.problems.hints import name_hint
from mockauth.testing.login_page import log_in
from mockauth.testing.server import Server
from mockauth.testing.token import TokenRefused

_SECONDS = 10


class RemoteServer(Server):
    """A server at a base URL, with the realms that the local configuration has.

    Tests share its state: it is not reset, and its clock and log are its own.
    """

    def __init__(self, url: str, loaded: Loaded) -> None:
        self.url = url.rstrip("/")
        self.realms = [*loaded.realms]
        self._loaded = loaded

    def _token(self, realm: str, client: str, user: str | None, scope: str | None) -> Mapping[str, Any]:
        served = self._loaded.realms[realm]
        found = served.clients.get(client)
        if found is None:
            raise LookupError(f'realm "{realm}" has no client "{client}"; {name_hint(client, served.clients)}')
        form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
        if user is not None:
            form = self._code(served, found, _user(served, user), scope)
        secret = {} if found.public else {"client_secret": found.secret or ""}
        return _request(f"{self._endpoints(realm)}/token", {**form, "client_id": client, **secret})

    def _code(self, realm: Realm, client: Client, user: User, scope: str | None) -> dict[str, str]:
        """Log in at the login page; return the form that redeems the authorization code."""
        password = next((it.plain for it in user.passwords if it.plain is not None), None)
        if password is None:
            raise TokenRefused(f'the local configuration has no password for user "{user.username}" as plain text')
        return log_in(self._endpoints(realm.name), self.issuer(realm.name), client, user.username, password, scope)

    def _endpoints(self, realm: str) -> str:
        return urls.protocol(self.url, realm)

    def reset(self) -> None:
        """Do nothing: other clients may use the server too."""

    def advance(self, seconds: int) -> None:
        """Raise NotImplementedError: the clock of a remote server cannot be set."""
        raise NotImplementedError(f"the clock of {self.url} cannot be advanced: use mockauth.serve")

    @property
    def log(self) -> list[str]:
        """Nothing: the server writes its log itself."""
        return []

    def close(self) -> None:
        """Do nothing: the server goes on."""


def _user(realm: Realm, name: str) -> User:
    user = realm.find_user("username", name.lower())
    if user is None:
        known = [it.username for it in realm.users if not it.service_account_of]
        raise LookupError(f'realm "{realm.name}" has no user "{name}"; {name_hint(name, known, "users")}')
    return user


def _request(url: str, form: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        with build_opener().open(url, urlencode(form).encode(), timeout=_SECONDS) as response:
            return _json(response)
    except HTTPError as error:
        with error:
            raise TokenRefused(f"{url}: {error.code}: {error.read().decode('utf-8', 'replace')}") from error


def _json(response: HTTPResponse) -> Mapping[str, Any]:
    body: Mapping[str, Any] = json.load(response)
    return body
