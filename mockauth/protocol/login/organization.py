"""Where a realm has organizations, a login asks first who it is, then perhaps which organization is meant.

As OrganizationAuthenticator; its identity providers are shown, and lead nowhere. The password is asked for on the page
that follows.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import organizations
from mockauth.protocol.login import identity_providers, pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.organizations import CHOSEN, domain_of
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import Organization, Realm, User

_NO_ACCOUNT = "Your email domain matches an organization but you don't have an account yet."
# What the forms of the pages bring: the alias of an organization, and the wish to choose again.
ALIAS, AGAIN = "kc.org", "switchOrganization"


def asks_first(realm: Realm) -> bool:
    """Whether a login in this realm asks for the name alone, before anything else."""
    return realm.organizations_enabled and bool(realm.organizations)


def begin(it: Pending) -> Page | None:
    """Give the first page; None where it is known who logs in, or the client has said so."""
    hint = it.login.request.get("login_hint")
    if hint is None:
        return None if it.user else _name_page(it)
    return _named(it, hint)


def process(it: Pending) -> Page | None:
    """Take what a form of these pages says; give the page that asks on, or None where the password comes next."""
    form = it.ctx.form
    name = form.get("username") or ""
    if it.user is None and not name.strip():
        return _name_page(it, Message("error", "invalidUsernameMessage"), "username")
    return _named(it, name, form.get(ALIAS))


def page_of_session(it: Pending, user: User) -> Page | None:
    """Give the page for somebody who is logged in, where one of several organizations is to be chosen."""
    return _choice_page(it, user) if _is_to_choose(it, user) else None


def choose_again(it: Pending) -> Page | None:
    """Give the page of the organizations anew, for who had chosen one."""
    request = {name: value for name, value in it.login.request.items() if name != CHOSEN}
    it.change(replace(it.login, request=request))
    user = it.user
    return _choice_page(it, user) if user else _name_page(it)


def _named(it: Pending, name: str, alias: str | None = None) -> Page | None:
    realm = it.ctx.realm
    user = it.user or (it.ctx.accounts.find_by_login(realm, name.strip()) if name.strip() else None)
    if name:
        notes = {pending_login.ATTEMPTED: name, pending_login.NAME_HIDDEN: "true"}
        it.change(replace(it.login.with_notes(notes), user_id=user.id if user else ""))
    chosen = realm.organizations.get(alias) if alias else None
    if chosen and chosen.enabled:
        request = {**it.login.request, CHOSEN: chosen.id}
        it.change(replace(it.login.with_notes({pending_login.SWITCHABLE: "true"}), request=request))
    elif user and _is_to_choose(it, user):
        return _choice_page(it, user)
    if user is None and _expected(it, name):
        own = [of.alias for of in realm.organizations.values() if of.enabled and domain_of(of, name)]
        return _name_page(it, Message("error", _NO_ACCOUNT) if "@" in name else None, said=name, matched=own)
    return None


def _is_to_choose(it: Pending, user: User) -> bool:
    """Whether one organization is meant, and the user has several (shouldUserSelectOrganization)."""
    realm, words = it.ctx.realm, it.login.request.get("scope", "").split(" ")
    if CHOSEN in it.login.request or not organizations.is_single(realm, it.client, words):
        return False
    return len([of for of in _of(realm, user) if of.enabled]) > 1


def _expected(it: Pending, name: str) -> bool:
    """Whether who is not known belongs to an organization: to that of the scope, or by the domain of an address."""
    realm, words = it.ctx.realm, it.login.request.get("scope", "").split(" ")
    if len(organizations.selected(realm, it.client, None, words)) == 1:
        return True
    return any(domain_of(of, name) for of in realm.organizations.values() if of.enabled)


def _of(realm: Realm, user: User) -> list[Organization]:
    return [it for it in realm.organizations.values() if user.username in it.members]


def _name_page(
    it: Pending, message: Message | None = None, field: str = "", said: str = "", matched: Sequence[str] = ()
) -> Page:
    _show_here(it)
    values: dict[str, Any] = {"action": it.form_url(pending_login.LOGIN, _step(it)), "username": said}
    values["registration_url"] = it.path(pending_login.REGISTRATION)
    values["providers"] = (
        identity_providers.of_organizations(it, matched) if matched else identity_providers.of_realm(it)
    )
    errors = {field: message} if field and message else {}
    return it.page("login-username", message=None if field else message, errors=errors, values=values)


def _choice_page(it: Pending, user: User) -> Page:
    _show_here(it)
    values = {
        "action": it.form_url(pending_login.LOGIN, _step(it)),
        "organizations": sorted(_of(it.ctx.realm, user), key=lambda of: of.name),
        "attempted_username": it.login.notes.get(pending_login.ATTEMPTED) or user.username,
        "restart_url": it.path("restart", skip_logout="false"),
    }
    return it.page("select-organization", values=values)


def _show_here(it: Pending) -> None:
    it.change(it.login.with_notes({pending_login.EXECUTION: _step(it), pending_login.FLOW_PATH: pending_login.LOGIN}))


def _step(it: Pending) -> str:
    return pending_login.step_id(it.ctx.realm, pending_login.ORGANIZATION)
