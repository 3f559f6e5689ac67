"""The `client-jwt` and `client-secret-jwt` authenticators: a JWT signed by the client (RFC 7523 section 2.2)."""

import json
import re
from dataclasses import dataclass

from mockauth.protocol import urls
from mockauth.protocol.claim_types import unreadable_claim
from mockauth.protocol.client_auth.secret import INVALID, has_expired
from mockauth.protocol.client_keys import KeysUnavailable, verification_key
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.protocol.jose import Claims
from mockauth.realms.keys import Secret
from mockauth.realms.keys.algorithms import OCT, SIGNATURES, verifies
from mockauth.realms.keys.jwk import b64url_decode
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

_ALGORITHM = "token.endpoint.auth.signing.alg"
_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_KINDS = ("client-jwt", "client-secret-jwt")
# In seconds.
_SKEW, _MAX_LIFETIME = 15, 60
# In Java, a JWS with an empty signature has two parts.
_PARTS = (2, 3)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A decoded client assertion, not verified yet."""

    header: Claims
    claims: Claims
    signed: bytes
    signature: bytes


def client_id_in_assertion(ctx: Context) -> str | None:
    """Return the client ID in the assertion of a request, or None if there is no readable assertion.

    Clients with another authenticator are ignored.
    """
    asserted = ctx.has_form and ctx.form.get("client_assertion_type") == _BEARER
    text = ctx.form.get("client_assertion") if asserted else None
    try:
        claims = _read(text).claims if text else {}
    except ValueError:
        return None
    client = ctx.realm.clients.get(str(claims.get("sub"))) if claims.get("sub") == claims.get("iss") else None
    return client.client_id if client and client.authenticator in _KINDS else None


def authenticate(ctx: Context, client: Client) -> None:
    """Check the assertion of a client, in Keycloak's order (AbstractJWTClientValidator).

    Raises InvalidClient and UnauthorizedClient.
    """
    missing = f'client "{client.client_id}" authenticates with {client.authenticator}, but the request has no '
    text, kind = ctx.form.get("client_assertion"), ctx.form.get("client_assertion_type")
    try:
        assertion = _read(text) if text is not None else None
    except ValueError as error:
        raise _failed(client, str(error)) from error
    if assertion and assertion.claims.get("iss") != assertion.claims.get("sub"):
        raise InvalidClient(INVALID, status=401, reason="the client assertion has different values for iss and sub")
    if kind is None:
        raise InvalidClient("Parameter client_assertion_type is missing", reason=f"{missing}client_assertion_type")
    if kind != _BEARER:
        raise InvalidClient(
            f"Parameter client_assertion_type has value '{kind}' but expected is '{_BEARER}'",
            reason=f"unknown client_assertion_type; use {_BEARER}",
        )
    if assertion is None:
        raise InvalidClient("client_assertion parameter missing", reason=f"{missing}client_assertion")
    _check_client(ctx, client, assertion.claims)
    _check_signature(ctx, client, assertion)
    _check_audience(ctx, assertion.claims)
    _check_times(ctx, client, assertion.claims)
    _reject_reuse(ctx, assertion.claims)


def _read(text: str) -> Assertion:
    """Decode a compact JWS. Raises ValueError."""
    parts = text.rstrip(".").split(".")
    if len(parts) not in _PARTS:
        raise ValueError("java.lang.IllegalArgumentException: Parsing error")
    if any(len(part) == 1 for part in parts):
        too_short = "Input byte[] should at least have 2 bytes for base64 bytes"
        raise ValueError(f"java.lang.IllegalArgumentException: {too_short}")
    try:
        header, claims = (json.loads(b64url_decode(part)) for part in parts[:2])
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise ValueError("not an object")
        if name := unreadable_claim(claims):
            raise ValueError(f"the claim {name} has the wrong type")
        signature = b64url_decode(parts[2]) if parts[2:] else b""
        return Assertion(header, claims, f"{parts[0]}.{parts[1]}".encode("ascii"), signature)
    except (ValueError, RecursionError) as error:
        raise ValueError("the assertion is not a JWT") from error


def _check_client(ctx: Context, client: Client, claims: Claims) -> None:
    subject = claims.get("sub")
    if subject is None:
        raise InvalidClient("Token sub claim is required", reason="the client assertion has no sub")
    found = ctx.realm.clients.get(str(subject))
    if found is None:
        raise InvalidClient(
            INVALID, status=401, reason=f'the sub of the client assertion is not a client of realm "{ctx.realm.name}"'
        )
    if found is not client:
        reason = f'client_id is "{client.client_id}", but the sub of the client assertion is "{found.client_id}"'
        raise InvalidClient("client_id parameter does not match authenticated client", reason=reason)


def _check_signature(ctx: Context, client: Client, assertion: Assertion) -> None:
    algorithm = assertion.header.get("alg")
    kind = SIGNATURES.get(str(algorithm))
    by_secret = client.authenticator == "client-secret-jwt"
    if by_secret and client.secret is not None:
        _check_secret(ctx, client)
    required = client.attributes.get(_ALGORITHM)
    # In Java, a key has at least one byte.
    if by_secret and (not client.secret or kind not in (None, OCT)) and required in (None, "", algorithm):
        reason = f'client "{client.client_id}" has no secret to verify the client assertion with'
        if client.secret:
            reason = f'client "{client.client_id}" must sign the client assertion with its secret (HS256, for example)'
        raise _failed(client, "Signature on JWT token by client secret failed validation", reason)
    if kind is None or (kind == OCT) != by_secret or (required and required != algorithm):
        expected = required or ("HS256, HS384 or HS512" if by_secret else "an algorithm with a private key")
        why = f'client "{client.client_id}" must sign the client assertion with {expected}'
        if required:
            why += f" ({setting(ctx.realm, _ALGORITHM, required)})"
        raise InvalidClient("Invalid signature algorithm", reason=why)
    if by_secret:
        # The key is the secret, as text (RFC 7523 section 2.2).
        key = Secret("", (client.secret or "").encode(), str(algorithm))
        valid = key.verifies(assertion.signed, assertion.signature)
        failed = "Signature on JWT token by client secret  failed validation"
    else:
        kid = assertion.header.get("kid")
        try:
            public = verification_key(ctx, client, kid, str(algorithm))
        except KeysUnavailable as error:
            raise _failed(client, f"Error when loading public keys: {error.keycloak_message}", str(error)) from error
        if public is None:
            raise InvalidClient(
                "Unable to load public key",
                reason=f'client "{client.client_id}" has no public key for {algorithm} '
                + ("with the kid of the client assertion" if kid is not None else "and an assertion without kid"),
            )
        valid = verifies(public, str(algorithm), assertion.signed, assertion.signature)
        failed = "Signature on JWT token failed validation"
    if not valid:
        with_what = "its secret" if by_secret else "a key of the client"
        reason = f'the assertion of client "{client.client_id}" was not signed with {with_what}'
        raise _failed(client, failed, reason)


def _check_secret(ctx: Context, client: Client) -> None:
    try:
        expired = has_expired(ctx, client)
    except ValueError as error:
        raise _failed(client, str(error)) from error
    if expired:
        raise InvalidClient(INVALID, status=401, reason=f'the secret of client "{client.client_id}" has expired')


def _check_audience(ctx: Context, claims: Claims) -> None:
    own = urls.protocol(ctx.base_url, ctx.realm.name)
    expected = {
        ctx.issuer,
        *(f"{own}/{path}" for path in ("token", "token/introspect", "ext/par/request", "ext/ciba/auth")),
    }
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if expected.isdisjoint(str(each) for each in audiences):
        raise InvalidClient(
            "Invalid token audience", reason=f"the aud of the client assertion must be the issuer, {ctx.issuer}"
        )
    if len(audiences) > 1:
        reason = f"the client assertion has more than one aud: use {ctx.issuer} alone"
        raise InvalidClient("Multiple audiences not allowed", reason=reason)


def _check_times(ctx: Context, client: Client, claims: Claims) -> None:
    expires, issued, begins = (_time(claims.get(name)) for name in ("exp", "iat", "nbf"))
    max_lifetime = _max_lifetime(client)
    if expires is None:
        raise InvalidClient("Token exp claim is required", reason="the client assertion has no exp")
    if expires + _SKEW <= ctx.now or (begins or 0) - _SKEW > ctx.now:
        early = "the client assertion is not valid yet (nbf)"
        reason = _expired(ctx, expires) if expires + _SKEW <= ctx.now else early
        raise InvalidClient("Token is not active", reason=reason)
    if issued is None:
        if expires - ctx.now > max_lifetime:
            reason = f"the client assertion has no iat and expires in more than {max_lifetime} seconds"
            description = "Token expiration is too far in the future and iat claim not present in token"
            raise InvalidClient(description, reason=reason)
        return
    if issued - _SKEW > ctx.now:
        reason = "the iat of the client assertion is in the future: compare the clocks of client and server"
        raise InvalidClient("Token was issued in the future", reason=reason)
    if min(expires - ctx.now, max_lifetime) <= 0:
        raise InvalidClient("Token is not active", reason=_expired(ctx, expires))
    if ctx.now > issued + max_lifetime:
        raise InvalidClient(
            "Token was issued too far in the past to be used now",
            reason=f"the client assertion was issued more than {max_lifetime} seconds ago",
        )


def _expired(ctx: Context, expires: int) -> str:
    return f"the client assertion expired {ctx.now - expires} seconds ago"


def _reject_reuse(ctx: Context, claims: Claims) -> None:
    """Record the `jti` of an assertion. Raises InvalidClient if it was used before."""
    token_id = claims.get("jti")
    if token_id is None:
        raise InvalidClient("Token jti claim is required", reason="the client assertion has no jti")
    if not ctx.sessions.used_assertions.add(str(token_id), True, (_time(claims.get("exp")) or 0) + _SKEW):
        reason = "a client assertion with the same jti was already used: create a new one for each request"
        raise InvalidClient("Token reuse detected", reason=reason)


def _failed(client: Client, what: str, reason: str = "") -> InvalidClient | UnauthorizedClient:
    reason = reason or f'the client assertion of client "{client.client_id}" is invalid: {what}'
    if client.authenticator == "client-secret-jwt":
        return UnauthorizedClient(f"Client authentication with client secret signed JWT failed: {what}", reason=reason)
    return InvalidClient(f"Client authentication with signed JWT failed: {what}", reason=reason)


def _time(value: object) -> int | None:
    return int(value) if isinstance(value, int | float | str) and str(value).strip() else None


def _max_lifetime(client: Client) -> int:
    own = client.attributes.get("token.endpoint.auth.signing.max.exp", "")
    return int(own) if re.fullmatch("[0-9]{1,9}", own) and int(own) > 0 else _MAX_LIFETIME
