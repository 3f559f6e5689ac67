"""Signatures with every algorithm, and keys that are generated when first needed."""

from typing import Any

import pytest

from contract.call import Call

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SECRETS = ["HS256", "HS384", "HS512"]


def ask(call: Call, realm: str, client: str, **form: Any) -> None:
    call.token(realm, client_id=client, client_secret="secret", **form)


def certs(call: Call, realm: str) -> None:
    call.get(f"/realms/{realm}/protocol/openid-connect/certs")


@pytest.mark.parametrize("algorithm", [*ALGORITHMS, *SECRETS])
def test_tokens_of_a_service(call: Call, algorithm: str) -> None:
    ask(call, "signatures", algorithm, scope="openid")


@pytest.mark.parametrize("algorithm", [*ALGORITHMS, *SECRETS])
def test_tokens_of_a_user_are_accepted_back(call: Call, algorithm: str) -> None:
    ask(call, "signatures", algorithm, grant_type="password", username="ada", password="ada", scope="openid")
    call.get("/realms/signatures/protocol/openid-connect/userinfo", authorization="Bearer access_token_of_answer_1")
    ask(call, "signatures", algorithm, grant_type="refresh_token", refresh_token="refresh_token_of_answer_1")


@pytest.mark.parametrize("client", ["mixed", "access-only", "id-only", "no-algorithm"])
def test_each_kind_of_token_has_its_algorithm(call: Call, client: str) -> None:
    ask(call, "signatures", client, scope="openid")


@pytest.mark.parametrize("client", ["alg-none", "alg-XX256", "alg-es256", "alg-RSA-OAEP", "alg-Ed25519", "id-XX256"])
def test_unknown_algorithms(call: Call, client: str) -> None:
    ask(call, "signatures", client, scope="openid")


def test_keys_are_made_when_first_needed(call: Call) -> None:
    certs(call, "on-demand")
    for algorithm in ("ES256", "EdDSA", "PS512", "HS256", "RS384", "ES256"):
        ask(call, "on-demand", algorithm)
        certs(call, "on-demand")


@pytest.mark.parametrize("realm", ["by-default-es384", "by-default-hs256", "by-default-xx"])
def test_the_algorithm_of_a_realm(call: Call, realm: str) -> None:
    certs(call, realm)
    ask(call, realm, "robot", scope="openid")
    certs(call, realm)


def test_a_client_that_wants_another_algorithm_than_its_realm(call: Call) -> None:
    ask(call, "by-default-es384", "RS256", scope="openid")


def test_a_realm_that_has_only_an_elliptic_key(call: Call) -> None:
    certs(call, "elliptic-only")
    ask(call, "elliptic-only", "ES384")
    certs(call, "elliptic-only")
    ask(call, "elliptic-only", "robot")
    certs(call, "elliptic-only")


def test_the_realm_info_generates_its_key(call: Call) -> None:
    certs(call, "elliptic-info")
    call.get("/realms/elliptic-info")
    certs(call, "elliptic-info")


def test_the_longer_edwards_curve(call: Call) -> None:
    certs(call, "ed448")
    ask(call, "ed448", "robot", scope="openid")


def test_key_providers_of_every_kind(call: Call) -> None:
    certs(call, "keyring")
    for client in ("robot", "ES256", "ES512", "EdDSA", "PS256", "HS384", "HS512"):
        ask(call, "keyring", client)
    certs(call, "keyring")


def test_a_key_for_an_unknown_algorithm(call: Call) -> None:
    ask(call, "keyring", "XX")


def test_keys_that_are_passive_or_off_do_not_sign(call: Call) -> None:
    certs(call, "passive")
    ask(call, "passive", "robot")
    certs(call, "passive")
    ask(call, "passive", "ES256")
    certs(call, "passive")


def test_the_key_of_the_highest_priority_signs(call: Call) -> None:
    certs(call, "priorities")
    ask(call, "priorities", "robot")


def test_keys_that_a_realm_file_brings(call: Call) -> None:
    certs(call, "imported")
    for client in ("robot", "PS384", "RS512", "RS384", "ES256", "ES512", "EdDSA", "HS256"):
        ask(call, "imported", client)


def test_the_keys_of_a_realm_file_of_old(call: Call) -> None:
    certs(call, "of-old")
    ask(call, "of-old", "robot")
