"""The login page: a name and a password (UsernamePasswordForm, AbstractUsernameFormAuthenticator)."""

from dataclasses import replace
from itertools import islice

from mockauth.protocol import brute_force
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import identity_cookie, identity_providers, otp_form, pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User

_INVALID = "invalidUserMessage"
# How people log in: by the form alone, by buttons too, or by a login_hint. Keycloak has the first.
FORM, QUICK, AUTO = "form", "quick", "auto"
_MOST_BUTTONS = 24
_FORWARDED = (
    ("error", pending_login.FORWARDED_ERROR),
    ("success", pending_login.FORWARDED_SUCCESS),
    ("info", pending_login.FORWARDED_INFO),
)


def login_page(it: Pending, *, field: str = "", message: Message | None = None, username: str | None = None) -> Page:
    """Give the page; a `message` stands at a `field` of the form, or above it. `username` is what the form had."""
    hidden = it.login.notes.get(pending_login.NAME_HIDDEN)
    known = it.user if not hidden or it.login.notes.get(pending_login.KNOWN_USER) else None
    attempted = it.login.notes.get(pending_login.ATTEMPTED, "") if hidden else known.username if known else ""
    here = {
        pending_login.EXECUTION: pending_login.step_id(it.ctx.realm, pending_login.LOGIN),
        pending_login.FLOW_PATH: pending_login.LOGIN,
        pending_login.KNOWN_USER: "true" if known else None,
    }
    it.change(it.login.with_notes(here))
    hint, remembered = it.login.request.get("login_hint"), identity_cookie.remembered(it.ctx)
    offered = next((name for name in (username, hint, remembered) if name is not None), "")
    values = {
        "action": it.form_url(pending_login.LOGIN),
        "username": known.username if known else offered,
        "username_hidden": known is not None or hidden is not None,
        "attempted_username": attempted,
        "switch_organization": it.login.notes.get(pending_login.SWITCHABLE) is not None,
        "remember_me": "rememberMe" in it.ctx.form or (username is None and hint is None and remembered is not None),
        "registration_url": "" if known or hidden else it.path(pending_login.REGISTRATION),
        "reset_url": it.path(pending_login.RESET),
        "restart_url": it.path("restart", skip_logout="false"),
        "providers": identity_providers.of_person(it),
        "quick": _quick_names(it),
    }
    errors = {field: message} if field and message else {}
    above = _forwarded(it) if message is None else None if field else message
    return it.page("login", message=above, errors=errors, values=values)


def who(it: Pending) -> User | Page:
    """Give the user that the form proves to be, or the page that asks again."""
    form, realm = it.ctx.form, it.ctx.realm
    known = it.user if it.login.notes.get(pending_login.KNOWN_USER) else None
    hidden = it.login.notes.get(pending_login.NAME_HIDDEN)
    said = (it.login.notes.get(pending_login.ATTEMPTED) if hidden else form.get("username")) or ""
    name = said.strip()
    if known is None:
        it.change(replace(it.login.with_notes({pending_login.ATTEMPTED: name} if said else {}), user_id=""))
    if quick := _quick(it, form.get("quick")):
        return quick
    user = known or (it.ctx.accounts.find_by_login(realm, name) if said else None)
    if user is None or user.service_account_of:
        it.ctx.remarks.append(f'nobody can log in to realm "{realm.name}" as "{name:.80}"')
        return _again(it, said, "password" if known or hidden else "username", _INVALID)
    password = form.get("password")
    if password and (locked := brute_force.refusal(it.ctx, user)):
        return _again(it, said, "username", locked)
    if not password or not any(kept.matches(password) for kept in user.passwords):
        if password:
            brute_force.failed(it.ctx, user)
        it.ctx.remarks.append(f'user "{user.username}" has {"another" if user.passwords else "no"} password')
        return _again(it, said, "password", _INVALID)
    if not user.enabled:
        it.ctx.remarks.append(f'user "{user.username}" is disabled')
        return _again(it, said, "", "accountDisabledMessage")
    if not realm.browser_flow_works:
        raise ErrorPage(
            _INVALID,
            reason=f'Keycloak 26.7.3 migrates realm "{realm.name}" so that its login page wants one-time passwords: '
            "take keycloakVersion out of the file, or export the realm anew",
        )
    if known is None:
        remember = realm.remember_me and (form.get("rememberMe") or "").lower() == "on"
        it.note(pending_login.REMEMBER_ME, "true" if remember else None)
    return otp_form.asked(it, user) or user


def hinted(it: Pending) -> User | None:
    """Give the user of the login_hint, where the server was told to log in by it alone."""
    return _quick(it, it.login.request.get("login_hint")) if it.ctx.login == AUTO else None


def _quick(it: Pending, name: str | None) -> User | None:
    """Give the user of a quick button, which wants no password: only where the server was told to have them."""
    if it.ctx.login == FORM or not name:
        return None
    user = it.ctx.accounts.find_by_login(it.ctx.realm, name)
    return user if user and user.enabled and not user.service_account_of else None


def _quick_names(it: Pending) -> list[str]:
    if it.ctx.login == FORM:
        return []
    people = (user for user in it.ctx.realm.users if user.enabled and not user.service_account_of)
    return [user.username for user in islice(people, _MOST_BUTTONS)]


def _again(it: Pending, username: str, field: str, key: str) -> Page:
    return login_page(it, field=field, message=Message("error", key), username=username)


def _forwarded(it: Pending) -> Message | None:
    """Give the message that an earlier request left for this page, once."""
    for kind, note in _FORWARDED:
        key = it.login.notes.get(note)
        if key:
            it.note(note, None)
            return Message(kind, key)
    return None
