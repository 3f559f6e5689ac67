"""`urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693): a client gets a token of its own for another's."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockauth.protocol import scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import AccessDenied, InvalidClient, InvalidRequest
from mockauth.protocol.jose import InvalidJws
from mockauth.protocol.tokens import binding, consents, issuing, verification
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.protocol.tokens.verification import SessionToken
from mockauth.realms.model import Client
from mockauth.state.sessions import ClientSession, UserSession

_SHORTCUT = "te"
_TYPE = "urn:ietf:params:oauth:token-type:"
_ACCESS, _ID, _REFRESH, _SAML = (f"{_TYPE}{name}" for name in ("access_token", "id_token", "refresh_token", "saml2"))
# What the exchange of Keycloak's older, switched-off kind has and this one has not.
_OF_OLD = ("requested_subject", "requested_issuer", "subject_issuer")
_REFRESHES = "standard.token.exchange.enableRefreshRequestedTokenType"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Give a token for the session that a token of the realm belongs to (StandardTokenExchangeProvider)."""
    bearer = _subject(ctx, client, _subject_token(ctx, client))
    kind = _kind(ctx, client)
    named = _audience(ctx, client, bearer)
    scope = scopes.validated(ctx.realm, client, ctx.form.get("scope"))
    if kind == _SAML:
        raise InvalidRequest("requested_token_type unsupported", reason="mockauth gives no SAML assertions")
    session, client_session, jti = _attached(ctx, client, bearer, scope, kind)
    if kind == _REFRESH and scopes.granted(ctx.realm, client, bearer.user, scope).offline:
        raise InvalidRequest("Scope offline_access not allowed for token exchange")
    consents.require_for_exchange(ctx, client, bearer.user, scope)
    before = bearer.session.clients.get(client.client_id)
    issuance = Issuance(
        bearer.user,
        session,
        client_session,
        # As Keycloak: without a scope parameter, the note of the one before still says openid.
        scopes.OPENID if scope is None and before and scopes.is_openid(before.scope) else scope,
        _SHORTCUT,
        transient=jti == "tr",
        refreshable=kind == _REFRESH,
        audience=named,
        session_type=jti,
        binds_certificate=False,
    )
    answer = dict(issuing.issue(ctx, client, issuance))
    if not jti:
        sessions.store(ctx, session)
    if kind == _ID:
        answer.pop("id_token", None)
        in_front = issuing.issue_front_channel(ctx, client, issuance, {}, access=False)
        answer |= {"access_token": in_front["id_token"], "token_type": "N_A"}
    return {**answer, "issued_token_type": kind}


def _subject_token(ctx: Context, client: Client) -> str:
    """Give the token that is to be exchanged, if the request is one that is served at all (supports)."""
    for name in _OF_OLD:
        if name in ctx.form:
            raise InvalidRequest(f"Parameter '{name}' is not supported for standard token exchange")
    if not client.is_on("standard.token.exchange.enabled"):
        raise InvalidRequest(
            "Standard token exchange is not enabled for the requested client",
            reason=f'client "{client.client_id}" has standard.token.exchange.enabled off',
        )
    for name in ("subject_token", "subject_token_type"):
        if name not in ctx.form:
            raise InvalidRequest(f"Parameter '{name}' required for standard token exchange")
    if ctx.form.get("subject_token_type") != _ACCESS:
        raise InvalidRequest("Parameter 'subject_token' supports access tokens only")
    return ctx.form.get("subject_token") or ""


def _subject(ctx: Context, client: Client, text: str) -> SessionToken:
    """Give whose token it is (AuthenticationManager.verifyIdentityToken)."""
    why = "this is not an access token of the realm"
    try:
        found = verification.verify(ctx, text)
    except InvalidJws as error:
        raise InvalidRequest("Invalid token", reason=f"{why}: {error}") from error
    holder = ctx.realm.clients.get(str(found.get("azp")))
    if str(found.get("typ")).lower() != "bearer" or holder is None:
        raise InvalidRequest("Invalid token", reason=why)
    if not holder.enabled:
        raise InvalidRequest("Invalid token", reason=f'client "{holder.client_id}", whose token it is, is disabled')
    amiss = verification.why_revoked(ctx, holder, found) or verification.why_not_active(ctx, found)
    bearer = amiss or verification.find_session(ctx, holder, found)
    if isinstance(bearer, str):
        raise InvalidRequest("Invalid token", reason=f"the token is not good any more: {bearer}")
    if not bearer.user.enabled or found.get("iat", 0) < bearer.user.not_before:
        raise InvalidRequest("Invalid token", reason=f'user "{bearer.user.username}" is disabled or logged out')
    if bound_to := binding.thumbprint_in(found):
        _check_binding(ctx, client, bearer, bound_to)
    return bearer


def _check_binding(ctx: Context, client: Client, bearer: SessionToken, thumbprint: str) -> None:
    """See that a bound token is shown by its own client, with the certificate (isSenderConstrainedToken)."""
    if bearer.client is not client:
        raise InvalidRequest(
            "Sender-constrained token exchange rejected as the token was not issued for the requesting client"
        )
    if ctx.certificate is None or ctx.certificate.thumbprint != thumbprint:
        raise InvalidRequest(binding.MISMATCH)


def _kind(ctx: Context, client: Client) -> str:
    kind = ctx.form.get("requested_token_type")
    if kind is None:
        return _ACCESS
    refreshes = issuing.gives_refresh_tokens(client) and client.attributes.get(_REFRESHES) == "SAME_SESSION"
    if kind in (_ACCESS, _ID, _SAML) or (kind == _REFRESH and refreshes):
        return kind
    why = f"{_REFRESHES} of the client is not SAME_SESSION" if kind == _REFRESH else f'it is "{kind:.80}"'
    raise InvalidRequest("requested_token_type unsupported", reason=why)


def _audience(ctx: Context, client: Client, bearer: SessionToken) -> Sequence[str] | None:
    """Give the clients that the token is wanted for, or None for whomever it may be for."""
    named = dict(ctx.form.items()).get("audience")
    for name in named or ():
        if name not in ctx.realm.clients:
            raise InvalidClient("Audience not found", reason=f'there is no client "{name:.80}"')
    if client.public:
        raise InvalidClient("Public client is not allowed to exchange token")
    if any(not ctx.realm.clients[name].enabled for name in named or ()):
        raise InvalidClient("Client disabled", reason="a client of the audience is disabled")
    said = bearer.claims.get("aud", [])
    if bearer.client is not client and client.client_id not in ([said] if isinstance(said, str) else said):
        raise AccessDenied(
            "Client is not within the token audience",
            reason=f'client "{client.client_id}" is not in the `aud` of the token: {said}',
        )
    return named


def _attached(
    ctx: Context, client: Client, bearer: SessionToken, scope: str | None, kind: str
) -> tuple[UserSession, ClientSession, str]:
    """Give the session with the client session, and how the `jti` begins where nobody keeps that client_session.

    As TokenManager.attachAuthenticationSession: only a refresh token gives a client a client_session of its own.
    """
    session, kept = bearer.session, "sid" in bearer.claims
    if kind == _REFRESH and (session.offline or not kept):
        raise InvalidRequest(
            "Refresh token not valid as requested_token_type because creating a new session is needed",
            reason="the session of the token is offline, or nobody keeps it",
        )
    client_session = session.clients.get(client.client_id)
    known = client_session is not None and sessions.is_alive(ctx.realm, client, session, client_session, ctx.now)
    jti = "tr" if not kept else "ft" if session.offline else "nt" if client_session is None and kind != _REFRESH else ""
    began = client_session.started if client_session is not None and known else ctx.now
    client_session = ClientSession(started=began, used=session.used, scope=scope)
    return session.with_client(client.client_id, client_session), client_session, jti
