"""`urn:ietf:params:oauth:grant-type:uma-ticket` (UMA 2.0): the refusals only; permissions are not implemented."""

from typing import NoReturn

from mockauth.protocol import cors, scopes, service_accounts
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, NotImplementedYet, OAuthError, UnauthorizedClient
from mockauth.protocol.jose import InvalidJws
from mockauth.protocol.tokens import binding, verification
from mockauth.realms.model import Client
from mockauth.realms.problems.hints import unknown

_JWT = "urn:ietf:params:oauth:token-type:jwt"
_ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"


class InvalidTicket(OAuthError):
    """`invalid_ticket`, an error code of UMA."""

    error = "invalid_ticket"
    status = 403


class InvalidPartyToken(OAuthError):
    """`invalid_rpt`, an error code of Keycloak."""

    error = "invalid_rpt"
    status = 403


def redeem(ctx: Context, client: Client) -> NoReturn:
    """Refuse permissions to an authenticated client (PermissionGrantType)."""
    claims, kind = ctx.form.get("claim_token"), _format(ctx)
    subject = claims if claims is not None and kind == _ID_TOKEN else ctx.form.get("subject_token")
    if subject is None:
        service_accounts.of(ctx, client)
        # As in Keycloak, which first issues a token for the service account.
        scopes.validated(ctx.realm, client, ctx.form.get("scope"))
        binding.certificate_thumbprint(ctx, client)
    stale = subject is None and max(ctx.realm.not_before, client.not_before) > ctx.now
    _refuse(ctx, kind, subject, stale=stale)


def redeem_by_token(ctx: Context) -> NoReturn:
    """Refuse permissions to the holder of an access token, without client authentication."""
    cors.allow_all(ctx)
    token = (ctx.authorization or "").partition(" ")[2].strip()
    try:
        client = verification.client_of_access_token(ctx, token)
    except verification.InactiveToken as error:
        raise InvalidGrant("Invalid bearer token", reason=f"invalid bearer token: {error}") from error
    cors.check(ctx, client)
    _refuse(ctx, _format(ctx), token)


def shows_token(ctx: Context) -> bool:
    """Return whether a request has a bearer token."""
    scheme, _, token = (ctx.authorization or "").partition(" ")
    return scheme.lower() == "bearer" and bool(token.strip())


def _format(ctx: Context) -> str:
    return ctx.form.get("claim_token_format") or (_ID_TOKEN if "claim_token" in ctx.form else _JWT)


def _refuse(ctx: Context, kind: str, subject: str | None, *, stale: bool = False) -> NoReturn:
    """Refuse in the order of AuthorizationTokenService; the token of the client itself may be `stale` at once."""
    if "rpt" in ctx.form and (reason := _why_invalid(ctx, ctx.form.get("rpt"))):
        raise InvalidPartyToken("RPT signature is invalid", reason=f"invalid rpt: {reason}")
    if "ticket" in ctx.form:
        reason = "invalid ticket: permission tickets are not implemented in mockauth"
        raise InvalidTicket("Ticket verification failed", reason=reason)
    if kind not in (_JWT, _ID_TOKEN):
        reason = f"unknown claim_token_format; use {_JWT} or {_ID_TOKEN}"
        raise InvalidRequest(f"Claim token format [{kind}] not supported", reason=reason)
    invalid = "" if subject is None else _why_invalid(ctx, subject)
    if stale or invalid:
        description = "Invalid signature" if kind == _ID_TOKEN else "Invalid identity"
        reason = "the not-before time of the realm or the client is in the future"
        raise UnauthorizedClient(description, reason=f"invalid token of the requesting party: {invalid or reason}")
    audience = ctx.form.get("audience")
    if audience is None:
        reason = "the form has no audience: send the client_id of the resource server"
        raise InvalidRequest("You must provide the issuedFor", reason=reason)
    server = ctx.realm.clients.get(audience)
    if server is None:
        reason = unknown("client in the parameter audience", audience, ctx.realm.clients)
        raise InvalidRequest(f"Unknown resource server id: [{audience}]", reason=reason)
    if not server.authorization_services:
        raise InvalidRequest("Client does not support permissions", reason=explain_no_permissions(server))
    raise NotImplementedYet("the grant urn:ietf:params:oauth:grant-type:uma-ticket")


def explain_no_permissions(client: Client) -> str:
    """Explain, for the log, that a client is not a resource server."""
    return (
        f'client "{client.client_id}" is not a resource server (authorizationServicesEnabled); '
        "authorization services are not implemented in mockauth"
    )


def _why_invalid(ctx: Context, text: str | None) -> str:
    try:
        verification.verify(ctx, text or "")
    except InvalidJws as error:
        return str(error)
    return ""
