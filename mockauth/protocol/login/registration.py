"""New accounts (Keycloak's registration flow)."""

from dataclasses import replace
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import new_passwords, pending_login, profile_form
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.required_actions import update_password
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User


def check_allowed(ctx: Context) -> None:
    """See that the realm takes people in. Raises ErrorPage."""
    if not ctx.realm.registration_allowed:
        raise ErrorPage("registrationNotAllowedMessage", reason=f'realm "{ctx.realm.name}" has registrationAllowed off')


def page(it: Pending, errors: dict[str, Message] | None = None) -> Page:
    """Give the page that asks for all that an account needs."""
    here = {
        pending_login.EXECUTION: pending_login.step_id(it.ctx.realm, pending_login.REGISTRATION),
        pending_login.FLOW_PATH: pending_login.REGISTRATION,
    }
    it.change(it.login.with_notes(here))
    values = {
        "action": it.form_url(pending_login.REGISTRATION),
        "attributes": _with_hint(it, profile_form.fields(it.ctx, None)),
        "password_required": not it.ctx.realm.verify_email,
        "login_url": it.path(pending_login.LOGIN),
    }
    return it.page("register", errors=errors or {}, values=values)


def _with_hint(it: Pending, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the fields of the form, the name as it was hinted at where it is empty (createRegistration)."""
    hint = it.login.request.get("login_hint")
    name = "email" if it.ctx.realm.registration_email_as_username else "username"
    return [
        {**field, "value": hint} if hint and field["name"] == name and not field["value"].strip() else field
        for field in fields
    ]


def new_user(it: Pending) -> User | Page:
    """Make the account that the form asks for, or give the page that asks again."""
    ctx, realm, form = it.ctx, it.ctx.realm, it.ctx.form
    password = form.get("password")
    errors = profile_form.problems(ctx, None) | _of_password(ctx)
    if errors or not password:
        return page(it, errors)
    email = (form.get("email") or "").strip().lower()
    name = email if realm.registration_email_as_username else (form.get("username") or "").strip().lower()
    nobody = User(
        id=ctx.state.ids.uuid(),
        username=name,
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
        required_actions=(),
        linked_providers=(),
    )
    user = replace(profile_form.changed(ctx, nobody), username=name)
    if new_passwords.refusal(realm, user, password):
        # As Keycloak: by now the account is there, and its owner has to find another password.
        user = replace(user, required_actions=("UPDATE_PASSWORD",))
    else:
        user = new_passwords.given(realm, user, password)
    if not ctx.accounts.add(realm, user):
        # Somebody else was faster: now it shows.
        return page(it, profile_form.problems(ctx, None))
    it.change(it.login.with_request({"login_hint": name}))
    return user


def _of_password(ctx: Context) -> dict[str, Message]:
    """Say by field what is wrong with the password of the form (RegistrationPassword)."""
    form, realm = ctx.form, ctx.realm
    password = form.get("password")
    errors = update_password.problems(password, form.get("password-confirm"))
    if "password-confirm" in errors:
        errors["password-confirm"] = Message("error", "invalidPasswordConfirmMessage")
    name = form.get("email" if realm.registration_email_as_username else "username")
    refused = None if password is None else new_passwords.refusal_of_new(realm, name, password)
    return {**({"password": refused} if refused else {}), **errors}
