"""Grants that mockauth has only for clients that may not use them: what these are told."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, NotImplementedYet
from mockauth.protocol.jose import InvalidJws, parse
from mockauth.realms.model import Client


def ciba(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Refuse backchannel authentication (OpenID Connect CIBA, Keycloak's CibaGrantType)."""
    if client.is_on("oidc.ciba.grant.enabled"):
        if "auth_req_id" not in ctx.form:
            raise InvalidRequest("Missing parameter: auth_req_id")
        raise InvalidGrant("Invalid Auth Req ID", reason="mockauth begins no backchannel authentication")
    raise InvalidGrant(
        "Client not allowed OIDC CIBA Grant",
        reason=f'client "{client.client_id}" has oidc.ciba.grant.enabled off',
    )


def jwt_bearer(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Refuse assertions as grants (RFC 7523, Keycloak's JWTAuthorizationGrantType)."""
    assertion = ctx.form.get("assertion")
    if assertion is None:
        raise InvalidGrant("Missing parameter:assertion")
    try:
        parse(assertion)
    except InvalidJws as error:
        raise InvalidGrant("The provided assertion is not a valid JWT", reason=str(error)) from error
    if client.public:
        raise InvalidGrant("Public client not allowed to use authorization grant")
    if client.is_on("oauth2.jwt.authorization.grant.enabled"):
        raise NotImplementedYet("the grant jwt-bearer")
    raise InvalidGrant(
        "JWT Authorization Grant is not supported for the requested client",
        reason=f'client "{client.client_id}" has oauth2.jwt.authorization.grant.enabled off',
    )
