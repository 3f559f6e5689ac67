"""The login page with username and password (UsernamePasswordForm, AbstractUsernameFormAuthenticator)."""

from dataclasses import replace
from itertools import islice

from mockauth.protocol import brute_force, passwords
from mockauth.protocol.login import forwarded_messages, identity_cookie, identity_providers, otp_form, pending_login
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User

_INVALID = "invalidUserMessage"
# Values of --login: the form alone, as in Keycloak; a button for each user, too; or login_hint without any page.
FORM, QUICK, AUTO = "form", "quick", "auto"
_MAX_BUTTONS = 24


def page(login: PendingLogin, *, field: str = "", message: Message | None = None, username: str | None = None) -> Page:
    """Return the login page.

    `message` is shown at a `field` of the form, or above the form; `username` is the submitted username.
    """
    hidden = login.notes.get(pending_login.USERNAME_HIDDEN)
    known = login.user if not hidden or login.notes.get(pending_login.KNOWN_USER) else None
    attempted = login.notes.get(pending_login.ATTEMPTED_USERNAME, "") if hidden else known.username if known else ""
    login.challenge(pending_login.LOGIN)
    login.set_note(pending_login.KNOWN_USER, "true" if known else None)
    hint, remembered = login.request.get("login_hint"), identity_cookie.remembered(login.ctx)
    offered = next((name for name in (username, hint, remembered) if name is not None), "")
    values = {
        "action": login.form_url(pending_login.LOGIN),
        "username": known.username if known else offered,
        "username_hidden": known is not None or hidden is not None,
        "attempted_username": attempted,
        "switch_organization": login.notes.get(pending_login.SWITCHABLE_ORGANIZATION) is not None,
        "remember_me": "rememberMe" in login.ctx.form or (username is None and hint is None and remembered is not None),
        "registration_url": "" if known or hidden else login.relative_url(pending_login.REGISTRATION),
        "reset_url": login.relative_url(pending_login.RESET),
        "restart_url": login.relative_url("restart", skip_logout="false"),
        "providers": identity_providers.of_user(login),
        "quick": _quick_usernames(login),
    }
    errors = {field: message} if field and message else {}
    above = forwarded_messages.take(login) if message is None else None if field else message
    return login.page("login", message=above, errors=errors, values=values)


def process(login: PendingLogin) -> User | Page:
    """Return the user whose password the form has, or the next page."""
    ctx, form, realm = login.ctx, login.ctx.form, login.ctx.realm
    known = login.user if login.notes.get(pending_login.KNOWN_USER) else None
    hidden = login.notes.get(pending_login.USERNAME_HIDDEN)
    given = (login.notes.get(pending_login.ATTEMPTED_USERNAME) if hidden else form.get("username")) or ""
    name = given.strip()
    if known is None:
        notes = {pending_login.ATTEMPTED_USERNAME: name} if given else {}
        login.update(replace(login.auth_session.with_notes(notes), user_id=""))
    if quick := _without_password(login, form.get("quick")):
        return quick
    user = known or (ctx.accounts.find_by_login(realm, name) if given else None)
    if user is None or user.service_account_of:
        passwords.hash_in_vain(realm, form.get("password"))
        reason = passwords.service_account(user) if user else passwords.unknown_user(realm)
        return _error_page(login, given, "password" if known or hidden else "username", _INVALID, reason)
    ctx.log_fields["user"] = user.username
    password = form.get("password")
    if password and (locked := brute_force.lockout(ctx, user)):
        passwords.hash_in_vain(realm, password)
        return _error_page(login, given, "username", locked.message, locked.reason)
    if not password or not any(kept.matches(password) for kept in user.passwords):
        if password:
            brute_force.failed(ctx, user)
        reason = passwords.wrong_password(user) if password else f'no password was entered for user "{user.username}"'
        return _error_page(login, given, "password", _INVALID, reason)
    if not user.enabled:
        return _error_page(login, given, "", "accountDisabledMessage", passwords.user_disabled(realm, user))
    if not realm.browser_flow_works:
        reason = (
            f'Keycloak 26.7.3 cannot migrate the browser flow of realm "{realm.name}" from this keycloakVersion, so '
            "its login page rejects everyone: remove keycloakVersion from the realm file, or export the realm again"
        )
        login.set_note(pending_login.EXECUTION, None)
        raise login.error_page(_INVALID, reason=reason)
    if known is None:
        remember = realm.remember_me and (form.get("rememberMe") or "").lower() == "on"
        login.set_note(pending_login.REMEMBER_ME, "true" if remember else None)
    return otp_form.page_if_required(login, user) or user


def hinted_user(login: PendingLogin) -> User | None:
    """Return the user of `login_hint` if the server runs with `--login auto`, who needs no password."""
    if login.ctx.login != AUTO:
        return None
    hint = login.request.get("login_hint")
    user = _without_password(login, hint)
    if user is None:
        login.ctx.remarks.append(_hint_reason(login, hint))
    return user


def _hint_reason(login: PendingLogin, hint: str | None) -> str:
    """Say why `--login auto` shows the login page."""
    if not hint:
        return "--login auto needs a login_hint with a username; the request has none"
    user = login.ctx.accounts.find_by_login(login.ctx.realm, hint)
    if user is None:
        return f"unknown login_hint: {passwords.unknown_user(login.ctx.realm)}"
    reason = (
        passwords.service_account(user) if user.service_account_of else passwords.user_disabled(login.ctx.realm, user)
    )
    return f"login_hint cannot be used: {reason}"


def _without_password(login: PendingLogin, name: str | None) -> User | None:
    """Return an enabled user by name if the server runs with `--login quick` or `--login auto`."""
    if login.ctx.login == FORM or not name:
        return None
    user = login.ctx.accounts.find_by_login(login.ctx.realm, name)
    return user if user and user.enabled and not user.service_account_of else None


def _quick_usernames(login: PendingLogin) -> list[str]:
    if login.ctx.login == FORM:
        return []
    users = (user for user in login.ctx.realm.users if user.enabled and not user.service_account_of)
    return [user.username for user in islice(users, _MAX_BUTTONS)]


def _error_page(login: PendingLogin, username: str, field: str, key: str, reason: str) -> Page:
    login.ctx.remarks.append(reason)
    return page(login, field=field, message=Message("error", key), username=username)
