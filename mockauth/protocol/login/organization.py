"""The login pages of a realm with organizations: username first, then perhaps a choice of organization.

As OrganizationAuthenticator. The password page follows. Links to identity providers are shown but not implemented.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import organizations, passwords
from mockauth.protocol.login import identity_providers, pending_login
from mockauth.protocol.login.executions import execution_id
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.organizations import CHOSEN, domain_of
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import Organization, Realm, User

_NO_ACCOUNT = "Your email domain matches an organization but you don't have an account yet."
# Fields of the forms: the alias of the chosen organization, and the request to choose again.
ALIAS, SWITCH = "kc.org", "switchOrganization"


def is_enabled(realm: Realm) -> bool:
    """Tell whether a login in this realm starts on a page that asks for the username alone."""
    return realm.organizations_enabled and bool(realm.organizations)


def is_current(login: PendingLogin) -> bool:
    """Tell whether the login waits for the form of one of these pages."""
    return login.notes.get(pending_login.EXECUTION) == _execution_id(login)


def is_next(login: PendingLogin) -> bool:
    """Tell whether the login has still to pass these pages."""
    return is_enabled(login.ctx.realm) and not login.has_succeeded(pending_login.ORGANIZATION)


def first_page(login: PendingLogin) -> Page | None:
    """Return the first page, or None if the user is known, or if a login_hint leads to the password page."""
    hint = login.request.get("login_hint")
    if hint is None:
        return None if login.user else _name_page(login)
    return _identify(login, hint)


def process(login: PendingLogin) -> Page | None:
    """Process a form of these pages; return the next page, or None if the password page is next."""
    form = login.ctx.form
    name = form.get("username") or ""
    if login.user is None and not name.strip():
        login.ctx.remarks.append("no username was entered")
        return _name_page(login, Message("error", "invalidUsernameMessage"), "username")
    return _identify(login, name, form.get(ALIAS))


def page_of_session(login: PendingLogin, user: User) -> Page | None:
    """Return the choice page if a user who is logged in already has to choose one of several organizations."""
    return _choice_page(login, user) if _must_choose(login, user) else None


def choose_again(login: PendingLogin) -> Page | None:
    """Return the choice page again for a user who has chosen an organization before."""
    request = {name: value for name, value in login.request.items() if name != CHOSEN}
    login.update(replace(login.auth_session, request=request))
    user = login.user
    return _choice_page(login, user) if user else _name_page(login)


def _identify(login: PendingLogin, name: str, alias: str | None = None) -> Page | None:
    realm = login.ctx.realm
    user = login.user or (login.ctx.accounts.find_by_login(realm, name.strip()) if name.strip() else None)
    if name:
        notes = {pending_login.ATTEMPTED_USERNAME: name, pending_login.USERNAME_HIDDEN: "true"}
        login.update(replace(login.auth_session.with_notes(notes), user_id=user.id if user else ""))
    chosen = realm.organizations.get(alias) if alias else None
    if chosen and chosen.enabled:
        request = {**login.request, CHOSEN: chosen.id}
        login.update(
            replace(login.auth_session.with_notes({pending_login.SWITCHABLE_ORGANIZATION: "true"}), request=request)
        )
    elif user and _must_choose(login, user):
        return _choice_page(login, user)
    if user is None and _belongs_to_organization(login, name):
        own = [one.alias for one in realm.organizations.values() if one.enabled and domain_of(one, name)]
        login.ctx.remarks.append(f"{passwords.unknown_user(realm)}; its organization requires an account")
        return _name_page(login, Message("error", _NO_ACCOUNT) if "@" in name else None, username=name, matched=own)
    login.succeed(pending_login.ORGANIZATION)
    return None


def _must_choose(login: PendingLogin, user: User) -> bool:
    """Tell whether the scope selects one organization and the user has several (shouldUserSelectOrganization)."""
    realm, words = login.ctx.realm, login.request.get("scope", "").split(" ")
    if CHOSEN in login.request or not organizations.is_single(realm, login.client, words):
        return False
    return len([one for one in _of_user(realm, user) if one.enabled]) > 1


def _belongs_to_organization(login: PendingLogin, name: str) -> bool:
    """Tell whether an unknown user belongs to an organization, by the scope or by the domain of the email."""
    realm, words = login.ctx.realm, login.request.get("scope", "").split(" ")
    if len(organizations.selected(realm, login.client, None, words)) == 1:
        return True
    return any(domain_of(one, name) for one in realm.organizations.values() if one.enabled)


def _of_user(realm: Realm, user: User) -> list[Organization]:
    return [one for one in realm.organizations.values() if user.username in one.members]


def _name_page(
    login: PendingLogin,
    message: Message | None = None,
    field: str = "",
    username: str = "",
    matched: Sequence[str] = (),
) -> Page:
    login.challenge(pending_login.ORGANIZATION)
    values: dict[str, Any] = {"action": login.form_url(pending_login.LOGIN, _execution_id(login)), "username": username}
    values["registration_url"] = login.relative_url(pending_login.REGISTRATION)
    values["providers"] = (
        identity_providers.of_organizations(login, matched) if matched else identity_providers.of_realm(login)
    )
    errors = {field: message} if field and message else {}
    return login.page("login-username", message=None if field else message, errors=errors, values=values)


def _choice_page(login: PendingLogin, user: User) -> Page:
    login.challenge(pending_login.ORGANIZATION)
    values = {
        "action": login.form_url(pending_login.LOGIN, _execution_id(login)),
        "organizations": sorted(_of_user(login.ctx.realm, user), key=lambda one: one.name),
        "attempted_username": login.notes.get(pending_login.ATTEMPTED_USERNAME) or user.username,
        "restart_url": login.relative_url("restart", skip_logout="false"),
    }
    return login.page("select-organization", values=values)


def _execution_id(login: PendingLogin) -> str:
    return execution_id(login.ctx.realm, pending_login.ORGANIZATION)
