"""The language of a user: stored in the account, and in a cookie for pages before the login."""

from dataclasses import replace

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.realms.model import User

_ACTION = "update_user_locale"


def update_locale(ctx: Context, user: User, chosen: str | None = None) -> None:
    """Store the language that the user chose on a page, or else set the cookie to the language of the account.

    Does nothing if the required action "update_user_locale" is disabled in the realm (UpdateUserLocaleAction).
    """
    if _ACTION not in ctx.realm.actions:
        return
    own = next(iter(user.attributes.get("locale", ())), None)
    if chosen is not None:
        if chosen != own:
            ctx.accounts.save(replace(user, attributes={**user.attributes, "locale": (chosen,)}))
            cookies.put(ctx, cookies.LOCALE, chosen)
    elif own is not None:
        cookies.put(ctx, cookies.LOCALE, own)
    else:
        cookies.expire(ctx, cookies.LOCALE)
