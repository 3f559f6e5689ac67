"""Check username and password of the direct grant, and find required actions that block a login."""

from itertools import islice

from mockauth.protocol import brute_force, one_time_passwords, validators
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.realms.model import Realm, User
from mockauth.realms.problems.setting import setting

_INVALID = "Invalid user credentials"
# How many users are searched for one with a password.
_MOST_SEARCHED = 20


def user_of_form(ctx: Context) -> User:
    """Return the user whose username and password the form has.

    Raises InvalidRequest and InvalidGrant with the error descriptions of Keycloak's direct grant (ValidateUsername,
    ValidatePassword).
    """
    form = ctx.form_as_sent or ctx.form
    name, password = form.get("username"), form.get("password")
    if name is None:
        raise InvalidRequest("Missing parameter: username", status=401)
    user = ctx.accounts.find_by_login(ctx.realm, name)
    if user is None:
        hash_in_vain(ctx.realm, password)
        raise InvalidGrant(_INVALID, status=400, reason=unknown_user(ctx.realm))
    ctx.log_fields["user"] = user.username
    if user.service_account_of:
        hash_in_vain(ctx.realm, password)
        raise InvalidGrant(_INVALID, reason=service_account(user))
    if locked := brute_force.lockout(ctx, user):
        hash_in_vain(ctx.realm, password)
        raise InvalidGrant(_INVALID, status=400, reason=locked.reason)
    is_right = password is not None and any(kept.matches(password) for kept in user.passwords)
    if not user.enabled:
        raise InvalidGrant("Account disabled" if is_right else _INVALID, reason=user_disabled(ctx.realm, user))
    if not is_right:
        brute_force.failed(ctx, user)
        raise InvalidGrant(_INVALID, reason=wrong_password(user))
    if one_time_passwords.is_required(ctx.realm.otp.in_direct_grant, user):
        _check_otp(ctx, user)
    return user


def hash_in_vain(realm: Realm, password: str | None) -> None:
    """Take as long as for a wrong password, so that the time does not tell which users exist (dummyHash)."""
    example = next((user for user in islice(realm.users, _MOST_SEARCHED) if user.passwords), None)
    if example and password is not None:
        example.passwords[0].matches(password)


def unknown_user(realm: Realm) -> str:
    """Return the reason for an unknown username; it does not repeat the username, which may be a password."""
    return f'no user of realm "{realm.name}" has this username' + (" or email" if realm.login_with_email else "")


def service_account(user: User) -> str:
    """Return the reason for the refusal of a service account."""
    return f'user "{user.username}" is a service account and cannot log in with a password'


def user_disabled(realm: Realm, user: User) -> str:
    """Return the reason for the refusal of a disabled user."""
    return f'user "{user.username}" is disabled; enable it with {setting(realm, "enabled", True)}'


def wrong_password(user: User) -> str:
    """Return the reason for the refusal of a password."""
    return f'wrong password for user "{user.username}"' if user.passwords else f'user "{user.username}" has no password'


def wrong_otp(user: User) -> str:
    """Return the reason for the refusal of a one-time password."""
    return f'wrong one-time password for user "{user.username}", or it was used or has expired'


def _check_otp(ctx: Context, user: User) -> None:
    """Check that the form has a one-time password of the user's first authenticator (ValidateOTP)."""
    form = ctx.form_as_sent or ctx.form
    code = form.get("otp")
    code = form.get("totp") if code is None else code
    if not user.otp_credentials:
        reason = f'the direct grant flow requires a one-time password, but user "{user.username}" has no authenticator'
    elif code is None:
        reason = f'user "{user.username}" has an authenticator: send a one-time password in the form field "otp"'
    elif one_time_passwords.verify(ctx, user, user.otp_credentials[0], code):
        return
    else:
        brute_force.failed(ctx, user)
        reason = wrong_otp(user)
    raise InvalidGrant(_INVALID, status=400, reason=reason)


def check_no_pending_actions(realm: Realm, user: User) -> None:
    """Raise InvalidGrant if required actions keep a user from getting tokens without a login page."""
    to_do = pending_actions(realm, user)
    if to_do:
        missing = ", ".join(invalid_attributes(realm, user))
        details = f" (the profile has no {missing})" if missing else ""
        raise InvalidGrant(
            "Account is not fully set up",
            reason=f'user "{user.username}" has required actions, which need a login page: {", ".join(to_do)}{details}',
        )


def pending_actions(realm: Realm, user: User) -> list[str]:
    """Return the required actions that block a direct grant: the user's own, and those that the realm triggers."""
    actions = list(user.required_actions)
    verifies_email = realm.verify_email and "VERIFY_EMAIL" in realm.actions
    if verifies_email and user.email and not user.email_verified:
        actions.append("VERIFY_EMAIL")
    if invalid_attributes(realm, user):
        actions.append("VERIFY_PROFILE")
    return list(dict.fromkeys(actions))


def invalid_attributes(realm: Realm, user: User) -> list[str]:
    """Return the invalid or missing attributes of a user's profile if VERIFY_PROFILE is enabled (VerifyUserProfile)."""
    if "VERIFY_PROFILE" not in realm.actions:
        return []
    return list(dict.fromkeys(name for name, _ in validators.stored_problems(realm, user)))
