"""Logout requests of a browser (OpenID Connect RP-Initiated Logout 1.0): whose they are, and where they end."""

from collections.abc import Collection
from dataclasses import dataclass

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.realms.model import Client

_ALLOWED = "post.logout.redirect.uris"
_FORBIDDEN, _AND_REDIRECT_URIS, _BETWEEN = "-", "+", "##"


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A request that may go on: the client, where the browser ends, and whether the person has to be asked.

    `means_it` tells that an ID token shows that the client may ask; `must_ask` that people are asked all the same.
    """

    client: Client | None
    hint: Claims | None
    redirect_uri: str
    means_it: bool
    must_ask: bool
    state: str | None
    ui_locales: str | None


def read(ctx: Context) -> LogoutRequest:
    """Read the request. Raises ErrorPage."""
    # As Keycloak: what is empty in the URL is as good as absent, in a form it is not.
    form = ctx.form if ctx.method == "POST" else Form({name: it for name, it in ctx.query.items() if it[0]})
    named, uri, text = form.get("client_id"), form.get("post_logout_redirect_uri"), form.get("id_token_hint")
    if uri is not None and text is None and named is None:
        reason = "post_logout_redirect_uri needs an id_token_hint or a client_id"
        raise ErrorPage("missingParameterMessage", "id_token_hint", reason=reason)
    hint = _hint(ctx, text) if text is not None else None
    issued_to = str(hint["azp"]) if hint and hint.get("azp") is not None else None
    if named is not None and issued_to is not None and named != issued_to:
        reason = f'client_id is "{named:.80}", but the id_token_hint was issued to "{issued_to:.80}"'
        raise ErrorPage("invalidParameterMessage", "id_token_hint", reason=reason)
    client = ctx.realm.clients.get((named if named is not None else issued_to) or "")
    redirect_uri = _redirect_uri(ctx, client, uri) if uri is not None else ""
    if named is not None and client is None:
        ctx.remarks.append(f'there is no client "{named:.80}" in realm "{ctx.realm.name}"')
    return LogoutRequest(
        client,
        hint,
        redirect_uri,
        means_it=issued_to is not None and (client is not None or named is not None),
        must_ask=named is not None and client is None,
        state=form.get("state"),
        ui_locales=form.get("ui_locales"),
    )


def _hint(ctx: Context, text: str) -> Claims:
    """Give the claims of an ID token of the realm, however old it is (TokenManager.verifyIDTokenSignature)."""
    try:
        claims = verified_claims(text, ctx.keys)
        if claims.get("typ") != "ID":
            raise InvalidJws(f"it is of type {claims.get('typ')!s:.80}")
    except InvalidJws as error:
        reason = f"id_token_hint is not an ID token of the realm: {error}"
        raise ErrorPage("invalidParameterMessage", "id_token_hint", reason=reason) from error
    return claims


def _redirect_uri(ctx: Context, client: Client | None, uri: str) -> str:
    may: Collection[str] = allowed(client) if client else ()
    forbidden = (
        () if client and client.is_on("allow.oidc.params.in.redirect.uris") else redirect_uris.RESPONSE_PARAMETERS
    )
    found = redirect_uris.verify(uri, client.root_url, may, ctx.issuer, forbidden=forbidden) if client else None
    if found is None:
        whose = f'client "{client.client_id}"' if client else "no client"
        reason = f'"{uri:.200}" is no post-logout redirect URI of {whose}; it may be: {", ".join(may) or "none"}'
        raise ErrorPage("invalidRedirectUriMessage", reason=reason, client=client)
    return found


def allowed(client: Client) -> Collection[str]:
    """Give the URIs at which a client's logouts may end (OIDCAdvancedConfigWrapper.getPostLogoutRedirectUris)."""
    named = [uri for uri in client.attributes.get(_ALLOWED, "").split(_BETWEEN) if uri]
    if not named:
        return client.redirect_uris
    if named[0] == _FORBIDDEN:
        return ()
    if _AND_REDIRECT_URIS in named:
        return [*(uri for uri in named if uri != _AND_REDIRECT_URIS), *client.redirect_uris]
    return named
