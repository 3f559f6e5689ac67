"""Log in on a device by entering its code in a browser (RFC 8628)."""

import json
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from browser.application import Application, claims
from browser.person import Person


def send(app: Application, name: str, **form: str) -> dict[str, str]:
    """Send a request as the television does."""
    try:
        answer = urlopen(app.endpoint(name), urlencode({"client_id": "television", **form}).encode(), timeout=20)
    except HTTPError as refused:
        answer = refused
    with answer:
        found: dict[str, str] = json.load(answer)
        return found


def poll(app: Application, shown: dict[str, str]) -> dict[str, str]:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return send(app, "token", grant_type=grant, device_code=shown["device_code"])


def test_the_user_enters_the_code_of_a_device(in_shop: Application, person: Person) -> None:
    shown = send(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri"])
    person.page.fill("[name=device_user_code]", "nonsense")
    person.clicks("#kc-login")
    assert person.reads(".kc-feedback-text") == "Invalid code, please try again."
    person.page.fill("[name=device_user_code]", shown["user_code"])
    person.clicks("#kc-login").logs_in().clicks("#kc-login")
    assert person.reads("#kc-page-title") == "Device Login Successful"
    assert claims(poll(in_shop, shown)["id_token"])["preferred_username"] == "ada"


def test_the_user_opens_the_link_with_the_code(in_shop: Application, person: Person) -> None:
    shown = send(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri_complete"]).logs_in("bob").clicks("#kc-login")
    assert person.reads("#kc-page-title") == "Device Login Successful"
    assert claims(poll(in_shop, shown)["id_token"])["preferred_username"] == "bob"


@pytest.mark.parametrize("first", ["login", "already there"])
def test_the_user_denies_a_device(in_shop: Application, person: Person, first: str) -> None:
    if first != "login":
        person.opens(in_shop.login("shop-web")).logs_in().sees("#who")
    shown = send(in_shop, "auth/device", scope="openid")
    person.opens(shown["verification_uri_complete"])
    if first == "login":
        person.logs_in()
    person.clicks("#kc-cancel")
    assert person.reads("#kc-page-title") == "Device Login Failed"
    assert poll(in_shop, shown)["error"] == "access_denied"
