"""The organizations of a realm file, with their members, groups and identity providers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockauth.realms.built_in import derived_id
from mockauth.realms.model.roles import RoleRef, role_refs

if TYPE_CHECKING:
    from mockauth.realms.parsing.json_reader import Reader


@dataclass(frozen=True, eq=False, slots=True)
class OrganizationGroup:
    """A group of an organization: its path in the organization, and the roles of its members."""

    path: str
    roles: frozenset[RoleRef]


@dataclass(frozen=True, eq=False, slots=True)
class Organization:
    """An organization. `members` maps usernames to the ids of the member's groups in the organization.

    `identity_providers` holds the aliases of the identity providers that are linked to the organization.
    """

    id: str
    name: str
    alias: str
    enabled: bool
    domains: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, OrganizationGroup]
    members: Mapping[str, tuple[str, ...]]
    identity_providers: tuple[str, ...] = ()


def organizations(top: "Reader") -> dict[str, Organization]:
    """Read the organizations of a realm, by alias."""
    found: dict[str, Organization] = {}
    owners: dict[str, str] = {}
    for rep in top.objects("organizations", "name"):
        name = rep.text("name")
        alias = rep.text("alias").strip() or name
        if not name.strip():
            top.problems.append((rep.place, 'the organization has no "name"'))
        elif not rep.text("alias").strip() and any(letter.isspace() for letter in name):
            top.problems.append((rep.place, f'the name "{name}" contains spaces: add an "alias" without spaces'))
        if alias in found or any(organization.name == name for organization in found.values()):
            top.problems.append((rep.place, f'duplicate organization "{alias}"'))
        domains = tuple(domain.text("name") for domain in rep.objects("domains", "name"))
        for domain in domains:
            if owners.setdefault(domain, name) != name:
                top.problems.append(
                    (rep.place, f'domain "{domain}" already belongs to organization "{owners[domain]}"')
                )
        found[alias] = Organization(
            id=rep.text("id") or derived_id(top.text("realm"), "organizations", alias),
            name=name,
            alias=alias,
            enabled=rep.flag("enabled", True),
            domains=domains,
            attributes=rep.multi("attributes"),
            groups=dict(_groups(rep, "groups", "")),
            members=dict(_members(rep)),
            identity_providers=tuple(idp.text("alias") for idp in rep.objects("identityProviders", "alias")),
        )
    return found


def _groups(rep: "Reader", key: str, parent: str) -> Iterator[tuple[str, OrganizationGroup]]:
    for group in rep.objects(key, "name"):
        path = f"{parent}/{group.text('name')}"
        own_id = group.text("id") or derived_id(group.place)
        yield own_id, OrganizationGroup(path, role_refs(group, "realmRoles", "clientRoles"))
        yield from _groups(group, "subGroups", path)


def _members(rep: "Reader") -> Iterator[tuple[str, tuple[str, ...]]]:
    for member in rep.objects("members", "username"):
        yield member.text("username").lower(), member.texts("groups")
