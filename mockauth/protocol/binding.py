"""Tokens that are bound to a key (DPoP, RFC 9449) or to a certificate (RFC 8705), as far as they are refused.

Proofs are not read yet, and there are no client certificates without TLS.
"""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, NotThereYet
from mockauth.realms.model import Client


def check_proof(ctx: Context, client: Client) -> None:
    """Refuse a client that has to show a DPoP proof and shows none (Keycloak's DPoPUtil.handleDPoPHeader)."""
    if ctx.dpop is not None:
        raise NotThereYet("DPoP")
    if client.is_on("dpop.bound.access.tokens"):
        raise InvalidRequest(
            "DPoP proof is missing", reason=f'client "{client.client_id}" has dpop.bound.access.tokens on'
        )


def check_certificate(client: Client) -> None:
    """Refuse a client whose tokens have to be bound to its certificate (OAuth2GrantTypeBase)."""
    if client.is_on("tls.client.certificate.bound.access.tokens"):
        raise InvalidRequest(
            "Client Certification missing for MTLS HoK Token Binding",
            reason=f'client "{client.client_id}" has tls.client.certificate.bound.access.tokens on',
        )
