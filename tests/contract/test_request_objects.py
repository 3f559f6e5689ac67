"""Request objects: authorization requests as a JWT, in a parameter or behind a URL."""

from typing import Any

import pytest

from contract.call import Call
from contract.listener import NAME
from contract.request_objects import OBJECTS

REALM = "requests"
BARE: dict[str, Any] = {"redirect_uri": None, "response_type": None, "scope": None, "state": None}
SIGNED = [name for name, it in OBJECTS.items() if "client" not in it]
OBJECTS_OF_APP = f"http://{NAME}/objects"


def ask(call: Call, name: str, client_id: str = "web", **more: Any) -> None:
    call.auth(REALM, client_id=client_id, request=f"object_{name}", **more)


@pytest.mark.parametrize("name", SIGNED)
def test_request_objects(call: Call, name: str) -> None:
    ask(call, name, scope=None)


@pytest.mark.parametrize("name", SIGNED)
def test_request_objects_beside_little_else(call: Call, name: str) -> None:
    ask(call, name, **BARE)


@pytest.mark.parametrize("name", ["good", "none", "garbage", "of_another_type"])
def test_request_objects_that_are_posted(call: Call, name: str) -> None:
    ask(call, name, method="POST")


def test_a_request_object_is_a_request(call: Call) -> None:
    ask(call, "with_pkce")
    call.submit(1, username="ada", password="ada-password")
    call.token(
        REALM,
        grant_type="authorization_code",
        client_id="web",
        code="code_of_answer_2",
        code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        redirect_uri="http://localhost:3000/cb",
    )


@pytest.mark.parametrize(
    "more",
    [
        {"response_type": "token"},
        {"response_type": "nonsense"},
        {"response_type": None},
        {"response_mode": "nonsense"},
        {"redirect_uri": "https://evil.example.org/cb"},
        {"scope": "openid nonsense"},
        {"scope": None},
        {"state": None},
        {"state": ["a", "b"]},
        {"request": ["object_good", "object_garbage"]},
        {"request": ["object_garbage", "object_good"]},
        {"prompt": "none"},
        {"prompt": "create"},
        {"max_age": "soon"},
        {"nonce": "outer", "prompt": "none"},
        {"request_uri": "https://example.org/object"},
        {"request_uri": "urn:ietf:params:oauth:request_uri:unknown"},
        {"request_uri": ""},
    ],
    ids=str,
)
def test_parameters_beside_a_request_object(call: Call, more: dict[str, Any]) -> None:
    call.auth(REALM, **{"client_id": "web", "request": "object_good", **more})


@pytest.mark.parametrize("prompt", [None, "login", "none"])
def test_request_objects_of_a_browser_that_is_logged_in(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="web")
    ask(call, "good", prompt=prompt)
    ask(call, "that_asks_nothing", prompt=prompt)
    ask(call, "with_age", prompt=prompt)


@pytest.mark.parametrize("alg", ["RS256", "ES256", "HS256", "none"])
@pytest.mark.parametrize("only", ["RS256", "ES256", "HS256", "none", "any"])
def test_clients_that_sign_in_one_way(call: Call, only: str, alg: str) -> None:
    ask(call, "good_without_client" if alg == "RS256" else f"{alg}_without_client", f"only-{only}")


@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512", "HS256_by_another_secret"])
@pytest.mark.parametrize("client_id", ["secretive", "shared", "web", "keyless"])
def test_request_objects_signed_with_a_secret(call: Call, client_id: str, name: str) -> None:
    ask(call, f"{name}_without_client", client_id)


@pytest.mark.parametrize("name", ["good", "by_certificate", "ES256"])
@pytest.mark.parametrize("client_id", ["certificate", "keyless"])
def test_request_objects_by_certificate(call: Call, client_id: str, name: str) -> None:
    ask(call, f"{name}_without_client", client_id)


@pytest.mark.parametrize(
    "name",
    [
        "encrypted_without_client",
        "encrypted_by_0_without_client",
        "encrypted_by_5_without_client",
        "encrypted_for_nobody",
        "encrypted_otherwise",
        "encrypted_in_parts",
        "good_without_client",
    ],
)
def test_request_objects_that_are_to_be_encrypted(call: Call, name: str) -> None:
    ask(call, name, "encrypted")


@pytest.mark.parametrize("name", ["encrypted", "encrypted_json", "encrypted_and_unsigned", "encrypted_nonsense"])
@pytest.mark.parametrize("client_id", ["only-RS256", "only-none", "only-any"])
def test_encrypted_request_objects_of_clients_that_sign_in_one_way(call: Call, client_id: str, name: str) -> None:
    ask(call, f"{name}_without_client", client_id)


@pytest.mark.parametrize("given", [None, "request", "request_uri", "pushed"])
@pytest.mark.parametrize("client_id", ["must-either", "must-object", "must-uri", "must-nothing"])
def test_clients_that_need_a_request_object(call: Call, client_id: str, given: str | None) -> None:
    call.serve("/objects/of-need", "object_none_without_client")
    values = {
        None: {},
        "request": {"request": "object_without_client"},
        "request_uri": {"request_uri": f"{OBJECTS_OF_APP}/of-need"},
        "pushed": {"request_uri": "urn:ietf:params:oauth:request_uri:unknown"},
    }
    call.auth(REALM, client_id=client_id, **values[given])


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize(
    "uri",
    [
        f"http://{NAME}/objects/good",
        f"http://{NAME}/objects/deep/good?x=1",
        f"http://{NAME}/objects/good#fragment",
        f"http://{NAME}/objects/good?state=1",
        f"http://{NAME}/objects/../secret",
        f"http://{NAME}/objects",
        f"http://{NAME}/exact",
        f"http://{NAME}/exact?x=1",
        f"http://{NAME}/relative",
        "/relative",
        "relative",
        f"http://{NAME}/secret",
        f"http://user@{NAME}/objects/good",
        "https://example.org/objects/good",
        "file:///etc/passwd",
        "urn:example:request",
        "nonsense",
        "",
    ],
)
def test_request_uris(call: Call, uri: str, bare: bool) -> None:
    for path in ("/objects/good", "/objects/deep/good?x=1", "/exact", "/objects", "/relative", "/secret"):
        call.serve(path, "object_of_fetching")
    call.auth(REALM, client_id="fetching", request_uri=uri, **(BARE if bare else {}))


@pytest.mark.parametrize("uri", [f"http://{NAME}/anything", "file:///etc/passwd", f"http://{NAME}/../etc"])
def test_request_uris_of_a_client_that_registered_all(call: Call, uri: str) -> None:
    call.serve("/anything", "object_none_without_client")
    call.auth(REALM, client_id="fetching-anywhere", request_uri=uri)


@pytest.mark.parametrize("client_id", ["web", "app"])
def test_request_uris_of_a_client_that_registered_none(call: Call, client_id: str) -> None:
    call.serve("/objects/of-none", "object_none_without_client")
    call.auth(REALM, client_id=client_id, request_uri=f"{OBJECTS_OF_APP}/of-none")


@pytest.mark.parametrize(
    "name", ["good", "ES256_without_client", "none_without_client", "expired", "by_another_key", "nonsense", "empty"]
)
def test_request_objects_behind_a_url(call: Call, name: str) -> None:
    call.serve(f"/objects/{name}", f"object_{name}")
    call.auth(REALM, client_id="fetching", request_uri=f"{OBJECTS_OF_APP}/{name}")


def test_a_request_object_behind_a_url_is_fetched_each_time(call: Call) -> None:
    call.serve("/objects/changing", "object_of_fetching")
    call.auth(REALM, client_id="fetching", request_uri=f"{OBJECTS_OF_APP}/changing", prompt="none")
    call.serve("/objects/changing", "object_of_fetching_with_another_state")
    call.auth(REALM, client_id="fetching", request_uri=f"{OBJECTS_OF_APP}/changing", prompt="none")


@pytest.mark.parametrize("status", [201, 204, 301, 302, 307, 400, 404, 500])
def test_answers_instead_of_a_request_object(call: Call, status: int) -> None:
    call.serve("/objects/good", "object_of_fetching")
    body = "" if status in (204, 304) else "object_of_fetching"
    call.serve(f"/objects/{status}", body, status=status, location="/objects/good")
    call.auth(REALM, client_id="fetching", request_uri=f"{OBJECTS_OF_APP}/{status}")


@pytest.mark.parametrize("path", ["registrations", "forgot-credentials"])
def test_request_objects_for_other_pages(call: Call, path: str) -> None:
    call.browse(f"/realms/requests/protocol/openid-connect/{path}?client_id=web&request=object_good")


def test_keys_behind_a_url_for_a_request_object(call: Call) -> None:
    call.serve("/keys/asking", '{"keys": [jwk(rsa-1)]}')
    ask(call, "by_rsa_1_of_asking_1", "asking")
    ask(call, "by_ec_1_of_asking_2", "asking")
