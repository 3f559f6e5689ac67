"""One-time passwords: the OTP policy of a realm and the OTP credentials of its users (RFC 4226, RFC 6238)."""

import base64
import hmac
import json
from collections.abc import Sequence
from typing import NamedTuple

from mockauth.realms.built_in import derived_id
from mockauth.realms.model.flows import when_executed
from mockauth.realms.parsing.json_reader import Reader

TOTP, HOTP = "totp", "hotp"
# Algorithm names in otpauth:// URIs, by Keycloak's names.
ALGORITHMS = {"HmacSHA1": "SHA1", "HmacSHA256": "SHA256", "HmacSHA512": "SHA512"}


class OtpPolicy(NamedTuple):
    """The OTP policy of a realm (OTPPolicy).

    `period` is in seconds; `window` is the number of periods (TOTP) or counts (HOTP) by which a code may be off.
    `in_browser_flow` and `in_direct_grant` say when the login page and the password grant require a code (see `flows`).
    """

    type: str = TOTP
    algorithm: str = "HmacSHA1"
    digits: int = 6
    counter: int = 0
    window: int = 1
    period: int = 30
    reusable: bool = False
    in_browser_flow: str = ""
    in_direct_grant: str = ""


class OtpCredential(NamedTuple):
    """An OTP credential of a user (OTPCredentialModel): the secret from which an authenticator app computes codes."""

    id: str
    label: str
    type: str
    secret: bytes
    algorithm: str
    digits: int
    period: int
    counter: int = 0

    def code(self, count: int) -> str:
        """Return the code for a counter value (RFC 4226 section 5.3)."""
        digest = hmac.digest(self.secret, count.to_bytes(8, "big", signed=True), ALGORITHMS[self.algorithm].lower())
        at = digest[-1] & 15
        number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def matching_count(self, code: str, now: int, window: int) -> int | None:
        """Return the counter value, within the window, that a code belongs to; None if the code is wrong."""
        if self.type == HOTP:
            near = range(self.counter, self.counter + window + 1)
        else:
            near = range(now // self.period - window, now // self.period + window + 1)
        given = code.encode("utf-8", "surrogatepass")
        return next((count for count in near if hmac.compare_digest(self.code(count).encode(), given)), None)


def otp_policy(top: Reader) -> OtpPolicy:
    """Read the OTP policy of a realm; absent keys have Keycloak's defaults."""
    default = OtpPolicy()
    return OtpPolicy(
        type=top.text("otpPolicyType", default.type),
        algorithm=top.text("otpPolicyAlgorithm", default.algorithm),
        digits=top.number("otpPolicyDigits", default.digits),
        counter=top.number("otpPolicyInitialCounter", default.counter),
        window=top.number("otpPolicyLookAheadWindow", default.window),
        period=top.number("otpPolicyPeriod", default.period),
        reusable=top.flag("otpPolicyCodeReusable", default.reusable),
        in_browser_flow=when_executed(top, "browserFlow", "browser", "auth-otp-form"),
        in_direct_grant=when_executed(top, "directGrantFlow", "direct grant", "direct-grant-validate-otp"),
    )


def otp_credentials(credentials: Sequence[Reader], owner: str) -> tuple[OtpCredential, ...]:
    """Read the OTP credentials of a user; a credential that cannot be read is reported as a problem.

    `owner` is the name from which missing ids are derived.
    """
    found = (_read(rep, derived_id(owner, "credentials", str(number))) for number, rep in enumerate(credentials))
    return tuple(credential for credential in found if credential)


def _read(credential: Reader, fallback_id: str) -> OtpCredential | None:
    kind = credential.text("type")
    if kind not in {"otp", TOTP, HOTP} or credential.text("value"):
        return None
    try:
        return _legacy(credential, kind, fallback_id) if kind != "otp" else _current(credential, fallback_id)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        credential.problems.append((credential.place, f"the OTP credential cannot be read ({error})"))
        return None


def _current(credential: Reader, fallback_id: str) -> OtpCredential:
    data = json.loads(credential.text("credentialData", "{}"))
    secret = str(json.loads(credential.text("secretData", "{}"))["value"])
    encoding = data.get("secretEncoding")
    if encoding is not None and str(encoding).upper() != "BASE32":
        raise ValueError(f"secretEncoding {encoding}")
    return _validated(
        OtpCredential(
            id=credential.text("id") or fallback_id,
            label=credential.text("userLabel"),
            type=data["subType"],
            secret=secret.encode() if encoding is None else decode_base32(secret),
            algorithm=data.get("algorithm") or "HmacSHA1",
            digits=int(data.get("digits", 6)),
            period=int(data.get("period") or 30),
            counter=int(data.get("counter") or 0),
        )
    )


def _legacy(credential: Reader, kind: str, fallback_id: str) -> OtpCredential:
    """Read the format of Keycloak versions before 8."""
    return _validated(
        OtpCredential(
            id=credential.text("id") or fallback_id,
            label=credential.text("userLabel"),
            type=kind,
            secret=credential.text("hashedSaltedValue").encode(),
            algorithm=credential.text("algorithm", "HmacSHA1"),
            digits=credential.number("digits", 6),
            period=credential.number("period", 30),
            counter=credential.number("counter", 0),
        )
    )


def _validated(otp: OtpCredential) -> OtpCredential:
    known = otp.type in {TOTP, HOTP} and otp.algorithm in ALGORITHMS
    if not known or otp.digits not in range(1, 9) or otp.period < 1:
        raise ValueError(f"{otp.type}, {otp.algorithm}, {otp.digits} digits, a period of {otp.period} s")
    return otp


def decode_base32(text: str) -> bytes:
    """Decode base32 with or without padding. Raises ValueError."""
    compact = text.replace(" ", "").rstrip("=").upper()
    return base64.b32decode(compact + "=" * (-len(compact) % 8))
