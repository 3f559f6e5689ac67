"""A realm whose clients want encrypted tokens, and the decryption of those tokens."""

import json
from typing import Any

from joserfc import jwe

from contract.keypairs import jwk
from contract.users import complete_user

REALM, SECRET = "sealed", "secret"
_RSA, _EC = "rsa-9", "ec-9"
ALGORITHMS = {
    **dict.fromkeys(("RSA-OAEP", "RSA-OAEP-256", "RSA1_5"), _RSA),
    **dict.fromkeys(("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"), _EC),
}
CONTENTS = ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"]
KINDS = ("id.token", "user.info", "authorization")
_SIGNED = {"user.info.response.signature.alg": "RS256"}


def clients() -> dict[str, dict[str, str]]:
    """Return the attributes of each client, by its id."""
    found = {f"by-{it}": {**_SIGNED, **_wanting(it, "A256GCM"), **_keys(it)} for it in ALGORITHMS}
    found |= {f"with-{it}": {**_SIGNED, **_wanting("RSA-OAEP", it), **_keys("RSA-OAEP")} for it in CONTENTS}
    found |= {f"with-{it}-by-ECDH": {**_SIGNED, **_wanting("ECDH-ES", it), **_keys("ECDH-ES")} for it in CONTENTS}
    found["by-default"] = {**_SIGNED, **_wanting("RSA-OAEP", ""), **_keys("RSA-OAEP")}
    found["unsigned"] = {**_wanting("RSA-OAEP", "A128GCM"), **_keys("RSA-OAEP")}
    found["keyless"] = {**_SIGNED, **_wanting("RSA-OAEP", "A128GCM")}
    found["of-another-key"] = {**_SIGNED, **_wanting("RSA-OAEP", "A128GCM"), **_keys("ECDH-ES")}
    return found


def logout_clients() -> dict[str, dict[str, str]]:
    """Return the attributes of each client with a backchannel logout URL, by its id."""
    sealed = {**_wanting("RSA-OAEP", "A256GCM"), **_keys("RSA-OAEP")}
    found = {
        "told-sealed": sealed,
        "told-by-default": {**_wanting("RSA-OAEP", ""), **_keys("RSA-OAEP")},
        "told-keyless": _wanting("RSA-OAEP", "A256GCM"),
    }
    url = {"backchannel.logout.url": "http://LISTENER/told", "backchannel.logout.session.required": "true"}
    return {name: {**it, **url} for name, it in found.items()}


def realm() -> dict[str, Any]:
    """Return the realm."""
    return {
        "realm": REALM,
        "enabled": True,
        "clients": [
            {
                "clientId": name,
                "secret": SECRET,
                "directAccessGrantsEnabled": True,
                "redirectUris": ["http://localhost:3000/*"],
                "attributes": attributes,
            }
            for name, attributes in {**clients(), **logout_clients()}.items()
        ],
        "users": [complete_user("ada")],
    }


def decrypt(token: str) -> tuple[dict[str, Any], str]:
    """Decrypt a token; return its header and its content."""
    rules = jwe.JWERegistry(algorithms=[*ALGORITHMS, *CONTENTS], strict_check_header=False)
    header = json.loads(_decoded(token.partition(".")[0]))
    found = jwe.decrypt_compact(token, jwk(header["kid"]), registry=rules)
    if "epk" in header:
        header["epk"] = sorted(header["epk"])
    return header, (found.plaintext or b"").decode()


def _decoded(part: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _wanting(algorithm: str, content: str) -> dict[str, str]:
    wanted = {f"{kind}.encrypted.response.alg": algorithm for kind in KINDS}
    return wanted | ({f"{kind}.encrypted.response.enc": content for kind in KINDS} if content else {})


def _keys(algorithm: str) -> dict[str, str]:
    name = ALGORITHMS[algorithm]
    key = {**jwk(name).as_dict(private=False), "kid": name, "use": "enc", "alg": algorithm}
    return {"use.jwks.string": "true", "jwks.string": json.dumps({"keys": [key]})}
