"""Proof Key for Code Exchange (RFC 7636; Keycloak's AuthorizationEndpointChecker and PkceUtils)."""

import hashlib
import hmac
import re

from mockauth.protocol.errors import InvalidGrant
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.realms.model import Client

S256 = "S256"
_METHODS = (S256, "plain")
_VALID = re.compile(r"[0-9a-zA-Z\-.~_]{43,128}")


def challenge_error(client: Client, challenge: str | None, method: str | None) -> str:
    """Return Keycloak's error for an invalid or missing code challenge, or ""."""
    required = client.attributes.get("pkce.code.challenge.method", "")
    if required:
        if method is None:
            return "Missing parameter: code_challenge_method"
        if method != required:
            return "Invalid parameter: code challenge method is not matching the configured one"
        if challenge is None:
            return "Missing parameter: code_challenge"
    elif challenge is None:
        return "Missing parameter: code_challenge" if method is not None else ""
    elif method is not None and method not in _METHODS:
        return "Invalid parameter: code_challenge_method"
    return "" if _VALID.fullmatch(challenge or "") else "Invalid parameter: code_challenge"


def explain_challenge_error(client: Client, error: str) -> str:
    """Return an error of the code challenge for the log, with the method that the client requires, if it does."""
    required = client.attributes.get("pkce.code.challenge.method", "")
    return f'{error}: client "{client.client_id}" requires PKCE with {required}' if required else error


def check_verifier(verifier: str | None, challenge: str | None, method: str | None) -> None:
    """Check the code verifier of a token request against the code challenge. Raises InvalidGrant."""
    if verifier is None:
        if challenge is not None or method:
            raise InvalidGrant(
                "PKCE code verifier not specified",
                reason="the authorization request had a code_challenge, so the token request needs its code_verifier",
            )
        return
    if challenge is None:
        raise InvalidGrant(
            "PKCE code verifier specified but challenge not present in authorization",
            reason="the token request has a code_verifier, but the authorization request had no code_challenge",
        )
    if not _VALID.fullmatch(verifier):
        raise InvalidGrant(
            "PKCE verification failed: Invalid code verifier",
            reason="the code_verifier must have 43 to 128 characters out of A-Z a-z 0-9 - . _ ~",
        )
    if not hmac.compare_digest(challenge, _challenge(verifier) if method == S256 else verifier):
        raise InvalidGrant(
            "PKCE verification failed: Code mismatch",
            reason="the code_verifier does not match the code_challenge of the authorization request",
        )


def _challenge(verifier: str) -> str:
    return b64url_encode(hashlib.sha256(verifier.encode("latin-1")).digest())
