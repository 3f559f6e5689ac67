"""`urn:ietf:params:oauth:grant-type:uma-ticket` (UMA 2.0), as far as it refuses."""

from typing import NoReturn

from mockauth.protocol import cors, scopes, service_accounts
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, NotImplementedYet, OAuthError, UnauthorizedClient
from mockauth.protocol.jose import InvalidJws
from mockauth.protocol.tokens import binding, verification
from mockauth.realms.model import Client

_JWT = "urn:ietf:params:oauth:token-type:jwt"
_ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"


class InvalidTicket(OAuthError):
    """`invalid_ticket`, a name of UMA's."""

    error = "invalid_ticket"
    status = 403


class InvalidPartyToken(OAuthError):
    """`invalid_rpt`, a name of Keycloak's own."""

    error = "invalid_rpt"
    status = 403


def redeem(ctx: Context, client: Client) -> NoReturn:
    """Refuse permissions to a client that has authenticated itself (PermissionGrantType)."""
    claims, kind = ctx.form.get("claim_token"), _format(ctx)
    subject = claims if claims is not None and kind == _ID_TOKEN else ctx.form.get("subject_token")
    if subject is None:
        service_accounts.of(ctx, client)
        # As Keycloak, which gives the client a token of its own first.
        scopes.validated(ctx.realm, client, ctx.form.get("scope"))
        binding.certificate_thumbprint(ctx, client)
    stale = subject is None and max(ctx.realm.not_before, client.not_before) > ctx.now
    _refuse(ctx, kind, subject, stale=stale)


def redeem_by_token(ctx: Context) -> NoReturn:
    """Refuse permissions to whoever shows an access token, in place of a client that authenticates itself."""
    cors.allow_all(ctx)
    token = (ctx.authorization or "").partition(" ")[2].strip()
    holder = verification.client_id_of(ctx, token)
    if not holder:
        raise InvalidGrant("Invalid bearer token", reason="the Authorization header has no access token of the realm")
    cors.check(ctx, ctx.realm.clients[holder])
    _refuse(ctx, _format(ctx), token)


def shows_token(ctx: Context) -> bool:
    """Whether a token stands for the client."""
    scheme, _, token = (ctx.authorization or "").partition(" ")
    return scheme.lower() == "bearer" and bool(token.strip())


def _format(ctx: Context) -> str:
    return ctx.form.get("claim_token_format") or (_ID_TOKEN if "claim_token" in ctx.form else _JWT)


def _refuse(ctx: Context, kind: str, subject: str | None, *, stale: bool = False) -> NoReturn:
    """Refuse, in the order of AuthorizationTokenService; a client's own token may be `stale` at once."""
    if "rpt" in ctx.form and not _is_of_realm(ctx, ctx.form.get("rpt")):
        raise InvalidPartyToken("RPT signature is invalid")
    if "ticket" in ctx.form:
        raise InvalidTicket("Ticket verification failed", reason="mockauth gives no permission tickets")
    if kind not in (_JWT, _ID_TOKEN):
        raise InvalidRequest(f"Claim token format [{kind}] not supported")
    if stale or (subject is not None and not _is_of_realm(ctx, subject)):
        said = "Invalid signature" if kind == _ID_TOKEN else "Invalid identity"
        raise UnauthorizedClient(said, reason="the token that says who asks is not one of the realm")
    audience = ctx.form.get("audience")
    if audience is None:
        raise InvalidRequest("You must provide the issuedFor", reason="the form has no audience: whose permissions?")
    server = ctx.realm.clients.get(audience)
    if server is None:
        raise InvalidRequest(f"Unknown resource server id: [{audience}]")
    if not server.permissions:
        reason = f'client "{server.client_id}" has authorizationServicesEnabled off'
        raise InvalidRequest("Client does not support permissions", reason=reason)
    raise NotImplementedYet("the grant urn:ietf:params:oauth:grant-type:uma-ticket")


def _is_of_realm(ctx: Context, text: str | None) -> bool:
    try:
        return bool(verification.verify(ctx, text or ""))
    except InvalidJws:
        return False
