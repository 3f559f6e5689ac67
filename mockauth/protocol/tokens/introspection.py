"""What a token is and says, for a client that asks (RFC 7662; Keycloak's token introspection providers)."""

from collections.abc import Callable, Mapping
from typing import Any

from mockauth.protocol import claims, scopes
from mockauth.protocol.claims.claim import INTROSPECTION
from mockauth.protocol.claims.roles import in_set_order
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import InvalidJws, MissingAlgorithm
from mockauth.protocol.tokens import issuing, payload, plans, verification
from mockauth.protocol.tokens.verification import SessionToken
from mockauth.realms.model import Client, User

Said = dict[str, Any]

_INACTIVE: Said = {"active": False}
_ANY_AUDIENCE = "allow.token.introspection.without.audience.check"
_WITH_JWT = "client.introspection.response.allow.jwt.claim.enabled"
# What is the token's own; mappers say the rest anew (AccessTokenIntrospectionProvider.getAccessTokenFromStoredData).
_OWN = ("jti", "typ", "sub", "iat", "exp", "azp", "iss", "nonce", "scope", "sid", "aud", "cnf")
_OF_PARTY_TOKENS = ("exp", "nbf", "iat", "jti", "aud", "typ", "acr")


def introspect(ctx: Context, caller: Client) -> Said:
    """Say what the token of the form is, or that it is not active."""
    text = ctx.form.get("token")
    if text is None:
        raise InvalidRequest("Token not provided.")
    hint = ctx.form.get("token_type_hint")
    introspect = _PROVIDERS.get("access_token" if hint is None else hint)
    if introspect is None:
        known = ", ".join(_PROVIDERS)
        raise InvalidRequest("Unsupported token type.", reason=f'token_type_hint is "{hint:.80}", not one of {known}')
    return introspect(ctx, caller, text)


def _access_token(ctx: Context, caller: Client, text: str) -> Said:
    """Speak of a token of any kind to those who are in its audience (AccessTokenIntrospectionProvider)."""
    bearer = checked(ctx, text, refreshing=False)
    if bearer is None:
        return _INACTIVE
    now = current_claims(ctx, bearer)
    audience = _listed(bearer.claims.get("aud")) or _listed(now.get("aud"))
    if caller.client_id not in audience and not caller.is_on(_ANY_AUDIENCE):
        return _INACTIVE
    return _active(ctx, caller, now, bearer.user)


def _refresh_token(ctx: Context, caller: Client, text: str) -> Said:
    """Speak of a refresh or offline token to the client that has it (RefreshTokenIntrospectionProvider)."""
    bearer = checked(ctx, text, refreshing=True)
    if (
        bearer is None
        or verification.reuse_error(ctx, bearer.client_session, bearer.claims)
        or caller is not bearer.client
    ):
        return _INACTIVE
    return _active(ctx, caller, current_claims(ctx, bearer), bearer.user)


def _party_token(ctx: Context, caller: Client, text: str) -> Said:
    """Speak of a token as UMA does (RPTIntrospectionProvider); none has permissions yet."""
    if not _access_token(ctx, caller, text)["active"]:
        return _INACTIVE
    own = verification.verify(ctx, text)
    return {
        **payload.in_order({name: own[name] for name in _OF_PARTY_TOKENS if name in own}, _OF_PARTY_TOKENS),
        "active": True,
    }


_PROVIDERS: Mapping[str, Callable[[Context, Client, str], Said]] = {
    "access_token": _access_token,
    "refresh_token": _refresh_token,
    "requesting_party_token": _party_token,
}


def checked(ctx: Context, text: str, refreshing: bool = False) -> SessionToken | None:
    """Give whose token this is, if it is good."""
    try:
        found = verification.verify(ctx, text)
    except MissingAlgorithm as error:
        raise InvalidRequest("Failed to introspect token.", reason=str(error)) from error
    except InvalidJws:
        return None
    client = ctx.realm.clients.get(str(found.get("azp")))
    if (
        client is None
        or not client.enabled
        or verification.why_revoked(ctx, client, found)
        or verification.why_not_active(ctx, found)
    ):
        return None
    bearer = verification.find_session(ctx, client, found, refreshing)
    if isinstance(bearer, str) or not bearer.user.enabled or found.get("iat", 0) < bearer.user.not_before:
        return None
    if bearer.session.offline and not scopes.has_offline_access(ctx.realm, client, bearer.user):
        return None
    return bearer


def current_claims(ctx: Context, of: SessionToken) -> Said:
    """Give the token's claims with those of its mappers as they are now, lightweight or not."""
    grant = scopes.granted(ctx.realm, of.client, of.user, of.claims.get("scope"))
    now: Said = {name: of.claims[name] for name in _OWN if name in of.claims}
    if "aud" in now:
        now["aud"] = _listed(now["aud"])
    subject = plans.subject(ctx, of.client, of.user, of.session, of.client_session, grant)
    others = claims.place(plans.mapped_claims(grant, INTROSPECTION, subject), now, INTROSPECTION)
    in_set_order(now)
    return payload.in_order(now, (*payload.OWN_CLAIMS, *payload.OF_ACCESS_TOKENS), others)


def _active(ctx: Context, caller: Client, token: Said, user: User) -> Said:
    """Give the answer of a token that is active; on demand with the token made anew in it."""
    said = {**token, "client_id": token["azp"]}
    if not str(said.get("scope", "")).strip():
        said.pop("scope", None)
    said.setdefault("username", user.username)
    said |= {"token_type": token["typ"], "active": True}
    if ctx.accept == "application/jwt" and caller.is_on(_WITH_JWT):
        said["jwt"] = issuing.sign_access_token(ctx, caller, payload.encoded(token))
    return said


def _listed(audience: Any) -> list[str]:
    return list(audience) if isinstance(audience, list) else [] if audience is None else [audience]
