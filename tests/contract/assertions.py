"""Client assertions of tests: made when they are sent, for the server that they are sent to.

`assertion_expired` in a form stands for the assertion of that name in the table below.
"""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import jwt

from contract.keypairs import keypair

REALM = "assertions"
SHARED = "a-shared-secret-that-is-long-enough-for-hs512-to-be-content-with-it"
_ISSUER = "{base}/realms/assertions"
_TOKEN = f"{_ISSUER}/protocol/openid-connect/token"
_SOON = {"iat": 0, "exp": 60}

# By name: what differs from a good assertion of client `keys`. Times are in seconds from now; None takes a claim away.
# `key` names a key pair, or is a secret; `kid` and `alg` are of the header.
ASSERTIONS: Mapping[str, Mapping[str, Any]] = {
    "good": {},
    "of_one_key": {"client": "one-key"},
    "without_kid": {"kid": None},
    "of_one_key_without_kid": {"client": "one-key", "kid": None},
    "with_another_kid": {"kid": "nobody"},
    "by_certificate": {"client": "certificate", "key": "rsa-2", "kid": None},
    "by_certificate_with_kid": {"client": "certificate", "key": "rsa-2", "kid": "nobody"},
    "by_elliptic_certificate": {"client": "elliptic-certificate", "key": "ec-2", "kid": None, "alg": "ES256"},
    "of_keyless": {"client": "keyless"},
    "of_off": {"client": "off"},
    "of_nobody": {"client": "nobody"},
    "of_secretive": {"client": "secretive"},
    **{alg: {"alg": alg} for alg in ("RS384", "RS512", "PS256", "PS384", "PS512")},
    "ES256": {"alg": "ES256", "key": "ec-1"},
    "ES384": {"alg": "ES384", "key": "p384-1"},
    "ES512": {"alg": "ES512", "key": "p521-1"},
    "EdDSA": {"alg": "EdDSA", "key": "ed25519-1"},
    "none": {"alg": "none", "key": ""},
    "HS256": {"alg": "HS256", "key": SHARED, "kid": None},
    "by_another_key": {"key": "rsa-2", "kid": "rsa-1"},
    "RS256_of_only_es256": {"client": "only-es256"},
    "ES256_of_only_es256": {"client": "only-es256", "alg": "ES256", "key": "ec-1"},
    "expired": {"iat": -120, "exp": -60},
    "just_expired": {"iat": -60, "exp": -5},
    "without_exp": {"exp": None},
    "without_iat": {"iat": None},
    "without_iat_for_long": {"iat": None, "exp": 3600},
    "for_long": {"exp": 3600},
    "from_the_future": {"iat": 120, "exp": 180},
    "from_just_ahead": {"iat": 5, "exp": 65},
    "from_long_ago": {"iat": -120, "exp": 60},
    "brief": {"client": "brief"},
    "brief_from_long_ago": {"client": "brief", "iat": -30},
    "not_before": {"nbf": 120},
    "without_jti": {"jti": None},
    "without_sub": {"sub": None},
    "without_iss": {"iss": None},
    "of_another_issuer": {"iss": "one-key"},
    "without_aud": {"aud": None},
    "for_the_token_endpoint": {"aud": _TOKEN},
    "for_introspection": {"aud": f"{_TOKEN}/introspect"},
    "for_the_userinfo_endpoint": {"aud": f"{_ISSUER}/protocol/openid-connect/userinfo"},
    "for_others": {"aud": "https://example.org"},
    "for_two": {"aud": [_ISSUER, "https://example.org"]},
    "for_one_in_a_list": {"aud": [_ISSUER]},
    **{
        f"shared_{alg}": {"client": "shared", "alg": alg, "key": SHARED, "kid": None}
        for alg in ("HS256", "HS384", "HS512")
    },
    "shared_by_another_secret": {"client": "shared", "alg": "HS256", "key": "x" * 64, "kid": None},
    "shared_RS256": {"client": "shared"},
    "shared_expired": {"client": "shared", "alg": "HS256", "key": SHARED, "kid": None, "iat": -120, "exp": -60},
    "HS256_of_only_hs384": {"client": "only-hs384", "alg": "HS256", "key": SHARED, "kid": None},
}


def made(name: str, base: str) -> str:
    """Make the assertion of a name for the server at a base URL."""
    it = {"client": "keys", "alg": "RS256", **_SOON, **ASSERTIONS[name]}
    key = it.get("key", "rsa-1")
    now = int(time.time())
    claims: dict[str, Any] = {"iss": it["client"], "sub": it["client"], "aud": _ISSUER, "jti": str(uuid4())}
    claims |= {claim: it[claim] for claim in ("iss", "sub", "aud", "jti") if claim in it}
    claims |= {claim: now + it[claim] for claim in ("iat", "exp", "nbf") if it.get(claim) is not None}
    aud = claims["aud"]
    claims["aud"] = [each.format(base=base) for each in aud] if isinstance(aud, list) else aud and aud.format(base=base)
    payload = {claim: value for claim, value in claims.items() if value is not None}
    kid = it.get("kid", key)
    signing: Any = keypair(key) if key.partition("-")[0] in {"rsa", "ec", "p384", "p521", "ed25519"} else key
    return jwt.encode(payload, signing, it["alg"], {"kid": kid} if kid else None)
