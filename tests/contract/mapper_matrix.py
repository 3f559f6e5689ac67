"""Realms with every protocol mapper, with every flag, type and way of naming a claim, a client per question.

They are made here, not written by hand, so that a mapper, a flag or a value more is a word more. Ids are made of names:
by them Keycloak decides which of two mappers comes first.
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
    Question,
)
from contract.mapper_context_cases import FORMS, LOGINS, SUBJECTS
from contract.mapper_family_cases import SHAPES

Rep = dict[str, Any]
# The clients whose service accounts Keycloak does not make.
OF_OUR_MAKING = re.compile("pairwise|^type-|^properties")
SECRET = "matrix-secret"
# The client that may introspect the tokens of all others.
ASKER = "asker"
QUESTIONS: Mapping[str, Mapping[str, Question]] = {
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
    """Give the realm's representation."""
    clients = [client(name, question) for name, question in QUESTIONS[realm_name].items()]
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
            *(service_account(realm_name, it) for it in QUESTIONS[realm_name] if OF_OUR_MAKING.search(it)),
        ],
    }


def client(name: str, question: Question) -> Rep:
    """Give a client with the mappers of one question, and no others unless it wants the realm's scopes."""
    rep: Rep = {
        "id": made_id("client", name),
        "clientId": name,
        "secret": SECRET,
        "serviceAccountsEnabled": True,
        "directAccessGrantsEnabled": True,
        "attributes": dict.fromkeys((LIGHT, LIGHT_USERINFO), "true") if question.lightweight else {},
        "protocolMappers": [
            {
                "id": made_id("mapper", name, own_name),
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
    """Give the roles, two of them composed of others."""
    plain = [{"name": name} for name in ("reader", "writer", "7", "14", "of-group", "of-outer", "dotted.role")]
    editor = {"name": "editor", "composite": True, "composites": {"realm": ["reader"], "client": {"vault": ["close"]}}}
    of_clients = {name: [{"name": role} for role in its_roles] for name, its_roles in ROLES.items()}
    return {"realm": [*plain, editor], "client": of_clients}


def groups() -> list[Rep]:
    """Give groups in groups, whose attributes and roles their members have."""
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
    """Give the user of whom all mappers have something to say."""
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
    """Give a user whose profile is complete."""
    names = {"firstName": name.title(), "lastName": "Example", "email": f"{name}@example.org"}
    return {"id": made_id("user", realm_name, name), "username": name, **names, **more}


def service_account(realm_name: str, client_id: str) -> Rep:
    """Give a service account as a file lists it, so that its id and its age are known."""
    name = f"service-account-{client_id}"
    return user(realm_name, name, enabled=True, serviceAccountClientId=client_id, createdTimestamp=1700000000456)


def password(name: str) -> list[Rep]:
    """Give a user's credentials."""
    return [{"type": "password", "value": f"{name}-password"}]


def made_id(*names: str) -> str:
    """Give the id that these names have in every recording."""
    return str(uuid5(NAMESPACE_URL, json.dumps(["mappers", *names])))
