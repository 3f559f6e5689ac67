"""The organizations of a realm file: who is a member, and the groups that an organization has of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockauth.realms.built_in import derived_id
from mockauth.realms.roles import RoleRef, role_refs

if TYPE_CHECKING:
    from mockauth.realms.json_reader import Reader


@dataclass(frozen=True, eq=False, slots=True)
class OrganizationGroup:
    """A group that is an organization's own: its path there, and the roles that its members have by it."""

    path: str
    roles: frozenset[RoleRef]


@dataclass(frozen=True, eq=False, slots=True)
class Organization:
    """An organization; `members` holds by username the ids of the groups of a member.

    `identity_providers` are the aliases of those that are its own.
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
            top.problems.append((rep.place, "an organization needs a name"))
        elif not rep.text("alias").strip() and any(letter.isspace() for letter in name):
            top.problems.append((rep.place, f'"{name}" cannot be used as alias: give the organization an "alias"'))
        if alias in found or any(it.name == name for it in found.values()):
            top.problems.append((rep.place, f'the organization "{alias}" is there twice'))
        domains = tuple(domain.text("name") for domain in rep.objects("domains", "name"))
        for domain in domains:
            if owners.setdefault(domain, name) != name:
                top.problems.append(
                    (rep.place, f"the domain {domain} is that of another organization, {owners[domain]}")
                )
        found[alias] = Organization(
            id=rep.text("id") or derived_id(top.text("realm"), "organizations", alias),
            name=name,
            alias=alias,
            enabled=rep.flag("enabled", True),
            domains=domains,
            attributes=rep.multi("attributes"),
            groups=dict(_groups(rep, "groups", "")),
            members=dict(_members(top, rep)),
            identity_providers=tuple(it.text("alias") for it in rep.objects("identityProviders", "alias")),
        )
    return found


def _groups(rep: "Reader", key: str, parent: str) -> Iterator[tuple[str, OrganizationGroup]]:
    for group in rep.objects(key, "name"):
        path = f"{parent}/{group.text('name')}"
        own_id = group.text("id") or derived_id(group.place)
        yield own_id, OrganizationGroup(path, role_refs(group, "realmRoles", "clientRoles"))
        yield from _groups(group, "subGroups", path)


def _members(top: "Reader", rep: "Reader") -> Iterator[tuple[str, tuple[str, ...]]]:
    known = {str(user.get("username", "")).lower() for user in top.rep.get("users") or () if isinstance(user, dict)}
    for member in rep.objects("members", "username"):
        username = member.text("username").lower()
        if username not in known:
            top.problems.append((member.place, f'there is no user "{username}" who could be a member'))
        yield username, member.texts("groups")
