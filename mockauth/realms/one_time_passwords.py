"""One-time passwords: what a realm wants of them, and the authenticators of its users (RFC 4226, RFC 6238)."""

import base64
import hmac
import json
from collections.abc import Sequence
from typing import NamedTuple

from mockauth.realms.built_in import derived_id
from mockauth.realms.flows import taken
from mockauth.realms.json_reader import Reader

TOTP, HOTP = "totp", "hotp"
# What applications call the algorithms.
ALGORITHMS = {"HmacSHA1": "SHA1", "HmacSHA256": "SHA256", "HmacSHA512": "SHA512"}


class OtpPolicy(NamedTuple):
    """A realm's policy (OTPPolicy): of what kind new authenticators are, and how codes are taken.

    `period` is in seconds, `window` in periods or counts that a code may be off. `in_browser` and `in_grant` say when
    the flows of the login page and of the password grant ask for a code (see `flows`).
    """

    type: str = TOTP
    algorithm: str = "HmacSHA1"
    digits: int = 6
    counter: int = 0
    window: int = 1
    period: int = 30
    reusable: bool = False
    in_browser: str = ""
    in_grant: str = ""


class Authenticator(NamedTuple):
    """What makes the codes of a user: a credential of type `otp` (OTPCredentialModel)."""

    id: str
    label: str
    type: str
    secret: bytes
    algorithm: str
    digits: int
    period: int
    counter: int = 0

    def code(self, count: int) -> str:
        """Give the code of a count (RFC 4226 section 5.3)."""
        digest = hmac.digest(self.secret, count.to_bytes(8, "big", signed=True), ALGORITHMS[self.algorithm].lower())
        at = digest[-1] & 15
        number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def found(self, code: str, now: int, window: int) -> int | None:
        """Give the count that a code belongs to, of those that are near enough; None where it is no code of theirs."""
        if self.type == HOTP:
            near = range(self.counter, self.counter + window + 1)
        else:
            near = range(now // self.period - window, now // self.period + window + 1)
        given = code.encode("utf-8", "surrogatepass")
        return next((count for count in near if hmac.compare_digest(self.code(count).encode(), given)), None)


def otp_policy(top: Reader) -> OtpPolicy:
    """Read a realm's policy."""
    usual = OtpPolicy()
    return OtpPolicy(
        type=top.text("otpPolicyType", usual.type),
        algorithm=top.text("otpPolicyAlgorithm", usual.algorithm),
        digits=top.number("otpPolicyDigits", usual.digits),
        counter=top.number("otpPolicyInitialCounter", usual.counter),
        window=top.number("otpPolicyLookAheadWindow", usual.window),
        period=top.number("otpPolicyPeriod", usual.period),
        reusable=top.flag("otpPolicyCodeReusable", usual.reusable),
        in_browser=taken(top, "browserFlow", "browser", "auth-otp-form"),
        in_grant=taken(top, "directGrantFlow", "direct grant", "direct-grant-validate-otp"),
    )


def authenticators(credentials: Sequence[Reader], owner: str) -> tuple[Authenticator, ...]:
    """Read those of a user's credentials that make codes; what cannot be read is noted as a problem.

    `owner` is what ids are derived from that are not given.
    """
    found = (_authenticator(it, derived_id(owner, "credentials", str(at))) for at, it in enumerate(credentials))
    return tuple(it for it in found if it)


def _authenticator(credential: Reader, fallback_id: str) -> Authenticator | None:
    kind = credential.text("type")
    if kind not in {"otp", TOTP, HOTP} or credential.text("value"):
        return None
    try:
        return _legacy(credential, kind, fallback_id) if kind != "otp" else _kept(credential, fallback_id)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        credential.problems.append((credential.place, f"this one-time password cannot be read ({error})"))
        return None


def _kept(credential: Reader, fallback_id: str) -> Authenticator:
    data = json.loads(credential.text("credentialData", "{}"))
    secret = str(json.loads(credential.text("secretData", "{}"))["value"])
    encoding = data.get("secretEncoding")
    if encoding is not None and str(encoding).upper() != "BASE32":
        raise ValueError(f"secretEncoding {encoding}")
    return _checked(
        Authenticator(
            id=credential.text("id") or fallback_id,
            label=credential.text("userLabel"),
            type=data["subType"],
            secret=secret.encode() if encoding is None else of_base32(secret),
            algorithm=data.get("algorithm") or "HmacSHA1",
            digits=int(data.get("digits", 6)),
            period=int(data.get("period") or 30),
            counter=int(data.get("counter") or 0),
        )
    )


def _legacy(credential: Reader, kind: str, fallback_id: str) -> Authenticator:
    """Read the form of Keycloak before 8."""
    return _checked(
        Authenticator(
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


def _checked(it: Authenticator) -> Authenticator:
    if it.type not in {TOTP, HOTP} or it.algorithm not in ALGORITHMS or it.digits not in range(1, 9) or it.period < 1:
        raise ValueError(f"{it.type}, {it.algorithm}, {it.digits} digits, a period of {it.period} s")
    return it


def of_base32(text: str) -> bytes:
    """Give what a base32 text stands for, padded or not. Raises ValueError."""
    tight = text.replace(" ", "").rstrip("=").upper()
    return base64.b32decode(tight + "=" * (-len(tight) % 8))
