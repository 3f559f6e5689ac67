"""Tokens bound to a client certificate (RFC 8705). Tokens bound to a key (DPoP, RFC 9449) are not implemented."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, NotImplementedYet, Refusal
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

THUMBPRINT = "x5t#S256"
MISMATCH = "Client certificate missing, or its thumbprint and one in the token did NOT match"
_BOUND, _DPOP_BOUND = "tls.client.certificate.bound.access.tokens", "dpop.bound.access.tokens"


def check_proof(ctx: Context, client: Client | None) -> None:
    """Refuse a request with an invalid DPoP proof, or without one if the client needs it (DPoPUtil.handleDPoPHeader).

    Raises InvalidRequest, and NotImplementedYet for a well-formed proof.
    """
    if ctx.dpop:
        raise _unreadable(ctx.dpop)
    if ctx.dpop is not None:
        raise InvalidRequest("DPoP proof is missing", reason="the DPoP header is empty")
    if client and client.is_on(_DPOP_BOUND):
        raise InvalidRequest("DPoP proof is missing", reason=explain_dpop(ctx, client))


def explain_dpop(ctx: Context, client: Client) -> str:
    """Explain, for the log, that a client is set to use DPoP, and how to turn it off."""
    off = setting(ctx.realm, _DPOP_BOUND, "false")
    return f'client "{client.client_id}" requires DPoP, which is not implemented in mockauth: set {off}'


def _unreadable(proof: str) -> Refusal:
    from mockauth.protocol import jose

    try:
        kind = jose.parse(proof).header.get("typ")
    except jose.InvalidJws as error:
        return InvalidRequest("DPoP header verification failure", reason=f"the DPoP header is invalid: {error}")
    if kind != "dpop+jwt":
        shown = "null" if kind is None else f"{kind!s:.80}"
        reason = 'the typ of the JWT in the DPoP header is not "dpop+jwt"'
        return InvalidRequest(f"Invalid or missing type in DPoP header: {shown}", reason=reason)
    return NotImplementedYet("DPoP")


def certificate_thumbprint(ctx: Context, client: Client, *, needed: bool = True) -> str:
    """Return the thumbprint of the certificate that a client's tokens are bound to, or "" if they are not bound.

    Raises InvalidRequest if the certificate is `needed` and the request has none (OAuth2GrantTypeBase).
    """
    if not client.is_on(_BOUND):
        return ""
    if ctx.certificate is None and needed:
        raise InvalidRequest(
            "Client Certification missing for MTLS HoK Token Binding",
            reason=explain_binding_error(ctx, client),
        )
    return ctx.certificate.thumbprint if ctx.certificate else ""


def binding_error(ctx: Context, client: Client, claims: Mapping[str, Any]) -> str:
    """Return Keycloak's error if a token is bound to another certificate, or "" (MtlsHoKTokenUtil)."""
    if not client.is_on(_BOUND):
        return ""
    bound_to = thumbprint_in(claims)
    shown = ctx.certificate.thumbprint if ctx.certificate else ""
    return "" if bound_to and bound_to == shown else MISMATCH


def explain_binding_error(ctx: Context, client: Client) -> str:
    """Explain, for the log, that a client needs the certificate that its tokens are bound to."""
    what = "the token is not bound to the client certificate of the request"
    if ctx.certificate is None:
        what = "the request has no client certificate"
    bound = setting(ctx.realm, _BOUND, "true")
    return f'{what}, and the tokens of client "{client.client_id}" are bound to its certificate ({bound})'


def confirmation(thumbprint: str) -> dict[str, Any]:
    """Return the `cnf` claim of a token that is bound to a certificate, if it is bound."""
    return {"cnf": {THUMBPRINT: thumbprint}} if thumbprint else {}


def thumbprint_in(claims: Mapping[str, Any]) -> str:
    """Return the thumbprint of the certificate that a token is bound to, or ""."""
    bound_to = claims.get("cnf")
    return str(bound_to.get(THUMBPRINT, "")) if isinstance(bound_to, dict) else ""
