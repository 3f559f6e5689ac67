"""What an access token tells of its user (OpenID Connect Core section 5.3; Keycloak's UserInfoEndpoint)."""

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
from mockauth.protocol.tokens.verification import SessionToken
from mockauth.realms.model import Client

_DPOP = "DPoP"
# As DPoPUtil.getDPoPSupportedAlgorithms gives them.
_DPOP_ALGORITHMS = "PS384 RS384 EdDSA ES384 ES256 RS256 ES512 PS256 PS512 RS512"
_SIGNED = "user.info.response.signature.alg"
_LIGHTWEIGHT_ALLOWED = "allow.userinfo.with.lightweight.access.token"
# Fields of Keycloak's tokens that mappers set and generateUserInfoClaims leaves out.
_LEFT_OUT = {"acr", "auth_time", "azp"}


def answer(ctx: Context) -> dict[str, Any] | str:
    """Give the claims, or where the client wants that a JWT of them. Raises Challenge (RFC 6750 section 3)."""
    ctx.cors.exposed = cors.EXPOSED
    scheme, token = _shown(ctx)
    cors.allow_all(ctx)
    if token is None:
        raise _refused(ctx, scheme, 401, reason="the request shows no bearer token, or none that can be read")
    found = _verified(ctx, scheme, token)
    said = _claims(ctx, found)
    wants_token = found.client.attributes.get(_SIGNED) or client_encryption.is_encrypted(
        found.client, client_encryption.USERINFO
    )
    return _as_token(ctx, found.client, said) if wants_token else in_hash_order(said)


def _shown(ctx: Context) -> tuple[str, str | None]:
    """Give the token of the header or the form, and the scheme that it is shown by; Bearer in a form."""
    if ctx.has_several_authorizations:
        raise Unauthorized("the request has more than one Authorization header")
    scheme, _, token = (ctx.authorization or "").partition(" ")
    in_header = scheme.lower() in ("bearer", "dpop") and token.strip() and " " not in token
    scheme, shown = (scheme, token) if in_header else ("Bearer", None)
    if "access_token" in ctx.form and ctx.has_form:
        if ctx.form.count("access_token") > 1:
            raise _refused(ctx, scheme, 400, "invalid_request", "Duplicate parameter")
        if shown is not None:
            cors.allow_all(ctx)
            said = "More than one method used for including an access token"
            raise _refused(ctx, scheme, 400, "invalid_request", said)
        shown = ctx.form.get("access_token")
    return scheme, shown


def _verified(ctx: Context, scheme: str, token: str) -> SessionToken:
    """Give whose access token this is."""
    client, found = _access_token(ctx, scheme, token)

    def invalid(description: str, reason: str = "") -> Challenge:
        return _refused(ctx, scheme, 401, "invalid_token", description, reason)

    if client.protocol != "openid-connect":
        raise invalid("Wrong client protocol", f'"{client.client_id}" is a {client.protocol} client')
    if not client.enabled:
        raise invalid("Client disabled", f'client "{client.client_id}" is disabled')
    bearer = verification.find_session(ctx, client, found)
    if isinstance(bearer, str):
        raise invalid(bearer, "the session of this token has ended: by logout, by revocation, by idling, or by its age")
    user = bearer.user
    if not user.enabled:
        raise invalid("User disabled", f'user "{user.username}" is disabled')
    if found["iat"] < user.not_before:
        raise invalid("User not valid", f'it was issued before the not-before time of user "{user.username}"')
    if reason := binding.binding_error(ctx, client, found):
        raise invalid(reason, f'the token is bound to the certificate of client "{client.client_id}"')
    if verification.is_lightweight(found) and not client.is_on(_LIGHTWEIGHT_ALLOWED):
        raise invalid(
            "Lightweight access token not allowed for userinfo endpoint",
            f'client "{client.client_id}" does not have {_LIGHTWEIGHT_ALLOWED} on',
        )
    return bearer


def _access_token(ctx: Context, scheme: str, token: str) -> tuple[Client, dict[str, Any]]:
    """Give the claims of an access token that is good by itself, and its client; to its pages the answer is open."""

    def failed(reason: str) -> Challenge:
        return _refused(ctx, scheme, 401, "invalid_token", "Token verification failed", reason)

    try:
        found = verification.verify(ctx, token)
    except InvalidJws as error:
        raise failed(f"this is not an access token of the realm: {error}") from error
    if str(found.get("typ")).lower() != "bearer":
        raise failed(f"this token is of type {found.get('typ')}, not an access token")
    if reason := verification.why_not_active(ctx, found):
        raise failed(reason)
    if scheme.lower() != "bearer":
        raise failed("the token is not bound to a key, so it is not to be shown as a DPoP token")
    client = ctx.realm.clients.get(str(found.get("azp")))
    if client is None:
        raise failed(f'there is no client "{found.get("azp")!s:.80}", to which the token was issued')
    if client.is_on("dpop.bound.access.tokens"):
        raise failed(f'client "{client.client_id}" has dpop.bound.access.tokens on')
    if not scopes.is_openid(found.get("scope")):
        reason = f'the token has the scope "{found.get("scope")!s:.200}"; ask for it with scope=openid'
        raise _refused(ctx, scheme, 403, "insufficient_scope", "Missing openid scope", reason)
    cors.check(ctx, client)
    if reason := verification.why_revoked(ctx, client, found):
        raise failed(reason)
    return client, found


def _claims(ctx: Context, of: SessionToken) -> dict[str, Any]:
    """Give what mappers say of the user (TokenManager.generateUserInfoClaims)."""
    grant = scopes.granted(ctx.realm, of.client, of.user, of.claims["scope"])
    subject = plans.subject(ctx, of.client, of.user, of.session, of.client_session, grant)
    found: dict[str, Any] = {"sub": of.user.id}
    others = claims.place(plans.mapped_claims(grant, USERINFO, subject), found, USERINFO)
    in_set_order(found)
    said = {name: value for name, value in found.items() if name not in _LEFT_OUT} | others
    first = [name for name in ("sub", "aud") if name in said]
    rest = [name for name in said if name not in first]
    return {name: said[name] for name in (*first, *hash_order(rest))}


def _as_token(ctx: Context, client: Client, said: dict[str, Any]) -> str:
    """Give the claims as a JWT, as the client wants it: signed, encrypted, or both."""
    signed = client.attributes.get(_SIGNED)
    payload = in_hash_order({**said, "iss": ctx.issuer, "aud": client.client_id} if signed else said)
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    if signed:
        text = signing_key(ctx, client, _SIGNED).sign(text.encode("utf-8", "surrogatepass"))
    return client_encryption.encrypt_for_client(
        ctx, client, client_encryption.USERINFO, text, inside="JWT" if signed else None
    )


def _refused(
    ctx: Context, scheme: str, status: int, error: str = "", description: str = "", reason: str = ""
) -> Challenge:
    """Give the refusal, with the headers that a page may read it by (OAuth2Error)."""
    ctx.cors.exposed = f"{cors.EXPOSED}, WWW-Authenticate"
    attributes = {"realm": ctx.realm.name, "error": error, "error_description": description}
    if scheme == _DPOP:
        attributes = {"algs": _DPOP_ALGORITHMS, **attributes}
    said = {name: value for name, value in attributes.items() if value}
    return Challenge(status, _DPOP if scheme == _DPOP else "Bearer", said, reason or description)
