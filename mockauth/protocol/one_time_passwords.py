"""Taking one-time passwords: who has to give one, and whether it is right (OTPCredentialProvider)."""

from dataclasses import replace

from mockauth.protocol.context import Context
from mockauth.realms.flows import ALWAYS, NEVER
from mockauth.realms.model import User
from mockauth.realms.one_time_passwords import HOTP, OtpCredential


def is_wanted(when: str, user: User) -> bool:
    """Whether a flow that asks at these times (see `flows`) asks this user."""
    return when == ALWAYS or (when != NEVER and bool(user.otp_credentials))


def take(ctx: Context, user: User, authenticator: OtpCredential, code: str) -> bool:
    """Tell whether a code is right, and use it up: of all who bring it at the same time, one is let in."""
    policy = ctx.realm.otp
    count = authenticator.matching_count(code, ctx.now, policy.window)
    if count is None:
        return False
    counts = authenticator.type == HOTP
    good_until = ctx.now + authenticator.period * (2 * policy.window + 1)
    if (counts or not policy.reusable) and not ctx.sessions.used_otps.add(
        f"{authenticator.id}.{code}", True, good_until
    ):
        return False
    if counts:
        after = authenticator._replace(counter=count + 1)
        keep(ctx, user, *(after if it.id == after.id else it for it in user.otp_credentials))
    return True


def keep(ctx: Context, user: User, *credentials: OtpCredential) -> None:
    """Keep the user with these OTP credentials."""
    ctx.accounts.save(replace(user, otp_credentials=credentials))
