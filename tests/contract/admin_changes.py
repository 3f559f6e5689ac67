"""Changes that an administrator makes during a test: to users, clients and realms, in Keycloak and in mockauth.

A request with the method CHANGE describes a change. Its path names the resource, for example
`/admin/realms/changing/users/ada`; its body holds the changed fields as JSON, and an empty body deletes the resource.
Keycloak is changed through its Admin API. mockauth replaces the realm, as if its file had been edited and read again.

A request with the method RENEW replaces the users of a realm by those in its file, and so ends all their sessions.
"""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from contract.exchange import FORM, Answer, Request, Sender

if TYPE_CHECKING:
    from mockauth.state import State

METHOD = "CHANGE"
RENEW = "RENEW"
Rep = dict[str, Any]


class Changer(Protocol):
    """Changes one server."""

    def change(self, realm: str, kind: str, name: str, fields: Rep | None) -> None:
        """Change a resource of a realm: its kind, its name, and its new fields (None deletes it)."""

    def renew(self, realm: str) -> None:
        """Replace the users of a realm by those in its file."""


_NAMES = {"users": "username", "clients": "clientId"}


def request(realm: str, kind: str, name: str, fields: Rep | None) -> Request:
    """Return the request for a change; a change of the realm itself has no kind."""
    path = f"/admin/realms/{realm}" + (f"/{kind}/{name}" if kind else "")
    return Request(METHOD, path, body="" if fields is None else json.dumps(fields))


def with_changes(send: Sender, changer: Changer) -> Sender:
    """Return a sender that applies CHANGE and RENEW requests and passes on all others."""

    def sender(it: Request) -> Answer:
        if it.method not in {METHOD, RENEW}:
            return send(it)
        realm, kind, name = [*it.path.split("/")[3:], "", ""][:3]
        if it.method == RENEW:
            changer.renew(realm)
        else:
            changer.change(realm, kind, name, json.loads(it.body) if it.body else None)
        return Answer(204, (), b"")

    return sender


class KeycloakChanger:
    """Changes a Keycloak through its Admin API; `realms` are its realm files, by name."""

    def __init__(self, base: str, realms: Mapping[str, Rep]) -> None:
        self.host = urlsplit(base).netloc
        self.realms = realms

    def change(self, realm: str, kind: str, name: str, fields: Rep | None) -> None:
        """Change a resource of a realm."""
        headers, now, path = self._headers(), {}, f"/admin/realms/{realm}"
        if kind:
            query = f"{_NAMES[kind]}={quote(name)}" + ("&exact=true" if kind == "users" else "")
            [now] = self._ask("GET", f"{path}/{kind}?{query}", **headers)
            path += f"/{kind}/{now['id']}"
        if fields is None:
            self._ask("DELETE", path, **headers)
        else:
            self._ask("PUT", path, json.dumps(_changed(now, fields)), **headers)

    def renew(self, realm: str) -> None:
        """Delete all users, whose sessions, consents and failed logins end with them, and import those of the file."""
        headers, users = self._headers(), self.realms[realm]["users"]
        path, known = f"/admin/realms/{realm}", {user["username"] for user in users}
        for user in self._ask("GET", f"{path}/users?max=1000", **headers):
            if user["username"] not in known:
                self._ask("DELETE", f"{path}/users/{user['id']}", **headers)
        wanted = {"ifResourceExists": "OVERWRITE", "users": users}
        self._ask("POST", f"{path}/partialImport", json.dumps(wanted), **headers)

    def _headers(self) -> dict[str, str]:
        login = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        path = "/realms/master/protocol/openid-connect/token"
        token = self._ask("POST", path, urlencode(login), **{"Content-Type": FORM})["access_token"]
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def _ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Any:
        connection = HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status < 300, f"{method} {path}: {answer.status} {text[:300]!r}"
            return json.loads(text) if text else None
        finally:
            connection.close()


class MockauthChanger:
    """Changes a mockauth in this process, which has imported these realm representations."""

    def __init__(self, state: "State", representations: Mapping[str, Rep]) -> None:
        self.state = state
        self.reps = dict(representations)

    def change(self, realm: str, kind: str, name: str, fields: Rep | None) -> None:
        """Change a resource of a realm."""
        from mockauth.realms.representation import parse

        rep = self.reps[realm]
        if kind:
            found = [it for it in rep[kind] if it.get(_NAMES[kind]) == name]
            others = [it for it in rep[kind] if it not in found]
            rep = {**rep, kind: [*others, *(_changed(it, fields) for it in found if fields is not None)]}
            served = {it["clientId"] for it in rep["clients"] if it.get("serviceAccountsEnabled")}
            # As in Keycloak, a service account is deleted with its client, or when the client no longer has one.
            rep = {**rep, "users": [it for it in rep["users"] if it.get("serviceAccountClientId") in {None, *served}]}
        else:
            rep = _changed(rep, fields or {})
        self.reps[realm] = rep
        self.state.realms = {**self.state.realms, realm: parse(rep, realm)}

    def renew(self, realm: str) -> None:
        """Forget all accounts and sessions, so that the users are those of the file."""
        self.state._accounts.pop(realm, None)
        self.state._sessions.pop(realm, None)


def _changed(rep: Rep, fields: Rep) -> Rep:
    attributes = {**rep.get("attributes", {}), **fields.get("attributes", {})}
    return {**rep, **fields, **({"attributes": attributes} if attributes else {})}
