"""Mappers for the organizations of a user, and for the user's groups in them."""

from collections.abc import Iterable
from typing import Any

from mockauth.protocol.claims.claim import Claim, Subject, required_option
from mockauth.protocol.claims.placing import claim_with_value, split
from mockauth.protocol.java import hash_order
from mockauth.protocol.organizations import MEMBERSHIP, domain_of
from mockauth.realms.model import Mapper, Organization, Realm

_ID, _ATTRIBUTES, _DOMAIN = "addOrganizationId", "addOrganizationAttributes", "addOrganizationDomain"
_CLAIM, _TYPE, _MANY = "claim.name", "jsonType.label", "multivalued"


def membership(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-organization-membership-mapper`: the aliases of the organizations, or an object by alias."""
    found = subject.organizations
    if not found:
        return ()
    options = mapper.options
    named = Mapper(mapper.id, mapper.name, mapper.type, {_CLAIM: "organization", _TYPE: "String", **options})
    if options.get(_MANY, "true") != "true":
        return claim_with_value(named, found[0].alias)
    by_alias = {it.alias: _described(mapper, subject, it) for it in found}
    if options.get(_TYPE) == "JSON" or _is_on(mapper, _ID) or _is_on(mapper, _ATTRIBUTES):
        path = split(named.options[_CLAIM])
        return (Claim(path, by_alias, "put"),) if path else ()
    return claim_with_value(named, hash_order(by_alias), many=True)


def groups(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-organization-group-membership-mapper`: a member's groups, added to the claim for membership."""
    own = next((it for it in subject.mappers if it.type == MEMBERSHIP), None)
    if own is None or not subject.realm.organizations_enabled:
        return ()
    path = split(required_option(own, _CLAIM))
    by_alias = {it.alias: _groups(mapper, subject, it) for it in subject.organizations}
    return (Claim(path, by_alias, "members"),)


def _described(mapper: Mapper, subject: Subject, organization: Organization) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if _is_on(mapper, _ATTRIBUTES):
        members |= {name: list(values) for name, values in organization.attributes.items()}
    if _is_on(mapper, _ID):
        members["id"] = organization.id
    if _is_on(mapper, _DOMAIN):
        members["domain"] = domain_of(organization, subject.user.email)
    return {name: value for name, value in members.items() if value is not None}


def _groups(mapper: Mapper, subject: Subject, organization: Organization) -> dict[str, Any]:
    ids = organization.members.get(subject.user.username, ())
    own = [organization.groups[it] for it in ids if it in organization.groups]
    members: dict[str, Any] = {"groups": [group.path for group in own]}
    if _is_on(mapper, "addGroupRoleMappings"):
        members |= _roles(subject.realm, own)
    return members


def _roles(realm: Realm, of: Iterable[Any]) -> dict[str, Any]:
    roles = realm.expand(frozenset().union(*(group.roles for group in of)))
    of_realm = hash_order({role.name for role in roles if not role.client})
    of_clients = {
        client: {"roles": hash_order({role.name for role in roles if role.client == client})}
        for client in {role.client for role in roles if role.client}
    }
    access: dict[str, Any] = {"realm_access": {"roles": of_realm}} if of_realm else {}
    return {**access, "resource_access": of_clients} if of_clients else access


def _is_on(mapper: Mapper, option: str) -> bool:
    return mapper.options.get(option, "").lower() == "true"
