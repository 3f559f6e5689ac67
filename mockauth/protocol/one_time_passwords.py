"""Verify one-time passwords, and tell which users have to enter one (OTPCredentialProvider)."""

from dataclasses import replace

from mockauth.protocol.context import Context
from mockauth.realms.model import User
from mockauth.realms.model.flows import ALWAYS, NEVER
from mockauth.realms.model.one_time_passwords import HOTP, OtpCredential


def is_required(when: str, user: User) -> bool:
    """Tell whether a flow asks this user for a one-time password; `when` is one of the constants in `flows`."""
    return when == ALWAYS or (when != NEVER and bool(user.otp_credentials))


def verify(ctx: Context, user: User, authenticator: OtpCredential, code: str) -> bool:
    """Tell whether a code is right, and use it up; of concurrent requests only one gets True."""
    policy = ctx.realm.otp
    count = authenticator.matching_count(code, ctx.now, policy.window)
    if count is None:
        return False
    is_hotp = authenticator.type == HOTP
    good_until = ctx.now + authenticator.period * (2 * policy.window + 1)
    if (is_hotp or not policy.reusable) and not ctx.sessions.used_otps.add(
        f"{authenticator.id}.{code}", True, good_until
    ):
        return False
    if is_hotp:
        after = authenticator._replace(counter=count + 1)
        store(ctx, user, *(after if other.id == after.id else other for other in user.otp_credentials))
    return True


def store(ctx: Context, user: User, *authenticators: OtpCredential) -> None:
    """Store a user with these authenticators."""
    ctx.accounts.save(replace(user, otp_credentials=authenticators))
