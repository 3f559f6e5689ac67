"""Client assertions for tests: signed when they are sent, for the server that they are sent to.

`assertion_expired` in a form stands for the assertion with that name in the table below.
"""

import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import jwt
from jwt.utils import base64url_encode

from contract.keypairs import keypair

REALM = "assertions"
SHARED = "a-shared-secret-that-is-long-enough-for-hs512-to-be-content-with-it"
_ISSUER = "{base}/realms/assertions"
_TOKEN = f"{_ISSUER}/protocol/openid-connect/token"
_SOON = {"iat": 0, "exp": 60}

# By name: how an assertion differs from a valid one of client `keys`. Times are seconds from now; None removes a claim.
# `key` names a key pair, or is a secret; `kid` and `alg` go into the header. `header` and `claims` are added as they
# are.
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
    "shared_none": {"client": "shared", "alg": "none", "key": "", "kid": None},
    "shared_without_jti": {"client": "shared", "alg": "HS256", "key": SHARED, "kid": None, "jti": None},
    "shared_for_others": {"client": "shared", "alg": "HS256", "key": SHARED, "kid": None, "aud": "https://example.org"},
    "shared_without_exp": {"client": "shared", "alg": "HS256", "key": SHARED, "kid": None, "exp": None},
    "by_expired_certificate": {"client": "expired-certificate", "key": "rsa-expired", "kid": None},
    "by_early_certificate": {"client": "early-certificate", "key": "rsa-early", "kid": None},
    "by_public_key": {"client": "public-key", "key": "rsa-2", "kid": None},
    "by_elliptic_public_key": {"client": "elliptic-public-key", "key": "ec-2", "kid": None, "alg": "ES256"},
    "by_certificate_and_key": {"client": "certificate-and-key", "key": "rsa-2", "kid": None},
    "by_named_certificate": {"client": "named-certificate", "key": "rsa-2", "kid": "my-kid"},
    "by_certificate_of_another_name": {"client": "named-certificate", "key": "rsa-2", "kid": "nobody"},
    "by_named_public_key": {"client": "named-public-key", "key": "rsa-2", "kid": "my-kid"},
    "by_public_key_of_another_name": {"client": "named-public-key", "key": "rsa-2", "kid": "nobody"},
    "by_broken_certificate": {"client": "broken-certificate", "key": "rsa-2", "kid": None},
    "by_broken_key_set": {"client": "broken-key-set"},
    "by_key_of_no_use": {"client": "keys-of-no-use"},
    "ES384_by_certificate": {"client": "elliptic-certificate", "key": "p384-1", "kid": None, "alg": "ES384"},
    "PS256_by_certificate": {"client": "certificate", "key": "rsa-2", "kid": None, "alg": "PS256"},
    "ES256_by_kid_of_rsa": {"alg": "ES256", "key": "ec-1", "kid": "rsa-1"},
    "expired_at_zero": {"claims": {"exp": 0}},
    "with_exp_as_text": {"claims": {"exp": "soon"}},
    "with_exp_as_digits": {"claims": {"exp": "4102444800"}},
    "with_exp_as_fraction": {"claims": {"exp": 4102444800.5}},
    "with_exp_beyond_all": {"claims": {"exp": 10**30}},
    "with_iat_as_text": {"claims": {"iat": "now"}},
    "not_before_just_ahead": {"nbf": 10},
    "not_before_as_text": {"claims": {"nbf": "now"}},
    "with_sub_as_number": {"claims": {"sub": 1, "iss": 1}},
    "with_sub_as_list": {"claims": {"sub": ["keys"]}},
    "with_empty_sub": {"claims": {"sub": "", "iss": ""}},
    "with_jti_as_number": {"claims": {"jti": 1}},
    "with_jti_as_list": {"claims": {"jti": ["a"]}},
    "with_empty_jti": {"claims": {"jti": ""}},
    "for_nobody_in_a_list": {"claims": {"aud": []}},
    "for_two_that_are_right": {"aud": [_ISSUER, _TOKEN]},
    "for_a_number": {"claims": {"aud": 1}},
    "for_the_issuer_with_a_slash": {"aud": f"{_ISSUER}/"},
    "for_another_realm": {"aud": "{base}/realms/logins"},
    "for_par": {"aud": f"{_ISSUER}/protocol/openid-connect/ext/par/request"},
    "for_ciba": {"aud": f"{_ISSUER}/protocol/openid-connect/ext/ciba/auth"},
    "for_revocation": {"aud": f"{_ISSUER}/protocol/openid-connect/revoke"},
    "of_another_type": {"header": {"typ": "at+jwt"}},
    "with_critical_header": {"header": {"crit": ["b64"], "b64": True}},
    "with_kid_as_number": {"header": {"kid": 1}},
    "with_kid_of_null": {"header": {"kid": None}},
    "with_more_claims": {"claims": {"more": {"a": [1]}, "scope": "openid"}},
}


def assertion_of_secret(name: str) -> str:
    """Return the name of an assertion by a client of realm `odds`, signed with its secret or with another secret."""
    return f"of_secret_{name.replace('-', '_')}"


def _of_secret(name: str) -> Mapping[str, Any]:
    """Return how such an assertion differs from a valid one."""
    client, _, other = name.removeprefix("of_secret_").partition("_by_")
    key = {"": SHARED, "another_secret": "x" * 64, "old_secret": "old-secret"}[other]
    own = {"client": f"jwt-{client.replace('_', '-')}", "alg": "HS256", "key": key, "kid": None}
    return {**own, "aud": "{base}/realms/odds"}


def signed_assertion(name: str, base: str) -> str:
    """Return the named assertion, made for the server with this base URL."""
    differs = _of_secret(name) if name.startswith("of_secret_") else ASSERTIONS[name]
    it = {"client": "keys", "alg": "RS256", **_SOON, **differs}
    key = it.get("key", "rsa-1")
    now = int(time.time())
    claims: dict[str, Any] = {"iss": it["client"], "sub": it["client"], "aud": _ISSUER, "jti": str(uuid4())}
    claims |= {claim: it[claim] for claim in ("iss", "sub", "aud", "jti") if claim in it}
    claims |= {claim: now + it[claim] for claim in ("iat", "exp", "nbf") if it.get(claim) is not None}
    aud = claims["aud"]
    claims["aud"] = [each.format(base=base) for each in aud] if isinstance(aud, list) else aud and aud.format(base=base)
    payload = {claim: value for claim, value in claims.items() if value is not None}
    payload |= it.get("claims", {})
    kid = it.get("kid", key)
    header = {**({"kid": kid} if kid else {}), **it.get("header", {})}
    signing: Any = keypair(key) if key.partition("-")[0] in {"rsa", "ec", "p384", "p521", "ed25519"} else key
    # PyJWT's own encoder refuses invalid assertions, which the servers under test should refuse.
    return jws(json.dumps(payload).encode(), signing, it["alg"], header)


def jws(payload: bytes, key: Any, algorithm: str, header: Mapping[str, Any]) -> str:
    """Sign a payload, whatever it and the header contain."""
    made_by = jwt.get_algorithm_by_name(algorithm)
    parts = [json.dumps({"alg": algorithm, "typ": "JWT", **header}).encode(), payload]
    signed = b".".join(base64url_encode(part) for part in parts)
    signature = b"" if algorithm == "none" else made_by.sign(signed, made_by.prepare_key(key))
    return b".".join((signed, base64url_encode(signature))).decode()
