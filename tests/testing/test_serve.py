"""`mockauth.serve` and `mockauth.connect`."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import mockauth
from testing.conftest import REALM


def userinfo(server: mockauth.Server, token: str) -> requests.Response:
    url = f"{server.issuer()}/protocol/openid-connect/userinfo"
    return requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5)


def wrong_password(server: mockauth.Server) -> None:
    url = f"{server.issuer()}/protocol/openid-connect/token"
    form = {"grant_type": "client_credentials", "client_id": "orders", "client_secret": "wrong"}
    assert requests.post(url, form, timeout=5).status_code == 401


def test_the_discovery_document_has_the_issuer(server: mockauth.Server) -> None:
    found = requests.get(f"{server.issuer('shop')}/.well-known/openid-configuration", timeout=5).json()
    assert found["issuer"] == server.issuer() == f"{server.url}/realms/shop"


def test_a_client_gets_the_token_of_its_service_account(server: mockauth.Server) -> None:
    token = server.token("orders")
    assert (token.claims["preferred_username"], token.header["alg"]) == ("service-account-orders", "RS256")


def test_a_user_gets_a_token_that_userinfo_accepts(server: mockauth.Server) -> None:
    token = server.token(user="alice", client="web", scope="openid")
    assert userinfo(server, token).json()["preferred_username"] == "alice"


def test_the_response_has_the_id_token_and_the_refresh_token(server: mockauth.Server) -> None:
    token = server.token("web", user="alice", scope="openid")
    assert token.id_token
    assert token.refresh_token
    assert (token.id_token.claims["aud"], token.refresh_token.claims["typ"]) == ("web", "Refresh")


def test_a_user_without_a_browser_has_the_claims_of_a_login_in_the_browser(server: mockauth.Server) -> None:
    direct = server.token("web", user="alice", scope="openid")
    at_login_page = mockauth.connect(server.url, realm=REALM, name="shop").token("web", user="alice", scope="openid")
    assert direct.id_token
    assert at_login_page.id_token
    changing = {"exp", "iat", "auth_time", "jti", "sid", "at_hash"}
    for one, other in [(direct, at_login_page), (direct.id_token, at_login_page.id_token)]:
        assert [*one.claims] == [*other.claims]
        assert [value for name, value in one.claims.items() if name not in changing] == [
            value for name, value in other.claims.items() if name not in changing
        ]
    assert direct.claims["jti"][:7] == at_login_page.claims["jti"][:7] == "onrtac:"


@pytest.mark.parametrize(
    ("client", "user", "reason"),
    [
        ("web", None, 'client "web" is public'),
        ("orders", "alice", 'users cannot log in to client "orders": set standard_flow_enabled = true'),
        ("web", "bob", "VERIFY_PROFILE (the profile has no email, firstName, lastName)"),
        ("web", "carol", 'user "carol" is disabled; enable it with enabled = true'),
    ],
)
def test_a_refused_token_has_its_reason(server: mockauth.Server, client: str, user: str | None, reason: str) -> None:
    with pytest.raises(mockauth.TokenRefused) as refused:
        server.token(client, user=user)
    assert reason in str(refused.value)


def test_an_unknown_name_has_a_suggestion(server: mockauth.Server) -> None:
    with pytest.raises(LookupError, match='realm "shop" has no client "order"; did you mean "orders"'):
        server.token("order")
    with pytest.raises(LookupError, match='realm "shop" has no user "alcie"; did you mean "alice"'):
        server.token("web", user="alcie")
    with pytest.raises(LookupError, match='realm "shpo" does not exist; did you mean "shop"'):
        server.issuer("shpo")


def test_a_reset_ends_sessions(fresh: mockauth.Server) -> None:
    token = fresh.token("web", user="alice", scope="openid")
    fresh.reset()
    assert userinfo(fresh, token).status_code == 401


def test_the_clock_can_be_advanced(fresh: mockauth.Server) -> None:
    token = fresh.token("web", user="alice", scope="openid")
    fresh.advance(301)
    assert userinfo(fresh, token).status_code == 401


def test_the_log_has_the_reason_of_a_refusal(fresh: mockauth.Server) -> None:
    wrong_password(fresh)
    [line] = fresh.log
    assert line.startswith("401 POST /realms/shop/protocol/openid-connect/token")
    assert 'wrong secret for client "orders"' in line or "client_secret" in line


def test_a_closed_server_frees_its_port() -> None:
    server = mockauth.serve(realm=REALM)
    port = urlsplit(server.url).port
    server.close()
    server.close()
    with socket.create_server(("127.0.0.1", port or 0)):
        pass


def test_a_port_that_is_taken_is_an_error() -> None:
    with mockauth.serve(realm=REALM) as server, pytest.raises(OSError, match="already in use"):
        mockauth.serve(realm=REALM, port=urlsplit(server.url).port or 0)


def test_servers_of_one_process_do_not_share_sessions() -> None:
    with mockauth.serve(realm=REALM) as one, mockauth.serve(realm=REALM) as other:
        assert userinfo(other, one.token("web", user="alice", scope="openid")).status_code == 401


def test_async_with() -> None:
    async def story() -> str:
        async with mockauth.serve(realm=REALM) as server:
            return str(server.token("orders").claims["azp"])

    assert asyncio.run(story()) == "orders"


@pytest.mark.parametrize("process", [False, True], ids=["thread", "process"])
def test_an_invalid_realm_is_a_config_error(process: bool) -> None:
    with pytest.raises(mockauth.ConfigError, match='unknown key "secrte": did you mean "secret"'):
        mockauth.serve(realm={"clients": {"a": {"secrte": "x"}}}, process=process)


def test_files_are_served(tmp_path: Path) -> None:
    registry = tmp_path / "my registry.toml"
    registry.write_text('[realms.one.clients.a]\nsecret = "s"\nservice_accounts_enabled = true\n', encoding="utf-8")
    export = tmp_path / "two-realm.json"
    export.write_text('{"realm": "two", "enabled": true}', encoding="utf-8")
    with mockauth.serve(registry, realms=[export]) as server:
        assert server.token("a", realm="one").claims["azp"] == "a"
        assert requests.get(server.issuer("two"), timeout=5).json()["realm"] == "two"
        with pytest.raises(LookupError, match="several realms, so name one; available: one, two"):
            server.issuer()


def test_import_takes_no_module_of_the_server() -> None:
    code = "import sys, mockauth, mockauth.testing.pytest_plugin; print('flask' in sys.modules, 'jwt' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "import mockauth, os; s = mockauth.serve(realm={'clients': {}}, process=True);"
        "print(s._child.pid, s.url, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    # The output ends only when the child, which has inherited standard error, has ended.
    assert done.stdout.split()[1].startswith("http://localhost:")
