"""Response types, response modes, kinds of clients and PKCE, combined, for a browser that is logged in."""

from typing import Any

import pytest

from contract.call import Call

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
TYPES = [
    *("code", "token", "id_token", "none"),
    *("code id_token", "code token", "id_token token", "code id_token token"),
]
MODES = [None, "query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"]
CLIENTS = ["public", "vault", "code-only", "implicit-only", "no-flow"]
KEYS: dict[str, dict[str, str]] = {
    "none": {},
    "plain": {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
    "S256": {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
    "without a method": {"code_challenge": VERIFIER},
    "without a challenge": {"code_challenge_method": "S256"},
    "of a method that there is not": {"code_challenge": CHALLENGE, "code_challenge_method": "S512"},
    "too short": {"code_challenge": "short", "code_challenge_method": "S256"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", TYPES)
def test_types_and_modes(call: Call, kind: str, mode: str | None) -> None:
    call.log_in("matrices", client_id="public")
    for client in CLIENTS:
        call.auth("matrices", client_id=client, response_type=kind, response_mode=mode, nonce="n1", prompt="none")


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("kind", TYPES)
def test_types_and_proof_keys(call: Call, kind: str, keys: str) -> None:
    call.log_in("matrices", client_id="public")
    for client in ("public", "vault", "keen", "plain"):
        call.auth("matrices", client_id=client, response_type=kind, nonce="n1", prompt="none", **KEYS[keys])


@pytest.mark.parametrize("keys", ["none", "plain", "S256", "without a method"])
@pytest.mark.parametrize("verifier", [None, VERIFIER, CHALLENGE, "wrong" * 10])
def test_codes_and_proof_keys(call: Call, keys: str, verifier: str | None) -> None:
    call.log_in("matrices", client_id="public")
    shown: dict[str, Any] = {} if verifier is None else {"code_verifier": verifier}
    for client in ("public", "vault", "keen", "plain"):
        call.auth("matrices", client_id=client, prompt="none", **KEYS[keys])
        secret: dict[str, Any] = {"client_secret": "vault-secret"} if client == "vault" else {}
        call.token(
            "matrices",
            grant_type="authorization_code",
            client_id=client,
            code=f"code_of_answer_{call.count}",
            redirect_uri="http://localhost:3000/cb",
            **secret,
            **shown,
        )
