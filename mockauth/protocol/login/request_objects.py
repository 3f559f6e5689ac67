"""Request objects (RFC 9101, OpenID Connect Core section 6): the parameters of a request in a JWT.

As Keycloak's AuthzEndpointRequestObjectParser and DefaultTokenManager.decodeClientJWT, which verify the signature but
neither issuer, nor audience, nor expiry.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockauth.printable import url_without_secrets
from mockauth.protocol import redirect_uris
from mockauth.protocol.client_keys import KeysUnavailable, verification_key
from mockauth.protocol.context import Context
from mockauth.protocol.java import double, json_at_start, replace_lone_surrogates
from mockauth.protocol.login.parameters import InvalidParameters
from mockauth.protocol.outgoing.fetching import FetchError
from mockauth.protocol.outgoing.shared_fetches import FETCHES
from mockauth.realms.keys import Secret
from mockauth.realms.keys.algorithms import OCT, SIGNATURES, verifies
from mockauth.realms.keys.jwk import b64url_decode
from mockauth.realms.model import Client

_REQUIRED = "request.object.required"
_SIGNATURE_ALG, _ENCRYPTION_ALG, _ENCRYPTION_ENC = (
    "request.object.signature.alg",
    "request.object.encryption.alg",
    "request.object.encryption.enc",
)
_URIS, _SEPARATOR = "request.uris", "##"
_PARTS = (2, 3)
# Values of `request.object.required`, and the parameters that fulfil them.
_FULFILLED_BY = {
    "request or request_uri": ("request", "request_uri"),
    "request only": ("request",),
    "request_uri only": ("request_uri",),
}


def check_required(client: Client, given: Mapping[str, str | None]) -> None:
    """Check that the request has a request object if the client requires one. Raises InvalidParameters."""
    required = _FULFILLED_BY.get(client.attributes.get(_REQUIRED, ""))
    if required and not any(given.get(name) is not None for name in required):
        raise InvalidParameters(
            f'client "{client.client_id}" requires the parameter {" or ".join(required)} ({_REQUIRED})'
        )


def check_pushed(client: Client, text: str | None) -> None:
    """Check that a client that requires a request object pushes one. Raises InvalidParameters."""
    if text is None and "request" in _FULFILLED_BY.get(client.attributes.get(_REQUIRED, ""), ()):
        raise InvalidParameters(f'client "{client.client_id}" requires a request object ({_REQUIRED})')


def fetch_parameters(ctx: Context, client: Client, uri: str) -> Mapping[str, str]:
    """Fetch a request object from a registered URL, and return its parameters. Raises InvalidParameters."""
    registered = [url for url in client.attributes.get(_URIS, "").split(_SEPARATOR) if url]
    url = redirect_uris.verify(uri, client.root_url, registered, ctx.issuer, required=False)
    if url is None:
        sent = url_without_secrets(uri)
        raise InvalidParameters(f'request_uri "{sent}" is not registered in {_URIS} of client "{client.client_id}"')
    try:
        return parameters(ctx, client, FETCHES.fetch(url, ctx.blocking))
    except FetchError as error:
        raise InvalidParameters(f"the request object {error}") from error


def parameters(ctx: Context, client: Client, text: str) -> Mapping[str, str]:
    """Return the parameters of a request object as text. Raises InvalidParameters."""
    header, parts = _header(text)
    content = _decrypted(ctx, client, header, text) if "enc" in header else _verified(ctx, client, header, parts)
    if not isinstance(content, dict):
        return {}
    if "request_uri" in content:
        raise InvalidParameters("the request object contains a request_uri")
    return {replace_lone_surrogates(name): replace_lone_surrogates(_as_text(value)) for name, value in content.items()}


def _decrypted(ctx: Context, client: Client, header: Mapping[str, Any], text: str) -> Any:
    """Return the content of an encrypted request object: a signed one, or plain JSON."""
    from mockauth.protocol.tokens.jwe import JweError, decrypt

    _check(client, _ENCRYPTION_ALG, header.get("alg"))
    _check(client, _ENCRYPTION_ENC, header.get("enc"))
    try:
        content = decrypt(ctx, header, text)
    except JweError as error:
        raise InvalidParameters(f"the request object cannot be decrypted: {error}") from error
    try:
        inner, parts = _header(content.decode("utf-8", "replace"))
    except InvalidParameters:
        # As Keycloak: plain JSON is accepted unless the client has to use a signature algorithm.
        _check(client, _SIGNATURE_ALG, None)
        return _json(content)
    return _verified(ctx, client, inner, parts)


def _verified(ctx: Context, client: Client, header: Mapping[str, Any], parts: Sequence[str]) -> Any:
    """Return the content of a signed request object."""
    if len(parts) not in _PARTS:
        raise InvalidParameters("the request object does not have three parts")
    _check(client, _SIGNATURE_ALG, header.get("alg"))
    content, signature = (_decoded(part) for part in (parts[1], parts[2] if parts[2:] else ""))
    _check_signature(ctx, client, header, f"{parts[0]}.{parts[1]}".encode(), signature)
    return _json(content)


def _header(text: str) -> tuple[Mapping[str, Any], list[str]]:
    parts = text.rstrip(".").split(".")
    header = _json(_decoded(parts[0]))
    if not isinstance(header, dict):
        raise InvalidParameters("the header of the request object is not a JSON object")
    return header, parts


def _check(client: Client, attribute: str, algorithm: object) -> None:
    required = client.attributes.get(attribute)
    if required and required != algorithm:
        raise InvalidParameters(
            f'{attribute} of client "{client.client_id}" is "{required}", but the request object uses another algorithm'
        )


def _check_signature(ctx: Context, client: Client, header: Mapping[str, Any], signed: bytes, signature: bytes) -> None:
    algorithm, kid = str(header.get("alg")), header.get("kid")
    if algorithm == "none":
        return
    kind = SIGNATURES.get(algorithm)
    if kind is None:
        raise InvalidParameters("the alg of the request object is not a signature algorithm of Keycloak")
    if kind == OCT:
        secret = client.secret
        # As Java: a key must not be empty.
        is_valid = bool(secret) and Secret("", (secret or "").encode(), algorithm).verifies(signed, signature)
    else:
        try:
            public = verification_key(ctx, client, kid, algorithm)
        except KeysUnavailable as error:
            raise InvalidParameters(f'the keys of client "{client.client_id}" are not available: {error}') from error
        if public is None:
            raise InvalidParameters(
                f'client "{client.client_id}" has no key for {algorithm} with the kid of the request object'
            )
        is_valid = verifies(public, algorithm, signed, signature)
    if not is_valid:
        raise InvalidParameters(
            f'the signature of the request object does not match a key of client "{client.client_id}"'
        )


def _decoded(part: str) -> bytes:
    try:
        return b64url_decode(part)
    except ValueError as error:
        raise InvalidParameters("the request object is not base64url") from error


def _json(content: bytes) -> Any:
    try:
        return json_at_start(content.decode("utf-8"))
    except ValueError as error:
        raise InvalidParameters("the request object is not JSON") from error


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return double(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
