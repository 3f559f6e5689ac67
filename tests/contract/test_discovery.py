"""The discovery document and its paths."""

import pytest

from contract.call import Call, Form

DISCOVERY = "/realms/{}/.well-known/openid-configuration"


@pytest.mark.parametrize(
    "realm", ["workshop", "plain-http", "open-house", "scoped", "headers", "closed", "https-only", "nowhere"]
)
def test_the_document_of_a_realm(call: Call, realm: str) -> None:
    call.get(DISCOVERY.format(realm))


@pytest.mark.sivalabs
def test_the_document_of_a_real_export(call: Call) -> None:
    call.get(DISCOVERY.format("sivalabs"))


@pytest.mark.parametrize(
    "path",
    [
        "/realms/workshop/.well-known/oauth-authorization-server",
        "/realms/workshop/.well-known/uma2-configuration",
        "/realms/workshop/.well-known/openid-credential-issuer",
        "/realms/workshop/.well-known/oauth-protected-resource",
        "/realms/workshop/.well-known/webfinger",
        "/realms/workshop/.well-known/",
        "/realms/workshop/.well-known",
        "/realms/workshop/.well-known/openid-configuration/",
        "/realms/workshop/.well-known/openid-configuration/x",
        "/realms/workshop/.well-known/OpenID-Configuration",
        "/realms/workshop/.well-known/openid%2Dconfiguration",
        "/.well-known/oauth-authorization-server/realms/workshop",
        "/.well-known/oauth-authorization-server/realms/workshop/",
        "/.well-known/oauth-authorization-server/realms/nowhere",
        "/.well-known/oauth-authorization-server/workshop",
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration/realms/workshop",
        "/.well-known/openid-configuration",
        "/.well-known/openid-credential-issuer/realms/workshop",
    ],
)
def test_paths_of_the_document(call: Call, path: str) -> None:
    call.get(path)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
def test_methods(call: Call, method: str) -> None:
    call.get(DISCOVERY.format("workshop"), method=method)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_methods_at_the_root(call: Call, method: str) -> None:
    call.get("/.well-known/oauth-authorization-server/realms/workshop", method=method)
    call.get("/.well-known/oauth-authorization-server/realms/nowhere", method=method)


@pytest.mark.parametrize("realm", ["workshop", "closed", "https-only", "nowhere"])
def test_a_browser_may_read_it(call: Call, realm: str) -> None:
    call.get(DISCOVERY.format(realm), origin="https://anywhere.example.org")
    call.get(DISCOVERY.format(realm), origin="null")
    call.get(DISCOVERY.format(realm), "HEAD", origin="https://anywhere.example.org")


@pytest.mark.parametrize("realm", ["workshop", "nowhere"])
def test_a_preflight(call: Call, realm: str) -> None:
    headers: Form = {"origin": "https://a.example.org", "access_control_request_method": "GET"}
    call.get(DISCOVERY.format(realm), "OPTIONS", **headers)
    call.get(f"/.well-known/oauth-authorization-server/realms/{realm}", "OPTIONS", **headers)


@pytest.mark.parametrize("accept", ["application/json", "application/jwt", "image/png", "nonsense"])
def test_accept_headers(call: Call, accept: str) -> None:
    call.get(DISCOVERY.format("workshop"), accept=accept)


def test_it_follows_the_host(call: Call) -> None:
    call.get(DISCOVERY.format("workshop"), host="login.example.org")
    call.get(DISCOVERY.format("workshop"), host="login.example.org:8443")
    call.get(DISCOVERY.format("workshop"), host="LOGIN.Example.org")
    call.get(DISCOVERY.format("workshop"), x_forwarded_host="proxy.example.org", x_forwarded_proto="https")
    call.get(DISCOVERY.format("workshop"), forwarded="host=proxy.example.org;proto=https")
