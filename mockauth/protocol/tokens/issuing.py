"""Issue tokens for a session and a scope: what all grants share (Keycloak's TokenManager)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import claims, scopes, sessions
from mockauth.protocol.claims import ACCESS, ID, RESPONSE, audience
from mockauth.protocol.claims.claim import Subject
from mockauth.protocol.claims.roles import in_set_order
from mockauth.protocol.claims.typed import in_hash_order
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import at_hash
from mockauth.protocol.scopes import Grant
from mockauth.protocol.tokens import client_encryption, plans
from mockauth.protocol.tokens.binding import certificate_thumbprint, confirmation
from mockauth.protocol.tokens.issuance import Issuance
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


def issue(ctx: Context, client: Client, issuance: Issuance) -> Mapping[str, Any]:
    """Return the answer of the token endpoint with signed tokens (RFC 6749 section 5.1).

    Raises InvalidRequest if mappers nest claims too deeply to be written, which fails in Keycloak too.
    """
    try:
        return _issue(ctx, client, issuance)
    except RecursionError as error:
        raise InvalidRequest(
            "Token nested too deeply", reason="a mapper nests claims too deeply to write them as JSON"
        ) from error


def _issue(ctx: Context, client: Client, issuance: Issuance) -> Mapping[str, Any]:
    certificate_thumbprint(ctx, client, needed=issuance.binds_certificate)
    grant = scopes.granted(ctx.realm, client, issuance.user, issuance.scope)
    subject = plans.subject(
        ctx, client, issuance.user, issuance.session, issuance.client_session, grant, issuance.nonce
    )
    now = ctx.now
    token, payload = _access_token(ctx, subject, grant, issuance, now)
    signed = sign_access_token(ctx, client, payload)
    answer: Claims = {"access_token": signed, "expires_in": token["exp"] - now, "refresh_expires_in": 0}
    if issuance.refreshable:
        if scopes.OFFLINE_ACCESS in (issuance.refresh_scope or "").split(" "):
            # As in Keycloak, an offline token that is used with a narrower scope keeps its full scope.
            grant = scopes.granted(ctx.realm, client, issuance.user, issuance.refresh_scope)
            subject = plans.subject(
                ctx, client, issuance.user, issuance.session, issuance.client_session, grant, issuance.nonce
            )
        refresh = _refresh_token(ctx, client, grant, issuance, token, now)
        answer["refresh_expires_in"] = refresh["exp"] - now if "exp" in refresh else 0
        answer["refresh_token"] = ctx.keys.secret.sign(encoded(in_order(refresh, (*OWN_CLAIMS, *OF_REFRESH_TOKENS))))
    answer["token_type"] = token["typ"]
    if issuance.with_id_token:
        answer["id_token"] = _id_token(ctx, subject, grant, issuance, token, {"at_hash": signed})
    answer["not-before-policy"] = max(ctx.realm.not_before, client.not_before, issuance.user.not_before)
    if not issuance.transient:
        answer["session_state"] = issuance.session.id
    answer["scope"] = grant.scope
    more = claims.place(plans.mapped_claims(grant, RESPONSE, subject), {}, RESPONSE)
    return answer | in_hash_order(more) if more else answer


def issue_front_channel(
    ctx: Context, client: Client, issuance: Issuance, hashed: Mapping[str, str | None], *, access: bool
) -> Mapping[str, Any]:
    """Return the tokens of an implicit or hybrid flow (OpenID Connect Core section 3.2).

    `hashed` holds values by the claim of the ID token for their hash, such as `c_hash`. With `access`, the ID token
    has the hash of the access token too.
    """
    grant = scopes.granted(ctx.realm, client, issuance.user, issuance.scope)
    subject = plans.subject(
        ctx, client, issuance.user, issuance.session, issuance.client_session, grant, issuance.nonce
    )
    token, payload = _access_token(ctx, subject, grant, issuance, ctx.now)
    signed = sign_access_token(ctx, client, payload)
    in_it = {"at_hash": signed if access else None, **hashed}
    return {
        "access_token": signed,
        "token_type": token["typ"],
        "expires_in": token["exp"] - ctx.now,
        "id_token": _id_token(ctx, subject, grant, issuance, token, in_it, detached=client.is_on(_DETACHED)),
    }


def sign_access_token(ctx: Context, client: Client, payload: bytes) -> str:
    """Sign an access token with the algorithm and the `typ` header that the client wants."""
    kind = "at+jwt" if client.is_on("access.token.header.type.rfc9068") else "JWT"
    return signing_key(ctx, client, "access.token.signed.response.alg").sign(payload, kind)


def gives_refresh_tokens(client: Client) -> bool:
    """Return whether a client gets refresh tokens (OIDCAdvancedConfigWrapper.isUseRefreshToken)."""
    return client.attributes.get("use.refresh.tokens", "true").lower() == "true"


def signing_key(ctx: Context, client: Client, attribute: str) -> Signer:
    """Return the key for the algorithm in a client's attribute, or else for the realm's algorithm.

    The key is generated if the realm has none. Raises InvalidRequest for an unknown algorithm.
    """
    algorithm = client.attributes.get(attribute) or ctx.realm.signature_algorithm
    key = ctx.signing_key(algorithm)
    if key is None:
        owner = f'client "{client.client_id}"' if client.attributes.get(attribute) else f'realm "{ctx.realm.name}"'
        where = attribute if client.attributes.get(attribute) else "defaultSignatureAlgorithm"
        reason = f'{owner} has an unknown signature algorithm, "{algorithm:.40}" ({where}): use RS256, for example'
        raise InvalidRequest("Unknown signature algorithm", reason=reason)
    return key


def _access_token(ctx: Context, subject: Subject, grant: Grant, issuance: Issuance, now: int) -> tuple[Claims, bytes]:
    """Return the claims of an access token, and the same claims as JSON.

    A service requests the same token again and again. The JSON after the first three claims is cached, by everything
    that it depends on besides the grant. Tokens of user sessions are not cached, because they rarely repeat.
    """
    session = sessions.as_granted(issuance.session, offline=grant.offline)
    kind = issuance.session_type or ("tr" if issuance.transient else "of" if session.offline else "on")
    first: Claims = {
        "exp": sessions.access_token_expiry(ctx.realm, subject.client, session, issuance.client_session, now),
        "iat": now,
        "jti": f"{kind}{'lt' if subject.lightweight else 'rt'}{issuance.grant_shortcut}:{ctx.state.ids.uuid()}",
    }
    begin = f'{{"exp":{first["exp"]},"iat":{first["iat"]},"jti":"{first["jti"]}",'.encode()
    known = plans.plans_of(grant).repeated
    bound_to = certificate_thumbprint(ctx, subject.client, needed=False)
    of = (
        subject.base_url,
        issuance.grant_shortcut,
        bound_to,
        *(issuance.audience or ()),
        *issuance.session.notes.items(),
    )
    if issuance.transient and of in known:
        token, rest = known[of]
        return {**token, **first}, begin + rest
    token, others = _claims_of_access_token(ctx, subject, grant, issuance, {**first, **confirmation(bound_to)})
    payload = encoded(in_order(token, (*OWN_CLAIMS, *OF_ACCESS_TOKENS), others))
    rest = payload[len(begin) :]
    # A mapper may write the session ID, or a claim before the `jti`: such a token does not repeat.
    if issuance.transient and payload.startswith(begin) and issuance.session.id.encode() not in rest:
        plans.remember(known, of, (token, rest))
    return token, payload


def _claims_of_access_token(
    ctx: Context, subject: Subject, grant: Grant, issuance: Issuance, first: Claims
) -> tuple[Claims, Claims]:
    """Return the claims of the server, and the other claims."""
    token: Claims = {
        **first,
        "iss": issuance.client_session.issuer,
        "typ": "bearer" if subject.client.is_on("token.response.type.bearer.lower-case") else "Bearer",
        "azp": subject.client.client_id,
        "scope": grant.scope,
    }
    if issuance.transient:
        # In all other tokens, `sub` comes from a mapper of the scope `basic`.
        token["sub"] = issuance.user.id
    others = claims.place(plans.mapped_claims(grant, ACCESS, subject), token, ACCESS)
    if not issuance.transient:
        token["sid"] = issuance.session.id
    if issuance.audience:
        audience.restrict(token, issuance.audience)
    in_set_order(token)
    return token, others


def _id_token(
    ctx: Context,
    subject: Subject,
    grant: Grant,
    issuance: Issuance,
    access: Claims,
    hashed: Mapping[str, str | None],
    *,
    detached: bool = False,
) -> str:
    """Return the ID token. A `detached` one signs the response that it is part of, and has no claims of mappers."""
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
    if issuance.nonce is not None:
        token["nonce"] = issuance.nonce
    others = {} if detached else claims.place(plans.mapped_claims(grant, ID, subject), token, ID)
    if not issuance.transient:
        token["sid"] = issuance.session.id
    token |= {name: at_hash(value, key.algorithm, key.curve) for name, value in hashed.items() if value is not None}
    signed = key.sign(encoded(in_order(token, OWN_CLAIMS, others)))
    return client_encryption.encrypt_for_client(ctx, subject.client, client_encryption.ID_TOKEN, signed)


def _refresh_token(ctx: Context, client: Client, grant: Grant, issuance: Issuance, access: Claims, now: int) -> Claims:
    """Return the claims of a refresh token; an offline token expires only if the realm's offline sessions do."""
    session = sessions.as_granted(issuance.session, offline=grant.offline)
    end = sessions.latest_end(ctx.realm, client, session, issuance.client_session.started)
    idle = sessions.idle_end(ctx.realm, client, session, now)
    endless = session.offline and not ctx.realm.lifespans.offline_max
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
        "scope": issuance.refresh_scope or grant.every_scope,
        "aud_x": access.get("aud"),
        "req-aud": list(issuance.audience) if issuance.audience else None,
        "prov": "default",
        "organization": issuance.organization
        if issuance.refresh_scope is not None
        else plans.organization(grant, issuance.client_session),
        "cnf": access.get("cnf") if issuance.binds_certificate else None,
        "reuse_id": issuance.reuse_id
        if issuance.refresh_scope is not None or not ctx.realm.revoke_refresh_token
        else ctx.state.ids.uuid(),
    }
    return {name: value for name, value in token.items() if value is not None}


__all__ = ["Issuance", "gives_refresh_tokens", "issue", "issue_front_channel", "sign_access_token", "signing_key"]
