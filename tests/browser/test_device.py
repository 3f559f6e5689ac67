"""A device is let in by somebody in a browser."""

import json
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from browser.application import Application, claims
from browser.person import Person


def asked(app: Application, name: str, **form: str) -> dict[str, str]:
    """Ask as the television does."""
    try:
        answer = urlopen(app.endpoint(name), urlencode({"client_id": "television", **form}).encode(), timeout=20)
    except HTTPError as refused:
        answer = refused
    with answer:
        found: dict[str, str] = json.load(answer)
        return found


def redeemed(app: Application, shown: dict[str, str]) -> dict[str, str]:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return asked(app, "token", grant_type=grant, device_code=shown["device_code"])


def test_a_code_that_is_typed(in_shop: Application, person: Person) -> None:
    shown = asked(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri"])
    person.page.fill("[name=device_user_code]", "nonsense")
    person.clicks("#kc-login")
    assert person.reads(".kc-feedback-text") == "Invalid code, please try again."
    person.page.fill("[name=device_user_code]", shown["user_code"])
    person.clicks("#kc-login").logs_in().clicks("#kc-login")
    assert person.reads("#kc-page-title") == "Device Login Successful"
    assert claims(redeemed(in_shop, shown)["id_token"])["preferred_username"] == "ada"


def test_a_link_with_the_code_in_it(in_shop: Application, person: Person) -> None:
    shown = asked(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri_complete"]).logs_in("bob").clicks("#kc-login")
    assert person.reads("#kc-page-title") == "Device Login Successful"
    assert claims(redeemed(in_shop, shown)["id_token"])["preferred_username"] == "bob"


@pytest.mark.parametrize("first", ["login", "already there"])
def test_a_device_that_is_kept_out(in_shop: Application, person: Person, first: str) -> None:
    if first != "login":
        person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    shown = asked(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri_complete"])
    if first == "login":
        person.logs_in()
    person.clicks("#kc-cancel")
    assert person.reads("#kc-page-title") == "Device Login Failed"
    assert redeemed(in_shop, shown)["error"] == "access_denied"
