"""Realm files with objects that have the same name or ID."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import ADA, IDP, KEY_PROVIDER, MAPPER, ROBOT, WEB, client, user

FILES: Mapping[str, dict[str, Any] | str] = {
    "a duplicate realm role": {"roles": {"realm": [{"name": "r"}, {"name": "r"}]}},
    "two realm roles that differ in case": {"roles": {"realm": [{"name": "r"}, {"name": "R"}]}},
    "a duplicate client role": {"clients": [ROBOT], "roles": {"client": {"robot": [{"name": "r"}, {"name": "r"}]}}},
    "a realm role and a client role of the same name": {
        "clients": [ROBOT],
        "roles": {"realm": [{"name": "r"}], "client": {"robot": [{"name": "r"}]}},
    },
    "a duplicate client": {"clients": [WEB, WEB]},
    "two clients that differ in case": {"clients": [WEB, {"clientId": "WEB"}]},
    "two clients with the same ID": {"clients": [{**WEB, "id": "1"}, {"clientId": "other", "id": "1"}]},
    "a duplicate user": {"users": [ADA, ADA]},
    "two users that differ in case": {"users": [ADA, {"username": "ADA"}]},
    "two users with the same email": {"users": [{**ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}]},
    "two users whose emails differ in case": {
        "users": [{**ADA, "email": "a@b.c"}, {"username": "bob", "email": "A@B.C"}]
    },
    "two users with the same email if duplicates are allowed": {
        "loginWithEmailAllowed": False,
        "duplicateEmailsAllowed": True,
        "users": [{**ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}],
    },
    "two users with the same email if users may log in with it": {
        "loginWithEmailAllowed": True,
        "duplicateEmailsAllowed": True,
        "users": [{**ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}],
    },
    "two users with an empty email": {"users": [{**ADA, "email": ""}, {"username": "bob", "email": ""}]},
    "a username that is the email of another user": {"users": [{**ADA, "email": "a@b.c"}, {"username": "a@b.c"}]},
    "two users with the same ID": {"users": [{**ADA, "id": "1"}, {"username": "bob", "id": "1"}]},
    "two roles with the same ID": {"roles": {"realm": [{"name": "r", "id": "1"}, {"name": "s", "id": "1"}]}},
    "two groups with the same ID": {"groups": [{"name": "g", "id": "1"}, {"name": "h", "id": "1"}]},
    "a duplicate group": {"groups": [{"name": "g"}, {"name": "g"}]},
    "a duplicate subgroup": {"groups": [{"name": "g", "subGroups": [{"name": "h"}, {"name": "h"}]}]},
    "two subgroups of the same name in different groups": {
        "groups": [{"name": "g", "subGroups": [{"name": "h"}]}, {"name": "i", "subGroups": [{"name": "h"}]}]
    },
    "a duplicate client scope": {"clientScopes": [{"name": "s", "protocol": "openid-connect"}] * 2},
    "two client scopes with the same ID": {
        "clientScopes": [{"name": name, "protocol": "openid-connect", "id": "1"} for name in "st"]
    },
    "a duplicate mapper": client(protocolMappers=[MAPPER, {**MAPPER, "protocolMapper": "oidc-acr-mapper"}]),
    "two mappers with the same ID": client(protocolMappers=[{**MAPPER, "id": "1"}, {**MAPPER, "name": "n", "id": "1"}]),
    "a duplicate key provider": {
        "components": {KEY_PROVIDER: [{"name": "k", "providerId": "rsa-generated", "config": {}} for _ in range(2)]}
    },
    "two key providers with the same ID": {
        "components": {
            KEY_PROVIDER: [{"id": "1", "name": name, "providerId": "rsa-generated", "config": {}} for name in "kl"]
        }
    },
    "a duplicate identity provider": {"identityProviders": [IDP, IDP]},
    "a duplicate required action": {
        "requiredActions": [{"alias": "VERIFY_EMAIL", "name": "v", "providerId": "VERIFY_EMAIL"} for _ in range(2)]
    },
    "a duplicate redirect URI": client(redirectUris=["http://localhost/a", "http://localhost/a"]),
    "a duplicate web origin": client(webOrigins=["http://localhost", "http://localhost"]),
    "a duplicate default scope of a client": client(defaultClientScopes=["profile", "profile"]),
    "a scope that is both default and optional for a client": client(
        defaultClientScopes=["profile"], optionalClientScopes=["profile"]
    ),
    "a duplicate realm role of a user": user(realmRoles=["r", "r"]),
    "a duplicate client role of a user": user(clientRoles={"robot": ["reads", "reads"]}),
    "a duplicate group of a user": user(groups=["/g", "/g"]),
    "a user with two passwords": user(credentials=[{"type": "password", "value": it} for it in "ab"]),
    "a duplicate scope mapping": {
        "clients": [WEB],
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"client": "web", "roles": ["r"]}] * 2,
    },
}
