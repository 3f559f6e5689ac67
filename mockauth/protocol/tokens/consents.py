"""Check that a user has consented to the scopes of a client (TokenManager.verifyConsentStillAvailable)."""

from mockauth.protocol import scopes
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidScope
from mockauth.realms.model import Client, User


def require(ctx: Context, client: Client, user: User, scope: str | None) -> None:
    """Raise InvalidScope if a client that requires consent no longer has the consent that its login asked for."""
    if not _are_given(ctx, client, user, scope, in_session=True):
        raise InvalidScope("Client no longer has requested consent from user", reason=_why(client, user))


def require_for_exchange(ctx: Context, client: Client, user: User, scope: str | None) -> None:
    """Raise InvalidScope if a client that requires consent does not have it, in a token exchange without a login."""
    if not _are_given(ctx, client, user, scope, in_session=False):
        raise InvalidScope(
            f"Missing consents for Token Exchange in client {client.client_id}", reason=_why(client, user)
        )


def _are_given(ctx: Context, client: Client, user: User, scope: str | None, *, in_session: bool) -> bool:
    """Return whether a user has consented to all of a scope; `in_session` is the answer for one-time consents."""
    if not client.consent_required:
        return True
    given = ctx.accounts.granted_scopes(user.id, client.id) or frozenset()
    needed = [it for it in scopes.client_scopes(ctx.realm, client, user, scope) if it.on_consent_screen]
    return all(in_session if it.always_consent else it.id in given for it in needed)


def _why(client: Client, user: User) -> str:
    return f'user "{user.username}" has not consented to all scopes of client "{client.client_id}"'
