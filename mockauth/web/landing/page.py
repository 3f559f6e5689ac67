"""The data of the landing page, as values that a template or a JSON encoder can show."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from mockauth import __version__
from mockauth.printable import printable
from mockauth.protocol import urls
from mockauth.protocol.examples import (
    Secrets,
    grants_of,
    login_url,
    needs_only_a_password,
    own_clients,
    service_token,
    user_token,
)

if TYPE_CHECKING:
    from mockauth.realms.model import Client, Realm, RoleRef, User
    from mockauth.state import State
    from mockauth.state.accounts import Accounts
    from mockauth.web.request_log import RecentRefusals, Refused

_MOST_CLIENTS = 20
_MOST_USERS = 20


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client: its grants, a curl command that gets a token, and a URL that starts a login; both may be empty."""

    client_id: str
    name: str
    kind: str
    grants: list[str]
    command: str
    login_url: str


@dataclass(frozen=True, slots=True)
class UserView:
    """A user; `password` is the text to show for it."""

    username: str
    name: str
    email: str
    password: str
    password_is_shown: bool
    roles: list[str]
    enabled: bool


@dataclass(frozen=True, slots=True)
class RealmView:
    """A realm; `more_clients` and `more_users` count those that are left out."""

    name: str
    title: str
    enabled: bool
    issuer: str
    discovery_url: str
    jwks_url: str
    clients: list[ClientView]
    more_clients: int
    users: list[UserView]
    more_users: int


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A refused request, as in the log; `time` is local time in ISO 8601."""

    time: str
    method: str
    path: str
    status: int
    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class LandingPage:
    """Everything that the landing page shows. `with_secrets` tells whether it contains secrets and passwords."""

    version: str
    base_url: str
    with_secrets: bool
    realms: list[RealmView]
    refusals: list[RefusalView]


def landing_page(state: "State", base_url: str, refusals: "RecentRefusals", *, with_secrets: bool) -> LandingPage:
    """Collect the data of the page; `base_url` is the URL of this server."""
    secrets = Secrets(with_secrets, state.from_environment)
    realms = [_realm(realm, state.accounts_of(realm.name), base_url, secrets) for realm in state.realms.values()]
    return LandingPage(__version__, base_url, with_secrets, realms, [_refusal(refused) for refused in refusals])


def _realm(realm: "Realm", accounts: "Accounts", base_url: str, secrets: Secrets) -> RealmView:
    issuer = _issuer(realm, base_url)
    clients = own_clients(realm)
    users = list(islice(accounts.users(realm), _MOST_USERS))
    user_count = len(realm.users) - len(realm.service_accounts) + len(accounts.new_users(realm))
    default_roles = realm.expand([realm.default_role])
    example = next((user for user in users if needs_only_a_password(realm, user)), None)

    return RealmView(
        name=realm.name,
        title=realm.appearance.display_name,
        enabled=realm.enabled,
        issuer=issuer,
        discovery_url=f"{issuer}/.well-known/openid-configuration",
        jwks_url=f"{issuer}/protocol/openid-connect/certs",
        clients=[_client(client, realm, base_url, secrets, example) for client in clients[:_MOST_CLIENTS]],
        more_clients=max(0, len(clients) - _MOST_CLIENTS),
        users=[_user(user, realm, secrets, default_roles) for user in users],
        more_users=max(0, user_count - len(users)),
    )


def _issuer(realm: "Realm", base_url: str) -> str:
    return urls.realm(realm.frontend_url or base_url, realm.name)


def _client(client: "Client", realm: "Realm", base_url: str, secrets: Secrets, user: "User | None") -> ClientView:
    command = service_token(realm, client, base_url, secrets)
    if user and not command:
        command = user_token(realm, client, user, base_url, secrets)
    return ClientView(
        client_id=client.client_id,
        name="" if client.name.startswith("${") else client.name,
        kind=_kind(client),
        grants=grants_of(client),
        command=" \\\n  ".join(command),
        login_url=login_url(realm, client, _issuer(realm, base_url)),
    )


def _kind(client: "Client") -> str:
    if not client.enabled:
        return "disabled"
    if client.bearer_only:
        return "bearer-only"
    if client.public:
        return "public"
    # Keycloak's default, a secret, goes without saying.
    return "confidential" if client.authenticator == "client-secret" else f"confidential, {client.authenticator}"


def _user(user: "User", realm: "Realm", secrets: Secrets, default_roles: "frozenset[RoleRef]") -> UserView:
    roles = sorted(realm.roles_of(user) - default_roles)
    password = secrets.password(realm, user)
    return UserView(
        username=user.username,
        name=" ".join(filter(None, (user.first_name, user.last_name))),
        email=user.email or "",
        password=_why_hidden(user) if password is None else password,
        password_is_shown=password is not None,
        roles=[f"{role.client}: {role.name}" if role.client else role.name for role in roles],
        enabled=user.enabled,
    )


def _why_hidden(user: "User") -> str:
    if not user.passwords:
        return "none"
    return "stored as a hash" if all(it.plain is None for it in user.passwords) else "hidden"


def _refusal(refused: "Refused") -> RefusalView:
    entry = refused.entry
    return RefusalView(
        time=datetime.fromtimestamp(int(refused.time)).astimezone().isoformat(),
        method=printable(entry.method),
        path=printable(entry.path),
        status=entry.status,
        error=printable(entry.error),
        reason=printable(entry.reason),
    )
