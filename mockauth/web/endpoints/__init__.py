"""The endpoints of a realm: one module per URL family, and the table of their paths below the realm."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from mockauth.lazy_imports import lazy_submodules
from mockauth.protocol import cors
from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import MethodNotAllowed, NotAcceptable, NotFound, Refusal
from mockauth.web.responses import JSON, Response

__getattr__ = lazy_submodules(__name__)

from mockauth.web.endpoints import (
    account,
    auth,
    authz,
    broker,
    certs,
    ciba,
    client_nodes,
    device,
    discovery,
    iframes,
    introspect,
    login_actions,
    logout,
    par,
    realm_info,
    registrations,
    revoke,
    token,
    userinfo,
)


class Endpoint(NamedTuple):
    """The handlers of a path by method, and how it answers preflight requests.

    `preflight` are the methods that a CORS preflight returns; with `allow`, OPTIONS returns this Allow header instead.
    `headers` are added to all responses. `produces` are media types of which the request must accept one.
    `hidden` methods are answered with 404. With `below`, the endpoint also handles all paths below its own.
    """

    methods: Mapping[str, Callable[[Context], Response]]
    preflight: str = ""
    allow: str = ""
    headers: Mapping[str, str] = {}
    produces: Collection[str] = ()
    well_known: bool = False
    hidden: Collection[str] = ()
    below: bool = False

    def method_error(self, method: str) -> Refusal:
        """Return the error for a method that this path does not allow: 405 or, as in Keycloak, 404."""
        reason = f"the method is not allowed for this path, only {', '.join(self.methods)}"
        # As Keycloak: below .well-known, other methods are matched against a resource that does not exist.
        not_found = self.well_known or method in self.hidden
        return NotFound("HTTP 404 Not Found", reason) if not_found else MethodNotAllowed(reason)

    def not_acceptable(self, ctx: Context) -> Refusal:
        """Return the error for an Accept header without a matching type; below .well-known it has no CORS headers."""
        if not self.well_known:
            cors.allow_all(ctx)
        resteasy = "The accept header value did not match the value in @Produces"
        return NotAcceptable(
            resteasy if self.well_known else "HTTP 406 Not Acceptable", self.produces, bare=self.well_known
        )


_OIDC = "protocol/openid-connect"
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_DISCOVERY = Endpoint(
    {"GET": discovery.get},
    preflight="GET",
    produces=[JSON, "application/jwt"],
    well_known=True,
)
_ACCOUNT_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_DEVICE = Endpoint({"GET": device.enter, "POST": device.post}, preflight="POST, OPTIONS")
_DEVICE_STATUS = Endpoint({"GET": device.status}, hidden=["POST", "OPTIONS"])
# The well-known documents that are also served before the issuer's path (RFC 8414 section 3.1).
AT_THE_ROOT = ("oauth-authorization-server",)


def _page(serve: Callable[[Context], Response]) -> Endpoint:
    return Endpoint({"GET": serve, "POST": serve})


def _family(
    serve: Callable[[Context], Response], allow: str = "HEAD, OPTIONS", headers: Mapping[str, str] | None = None
) -> Endpoint:
    methods = dict.fromkeys(("GET", "POST", "PUT", "DELETE"), serve)
    return Endpoint(methods, "*", allow=allow, headers=headers or {}, below=True)


ROUTES: Mapping[str, Endpoint] = {
    "": Endpoint({"GET": realm_info.get}, preflight="GET, HEAD, OPTIONS", produces=[JSON]),
    ".well-known/oauth-authorization-server": _DISCOVERY,
    ".well-known/openid-configuration": _DISCOVERY,
    "account": Endpoint(
        {"GET": account.get, "POST": account.post}, preflight=_ACCOUNT_METHODS, hidden=["PUT", "DELETE"]
    ),
    "account/supportedLocales": Endpoint({"GET": account.locales}, preflight=_ACCOUNT_METHODS),
    "account/v1alpha1": Endpoint(
        {"GET": account.get_version, "POST": account.post_version}, preflight=_ACCOUNT_METHODS
    ),
    "device": _DEVICE,
    "device/status": _DEVICE_STATUS,
    ".well-known/uma2-configuration": Endpoint(
        {"GET": authz.configuration}, preflight="GET", produces=[JSON, "application/jwt"], well_known=True
    ),
    "authz": _family(authz.serve),
    "broker": _family(broker.serve),
    "clients-managements": _family(client_nodes.serve),
    "clients-registrations": _family(registrations.serve),
    f"{_OIDC}/ext/ciba/auth": Endpoint({"POST": ciba.post}, allow="HEAD, POST, OPTIONS"),
    "login-actions": _family(
        login_actions.serve, "HEAD, POST, GET, OPTIONS", headers={"Cache-Control": NO_BACK_BUTTON}
    ),
    f"{_OIDC}/3p-cookies/step1.html": Endpoint({"GET": iframes.cookies_step1}),
    f"{_OIDC}/3p-cookies/step2.html": Endpoint({"GET": iframes.cookies_step2}),
    f"{_OIDC}/auth": _page(auth.serve),
    f"{_OIDC}/auth/device": _DEVICE,
    f"{_OIDC}/auth/device/status": _DEVICE_STATUS,
    f"{_OIDC}/forgot-credentials": _page(auth.forgot_credentials),
    f"{_OIDC}/login-status-iframe.html": Endpoint({"GET": iframes.status}),
    f"{_OIDC}/login-status-iframe.html/init": Endpoint({"GET": iframes.status_init}),
    f"{_OIDC}/registrations": _page(auth.register),
    f"{_OIDC}/certs": Endpoint({"GET": certs.get}, preflight="GET"),
    f"{_OIDC}/logout": Endpoint({"GET": logout.serve, "POST": logout.serve}, preflight="GET, HEAD, OPTIONS"),
    f"{_OIDC}/logout/backchannel-logout": Endpoint({"POST": logout.backchannel}, hidden=["GET", "OPTIONS"]),
    f"{_OIDC}/logout/logout-confirm": Endpoint(
        {"GET": logout.confirm_page, "POST": logout.confirm}, hidden=["OPTIONS"]
    ),
    f"{_OIDC}/token": Endpoint(
        {"POST": token.post},
        preflight="POST, OPTIONS",
        headers=_NO_STORE,
    ),
    f"{_OIDC}/ext/par/request": Endpoint({"POST": par.post}),
    f"{_OIDC}/revoke": Endpoint({"POST": revoke.post}, preflight="POST, OPTIONS"),
    f"{_OIDC}/token/introspect": Endpoint({"POST": introspect.post}, allow="HEAD, POST, OPTIONS"),
    f"{_OIDC}/userinfo": Endpoint(
        {"GET": userinfo.serve, "POST": userinfo.serve},
        preflight="GET, HEAD, OPTIONS",
        headers=_NO_STORE,
    ),
}
# Endpoints of Keycloak that mockauth does not implement, by the start of their paths below the realm.
NOT_YET: Mapping[str, str] = {
    "account/applications": "the account API for applications",
    "account/credentials": "the account API for credentials",
    "account/groups": "the account API for groups",
    "account/linked-accounts": "the account API for linked accounts",
    "account/organizations": "the account API for organizations",
    "account/resources": "the account API for resources",
    "account/sessions": "the account API for sessions",
    "login-actions/action-token": "the endpoint for action tokens (links in emails)",
    "login-actions/first-broker-login": "identity brokering",
    "login-actions/post-broker-login": "identity brokering",
}
