"""Links to identity providers on a login page (IdentityProviderBean)."""

from collections.abc import Collection
from urllib.parse import quote

from mockauth.protocol import urls
from mockauth.protocol.java import hash_order
from mockauth.protocol.login import client_data
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.realms.model import Realm
from mockauth.realms.model.identity_providers import IdentityProvider

Link = dict[str, str]


def of_realm(login: PendingLogin) -> list[Link]:
    """Return links to the identity providers that belong to no organization."""
    owned = {alias for owner in login.ctx.realm.organizations.values() for alias in owner.identity_providers}
    return _links(login, [alias for alias in login.ctx.realm.identity_providers if alias not in owned])


def of_user(login: PendingLogin) -> list[Link]:
    """Return the links of the password page: a known user with linked accounts gets links to those providers only."""
    realm, user = login.ctx.realm, login.user
    if user and (user.linked_providers or not realm.organizations_enabled):
        return _links(login, user.linked_providers)
    return _links(login, realm.identity_providers) if realm.organizations_enabled else of_realm(login)


def of_organizations(login: PendingLogin, aliases: Collection[str]) -> list[Link]:
    """Return links to the identity providers of the organizations with these aliases."""
    by_organization = [login.ctx.realm.organizations[alias].identity_providers for alias in aliases]
    return _links(login, [alias for own in by_organization for alias in own])


def _links(login: PendingLogin, aliases: Collection[str]) -> list[Link]:
    providers = login.ctx.realm.identity_providers
    listed = [providers[alias] for alias in aliases if alias in providers and providers[alias].is_listed]
    return [
        {"alias": one.alias, "label": one.name, "url": _url(login, one)} for one in _in_order(login.ctx.realm, listed)
    ]


def _in_order(realm: Realm, listed: list[IdentityProvider]) -> list[IdentityProvider]:
    # As Keycloak: providers with the same guiOrder are in the order of a Java HashSet of their ids.
    by_id = {one.id or f"{realm.name}/{one.alias}": one for one in listed}
    return sorted((by_id[key] for key in hash_order(by_id)), key=lambda one: one.order)


def _url(login: PendingLogin, one: IdentityProvider) -> str:
    parameters = {
        "client_id": login.client.client_id,
        "tab_id": login.tab_id,
        "client_data": client_data.encoded(login.redirect_uri, login.request),
        "session_code": login.session_code(),
    }
    base = login.ctx.issuer.removeprefix(urls.origin(login.ctx.issuer))
    return f"{base}/broker/{quote(one.alias)}/login?{urls.query(parameters)}"
