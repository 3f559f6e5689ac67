"""Normalise answers before they are compared: replace what a server may choose freely, and keep which values are equal.

Ids become `<uuid 1>`, times `iat+300`, the base URL `<base>`, keys their role. Signatures, hashes and thumbprints
are verified and then replaced by the result. Keycloak's sets are sorted. Everything else stays unchanged, in its
original order.
"""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contract import html
from contract.admin.normalisation import by_name, digest, is_admin, ordered, stamp
from contract.certificates import thumbprints
from contract.claim_normalisation import FIELDS, claims_in_order, round_lifespan, sets_sorted
from contract.encryption_realm import decrypt
from contract.exchange import Answer, Request
from contract.listener import NAME, Notification
from contract.record_facts import MOMENTARY

HEADERS = [
    "content-type",
    "cache-control",
    "pragma",
    "www-authenticate",
    "location",
    "allow",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "x-robots-tag",
    "x-xss-protection",
    "vary",
    "content-security-policy",
    "content-security-policy-report-only",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
    "access-control-expose-headers",
    "access-control-max-age",
]
# The keys of a realm are in the order of their providers. Ids decide between providers of equal priority.
SETS = {"aud", "roles", "allowed-origins", "scopes_supported", "keys"}
TOKENS = {"access_token", "id_token", "refresh_token", "logout_token", "jwt"}
# Answers with claims, and the names among them that have a fixed position.
CLAIMS: Mapping[str, Collection[str]] = {"userinfo": (), "introspect": (*FIELDS, "active", "token_type")}
SESSIONS = {"sid", "session_state", "keycloakSessionIds"}
HASHES = {"at_hash": "access_token", "c_hash": "code", "s_hash": "state"}
JSON = re.compile(r"application/([\w-]+\+)?json")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# The error id in Quarkus's log: the id of this run of the server, and a number.
ERROR_ID = re.compile(rf"{UUID.pattern}-\d+")
# The amount that was read before an answer was too large is random.
AT_LEAST = re.compile(r"Response is at least \d+ bytes")
# Java stops reporting the place of a NullPointerException when the same one has occurred often.
NULL = re.compile(r"java\.lang\.NullPointerException(: .*)?", re.DOTALL)
# Of an exception of Keycloak's JSON library, only the name is compared, not the location in the text.
JACKSON = re.compile(r"(com\.fasterxml\.jackson\.[\w.]+Exception: ).*", re.DOTALL)
# Keycloak's session ids: 24 characters of base64url.
SESSION_ID = re.compile(r"[\w-]{24}")
# Device codes: 256 random bits; user codes: eight letters.
DEVICE_CODE = re.compile(r"[\w-]{43}")
USER_CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")
OF_DEVICES = {"device_code", "user_code", "verification_uri_complete"}
CLOCK_SKEW = 10
# A claim that a mapper sets to a small number is no time.
_LONG_AGO = 1_000_000_000
# For these tokens only the signature is checked; their claims are compared separately.
UNVERIFIED: jwt.types.Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_sub": False,
    "verify_iss": False,
    "verify_jti": False,
}
# Shorter values of random parameters come from the test itself.
RANDOM = 11
RANDOM_ONES = {"session_code", "tab_id", "state_checker", "auth_session_id", "key", "totpSecret"}
# The recovery codes that a page offers, and the time at which they were made.
RANDOM_ONES |= {"generatedRecoveryAuthnCodes", "generatedAt"}
CODE = 43


class Normaliser:
    """Normalise the answers of one server in one test; the numbers of ids run through all of them."""

    def __init__(
        self,
        base: str,
        ask: Callable[[Request], Answer],
        names: Mapping[str, str],
        keys: Mapping[str, str],
        listener: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.base = base
        self.listener = listener
        self.clock = clock
        self.ask = ask
        self.ids = dict(names)
        self.key_material = keys
        self.certs: dict[str, list[dict[str, Any]]] = {}
        self.realm = ""
        # What the hashes in ID tokens are computed from.
        self.hashed: dict[str, str] = {}
        self.signed_by = ("RS256", "")
        self.fields: Collection[str] | None = None
        self.auth_session_hashes: set[str] = set()
        self.is_admin = False

    def answer(self, request: Request, answer: Answer) -> dict[str, Any]:
        """Return an answer in the form of a transcript."""
        parts = request.path.split("?")[0].split("/")
        self.realm = parts[parts.index("realms") + 1] if "realms" in parts[:-1] else ""
        found = [(name.lower(), value) for name, value in answer.headers]
        self.fields = CLAIMS.get(parts[-1])
        self.is_admin = is_admin(request.path, self.is_admin)
        headers = {
            name: self.header(name, ", ".join(values))
            for name in HEADERS
            if (values := [value for each, value in found if each == name])
        }
        cookies = [value for name, value in found if name == "set-cookie"]
        written = {"status": answer.status, "headers": headers}
        written |= {"cookies": self.cookies(cookies)} if cookies else {}
        return {**written, **self.body(answer, headers.get("content-type", ""))}

    def notification(self, told: Notification) -> dict[str, Any]:
        """Return a request that a client received: a form with a token, or a token alone."""
        body = told.body
        if told.content_type.startswith("text/"):
            sent: Any = self.string(body, "jwt")
        else:
            sent = {name: self.string(value, name) for name, value in parse_qsl(body, keep_blank_values=True)}
        return {"method": told.method, "path": told.path, "content-type": told.content_type, "body": sent}

    def header(self, name: str, value: str) -> Any:
        """Return a header's value; lists of names are sets."""
        if name == "location":
            return self.url(value)
        return ", ".join(sorted(value.split(", "))) if name.startswith("access-control-") else self.text(value)

    def body(self, answer: Answer, content_type: str) -> dict[str, Any]:
        text = answer.body.decode("utf-8", "backslashreplace")
        if content_type.startswith("text/html") and text:
            return {"page": self.page(text)}
        if content_type == "application/jwt" and text.count(".") in (2, 4):
            return {"token": self.token(text) if text.count(".") == 2 else self.sealed(text)}
        if not JSON.match(content_type) or not text:
            return {"text": self.text(text)} if text else {}
        parsed = json.loads(text)
        written = {"json": self.value(parsed)}
        compact = json.dumps(parsed, separators=(",", ":"), ensure_ascii=False) == text
        return written if compact else {**written, "layout": text}

    def cookies(self, lines: list[str]) -> dict[str, str]:
        """Return the kind of value and the attributes of each cookie, by name."""
        written = {}
        for line in lines:
            pair, _, attributes = line.partition(";")
            name, _, value = pair.partition("=")
            written[name] = f"{'<value>' if value.strip(chr(34)) else '<empty>'};{attributes}"
            if name == "AUTH_SESSION_ID":
                self.auth_session_hashes.add(hash_of_cookie(value.strip('"')))
        return dict(sorted(written.items()))

    def url(self, url: str) -> Any:
        """Return a URL with normalised parameters."""
        parts = urlsplit(url)
        written: dict[str, Any] = {"url": self.text(url.partition("?")[0].partition("#")[0])}
        for part in ("query", "fragment"):
            text = getattr(parts, part)
            if "=" in text:
                self.hashed |= dict(parse_qsl(text, keep_blank_values=True))
                written[part] = {name: self.parameter(name, value) for name, value in parse_qsl(text, True)}
            elif text:
                written[part] = self.text(text)
        return written if len(written) > 1 else written["url"]

    def parameter(self, name: str, value: str) -> Any:
        """Normalise a parameter of a URL or a hidden field."""
        if name == "code" and len(value) == CODE:
            return "<code of a page>"
        if name in RANDOM_ONES and len(value) >= RANDOM:
            return self.named(value, "authenticator secret") if name == "totpSecret" else f"<{name}>"
        if name == "client_data":
            return self.members(json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))))
        if name == "expires_in":
            return round_lifespan(int(value))
        if name == "response" and value.count(".") in (2, 4):
            return self.token(value) if value.count(".") == 2 else self.sealed(value)
        known = {*TOKENS, *SESSIONS, *OF_DEVICES, "code"}
        return self.value(value, name) if name in known else self.text(value)

    def page(self, text: str) -> dict[str, Any]:
        """Normalise a page."""
        found = html.comparable(text)
        for form in found.get("forms", []):
            form.update({"action": self.url(form["action"])} if "action" in form else {})
            self.hashed |= {
                field["name"]: field["value"] for field in form["fields"] if {"name", "value"} <= field.keys()
            }
            self.set_up(found)
            for field in form["fields"]:
                if "value" in field:
                    field["value"] = self.parameter(field.get("name", ""), field["value"])
        for link in found.get("links", []):
            link["href"] = self.url(link["href"])
        for frame in found.get("frames", []):
            frame["src"] = self.url(frame["src"])
        scripts = found.get("scripts", {})
        for name, value in scripts.items():
            scripts[name] = self.auth_session_hash(value) if name == "checkAuthSession" else self.url(value)
        written: dict[str, Any] = self.value(found)
        return written

    def auth_session_hash(self, text: str) -> str:
        """Check the hash of the authentication session against the cookie with its ID; number others."""
        known = text in self.auth_session_hashes
        return "<KC_AUTH_SESSION_HASH>" if known else self.named(text, "other KC_AUTH_SESSION_HASH")

    def set_up(self, found: dict[str, Any]) -> None:
        """Check the displayed setup key of an authenticator against the secret in the form."""
        key = base64.b32encode(self.hashed.get("totpSecret", "").encode()).decode().rstrip("=")
        if key and found.get("authenticator", {}).get("kc-totp-secret-key", "").replace(" ", "") == key:
            found["authenticator"]["kc-totp-secret-key"] = "<totpSecret, base32>"

    def value(self, value: Any, key: str = "") -> Any:
        """Normalise one value of a JSON body, whose key is `key`."""
        if isinstance(value, dict):
            return self.jwk(value) if "kty" in value else self.members(value)
        if isinstance(value, list):
            # Ids are numbered in the order in which they are met, so roles are sorted first.
            items = [self.value(item, key) for item in (by_name(value) if self.is_admin else value)]
            items = ordered(items, key) if self.is_admin else items
            return sorted(items, key=str) if key in SETS else items
        if key in {"expires_in", "refresh_expires_in"} and isinstance(value, int):
            return round_lifespan(value)
        if self.is_admin and (found := stamp(value, key, self.clock(), self.named)):
            return found
        if isinstance(value, str):
            return self.of_device(value, key) if key in OF_DEVICES else self.string(value, key)
        return value

    def members(self, value: Mapping[str, Any]) -> dict[str, Any]:
        if "access_token" in value:
            self.hashed["access_token"] = str(value["access_token"])
        if self.fields is not None and "error" not in value:
            names, self.fields = claims_in_order(value, self.fields), None
            return {name: self.claim(name, value[name], value) for name in names}
        if self.is_admin and "componentTypes" in value:
            return {key: digest(value[key]) for key in sorted(value.keys() - MOMENTARY)}
        items = sorted(value.items()) if self.is_admin else value.items()
        return {key: self.value(item, key) for key, item in items}

    def string(self, value: str, key: str) -> Any:
        if key in SESSIONS and SESSION_ID.fullmatch(value):
            return self.named(value, "sid")
        if key in TOKENS and value.count(".") in (2, 4):
            return self.token(value) if value.count(".") == 2 else self.sealed(value)
        if key == "code" and value.count(".") == 2:
            code, session, client = value.split(".")
            return [f"<code of {len(code)} characters>", self.string(session, "sid"), self.text(client)]
        if key == "public_key":
            return self.public_key(value)
        if key == "x5t#S256":
            return thumbprints().get(value, value)
        return " ".join(sorted(value.split(" "))) if key == "scope" else self.text(value)

    def of_device(self, value: str, key: str) -> Any:
        """Normalise a device code, a user code, or a verification URI."""
        if key == "verification_uri_complete":
            return self.url(value)
        if key == "user_code":
            return self.named(value, "user code") if USER_CODE.fullmatch(value) else value
        return "<device code>" if DEVICE_CODE.fullmatch(value) else value

    def text(self, text: str) -> str:
        """Return a text without the base URL and the ids of this server."""
        text = text.replace(self.base, "<base>").replace(self.base.removeprefix("http://"), "<host>")
        text = text.replace(self.listener, f"<{NAME.lower()}>")
        text = AT_LEAST.sub("Response is at least <so many> bytes", text)
        text = NULL.sub("java.lang.NullPointerException<where>", text)
        text = JACKSON.sub(r"\1<what it says>", text)
        text = ERROR_ID.sub("<error id>", text)
        return UUID.sub(lambda match: self.named(match[0], "uuid"), text)

    def named(self, value: str, kind: str) -> str:
        number = 1 + sum(name.startswith(f"<{kind} ") for name in self.ids.values())
        return self.ids.setdefault(value, f"<{kind} {number}>")

    def sealed(self, token: str) -> dict[str, Any]:
        """Normalise an encrypted token: its header and its content."""
        header, inside = decrypt(token)
        return {
            "encrypted": header,
            "inside": self.token(inside) if inside.count(".") == 2 else self.value(json.loads(inside)),
        }

    def token(self, token: str) -> dict[str, Any]:
        """Normalise a JWT: whether its signature is valid, its header as written, and its claims."""
        header, payload, _ = (part + "=" * (-len(part) % 4) for part in token.split("."))
        parameters = jwt.get_unverified_header(token)
        text = base64.urlsafe_b64decode(header).decode()
        text = text.replace(parameters["kid"], self.kid(parameters["kid"], parameters["alg"]))
        claims = json.loads(base64.urlsafe_b64decode(payload))
        # A whole answer may be a token.
        self.hashed |= {name: claims[name] for name in HASHES.values() if isinstance(claims.get(name), str)}
        self.signed_by = parameters["alg"], (self.published(parameters["kid"]) or {}).get("crv", "")
        return {
            "verified": self.verified(token, parameters),
            "header": text,
            "claims": {name: self.claim(name, claims[name], claims) for name in claims_in_order(claims)},
        }

    def claim(self, name: str, value: Any, claims: Mapping[str, Any]) -> Any:
        if name == "iat" and abs(value - self.clock()) < CLOCK_SKEW:
            return "<now>"
        if name in {"exp", "nbf", "auth_time", "expiration"} and isinstance(value, int) and value > _LONG_AGO:
            begin = claims.get("iat", int(self.clock()))
            if value - begin < 0:
                # The clock may tick between two requests. Earlier times are rounded to tens of seconds.
                return f"iat{round(value - begin, -1):+}"
            return f"iat+{round_lifespan(value - begin)}"
        if name == "sub" and "pairwise" in str(claims.get("azp", claims.get("aud"))):
            # This id derives from names, so it is the same in every answer.
            return self.ids.setdefault(value, value)
        if name in HASHES:
            return f"<{name} ok>" if self.hash(self.hashed.get(HASHES[name], "")) == value else value
        return sets_sorted(self.value(value, name))

    def hash(self, text: str) -> str:
        """Return the left half of the hash that goes with the algorithm of the current token."""
        algorithm, curve = self.signed_by
        if curve == "Ed448":
            # 64 bytes of SHAKE256, as Bouncy Castle computes it.
            digest = hashlib.shake_256(text.encode()).digest(64)
        else:
            name = "sha512" if algorithm == "EdDSA" else f"sha{algorithm[-3:]}"
            digest = hashlib.new(name, text.encode()).digest()
        return b64url(digest[: len(digest) // 2])

    def verified(self, token: str, parameters: Mapping[str, Any]) -> bool | None:
        """Return whether the signature is valid, or None if it was made with a secret of the server."""
        if parameters["alg"].startswith("HS"):
            return None
        key = self.published(parameters["kid"])
        if key is None:
            return False
        try:
            jwt.decode(
                token,
                public_key(key),
                algorithms=[parameters["alg"]],
                options=UNVERIFIED,
            )
        except jwt.InvalidSignatureError:
            return False
        return True

    def kid(self, kid: str, algorithm: str) -> str:
        """Return the role of a key; the JWKS must contain it for this algorithm, unless it is a secret."""
        key = self.published(kid, algorithm)
        if key and key["alg"] == algorithm:
            return f"<{algorithm} kid>"
        return f"<secret {algorithm} kid>" if algorithm.startswith("HS") else f"<{algorithm} kid that is not in certs>"

    def published(self, kid: str, algorithm: str = "") -> dict[str, Any] | None:
        """Return the key with this id from the realm's JWKS.

        A key may be listed several times, in any order: prefer a key for this algorithm, and one for signatures.
        """
        for _ in range(2):
            if keys := [key for key in self.certs.get(self.realm, []) if key["kid"] == kid]:
                return min(keys, key=lambda key: (key["alg"] != algorithm, key["use"] != "sig"))
            answer = self.ask(Request("GET", f"/realms/{self.realm}/protocol/openid-connect/certs"))
            self.certs[self.realm] = json.loads(answer.body).get("keys", [])
        return None

    def jwk(self, key: Mapping[str, Any]) -> dict[str, Any]:
        """Normalise a JSON Web Key, and check its derived members."""
        written = dict(key)
        spki = public_key(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        derived = {"kid": b64url(hashlib.sha256(spki).digest())}
        if "x5c" in key:
            der = base64.b64decode(key["x5c"][0])
            derived |= {
                "x5t": b64url(hashlib.sha1(der, usedforsecurity=False).digest()),
                "x5t#S256": b64url(hashlib.sha256(der).digest()),
            }
            written["x5c"] = [self.certificate(key["x5c"][0], spki), *key["x5c"][1:]]
        for name, value in derived.items():
            written[name] = f"<{key['alg']} {name} ok>" if key.get(name) == value else key.get(name)
        for number in {"n", "x", "y"} & key.keys():
            written[number] = f"<{len(key[number])} characters>"
        return written

    def certificate(self, text: str, spki: bytes) -> Any:
        """Describe a certificate: an imported one by its name, others by their content."""
        if text in self.key_material:
            return self.key_material[text]
        certificate = x509.load_der_x509_certificate(base64.b64decode(text))
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        years = (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days / 365.25
        algorithm = certificate.signature_hash_algorithm
        return {
            "subject": certificate.subject.rfc4514_string(),
            "issuer": certificate.issuer.rfc4514_string(),
            "version": certificate.version.name,
            "years": round(years),
            "hash": algorithm.name if algorithm else None,
            "key": "that of the JWK" if key == spki else "another",
            "extensions": [extension.oid.dotted_string for extension in certificate.extensions],
        }

    def public_key(self, text: str) -> str:
        """Return the role of the key in the realm info; it must be the active signing key."""
        kid = b64url(hashlib.sha256(base64.b64decode(text)).digest())
        key = self.published(kid)
        return f"<{key['alg']} public key>" if key else "<a public key that is not in certs>"


def public_key(key: Mapping[str, Any]) -> Any:
    """Return the public key of a JSON Web Key; PyJWT does not support Ed448."""
    if key.get("crv") == "Ed448":
        return Ed448PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=" * (-len(key["x"]) % 4)))
    return jwt.PyJWK({name: key[name] for name in key if name != "alg"}).key


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hash_of_cookie(value: str) -> str:
    """Return the hash by which scripts recognise the authentication session whose signed ID is in a cookie."""
    session, _, _ = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("utf-8", "replace").rpartition(".")
    return base64.b64encode(hashlib.sha384(session.encode()).digest()).decode().rstrip("=")
