"""Minting: what all grants share, from a session and a scope to the signed tokens of the answer (TokenManager)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockauth.protocol import claims, scopes
from mockauth.protocol.binding import check_certificate
from mockauth.protocol.claims import ACCESS, ID, RESPONSE
from mockauth.protocol.claims.claim import Subject, ordered
from mockauth.protocol.claims.roles import Roles
from mockauth.protocol.context import Context
from mockauth.protocol.errors import NotThereYet
from mockauth.protocol.java import hash_order
from mockauth.protocol.jose import at_hash
from mockauth.protocol.scopes import Grant
from mockauth.realms.keys import Key
from mockauth.realms.model import Client, User

Claims = dict[str, Any]

# The order in which Keycloak writes its own claims (the fields of JsonWebToken, IDToken, AccessToken).
_OWN_CLAIMS = ("exp", "iat", "auth_time", "jti", "iss", "aud", "sub", "typ", "azp", "at_hash", "acr")
_OF_ACCESS_TOKENS = ("allowed-origins", "realm_access", "resource_access", "scope")
_LIGHTWEIGHT = "client.use.lightweight.access.token.enabled"


@dataclass(frozen=True, slots=True)
class Session:
    """A user's session: its notes are for mappers, `started` is in seconds since 1970, `kind` is a mark of the jti."""

    id: str
    user: User
    started: int
    notes: Mapping[str, str]
    kind: str


def issue(ctx: Context, client: Client, session: Session, scope: str | None, mark: str) -> Mapping[str, Any]:
    """Give the answer of the token endpoint (RFC 6749 section 5.1) with its tokens signed.

    `scope` is the valid scope parameter of the request; `mark` is the two letters of the grant in the jti.
    """
    check_certificate(client)
    grant = scopes.granted(ctx.realm, client, session.user, scope)
    subject = _subject(ctx, client, session, grant)
    key = signing_key(ctx, client, "access.token.signed.response.alg")
    now = ctx.now
    token = _access_token(ctx, subject, grant, session, mark, now)
    kind = "at+jwt" if client.is_on("access.token.header.type.rfc9068") else "JWT"
    signed = key.sign(_json(_in_order(token, (*_OWN_CLAIMS, *_OF_ACCESS_TOKENS))), kind)
    answer: Claims = {
        "access_token": signed,
        "expires_in": token["exp"] - now,
        "refresh_expires_in": 0,
        "token_type": token["typ"],
    }
    if grant.openid:
        answer["id_token"] = _id_token(ctx, subject, grant, token, signed)
    answer["not-before-policy"] = max(ctx.realm.not_before, client.not_before, session.user.not_before)
    answer["scope"] = grant.scope
    more: Claims = {}
    claims.place(claims.mapped(grant.mappers, RESPONSE, subject), more)
    return answer | {name: value for name, value in ordered(more).items() if name not in answer}


def signing_key(ctx: Context, client: Client, attribute: str) -> Key:
    """Give the key that signs for a client: by the client's attribute, or else the realm's algorithm.

    Raises NotThereYet for an algorithm of which the realm has no key.
    """
    algorithm = client.attributes.get(attribute) or ctx.realm.signature_algorithm
    key = ctx.keys.active(algorithm)
    if key is None:
        raise NotThereYet(f"{algorithm} signatures")
    return key


def _subject(ctx: Context, client: Client, session: Session, grant: Grant) -> Subject:
    roles = claims.effective_roles(grant.mappers, Roles.of(grant.roles))
    return Subject(
        realm=ctx.realm,
        client=client,
        user=session.user,
        session_id=session.id,
        notes=session.notes,
        realm_roles=hash_order(roles.realm),
        client_roles={name: hash_order(of_client) for name, of_client in roles.clients.items()},
        base_url=ctx.base_url,
        lightweight=client.is_on(_LIGHTWEIGHT),
    )


def _access_token(ctx: Context, subject: Subject, grant: Grant, session: Session, mark: str, now: int) -> Claims:
    weight = "lt" if subject.lightweight else "rt"
    token: Claims = {
        "exp": _expiry(ctx, subject.client, session, grant, now),
        "iat": now,
        "jti": f"{session.kind}{weight}{mark}:{ctx.state.ids.uuid()}",
        "iss": ctx.issuer,
        "sub": session.user.id,
        "typ": "bearer" if subject.client.is_on("token.response.type.bearer.lower-case") else "Bearer",
        "azp": subject.client.client_id,
        "scope": grant.scope,
    }
    claims.place(claims.mapped(grant.mappers, ACCESS, subject), token)
    for access in (token.get("realm_access"), *token.get("resource_access", {}).values()):
        if access:
            access["roles"] = hash_order(set(access["roles"]))
    return token


def _id_token(ctx: Context, subject: Subject, grant: Grant, access: Claims, signed_access: str) -> str:
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
    claims.place(claims.mapped(grant.mappers, ID, subject), token)
    token["at_hash"] = at_hash(signed_access, key.algorithm)
    return key.sign(_json(_in_order(token, _OWN_CLAIMS)))


def _expiry(ctx: Context, client: Client, session: Session, grant: Grant, now: int) -> int:
    """Give `exp`: the client's or the realm's lifespan, cut off where the session ends (getTokenExpiration)."""
    realm = ctx.realm
    own = client.attributes.get("access.token.lifespan", "").strip()
    lifespan = int(own) if own.lstrip("-").isdecimal() else realm.access_token_lifespan
    expiry = now + lifespan if lifespan != -1 else session.started + realm.sso_session_max_lifespan
    if grant.offline:
        return expiry
    of_client = client.attributes.get("client.session.max.lifespan", "").strip()
    longest = int(of_client or 0) or realm.client_session_max_lifespan or realm.sso_session_max_lifespan
    return min(expiry, session.started + min(longest, realm.sso_session_max_lifespan))


def _in_order(token: Claims, own: Sequence[str]) -> Claims:
    audience = token.get("aud")
    if audience is not None and len(audience) == 1:
        token["aud"] = audience[0]
    rest = [name for name in token if name not in own]
    return {name: ordered(token[name]) for name in (*(name for name in own if name in token), *hash_order(rest))}


def _json(token: Claims) -> bytes:
    return json.dumps(token, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
