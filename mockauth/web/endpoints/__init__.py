"""The endpoints of a realm: one file per URL family, in a table under their paths below the realm."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from mockauth.lazy_imports import lazy_submodules
from mockauth.protocol import cors
from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import MethodNotAllowed, NotAcceptable, NotFound, Refusal
from mockauth.web.responses import JSON, Answer

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
    """What answers each method, the methods that a preflight request is told, and what is said with every answer.

    Where pages of other origins are not served, OPTIONS tells the methods that it would `allow`.
    Methods that are `hidden` find nothing, as if there were no such path. With `below`, all paths below it are its own
    too. `produces` are the types of which a caller has to accept one, where that matters.
    """

    methods: Mapping[str, Callable[[Context], Answer]]
    preflight: str = ""
    allow: str = ""
    headers: Mapping[str, str] = {}
    produces: Collection[str] = ()
    well_known: bool = False
    hidden: Collection[str] = ()
    below: bool = False

    def other_method(self, method: str) -> Refusal:
        """Give the refusal of a method that is not for this path."""
        reason = f"{method} is not for this path, only {', '.join(self.methods)}"
        # As Keycloak: below .well-known another method falls through to a resource that is not there.
        lost = self.well_known or method in self.hidden
        return NotFound("HTTP 404 Not Found", reason) if lost else MethodNotAllowed(reason)

    def not_acceptable(self, ctx: Context) -> Refusal:
        """Give the refusal of an Accept header; below .well-known it comes before the realm is known."""
        if not self.well_known:
            cors.allow_all(ctx)
        said = "The accept header value did not match the value in @Produces"
        return NotAcceptable(said if self.well_known else "HTTP 406 Not Acceptable", ctx.accept, bare=self.well_known)


_OIDC = "protocol/openid-connect"
_NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_DISCOVERY = Endpoint(
    {"GET": discovery.get},
    preflight="GET",
    produces=[JSON, "application/jwt"],
    well_known=True,
)
_OF_ACCOUNTS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_DEVICE = Endpoint({"GET": device.enter, "POST": device.post}, preflight="POST, OPTIONS")
_DEVICE_STATUS = Endpoint({"GET": device.status}, hidden=["POST", "OPTIONS"])
# The well-known names that are answered before the issuer's path too.
AT_THE_ROOT = ("oauth-authorization-server",)

_OF_PAGES = {"Cache-Control": NO_BACK_BUTTON}


def _page(*methods: str, serve: Callable[[Context], Answer], headers: Mapping[str, str] = _OF_PAGES) -> Endpoint:
    return Endpoint(dict.fromkeys(methods, serve), preflight="", headers=headers)


def _family(serve: Callable[[Context], Answer], allow: str = "HEAD, OPTIONS") -> Endpoint:
    return Endpoint(dict.fromkeys(("GET", "POST", "PUT", "DELETE"), serve), "*", allow=allow, below=True)


ROUTES: Mapping[str, Endpoint] = {
    "": Endpoint({"GET": realm_info.get}, preflight="GET, HEAD, OPTIONS", produces=[JSON]),
    ".well-known/oauth-authorization-server": _DISCOVERY,
    ".well-known/openid-configuration": _DISCOVERY,
    "account": Endpoint({"GET": account.get, "POST": account.post}, preflight=_OF_ACCOUNTS, hidden=["PUT", "DELETE"]),
    "account/supportedLocales": Endpoint({"GET": account.locales}, preflight=_OF_ACCOUNTS),
    "account/v1alpha1": Endpoint({"GET": account.get_version, "POST": account.post_version}, preflight=_OF_ACCOUNTS),
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
    "login-actions/authenticate": _page("GET", "POST", serve=login_actions.authenticate),
    "login-actions/consent": _page("POST", serve=login_actions.grant_consent),
    "login-actions/detached-info": _page("GET", serve=login_actions.show_detached_info),
    "login-actions/registration": _page("GET", "POST", serve=login_actions.register),
    "login-actions/required-action": _page("GET", "POST", serve=login_actions.required_action),
    "login-actions/reset-credentials": _page("GET", "POST", serve=login_actions.reset_credentials),
    "login-actions/restart": _page("GET", serve=login_actions.restart),
    f"{_OIDC}/3p-cookies/step1.html": Endpoint({"GET": iframes.cookies_step1}),
    f"{_OIDC}/3p-cookies/step2.html": Endpoint({"GET": iframes.cookies_step2}),
    f"{_OIDC}/auth": _page("GET", "POST", serve=auth.serve, headers={}),
    f"{_OIDC}/auth/device": _DEVICE,
    f"{_OIDC}/auth/device/status": _DEVICE_STATUS,
    f"{_OIDC}/forgot-credentials": _page("GET", "POST", serve=auth.forgot_credentials, headers={}),
    f"{_OIDC}/login-status-iframe.html": Endpoint({"GET": iframes.status}),
    f"{_OIDC}/login-status-iframe.html/init": Endpoint({"GET": iframes.admitted}),
    f"{_OIDC}/registrations": _page("GET", "POST", serve=auth.register, headers={}),
    f"{_OIDC}/certs": Endpoint({"GET": certs.get}, preflight="GET"),
    f"{_OIDC}/logout": Endpoint({"GET": logout.serve, "POST": logout.serve}, preflight="GET, HEAD, OPTIONS"),
    f"{_OIDC}/logout/backchannel-logout": Endpoint({"POST": logout.of_provider}, hidden=["GET", "OPTIONS"]),
    f"{_OIDC}/logout/logout-confirm": Endpoint({"GET": logout.question, "POST": logout.confirm}, hidden=["OPTIONS"]),
    f"{_OIDC}/token": Endpoint(
        {"POST": token.post},
        preflight="POST, OPTIONS",
        headers=_NOT_STORED,
    ),
    f"{_OIDC}/ext/par/request": Endpoint({"POST": par.post}),
    f"{_OIDC}/revoke": Endpoint({"POST": revoke.post}, preflight="POST, OPTIONS"),
    f"{_OIDC}/token/introspect": Endpoint({"POST": introspect.post}, allow="HEAD, POST, OPTIONS"),
    f"{_OIDC}/userinfo": Endpoint(
        {"GET": userinfo.serve, "POST": userinfo.serve},
        preflight="GET, HEAD, OPTIONS",
        headers=_NOT_STORED,
    ),
}
# What Keycloak has and mockauth has not: by the start of the path below the realm. A line goes when its file comes.
NOT_YET: Mapping[str, str] = {
    "account/applications": "the applications of an account",
    "account/credentials": "the credentials of an account",
    "account/groups": "the groups of an account",
    "account/linked-accounts": "identity brokering",
    "account/organizations": "the organizations of an account",
    "account/resources": "authorization services",
    "account/sessions": "the sessions of an account",
    "login-actions/action-token": "the links of mails",
    "login-actions/first-broker-login": "identity brokering",
    "login-actions/post-broker-login": "identity brokering",
}
