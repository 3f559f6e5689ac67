"""Request objects and other JWTs of the clients of realm `requests`, signed when they are sent, as assertions are.

`object_expired` in a request stands for the object with that name in the table below.
"""

import json
import re
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from joserfc import jwe
from joserfc.jwk import RSAKey

from contract.assertions import SHARED, jws
from contract.keypairs import key_set, keypair

REALM = "requests"
_ISSUER = "{base}/realms/requests"
_ASSERTION = {"assertion": True}
_ALGORITHMS = {"rsa": "RS256", "ec": "ES256", "p384": "ES384"}
# These keys are new in each run, so that no server has them cached from an earlier one.
_RUN = uuid4().hex
_JWK = re.compile(r"jwk\(([\w-]+)(?: for (\w+))?\)")
_ANY_USE = "anything"
_BY_KEY = re.compile(r"by_(\w+?)_of_(\w+?)(_unnamed)?_\d+")
_HS = {"key": SHARED, "kid": None}

# By name: how an object differs from a valid request object of client `web`. Times are seconds from now; None removes a
# claim. `key` names a key pair, or is a secret; `kid` and `alg` go into the header. `text` is sent as it is, and
# `payload` is signed as it is. Those with `assertion` authenticate a client.
OBJECTS: Mapping[str, Mapping[str, Any]] = {
    "good": {},
    **{alg: {"alg": alg} for alg in ("RS384", "RS512", "PS256", "PS384", "PS512")},
    "ES256": {"alg": "ES256", "key": "ec-1"},
    "ES384": {"alg": "ES384", "key": "p384-1"},
    "ES512": {"alg": "ES512", "key": "p521-1"},
    "EdDSA": {"alg": "EdDSA", "key": "ed25519-1"},
    "none": {"alg": "none", "key": "", "kid": None},
    "without_kid": {"kid": None},
    "with_another_kid": {"kid": "nobody"},
    "by_another_key": {"key": "rsa-2", "kid": "rsa-1"},
    "ES256_by_kid_of_rsa": {"alg": "ES256", "key": "ec-1", "kid": "rsa-1"},
    "HS256": {"alg": "HS256", **_HS},
    "HS384": {"alg": "HS384", **_HS},
    "HS512": {"alg": "HS512", **_HS},
    "HS256_by_another_secret": {"alg": "HS256", "key": "x" * 64, "kid": None},
    "by_certificate": {"key": "rsa-2", "kid": None},
    "expired": {"exp": -3600},
    "from_the_future": {"nbf": 3600, "iat": 3600},
    "without_times": {"exp": None, "iat": None},
    "of_another_issuer": {"iss": "app"},
    "without_iss": {"iss": None},
    "for_others": {"aud": "https://example.org"},
    "without_aud": {"aud": None},
    "of_another_client": {"client_id": "app"},
    "without_client": {"client_id": None},
    "of_another_type": {"response_type": "code token"},
    "without_type": {"response_type": None},
    "with_type_of_none": {"response_type": "nonsense"},
    "without_redirect_uri": {"redirect_uri": None},
    "to_another_place": {"redirect_uri": "http://localhost:3000/other"},
    "to_nowhere": {"redirect_uri": "https://evil.example.org/cb"},
    "without_state": {"state": None},
    "without_scope": {"scope": None},
    "with_bad_scope": {"scope": "openid nonsense"},
    "with_pkce": {
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    },
    "with_bad_pkce": {"code_challenge": "short", "code_challenge_method": "S256"},
    "with_mode": {"response_mode": "fragment"},
    "with_bad_mode": {"response_mode": "nonsense"},
    "for_tokens": {"response_type": "id_token token"},
    "for_tokens_without_nonce": {"response_type": "id_token token", "nonce": None},
    "that_asks_nothing": {"prompt": "none"},
    "that_creates": {"prompt": "create"},
    "with_hint": {"login_hint": "ada"},
    "with_age": {"max_age": 3600},
    "with_age_as_text": {"max_age": "3600"},
    "with_bad_age": {"max_age": "soon"},
    "with_broken_age": {"max_age": 1.5},
    "with_claims": {"claims": {"id_token": {"name": {"essential": True}}}},
    "with_many": {f"more_{number}": "x" for number in range(9)},
    "with_long_state": {"state": "x" * 4001},
    "with_state_of_null": {"state": "null", "payload_of": {"state": None}},
    "with_state_as_number": {"state": 12},
    "with_state_as_fraction": {"state": 1.0},
    "with_state_as_large_fraction": {"state": 1e20},
    "with_state_as_small_fraction": {"state": 0.00001},
    "with_state_as_flag": {"state": True},
    "with_state_as_list": {"state": ["a", 1, {"b": "c d"}]},
    "with_state_as_object": {"state": {"a": 1}},
    "with_control_characters": {"state": "a\u0001b\nc"},
    "with_request_uri": {"request_uri": "https://example.org/object"},
    "with_request": {"request": "x"},
    "list": {"payload": "[]"},
    "text": {"payload": '"x"'},
    "null": {"payload": "null"},
    "nothing": {"payload": ""},
    "nonsense": {"payload": "nonsense"},
    "more_behind": {"payload": "{} nonsense"},
    "garbage": {"text": "garbage"},
    "empty": {"text": ""},
    "dots": {"text": "..."},
    "two_parts": {"text": "e30.e30"},
    "three_parts": {"text": "e30.e30.e30"},
    "without_algorithm": {"text": "eyJ0eXAiOiJKV1QifQ.e30."},
    "with_algorithm_of_none": {"text": "eyJhbGciOiJYWVoifQ.e30."},
    "with_algorithm_as_number": {"text": "eyJhbGciOjF9.e30."},
    "four_parts": {"text": "eyJhbGciOiJub25lIn0.e30.e30.e30"},
    "not_base64": {"text": "!!!.e30."},
    "header_as_list": {"text": "W10.e30."},
    "encrypted_for_nobody": {"text": "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00iLCJraWQiOiJub2JvZHkifQ.AA.AA.AA.AA"},
    "encrypted_badly": {"text": "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA.AA.AA"},
    "encrypted_otherwise": {"text": "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIn0.AA.AA.AA.AA"},
    "encrypted_in_parts": {"text": "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA"},
    "of_app": {"client": "app"},
    "of_app_with_another_state": {"client": "app", "state": "another"},
    "of_fetching": {"client": "fetching"},
    "of_fetching_with_another_state": {"client": "fetching", "state": "another"},
    "of_jwt": {"client": "jwt"},
    "encrypted": {"encrypt": {}},
    "encrypted_without_kid": {"encrypt": {"kid": None}},
    **{
        f"encrypted_by_{number}": {"encrypt": {"alg": alg, "enc": enc}}
        for number, (alg, enc) in enumerate(
            [
                ("RSA-OAEP-256", "A256GCM"),
                ("RSA1_5", "A256GCM"),
                ("RSA-OAEP", "A128CBC-HS256"),
                ("RSA-OAEP", "A192CBC-HS384"),
                ("RSA-OAEP", "A256CBC-HS512"),
                ("RSA-OAEP", "A128GCM"),
                ("RSA-OAEP", "A192GCM"),
            ]
        )
    },
    "encrypted_with_more": {"encrypt": {"more": "x", "cty": "JWT"}},
    "encrypted_by_the_signing_key": {"encrypt": {"use": "sig"}},
    "encrypted_and_by_another_key": {"key": "rsa-2", "kid": "rsa-1", "encrypt": {}},
    "encrypted_and_unsigned": {"alg": "none", "key": "", "kid": None, "encrypt": {}},
    "encrypted_json": {"encrypt": {"plain": True}},
    "encrypted_nonsense": {"payload": "nonsense", "encrypt": {"plain": True}},
    "encrypted_garbage": {"text": "garbage", "encrypt": {}},
    "jwt_asserts": {"client": "jwt", **_ASSERTION},
    "jwt_asserts_too_late": {"client": "jwt", "iat": -120, "exp": -60, **_ASSERTION},
    "jwt_asserts_for_par": {
        "client": "jwt",
        "aud": f"{_ISSUER}/protocol/openid-connect/ext/par/request",
        **_ASSERTION,
    },
    "shared_asserts": {"client": "shared", "alg": "HS256", **_HS, **_ASSERTION},
}


def signed_object(name: str, base: str, realm_keys: Callable[[], list[dict[str, Any]]] = list) -> str:
    """Return the named object, made for the server with this base URL; `…_without_client` has no client_id."""
    it = {"client": "web", "alg": "RS256", "iat": 0, "exp": 60, **_named(name)}
    return _encrypted(it, base, realm_keys()) if "encrypt" in it else _signed(it, base)


def _signed(it: Mapping[str, Any], base: str) -> str:
    if "text" in it:
        return str(it["text"])
    key = it.get("key", "rsa-1")
    signing: Any = keypair(key) if key.partition("-")[0] in {"rsa", "ec", "p384", "p521", "ed25519"} else key
    kid = it.get("kid", key)
    payload = it["payload"] if "payload" in it else json.dumps(_claims(it, base))
    return jws(payload.encode(), signing, it["alg"], {"kid": kid} if kid else {})


def _encrypted(it: Mapping[str, Any], base: str, keys: list[dict[str, Any]]) -> str:
    """Encrypt an object with the realm's key for a `use`; `plain` omits the signature."""
    wanted = {"alg": "RSA-OAEP", "enc": "A256GCM", "use": "enc", "plain": False, **it["encrypt"]}
    content = it.get("payload", json.dumps(_claims(it, base))) if wanted.pop("plain") else _signed(it, base)
    [public] = [key for key in keys if key["use"] == wanted["use"] and key["kty"] == "RSA"]
    header = {"kid": public["kid"], **{name: value for name, value in wanted.items() if name != "use"}}
    header = {name: value for name, value in header.items() if value is not None}
    rules = jwe.JWERegistry(algorithms=[header["alg"], header["enc"]], strict_check_header=False)
    with warnings.catch_warnings(action="ignore"):
        key = RSAKey.import_key({name: public[name] for name in ("kty", "n", "e")})
        return jwe.encrypt_compact(header, content, key, registry=rules)


def with_keys(text: str) -> str:
    """Return a text with JSON Web Keys for `jwk(rsa-1)` and `jwk(rsa-1 for enc)`; their ids are new in each run."""
    return _JWK.sub(lambda match: json.dumps(_fresh(match[1], match[2] or "sig")), text)


def _fresh(name: str, use: str) -> dict[str, Any]:
    [found] = json.loads(key_set(name))["keys"]
    key = {**found, "kid": f"{name}-{_RUN}", "use": use}
    return {member: value for member, value in key.items() if value != _ANY_USE}


def _named(name: str) -> Mapping[str, Any]:
    if name in OBJECTS:
        return OBJECTS[name]
    if match := _BY_KEY.fullmatch(name):
        key, client = (part.replace("_", "-") for part in (match[1], match[2]))
        kid = None if match[3] else f"{key}-{_RUN}"
        return {"client": client, "key": key, "kid": kid, "alg": _ALGORITHMS[key.partition("-")[0]], **_ASSERTION}
    return {**OBJECTS[name.removesuffix("_without_client")], "client_id": None}


def _claims(it: Mapping[str, Any], base: str) -> dict[str, Any]:
    now = int(time.time())
    client = it["client"]
    common: dict[str, Any] = {"iss": client, "aud": _ISSUER, "jti": str(uuid4())}
    asked = {
        "client_id": client,
        "redirect_uri": "http://localhost:3000/cb",
        "response_type": "code",
        "scope": "openid",
        "state": "of-object",
        "nonce": "n-1",
    }
    claims: dict[str, Any] = {**common, **({"sub": client} if it.get("assertion") else asked)}
    settings = {"client", "alg", "key", "kid", "assertion", "payload_of", "encrypt", "iat", "exp", "nbf"}
    claims |= {name: value for name, value in it.items() if name not in settings}
    claims |= {name: now + it[name] for name in ("iat", "exp", "nbf") if it.get(name) is not None}
    if claims["aud"]:
        claims["aud"] = claims["aud"].format(base=base)
    more: Mapping[str, Any] = it.get("payload_of", {})
    return {**{name: value for name, value in claims.items() if value is not None}, **more}
