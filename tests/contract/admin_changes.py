"""Changes that an administrator makes during a test: to users, clients and realms, in Keycloak and in mockauth.

A request with the method CHANGE describes a change. Its path names the resource, for example
`/admin/realms/changing/users/ada`; its body holds the changed fields as JSON, and an empty body deletes the resource.
Keycloak is changed through its Admin API. mockauth replaces the realm, as if its file had been edited and read again.
"""

import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from contract.exchange import FORM, Answer, Request, Sender

if TYPE_CHECKING:
    from mockauth.state import State

METHOD = "CHANGE"
Rep = dict[str, Any]
# Takes the realm's name, the kind of resource, its name, and its new fields (None deletes it).
Change = Callable[[str, str, str, Rep | None], None]
_NAMES = {"users": "username", "clients": "clientId"}


def request(realm: str, kind: str, name: str, fields: Rep | None) -> Request:
    """Return the request for a change; a change of the realm itself has no kind."""
    path = f"/admin/realms/{realm}" + (f"/{kind}/{name}" if kind else "")
    return Request(METHOD, path, body="" if fields is None else json.dumps(fields))


def with_changes(send: Sender, change: Change) -> Sender:
    """Return a sender that applies CHANGE requests and passes on all others."""

    def sender(it: Request) -> Answer:
        if it.method != METHOD:
            return send(it)
        realm, kind, name = [*it.path.split("/")[3:], "", ""][:3]
        change(realm, kind, name, json.loads(it.body) if it.body else None)
        return Answer(204, (), b"")

    return sender


def keycloak_changer(base: str) -> Change:
    """Return a function that changes a Keycloak through its Admin API."""
    host = urlsplit(base).netloc

    def ask(method: str, path: str, body: str | None = None, **headers: str) -> Any:
        connection = HTTPConnection(host, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status < 300, f"{method} {path}: {answer.status} {text[:300]!r}"
            return json.loads(text) if text else None
        finally:
            connection.close()

    def change(realm: str, kind: str, name: str, fields: Rep | None) -> None:
        login = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        token = ask("POST", "/realms/master/protocol/openid-connect/token", urlencode(login), **{"Content-Type": FORM})
        headers = {"Authorization": f"Bearer {token['access_token']}", "Content-Type": "application/json"}
        path, now = f"/admin/realms/{realm}", {}
        if kind:
            query = f"{_NAMES[kind]}={quote(name)}" + ("&exact=true" if kind == "users" else "")
            [now] = ask("GET", f"{path}/{kind}?{query}", **headers)
            path += f"/{kind}/{now['id']}"
        if fields is None:
            ask("DELETE", path, **headers)
        else:
            ask("PUT", path, json.dumps(_changed(now, fields)), **headers)

    return change


def mockauth_changer(state: "State", representations: Mapping[str, Rep]) -> Change:
    """Return a function that changes a mockauth in this process."""
    from mockauth.realms.representation import parse

    reps = dict(representations)

    def change(realm: str, kind: str, name: str, fields: Rep | None) -> None:
        rep = reps[realm]
        if kind:
            found = [it for it in rep[kind] if it.get(_NAMES[kind]) == name]
            others = [it for it in rep[kind] if it not in found]
            rep = {**rep, kind: [*others, *(_changed(it, fields) for it in found if fields is not None)]}
            served = {it["clientId"] for it in rep["clients"] if it.get("serviceAccountsEnabled")}
            # As in Keycloak, a service account is deleted with its client, or when the client no longer has one.
            rep = {**rep, "users": [it for it in rep["users"] if it.get("serviceAccountClientId") in {None, *served}]}
        else:
            rep = _changed(rep, fields or {})
        reps[realm] = rep
        state.realms = {**state.realms, realm: parse(rep, realm)}

    return change


def _changed(rep: Rep, fields: Rep) -> Rep:
    attributes = {**rep.get("attributes", {}), **fields.get("attributes", {})}
    return {**rep, **fields, **({"attributes": attributes} if attributes else {})}
