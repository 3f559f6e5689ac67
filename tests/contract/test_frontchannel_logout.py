"""Clients that are notified of a logout by frames in a page (OpenID Connect Front-Channel Logout)."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.exchange import Answer

CB = "http://localhost:3000/cb"
CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": CB}
CLIENTS = [
    "front",
    "front-plain",
    "front-default",
    "front-nowhere",
    "front-blank",
    "front-below",
    "front-odd",
    "front-switched-off",
    "both",
    "both-nowhere",
    "cautious",
]


def log_in(call: Call, *clients: str, realm: str = "fronting") -> int:
    """Log in to these clients in one browser, in turn; return the number of the answer with the last tokens."""
    first, *others = clients
    call.log_in(realm, client_id=first)
    call.token(realm, client_id=first, code=f"code_of_answer_{call.count}", **CODE)
    for client in others:
        call.auth(realm, client_id=client)
        call.token(realm, client_id=client, code=f"code_of_answer_{call.count}", **CODE)
    return call.count


def log_out(call: Call, number: int, jar: str = "browser", realm: str = "fronting", **asked: str) -> Answer:
    """Log out with an ID token hint."""
    query = encoded({"id_token_hint": f"id_token_of_answer_{number}", **asked})
    return call.browse(f"/realms/{realm}/protocol/openid-connect/logout?{query}", jar)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("asked", [{}, {"post_logout_redirect_uri": CB, "state": "s & t"}], ids=str)
def test_a_client(call: Call, client: str, asked: dict[str, Any]) -> None:
    log_out(call, log_in(call, client), **asked)
    call.auth("fronting", client_id=client, prompt="none")


def test_several_clients(call: Call) -> None:
    last = log_in(call, "app", "front", "front-plain", "both", "told", "front-nowhere")
    log_out(call, last, post_logout_redirect_uri=CB)


def test_a_client_outside_the_session(call: Call) -> None:
    last = log_in(call, "front", "app")
    log_out(call, last)


def test_after_the_question(call: Call) -> None:
    log_in(call, "front")
    asked = "client_id=app&post_logout_redirect_uri=http://localhost:3000/bye&state=s"
    call.browse(f"/realms/fronting/protocol/openid-connect/logout?{asked}")
    call.submit(4, session_code="session_code_of_answer_4", confirmLogout="Logout")


def test_a_logout_without_the_browser_s_cookies(call: Call) -> None:
    last = log_in(call, "front", "told")
    log_out(call, last, jar="", post_logout_redirect_uri=CB)


@pytest.mark.parametrize("client", ["front", "both", "both-nowhere"])
def test_a_logout_by_token(call: Call, client: str) -> None:
    log_in(call, client)
    form = f"client_id={client}&refresh_token=refresh_token_of_answer_3"
    call.browse("/realms/fronting/protocol/openid-connect/logout", "", "POST", form)


@pytest.mark.parametrize("user", ["ada", "greta"])
def test_the_language_of_the_page(call: Call, user: str) -> None:
    call.log_in("leaving-polyglot", client_id="front", user=user)
    call.token("leaving-polyglot", client_id="front", code="code_of_answer_2", **CODE)
    log_out(call, 3, realm="leaving-polyglot", post_logout_redirect_uri=CB)


def test_a_realm_with_a_policy_of_its_own(call: Call) -> None:
    last = log_in(call, "front", realm="fronting-strict")
    log_out(call, last, realm="fronting-strict")


def test_a_realm_without_a_policy(call: Call) -> None:
    last = log_in(call, "front", realm="fronting-loose")
    log_out(call, last, realm="fronting-loose")
