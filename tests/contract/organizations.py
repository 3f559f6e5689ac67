"""The realms with organizations: their members, and a client scope for each way to write them into a token."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contract.mapper_cases import COMBINATIONS, EVERYWHERE, Config
from contract.record_facts import FACTS

REALM, OFF = "organizations", "organizations-off"
SECRET = "secret"
_USUAL = ("basic", "email", "profile", "roles", "organization", "offline_access", "phone")
MEMBERSHIP, GROUPS = "oidc-organization-membership-mapper", "oidc-organization-group-membership-mapper"
# By alias: name, enabled, domains, attributes.
_ORGANIZATIONS: Mapping[str, tuple[str, bool, list[str], Mapping[str, list[str]]]] = {
    "acme": (
        "ACME Corp",
        True,
        ["acme.example", "acme.test"],
        {"plan": ["gold"], "id": ["theirs"], "many": ["a", "b"]},
    ),
    "umbrella": ("Umbrella", True, ["umbrella.example"], {"domain": ["theirs"]}),
    "closed": ("Closed", False, ["closed.example"], {"plan": ["none"]}),
    "dot.ted": ("Dotted", True, ["*.dotted.example"], {"dotted.name": ["x"]}),
}
_MEMBERS: Mapping[str, Mapping[str, list[str]]] = {
    "ada": {"acme": ["staff", "leads"]},
    "bob": {"acme": ["staff"], "umbrella": [], "closed": []},
    "cleo": {"closed": []},
    "dora": {"dot.ted": []},
    "eve": {},
}
_EMAILS = {
    "ada": "ada@acme.test",
    "bob": "bob@umbrella.example",
    "cleo": "cleo@closed.example",
    "dora": "dora@sub.dotted.example",
    "eve": "eve@acme.example",
}
USERS = tuple(_MEMBERS)
_JSON, _TEXT = {"jsonType.label": "JSON"}, {"jsonType.label": "String"}
_MANY, _ONE = {"multivalued": "true"}, {"multivalued": "false"}
_ID, _ATTRIBUTES, _DOMAIN = ({f"addOrganization{name}": "true"} for name in ("Id", "Attributes", "Domain"))
_NAMED = {"claim.name": "organization"}
_ROLES = {"addGroupRoleMappings": "true"}
# The configuration of a scope's organization membership mapper, and of the group mapper beside it, if there is one.
SHAPES: Mapping[str, tuple[Config | None, Config | None]] = {
    "bare": ({}, None),
    "named": ({"claim.name": "in.organization"}, None),
    "text": ({**_TEXT, **_MANY}, None),
    "json": ({**_JSON, **_MANY}, None),
    "long": ({"jsonType.label": "long", **_MANY}, None),
    "one": ({**_TEXT, **_ONE}, None),
    "one-json": ({**_JSON, **_ONE}, None),
    "one-id": ({**_TEXT, **_ONE, **_ID, **_ATTRIBUTES}, None),
    "id": ({**_TEXT, **_MANY, **_ID}, None),
    "attributes": ({**_TEXT, **_MANY, **_ATTRIBUTES}, None),
    "domain": ({**_TEXT, **_MANY, **_DOMAIN}, None),
    "domain-json": ({**_JSON, **_MANY, **_DOMAIN}, None),
    "all": ({**_MANY, **_ID, **_ATTRIBUTES, **_DOMAIN}, None),
    "own-name": ({"claim.name": "sub", **_MANY}, None),
    "groups": ({**_NAMED, **_TEXT, **_MANY}, {}),
    "groups-one": ({**_NAMED, **_TEXT, **_ONE}, {}),
    "groups-json": ({**_NAMED, **_JSON, **_MANY}, {}),
    "groups-all": ({**_NAMED, **_MANY, **_ID, **_ATTRIBUTES}, _ROLES),
    "groups-roles": ({**_NAMED, **_TEXT, **_MANY}, _ROLES),
    "groups-named": ({"claim.name": "in.organization", **_MANY}, {"claim.name": "elsewhere"}),
    "groups-bare": ({**_TEXT, **_MANY}, {}),
    "groups-alone": (None, {"claim.name": "organization"}),
}


def realms() -> list[dict[str, Any]]:
    """Return the realm with organizations, and the same realm with organizations disabled."""
    return [_realm(REALM, True), _realm(OFF, False)]


def _realm(name: str, enabled: bool) -> dict[str, Any]:
    scopes = [_scope(shape, *configs) for shape, configs in SHAPES.items()]
    scopes += [_flagged(combination, flags) for combination, flags in COMBINATIONS.items()]
    named = [scope["name"] for scope in scopes]
    usual = ["basic", "email", "profile", "roles"]
    client: dict[str, Any] = {
        "secret": SECRET,
        "directAccessGrantsEnabled": True,
        "serviceAccountsEnabled": True,
        "implicitFlowEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
        "defaultClientScopes": usual,
        "optionalClientScopes": ["organization", "offline_access", "phone", *named],
        "attributes": {
            "standard.token.exchange.enabled": "true",
            "allow.token.introspection.without.audience.check": "true",
        },
    }
    clients: list[dict[str, Any]] = [
        {"clientId": "app", **client},
        {
            "clientId": "light",
            **client,
            "attributes": {**client["attributes"], "client.use.lightweight.access.token.enabled": "true"},
        },
        {"clientId": "always", **client, "defaultClientScopes": [*usual, "organization"], "optionalClientScopes": []},
        {"clientId": "never", **client, "optionalClientScopes": ["phone"]},
        {"clientId": "consenting", **client, "consentRequired": True},
        {
            "clientId": "mapped",
            **client,
            "protocolMappers": [_mapper("own", MEMBERSHIP, {**EVERYWHERE, "claim.name": "own", **_MANY})],
        },
        {"clientId": "vault", "secret": SECRET},
    ]
    return {
        "realm": name,
        "enabled": True,
        "organizationsEnabled": enabled,
        "roles": {
            "realm": [
                {"name": "of-staff", "composite": True, "composites": {"realm": ["below-staff"]}},
                {"name": "below-staff"},
            ],
            "client": {"vault": [{"name": "open"}]},
        },
        "clients": clients,
        "clientScopes": [*scopes, *_usual_scopes()],
        "users": [_user(name, user) for user in USERS],
        "organizations": [_organization(name, alias) for alias in _ORGANIZATIONS],
    }


def _scope(name: str, membership: Config | None, groups: Config | None) -> dict[str, Any]:
    mappers = [] if membership is None else [_mapper("membership", MEMBERSHIP, {**EVERYWHERE, **membership})]
    mappers += [] if groups is None else [_mapper("groups", GROUPS, {**EVERYWHERE, **groups})]
    return {"name": name, "protocol": "openid-connect", "protocolMappers": mappers}


def _flagged(name: str, flags: Config) -> dict[str, Any]:
    own = {"claim.name": f"at {name}", **_MANY, **flags}
    mappers = [_mapper("membership", MEMBERSHIP, own), _mapper("groups", GROUPS, dict(flags))]
    return {"name": name, "protocol": "openid-connect", "protocolMappers": mappers}


def _mapper(name: str, kind: str, config: Config) -> dict[str, Any]:
    return {"name": name, "protocol": "openid-connect", "protocolMapper": kind, "config": dict(config)}


def _usual_scopes() -> list[dict[str, Any]]:
    """Return the scopes of a new realm: a file that defines scopes gets no built-in ones."""
    found = json.loads((FACTS / "new_realm.json").read_text(encoding="utf-8"))["clientScopes"]
    return [scope for scope in found if scope["name"] in _USUAL]


def _user(realm: str, name: str) -> dict[str, Any]:
    return {
        "id": _id(realm, "user", name),
        "username": name,
        "enabled": True,
        "email": _EMAILS[name],
        "firstName": name.title(),
        "lastName": "Example",
        "credentials": [{"type": "password", "value": f"{name}-password"}],
    }


def _organization(realm: str, alias: str) -> dict[str, Any]:
    name, enabled, domains, attributes = _ORGANIZATIONS[alias]
    groups = [
        {
            "id": _id(realm, alias, "staff"),
            "name": "staff",
            "realmRoles": ["of-staff"],
            "clientRoles": {"vault": ["open"]},
            "subGroups": [{"id": _id(realm, alias, "leads"), "name": "leads"}],
        }
    ]
    members = [
        {
            "username": user,
            "membershipType": "UNMANAGED",
            "groups": [_id(realm, alias, group) for group in of[alias]],
        }
        for user, of in _MEMBERS.items()
        if alias in of
    ]
    return {
        "id": _id(realm, "organization", alias),
        "name": name,
        "alias": alias,
        "enabled": enabled,
        "domains": [{"name": domain, "verified": True} for domain in domains],
        "attributes": dict(attributes),
        "groups": groups if alias == "acme" else [],
        "members": members,
    }


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(names)))
