"""Clients whose keys are behind a URL (jwks_uri): fetched when needed, cached, and fetched again if a key is missing.

Each test has its own client, because Keycloak caches keys from one test to the next.
"""

from typing import Any

import pytest

from contract.call import Call

BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def keys(*names: str) -> str:
    """Return a key set with these keys (see `contract.request_objects.with_keys`)."""
    return f'{{"keys": [{", ".join(f"jwk({name})" for name in names)}]}}'


def ask(call: Call, key: str, client: str, later: int = 0, **more: Any) -> None:
    """Request a token with an assertion that the client signs with a key."""
    name = f"by_{key}_of_{client}_{call.count}".replace("-", "_")
    call.token("requests", client_assertion_type=BEARER, client_assertion=f"object_{name}", later=later, **more)


def test_keys_are_kept(call: Call) -> None:
    call.serve("/keys/kept", keys("rsa-1", "ec-1"))
    ask(call, "rsa-1", "rotating-kept")
    call.serve("/keys/kept", status=500)
    ask(call, "rsa-1", "rotating-kept")
    ask(call, "ec-1", "rotating-kept")


def test_a_new_key_is_found_after_a_while(call: Call) -> None:
    call.serve("/keys/new", keys("rsa-1"))
    ask(call, "rsa-1", "rotating-new")
    call.serve("/keys/new", keys("rsa-1", "rsa-2"))
    ask(call, "rsa-2", "rotating-new")
    ask(call, "rsa-2", "rotating-new", later=12)
    ask(call, "rsa-1", "rotating-new")


def test_a_key_that_is_missing(call: Call) -> None:
    call.serve("/keys/missing", keys("rsa-1"))
    ask(call, "rsa-2", "rotating-missing")
    ask(call, "rsa-1", "rotating-missing")


def test_a_key_server_that_recovers(call: Call) -> None:
    call.serve("/keys/back", status=503)
    ask(call, "rsa-1", "rotating-back")
    call.serve("/keys/back", keys("rsa-1"))
    ask(call, "rsa-1", "rotating-back")


def test_a_key_server_that_fails_later(call: Call) -> None:
    call.serve("/keys/failing", keys("rsa-1"))
    ask(call, "rsa-1", "rotating-failing")
    call.serve("/keys/failing", status=503)
    ask(call, "rsa-2", "rotating-failing", later=12)
    ask(call, "rsa-1", "rotating-failing")


def test_a_key_that_is_withdrawn(call: Call) -> None:
    call.serve("/keys/withdrawn", keys("rsa-1", "rsa-2"))
    ask(call, "rsa-1", "rotating-withdrawn")
    call.serve("/keys/withdrawn", keys("rsa-2"))
    ask(call, "rsa-1", "rotating-withdrawn", later=12)
    ask(call, "ec-1", "rotating-withdrawn")
    ask(call, "rsa-1", "rotating-withdrawn")
    ask(call, "rsa-2", "rotating-withdrawn")


def test_assertions_without_a_kid(call: Call) -> None:
    call.serve("/keys/without-kid", keys("rsa-1", "ec-1"))
    ask(call, "rsa-1", "rotating-without-kid-unnamed")
    ask(call, "ec-1", "rotating-without-kid-unnamed")
    ask(call, "p384-1", "rotating-without-kid-unnamed")


def test_keys_whose_use_is_not_said(call: Call) -> None:
    call.serve("/keys/without-use", keys("rsa-1 for anything"))
    ask(call, "rsa-1", "rotating-without-use")


def test_keys_for_something_else(call: Call) -> None:
    call.serve("/keys/for-encryption", keys("rsa-1 for enc"))
    ask(call, "rsa-1", "rotating-for-encryption")


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("error", None, 500),
        ("redirect", None, 302),
        ("nonsense", "nonsense", 200),
        ("empty", "", 200),
        ("no-keys", "{}", 200),
        ("not-a-list", '{"keys":1}', 200),
        ("mixed", "mixed", 200),
        ("html", "<html></html>", 200),
    ],
)
def test_answers_instead_of_keys(call: Call, name: str, body: str | None, status: int) -> None:
    whole = keys("rsa-1")
    if name == "mixed":
        body = '{"keys": [{"kty": "XYZ", "use": "sig"}, {"kty": "EC", "use": "sig"}, jwk(rsa-1)], "more": 1}'
    call.serve("/keys/good", whole)
    call.serve(f"/keys/{name}", whole if body is None else body, status=status, location="/keys/good")
    ask(call, "rsa-1", f"broken-{name}")
    ask(call, "rsa-1", f"broken-{name}")


def test_a_key_server_that_takes_too_long(call: Call) -> None:
    call.serve("/keys/slow", late=True)
    ask(call, "rsa-1", "broken-slow")


def test_a_key_set_that_is_too_large(call: Call) -> None:
    call.serve("/keys/large", keys("rsa-1"), padding=11_000_000)
    ask(call, "rsa-1", "broken-large")


def test_a_key_set_with_something_behind(call: Call) -> None:
    call.serve("/keys/trailing", keys("rsa-1") + " nonsense")
    ask(call, "rsa-1", "broken-trailing")


@pytest.mark.parametrize("name", ["unreachable", "scheme", "absent"])
def test_urls_that_cannot_be_fetched(call: Call, name: str) -> None:
    ask(call, "rsa-1", f"broken-{name}")
    ask(call, "rsa-1", f"broken-{name}")


def test_a_url_below_the_root_of_its_client(call: Call) -> None:
    call.serve("/keys/relative", keys("rsa-1"))
    ask(call, "rsa-1", "relative")
