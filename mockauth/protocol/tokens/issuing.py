"""Minting: what all grants share, from a session and a scope to the signed tokens of the answer (TokenManager)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import claims, scopes, sessions
from mockauth.protocol.claims import ACCESS, ID, RESPONSE, audience
from mockauth.protocol.claims.claim import Subject
from mockauth.protocol.claims.roles import in_set_order
from mockauth.protocol.claims.typed import ordered
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import at_hash
from mockauth.protocol.scopes import Grant
from mockauth.protocol.tokens import client_encryption, plans
from mockauth.protocol.tokens.binding import certificate_of, confirmation
from mockauth.protocol.tokens.issuance import Minting
from mockauth.protocol.tokens.payload import (
    OF_ACCESS_TOKENS,
    OF_REFRESH_TOKENS,
    OWN_CLAIMS,
    Claims,
    encoded,
    in_order,
)
from mockauth.realms.keys import Signer
from mockauth.realms.model import Client

_DETACHED = "id.token.as.detached.signature"


def issue(ctx: Context, client: Client, minting: Minting) -> Mapping[str, Any]:
    """Give the answer of the token endpoint (RFC 6749 section 5.1) with its tokens signed.

    Raises InvalidRequest where mappers nest claims so deeply that they cannot be written, as in Keycloak they cannot.
    """
    try:
        return _issue(ctx, client, minting)
    except RecursionError as error:
        raise InvalidRequest("Token nested too deeply", reason="a mapper nests claims too deeply") from error


def _issue(ctx: Context, client: Client, minting: Minting) -> Mapping[str, Any]:
    certificate_of(ctx, client, needed=minting.binds)
    grant = scopes.granted(ctx.realm, client, minting.user, minting.scope)
    subject = plans.subject(ctx, client, minting.user, minting.session, minting.part, grant, minting.nonce)
    now = ctx.now
    token, payload = _access_token(ctx, subject, grant, minting, now)
    signed = sign_access_token(ctx, client, payload)
    answer: Claims = {"access_token": signed, "expires_in": token["exp"] - now, "refresh_expires_in": 0}
    if minting.refreshable:
        if scopes.OFFLINE_ACCESS in (minting.refresh_scope or "").split(" "):
            # An offline token that is used for less still says all else in full, as Keycloak's does.
            grant = scopes.granted(ctx.realm, client, minting.user, minting.refresh_scope)
            subject = plans.subject(ctx, client, minting.user, minting.session, minting.part, grant, minting.nonce)
        refresh = _refresh_token(ctx, client, grant, minting, token, now)
        answer["refresh_expires_in"] = refresh["exp"] - now if "exp" in refresh else 0
        answer["refresh_token"] = ctx.keys.secret.sign(encoded(in_order(refresh, (*OWN_CLAIMS, *OF_REFRESH_TOKENS))))
    answer["token_type"] = token["typ"]
    # By the scope that the session began with, however little of it is asked for now.
    if scopes.is_openid(minting.part.scope):
        answer["id_token"] = _id_token(ctx, subject, grant, minting, token, {"at_hash": signed})
    answer["not-before-policy"] = max(ctx.realm.not_before, client.not_before, minting.user.not_before)
    if not minting.transient:
        answer["session_state"] = minting.session.id
    answer["scope"] = grant.scope
    more = claims.place(plans.mapped(grant, RESPONSE, subject), {}, RESPONSE)
    return answer | ordered(more) if more else answer


def issue_in_front(
    ctx: Context, client: Client, minting: Minting, hashed: Mapping[str, str | None], *, access: bool
) -> Mapping[str, Any]:
    """Give the tokens of an implicit or hybrid answer: they go through the browser (OpenID Connect Core section 3.2).

    The ID token holds the hashes of what is `hashed`, by claim, and that of the access token where this is wanted.
    """
    grant = scopes.granted(ctx.realm, client, minting.user, minting.scope)
    subject = plans.subject(ctx, client, minting.user, minting.session, minting.part, grant, minting.nonce)
    token, payload = _access_token(ctx, subject, grant, minting, ctx.now)
    signed = sign_access_token(ctx, client, payload)
    in_it = {"at_hash": signed if access else None, **hashed}
    return {
        "access_token": signed,
        "token_type": token["typ"],
        "expires_in": token["exp"] - ctx.now,
        "id_token": _id_token(ctx, subject, grant, minting, token, in_it, detached=client.is_on(_DETACHED)),
    }


def sign_access_token(ctx: Context, client: Client, payload: bytes) -> str:
    """Give an access token signed and headed as the client wants it."""
    kind = "at+jwt" if client.is_on("access.token.header.type.rfc9068") else "JWT"
    return signing_key(ctx, client, "access.token.signed.response.alg").sign(payload, kind)


def gives_refresh_tokens(client: Client) -> bool:
    """Whether a client gets refresh tokens at all (OIDCAdvancedConfigWrapper.isUseRefreshToken)."""
    return client.attributes.get("use.refresh.tokens", "true").lower() == "true"


def signing_key(ctx: Context, client: Client, attribute: str) -> Signer:
    """Give the key that signs for a client: by the client's attribute, or else the realm's algorithm.

    It is made where the realm has none. Raises InvalidRequest for an algorithm that there is not.
    """
    algorithm = client.attributes.get(attribute) or ctx.realm.signature_algorithm
    key = ctx.signing_key(algorithm)
    if key is None:
        where = f'{attribute} of client "{client.client_id}"' if client.attributes.get(attribute) else "the realm"
        raise InvalidRequest("Unknown signature algorithm", reason=f'{where} names "{algorithm:.40}"')
    return key


def _access_token(ctx: Context, subject: Subject, grant: Grant, minting: Minting, now: int) -> tuple[Claims, bytes]:
    """Give the claims of an access token, and the same as JSON.

    A service asks for the same token again and again. What follows the first three claims is remembered, by all that
    it hangs on besides the grant; in the sessions of users it seldom comes twice.
    """
    session = sessions.as_granted(minting.session, offline=grant.offline)
    kind = minting.kind or ("tr" if minting.transient else "of" if session.offline else "on")
    first: Claims = {
        "exp": sessions.expiry(ctx.realm, subject.client, session, minting.part, now),
        "iat": now,
        "jti": f"{kind}{'lt' if subject.lightweight else 'rt'}{minting.mark}:{ctx.state.ids.uuid()}",
    }
    begin = f'{{"exp":{first["exp"]},"iat":{first["iat"]},"jti":"{first["jti"]}",'.encode()
    known = plans.settled(grant).repeated
    bound_to = certificate_of(ctx, subject.client, needed=False)
    of = (subject.base_url, minting.mark, bound_to, *(minting.audience or ()), *minting.session.notes.items())
    if minting.transient and of in known:
        token, rest = known[of]
        return {**token, **first}, begin + rest
    token, others = _claims_of_access_token(ctx, subject, grant, minting, {**first, **confirmation(bound_to)})
    payload = encoded(in_order(token, (*OWN_CLAIMS, *OF_ACCESS_TOKENS), others))
    rest = payload[len(begin) :]
    # Mappers may write the session's id, and before the `jti`: then it is not the same token again.
    if minting.transient and payload.startswith(begin) and minting.session.id.encode() not in rest:
        plans.remember(known, of, (token, rest))
    return token, payload


def _claims_of_access_token(
    ctx: Context, subject: Subject, grant: Grant, minting: Minting, first: Claims
) -> tuple[Claims, Claims]:
    """Give the claims that are the server's own, and the others."""
    token: Claims = {
        **first,
        "iss": ctx.issuer,
        "typ": "bearer" if subject.client.is_on("token.response.type.bearer.lower-case") else "Bearer",
        "azp": subject.client.client_id,
        "scope": grant.scope,
    }
    if minting.transient:
        # Elsewhere only the mapper of the scope `basic` says whose token it is.
        token["sub"] = minting.user.id
    others = claims.place(plans.mapped(grant, ACCESS, subject), token, ACCESS)
    if not minting.transient:
        token["sid"] = minting.session.id
    if minting.audience:
        audience.restrict(token, minting.audience)
    in_set_order(token)
    return token, others


def _id_token(
    ctx: Context,
    subject: Subject,
    grant: Grant,
    minting: Minting,
    access: Claims,
    hashed: Mapping[str, str | None],
    *,
    detached: bool = False,
) -> str:
    """Give the ID token. One that is `detached` vouches for the answer that it comes with, and says nothing else."""
    key = signing_key(ctx, subject.client, "id.token.signed.response.alg")
    token: Claims = {
        "exp": access["exp"],
        "iat": access["iat"],
        "jti": ctx.state.ids.uuid(),
        "iss": access["iss"],
        "aud": [subject.client.client_id],
        "sub": subject.user.id,
        "typ": "ID",
        "azp": access["azp"],
    }
    if minting.nonce is not None:
        token["nonce"] = minting.nonce
    others = {} if detached else claims.place(plans.mapped(grant, ID, subject), token, ID)
    if not minting.transient:
        token["sid"] = minting.session.id
    token |= {name: at_hash(value, key.algorithm, key.curve) for name, value in hashed.items() if value is not None}
    signed = key.sign(encoded(in_order(token, OWN_CLAIMS, others)))
    return client_encryption.sealed(ctx, subject.client, client_encryption.ID_TOKEN, signed)


def _refresh_token(ctx: Context, client: Client, grant: Grant, minting: Minting, access: Claims, now: int) -> Claims:
    """Give the claims of a refresh token; an offline token ends only where the realm's offline sessions end."""
    session = sessions.as_granted(minting.session, offline=grant.offline)
    end = sessions.longest(ctx.realm, client, session, minting.part.started)
    idle = sessions.idle(ctx.realm, client, session, now)
    endless = session.offline and not ctx.realm.lifespans.offline_longest
    token: Claims = {
        "exp": None if endless else idle if end is None else min(idle, end),
        "iat": now,
        "jti": ctx.state.ids.uuid(),
        "iss": access["iss"],
        "aud": [access["iss"]],
        "sub": access.get("sub"),
        "typ": "Offline" if session.offline else "Refresh",
        "azp": access["azp"],
        "nonce": access.get("nonce"),
        "sid": session.id,
        "scope": minting.refresh_scope or grant.every_scope,
        "aud_x": access.get("aud"),
        "req-aud": list(minting.audience) if minting.audience else None,
        "prov": "default",
        "organization": minting.organization
        if minting.refresh_scope is not None
        else plans.organization(grant, minting.part),
        "cnf": access.get("cnf") if minting.binds else None,
        "reuse_id": minting.reuse_id
        if minting.refresh_scope is not None or not ctx.realm.revoke_refresh_token
        else ctx.state.ids.uuid(),
    }
    return {name: value for name, value in token.items() if value is not None}


__all__ = ["Minting", "gives_refresh_tokens", "issue", "issue_in_front", "sign_access_token", "signing_key"]
