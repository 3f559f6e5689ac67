"""Notifications to clients when a session ends (OpenID Connect Back-Channel Logout)."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.exchange import Answer

CB = "http://localhost:3000/cb"
CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": CB}
SECRETS = {"told-too": "told-secret"}
TOLD = ["told", "told-too", "told-little", "told-below", "told-nothing", "told-pairwise", "told-es256"]
FAILING = ["failing", "moved", "deaf", "garbled", "told-where"]


def with_secret(client: str) -> dict[str, Any]:
    """Return the client's credentials."""
    return {"client_id": client, **({"client_secret": SECRETS[client]} if client in SECRETS else {})}


def grant(call: Call, client: str, realm: str = "telling", **more: Any) -> str:
    """Get tokens with ada's password; return the name of the refresh token."""
    asked = {"username": "ada", "password": "ada-password", "scope": "openid", **more}
    call.token(realm, grant_type="password", **with_secret(client), **asked)
    return f"refresh_token_of_answer_{call.count}"


def log_out(call: Call, client: str, token: str, realm: str = "telling", **more: Any) -> Answer:
    """Log out with a refresh token."""
    form = encoded({**with_secret(client), "refresh_token": token, **more})
    return call.browse(f"/realms/{realm}/protocol/openid-connect/logout", "", "POST", form)


def log_in(call: Call, *clients: str, realm: str = "telling") -> int:
    """Log in to these clients in one browser, in turn; return the number of the answer with the last tokens."""
    first, *others = clients
    call.log_in(realm, client_id=first)
    call.token(realm, **with_secret(first), code=f"code_of_answer_{call.count}", **CODE)
    for client in others:
        call.auth(realm, client_id=client)
        call.token(realm, **with_secret(client), code=f"code_of_answer_{call.count}", **CODE)
    return call.count


def log_out_in_browser(call: Call, number: int, realm: str = "telling") -> Answer:
    """Log out with an ID token hint, and return to the client."""
    asked = encoded({"id_token_hint": f"id_token_of_answer_{number}", "post_logout_redirect_uri": CB})
    return call.browse(f"/realms/{realm}/protocol/openid-connect/logout?{asked}")


@pytest.mark.parametrize("client", [*TOLD, *FAILING])
def test_a_client_is_notified_of_a_logout_by_token(call: Call, client: str) -> None:
    log_out(call, client, grant(call, client))


@pytest.mark.parametrize("client", [*TOLD, *FAILING])
def test_a_client_is_notified_of_a_logout_in_the_browser(call: Call, client: str) -> None:
    log_out_in_browser(call, log_in(call, client))


def test_all_clients_of_a_session_are_notified(call: Call) -> None:
    last = log_in(call, "app", *TOLD)
    log_out_in_browser(call, last)


def test_a_client_that_fails_does_not_prevent_other_notifications(call: Call) -> None:
    last = log_in(call, "app", *FAILING, "told")
    log_out_in_browser(call, last)
    call.auth("telling", client_id="told", prompt="none")


def test_all_clients_are_notified_of_a_logout_by_token(call: Call) -> None:
    last = log_in(call, "told", "told-too", "app")
    log_out(call, "app", f"refresh_token_of_answer_{last}")


def test_no_client_is_notified_twice(call: Call) -> None:
    token = grant(call, "told")
    log_out(call, "told", token)
    log_out(call, "told", token)


def test_no_client_is_notified_before_the_user_confirms(call: Call) -> None:
    log_in(call, "told")
    call.browse("/realms/telling/protocol/openid-connect/logout?client_id=told")
    call.submit(call.count, session_code=f"session_code_of_answer_{call.count}", confirmLogout="Logout")


def test_a_logout_without_cookies_notifies_clients(call: Call) -> None:
    last = log_in(call, "told")
    call.browse(f"/realms/telling/protocol/openid-connect/logout?id_token_hint=id_token_of_answer_{last}", "")


def test_the_end_of_an_offline_session_notifies_clients(call: Call) -> None:
    log_out(call, "told", grant(call, "told", scope="openid offline_access"))


def test_a_client_without_openid_is_notified(call: Call) -> None:
    log_out(call, "told", grant(call, "told", scope="profile"))


def test_a_revoked_token_notifies_no_client(call: Call) -> None:
    token = grant(call, "told")
    call.browse("/realms/telling/protocol/openid-connect/revoke", "", "POST", f"client_id=told&token={token}")


def test_a_code_that_is_used_twice_notifies_no_client(call: Call) -> None:
    log_in(call, "told")
    call.token("telling", client_id="told", code="code_of_answer_2", **CODE)


def test_a_restart_of_a_login_notifies_clients(call: Call) -> None:
    log_in(call, "told")
    call.auth("telling", client_id="told", prompt="login")
    call.browse("restart_of_answer_4")


def test_an_expired_session_notifies_no_client(call: Call) -> None:
    token = grant(call, "told", "telling-brief")
    call.token("telling-brief", grant_type="refresh_token", client_id="told", refresh_token=token, later=12)
    log_out(call, "told", token, "telling-brief")


def test_an_expired_session_of_a_browser(call: Call) -> None:
    log_in(call, "told", realm="telling-brief")
    call.browse("/realms/telling-brief/protocol/openid-connect/logout?client_id=told", later=12)
    call.submit(call.count, session_code=f"session_code_of_answer_{call.count}", confirmLogout="Logout")


def test_new_passwords_end_other_sessions(call: Call) -> None:
    grant(call, "told", username="changing", password="changing-password")
    call.auth("telling", client_id="app", kc_action="UPDATE_PASSWORD")
    call.submit(2, username="changing", password="changing-password")
    call.follow(3)
    again = {"password_new": "changing-password", "password_confirm": "changing-password"}
    call.submit(4, **again, **{"logout-sessions": "on"})


def test_the_algorithm_of_the_realm(call: Call) -> None:
    log_out(call, "app", grant(call, "app", "leaving-signed"), "leaving-signed")


# Old adapters send the id of their own session and host, and are notified at their admin URL.

ADAPTER: dict[str, Any] = {"client_session_state": "session of the adapter"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        ADAPTER,
        {**ADAPTER, "client_session_host": "LISTENER"},
        {**ADAPTER, "client_session_host": "evil.example.org"},
        {**ADAPTER, "client_session_host": ""},
        {"client_session_host": "LISTENER"},
    ],
    ids=str,
)
@pytest.mark.parametrize("client", ["adapter", "adapters", "told-where", "told"])
def test_adapters(call: Call, client: str, more: dict[str, Any]) -> None:
    call.log_in("telling", client_id=client)
    call.token("telling", client_id=client, code="code_of_answer_2", **CODE, **more)
    log_out(call, client, "refresh_token_of_answer_3")


@pytest.mark.parametrize("client", ["adapter", "told-where"])
def test_adapters_that_send_their_session_when_they_refresh(call: Call, client: str) -> None:
    token = grant(call, client, **ADAPTER)
    more: dict[str, Any] = {**ADAPTER, "client_session_host": "LISTENER"}
    call.token("telling", client_id=client, grant_type="refresh_token", refresh_token=token, **more)
    log_out(call, client, "refresh_token_of_answer_2")


def test_an_adapter_that_changes_its_session_later(call: Call) -> None:
    token = grant(call, "adapter")
    for state in ("first", "second"):
        call.token(
            "telling", client_id="adapter", grant_type="refresh_token", refresh_token=token, client_session_state=state
        )
    log_out_in_browser(call, log_in(call, "app"))
    log_out(call, "adapter", token)
