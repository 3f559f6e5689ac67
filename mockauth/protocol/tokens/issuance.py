"""For whom tokens are made: what every grant gives to `issuing`."""

from collections.abc import Sequence
from typing import NamedTuple

from mockauth.realms.model import User
from mockauth.state.sessions import ClientSession, UserSession


class Issuance(NamedTuple):
    """For whom tokens are made: the user, the session, the client session, and the `scope` parameter.

    `mark` is the two letters of the grant in a token's `jti`. A `transient` session is one that nobody keeps: its id
    stays out of tokens. `nonce` is that of the authorization request, `reuse_id` and `refresh_scope` are those
    of the refresh token that these tokens are for. An `audience` leaves the token for no other clients.
    `organization` is the alias that the refresh token before names. Where it `binds`, a client whose tokens are bound
    to its certificate has to show it.
    `kind` is the first two letters of the `jti` where they do not follow from the rest.
    """

    user: User
    session: UserSession
    client_session: ClientSession
    scope: str | None
    grant_shortcut: str
    transient: bool = False
    refreshable: bool = True
    nonce: str | None = None
    reuse_id: str | None = None
    refresh_scope: str | None = None
    audience: Sequence[str] | None = None
    session_type: str = ""
    binds_certificate: bool = True
    organization: str | None = None
