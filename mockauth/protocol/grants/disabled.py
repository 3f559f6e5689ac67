"""Refuse the grants that are not implemented; clients that may not use them get Keycloak's error."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, NotImplementedYet
from mockauth.protocol.jose import InvalidJws, parse
from mockauth.realms.model import Client

CIBA_ENABLED = "oidc.ciba.grant.enabled"
_JWT_ENABLED = "oauth2.jwt.authorization.grant.enabled"


def ciba(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Refuse backchannel authentication (OpenID Connect CIBA, Keycloak's CibaGrantType)."""
    if client.is_on(CIBA_ENABLED):
        if "auth_req_id" not in ctx.form:
            raise InvalidRequest("Missing parameter: auth_req_id", reason="the form has no auth_req_id")
        raise InvalidGrant("Invalid Auth Req ID", reason="unknown auth_req_id: CIBA is not implemented in mockauth")
    raise InvalidGrant("Client not allowed OIDC CIBA Grant", reason=explain_ciba(client))


def explain_ciba(client: Client) -> str:
    """Explain, for the log, that a client may not use CIBA."""
    return f'client "{client.client_id}" may not use CIBA ({CIBA_ENABLED}), which is not implemented in mockauth'


def jwt_bearer(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Refuse assertions as authorization grants (RFC 7523, Keycloak's JWTAuthorizationGrantType)."""
    assertion = ctx.form.get("assertion")
    if assertion is None:
        raise InvalidGrant("Missing parameter:assertion", reason="the form has no assertion")
    try:
        parse(assertion)
    except InvalidJws as error:
        reason = f"the assertion is invalid: {error}"
        raise InvalidGrant("The provided assertion is not a valid JWT", reason=reason) from error
    if client.public:
        raise InvalidGrant(
            "Public client not allowed to use authorization grant",
            reason=f'client "{client.client_id}" is public; only a confidential client may use the jwt-bearer grant',
        )
    if client.is_on(_JWT_ENABLED):
        raise NotImplementedYet("the grant jwt-bearer")
    raise InvalidGrant(
        "JWT Authorization Grant is not supported for the requested client",
        reason=f'client "{client.client_id}" may not use the jwt-bearer grant ({_JWT_ENABLED}), '
        "which is not implemented in mockauth",
    )
