"""A smoke test for loaded realms: clients get tokens or errors, and the metadata can be read."""

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
    """Use the same keys for every realm, because generating keys takes longer than the rest of the test."""

    def __init__(self) -> None:
        super().__init__()
        self._same: RealmKeys | None = None

    def keys(self, realm: Realm) -> RealmKeys:
        if self._same is None:
            self._same = super().keys(realm)
        return self._same


_RING = _SameKeys()


def check_works(realm: Realm) -> None:
    """Request the metadata, keys and tokens of a realm."""
    app = create_app(State({realm.name: realm}, _RING))
    base = f"/realms/{quote(realm.name, safe='')}"
    for path in ("", "/.well-known/openid-configuration", "/protocol/openid-connect/certs"):
        assert valid_response(app, f"{base}{path}", method="GET").status_code in (200, 403, 404)
    confidential = [it for it in realm.clients.values() if it.secret and it.service_accounts]
    for client in confidential[:_MOST_CLIENTS]:
        form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.secret or ""}
        body = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in form.items())
        response = valid_response(app, f"{base}/protocol/openid-connect/token", data=f"{body}&scope=openid")
        for token in ("access_token", "id_token"):
            if response.status_code == 200:
                _check_payload(json.loads(response.data)[token])
    # This response contains the realm name in a header.
    valid_response(
        app, f"{base}/protocol/openid-connect/token", data="grant_type=client_credentials", authorization="nonsense"
    )


def _check_payload(token: str) -> None:
    payload = token.split(".")[1]

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    claims = json.loads(base64.urlsafe_b64decode(payload + "=="), parse_constant=refuse)
    assert {"exp", "iat", "iss", "jti", "typ"} <= set(claims)


def valid_response(
    app: Flask, path: str, method: str = "POST", data: str = "", authorization: str | None = None
) -> Response:
    """Send a request and check that the response can be sent and read: status, JSON, and header encoding."""
    environ = EnvironBuilder(
        path, method=method, data=data, content_type="application/x-www-form-urlencoded"
    ).get_environ()
    environ |= {"REMOTE_ADDR": "127.0.0.1"} | ({"HTTP_AUTHORIZATION": authorization} if authorization else {})
    body, status, header = run_wsgi_app(app, environ, buffered=True)
    response = Response(body, status, header)
    assert response.status_code < 500 or response.status_code == 501, response.get_data(as_text=True)
    if response.data:
        json.loads(response.data)
    for value in header.values():
        value.encode("latin-1")
    return response
