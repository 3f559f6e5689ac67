"""A realm and its parts as immutable values, keyed by the names that Keycloak looks them up by.

Values are compared by identity: a realm is replaced as a whole, never edited. Lifespans are in seconds. Names and
defaults are Keycloak's (see `representation`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mockauth.realms.model.appearance import Appearance
from mockauth.realms.model.brute_force import BruteForce
from mockauth.realms.model.identity_providers import IdentityProvider
from mockauth.realms.model.lifespans import Lifespans
from mockauth.realms.model.one_time_passwords import OtpPolicy
from mockauth.realms.model.organizations import Organization
from mockauth.realms.model.password_policy import Policy
from mockauth.realms.model.profile import Attribute
from mockauth.realms.model.roles import RoleRef
from mockauth.realms.model.users import User, Users

__all__ = ["Client", "ClientScope", "Group", "KeyProvider", "Mapper", "Organization", "Realm", "RoleRef", "User"]


@dataclass(frozen=True, eq=False, slots=True)
class Mapper:
    """A protocol mapper: `type` is its provider id in Keycloak, `options` its configuration."""

    id: str
    name: str
    type: str
    options: Mapping[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class ClientScope:
    """A client scope: its protocol mappers, and the roles in its scope mappings."""

    id: str
    name: str
    protocol: str
    mappers: tuple[Mapper, ...]
    roles: frozenset[RoleRef]
    in_token_scope: bool
    in_metadata: bool
    always_consent: bool
    on_consent_screen: bool
    consent_text: str
    gui_order: str


@dataclass(frozen=True, eq=False, slots=True)
class Client:
    """A client of a realm; `secret` is None if it has none.

    `attributes` contains no blank values, because Keycloak treats those as absent (ClientAdapter.setAttribute).
    """

    id: str
    client_id: str
    name: str
    enabled: bool
    protocol: str
    public: bool
    bearer_only: bool
    consent_required: bool
    full_scope_allowed: bool
    standard_flow: bool
    implicit_flow: bool
    direct_access_grants: bool
    service_accounts: bool
    authorization_services: bool
    authenticator: str
    secret: str | None
    root_url: str
    base_url: str
    admin_url: str
    frontchannel_logout: bool
    redirect_uris: tuple[str, ...]
    web_origins: tuple[str, ...]
    not_before: int
    attributes: Mapping[str, str]
    mappers: tuple[Mapper, ...]
    default_scopes: tuple[str, ...]
    optional_scopes: tuple[str, ...]
    roles: frozenset[RoleRef]

    def is_on(self, attribute: str) -> bool:
        """Return whether a client attribute is `true`, as java.lang.Boolean.parseBoolean reads it."""
        return self.attributes.get(attribute, "").lower() == "true"


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """A group. Its members, and the members of its subgroups, inherit its roles and attributes."""

    path: str
    name: str
    parent: str
    attributes: Mapping[str, tuple[str, ...]]
    roles: frozenset[RoleRef]


class KeyProvider(NamedTuple):
    """A key provider of a realm (see `keys.providers`).

    `type` is its provider id in Keycloak; `key_type` is the `kty` of its keys (RFC 7517 section 4.1), empty for an
    unknown provider. `material` is the private key or secret, if the realm file contains it. `size` is 0 and `curve` is
    empty if the file does not specify them.
    """

    id: str
    name: str
    type: str
    key_type: str
    use: str
    algorithm: str
    priority: int
    active: bool
    enabled: bool
    kid: str
    material: str
    certificate: str
    certified: bool
    size: int
    curve: str


@dataclass(frozen=True, eq=False)
class Realm:
    """The configuration of a realm.

    `frontend_url` is its `frontendUrl` without a trailing slash; if empty, the realm's URL is that of the request.
    `in_registry` tells whether it comes from a registry, and not from a realm file.
    `browser_flow_works` is false if Keycloak's migration breaks the login page (see `importing.versions`).
    `rep` is the completed representation that the realm was read from; it is never edited in place. `source` is the
    file that defines the realm, or empty for a realm that was created while mockauth runs.
    """

    id: str
    name: str
    enabled: bool
    ssl_required: str
    signature_algorithm: str
    lifespans: Lifespans
    not_before: int
    revoke_refresh_token: bool
    refresh_token_max_reuse: int
    remember_me: bool
    login_with_email: bool
    verify_email: bool
    required_profile: tuple[str, ...]
    profile: tuple[Attribute, ...]
    profile_groups: tuple[Mapping[str, Any], ...]
    unmanaged_attributes: str
    actions: tuple[str, ...]
    default_actions: frozenset[str]
    max_age_of_actions: Mapping[str, int]
    registration_allowed: bool
    registration_email_as_username: bool
    reset_password_allowed: bool
    edit_username_allowed: bool
    duplicate_emails_allowed: bool
    password_policy: Policy
    brute_force: BruteForce
    appearance: Appearance
    frontend_url: str
    browser_flow_works: bool
    otp: OtpPolicy
    default_role: RoleRef
    default_groups: tuple[str, ...]
    attributes: Mapping[str, str]
    acr_values: tuple[str, ...]
    security_headers: Mapping[str, str]
    clients: Mapping[str, Client]
    scopes: Mapping[str, ClientScope]
    roles: Mapping[RoleRef, frozenset[RoleRef]]
    groups: Mapping[str, Group]
    identity_providers: Mapping[str, IdentityProvider]
    organizations_enabled: bool
    organizations: Mapping[str, Organization]
    users: Users
    key_providers: tuple[KeyProvider, ...]
    in_registry: bool = False
    rep: Mapping[str, Any] = field(default_factory=dict, repr=False)
    source: str = ""
    _expanded: dict[RoleRef, frozenset[RoleRef]] = field(default_factory=dict, repr=False)

    @property
    def service_accounts(self) -> Mapping[str, User]:
        """The service accounts, by client ID."""
        return self.users.service_accounts

    def find_user(self, attribute: str, value: str) -> User | None:
        """Return the user with this `username` or `email`, which must be in lower case."""
        return self.users.find(attribute, value)

    def expand(self, roles: Iterable[RoleRef]) -> frozenset[RoleRef]:
        """Return the roles and, recursively, the roles in their composites."""
        return frozenset().union(*(self._expand(role) for role in roles))

    def _expand(self, role: RoleRef) -> frozenset[RoleRef]:
        if role not in self._expanded:
            found, pending = {role}, [role]
            while pending:
                composites = self.roles.get(pending.pop(), frozenset()) - found
                found |= composites
                pending += composites
            self._expanded[role] = frozenset(found)
        return self._expanded[role]

    def direct_groups(self, user: User) -> Sequence[Group]:
        """Return the groups that a user is a direct member of, sorted by name."""
        return sorted((self.groups[path] for path in user.groups if path in self.groups), key=lambda group: group.name)

    def groups_of(self, user: User) -> Iterable[Group]:
        """Yield the groups of a user, each followed by its parent groups."""
        for nearest in self.direct_groups(user):
            group: Group | None = nearest
            while group:
                yield group
                group = self.groups.get(group.parent)

    def roles_of(self, user: User) -> frozenset[RoleRef]:
        """Return the effective roles of a user: its own and those of its groups, with all composites."""
        return self.expand(user.roles.union(*(group.roles for group in self.groups_of(user))))
