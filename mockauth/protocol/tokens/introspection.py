"""Introspect tokens for authenticated clients (RFC 7662; Keycloak's token introspection providers)."""

from collections.abc import Callable, Mapping
from typing import Any

from mockauth.protocol import claims, scopes
from mockauth.protocol.claims.claim import INTROSPECTION
from mockauth.protocol.claims.roles import in_set_order
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import Claims, InvalidJws, MissingAlgorithm
from mockauth.protocol.tokens import issuing, payload, plans, refresh_tokens, verification
from mockauth.protocol.tokens.refresh_tokens import REFRESH_TYPES
from mockauth.protocol.tokens.verification import InactiveToken, NoSession, SessionToken
from mockauth.realms.model import Client, User
from mockauth.realms.problems.setting import setting

_ANY_AUDIENCE = "allow.token.introspection.without.audience.check"
_WITH_JWT = "client.introspection.response.allow.jwt.claim.enabled"
# Claims that are taken from the token; mappers set all others again
# (AccessTokenIntrospectionProvider.getAccessTokenFromStoredData).
_OWN = ("jti", "typ", "sub", "iat", "exp", "azp", "iss", "nonce", "scope", "sid", "aud", "cnf")
_OF_PARTY_TOKENS = ("exp", "nbf", "iat", "jti", "aud", "typ", "acr")


def introspect(ctx: Context, caller: Client) -> Claims:
    """Return the claims of the token in the form, or {"active": false}; then `ctx.remarks` says why.

    Raises InvalidRequest.
    """
    text = ctx.form.get("token")
    if text is None:
        raise InvalidRequest("Token not provided.", reason="the form has no token")
    hint = ctx.form.get("token_type_hint")
    provider = _PROVIDERS.get("access_token" if hint is None else hint)
    if provider is None:
        known = ", ".join(_PROVIDERS)
        raise InvalidRequest("Unsupported token type.", reason=f"unknown token_type_hint; use one of {known}")
    try:
        return provider(ctx, caller, text)
    except InactiveToken as error:
        ctx.remarks.append(f"inactive: {error}")
        return {"active": False}


def _access_token(ctx: Context, caller: Client, text: str) -> Claims:
    """Introspect a token of any type, for clients in its audience (AccessTokenIntrospectionProvider)."""
    token = active_token(ctx, text)
    now = current_claims(ctx, token)
    _check_audience(ctx, caller, token, _listed(token.claims.get("aud")) or _listed(now.get("aud")))
    return _active(ctx, caller, now, token.user)


def _check_audience(ctx: Context, caller: Client, token: SessionToken, audience: list[str]) -> None:
    if caller.client_id in audience or caller.is_on(_ANY_AUDIENCE):
        return
    if token.claims.get("typ") in REFRESH_TYPES:
        raise InactiveToken("this is a refresh token: introspect it with token_type_hint=refresh_token")
    listed = ", ".join(map(str, audience)) or "empty"
    raise InactiveToken(
        f'client "{caller.client_id}" is not in the audience of the token ({listed:.200}): add an audience mapper to '
        f'client "{token.client.client_id}", or set {setting(ctx.realm, _ANY_AUDIENCE, "true")} '
        f'for client "{caller.client_id}"'
    )


def _refresh_token(ctx: Context, caller: Client, text: str) -> Claims:
    """Introspect a refresh or offline token, for its own client (RefreshTokenIntrospectionProvider)."""
    token = active_token(ctx, text, refreshing=True)
    if error := refresh_tokens.reuse_error(ctx, token.client_session, token.claims):
        raise InactiveToken(f"the refresh token was already used ({error})")
    if caller is not token.client:
        raise InactiveToken(
            f'the refresh token was issued to client "{token.client.client_id}", not to "{caller.client_id}"'
        )
    return _active(ctx, caller, current_claims(ctx, token), token.user)


def _party_token(ctx: Context, caller: Client, text: str) -> Claims:
    """Introspect a requesting party token (RPTIntrospectionProvider); mockauth issues none with permissions."""
    _access_token(ctx, caller, text)
    own = verification.verify(ctx, text)
    return {
        **payload.in_order({name: own[name] for name in _OF_PARTY_TOKENS if name in own}, _OF_PARTY_TOKENS),
        "active": True,
    }


_PROVIDERS: Mapping[str, Callable[[Context, Client, str], Claims]] = {
    "access_token": _access_token,
    "refresh_token": _refresh_token,
    "requesting_party_token": _party_token,
}


def active_token(ctx: Context, text: str, refreshing: bool = False) -> SessionToken:
    """Return an active token with its session; `refreshing` accepts refresh and offline tokens only.

    Raises InactiveToken with the reason, and InvalidRequest for a JWS whose header has no algorithm.
    """
    try:
        found = verification.verify(ctx, text)
    except MissingAlgorithm as error:
        raise InvalidRequest("Failed to introspect token.", reason=str(error)) from error
    except InvalidJws as error:
        raise InactiveToken(str(error)) from error
    client = ctx.realm.clients.get(str(found.get("azp")))
    if client is None:
        raise InactiveToken(verification.unknown_client(found))
    if not client.enabled:
        raise InactiveToken(f'client "{client.client_id}", to which the token was issued, is disabled')
    if reason := verification.why_revoked(ctx, client, found) or verification.why_expired(ctx, found):
        raise InactiveToken(reason)
    token = verification.find_session(ctx, client, found, refreshing)
    if isinstance(token, NoSession):
        raise InactiveToken(token.reason)
    if reason := verification.why_user_inactive(token.user, found):
        raise InactiveToken(reason)
    if token.session.offline and not scopes.has_offline_access(ctx.realm, client, token.user):
        raise InactiveToken(f'client "{client.client_id}" no longer has the client scope "offline_access"')
    return token


def current_claims(ctx: Context, of: SessionToken) -> Claims:
    """Return the claims of a token with what its mappers set now, even if the token is lightweight."""
    grant = scopes.granted(ctx.realm, of.client, of.user, of.claims.get("scope"))
    now: Claims = {name: of.claims[name] for name in _OWN if name in of.claims}
    if "aud" in now:
        now["aud"] = _listed(now["aud"])
    subject = plans.subject(ctx, of.client, of.user, of.session, of.client_session, grant)
    others = claims.place(plans.mapped_claims(grant, INTROSPECTION, subject), now, INTROSPECTION)
    in_set_order(now)
    return payload.in_order(now, (*payload.OWN_CLAIMS, *payload.OF_ACCESS_TOKENS), others)


def _active(ctx: Context, caller: Client, token: Claims, user: User) -> Claims:
    """Return the answer for an active token; if the caller wants a JWT, a newly signed token is in it."""
    answer = {**token, "client_id": token["azp"]}
    if not str(answer.get("scope", "")).strip():
        answer.pop("scope", None)
    answer.setdefault("username", user.username)
    answer |= {"token_type": token["typ"], "active": True}
    if ctx.accept == "application/jwt" and caller.is_on(_WITH_JWT):
        answer["jwt"] = issuing.sign_access_token(ctx, caller, payload.encoded(token))
    return answer


def _listed(audience: Any) -> list[str]:
    return list(audience) if isinstance(audience, list) else [] if audience is None else [audience]
