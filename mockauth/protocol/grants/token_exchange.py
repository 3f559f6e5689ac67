"""`urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693): exchange a token for one of the requesting client."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import AccessDenied, InvalidClient, InvalidRequest
from mockauth.protocol.jose import InvalidJws
from mockauth.protocol.tokens import binding, consents, issuing, verification
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.protocol.tokens.verification import NoSession, SessionToken
from mockauth.realms.model import Client
from mockauth.realms.problems.hints import unknown
from mockauth.realms.problems.setting import setting
from mockauth.state.sessions import ClientSession, UserSession

_SHORTCUT = "te"
_TYPE = "urn:ietf:params:oauth:token-type:"
_ACCESS, _ID, _REFRESH, _SAML = (f"{_TYPE}{name}" for name in ("access_token", "id_token", "refresh_token", "saml2"))
# Parameters of Keycloak's legacy token exchange, which is disabled by default.
_LEGACY = ("requested_subject", "requested_issuer", "subject_issuer")
_ENABLED = "standard.token.exchange.enabled"
_REFRESHES = "standard.token.exchange.enableRefreshRequestedTokenType"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Issue a token for the session of the subject token (StandardTokenExchangeProvider)."""
    subject = _verify_subject_token(ctx, client, _subject_token(ctx, client))
    kind = _requested_type(ctx, client)
    audience = _audience(ctx, client, subject)
    scope = scopes.validated(ctx.realm, client, ctx.form.get("scope"))
    if kind == _SAML:
        reason = "SAML assertions are not implemented in mockauth"
        raise InvalidRequest("requested_token_type unsupported", reason=reason)
    session, client_session, session_type = _client_session(ctx, client, subject, scope, kind)
    if kind == _REFRESH and scopes.granted(ctx.realm, client, subject.user, scope).offline:
        reason = "a token exchange cannot request offline_access together with a refresh token"
        raise InvalidRequest("Scope offline_access not allowed for token exchange", reason=reason)
    consents.require_for_exchange(ctx, client, subject.user, scope)
    issuance = Issuance(
        subject.user,
        session,
        client_session,
        scopes.with_earlier_openid(scope, client_session.scope),
        _SHORTCUT,
        transient=session_type == "tr",
        refreshable=kind == _REFRESH,
        audience=audience,
        session_type=session_type,
        binds_certificate=False,
        with_id_token=scopes.is_openid(scope) and kind != _ID,
    )
    answer = dict(issuing.issue(ctx, client, issuance))
    if not session_type:
        sessions.store(ctx, session)
    if kind == _ID:
        front_channel = issuing.issue_front_channel(ctx, client, issuance, {}, access=False)
        answer |= {"access_token": front_channel["id_token"], "token_type": "N_A"}
    return {**answer, "issued_token_type": kind}


def _subject_token(ctx: Context, client: Client) -> str:
    """Return the subject token of a request that standard token exchange supports. Raises InvalidRequest."""
    for name in _LEGACY:
        if name in ctx.form:
            raise InvalidRequest(
                f"Parameter '{name}' is not supported for standard token exchange",
                reason=f"{name} is a parameter of Keycloak's legacy token exchange",
            )
    if not client.is_on(_ENABLED):
        raise InvalidRequest(
            "Standard token exchange is not enabled for the requested client",
            reason=f'client "{client.client_id}" may not exchange tokens: set {setting(ctx.realm, _ENABLED, "true")}',
        )
    for name in ("subject_token", "subject_token_type"):
        if name not in ctx.form:
            reason = f"the form has no {name}"
            raise InvalidRequest(f"Parameter '{name}' required for standard token exchange", reason=reason)
    if ctx.form.get("subject_token_type") != _ACCESS:
        reason = f"unsupported subject_token_type; use {_ACCESS}"
        raise InvalidRequest("Parameter 'subject_token' supports access tokens only", reason=reason)
    return ctx.form.get("subject_token") or ""


def _verify_subject_token(ctx: Context, client: Client, text: str) -> SessionToken:
    """Return the subject token with its session (AuthenticationManager.verifyIdentityToken). Raises InvalidRequest."""
    try:
        found = verification.verify(ctx, text)
    except InvalidJws as error:
        raise _invalid_token(str(error)) from error
    if str(found.get("typ")).lower() != "bearer":
        raise _invalid_token(f"this is {verification.describe_type(found)}, not an access token")
    holder = ctx.realm.clients.get(str(found.get("azp")))
    if holder is None:
        raise _invalid_token(verification.unknown_client(found))
    if not holder.enabled:
        raise _invalid_token(f'client "{holder.client_id}", to which the token was issued, is disabled')
    if reason := verification.why_revoked(ctx, holder, found) or verification.why_expired(ctx, found):
        raise _invalid_token(reason)
    subject = verification.find_session(ctx, holder, found)
    if isinstance(subject, NoSession):
        raise _invalid_token(subject.reason)
    if reason := verification.why_user_inactive(subject.user, found):
        raise _invalid_token(reason)
    if thumbprint := binding.thumbprint_in(found):
        _check_binding(ctx, client, subject, thumbprint)
    return subject


def _invalid_token(reason: str) -> InvalidRequest:
    return InvalidRequest("Invalid token", reason=f"invalid subject_token: {reason}")


def _check_binding(ctx: Context, client: Client, subject: SessionToken, thumbprint: str) -> None:
    """Require the client and the certificate that a bound token was issued to (isSenderConstrainedToken)."""
    if subject.client is not client:
        raise InvalidRequest(
            "Sender-constrained token exchange rejected as the token was not issued for the requesting client",
            reason=f'the subject_token is bound to the certificate of client "{subject.client.client_id}"',
        )
    if ctx.certificate is None or ctx.certificate.thumbprint != thumbprint:
        raise InvalidRequest(binding.MISMATCH, reason=binding.explain_binding_error(ctx, client))


def _requested_type(ctx: Context, client: Client) -> str:
    kind = ctx.form.get("requested_token_type")
    if kind is None:
        return _ACCESS
    refreshes = issuing.gives_refresh_tokens(client) and client.attributes.get(_REFRESHES) == "SAME_SESSION"
    if kind in (_ACCESS, _ID, _SAML) or (kind == _REFRESH and refreshes):
        return kind
    if kind == _REFRESH:
        fix = setting(ctx.realm, _REFRESHES, "SAME_SESSION")
        reason = f'client "{client.client_id}" may not get refresh tokens from a token exchange: set {fix}'
    else:
        reason = f"unsupported requested_token_type; use {_ACCESS}"
    raise InvalidRequest("requested_token_type unsupported", reason=reason)


def _audience(ctx: Context, client: Client, subject: SessionToken) -> Sequence[str] | None:
    """Return the clients in the audience parameter, or None. Raises InvalidClient and AccessDenied."""
    audience = dict(ctx.form.items()).get("audience")
    for name in audience or ():
        if name not in ctx.realm.clients:
            reason = unknown("client in the parameter audience", name, ctx.realm.clients)
            raise InvalidClient("Audience not found", reason=reason)
    if client.public:
        raise InvalidClient(
            "Public client is not allowed to exchange token",
            reason=f'client "{client.client_id}" is public; only a confidential client may exchange tokens',
        )
    disabled = next((name for name in audience or () if not ctx.realm.clients[name].enabled), None)
    if disabled is not None:
        raise InvalidClient("Client disabled", reason=f'client "{disabled}" of the audience is disabled')
    found = subject.claims.get("aud", [])
    listed = [found] if isinstance(found, str) else found
    if subject.client is not client and client.client_id not in listed:
        shown = ", ".join(map(str, listed)) or "empty"
        raise AccessDenied(
            "Client is not within the token audience",
            reason=f'client "{client.client_id}" is not in the audience of the subject_token ({shown:.200}): '
            f'add an audience mapper to client "{subject.client.client_id}"',
        )
    return audience


def _client_session(
    ctx: Context, client: Client, subject: SessionToken, scope: str | None, kind: str
) -> tuple[UserSession, ClientSession, str]:
    """Return the session and the client session of the new token, and its session type if these are not stored.

    As TokenManager.attachAuthenticationSession: only a refresh token gives the client a client session of its own.
    """
    session, stored = subject.session, "sid" in subject.claims
    is_transient = verification.is_transient(subject.claims)
    if kind == _REFRESH and (session.offline or is_transient):
        which = "a transient session" if is_transient else "an offline session"
        raise InvalidRequest(
            "Refresh token not valid as requested_token_type because creating a new session is needed",
            reason=f"the subject_token belongs to {which}, which gives no refresh tokens in a token exchange",
        )
    session_type = "tr" if not stored else "ft" if session.offline else ""
    if not session_type and (is_transient or (client.client_id not in session.clients and kind != _REFRESH)):
        session_type = "nt"
    if session.offline and not is_transient:
        # As in Keycloak: the transient session that takes its place has no client sessions.
        session = replace(session, clients={})
    client_session = sessions.attached(ctx, client, session, sessions.request_notes(ctx, scope))
    return session.with_client(client.client_id, client_session), client_session, session_type
