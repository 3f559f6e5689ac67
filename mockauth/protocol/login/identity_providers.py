"""The identity providers that a login page offers (IdentityProviderBean)."""

from collections.abc import Collection
from urllib.parse import quote

from mockauth.protocol import urls
from mockauth.protocol.java import hash_order
from mockauth.protocol.login.pending_login import Pending
from mockauth.realms.identity_providers import IdentityProvider
from mockauth.realms.model import Realm

Link = dict[str, str]


def of_realm(it: Pending) -> list[Link]:
    """Give those that no organization has for its own."""
    owned = {alias for of in it.ctx.realm.organizations.values() for alias in of.identity_providers}
    return _links(it, [alias for alias in it.ctx.realm.identity_providers if alias not in owned])


def of_person(it: Pending) -> list[Link]:
    """Give those for who is asked for the password: who is known has those that know him, where any does."""
    realm, user = it.ctx.realm, it.user
    if user and (user.linked_providers or not realm.organizations_enabled):
        return _links(it, user.linked_providers)
    return _links(it, realm.identity_providers) if realm.organizations_enabled else of_realm(it)


def of_organizations(it: Pending, aliases: Collection[str]) -> list[Link]:
    """Give those of the organizations with these aliases."""
    found = [it.ctx.realm.organizations[alias].identity_providers for alias in aliases]
    return _links(it, [alias for own in found for alias in own])


def _links(it: Pending, aliases: Collection[str]) -> list[Link]:
    known = it.ctx.realm.identity_providers
    listed = [known[alias] for alias in aliases if alias in known and known[alias].is_listed]
    return [{"alias": one.alias, "label": one.name, "url": _url(it, one)} for one in _in_order(it.ctx.realm, listed)]


def _in_order(realm: Realm, listed: list[IdentityProvider]) -> list[IdentityProvider]:
    # As Keycloak: of those that have the same place, in the order that a set of their ids has.
    by_id = {one.id or f"{realm.name}/{one.alias}": one for one in listed}
    return sorted((by_id[key] for key in hash_order(by_id)), key=lambda one: one.order)


def _url(it: Pending, one: IdentityProvider) -> str:
    parameters = {
        "client_id": it.client.client_id,
        "tab_id": it.login.tab,
        "client_data": it.data(),
        "session_code": it.code(),
    }
    base = it.ctx.issuer.removeprefix(urls.origin(it.ctx.issuer))
    return f"{base}/broker/{quote(one.alias)}/login?{urls.query(parameters)}"
