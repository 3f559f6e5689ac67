"""The registration page, and new accounts (RegistrationUserCreation, RegistrationPassword)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import forwarded_messages, new_passwords, pending_login, profile_form
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.required_actions import update_password
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import Realm, User
from mockauth.realms.problems.setting import setting


def check_allowed(ctx: Context, error_page: Callable[..., ErrorPage] = ErrorPage) -> None:
    """Check that the realm allows registration. Raises the `error_page`."""
    if not ctx.realm.registration_allowed:
        fix = setting(ctx.realm, "registrationAllowed", True)
        reason = f'realm "{ctx.realm.name}" does not allow registration; allow it with {fix}'
        raise error_page("registrationNotAllowedMessage", reason=reason)


def page(login: PendingLogin, errors: dict[str, Message] | None = None) -> Page:
    """Return the registration page."""
    login.challenge(pending_login.REGISTRATION)
    values = {
        "action": login.form_url(pending_login.REGISTRATION),
        "attributes": _with_login_hint(login, profile_form.fields(login.ctx, None)),
        "password_required": _asks_for_password(login.ctx.realm),
        "login_url": login.relative_url(pending_login.LOGIN),
    }
    message = None if errors else forwarded_messages.take(login)
    return login.page("register", errors=errors or {}, message=message, values=values)


def _with_login_hint(login: PendingLogin, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the fields of the form; an empty username or email gets the login_hint (createRegistration)."""
    hint = login.request.get("login_hint")
    name = "email" if login.ctx.realm.registration_email_as_username else "username"
    return [
        {**field, "values": [hint]}
        if hint and field["name"] == name and not any(map(str.strip, field["values"]))
        else field
        for field in fields
    ]


def process(login: PendingLogin) -> User | Page:
    """Create the account of the form and return its user, or return the page with errors."""
    ctx, realm, form = login.ctx, login.ctx.realm, login.ctx.form
    password = form.get("password") if _asks_for_password(realm) else None
    errors = profile_form.errors(ctx, None) | (_password_errors(ctx) if _asks_for_password(realm) else {})
    if errors:
        return page(login, errors)
    blank = User(
        id=ctx.state.ids.uuid(),
        username="",
        enabled=True,
        email=None,
        email_verified=False,
        first_name=None,
        last_name=None,
        attributes={},
        roles=frozenset([realm.default_role]),
        groups=realm.default_groups,
        service_account_of="",
        created=ctx.now * 1000,
        not_before=0,
        passwords=(),
        password_history=(),
        otp_credentials=(),
        required_actions=tuple(action for action in realm.actions if action in realm.default_actions),
        linked_providers=(),
    )
    user = profile_form.with_form(ctx, blank, is_new=True)
    if password and not new_passwords.policy_error(realm, user, password):
        user = new_passwords.with_password(realm, user, password)
    else:
        # As Keycloak: an account that has broken a rule of the password policy is created anyway.
        user = replace(user, required_actions=(*user.required_actions, "UPDATE_PASSWORD"))
    if not ctx.accounts.add(realm, user):
        # A concurrent request has taken the username or email since the check.
        return page(login, profile_form.errors(ctx, None))
    login.set_request({"login_hint": user.username})
    return user


def _asks_for_password(realm: Realm) -> bool:
    """Tell whether the form asks for a password; otherwise users choose it after they have verified their email."""
    return not realm.verify_email and "VERIFY_EMAIL" not in realm.default_actions


def _password_errors(ctx: Context) -> dict[str, Message]:
    """Return the errors of the password fields (RegistrationPassword)."""
    form, realm = ctx.form, ctx.realm
    password = form.get("password")
    errors = update_password.field_errors(password, form.get("password-confirm"))
    if "password-confirm" in errors:
        errors["password-confirm"] = Message("error", "invalidPasswordConfirmMessage")
    name = form.get("email" if realm.registration_email_as_username else "username")
    error = None if password is None else new_passwords.policy_error_of_registration(realm, name, password)
    return {**({"password": error} if error else {}), **errors}
