"""The browser's Back and Reload buttons, old forms, and other tabs during a login.

A page that answers a form replaces its address in the history, so that Back and Reload send GET requests.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from contract.call import Call, Form
from contract.organizations import REALM as ORGANIZATIONS
from contract.otp_realms import REALM as CODES

Step = Callable[[Call], Any]


def submitted(**fields: str) -> Step:
    """Fill in the form of the last page."""
    return lambda call: call.submit(call.count, **fields)


def clicked(text: str) -> Step:
    """Follow a link of the last page."""
    return lambda call: call.browse(f"link:{text}:_of_answer_{call.count}")


def asked(realm: str = "logins", **parameters: str) -> Step:
    """Open the login page."""
    return lambda call: call.auth(realm, **parameters)


def redirected(call: Call) -> None:
    call.follow(call.count)


LOGIN, WRONG = asked(), submitted(username="ada", password="wrong")
FORGOT, REGISTER, BACK_TO_LOGIN = clicked("Forgot Password?"), clicked("Register"), clicked("« Back to Login")
SEQUENCES: dict[str, Sequence[Step]] = {
    "wrong password": [LOGIN, WRONG],
    "forgot password": [LOGIN, FORGOT],
    "wrong password, forgot password": [LOGIN, WRONG, FORGOT],
    "forgot password, no name": [LOGIN, FORGOT, submitted(username="")],
    "forgot password, email sent": [LOGIN, FORGOT, submitted(username="ada")],
    "forgot password, back to login": [LOGIN, FORGOT, BACK_TO_LOGIN],
    "register": [LOGIN, REGISTER],
    "wrong password, register": [LOGIN, WRONG, REGISTER],
    "register, nothing": [LOGIN, REGISTER, submitted(username="")],
    "register, back to login, wrong password": [LOGIN, REGISTER, BACK_TO_LOGIN, WRONG],
    "registration first": [asked(prompt="create"), submitted(username=""), BACK_TO_LOGIN],
    "required actions": [
        *(LOGIN, submitted(username="double", password="double-password"), redirected),
        submitted(password_new="a", password_confirm="b"),
    ],
    "code": [
        *(asked(CODES), submitted(username="rosa", password="wrong")),
        *(submitted(username="rosa", password="rosa-password"), submitted(otp="000000")),
    ],
    "organization": [asked(ORGANIZATIONS), submitted(username="ada"), submitted(password="wrong")],
}
every_sequence = pytest.mark.parametrize("steps", SEQUENCES.values(), ids=SEQUENCES)


def take(call: Call, steps: Sequence[Step]) -> list[int]:
    """Take the steps; return the numbers of the answers that are pages."""
    for step in steps:
        step(call)
    return [number for number in range(1, call.count + 1) if call.answer(number).part("action")]


@every_sequence
def test_reload_and_back(call: Call, steps: Sequence[Step]) -> None:
    for number in reversed(take(call, steps)):
        call.browse(f"address_of_answer_{number}")
    last = max(number for number in range(1, call.count + 1) if call.answer(number).part("action"))
    call.submit(last, username="ada", password="ada-password")


@every_sequence
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_old_form(call: Call, steps: Sequence[Step], number: int) -> None:
    pages = take(call, steps)
    call.submit(pages[-min(number, len(pages))], username="ada", password="ada-password")


def test_consent(call: Call) -> None:
    call.log_in(client_id="asker", user="bob")
    call.follow(2)
    call.browse("address_of_answer_3")
    call.browse("location_of_answer_2")
    call.submit(5, cancel="No")
    call.submit(3, cancel="No")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        *("authenticate", "consent", "detached-info", "registration", "required-action", "reset-credentials"),
        *("restart", "nonsense", ""),
    ],
)
def test_methods(call: Call, method: str, path: str) -> None:
    call.browse(f"/realms/logins/login-actions/{path}", method=method)


@pytest.mark.parametrize("link", ["link:Forgot Password?:", "link:Register:"])
def test_a_link_that_is_opened_twice(call: Call, link: str) -> None:
    call.auth()
    call.browse(f"{link}_of_answer_1")
    call.browse(f"{link}_of_answer_1")


def test_the_address_of_the_login_without_its_execution(call: Call) -> None:
    call.auth()
    call.browse("link:Register:_of_answer_1")
    call.browse("link:« Back to Login:_of_answer_2")
    call.browse("link:« Back to Login:_of_answer_2")


@pytest.mark.parametrize("name", ["wrong password", "forgot password", "register"])
def test_another_tab_goes_on_after_a_login(call: Call, name: str) -> None:
    pages = take(call, SEQUENCES[name])
    call.log_in(state="other tab")
    call.browse(f"polling_of_answer_{pages[-1]}")
    call.follow(call.count)
    call.follow(call.count)


def test_another_tab_goes_on_after_a_login_with_a_required_action(call: Call) -> None:
    call.auth()
    call.log_in(user="busy")
    call.browse("polling_of_answer_1")
    call.follow(call.count)


def test_an_error_page_goes_on_after_a_login(call: Call) -> None:
    call.auth(redirect_uri="http://evil.example.org/cb")
    call.log_in()
    call.browse("polling_of_answer_1")


FORM_POSTS: dict[str, Sequence[Step]] = {
    "login": [asked(response_mode="form_post"), submitted(username="ada", password="ada-password")],
    "wrong password": [asked(response_mode="form_post"), WRONG, submitted(username="ada", password="ada-password")],
    "required action": [
        asked(response_mode="form_post", kc_action="UPDATE_PASSWORD"),
        *(submitted(username="ada", password="ada-password"), redirected),
        submitted(password_new="ada-password", password_confirm="ada-password"),
    ],
    "consent": [
        asked("written-sequences", response_mode="form_post", client_id="asker"),
        *(submitted(username="bob", password="bob-password"), redirected, submitted(accept="Yes")),
    ],
    "consent denied": [
        asked(response_mode="form_post", client_id="asker"),
        *(submitted(username="bob", password="bob-password"), redirected, submitted(cancel="No")),
    ],
    "registration": [
        asked(response_mode="form_post", prompt="create"),
        submitted(
            username="poster",
            password="poster-password",
            password_confirm="poster-password",
            firstName="Post",
            lastName="Er",
            email="poster@example.org",
        ),
    ],
    "reload": [
        *(asked(response_mode="form_post"), WRONG, lambda call: call.browse("address_of_answer_2")),
        submitted(username="ada", password="ada-password"),
    ],
    "single sign-on": [
        *(asked(), submitted(username="ada", password="ada-password"), asked(response_mode="form_post")),
    ],
    "signed": [asked(response_mode="form_post.jwt"), submitted(username="ada", password="ada-password")],
}


@pytest.mark.parametrize("steps", FORM_POSTS.values(), ids=FORM_POSTS)
def test_the_address_of_a_form_post_page(call: Call, steps: Sequence[Step]) -> None:
    for step in steps:
        step(call)


@pytest.mark.parametrize("client", ["app", "web"])
@pytest.mark.parametrize("confirmed", [False, True])
def test_the_page_after_a_logout(call: Call, confirmed: bool, client: str) -> None:
    call.log_in(client_id=client)
    path = "/realms/logins/protocol/openid-connect"
    secret: Form = {"client_secret": "web-secret"} if client == "web" else {}
    redirect: Form = {"code": "code_of_answer_2", "redirect_uri": "http://localhost:3000/cb"}
    call.token("logins", grant_type="authorization_code", client_id=client, **secret, **redirect)
    call.browse(f"{path}/logout" if confirmed else f"{path}/logout?id_token_hint=id_token_of_answer_3")
    if confirmed:
        call.submit(4, session_code="session_code_of_answer_4", confirmLogout="Logout")
