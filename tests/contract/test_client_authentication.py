"""Client authentication: kinds of clients, by the place of the credentials, by what is wrong with them."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from contract.call import Call, Form

KINDS = {
    "confidential": ("robot", "robot-secret"),
    "public": ("browser", "browser-secret"),
    "bearer-only": ("api", "api-secret"),
    "disabled": ("retired", "retired-secret"),
    "unknown": ("nobody", "nobody-secret"),
    "without service account": ("no-service", "no-service-secret"),
    "saml": ("saml-app", "saml-secret"),
    "authenticated by JWT": ("signed-jwt", "jwt-secret"),
}
PLACES: dict[str, Callable[[str, str], Form]] = {
    "form": lambda name, secret: {"client_id": name, "client_secret": secret},
    "header": lambda name, secret: {"basic": f"{name}:{secret}"},
    "both": lambda name, secret: {"basic": f"{name}:{secret}", "client_id": name, "client_secret": secret},
    "id in both, secret in form": lambda name, secret: {
        "basic": f"{name}:",
        "client_id": name,
        "client_secret": secret,
    },
    "id in both, secret in header": lambda name, secret: {"basic": f"{name}:{secret}", "client_id": name},
    "id in form, secret in header": lambda name, secret: {"basic": f":{secret}", "client_id": name},
    "header right, form wrong": lambda name, secret: {
        "basic": f"{name}:{secret}",
        "client_id": name,
        "client_secret": "x",
    },
    "form right, header wrong": lambda name, secret: {"basic": f"{name}:x", "client_id": name, "client_secret": secret},
    "header right, form another client": lambda name, secret: {"basic": f"{name}:{secret}", "client_id": "narrow"},
    "form right, header another client": lambda name, secret: {
        "basic": "narrow:narrow-secret",
        "client_id": name,
        "client_secret": secret,
    },
    "header with another client's secret, form id": lambda name, secret: {
        "basic": "narrow:narrow-secret",
        "client_id": name,
    },
    "form without secret": lambda name, secret: {"client_id": name},
    "form with empty secret": lambda name, secret: {"client_id": name, "client_secret": ""},
    "form with wrong secret": lambda name, secret: {"client_id": name, "client_secret": secret + "x"},
    "form with secret in other case": lambda name, secret: {"client_id": name, "client_secret": secret.upper()},
    "form with space after secret": lambda name, secret: {"client_id": name, "client_secret": secret + " "},
    "header with wrong secret": lambda name, secret: {"basic": f"{name}:{secret}x"},
    "header with empty secret": lambda name, secret: {"basic": f"{name}:"},
    "header without colon": lambda name, secret: {"basic": name},
    "query": lambda name, secret: {"query": f"client_id={name}&client_secret={secret}"},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_client_with_its_credentials_in_each_place(call: Call, kind: str, place: str) -> None:
    call.token(**PLACES[place](*KINDS[kind]))


def test_no_credentials_at_all(call: Call) -> None:
    call.token()


def test_a_secret_without_a_client(call: Call) -> None:
    call.token(client_secret="robot-secret")


@pytest.mark.parametrize("place", ["form", "header"])
@pytest.mark.parametrize("client", ["only-basic", "only-post"])
def test_a_client_that_allows_one_place_only(call: Call, client: str, place: str) -> None:
    secret = client.replace("only", "x").split("-")[1] + "-secret"
    call.token(**PLACES[place](client, secret))


def test_a_client_that_allows_one_place_only_with_both(call: Call) -> None:
    call.token(**PLACES["both"]("only-basic", "basic-secret"))
    call.token(**PLACES["both"]("only-post", "post-secret"))


LOOKALIKES = [
    "ROBOT",
    "Robot",
    "robot ",
    " robot",
    "robot\t",
    "robot\n",
    "rob\u043et",
    "\uff52obot",
    "robot\u200b",
    "r\u00f6bot",
    "robot\x00",
    "robot\x07",
]


@pytest.mark.parametrize("place", ["form", "header"])
@pytest.mark.parametrize("client", LOOKALIKES, ids=ascii)
def test_an_id_that_looks_like_another(call: Call, client: str, place: str) -> None:
    call.token(**PLACES[place](client, "robot-secret"))


@pytest.mark.parametrize(
    "secret",
    ["robot-secret\n", "robot\x00-secret", "\trobot-secret", "robot-secre\u0442", "\u202erobot-secret"],
    ids=ascii,
)
def test_a_secret_with_characters_that_do_not_show(call: Call, secret: str) -> None:
    call.token(client_id="robot", client_secret=secret)


ODD = {
    "two words": "with space",
    "plus+sign": "a+b",
    "per%41cent": "p%41ss",
    "co:lon": "c:d",
    "ünï-çødé-世界": "sécrèt-世界",
    "quo\"te's": 'q"u&o=t#e;?',
    "sla/sh": "s/l\\a",
    "empty-secret": "",
    "blank-secret": " ",
}


@pytest.mark.parametrize("client", ODD, ids=ascii)
def test_odd_ids_and_secrets_in_the_form(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret=ODD[client])


@pytest.mark.parametrize("client", ODD, ids=ascii)
def test_odd_ids_and_secrets_in_the_header_as_they_are(call: Call, client: str) -> None:
    call.token(basic=f"{client}:{ODD[client]}")


@pytest.mark.parametrize("client", ODD, ids=ascii)
def test_odd_ids_and_secrets_in_the_header_percent_encoded(call: Call, client: str) -> None:
    call.token(basic=f"{quote(client, safe='')}:{quote(ODD[client], safe='')}")


@pytest.mark.parametrize("client", ["two words", "plus+sign"])
def test_plus_in_the_header_is_a_space(call: Call, client: str) -> None:
    call.token(basic=f"{client.replace(' ', '+')}:{ODD[client].replace(' ', '+')}")


def test_needlessly_percent_encoded_credentials(call: Call) -> None:
    call.token(basic="%72obot:robot%2Dsecret")


BASIC = "base64(robot:robot-secret)"
SCHEMES = {
    "lower case": f"basic {BASIC}",
    "upper case": f"BASIC {BASIC}",
    "mixed case": f"bAsIc {BASIC}",
    "no scheme": BASIC,
    "scheme only": "Basic",
    "scheme and space": "Basic ",
    "two spaces": f"Basic  {BASIC}",
    "tab": f"Basic\t{BASIC}",
    "space at the end": f"Basic {BASIC} ",
    "no space": f"Basic{BASIC}",
    "bad base64": "Basic !!!!",
    "base64 with a star": "Basic cm9ib3Q6cm9ib3Qtc2Vj*mV0",
    "base64 cut short": "Basic cm9ib3Q6cm9ib3Qtc2VjcmV",
    "base64 of one character": "Basic c",
    "base64url": "Basic base64(robot:robot-secret???>>>)",
    "base64 without padding": "Basic cm9ib3Q6cm9ib3Qtc2VjcmV0IA",
    "extra words": f"Basic {BASIC} {BASIC}",
    "empty": "",
    "only a colon": "Basic base64(:)",
    "no id": "Basic base64(:robot-secret)",
    "no colon": "Basic base64(robot)",
    "two colons": "Basic base64(robot:robot:secret)",
    "bad percent encoding": "Basic base64(robot:robot-secret%zz)",
    "bad percent encoding in the id": "Basic base64(%zz:robot-secret)",
    "percent at the end": "Basic base64(robot:robot-secret%)",
    "not UTF-8": "Basic base64(robot:\udcff\udcfe)",
    "NUL": "Basic base64(robot:robot-secret\x00)",
    "control character in the id": "Basic base64(ro\x07bot:robot-secret)",
    "percent-encoded NUL": "Basic base64(robot:robot-secret%00)",
    "Bearer": "Bearer abc",
    "Negotiate": "Negotiate YIIJvwYGKwYBBQUCoIIJszCCCa",
    "Digest": 'Digest username="robot"',
    "DPoP": "DPoP abc",
}


@pytest.mark.parametrize(
    "form",
    [{}, {"client_id": "robot"}, {"client_id": "robot", "client_secret": "robot-secret"}],
    ids=["alone", "with id", "with id and secret"],
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_forms_of_the_authorization_header(call: Call, scheme: str, form: Form) -> None:
    call.token(header={"authorization": SCHEMES[scheme]}, **form)


def test_two_authorization_headers(call: Call) -> None:
    right, wrong = ("Authorization", f"Basic {BASIC}"), ("Authorization", "Basic base64(robot:wrong)")
    call.token(headers=(right, wrong))
    call.token(headers=(wrong, right))


def test_other_headers_are_no_credentials(call: Call) -> None:
    call.token(header={"proxy_authorization": f"Basic {BASIC}"})
    call.token(header={"x_client_id": "robot"}, client_secret="robot-secret")


ASSERTION: Form = {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}


@pytest.mark.parametrize(
    "form",
    [
        {**ASSERTION},
        {**ASSERTION, "client_id": "signed-jwt"},
        {**ASSERTION, "client_id": "secret-jwt", "client_secret": "jwt-secret"},
        {**ASSERTION, "client_assertion": "not.a.jwt"},
        {**ASSERTION, "client_assertion": "not.a.jwt", "client_id": "signed-jwt"},
        {**ASSERTION, "client_assertion": "x", "client_id": "robot", "client_secret": "robot-secret"},
        {
            "client_assertion_type": "urn:other",
            "client_assertion": "x",
            "client_id": "robot",
            "client_secret": "robot-secret",
        },
        {"client_assertion": "x", "client_id": "robot", "client_secret": "robot-secret"},
    ],
    ids=lambda form: " ".join(name for name in form if name != "client_assertion_type") or "type only",
)
def test_assertions_where_a_secret_is_due(call: Call, form: Form) -> None:
    call.token(**form)
