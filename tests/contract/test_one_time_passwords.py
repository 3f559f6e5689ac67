"""One-time passwords: on the login page, with the password grant, and the setup of an authenticator."""

from typing import Any

import pytest

from contract.call import Call
from contract.otp_realms import COUNTING, FORCED, FREE, REALM, credential_id


def log_in_to_code_page(call: Call, user: str, realm: str = REALM, **more: Any) -> int:
    """Log in up to the page that asks for a code; return the number of that answer."""
    call.log_in(realm, user=user, **more)
    return call.count


def redeem(call: Call, number: int, realm: str = REALM) -> None:
    call.token(
        realm,
        grant_type="authorization_code",
        client_id="app",
        client_secret="app-secret",
        code=f"code_of_answer_{number}",
        redirect_uri="http://localhost:3000/cb",
    )


def grant(call: Call, user: str, realm: str = REALM, **form: Any) -> None:
    fields = {"client_id": "app", "client_secret": "app-secret", "username": user, "password": f"{user}-password"}
    call.token(realm, grant_type="password", **{**fields, **form})


def log_in_to_setup_page(call: Call, user: str, realm: str = REALM, **more: Any) -> int:
    """Log in up to the page that sets up an authenticator; return the number of that answer."""
    call.log_in(realm, user=user, **more)
    call.follow(call.count)
    return call.count


def test_a_login(call: Call) -> None:
    page = log_in_to_code_page(call, "ada")
    call.submit(page, otp="otp_ada")
    redeem(call, page + 1)


def test_a_code_by_no_authenticator_in_particular(call: Call) -> None:
    page = log_in_to_code_page(call, "bea")
    call.submit(page, otp="otp_bea", selectedCredentialId="")


@pytest.mark.parametrize("otp", ["000000", "", " ", "12345678901234567890", "otp_cleo_ago_3", "otp_cleo_in_3", "ä"])
def test_codes_that_are_refused(call: Call, otp: str) -> None:
    page = log_in_to_code_page(call, "cleo")
    call.submit(page, otp=otp)


def test_a_right_code_after_a_wrong_one(call: Call) -> None:
    page = log_in_to_code_page(call, "dora")
    call.submit(page, otp="000000")
    call.submit(page + 1, otp="otp_dora")


def test_a_form_without_a_code(call: Call) -> None:
    page = log_in_to_code_page(call, "emmy")
    call.submit(page, login="Sign In")
    call.submit(page + 1, otp="otp_emmy")


def test_a_code_is_taken_once(call: Call) -> None:
    page = log_in_to_code_page(call, "faye")
    call.submit(page, otp="otp_faye")
    again = log_in_to_code_page(call, "faye", jar="again")
    call.submit(again, jar="again", otp="otp_faye")
    grant(call, "faye", otp="otp_faye")


@pytest.mark.parametrize(("user", "otp"), [("gwen", "otp_gwen_ago_1"), ("hope", "otp_hope_in_1")])
def test_a_clock_may_be_a_period_off(call: Call, user: str, otp: str) -> None:
    page = log_in_to_code_page(call, user)
    call.submit(page, otp=otp)


@pytest.mark.parametrize("user", ["eight", "minute", "sha", "shalong", "encoded", "legacy"])
def test_authenticators_of_every_kind(call: Call, user: str) -> None:
    page = log_in_to_code_page(call, user)
    call.submit(page, otp=f"otp_{user}")


def test_the_first_of_two_authenticators(call: Call) -> None:
    page = log_in_to_code_page(call, "paul")
    call.submit(page, otp="otp_paul_2")
    call.submit(page + 1, otp="otp_paul_1")


def test_the_second_of_two_authenticators(call: Call) -> None:
    page = log_in_to_code_page(call, "karl")
    second = credential_id(f"{REALM}/karl", 2)
    call.submit(page, otp="otp_karl_1", selectedCredentialId=second)
    call.submit(page + 1, otp="otp_karl_2", selectedCredentialId=second)


def test_an_authenticator_that_counts(call: Call) -> None:
    page = log_in_to_code_page(call, "carl")
    call.submit(page, otp="otp_carl_at_4")
    call.submit(page + 1, otp="otp_carl_at_7")
    call.submit(page + 2, otp="otp_carl_at_6")
    again = log_in_to_code_page(call, "carl", jar="again")
    call.submit(again, jar="again", otp="otp_carl_at_6")
    call.submit(again + 1, jar="again", otp="otp_carl_at_7")


def test_a_counting_authenticator_of_old(call: Call) -> None:
    page = log_in_to_code_page(call, "oldcount")
    call.submit(page, otp="otp_oldcount")


def test_the_page_again(call: Call) -> None:
    page = log_in_to_code_page(call, "iris")
    call.browse(f"action_of_answer_{page}")
    call.submit(page + 1, otp="otp_iris")


def test_the_form_before(call: Call) -> None:
    page = log_in_to_code_page(call, "jane")
    call.submit(page - 1, username="jane", password="jane-password")
    call.submit(page, otp="otp_jane")


def test_beginning_anew(call: Call) -> None:
    page = log_in_to_code_page(call, "kate")
    call.browse(f"restart_of_answer_{page}")
    call.follow(page + 1)


def test_another_name_in_the_same_browser(call: Call) -> None:
    page = log_in_to_code_page(call, "lena")
    call.submit(page, otp="otp_lena")
    call.auth(REALM)
    call.auth(REALM, prompt="login")
    call.submit(call.count, password="lena-password")


def test_no_page_is_shown_to_a_client_that_wants_none(call: Call) -> None:
    page = log_in_to_code_page(call, "mary")
    call.auth(REALM, prompt="none")
    call.submit(page, otp="otp_mary")
    call.auth(REALM, prompt="none")


def test_a_code_in_german(call: Call) -> None:
    page = log_in_to_code_page(call, "nora", ui_locales="de")
    call.submit(page, otp="1")


@pytest.mark.parametrize(
    "form",
    [{}, {"otp": "000000"}, {"totp": "000000"}, {"otp": ""}, {"otp": "000000", "totp": "otp_olga"}, {"totp": ""}],
    ids=str,
)
def test_passwords_without_the_right_code(call: Call, form: dict[str, str]) -> None:
    grant(call, "olga", **form)


@pytest.mark.parametrize(("user", "name"), [("pola", "otp"), ("rosa", "totp")])
def test_a_password_with_a_code(call: Call, user: str, name: str) -> None:
    grant(call, user, **{name: f"otp_{user}"})
    grant(call, user, **{name: f"otp_{user}"})


def test_a_wrong_password_uses_up_no_code(call: Call) -> None:
    grant(call, "sara", password="wrong", otp="otp_sara")
    grant(call, "sara", otp="otp_sara")


def test_the_password_grant_takes_the_first_of_two(call: Call) -> None:
    grant(call, "otto", otp="otp_otto_2")
    grant(call, "otto", otp="otp_otto_1")


def test_a_password_with_a_count(call: Call) -> None:
    grant(call, "cyd", otp="otp_cyd_at_5")
    grant(call, "cyd", otp="otp_cyd_at_5")
    grant(call, "cyd", otp="otp_cyd_at_6")


def test_a_code_of_somebody_without_an_authenticator(call: Call) -> None:
    grant(call, "nobody", otp="000000")
    log_in_to_code_page(call, "nobody")


def test_codes_may_be_used_again_where_the_realm_says_so(call: Call) -> None:
    grant(call, "zoe", COUNTING, otp="otp_zoe")
    grant(call, "zoe", COUNTING, otp="otp_zoe")


@pytest.mark.parametrize("count", [4, 5, 7, 8])
def test_how_far_a_counter_may_be_ahead(call: Call, count: int) -> None:
    user = "curt" if count in (4, 8) else "cole"
    grant(call, user, COUNTING, otp=f"otp_{user}_at_{count}")


def test_an_authenticator_is_set_up(call: Call) -> None:
    page = log_in_to_setup_page(call, "setter")
    call.submit(page, totp=f"otp_new_of_{page}", totpSecret=f"totpSecret_of_answer_{page}", userLabel="phone")
    redeem(call, page + 1)
    again = log_in_to_code_page(call, "setter", jar="again")
    call.submit(again, jar="again", otp=f"otp_new_of_{page}")
    call.submit(again + 1, jar="again", otp=f"otp_new_of_{page}_in_1")


@pytest.mark.parametrize("totp", ["", " ", "000000", "otp_new_of_3_ago_3"])
def test_setup_codes_that_are_refused(call: Call, totp: str) -> None:
    page = log_in_to_setup_page(call, "wrongly")
    call.submit(page, totp=totp, totpSecret=f"totpSecret_of_answer_{page}", userLabel="phone")


@pytest.mark.parametrize(
    "fields", [{}, {"totp": "000000"}, {"totpSecret": "x"}, {"totp": "1", "totpSecret": ""}], ids=str
)
def test_setup_forms_that_are_refused(call: Call, fields: dict[str, str]) -> None:
    page = log_in_to_setup_page(call, "wrongly")
    call.submit(page, **fields)


def test_an_authenticator_is_set_up_by_hand(call: Call) -> None:
    page = log_in_to_setup_page(call, "manual")
    call.browse(f"link:mode-manual:_of_answer_{page}")
    call.browse(f"link:mode-barcode:_of_answer_{page + 1}")
    call.submit(page + 1, totp="000000", totpSecret="a secret of one's own", mode="manual", userLabel="x")
    secret = {"totpSecret": f"totpSecret_of_answer_{page + 1}"}
    call.submit(page + 3, totp=f"otp_new_of_{page + 1}", mode="manual", userLabel="", **secret)


def test_a_set_up_in_german(call: Call) -> None:
    page = log_in_to_setup_page(call, "german", ui_locales="de")
    call.browse(f"link:mode-manual:_of_answer_{page}")


def test_a_set_up_that_ends_other_sessions(call: Call) -> None:
    page = log_in_to_setup_page(call, "ending")
    fields = {"totpSecret": f"totpSecret_of_answer_{page}", "logout-sessions": "on"}
    call.submit(page, totp=f"otp_new_of_{page}", **fields)


def test_a_client_asks_for_an_authenticator(call: Call) -> None:
    call.log_in(REALM, user="asked", kc_action="CONFIGURE_TOTP")
    call.follow(2)
    call.submit(3, totp="otp_new_of_3", totpSecret="totpSecret_of_answer_3", userLabel="one")
    call.auth(REALM, kc_action="CONFIGURE_TOTP")
    call.follow(5)
    secret = {"totpSecret": "totpSecret_of_answer_6"}
    call.submit(6, totp="otp_new_of_6", userLabel=" ", **secret)
    call.submit(7, totp="otp_new_of_6", userLabel="one", **secret)
    call.submit(8, totp="otp_new_of_6", userLabel="two", **secret)
    page = log_in_to_code_page(call, "asked", jar="again")
    call.submit(page, jar="again", otp="otp_new_of_3_in_1")


def test_a_client_asks_and_the_person_cancels(call: Call) -> None:
    call.log_in(REALM, user="cancels", kc_action="CONFIGURE_TOTP")
    call.follow(2)
    call.submit(3, **{"cancel-aia": "true"})


def test_a_set_up_by_a_policy_that_counts(call: Call) -> None:
    page = log_in_to_setup_page(call, "setter", COUNTING)
    call.browse(f"link:mode-manual:_of_answer_{page}")
    secret = {"totpSecret": f"totpSecret_of_answer_{page}"}
    call.submit(page + 1, totp=f"otp_counted_of_{page}_at_5", userLabel="x", **secret)
    again = log_in_to_code_page(call, "setter", COUNTING, jar="again")
    call.submit(again, jar="again", otp=f"otp_counted_of_{page}_at_5")
    call.submit(again + 1, jar="again", otp=f"otp_counted_of_{page}_at_6")


def test_a_flow_that_requires_codes_of_all_users(call: Call) -> None:
    page = log_in_to_code_page(call, "ada", FORCED)
    call.submit(page, otp="otp_ada")


def test_a_flow_that_sets_up_missing_authenticators(call: Call) -> None:
    page = log_in_to_setup_page(call, "setter", FORCED)
    call.submit(page, totp=f"otp_new_of_{page}", totpSecret=f"totpSecret_of_answer_{page}")
    call.auth(FORCED)


@pytest.mark.parametrize("user", ["ada", "nobody"])
def test_a_grant_that_requires_codes_of_all_users(call: Call, user: str) -> None:
    grant(call, user, FORCED)
    grant(call, user, FORCED, otp="000000")


@pytest.mark.parametrize("user", ["ada", "nobody"])
def test_flows_without_one_time_passwords(call: Call, user: str) -> None:
    log_in_to_code_page(call, user, FREE)
    grant(call, user, FREE)
    grant(call, user, FREE, otp="000000")
