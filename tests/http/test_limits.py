"""Malformed and oversized requests, and endpoints that are not implemented."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from demo import FORM, REALM, TOKEN
from flask.testing import FlaskClient
from werkzeug.test import run_wsgi_app

from mockauth.state import State
from mockauth.web.app import Entry, create_app
from mockauth.web.endpoints import NOT_YET

MIB = 1024 * 1024
Serve = Callable[..., FlaskClient]


def raw(state: State, **environ: Any) -> tuple[str, bytes]:
    """Send a WSGI environ that no client library would create."""
    from werkzeug.test import EnvironBuilder

    made = {**EnvironBuilder(f"{REALM}").get_environ(), **environ}
    body, status, _ = run_wsgi_app(create_app(state), {key: value for key, value in made.items() if value is not None})
    return status, b"".join(body)


def test_a_body_of_one_mebibyte_is_accepted(http: FlaskClient) -> None:
    filler = {f"x{number}": "y" * 100_000 for number in range(10)}
    assert http.post(TOKEN, data={**FORM, **filler}).status_code == 200


def test_a_larger_body_is_refused_with_413(http: FlaskClient, log: list[Entry]) -> None:
    answer = http.post(TOKEN, data=b"x" * (MIB + 1), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert log[0].reason == "the body has more than 1048576 bytes"


def test_a_larger_body_of_another_type_is_not_an_internal_error(http: FlaskClient) -> None:
    assert http.post(TOKEN, data=b"x" * (MIB + 1), content_type="text/plain").status_code in (400, 413)


def test_a_larger_multipart_form_is_refused_with_413(http: FlaskClient) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * MIB + b"\r\n--b--\r\n"
    answer = http.post(TOKEN, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413


@pytest.mark.parametrize("path", NOT_YET)
def test_an_endpoint_that_is_not_implemented_answers_501(http: FlaskClient, path: str) -> None:
    answer = http.get(f"{REALM}/{path}")
    assert answer.status_code == 501
    name = NOT_YET[path]
    assert answer.get_json() == {
        "error": "not_implemented",
        "error_description": f"{name[0].upper()}{name[1:]} is not implemented in mockauth.",
    }


@pytest.mark.parametrize("path", [REALM, f"{REALM}/.well-known/openid-configuration", TOKEN, "/", "/realms/none"])
def test_head_has_the_content_type_of_get_and_no_body(http: FlaskClient, path: str) -> None:
    head, get = http.head(path), http.get(path)
    assert head.data == b""
    assert (head.status_code, head.headers.get("Content-Type")) == (get.status_code, get.headers.get("Content-Type"))


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "a b",
        "a:b",
        "a:99999",
        "a:" + "9" * 5000,
        "[",
        "[::1",
        "[::1]:x",
        "größe",
        "a/b",
        "a\\b",
        "@",
        "<x>",
        "%",
    ],
)
def test_a_malformed_host_header_is_not_an_internal_error(state: State, host: str) -> None:
    status, _ = raw(state, HTTP_HOST=host)
    assert status[:3] in ("200", "400")


@pytest.mark.parametrize("host", ["localhost", "my_container:8080", "[::1]:9191", "KEYCLOAK.test", "a.b-c.d:1"])
def test_the_issuer_follows_the_host(http: FlaskClient, host: str) -> None:
    document = http.get(f"{REALM}/.well-known/openid-configuration", headers={"Host": host}).get_json()
    assert document["issuer"] == f"http://{host}/realms/demo"


@pytest.mark.parametrize(
    "path",
    [
        "//realms/demo",
        "/realms//demo",
        "/realms/demo//",
        "/realms/%",
        "/realms/%ff",
        "/realms/de%00mo",
        "/%2e%2e",
        "/;",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "BREW"])
def test_a_malformed_path_is_never_answered_with_html(http: FlaskClient, path: str, method: str) -> None:
    answer = http.open(path, method=method)
    assert answer.status_code < 500
    assert "html" not in answer.headers.get("Content-Type", "")


@pytest.mark.parametrize(
    "environ",
    [
        {"CONTENT_LENGTH": "x"},
        {"CONTENT_LENGTH": "-1"},
        {"HTTP_CONNECTION": "Upgrade", "HTTP_UPGRADE": "websocket"},
        {"REMOTE_ADDR": None},
        {"REMOTE_ADDR": "x"},
        {"HTTP_AUTHORIZATION": "Basic \xff"},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_ORIGIN": "\xff"},
        {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=\xff"},
        {"HTTP_ACCEPT": "," * 1000},
        {"QUERY_STRING": "%zz=\xff"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", [REALM, TOKEN])
def test_a_malformed_header_is_not_an_internal_error(
    state: State, path: str, method: str, environ: dict[str, str | None]
) -> None:
    status, body = raw(state, PATH_INFO=path, REQUEST_METHOD=method, **environ)
    assert int(status[:3]) < 500
    assert b"Traceback" not in body


def test_a_bug_in_mockauth_is_a_json_500_and_logged(
    serve: Serve, state: State, log: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    http = serve()
    state.realms = {"demo": "no realm"}  # type: ignore[dict-item] # no configuration can cause this
    with caplog.at_level(logging.ERROR, "mockauth"):
        answer = http.get(REALM)
    assert (answer.status_code, json.loads(answer.data)["error"]) == (500, "unknown_error")
    assert "GET /realms/demo failed: this is a bug in mockauth" in caplog.text
    assert log[0].status == 500


def test_a_realm_name_outside_latin1_is_replaced_in_headers(state: State) -> None:
    from urllib.parse import quote

    from werkzeug.test import EnvironBuilder

    from mockauth.realms.files import load_text

    realms = load_text('[realms."größe🔑"]\n', "odd.toml", {}).realms
    odd = State(realms, state.ring)
    path = "/realms/größe🔑/protocol/openid-connect/userinfo"
    lines: list[tuple[str, str]] = []

    def started(status: str, found: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
        lines.extend([("status", status), *found])
        return lambda _: None

    environ = {**EnvironBuilder("/").get_environ(), "HTTP_AUTHORIZATION": "Bearer x"}
    environ["PATH_INFO"], environ["REQUEST_URI"] = path.encode().decode("latin-1"), quote(path)
    create_app(odd).wsgi_app(environ, started)
    headers = dict(lines)
    assert headers["status"].startswith("401")
    assert 'realm="größe?"' in headers["WWW-Authenticate"]
    assert all(value.encode("latin-1") for value in headers.values())
