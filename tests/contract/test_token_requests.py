"""The token request, whatever the grant: grant types, content types, encodings, methods."""

import pytest

from contract.call import Call, Form

ROBOT: Form = {"client_id": "robot", "client_secret": "robot-secret"}
FORM = "grant_type=client_credentials&client_id=robot&client_secret=robot-secret"
TOKEN = "/realms/workshop/protocol/openid-connect/token"

GRANT_TYPES = [
    "",
    " ",
    "CLIENT_CREDENTIALS",
    "Client_Credentials",
    "client_credentials ",
    " client_credentials",
    "client-credentials",
    "client_credentials\x00",
    "client\x07_credentials",
    "urn:example:nothing",
    "implicit",
    "none",
    "ünï",
    "client_credentials,password",
    "x" * 4001,
]


@pytest.mark.parametrize("grant_type", GRANT_TYPES, ids=lambda text: ascii(text[:40]))
def test_unknown_grant_types(call: Call, grant_type: str) -> None:
    call.token(grant_type=grant_type, **ROBOT)


@pytest.mark.parametrize(
    "grant_type",
    [
        "authorization_code",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:ietf:params:oauth:grant-type:uma-ticket",
        "urn:openid:params:grant-type:ciba",
    ],
)
def test_other_grant_types(call: Call, grant_type: str) -> None:
    call.token(grant_type=grant_type, **ROBOT)


@pytest.mark.parametrize("client", ["robot", "nobody", "browser", "retired", ""])
def test_a_missing_grant_type_comes_before_the_client(call: Call, client: str) -> None:
    call.token(raw=f"client_id={client}")


def test_an_unknown_grant_type_comes_before_the_client(call: Call) -> None:
    call.token(grant_type="nothing", client_id="nobody")
    call.token(grant_type="nothing")


CONTENT_TYPES = [
    None,
    "",
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "text/html",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/octet-stream",
    "application/xml",
    "application/x-www-form-urlencoded; charset=UTF-8",
    "application/x-www-form-urlencoded;charset=iso-8859-1",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; odd=parameter",
    "APPLICATION/X-WWW-FORM-URLENCODED",
    "application/x-www-form-urlencoded-not",
    "application/*",
    "*/*",
    "nonsense",
    "/",
]


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_content_types(call: Call, content_type: str | None) -> None:
    call.token(raw=FORM, content_type=content_type)


def test_two_content_types(call: Call) -> None:
    call.token(raw=FORM, headers=(("Content-Type", "application/json"),))


def test_json_as_json(call: Call) -> None:
    call.token(raw='{"grant_type":"client_credentials"}', content_type="application/json")


def test_json_as_a_form(call: Call) -> None:
    call.token(raw='{"grant_type":"client_credentials"}')


def test_a_multipart_form(call: Call) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n--x--\r\n'
    call.token(raw=part, content_type="multipart/form-data; boundary=x")


@pytest.mark.parametrize("content_type", ["application/json", None])
def test_a_wrong_content_type_with_basic_credentials(call: Call, content_type: str | None) -> None:
    call.token(raw=FORM, content_type=content_type, basic="robot:robot-secret")


BODIES = {
    "empty": "",
    "only separators": "&&&",
    "only equals": "=",
    "no equals": "grant_type",
    "empty value": "grant_type=",
    "no name": f"=x&{FORM}",
    "separators at the ends": f"&{FORM}&",
    "doubled separators": FORM.replace("&", "&&"),
    "semicolons": FORM.replace("&", ";"),
    "line end": FORM + "\r\n",
    "line ends between": FORM.replace("&", "\r\n"),
    "spaces": " " + FORM.replace("&", " & "),
    "plus signs": FORM + "&scope=email+profile",
    "percent-encoded spaces": FORM + "&scope=email%20profile",
    "percent-encoded names": "%67rant_type=client_credentials&client%5Fid=robot&client_secret=robot-secret",
    "lower-case hexadecimal": "grant_type=client%5fcredentials&client_id=robot&client_secret=robot%2dsecret",
    "bad percent encoding of the secret": "grant_type=client_credentials&client_id=robot&client_secret=%zz",
    "bad percent encoding of the id": "grant_type=client_credentials&client_id=%zz&client_secret=robot-secret",
    "bad percent encoding of the grant type": "grant_type=%zz&client_id=robot&client_secret=robot-secret",
    "bad percent encoding of an unknown parameter": FORM + "&x=%zz",
    "bad percent encoding of a name": FORM + "&%zz=1",
    "percent sign at the end": FORM + "&x=%",
    "percent sign and one digit": FORM + "&x=%4",
    "bad percent encoding without a grant type": "x=%zz",
    "percent-encoded bytes that are not UTF-8": "grant_type=client_credentials&client_id=robot&client_secret=%ff%fe",
    "bytes that are not UTF-8": "grant_type=client_credentials&client_id=robot&client_secret=\udcff\udcfe",
    "overlong UTF-8": "grant_type=client_credentials&client_id=robot&client_secret=%c0%af",
    "UTF-8 as it is": "grant_type=client_credentials&client_id=ünï-çødé-世界&client_secret=sécrèt-世界",
    "Latin-1 bytes": "grant_type=client_credentials&client_id=\udcfcn\udcef&client_secret=x",
    "percent-encoded NUL": "grant_type=client_credentials&client_id=robot%00&client_secret=robot-secret",
    "NUL": "grant_type=client_credentials&client_id=robot\x00&client_secret=robot-secret",
    "control characters": "grant_type=client%01_credentials&client_id=ro%02bot&client_secret=robot%7f-secret",
    "tab and line end": "grant_type=client_credentials&client_id=robot%09&client_secret=robot-secret%0a",
    "equals sign in a value": FORM + "&scope=a=b",
    "question mark first": "?" + FORM,
    "names in another case": "Grant_Type=client_credentials&CLIENT_ID=robot&client_secret=robot-secret",
    "names with spaces": "grant_type =client_credentials&client_id=robot&client_secret=robot-secret",
    "array names": "grant_type[]=client_credentials&client_id[]=robot",
    "a byte order mark": "\ufeff" + FORM,
    "a thousand parameters": FORM + "".join(f"&p{number}=x" for number in range(990)),
    "very many parameters": FORM + "".join(f"&p{number}=x" for number in range(2000)),
    "a value without a name twice": f"{FORM}&=a&=b",
}


@pytest.mark.parametrize("body", BODIES)
def test_forms(call: Call, body: str) -> None:
    call.token(raw=BODIES[body])


def test_no_body_at_all(call: Call) -> None:
    call.get(TOKEN, method="POST", content_type="application/x-www-form-urlencoded")
    call.get(TOKEN, method="POST")


@pytest.mark.parametrize("form", [{}, ROBOT], ids=["nothing in the form", "credentials in the form"])
def test_parameters_in_the_query_of_a_post(call: Call, form: Form) -> None:
    call.token(query="scope=openid&client_id=narrow&client_secret=narrow-secret", **form)


def test_all_in_the_query_of_a_post(call: Call) -> None:
    call.token(raw="", query=FORM)


def test_a_broken_query_of_a_post(call: Call) -> None:
    call.token(query="x=%zz", **ROBOT)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "BREW"])
def test_methods(call: Call, method: str) -> None:
    call.get(TOKEN, method=method)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_methods_with_a_form(call: Call, method: str) -> None:
    call.token(method=method, **ROBOT)


def test_a_get_with_all_in_the_query(call: Call) -> None:
    call.get(f"{TOKEN}?{FORM}")


@pytest.mark.parametrize(
    "accept",
    ["application/json", "text/html", "*/*", "text/html, */*;q=0.1", "image/png", "application/xml", "nonsense", ""],
)
@pytest.mark.parametrize("client", ["robot", "nobody"])
def test_the_accept_header_does_not_matter(call: Call, client: str, accept: str) -> None:
    call.token(client_id=client, client_secret="robot-secret", header={"accept": accept})


@pytest.mark.parametrize(
    "header",
    [
        {"accept_language": "de"},
        {"accept_encoding": "gzip"},
        {"x_forwarded_host": "proxy.example.org"},
        {"x_forwarded_proto": "https"},
        {"x_forwarded_for": "192.0.2.1"},
        {"forwarded": "host=proxy.example.org;proto=https"},
        {"x_http_method_override": "GET"},
        {"cookie": "KEYCLOAK_IDENTITY=x"},
        {"dpop": "nonsense"},
        {"connection": "close"},
        {"expect": "nothing"},
        {"if_none_match": "*"},
        {"user_agent": "curl/8"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_headers_that_do_not_matter(call: Call, header: dict[str, str]) -> None:
    call.token(header=header, **ROBOT)


def test_the_issuer_follows_the_host(call: Call) -> None:
    call.token(header={"host": "login.example.org"}, **ROBOT)
    call.token(header={"host": "login.example.org:8443"}, **ROBOT)
    call.token(header={"host": "127.0.0.1:80"}, **ROBOT)
