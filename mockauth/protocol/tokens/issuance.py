"""The input of `issuing`: what a grant asks it to issue."""

from collections.abc import Sequence
from typing import NamedTuple

from mockauth.realms.model import User
from mockauth.state.sessions import ClientSession, UserSession


class Issuance(NamedTuple):
    """The user, session, client session and `scope` parameter that tokens are issued for, and further options.

    `grant_shortcut` is the two letters of the grant in a token's `jti` (OAuth2GrantTypeFactory.getShortcut). A
    `transient` session is not stored, and its ID is not in the tokens. `nonce` comes from the authorization request;
    `reuse_id`, `refresh_scope` and `organization` (an alias) come from the refresh token that is used. `audience`
    restricts the token to these clients. With `binds_certificate`, a client whose tokens are bound to its certificate
    must present it. With `with_id_token`, the answer has an ID token. `session_type` is the first two letters of the
    `jti`, if they do not follow from the rest.
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
    with_id_token: bool = False
