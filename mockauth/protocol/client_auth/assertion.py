"""`client-jwt` and `client-secret-jwt`: a client that shows a JWT of its own making (RFC 7523 section 2.2)."""

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
from mockauth.realms.keys.jwk import of_b64url
from mockauth.realms.model import Client

_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_KINDS = ("client-jwt", "client-secret-jwt")
_SKEW = 15
_LONGEST = 60
# A JWS whose signature is empty has two parts to Java.
_PARTS = (2, 3)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A client assertion as it is read: nothing of it is checked yet."""

    header: Claims
    claims: Claims
    signed: bytes
    signature: bytes


def client_id_in_assertion(ctx: Context) -> str | None:
    """Give the id of the client that an assertion names; None where there is none that can be read.

    A client of another authenticator is not found by it.
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
    reason = f'client "{client.client_id}" authenticates by {client.authenticator}, so a secret is not enough'
    text, kind = ctx.form.get("client_assertion"), ctx.form.get("client_assertion_type")
    try:
        assertion = _read(text) if text is not None else None
    except ValueError as error:
        raise _failed(client, str(error)) from error
    if assertion and assertion.claims.get("iss") != assertion.claims.get("sub"):
        raise InvalidClient(INVALID, status=401, reason="iss and sub of the client assertion differ")
    if kind is None:
        raise InvalidClient("Parameter client_assertion_type is missing", reason=reason)
    if kind != _BEARER:
        raise InvalidClient(f"Parameter client_assertion_type has value '{kind}' but expected is '{_BEARER}'")
    if assertion is None:
        raise InvalidClient("client_assertion parameter missing", reason=reason)
    _check_client(ctx, client, assertion.claims)
    _check_signature(ctx, client, assertion)
    _check_audience(ctx, assertion.claims)
    _check_times(ctx, client, assertion.claims)
    _use_up(ctx, assertion.claims)


def _read(text: str) -> Assertion:
    """Read a compact JWS. Raises ValueError."""
    parts = text.rstrip(".").split(".")
    if len(parts) not in _PARTS:
        raise ValueError("java.lang.IllegalArgumentException: Parsing error")
    if any(len(part) == 1 for part in parts):
        too_short = "Input byte[] should at least have 2 bytes for base64 bytes"
        raise ValueError(f"java.lang.IllegalArgumentException: {too_short}")
    try:
        header, claims = (json.loads(of_b64url(part)) for part in parts[:2])
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise ValueError("not an object")
        if name := unreadable_claim(claims):
            raise ValueError(f"{name} is not of the type that it has to be")
        signature = of_b64url(parts[2]) if parts[2:] else b""
        return Assertion(header, claims, f"{parts[0]}.{parts[1]}".encode("ascii"), signature)
    except (ValueError, RecursionError) as error:
        raise ValueError("the assertion is not a JWT") from error


def _check_client(ctx: Context, client: Client, claims: Claims) -> None:
    subject = claims.get("sub")
    if subject is None:
        raise InvalidClient("Token sub claim is required")
    found = ctx.realm.clients.get(str(subject))
    if found is None:
        raise InvalidClient(
            INVALID, status=401, reason=f'the assertion is of "{subject!s:.80}", and there is no such client'
        )
    if found is not client:
        raise InvalidClient("client_id parameter does not match authenticated client")


def _check_signature(ctx: Context, client: Client, it: Assertion) -> None:
    algorithm = it.header.get("alg")
    kind = SIGNATURES.get(str(algorithm))
    by_secret = client.authenticator == "client-secret-jwt"
    if by_secret and client.secret is not None:
        _check_secret(ctx, client)
    wanted = client.attributes.get("token.endpoint.auth.signing.alg")
    # As Java: a key has at least one byte.
    if by_secret and (not client.secret or kind not in (None, OCT)) and wanted in (None, "", algorithm):
        raise _failed(client, "Signature on JWT token by client secret failed validation")
    if kind is None or (kind == OCT) != by_secret or (wanted and wanted != algorithm):
        why = f"the assertion is signed by {algorithm!s:.20}" + (
            f", and the client is to use {wanted}" if wanted else ""
        )
        raise InvalidClient("Invalid signature algorithm", reason=why)
    if by_secret:
        # The key is the secret, as text (RFC 7523 section 2.2).
        right = Secret("", (client.secret or "").encode(), str(algorithm)).verifies(it.signed, it.signature)
        failed = "Signature on JWT token by client secret  failed validation"
    else:
        kid = it.header.get("kid")
        try:
            public = verification_key(ctx, client, kid, str(algorithm))
        except KeysUnavailable as error:
            raise _failed(client, f"Error when loading public keys: {error.words}", str(error)) from error
        if public is None:
            raise InvalidClient(
                "Unable to load public key",
                reason=f'client "{client.client_id}" has no key {kid!s:.80} for {algorithm}',
            )
        right = verifies(public, str(algorithm), it.signed, it.signature)
        failed = "Signature on JWT token failed validation"
    if not right:
        raise _failed(client, failed)


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
    named_ones = audience if isinstance(audience, list) else [audience]
    if expected.isdisjoint(str(each) for each in named_ones):
        raise InvalidClient(
            "Invalid token audience", reason=f"the assertion is for {audience!s:.200}, not {ctx.issuer}"
        )
    if len(named_ones) > 1:
        raise InvalidClient("Multiple audiences not allowed")


def _check_times(ctx: Context, client: Client, claims: Claims) -> None:
    expires, issued, begins = (_time(claims.get(name)) for name in ("exp", "iat", "nbf"))
    longest = _of_client(client)
    if expires is None:
        raise InvalidClient("Token exp claim is required")
    if expires + _SKEW <= ctx.now or (begins or 0) - _SKEW > ctx.now:
        raise InvalidClient(
            "Token is not active", reason=f"the assertion expires at {expires}, and it is {ctx.now} now"
        )
    if issued is None:
        if expires - ctx.now > longest:
            raise InvalidClient("Token expiration is too far in the future and iat claim not present in token")
        return
    if issued - _SKEW > ctx.now:
        raise InvalidClient("Token was issued in the future", reason="the assertion's iat: do the clocks agree?")
    if min(expires - ctx.now, longest) <= 0:
        raise InvalidClient("Token is not active")
    if ctx.now > issued + longest:
        raise InvalidClient(
            "Token was issued too far in the past to be used now", reason=f"an assertion is good for {longest} seconds"
        )


def _use_up(ctx: Context, claims: Claims) -> None:
    """See that nobody has shown the assertion before."""
    token_id = claims.get("jti")
    if token_id is None:
        raise InvalidClient("Token jti claim is required")
    if not ctx.sessions.used_assertions.add(str(token_id), True, (_time(claims.get("exp")) or 0) + _SKEW):
        raise InvalidClient(
            "Token reuse detected", reason=f"an assertion with the jti {token_id!s:.80} was shown before"
        )


def _failed(client: Client, what: str, reason: str = "") -> InvalidClient | UnauthorizedClient:
    if client.authenticator == "client-secret-jwt":
        return UnauthorizedClient(f"Client authentication with client secret signed JWT failed: {what}", reason=reason)
    return InvalidClient(f"Client authentication with signed JWT failed: {what}", reason=reason)


def _time(value: object) -> int | None:
    return int(value) if isinstance(value, int | float | str) and str(value).strip() else None


def _of_client(client: Client) -> int:
    own = client.attributes.get("token.endpoint.auth.signing.max.exp", "")
    return int(own) if re.fullmatch("[0-9]{1,9}", own) and int(own) > 0 else _LONGEST
