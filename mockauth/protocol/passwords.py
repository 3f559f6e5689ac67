"""Who may log in with a name and a password, and what stands in the way afterwards."""

from mockauth.protocol import brute_force, one_time_passwords, validators
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.realms.model import Realm, User

_INVALID = "Invalid user credentials"


def user_of_form(ctx: Context) -> User:
    """Give the user that the form's `username` and `password` belong to.

    Raises InvalidRequest and InvalidGrant in the words of Keycloak's direct grant (ValidateUsername, ValidatePassword).
    """
    form = ctx.form_as_sent or ctx.form
    name, password = form.get("username"), form.get("password")
    if name is None:
        raise InvalidRequest("Missing parameter: username", status=401)
    user = ctx.accounts.find_by_login(ctx.realm, name)
    if user is None:
        raise InvalidGrant(_INVALID, status=400, reason=f'there is no user "{name:.80}" in realm "{ctx.realm.name}"')
    if user.service_account_of:
        raise InvalidGrant(_INVALID, reason=f'"{user.username}" is a service account and has no password')
    if brute_force.refusal(ctx, user):
        raise InvalidGrant(_INVALID, status=400, reason=f'user "{user.username}" gave too many wrong passwords')
    right = password is not None and any(kept.matches(password) for kept in user.passwords)
    if not user.enabled:
        described = "Account disabled" if right else _INVALID
        raise InvalidGrant(described, reason=f'user "{user.username}" is disabled')
    if not right:
        brute_force.failed(ctx, user)
        why = "has no password" if not user.passwords else "has another password"
        raise InvalidGrant(_INVALID, reason=f'user "{user.username}" {why}')
    if one_time_passwords.is_wanted(ctx.realm.otp.in_direct_grant, user):
        _check_otp(ctx, user)
    return user


def _check_otp(ctx: Context, user: User) -> None:
    """See that the form has a code of the user's first authenticator (ValidateOTP)."""
    form = ctx.form_as_sent or ctx.form
    code = form.get("otp")
    code = form.get("totp") if code is None else code
    if not user.otp_credentials:
        why = "has no authenticator, and the realm's flow wants a one-time password of everybody"
    elif code is None:
        why = "has to give a one-time password, too: as `otp` in the form"
    elif one_time_passwords.take(ctx, user, user.otp_credentials[0], code):
        return
    else:
        brute_force.failed(ctx, user)
        why = "has another one-time password now, or has used this one already"
    raise InvalidGrant(_INVALID, status=400, reason=f'user "{user.username}" {why}')


def still_to_do(realm: Realm, user: User) -> list[str]:
    """Give the required actions that hold up a login: the user's own, and those that the realm triggers."""
    actions = list(user.required_actions)
    asks = realm.verify_email and "VERIFY_EMAIL" in realm.actions
    if asks and user.email and not user.email_verified:
        actions.append("VERIFY_EMAIL")
    if missing_profile(realm, user):
        actions.append("VERIFY_PROFILE")
    return list(dict.fromkeys(actions))


def missing_profile(realm: Realm, user: User) -> list[str]:
    """Give the attributes with which the user profile is not content (VerifyUserProfile); none where nobody asks."""
    if "VERIFY_PROFILE" not in realm.actions:
        return []
    return list(dict.fromkeys(name for name, _ in validators.stored_problems(realm, user)))
