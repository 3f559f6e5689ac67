"""Realms whose users have one-time passwords, and the codes that their authenticators show.

`otp_ada` in a request stands for the code that ada's authenticator shows now, `otp_ada_2` for that of her second one;
`otp_ada_in_1` is the code of the next period, `otp_ada_ago_3` that of three periods ago, `otp_carl_at_6` that of a
counter. `otp_new_of_3` is a code for the secret in the page of the third answer, `otp_counted_of_3` one by the policy
of the counter-based realm, both with the same suffixes.
"""

import base64
import hmac
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from contract.users import complete_user

CODES = re.compile(r"otp_(?:(?P<made>new|counted)_of_(?P<answer>\d+)|(?P<user>[a-z]+)(?:_(?P<number>\d))?)"
                   r"(?:_(?P<way>in|ago|at)_(?P<steps>\d+))?")  # fmt: skip
REALM, COUNTING, FORCED, FREE = "one-time-passwords", "counting-passwords", "forced-passwords", "free-passwords"
PERIOD = 30


class Authenticator(NamedTuple):
    """A user's authenticator, as an app and as a credential in a realm file; a `counter` of None means time-based."""

    secret: str
    label: str | None = None
    algorithm: str = "HmacSHA1"
    digits: int = 6
    period: int = PERIOD
    counter: int | None = None
    base32: bool = False
    legacy: bool = False

    def code(self, count: int) -> str:
        """Return the code of a period or a counter (RFC 4226 section 5.3)."""
        key = base64.b32decode(self.secret) if self.base32 else self.secret.encode()
        digest = hmac.digest(key, count.to_bytes(8, "big"), self.algorithm.removeprefix("Hmac").lower())
        number = int.from_bytes(digest[(at := digest[-1] & 15) : at + 4], "big") & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def representation(self, user: str, number: int) -> dict[str, Any]:
        """Return the credential."""
        kind = "totp" if self.counter is None else "hotp"
        policy: dict[str, Any] = {"digits": self.digits, "counter": self.counter or 0, "period": self.period}
        policy["algorithm"] = self.algorithm
        if self.legacy:
            return {"type": kind, "hashedSaltedValue": self.secret, **policy}
        data = {"subType": kind, **policy, **({"secretEncoding": "BASE32"} if self.base32 else {})}
        return {
            "id": credential_id(user, number),
            "type": "otp",
            **({"userLabel": self.label} if self.label is not None else {}),
            "secretData": json.dumps({"value": self.secret}),
            "credentialData": json.dumps(data),
        }


def credential_id(user: str, number: int) -> str:
    """Return the id of the credential of `realm/user`."""
    return str(uuid5(NAMESPACE_URL, f"{user}/{number}"))


NEW = Authenticator("")
COUNTED = Authenticator("", algorithm="HmacSHA256", digits=8, counter=5)
# Each test has its own users, because Keycloak accepts a code only once.
_USUAL = (
    *("ada", "bea", "cleo", "dora", "emmy", "faye", "gwen", "hope", "iris", "jane", "kate", "lena", "mary", "nora"),
    *("olga", "pola", "rosa", "sara", "tina", "uma", "vera", "wera", "xena", "yara", "zoe"),
)
AUTHENTICATORS: dict[str, list[Authenticator]] = {
    **{name: [Authenticator(f"secret of {name}, the usual")] for name in _USUAL},
    **{
        name: [Authenticator(f"phone of {name}", "phone"), Authenticator(f"tablet of {name}", "tablet")]
        for name in ("paul", "karl", "otto")
    },
    **{name: [Authenticator(f"counter of {name}", counter=5)] for name in ("carl", "curt", "cole", "cyd")},
    "eight": [Authenticator("secret of eight digits", digits=8)],
    "minute": [Authenticator("secret of a minute", period=60)],
    "sha": [Authenticator("secret of another hash", algorithm="HmacSHA256")],
    "shalong": [Authenticator("secret of a longer hash", algorithm="HmacSHA512")],
    "encoded": [Authenticator("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", base32=True)],
    "legacy": [Authenticator("secret of old", legacy=True)],
    "oldcount": [Authenticator("counter of old", counter=7, legacy=True)],
}
_NONE_YET = ("nobody", "setter", "setagain", "manual", "wrongly", "german", "asked", "second", "ending", "cancels")
_BUSY = ("setter", "setagain", "manual", "wrongly", "german", "second", "ending")


def code(name: str, now: float, secret_of_answer: Callable[[int], str]) -> str:
    """Return the code that a name stands for."""
    said = CODES.fullmatch(name)
    assert said, f"{name} names no code: see contract/one_time_passwords.py"
    if said["made"]:
        usual = COUNTED if said["made"] == "counted" else NEW
        it = usual._replace(secret=secret_of_answer(int(said["answer"])))
    else:
        it = AUTHENTICATORS[said["user"]][int(said["number"] or 1) - 1]
    steps = int(said["steps"] or 0)
    if said["way"] == "at":
        return it.code(steps)
    begun = int(now) // it.period if it.counter is None else it.counter
    return it.code(begun - steps if said["way"] == "ago" else begun + steps)


def realms() -> list[dict[str, Any]]:
    """Return the realms: with the default policy; counter-based codes; codes for all users; and codes for none."""
    counting = {
        "otpPolicyType": "hotp",
        "otpPolicyAlgorithm": "HmacSHA256",
        "otpPolicyDigits": 8,
        "otpPolicyInitialCounter": 5,
        "otpPolicyLookAheadWindow": 2,
        "displayName": "Counting: the <b>realm</b>",
    }
    reusable = {"otpPolicyCodeReusable": True}
    return [
        _realm(REALM, [*AUTHENTICATORS, *_NONE_YET], internationalizationEnabled=True, supportedLocales=["en", "de"]),
        _realm(COUNTING, ["cole", "curt", "setter", "setagain", "zoe"], **counting, **reusable),
        _realm(FORCED, ["ada", "nobody", "setter"], **_flows("REQUIRED")),
        _realm(FREE, ["ada", "nobody"], **_flows("DISABLED")),
    ]


def _realm(name: str, users: list[str], **more: Any) -> dict[str, Any]:
    client = {
        "secret": "app-secret",
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
    }
    return {
        "realm": name,
        "enabled": True,
        "clients": [{"clientId": "app", **client}],
        "users": [_user(name, user) for user in users],
        **more,
    }


def _user(realm: str, name: str) -> dict[str, Any]:
    own = AUTHENTICATORS.get(name, [])
    required = {"requiredActions": ["CONFIGURE_TOTP"]} if name in _BUSY and realm != FORCED else {}
    authenticators = (it.representation(f"{realm}/{name}", number) for number, it in enumerate(own, 1))
    return complete_user(name, *authenticators, **required)


def _flows(requirement: str) -> dict[str, Any]:
    """Return flows that require a code, on the login page and for the password grant, unlike the built-in flows."""

    def step(authenticator: str, priority: int, how: str = "REQUIRED") -> dict[str, Any]:
        return {"authenticator": authenticator, "requirement": how, "priority": priority}

    def flow(alias: str, *steps: dict[str, Any], top: bool = True) -> dict[str, Any]:
        return {
            "alias": alias,
            "providerId": "basic-flow",
            "topLevel": top,
            "builtIn": False,
            "authenticationExecutions": list(steps),
        }

    forms = {"flowAlias": "own forms", "authenticatorFlow": True, "requirement": "ALTERNATIVE", "priority": 20}
    return {
        "browserFlow": "own browser",
        "directGrantFlow": "own grant",
        "authenticationFlows": [
            flow("own browser", step("auth-cookie", 10, "ALTERNATIVE"), forms),
            flow(
                "own forms", step("auth-username-password-form", 10), step("auth-otp-form", 20, requirement), top=False
            ),
            flow(
                "own grant",
                step("direct-grant-validate-username", 10),
                step("direct-grant-validate-password", 20),
                step("direct-grant-validate-otp", 30, requirement),
            ),
        ],
    }
