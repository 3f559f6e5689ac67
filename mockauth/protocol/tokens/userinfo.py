"""Return the claims of a user for an access token (OpenID Connect Core section 5.3; Keycloak's UserInfoEndpoint)."""

import json
from typing import Any

from mockauth.protocol import claims, cors, scopes
from mockauth.protocol.claims.claim import USERINFO
from mockauth.protocol.claims.roles import in_set_order
from mockauth.protocol.claims.typed import in_hash_order
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Challenge, Unauthorized
from mockauth.protocol.java import hash_order
from mockauth.protocol.jose import InvalidJws
from mockauth.protocol.tokens import binding, client_encryption, plans, verification
from mockauth.protocol.tokens.issuing import signing_key
from mockauth.protocol.tokens.verification import NoSession, SessionToken
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

_DPOP = "DPoP"
# In the order of DPoPUtil.getDPoPSupportedAlgorithms.
_DPOP_ALGORITHMS = "PS384 RS384 EdDSA ES384 ES256 RS256 ES512 PS256 PS512 RS512"
_SIGNED = "user.info.response.signature.alg"
_LIGHTWEIGHT_ALLOWED = "allow.userinfo.with.lightweight.access.token"
# Fields of Keycloak's tokens that mappers set and generateUserInfoClaims leaves out.
_LEFT_OUT = {"acr", "auth_time", "azp"}


def answer(ctx: Context) -> dict[str, Any] | str:
    """Return the claims, or a JWT with them if the client wants that. Raises Challenge (RFC 6750 section 3)."""
    ctx.cors.exposed = cors.EXPOSED
    scheme, token = _presented_token(ctx)
    cors.allow_all(ctx)
    if token is None:
        raise _refused(ctx, scheme, 401, reason=_why_no_token(ctx))
    found = _verified(ctx, scheme, token)
    user_claims = _claims(ctx, found)
    wants_token = found.client.attributes.get(_SIGNED) or client_encryption.is_encrypted(
        found.client, client_encryption.USERINFO
    )
    return _as_token(ctx, found.client, user_claims) if wants_token else in_hash_order(user_claims)


def _why_no_token(ctx: Context) -> str:
    if ctx.authorization is None:
        return "the request has no bearer token: send the header Authorization: Bearer TOKEN"
    return 'the Authorization header is not "Bearer TOKEN"'


def _presented_token(ctx: Context) -> tuple[str, str | None]:
    """Return the scheme (Bearer for a form) and the token of the header or the form."""
    if ctx.has_several_authorizations:
        raise Unauthorized("the request has more than one Authorization header")
    scheme, _, token = (ctx.authorization or "").partition(" ")
    in_header = scheme.lower() in ("bearer", "dpop") and token.strip() and " " not in token
    scheme, presented = (scheme, token) if in_header else ("Bearer", None)
    if "access_token" in ctx.form and ctx.has_form:
        if ctx.form.count("access_token") > 1:
            reason = "the form has access_token more than once"
            raise _refused(ctx, scheme, 400, "invalid_request", "Duplicate parameter", reason)
        if presented is not None:
            cors.allow_all(ctx)
            description = "More than one method used for including an access token"
            reason = "the request has an access token in the form and in the Authorization header"
            raise _refused(ctx, scheme, 400, "invalid_request", description, reason)
        presented = ctx.form.get("access_token")
    return scheme, presented


def _verified(ctx: Context, scheme: str, token: str) -> SessionToken:
    """Return the access token with its session. Raises Challenge."""
    client, found = _access_token(ctx, scheme, token)

    def invalid(description: str, reason: str = "") -> Challenge:
        return _refused(ctx, scheme, 401, "invalid_token", description, reason)

    if client.protocol != "openid-connect":
        reason = f'the protocol of client "{client.client_id}" is {client.protocol}, not openid-connect'
        raise invalid("Wrong client protocol", reason)
    if not client.enabled:
        raise invalid("Client disabled", f'client "{client.client_id}" is disabled')
    with_session = verification.find_session(ctx, client, found)
    if isinstance(with_session, NoSession):
        raise invalid(with_session.error, with_session.reason)
    user = with_session.user
    if reason := verification.why_user_inactive(user, found):
        raise invalid("User not valid" if user.enabled else "User disabled", reason)
    if error := binding.binding_error(ctx, client, found):
        raise invalid(error, binding.explain_binding_error(ctx, client))
    if verification.is_lightweight(found) and not client.is_on(_LIGHTWEIGHT_ALLOWED):
        raise invalid(
            "Lightweight access token not allowed for userinfo endpoint",
            f'the access token of client "{client.client_id}" is lightweight: '
            f"set {setting(ctx.realm, _LIGHTWEIGHT_ALLOWED, 'true')}",
        )
    return with_session


def _access_token(ctx: Context, scheme: str, token: str) -> tuple[Client, dict[str, Any]]:
    """Return the client and the claims of a valid access token; pages of the client's origins may read the answer."""

    def failed(reason: str) -> Challenge:
        return _refused(ctx, scheme, 401, "invalid_token", "Token verification failed", reason)

    try:
        found = verification.verify(ctx, token)
    except InvalidJws as error:
        raise failed(str(error)) from error
    if str(found.get("typ")).lower() != "bearer":
        raise failed(f"this is {verification.describe_type(found)}, not an access token")
    if reason := verification.why_expired(ctx, found):
        raise failed(reason)
    if scheme.lower() != "bearer":
        raise failed("the token is not bound to a key: send it as a Bearer token, not as a DPoP token")
    client = ctx.realm.clients.get(str(found.get("azp")))
    if client is None:
        raise failed(verification.unknown_client(found))
    if client.is_on("dpop.bound.access.tokens"):
        raise failed(binding.explain_dpop(ctx, client))
    if not scopes.is_openid(found.get("scope")):
        reason = f'the scope of the token is "{found.get("scope")!s:.200}": request it with scope=openid'
        raise _refused(ctx, scheme, 403, "insufficient_scope", "Missing openid scope", reason)
    cors.check(ctx, client)
    if reason := verification.why_revoked(ctx, client, found):
        raise failed(reason)
    return client, found


def _claims(ctx: Context, of: SessionToken) -> dict[str, Any]:
    """Return the claims that mappers set for userinfo (TokenManager.generateUserInfoClaims)."""
    grant = scopes.granted(ctx.realm, of.client, of.user, of.claims["scope"])
    subject = plans.subject(ctx, of.client, of.user, of.session, of.client_session, grant)
    found: dict[str, Any] = {"sub": of.user.id}
    others = claims.place(plans.mapped_claims(grant, USERINFO, subject), found, USERINFO)
    in_set_order(found)
    every = {name: value for name, value in found.items() if name not in _LEFT_OUT} | others
    first = [name for name in ("sub", "aud") if name in every]
    rest = [name for name in every if name not in first]
    return {name: every[name] for name in (*first, *hash_order(rest))}


def _as_token(ctx: Context, client: Client, user_claims: dict[str, Any]) -> str:
    """Return the claims as a JWT that is signed, encrypted, or both, as the client wants it."""
    signed = client.attributes.get(_SIGNED)
    own = {"iss": ctx.issuer, "aud": client.client_id} if signed else {}
    payload = in_hash_order({**user_claims, **own})
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    if signed:
        text = signing_key(ctx, client, _SIGNED).sign(text.encode("utf-8", "surrogatepass"))
    return client_encryption.encrypt_for_client(
        ctx, client, client_encryption.USERINFO, text, inside="JWT" if signed else None
    )


def _refused(
    ctx: Context, scheme: str, status: int, error: str = "", description: str = "", reason: str = ""
) -> Challenge:
    """Return the refusal, and let pages of other origins read its header (OAuth2Error)."""
    ctx.cors.exposed = f"{cors.EXPOSED}, WWW-Authenticate"
    attributes = {"realm": ctx.realm.name, "error": error, "error_description": description}
    if scheme == _DPOP:
        attributes = {"algs": _DPOP_ALGORITHMS, **attributes}
    present = {name: value for name, value in attributes.items() if value}
    return Challenge(status, _DPOP if scheme == _DPOP else "Bearer", present, reason or description)
