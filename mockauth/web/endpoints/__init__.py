"""The endpoints of a realm: one file per URL family, in a table under their paths below the realm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mockauth.protocol.context import Context
from mockauth.web.answers import Answer
from mockauth.web.endpoints import certs, discovery, realm_info, token


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers each method, the methods that a preflight request is told, and what is said with every answer.

    `exposes` is the header that pages of other origins may read.
    """

    methods: Mapping[str, Callable[[Context], Answer]]
    preflight: str
    headers: Mapping[str, str] = field(default_factory=dict)
    exposes: str = ""


_OIDC = "protocol/openid-connect"

ROUTES: Mapping[str, Endpoint] = {
    "": Endpoint({"GET": realm_info.get}, preflight="GET, HEAD, OPTIONS"),
    ".well-known/openid-configuration": Endpoint({"GET": discovery.get}, preflight="GET"),
    f"{_OIDC}/certs": Endpoint({"GET": certs.get}, preflight="GET"),
    f"{_OIDC}/token": Endpoint(
        {"POST": token.post},
        preflight="POST, OPTIONS",
        headers={"Cache-Control": "no-store", "Pragma": "no-cache"},
        exposes="Access-Control-Allow-Methods",
    ),
}
# What Keycloak has and mockauth has not: by the start of the path below the realm. A line goes when its file comes.
NOT_YET: Mapping[str, str] = {
    ".well-known/oauth-authorization-server": "OAuth authorization server metadata",
    ".well-known/uma2-configuration": "UMA 2 discovery",
    "account": "the account console",
    "authz": "authorization services",
    "broker": "identity brokering",
    "clients-managements": "client management",
    "clients-registrations": "client registration",
    "login-actions": "login pages",
    f"{_OIDC}/3p-cookies": "the check for third-party cookies",
    f"{_OIDC}/auth": "the authorization endpoint",
    f"{_OIDC}/auth/device": "the device authorization endpoint",
    f"{_OIDC}/ext/ciba/auth": "backchannel authentication (CIBA)",
    f"{_OIDC}/ext/par/request": "pushed authorization requests",
    f"{_OIDC}/forgot-credentials": "the forgotten-password page",
    f"{_OIDC}/login-status-iframe.html": "the login status iframe",
    f"{_OIDC}/logout": "logout",
    f"{_OIDC}/registrations": "the registration page",
    f"{_OIDC}/revoke": "token revocation",
    f"{_OIDC}/token/introspect": "token introspection",
    f"{_OIDC}/userinfo": "the userinfo endpoint",
}
