"""Actions that a client requests with `kc_action`, and their results in the response."""

import pytest

from contract.call import Call

REALM, CONFIGURED = "written-sequences", "sequences-with-actions"
ACTIONS = [
    *("UPDATE_PASSWORD", "UPDATE_PROFILE", "CONFIGURE_TOTP", "VERIFY_EMAIL", "UPDATE_EMAIL", "VERIFY_PROFILE"),
    *("TERMS_AND_CONDITIONS", "delete_account", "delete_credential", "idp_link", "update_user_locale"),
    *("webauthn-register", "webauthn-register-passwordless", "CONFIGURE_RECOVERY_AUTHN_CODES", "CONSENT"),
    *("update_password", "UPDATE_PASSWORD:x", "UPDATE_PASSWORD ", "UPDATE_PASSWORD UPDATE_PROFILE", ":x", ""),
    *("delete_credential:x", "idp_link:x", "webauthn-register:skip_if_exists"),
]
NEW = {"password_new": "ada-password", "password_confirm": "ada-password"}
PROFILE = {"username": "ada", "email": "ada@example.org", "firstName": "Ada", "lastName": "Example"}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("realm", [REALM, CONFIGURED])
def test_each_action(call: Call, realm: str, action: str) -> None:
    call.log_in(realm, kc_action=action)
    if call.answer(2).part("location").startswith("http://localhost:3000"):
        return
    call.follow(2)


@pytest.mark.parametrize("action", ACTIONS[:6])
@pytest.mark.parametrize("prompt", ["", "none", "login"])
def test_each_action_for_a_user_who_is_logged_in(call: Call, prompt: str, action: str) -> None:
    call.log_in(REALM)
    call.auth(REALM, kc_action=action, **({"prompt": prompt} if prompt else {}))


@pytest.mark.parametrize("later", [0, 5])
@pytest.mark.parametrize("action", ["UPDATE_PASSWORD", "UPDATE_PROFILE", "VERIFY_EMAIL", "delete_account"])
def test_an_action_that_needs_a_new_login(call: Call, action: str, later: int) -> None:
    call.log_in(CONFIGURED)
    path = f"/realms/{CONFIGURED}/protocol/openid-connect/auth?client_id=app&response_type=code&scope=openid"
    call.browse(f"{path}&redirect_uri=http://localhost:3000/cb&kc_action={action}", later=later + 1)


@pytest.mark.parametrize("body", ["cancel-aia=true", "cancel-aia=", "cancel-aia=false", "cancel=x"])
def test_a_cancelled_action(call: Call, body: str) -> None:
    call.log_in(REALM, kc_action="UPDATE_PROFILE")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body=body)


def test_an_action_that_is_completed_after_an_error(call: Call) -> None:
    call.log_in(REALM, kc_action="UPDATE_PASSWORD")
    call.follow(2)
    call.submit(3, password_new="x", password_confirm="y")
    call.submit(4, **NEW)


def test_an_action_and_consent(call: Call) -> None:
    call.log_in(CONFIGURED, user="bob", client_id="asker", kc_action="UPDATE_PASSWORD")
    call.follow(2)
    call.submit(3, password_new="bob-password", password_confirm="bob-password")
    call.submit(call.count, accept="Yes")


def test_a_cancelled_action_and_consent(call: Call) -> None:
    call.log_in(CONFIGURED, client_id="asker", kc_action="UPDATE_PROFILE")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="cancel-aia=true")
    call.submit(call.count, cancel="No")


def test_a_required_action_before_the_requested_one(call: Call) -> None:
    call.log_in(CONFIGURED, user="new", kc_action="UPDATE_PASSWORD")
    call.follow(2)
    call.submit(3, **{**PROFILE, "username": "new", "email": "new@example.org", "firstName": "New"})
    call.submit(call.count, password_new="new-password", password_confirm="new-password")


@pytest.mark.parametrize("action", [None, "VERIFY_EMAIL"])
def test_an_email_that_is_verified_already(call: Call, action: str | None) -> None:
    call.log_in(REALM if action else CONFIGURED, user="checked", kc_action=action)
    call.follow(2)


def test_an_email_that_cannot_be_sent(call: Call) -> None:
    call.log_in(REALM, kc_action="VERIFY_EMAIL")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="")


def test_the_verification_of_an_email_is_cancelled(call: Call) -> None:
    call.log_in(REALM, kc_action="VERIFY_EMAIL")
    call.follow(2)
    call.browse("action_of_answer_3", method="POST", body="cancel-aia=true")


def test_a_requested_action_twice(call: Call) -> None:
    call.log_in(REALM, kc_action="UPDATE_PROFILE")
    call.follow(2)
    call.submit(3, **PROFILE)
    call.auth(REALM, kc_action="UPDATE_PROFILE")
    call.follow(call.count)
    call.browse(f"action_of_answer_{call.count}", method="POST", body="cancel-aia=true")
    call.auth(REALM)


@pytest.mark.parametrize("mode", ["query.jwt", "form_post", "fragment"])
@pytest.mark.parametrize("action", ["UPDATE_PROFILE", "NO_SUCH_ACTION"])
def test_the_result_in_other_response_modes(call: Call, action: str, mode: str) -> None:
    call.log_in(REALM, kc_action=action, response_mode=mode)
    if action == "UPDATE_PROFILE":
        call.follow(2)
        call.submit(3, **PROFILE)


def test_a_device_with_an_action(call: Call) -> None:
    call.device(REALM, client_id="app", kc_action="UPDATE_PASSWORD")
    call.browse("verification_uri_complete_of_answer_1")
    call.follow(2)
    call.submit(3, username="ada", password="ada-password")
