"""Ask mockauth for features that it does not implement, and report its answers for docs/coverage.md."""

import base64
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

REALM = "/realms/demo"
OIDC = f"{REALM}/protocol/openid-connect"
GRANT = "urn:ietf:params:oauth:grant-type"
APP = {"client_id": "app", "client_secret": "app-secret"}
_ADA = {"username": "ada", "enabled": True, "email": "ada@example.org", "firstName": "Ada", "lastName": "Example"}
_REALM = {
    "realm": "demo",
    "enabled": True,
    "clients": [
        {
            "clientId": "app",
            "secret": APP["client_secret"],
            "redirectUris": ["http://localhost:3000/*"],
            "directAccessGrantsEnabled": True,
            "serviceAccountsEnabled": True,
            "authorizationServicesEnabled": True,
            "attributes": {"oidc.ciba.grant.enabled": "true", "oauth2.jwt.authorization.grant.enabled": "true"},
        }
    ],
    "identityProviders": [
        {"alias": "google", "providerId": "google", "config": {"clientId": "x", "clientSecret": "x"}}
    ],
    "users": [
        _ADA,
        {
            **_ADA,
            "username": "admin",
            "email": "admin@example.org",
            "credentials": [{"type": "password", "value": "admin"}],
            "clientRoles": {"realm-management": ["create-client"]},
        },
        {
            **_ADA,
            "username": "passkey",
            "email": "p@example.org",
            "requiredActions": ["webauthn-register-passwordless"],
        },
        {
            **_ADA,
            "username": "recovery",
            "email": "r@example.org",
            "requiredActions": ["CONFIGURE_RECOVERY_AUTHN_CODES"],
        },
    ],
}


class Feature(NamedTuple):
    """A feature, a description of the request for it, and the request."""

    name: str
    description: str
    method: str
    path: str
    form: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    json: Mapping[str, object] | None = None


def _jwt(kind: str) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "RS256", "typ": kind}, {}))
    return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "c2ln"])


def _login(user: str) -> str:
    return f"{OIDC}/auth?client_id=app&response_type=code&scope=openid&redirect_uri=http://localhost:3000/&login_hint={user}"


# Keycloak's cookies are Secure.
_BASE = "https://localhost"
_LOGIN = "a login with the required action"
_TOKEN = f"{OIDC}/token"
FEATURES: Sequence[Feature] = (
    Feature("Admin console", "`/admin/…`", "GET", "/admin/master/console/"),
    Feature(
        "Account console", f"`{REALM}/account` in a browser", "GET", f"{REALM}/account", headers={"Accept": "text/html"}
    ),
    Feature("SAML", f"`{REALM}/protocol/saml`", "GET", f"{REALM}/protocol/saml"),
    Feature("Identity brokering", f"`{REALM}/broker/google/login`", "GET", f"{REALM}/broker/google/login"),
    Feature("Passkeys", f"{_LOGIN} `webauthn-register-passwordless`", "GET", _login("passkey")),
    Feature("Recovery codes", f"{_LOGIN} `CONFIGURE_RECOVERY_AUTHN_CODES`", "GET", _login("recovery")),
    Feature(
        "DPoP",
        "a token request with a DPoP proof",
        "POST",
        _TOKEN,
        {**APP, "grant_type": "client_credentials"},
        {"DPoP": _jwt("dpop+jwt")},
    ),
    Feature(
        "CIBA", "a backchannel authentication request", "POST", f"{OIDC}/ext/ciba/auth", {**APP, "login_hint": "ada"}
    ),
    Feature(
        "UMA: permissions",
        f"the grant `{GRANT}:uma-ticket`",
        "POST",
        _TOKEN,
        {**APP, "grant_type": f"{GRANT}:uma-ticket", "audience": "app"},
    ),
    Feature(
        "UMA: protection API",
        f"`{REALM}/authz/protection/resource_set`",
        "GET",
        f"{REALM}/authz/protection/resource_set",
        headers={"Authorization": "Bearer {service}"},
    ),
    Feature(
        "JWT authorization grant",
        f"the grant `{GRANT}:jwt-bearer`",
        "POST",
        _TOKEN,
        {**APP, "grant_type": f"{GRANT}:jwt-bearer", "assertion": _jwt("JWT")},
    ),
    Feature(
        "Dynamic client registration",
        f"`{REALM}/clients-registrations/openid-connect`",
        "POST",
        f"{REALM}/clients-registrations/openid-connect",
        headers={"Authorization": "Bearer {admin}"},
        json={"redirect_uris": ["http://localhost:3000/"]},
    ),
)


def answers(features: Sequence[Feature]) -> Iterator[tuple[int, str]]:
    """Send the requests to mockauth, and return the status and the reason of each answer."""
    log: list[Entry] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "demo-realm.json")
        file.write_text(json.dumps(_REALM), encoding="utf-8")
        app = create_app(State(load([file], {}).realms, KeyRing()), Settings(log=log.append, login="auto"))
    tokens = {}
    for name, form in {
        "service": {"grant_type": "client_credentials"},
        "admin": {"grant_type": "password", "username": "admin", "password": "admin"},
    }.items():
        answer = app.test_client().post(_TOKEN, data={**APP, **form}, base_url=_BASE)
        tokens[name] = json.loads(answer.data)["access_token"]
    for feature in features:
        body = {"json": feature.json} if feature.json else {"data": feature.form} if feature.form else {}
        app.test_client().open(
            feature.path,
            method=feature.method,
            headers={name: value.format(**tokens) for name, value in feature.headers.items()},
            base_url=_BASE,
            follow_redirects=True,
            **body,
        )
        yield log[-1].status, log[-1].reason
