"""Request objects (RFC 9101, OpenID Connect Core section 6): the parameters of a request as a JWT of the client's.

As Keycloak's AuthzEndpointRequestObjectParser and DefaultTokenManager.decodeClientJWT, which look at the signature and
at nothing that the JWT says of itself: neither its issuer, nor its audience, nor its time.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockauth.protocol import redirect_uris
from mockauth.protocol.client_keys import KeysUnavailable, verification_key
from mockauth.protocol.context import Context
from mockauth.protocol.java import double, json_at_start, replace_lone_surrogates
from mockauth.protocol.login.parameters import Unreadable
from mockauth.protocol.outgoing.fetching import FetchError, fetch
from mockauth.realms.keys import Secret
from mockauth.realms.keys.algorithms import OCT, SIGNATURES, verifies
from mockauth.realms.keys.jwk import b64url_decode
from mockauth.realms.model import Client

_REQUIRED = "request.object.required"
_SIGNED_BY, _ENCRYPTED_BY, _CONTENT_ENCRYPTED_BY = (
    "request.object.signature.alg",
    "request.object.encryption.alg",
    "request.object.encryption.enc",
)
_URIS, _BETWEEN = "request.uris", "##"
_PARTS = (2, 3)
# What `request.object.required` may say, and which of the two parameters it is content with.
_CONTENT_WITH = {
    "request or request_uri": ("request", "request_uri"),
    "request only": ("request",),
    "request_uri only": ("request_uri",),
}


def check_required(client: Client, given: Mapping[str, str | None]) -> None:
    """See that a client that has to use a request object does. Raises Unreadable."""
    wanted = _CONTENT_WITH.get(client.attributes.get(_REQUIRED, ""))
    if wanted and not any(given.get(name) is not None for name in wanted):
        raise Unreadable(f'client "{client.client_id}" has to use {" or ".join(wanted)} ({_REQUIRED})')


def check_pushed(client: Client, text: str | None) -> None:
    """See that a client that has to use a request object pushes one; that behind a URL it cannot. Raises Unreadable."""
    if text is None and "request" in _CONTENT_WITH.get(client.attributes.get(_REQUIRED, ""), ()):
        raise Unreadable(f'client "{client.client_id}" has to use a request object ({_REQUIRED})')


def behind(ctx: Context, client: Client, uri: str) -> Mapping[str, str]:
    """Give the parameters of the request object behind a URL, if the client has registered it. Raises Unreadable."""
    registered = [it for it in client.attributes.get(_URIS, "").split(_BETWEEN) if it]
    url = redirect_uris.verify(uri, client.root_url, registered, ctx.issuer, required=False)
    if url is None:
        raise Unreadable(f'the request_uri "{uri:.200}" is not among the {_URIS} of client "{client.client_id}"')
    try:
        return parameters(ctx, client, fetch(url))
    except FetchError as error:
        raise Unreadable(f"the request object {error}") from error


def parameters(ctx: Context, client: Client, text: str) -> Mapping[str, str]:
    """Give the parameters of a request object, as text. Raises Unreadable."""
    header, parts = _header(text)
    said = _decrypted(ctx, client, header, text) if "enc" in header else _verified(ctx, client, header, parts)
    if not isinstance(said, dict):
        return {}
    if "request_uri" in said:
        raise Unreadable("the request object refers to another one")
    return {replace_lone_surrogates(name): replace_lone_surrogates(_as_text(value)) for name, value in said.items()}


def _decrypted(ctx: Context, client: Client, header: Mapping[str, Any], text: str) -> Any:
    """Give what is in an encrypted request object: another one that is signed, or JSON alone."""
    from mockauth.protocol.tokens.jwe import JweError, decrypt

    _check(client, _ENCRYPTED_BY, header.get("alg"))
    _check(client, _CONTENT_ENCRYPTED_BY, header.get("enc"))
    try:
        content = decrypt(ctx, header, text)
    except JweError as error:
        raise Unreadable(f"the request object is encrypted, and {error}") from error
    try:
        inner, parts = _header(content.decode("utf-8", "replace"))
    except Unreadable:
        # As Keycloak: what is not signed is taken as it is, unless the client is to sign in one way.
        _check(client, _SIGNED_BY, None)
        return _json(content)
    return _verified(ctx, client, inner, parts)


def _verified(ctx: Context, client: Client, header: Mapping[str, Any], parts: Sequence[str]) -> Any:
    """Give what is in a signed request object."""
    if len(parts) not in _PARTS:
        raise Unreadable("the request object does not have three parts")
    _check(client, _SIGNED_BY, header.get("alg"))
    content, signature = (_decoded(part) for part in (parts[1], parts[2] if parts[2:] else ""))
    _check_signature(ctx, client, header, f"{parts[0]}.{parts[1]}".encode(), signature)
    return _json(content)


def _header(text: str) -> tuple[Mapping[str, Any], list[str]]:
    parts = text.rstrip(".").split(".")
    header = _json(_decoded(parts[0]))
    if not isinstance(header, dict):
        raise Unreadable("the header of the request object is not a JSON object")
    return header, parts


def _check(client: Client, attribute: str, algorithm: object) -> None:
    wanted = client.attributes.get(attribute)
    if wanted and wanted != algorithm:
        raise Unreadable(f'the request object is by {algorithm!s:.20}, and the client\'s {attribute} is "{wanted}"')


def _check_signature(ctx: Context, client: Client, header: Mapping[str, Any], signed: bytes, signature: bytes) -> None:
    algorithm, kid = str(header.get("alg")), header.get("kid")
    if algorithm == "none":
        return
    kind = SIGNATURES.get(algorithm)
    if kind is None:
        raise Unreadable(f"the request object is signed by {algorithm:.20}, which is no algorithm for it")
    if kind == OCT:
        secret = client.secret
        # As Java: a key has at least one byte.
        right = bool(secret) and Secret("", (secret or "").encode(), algorithm).verifies(signed, signature)
    else:
        try:
            public = verification_key(ctx, client, kid, algorithm)
        except KeysUnavailable as error:
            raise Unreadable(f'the keys of client "{client.client_id}" cannot be had: {error}') from error
        if public is None:
            raise Unreadable(f'client "{client.client_id}" has no key {kid!s:.80} for {algorithm}')
        right = verifies(public, algorithm, signed, signature)
    if not right:
        raise Unreadable(f'the signature of the request object is not by a key of client "{client.client_id}"')


def _decoded(part: str) -> bytes:
    try:
        return b64url_decode(part)
    except ValueError as error:
        raise Unreadable("the request object is not made of base64url") from error


def _json(content: bytes) -> Any:
    try:
        return json_at_start(content.decode("utf-8"))
    except ValueError as error:
        raise Unreadable("the request object is not made of JSON") from error


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return double(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
