"""Issue tokens inside the process of the server, without HTTP."""

from collections.abc import Callable, Mapping
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.realms.model import Client
from mockauth.realms.problems.hints import name_hint
from mockauth.state import State
from mockauth.testing.token import TokenRefused


def issue(state: State, url: str, realm: str, client: str, user: str | None, scope: str | None) -> Mapping[str, Any]:
    """Return the response of the token endpoint at a base URL, for a client or for a user who logs in to it.

    Raises TokenRefused, and LookupError for an unknown client or user.
    """
    served = state.realms[realm]
    ctx = Context.of(served, url, state, {"scope": scope} if scope else {})
    found = served.clients.get(client)
    if found is None:
        raise LookupError(f'realm "{realm}" has no client "{client}"; {name_hint(client, served.clients)}')
    return _unless_refused(lambda: _issue(ctx, found, user, scope))


def _issue(ctx: Context, client: Client, user: str | None, scope: str | None) -> Mapping[str, Any]:
    if user is None:
        from mockauth.protocol.grants import client_credentials

        response: Mapping[str, Any] = client_credentials.redeem(ctx, client)
        return response
    from mockauth.protocol.user_tokens import log_in

    found = ctx.accounts.find_by_login(ctx.realm, user)
    if found is None:
        hint = name_hint(user, [it.username for it in ctx.realm.users if not it.service_account_of], "users")
        raise LookupError(f'realm "{ctx.realm.name}" has no user "{user}"; {hint}')
    return log_in(ctx, client, found, scope)


def _unless_refused(issue: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    try:
        return issue()
    except Refusal as error:
        raise TokenRefused(f"{error.body.get('error')}: {error.reason}") from error
