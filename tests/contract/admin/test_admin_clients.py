"""Clients: create, list, read, update, delete, and their secrets."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "clients-realm"
OIDC = "openid-connect"
NEW_CLIENTS: dict[str, Any] = {
    "with a client ID": {"clientId": "app"},
    "without a client ID": {},
    "with an empty client ID": {"clientId": ""},
    "with an id": {"clientId": "app", "id": "5adb0b3c-2222-4000-8000-000000000001"},
    "with a protocol": {"clientId": "app", "protocol": OIDC},
    "with a root URL": {"clientId": "app", "protocol": OIDC, "rootUrl": "http://app.example/x/"},
    "with a root URL and no protocol": {"clientId": "app", "rootUrl": "http://app.example"},
    "that is confidential": {"clientId": "app", "protocol": OIDC, "publicClient": False},
    "that is public": {"clientId": "app", "publicClient": True},
    "that is bearer-only": {"clientId": "app", "bearerOnly": True},
    "that is bearer-only, with a protocol": {"clientId": "app", "protocol": OIDC, "bearerOnly": True},
    "with a secret": {"clientId": "app", "secret": "app-secret"},
    "with a service account": {"clientId": "app", "serviceAccountsEnabled": True},
    "of another protocol": {"clientId": "app", "protocol": "saml"},
    "of an unknown protocol": {"clientId": "app", "protocol": "nonsense"},
    "with everything": {
        "clientId": "app",
        "name": "App",
        "description": "An app",
        "enabled": False,
        "redirectUris": ["http://app.example/*", "https://app.example/cb"],
        "webOrigins": ["+"],
        "baseUrl": "http://app.example",
        "adminUrl": "http://app.example/admin",
        "consentRequired": True,
        "implicitFlowEnabled": True,
        "frontchannelLogout": True,
        "alwaysDisplayInConsole": True,
        "attributes": {"access.token.lifespan": "60", "own": "value"},
        "defaultClientScopes": ["email"],
        "optionalClientScopes": ["phone"],
        "notBefore": 5,
        "access": {"view": False},
    },
    "with a mapper": {
        "clientId": "app",
        "protocolMappers": [
            {"name": "hard", "protocol": OIDC, "protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"a": "b"}}
        ],
    },
    "with redirect URIs": {"clientId": "app", "redirectUris": ["http://a.example/*", "/relative", "app://x"]},
    "with a fragment": {"clientId": "app", "redirectUris": ["http://a.example/#x"]},
    "with an invalid redirect URI": {"clientId": "app", "redirectUris": ["http://a b"]},
    "with a forbidden scheme": {"clientId": "app", "redirectUris": ["javascript:alert(1)"]},
    "with an invalid root URL": {"clientId": "app", "rootUrl": "nonsense"},
    "with an invalid base URL": {"clientId": "app", "baseUrl": "nonsense"},
    "with an invalid admin URL": {"clientId": "app", "protocol": OIDC, "adminUrl": "nonsense"},
    "with several invalid URLs": {"clientId": "app", "rootUrl": "x", "baseUrl": "y"},
    "with an unknown scope": {"clientId": "app", "defaultClientScopes": ["nonsense"]},
    "with an unknown key": {"clientId": "app", "nonsense": 1},
    "with a wrong type": {"clientId": "app", "redirectUris": "http://a.example"},
}


@pytest.mark.parametrize("rep", NEW_CLIENTS.values(), ids=NEW_CLIENTS.keys())
def test_a_new_client(admin: Admin, rep: Any) -> None:
    with admin.new_realm(REALM):
        client = admin.post("/clients", rep)
        admin.get(client)
        admin.get(f"{client}/client-secret")
        admin.get(f"{client}/service-account-user")
        admin.post("/clients", rep)


UPDATES: dict[str, Any] = {
    "of nothing": {},
    "of the name": {"name": "New", "description": "Changed"},
    "of the client ID": {"clientId": "renamed"},
    "of the client ID to one that is taken": {"clientId": "account"},
    "of redirect URIs": {"redirectUris": ["http://new.example/*"]},
    "that removes redirect URIs": {"redirectUris": []},
    "of attributes": {"attributes": {"own": "changed", "new": "x"}},
    "that removes an attribute": {"attributes": {"own": ""}},
    "that makes it public": {"publicClient": True},
    "that makes it bearer-only": {"bearerOnly": True},
    "of the secret": {"secret": "new-secret"},
    "that removes the service account": {"serviceAccountsEnabled": False},
    "of client scopes, which are ignored": {"defaultClientScopes": ["email"]},
    "of the mappers": {"protocolMappers": []},
    "with an invalid redirect URI": {"redirectUris": ["http://a.example/#x"]},
    "of the protocol": {"protocol": "saml"},
    "of the id": {"id": "5adb0b3c-2222-4000-8000-000000000002"},
    "with an unknown key": {"nonsense": 1},
}


@pytest.mark.parametrize("rep", UPDATES.values(), ids=UPDATES.keys())
def test_an_update(admin: Admin, rep: Any) -> None:
    with admin.new_realm(REALM):
        client = admin.post(
            "/clients",
            {
                "clientId": "app",
                "secret": "app-secret",
                "serviceAccountsEnabled": True,
                "redirectUris": ["http://app.example/*"],
                "attributes": {"own": "value"},
                "protocolMappers": [
                    {"name": "hard", "protocol": OIDC, "protocolMapper": "oidc-hardcoded-claim-mapper", "config": {}}
                ],
            },
        )
        admin.put(client, rep)
        admin.get(client)
        admin.get(f"{client}/service-account-user")


def test_a_client_is_deleted(admin: Admin) -> None:
    with admin.new_realm(REALM):
        client = admin.post("/clients", {"clientId": "app", "serviceAccountsEnabled": True})
        admin.get("/users", username="service-account-app")
        admin.delete(client)
        admin.get(client)
        admin.delete(client)
        admin.get("/users", username="service-account-app")
        admin.post("/clients", {"clientId": "app"})


@pytest.mark.parametrize("name", ["account", "admin-cli", "broker", "realm-management", "security-admin-console"])
def test_a_built_in_client_is_deleted(admin: Admin, name: str) -> None:
    with admin.new_realm(REALM):
        admin.get("/clients", clientId=name)
        admin.delete("/clients/id_of_answer_3")


def test_a_new_secret(admin: Admin) -> None:
    with admin.new_realm(REALM):
        client = admin.post("/clients", {"clientId": "app", "secret": "app-secret", "serviceAccountsEnabled": True})
        admin.call.token(REALM, client_id="app", client_secret="app-secret")
        admin.send("POST", f"{client}/client-secret")
        admin.call.token(REALM, client_id="app", client_secret="app-secret")
        admin.call.token(REALM, client_id="app", client_secret="value_of_answer_5")
        admin.get(f"{client}/client-secret")
        admin.get(client)


QUERIES: tuple[dict[str, str], ...] = (
    *({}, {"max": "2"}, {"first": "2", "max": "2"}, {"max": "0"}, {"max": "-1"}, {"first": "100"}, {"max": "x"}),
    *({"clientId": "app"}, {"clientId": "APP"}, {"clientId": "ap"}, {"clientId": "ap", "search": "true"}),
    *({"clientId": "PP", "search": "true"}, {"clientId": "", "search": "true"}, {"clientId": "%", "search": "true"}),
    *({"clientId": "a", "search": "true", "max": "1"}, {"q": "own:value"}, {"q": "own:other"}, {"q": "own:val"}),
    *({"q": "own:value other:x"}, {"q": "nonsense"}, {"viewableOnly": "true", "max": "1"}, {"nonsense": "x"}),
)


def test_searches(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.post("/clients", {"clientId": "app", "attributes": {"own": "value"}})
        admin.post("/clients", {"clientId": "app2", "attributes": {"own": "value", "other": "x"}})
        admin.post("/clients", {"clientId": "Zebra"})
        for query in QUERIES:
            admin.get("/clients", **query)
