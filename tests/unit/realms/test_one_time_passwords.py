"""OTP credentials in realm files, and the codes they accept."""

import json
from typing import Any

import pytest

from mockauth.realms.model.one_time_passwords import (
    HOTP,
    TOTP,
    OtpCredential,
    OtpPolicy,
    decode_base32,
    otp_credentials,
    otp_policy,
)
from mockauth.realms.parsing.json_reader import Reader

# The secrets of the test vectors in RFC 4226 (appendix D) and RFC 6238 (appendix B).
SECRETS = {
    name: (b"1234567890" * 7)[:size] for name, size in (("HmacSHA1", 20), ("HmacSHA256", 32), ("HmacSHA512", 64))
}


def credential(kind: str = TOTP, algorithm: str = "HmacSHA1", digits: int = 6, counter: int = 0) -> OtpCredential:
    return OtpCredential("a", "", kind, SECRETS[algorithm], algorithm, digits, 30, counter)


def read(*credentials: dict[str, Any]) -> tuple[tuple[OtpCredential, ...], list[tuple[str, str]]]:
    problems: list[tuple[str, str]] = []
    return otp_credentials([Reader(it, "there", problems) for it in credentials], "demo/alice"), problems


def representation(**data: Any) -> dict[str, Any]:
    return {"type": "otp", "secretData": json.dumps({"value": "secret"}), "credentialData": json.dumps(data)}


@pytest.mark.parametrize(("count", "code"), [*enumerate(["755224", "287082", "359152", "969429", "338314", "254676"])])
def test_counter_based_codes_match_rfc_4226(count: int, code: str) -> None:
    assert credential(HOTP).code(count) == code


@pytest.mark.parametrize(
    ("algorithm", "now", "code"),
    [
        ("HmacSHA1", 59, "94287082"),
        ("HmacSHA256", 59, "46119246"),
        ("HmacSHA512", 59, "90693936"),
        ("HmacSHA1", 20000000000, "65353130"),
        ("HmacSHA256", 1111111109, "68084774"),
        ("HmacSHA512", 1234567890, "93441116"),
    ],
)
def test_time_based_codes_match_rfc_6238(algorithm: str, now: int, code: str) -> None:
    assert credential(algorithm=algorithm, digits=8).matching_count(code, now, 0) == now // 30


def test_a_code_of_another_period_is_wrong_if_the_window_is_0() -> None:
    assert credential().matching_count(credential().code(9), 300, 0) is None


def test_the_default_policy_is_keycloaks() -> None:
    assert otp_policy(Reader({}, "realm", [])) == OtpPolicy(
        in_browser_flow="if configured", in_direct_grant="if configured"
    )


@pytest.mark.parametrize(
    "data",
    [
        {"subType": "odd"},
        {"subType": "totp", "digits": 0},
        {"subType": "totp", "digits": 40},
        {"subType": "totp", "digits": "six"},
        {"subType": "totp", "period": -1},
        {"subType": "totp", "algorithm": "MD5"},
        {"subType": "totp", "secretEncoding": "HEX"},
        {"subType": "totp", "secretEncoding": "BASE32", "digits": 6},
        {},
        [],
    ],
    ids=str,
)
def test_an_invalid_credential_is_reported_with_its_place(data: Any) -> None:
    found, problems = read({"type": "otp", "secretData": '{"value": "1"}', "credentialData": json.dumps(data)})
    assert found == ()
    assert [place for place, _ in problems] == ["there"]


def test_passwords_are_not_otp_credentials() -> None:
    assert read({"type": "password", "value": "secret"}, {"value": "x"}) == ((), [])


def test_missing_ids_are_the_same_on_every_start() -> None:
    assert (
        read(representation(subType="totp"), representation(subType="hotp"))[0]
        == read(representation(subType="totp"), representation(subType="hotp"))[0]
    )


@pytest.mark.parametrize("text", ["JBSWY3DPEHPK3PXP", "jbsw y3dp ehpk 3pxp", "JBSWY3DPEHPK3PXP=="])
def test_base32_may_contain_spaces_and_lower_case_letters(text: str) -> None:
    assert decode_base32(text) == b"Hello!\xde\xad\xbe\xef"
