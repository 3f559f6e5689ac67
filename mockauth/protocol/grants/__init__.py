"""Grants: one file per grant type of the token endpoint, in a table under their names."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mockauth.lazy_imports import lazy_submodules
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import InvalidRequest, UnsupportedGrantType
from mockauth.realms.model import Client
from mockauth.realms.problems.hints import unknown

__getattr__ = lazy_submodules(__name__)

from mockauth.protocol.grants import (
    authorization_code,
    client_credentials,
    device_code,
    disabled,
    password,
    refresh_token,
    token_exchange,
    uma_ticket,
)

Redeem = Callable[[Context, Client], Mapping[str, Any]]

GRANTS: Mapping[str, Redeem] = {
    "authorization_code": authorization_code.redeem,
    "client_credentials": client_credentials.redeem,
    "password": password.redeem,
    "refresh_token": refresh_token.redeem,
    "urn:ietf:params:oauth:grant-type:device_code": device_code.redeem,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": disabled.jwt_bearer,
    "urn:ietf:params:oauth:grant-type:token-exchange": token_exchange.redeem,
    "urn:ietf:params:oauth:grant-type:uma-ticket": uma_ticket.redeem,
    "urn:openid:params:grant-type:ciba": disabled.ciba,
}
# Parameters that a request may repeat.
REPEATABLE_PARAMETERS: Mapping[Redeem, Collection[str]] = {token_exchange.redeem: ("audience", "resource")}
# Grants that accept a bearer token instead of client authentication.
BY_TOKEN: Mapping[Redeem, Callable[[Context], Mapping[str, Any]]] = {uma_ticket.redeem: uma_ticket.redeem_by_token}


def requested_grant(form: Form) -> Redeem:
    """Return the grant of a request. As in TokenEndpoint, this comes before client authentication.

    Raises InvalidRequest and UnsupportedGrantType.
    """
    name = form.get("grant_type")
    if name is None:
        raise InvalidRequest(
            "Missing form parameter: grant_type", reason=form.why_empty or "the form has no grant_type"
        )
    if name in GRANTS:
        return GRANTS[name]
    raise UnsupportedGrantType("Unsupported grant_type", reason=unknown("grant_type", name, GRANTS))
