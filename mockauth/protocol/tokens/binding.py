"""Tokens that are bound to a certificate (RFC 8705), or to a key (DPoP, RFC 9449): proofs of keys are not read yet."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, NotImplementedYet, Refusal
from mockauth.realms.model import Client

THUMBPRINT = "x5t#S256"
MISMATCH = "Client certificate missing, or its thumbprint and one in the token did NOT match"
_BOUND = "tls.client.certificate.bound.access.tokens"


def check_proof(ctx: Context, client: Client | None) -> None:
    """Refuse a client that shows a DPoP proof which is none, or none where it has to (DPoPUtil.handleDPoPHeader)."""
    if ctx.dpop:
        raise _unreadable(ctx.dpop)
    if ctx.dpop is not None:
        raise InvalidRequest("DPoP proof is missing", reason="the DPoP header is empty")
    if client and client.is_on("dpop.bound.access.tokens"):
        raise InvalidRequest(
            "DPoP proof is missing", reason=f'client "{client.client_id}" has dpop.bound.access.tokens on'
        )


def _unreadable(proof: str) -> Refusal:
    from mockauth.protocol import jose

    try:
        kind = jose.parse(proof).header.get("typ")
    except jose.InvalidJws as error:
        return InvalidRequest("DPoP header verification failure", reason=f"the DPoP header is no JWT: {error}")
    if kind != "dpop+jwt":
        said = "null" if kind is None else f"{kind!s:.80}"
        return InvalidRequest(f"Invalid or missing type in DPoP header: {said}", reason="its typ is to be dpop+jwt")
    return NotImplementedYet("DPoP")


def certificate_thumbprint(ctx: Context, client: Client, *, needed: bool = True) -> str:
    """Give the thumbprint of the certificate that a client's tokens are bound to, or nothing for tokens that are not.

    Raises InvalidRequest where the certificate is `needed` and not shown (OAuth2GrantTypeBase).
    """
    if not client.is_on(_BOUND):
        return ""
    if ctx.certificate is None and needed:
        raise InvalidRequest(
            "Client Certification missing for MTLS HoK Token Binding",
            reason=f'client "{client.client_id}" has {_BOUND} on',
        )
    return ctx.certificate.thumbprint if ctx.certificate else ""


def binding_error(ctx: Context, client: Client, claims: Mapping[str, Any]) -> str:
    """Say in Keycloak's words why a token is not for whom shows it, or nothing (MtlsHoKTokenUtil)."""
    if not client.is_on(_BOUND):
        return ""
    bound_to = thumbprint_in(claims)
    shown = ctx.certificate.thumbprint if ctx.certificate else ""
    return "" if bound_to and bound_to == shown else MISMATCH


def confirmation(thumbprint: str) -> dict[str, Any]:
    """Give the claim of a token that is bound to a certificate."""
    return {"cnf": {THUMBPRINT: thumbprint}} if thumbprint else {}


def thumbprint_in(claims: Mapping[str, Any]) -> str:
    """Give the thumbprint of the certificate that a token is bound to, or nothing."""
    bound_to = claims.get("cnf")
    return str(bound_to.get(THUMBPRINT, "")) if isinstance(bound_to, dict) else ""
