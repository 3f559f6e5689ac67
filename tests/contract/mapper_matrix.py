"""Realms with every protocol mapper, in every combination of flags, types and claim names: one client per case.

They are generated, so a new mapper, flag or value needs one more word. Ids derive from names, because Keycloak orders
mappers by their ids.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contract.claim_conflict_cases import MET
from contract.mapper_cases import (
    ANY_AUDIENCE,
    FEW,
    FLAGGED,
    LIGHT,
    LIGHT_USERINFO,
    ODD_ATTRIBUTES,
    TYPED,
    VALUES,
    MapperCase,
)
from contract.mapper_context_cases import FORMS, LOGINS, SUBJECTS
from contract.mapper_family_cases import SHAPES

Rep = dict[str, Any]
# The clients without a service account of Keycloak's own.
OF_OUR_MAKING = re.compile("pairwise|^type-|^properties")
SECRET = "matrix-secret"
# The client that may introspect the tokens of all others.
ASKER = "asker"
CASES: Mapping[str, Mapping[str, MapperCase]] = {
    "mappers-flags": FLAGGED,
    "mappers-types": TYPED,
    "mappers-families": {**SHAPES, **SUBJECTS},
    "mappers-meetings": MET,
    "mappers-logins": {**LOGINS, **FORMS},
}
ROLES: Mapping[str, Sequence[str]] = {
    "vault": ["open", "close"],
    "dotted.vault": ["look"],
    "back\\slash": ["turn"],
    "43": ["7", "14"],
}


def realm(realm_name: str) -> Rep:
    """Return the realm's representation."""
    clients = [client(name, question) for name, question in CASES[realm_name].items()]
    return {
        "realm": realm_name,
        "enabled": True,
        "roles": roles(),
        "groups": groups(),
        "clients": [
            *({"clientId": name, "secret": SECRET} for name in ROLES),
            {"clientId": ASKER, "secret": SECRET, "attributes": {ANY_AUDIENCE: "true"}},
            *clients,
        ],
        "users": [
            user(realm_name, "grace", **grace()),
            user(realm_name, "empty", enabled=True, credentials=password("empty")),
            *(service_account(realm_name, it) for it in CASES[realm_name] if OF_OUR_MAKING.search(it)),
        ],
    }


def client(name: str, question: MapperCase) -> Rep:
    """Return a client with the mappers of one case, and no others unless it wants the realm's scopes."""
    rep: Rep = {
        "id": derived_id("client", name),
        "clientId": name,
        "secret": SECRET,
        "serviceAccountsEnabled": True,
        "directAccessGrantsEnabled": True,
        "attributes": dict.fromkeys((LIGHT, LIGHT_USERINFO), "true") if question.lightweight else {},
        "protocolMappers": [
            {
                "id": derived_id("mapper", name, own_name),
                "name": own_name,
                "protocol": "openid-connect",
                "protocolMapper": kind,
                "config": dict(config),
            }
            for own_name, (kind, config) in question.mappers.items()
        ],
        **question.client,
    }
    return rep if question.scopes else {**rep, "defaultClientScopes": [], "optionalClientScopes": []}


def roles() -> Rep:
    """Return the roles, two of them composite."""
    plain = [{"name": name} for name in ("reader", "writer", "7", "14", "of-group", "of-outer", "dotted.role")]
    editor = {"name": "editor", "composite": True, "composites": {"realm": ["reader"], "client": {"vault": ["close"]}}}
    of_clients = {name: [{"name": role} for role in its_roles] for name, its_roles in ROLES.items()}
    return {"realm": [*plain, editor], "client": of_clients}


def groups() -> list[Rep]:
    """Return nested groups, whose members get their attributes and roles."""
    inner: Rep = {"name": "inner", "attributes": {"floor": ["3"], "shared": ["inner"]}, "realmRoles": ["of-group"]}
    deep: Rep = {"name": "in/ner", "attributes": {"deep": ["yes"], "shared": ["slash"]}}
    outer: Rep = {
        "name": "outer",
        "attributes": {"town": ["Ulm", "Bonn"], "shared": ["outer", "both"], "floor": ["0"], "colour": ["grey"]},
        "realmRoles": ["of-outer"],
        "clientRoles": {"vault": ["open"]},
        "subGroups": [inner, deep],
    }
    other: Rep = {"name": "other", "attributes": {"town": ["Rome"], "shared": ["other"], "only-other": ["x"]}}
    return [outer, other, {"name": "43"}, {"name": "unused", "realmRoles": ["writer"]}]


def grace() -> Rep:
    """Return the user for whom every mapper has a value."""
    return {
        "enabled": True,
        "createdTimestamp": 1700000000123,
        "emailVerified": True,
        "credentials": password("grace"),
        "realmRoles": ["editor", "7", "14", "dotted.role"],
        "clientRoles": {"vault": ["open"], "dotted.vault": ["look"], "back\\slash": ["turn"], "43": ["7", "14"]},
        "groups": ["/outer/inner", "/other", "/43"],
        "attributes": {
            "colour": ["green"],
            "shared": ["own"],
            "street": ["1 Long Lane"],
            "locality": ["Ulm"],
            "region": ["BW"],
            "postal_code": ["89073"],
            "country": ["Germany", "second"],
            "formatted": ["1 Long Lane, Ulm"],
            "elsewhere": ["2 Short Street"],
            **{f"value {label}": [value] for label, value in VALUES.items() if label in FEW},
            **ODD_ATTRIBUTES,
        },
    }


def user(realm_name: str, name: str, **more: Any) -> Rep:
    """Return a user with a complete profile."""
    names = {"firstName": name.title(), "lastName": "Example", "email": f"{name}@example.org"}
    return {"id": derived_id("user", realm_name, name), "username": name, **names, **more}


def service_account(realm_name: str, client_id: str) -> Rep:
    """Return a service account as a file lists it, so that its id and creation time are known."""
    name = f"service-account-{client_id}"
    return user(realm_name, name, enabled=True, serviceAccountClientId=client_id, createdTimestamp=1700000000456)


def password(name: str) -> list[Rep]:
    """Return a user's credentials."""
    return [{"type": "password", "value": f"{name}-password"}]


def derived_id(*names: str) -> str:
    """Return the id derived from these names; it is the same in every recording."""
    return str(uuid5(NAMESPACE_URL, json.dumps(["mappers", *names])))
