"""Clients: create, list, read, update, delete, and their secrets."""

from typing import Any

import pytest

from contract.admin.calls import ADMINISTERED, Admin

REALM = "clients-realm"
OIDC = "openid-connect"
NEW_CLIENTS: dict[str, Any] = {
    "with a client ID": {"clientId": "new"},
    "without a client ID": {},
    "with an empty client ID": {"clientId": ""},
    "with an id": {"clientId": "new", "id": "5adb0b3c-2222-4000-8000-000000000001"},
    "with a protocol": {"clientId": "new", "protocol": OIDC},
    "with a root URL": {"clientId": "new", "protocol": OIDC, "rootUrl": "http://app.example/x/"},
    "with a root URL and no protocol": {"clientId": "new", "rootUrl": "http://app.example"},
    "that is confidential": {"clientId": "new", "protocol": OIDC, "publicClient": False},
    "that is public": {"clientId": "new", "publicClient": True},
    "that is bearer-only": {"clientId": "new", "bearerOnly": True},
    "that is bearer-only, with a protocol": {"clientId": "new", "protocol": OIDC, "bearerOnly": True},
    "with a secret": {"clientId": "new", "secret": "app-secret"},
    "with a service account": {"clientId": "new", "serviceAccountsEnabled": True},
    "of another protocol": {"clientId": "new", "protocol": "saml"},
    "of an unknown protocol": {"clientId": "new", "protocol": "nonsense"},
    "with everything": {
        "clientId": "new",
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
        "clientId": "new",
        "protocolMappers": [
            {"name": "hard", "protocol": OIDC, "protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"a": "b"}}
        ],
    },
    "with redirect URIs": {"clientId": "new", "redirectUris": ["http://a.example/*", "/relative", "app://x"]},
    "with a fragment": {"clientId": "new", "redirectUris": ["http://a.example/#x"]},
    "with an invalid redirect URI": {"clientId": "new", "redirectUris": ["http://a b"]},
    "with a forbidden scheme": {"clientId": "new", "redirectUris": ["javascript:alert(1)"]},
    "with an invalid root URL": {"clientId": "new", "rootUrl": "nonsense"},
    "with an invalid base URL": {"clientId": "new", "baseUrl": "nonsense"},
    "with an invalid admin URL": {"clientId": "new", "protocol": OIDC, "adminUrl": "nonsense"},
    "with several invalid URLs": {"clientId": "new", "rootUrl": "x", "baseUrl": "y"},
    "with an unknown scope": {"clientId": "new", "defaultClientScopes": ["nonsense"]},
    "with an unknown key": {"clientId": "new", "nonsense": 1},
    "with a wrong type": {"clientId": "new", "redirectUris": "http://a.example"},
}


@pytest.mark.parametrize("rep", NEW_CLIENTS.values(), ids=NEW_CLIENTS.keys())
def test_a_new_client(admin: Admin, rep: Any) -> None:
    with admin.new("/clients", rep) as client:
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
    before = {
        "clientId": "new",
        "secret": "app-secret",
        "serviceAccountsEnabled": True,
        "redirectUris": ["http://app.example/*"],
        "attributes": {"own": "value"},
        "protocolMappers": [
            {"name": "hard", "protocol": OIDC, "protocolMapper": "oidc-hardcoded-claim-mapper", "config": {}}
        ],
    }
    with admin.new("/clients", before) as client:
        admin.put(client, rep)
        admin.get(client)
        admin.get(f"{client}/service-account-user")


def test_a_client_is_deleted(admin: Admin) -> None:
    with admin.new("/clients", {"clientId": "new", "serviceAccountsEnabled": True}) as client:
        admin.get("/users", username="service-account-new")
        admin.delete(client)
        admin.get(client)
        admin.delete(client)
        admin.get("/users", username="service-account-new")
        admin.delete(admin.post("/clients", {"clientId": "new"}))


@pytest.mark.parametrize("name", ["account", "admin-cli", "broker", "realm-management", "security-admin-console"])
def test_a_built_in_client_is_deleted(admin: Admin, name: str) -> None:
    admin.login()
    admin.get("/clients", clientId=name)
    admin.delete("/clients/id_of_answer_2")


def test_a_new_secret(admin: Admin) -> None:
    with admin.new("/clients", {"clientId": "new", "secret": "app-secret", "serviceAccountsEnabled": True}) as client:
        admin.call.token(ADMINISTERED, client_id="new", client_secret="app-secret")
        admin.send("POST", f"{client}/client-secret")
        admin.call.token(ADMINISTERED, client_id="new", client_secret="app-secret")
        admin.call.token(ADMINISTERED, client_id="new", client_secret="value_of_answer_4")
        admin.get(f"{client}/client-secret")
        admin.get(client)


QUERIES: tuple[dict[str, str], ...] = (
    *({}, {"max": "2"}, {"first": "2", "max": "2"}, {"max": "0"}, {"max": "-1"}, {"first": "100"}, {"max": "x"}),
    *({"clientId": "new"}, {"clientId": "NEW"}, {"clientId": "ne"}, {"clientId": "ne", "search": "true"}),
    *({"clientId": "EW", "search": "true"}, {"clientId": "", "search": "true"}, {"clientId": "%", "search": "true"}),
    *({"clientId": "n", "search": "true", "max": "1"}, {"q": "own:value"}, {"q": "own:other"}, {"q": "own:val"}),
    *({"q": "own:value other:x"}, {"q": "nonsense"}, {"viewableOnly": "true", "max": "1"}, {"nonsense": "x"}),
)


def test_searches(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.post("/clients", {"clientId": "new", "attributes": {"own": "value"}})
        admin.post("/clients", {"clientId": "new2", "attributes": {"own": "value", "other": "x"}})
        admin.post("/clients", {"clientId": "Zebra"})
        for query in QUERIES:
            admin.get("/clients", **query)
