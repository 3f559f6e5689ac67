"""Whether a user still grants all that a client wants (TokenManager.verifyConsentStillAvailable)."""

from mockauth.protocol import scopes
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidScope
from mockauth.realms.model import Client, User


def require(ctx: Context, client: Client, user: User, scope: str | None) -> None:
    """Raise InvalidScope where a client that needs consent no longer has it; its login has asked for all else."""
    if not _are_given(ctx, client, user, scope, in_session=True):
        raise InvalidScope("Client no longer has requested consent from user", reason=_why(user))


def require_for_exchange(ctx: Context, client: Client, user: User, scope: str | None) -> None:
    """Raise InvalidScope likewise, where no login has asked."""
    if not _are_given(ctx, client, user, scope, in_session=False):
        raise InvalidScope(f"Missing consents for Token Exchange in client {client.client_id}", reason=_why(user))


def _are_given(ctx: Context, client: Client, user: User, scope: str | None, *, in_session: bool) -> bool:
    """Whether a user has granted a client all of a scope; what is asked for each time, `in_session`."""
    if not client.consent_required:
        return True
    given = ctx.accounts.consented(user.id, client.id) or frozenset()
    wanted = [it for it in scopes.client_scopes(ctx.realm, client, user, scope) if it.on_consent_screen]
    return all(in_session if it.always_consent else it.id in given for it in wanted)


def _why(user: User) -> str:
    return f'user "{user.username}" has not granted all of it on the consent page'
