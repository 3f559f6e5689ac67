"""The baseline: a Flask endpoint that does nothing but sign a constant payload with PyJWT.

It uses mockauth's HTTP server, so that both sides run on the same one.
"""

import sys

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from flask import Flask

from mockauth.web.server import Server
from mockauth.web.server.sockets import listen

_ISSUER = "http://localhost:9191/realms/sivalabs"
# The claims of the token that mockauth issues in the benchmark.
_PAYLOAD = {
    "exp": 1700000300,
    "iat": 1700000000,
    "jti": "trrtcc:5d1c7b3e-9a7e-4b43-a6c9-8b8f0f1f6a11",
    "iss": _ISSUER,
    "aud": "account",
    "sub": "0d0b3f0e-6c0b-4f57-8d4e-5e8f7d1c2b3a",
    "typ": "Bearer",
    "azp": "archival-service",
    "acr": "1",
    "allowed-origins": ["http://localhost:8282"],
    "realm_access": {"roles": ["default-roles-sivalabs", "offline_access", "uma_authorization"]},
    "resource_access": {"account": {"roles": ["manage-account", "manage-account-links", "view-profile"]}},
    "scope": "email profile",
    "email_verified": False,
    "clientHost": "127.0.0.1",
    "preferred_username": "service-account-archival-service",
    "clientAddress": "127.0.0.1",
    "client_id": "archival-service",
}


def main(port: int) -> None:
    """Serve until the process is stopped."""
    key = generate_private_key(65537, 2048)
    app = Flask("bare")

    @app.post("/realms/sivalabs/protocol/openid-connect/token")
    def token() -> dict[str, object]:
        return {"access_token": jwt.encode(_PAYLOAD, key, "RS256"), "expires_in": 300, "token_type": "Bearer"}

    Server(app, listen("localhost", port)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
