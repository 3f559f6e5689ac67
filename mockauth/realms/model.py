"""What a realm is, once read: frozen values, found by the names that Keycloak finds them by.

Two values are the same only if they are the same object: a realm is replaced as a whole, never edited.
Lifespans are in seconds. Names, defaults and meanings are Keycloak's (see `representation`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mockauth.realms.appearance import Appearance
from mockauth.realms.brute_force import BruteForce
from mockauth.realms.identity_providers import IdentityProvider
from mockauth.realms.lifespans import Lifespans
from mockauth.realms.one_time_passwords import OtpPolicy
from mockauth.realms.organizations import Organization
from mockauth.realms.password_policy import Policy
from mockauth.realms.profile import Attribute
from mockauth.realms.roles import RoleRef
from mockauth.realms.users import User, Users

__all__ = ["Client", "ClientScope", "Group", "KeyProvider", "Mapper", "Organization", "Realm", "RoleRef", "User"]


@dataclass(frozen=True, eq=False, slots=True)
class Mapper:
    """A protocol mapper: `type` is Keycloak's provider id, `options` its configuration."""

    id: str
    name: str
    type: str
    options: Mapping[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class ClientScope:
    """A client scope: what it adds to tokens, and the roles that it lets through."""

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
    """A client of a realm; `secret` is None where it has none.

    None of its `attributes` is blank: to Keycloak that is as good as absent (ClientAdapter.setAttribute).
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
    permissions: bool
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
        """Whether the client attribute of this name is `true`, as java.lang.Boolean.parseBoolean reads it."""
        return self.attributes.get(attribute, "").lower() == "true"


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """A group: its roles and attributes are also those of its members and of its sub-groups' members."""

    path: str
    name: str
    parent: str
    attributes: Mapping[str, tuple[str, ...]]
    roles: frozenset[RoleRef]


class KeyProvider(NamedTuple):
    """A key provider of a realm file (see `providers`): `material` is its private key or secret, where the file has it.

    `type` is Keycloak's provider id, `key_type` that of the keys (RFC 7517 section 4.1), empty where it is not known.
    `size` is 0 and `curve` is empty where the file does not say.
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
    """All that is configured of a realm.

    `frontend_url` is where the realm is to its callers, without a slash at its end: empty where it is where they ask.
    `browser_flow_works` says that people get through the login page (see `versions`).
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
    actions: tuple[str, ...]
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
    source: str = ""
    _expanded: dict[RoleRef, frozenset[RoleRef]] = field(default_factory=dict, repr=False)

    @property
    def service_accounts(self) -> Mapping[str, User]:
        """The service accounts by client id."""
        return self.users.service_accounts

    def user_of(self, attribute: str, value: str) -> User | None:
        """Give the user who has this `username` or `email`, in lower case."""
        return self.users.having(attribute, value)

    def expand(self, roles: Iterable[RoleRef]) -> frozenset[RoleRef]:
        """Give the roles and all that they are composed of, to any depth."""
        return frozenset().union(*(self._expand(role) for role in roles))

    def _expand(self, role: RoleRef) -> frozenset[RoleRef]:
        if role not in self._expanded:
            found, ahead = {role}, [role]
            while ahead:
                parts = self.roles.get(ahead.pop(), frozenset()) - found
                found |= parts
                ahead += parts
            self._expanded[role] = frozenset(found)
        return self._expanded[role]

    def member_of(self, user: User) -> Sequence[Group]:
        """Give the groups that a user is in itself, by their names."""
        return sorted((self.groups[path] for path in user.groups if path in self.groups), key=lambda it: it.name)

    def groups_of(self, user: User) -> Iterable[Group]:
        """Give the groups of a user and the groups above them, nearest first."""
        for nearest in self.member_of(user):
            group: Group | None = nearest
            while group:
                yield group
                group = self.groups.get(group.parent)

    def roles_of(self, user: User) -> frozenset[RoleRef]:
        """Give all roles of a user: its own, its groups' and what they are composed of."""
        return self.expand(user.roles.union(*(group.roles for group in self.groups_of(user))))
