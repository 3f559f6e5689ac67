"""Realms that sign every kind of token with every algorithm, chosen by the client or by the realm's default."""

from typing import Any

from contract.users import complete_user

REALM, SECRET = "signing", "secret"
ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"),
    *("HS256", "HS384", "HS512", "none", "XX256"),
]
# The client attribute with the algorithm for each kind of token.
KINDS = {
    "access": "access.token.signed.response.alg",
    "id": "id.token.signed.response.alg",
    "userinfo": "user.info.response.signature.alg",
    "authorization": "authorization.signed.response.alg",
}
DEFAULTS = ["ES384", "EdDSA", "PS256", "HS384"]


def realms() -> list[dict[str, Any]]:
    """Return a realm with a client for each algorithm, and realms with some default algorithms."""
    own = {f"every-{it}": dict.fromkeys(KINDS.values(), it) for it in ALGORITHMS}
    own |= {f"only-{kind}": {attribute: "ES384"} for kind, attribute in KINDS.items()}
    plain = {"plain": {}, "empty": dict.fromkeys(KINDS.values(), ""), "as-RS256": {KINDS["userinfo"]: "RS256"}}
    return [_realm(REALM, {}, {**own, **plain}), *(_of_default(it, plain) for it in DEFAULTS)]


def _of_default(algorithm: str, clients: dict[str, dict[str, str]]) -> dict[str, Any]:
    return _realm(f"{REALM}-{algorithm}", {"defaultSignatureAlgorithm": algorithm}, clients)


def _realm(name: str, more: dict[str, Any], clients: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "realm": name,
        "enabled": True,
        **more,
        "clients": [
            {
                "clientId": client,
                "secret": SECRET,
                "directAccessGrantsEnabled": True,
                "implicitFlowEnabled": True,
                "redirectUris": ["http://localhost:3000/*"],
                "attributes": {
                    **attributes,
                    "client.introspection.response.allow.jwt.claim.enabled": "true",
                    "allow.token.introspection.without.audience.check": "true",
                },
            }
            for client, attributes in clients.items()
        ],
        "users": [complete_user("ada")],
    }
