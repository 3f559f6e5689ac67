"""Parameters that are too long or repeated."""

import pytest

from contract.call import Call, Form

LONG = "x" * 4001


@pytest.mark.parametrize("place", ["form", "header"])
@pytest.mark.parametrize("length", [255, 256, 4000, 4001])
def test_an_overlong_client_id(call: Call, length: int, place: str) -> None:
    name = "x" * length
    form: Form = {"basic": f"{name}:robot-secret"} if place == "header" else {"client_id": name}
    call.token(**form)


@pytest.mark.parametrize("length", [4000, 4001])
def test_an_overlong_secret(call: Call, length: int) -> None:
    call.token(client_id="robot", client_secret="x" * length)


@pytest.mark.parametrize("length", [4000, 4001])
def test_an_overlong_parameter_beside_good_credentials(call: Call, length: int) -> None:
    call.token(client_id="robot", client_secret="robot-secret", unknown="x" * length)
    call.token(client_id="robot", client_secret="robot-secret", scope="x" * length)
    call.token(client_id="robot", client_secret="robot-secret", scope=" ".join(["email"] * (length // 6 + 1)))


def test_a_header_counts_though_the_form_holds_an_overlong_secret(call: Call) -> None:
    call.token(basic="robot:robot-secret", client_secret=LONG)
    call.token(basic="robot:robot-secret", unknown=LONG)


DUPLICATES: dict[str, Form] = {
    "client_id": {"client_id": ["robot", "robot"], "client_secret": "robot-secret"},
    "another client_id": {"client_id": ["robot", "narrow"], "client_secret": "robot-secret"},
    "another client_id first": {"client_id": ["narrow", "robot"], "client_secret": "robot-secret"},
    "client_secret": {"client_id": "robot", "client_secret": ["robot-secret", "robot-secret"]},
    "wrong client_secret": {"client_id": "robot", "client_secret": ["robot-secret", "wrong"]},
    "wrong client_secret first": {"client_id": "robot", "client_secret": ["wrong", "robot-secret"]},
    "grant_type": {
        "grant_type": ["client_credentials", "client_credentials"],
        "client_id": "robot",
        "client_secret": "robot-secret",
    },
    "another grant_type": {
        "grant_type": ["client_credentials", "password"],
        "client_id": "robot",
        "client_secret": "robot-secret",
    },
    "scope": {"client_id": "robot", "client_secret": "robot-secret", "scope": ["email", "profile"]},
    "bad scope": {"client_id": "robot", "client_secret": "robot-secret", "scope": ["nothing", "nothing"]},
    "unknown parameter": {"client_id": "robot", "client_secret": "robot-secret", "unknown": ["a", "b"]},
    "empty parameter": {"client_id": "robot", "client_secret": "robot-secret", "scope": ["", ""]},
    "resource": {"client_id": "robot", "client_secret": "robot-secret", "resource": ["a", "b"]},
    "audience": {"client_id": "robot", "client_secret": "robot-secret", "audience": ["a", "b"]},
    "unknown client": {"client_id": ["nobody", "nobody"], "client_secret": "robot-secret"},
    "public client": {"client_id": "browser", "scope": ["email", "email"]},
    "client without service account": {
        "client_id": "no-service",
        "client_secret": "no-service-secret",
        "scope": ["a", "b"],
    },
}


@pytest.mark.parametrize("which", DUPLICATES)
def test_duplicated_parameters(call: Call, which: str) -> None:
    call.token(**DUPLICATES[which])


def test_a_parameter_in_query_and_form_is_not_a_duplicate(call: Call) -> None:
    call.token(query="client_id=robot&scope=email", client_id="robot", client_secret="robot-secret", scope="profile")
