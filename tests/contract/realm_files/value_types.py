"""Realm files with values of a wrong type."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import KEY_PROVIDER, MAPPER, REGISTRATION_POLICY, ROBOT, client, user

FILES: Mapping[str, dict[str, Any] | str] = {
    '"yes" for a boolean': {"registrationAllowed": "yes"},
    '"true" for a boolean': {"registrationAllowed": "true"},
    "1 for a boolean": {"registrationAllowed": 1},
    "a word for a number": {"accessTokenLifespan": "five"},
    "a string of digits for a number": {"accessTokenLifespan": "300"},
    "a boolean for a number": {"accessTokenLifespan": True},
    "a fraction for an integer": {"accessTokenLifespan": 300.5},
    "an integer of 33 bits": {"accessTokenLifespan": 4294967296},
    "a number for a string": {"displayName": 5},
    "a list for a string": {"displayName": ["x"]},
    "a string for a list": client(redirectUris="http://localhost/*"),
    "an empty string for a list": client(redirectUris=""),
    "an object in a list of strings": client(redirectUris=[{}]),
    "a null in a list of strings": client(redirectUris=[None]),
    "an object for the list of clients": {"clients": {}},
    "a null in the list of clients": {"clients": [None]},
    "a string in the list of clients": {"clients": ["web"]},
    "a null in the list of users": {"users": [None]},
    "a null in the list of roles": {"roles": {"realm": [None]}},
    "a null in the list of groups": {"groups": [None]},
    "a list for an attribute of a client": client(attributes={"a": ["x"]}),
    "a null for an attribute of a client": client(attributes={"a": None}),
    "a string for an attribute of a user": user(attributes={"a": "x"}),
    "an object for an attribute of a user": user(attributes={"a": {"b": "c"}}),
    "a list for the attributes of a user": user(attributes=["x"]),
    "a string for an option of a key provider": {
        "components": {KEY_PROVIDER: [{"name": "k", "providerId": "rsa-generated", "config": {"priority": "100"}}]}
    },
    "a boolean for an option of a mapper": client(protocolMappers=[{**MAPPER, "config": {"claim": True}}]),
    "an unknown enum constant": {"bruteForceStrategy": "SOMETIMES"},
    "an enum constant in lowercase": {"bruteForceStrategy": "linear"},
    "a string for the groups of a user": user(groups="/g"),
    "a null for the roles of a client": {"clients": [ROBOT], "roles": {"client": {"robot": None}}},
    "a null for the client roles of a user": user(clientRoles={"robot": None}),
    "a null for the client roles of a group": {
        "clients": [ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": None}}],
    },
    "a null for client scope mappings": {"clientScopeMappings": {"account": None}},
    "a null for components": {"components": {KEY_PROVIDER: None}},
    "a null for subComponents": {
        "components": {
            REGISTRATION_POLICY: [{"name": "a", "providerId": "consent-required", "subComponents": {"x": None}}]
        }
    },
    "a null for an option of a component": {
        "components": {REGISTRATION_POLICY: [{"name": "a", "providerId": "consent-required", "config": {"x": None}}]}
    },
    "a null for an attribute of a role": {"roles": {"realm": [{"name": "r", "attributes": {"x": None}}]}},
}
