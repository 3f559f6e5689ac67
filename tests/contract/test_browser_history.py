"""The browser's Back and Reload buttons, old forms, and other tabs during a login.

A page that answers a form replaces its address in the history, so that Back and Reload send GET requests.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from contract.call import Call
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
