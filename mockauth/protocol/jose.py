"""What tokens need of JOSE beyond signatures."""

import hashlib

from mockauth.realms.keys import b64url


def at_hash(token: str, algorithm: str) -> str:
    """Give the left half of a token's hash, in base64url (OpenID Connect Core section 3.1.3.6).

    The hash is that of the signature algorithm: SHA-256 for RS256 and so on.
    """
    digest = hashlib.new(f"sha{algorithm[-3:]}", token.encode("ascii")).digest()
    return b64url(digest[: len(digest) // 2])
