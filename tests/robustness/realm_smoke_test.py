"""Whether a realm that was read works: its clients get tokens or refusals, and it describes itself."""

import base64
import json
from urllib.parse import quote

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from mockauth.realms.model import Realm
from mockauth.state import State
from mockauth.state.key_ring import KeyRing, RealmKeys
from mockauth.web.app import create_app

_MOST_CLIENTS = 4


class _SameKeys(KeyRing):
    """Gives every realm the keys of the first, since making keys takes a hundred times as long as all the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._same: RealmKeys | None = None

    def keys(self, realm: Realm) -> RealmKeys:
        if self._same is None:
            self._same = super().keys(realm)
        return self._same


_RING = _SameKeys()


def check_works(realm: Realm) -> None:
    """Ask for tokens and for all else that a realm answers."""
    app = create_app(State({realm.name: realm}, _RING))
    base = f"/realms/{quote(realm.name, safe='')}"
    for path in ("", "/.well-known/openid-configuration", "/protocol/openid-connect/certs"):
        assert sound(app, f"{base}{path}", method="GET").status_code in (200, 403, 404)
    confidential = [it for it in realm.clients.values() if it.secret and it.service_accounts]
    for client in confidential[:_MOST_CLIENTS]:
        form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.secret or ""}
        body = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in form.items())
        answer = sound(app, f"{base}/protocol/openid-connect/token", data=f"{body}&scope=openid")
        for token in ("access_token", "id_token"):
            if answer.status_code == 200:
                _check_payload(json.loads(answer.data)[token])
    # The one answer that names the realm in a header.
    sound(app, f"{base}/protocol/openid-connect/token", data="grant_type=client_credentials", authorization="nonsense")


def _check_payload(token: str) -> None:
    payload = token.split(".")[1]

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    claims = json.loads(base64.urlsafe_b64decode(payload + "=="), parse_constant=refuse)
    assert {"exp", "iat", "iss", "jti", "typ"} <= set(claims)


def sound(app: Flask, path: str, method: str = "POST", data: str = "", authorization: str | None = None) -> Response:
    """Ask; give an answer that a server can send and a client can read."""
    environ = EnvironBuilder(
        path, method=method, data=data, content_type="application/x-www-form-urlencoded"
    ).get_environ()
    environ |= {"REMOTE_ADDR": "127.0.0.1"} | ({"HTTP_AUTHORIZATION": authorization} if authorization else {})
    body, status, header = run_wsgi_app(app, environ, buffered=True)
    answer = Response(body, status, header)
    assert answer.status_code < 500 or answer.status_code == 501, answer.get_data(as_text=True)
    if answer.data:
        json.loads(answer.data)
    for value in header.values():
        value.encode("latin-1")
    return answer
