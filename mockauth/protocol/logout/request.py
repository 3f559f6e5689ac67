"""Read and check the logout requests of a browser (OpenID Connect RP-Initiated Logout 1.0)."""

from collections.abc import Collection
from dataclasses import dataclass

from mockauth.printable import known, url_without_secrets
from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.login.reasons import unknown_client
from mockauth.protocol.tokens.verification import describe_type
from mockauth.realms.model import Client, Realm
from mockauth.realms.problems.setting import setting

_POST_LOGOUT_URIS = "post.logout.redirect.uris"
_NONE, _REDIRECT_URIS, _SEPARATOR = "-", "+", "##"


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A valid logout request.

    `hint` holds the claims of the id_token_hint, and `why_confirm` says why the user has to confirm the logout, or
    nothing.
    """

    client: Client | None
    hint: Claims | None
    redirect_uri: str
    why_confirm: str
    state: str | None
    ui_locales: str | None


def read(ctx: Context) -> LogoutRequest:
    """Read and check the request. Raises ErrorPage."""
    # As Keycloak: an empty parameter counts as absent in the query, but not in a form.
    query = {name: values for name, values in ctx.query.items() if values[0]}
    form = ctx.form if ctx.method == "POST" else Form(query)
    client_id, uri, token = form.get("client_id"), form.get("post_logout_redirect_uri"), form.get("id_token_hint")
    if uri is not None and token is None and client_id is None:
        reason = "post_logout_redirect_uri requires an id_token_hint or a client_id"
        raise ErrorPage("missingParameterMessage", "id_token_hint", reason=reason)
    hint = _hint(ctx, token) if token is not None else None
    issued_to = str(hint["azp"]) if hint and hint.get("azp") is not None else None
    if client_id is not None and issued_to is not None and client_id != issued_to:
        names = (known(name, ctx.realm.clients) for name in (client_id, issued_to))
        reason = 'client_id is "{}", but the id_token_hint was issued to "{}"'.format(*names)
        raise ErrorPage("invalidParameterMessage", "id_token_hint", reason=reason)
    client = ctx.realm.clients.get((client_id if client_id is not None else issued_to) or "")
    redirect_uri = _redirect_uri(ctx, client, uri) if uri is not None else ""
    return LogoutRequest(
        client,
        hint,
        redirect_uri,
        why_confirm=_why_confirm(ctx.realm, client, client_id, hint, issued_to),
        state=form.get("state"),
        ui_locales=form.get("ui_locales"),
    )


def _why_confirm(
    realm: Realm, client: Client | None, client_id: str | None, hint: Claims | None, issued_to: str | None
) -> str:
    if client_id is not None and client is None:
        return unknown_client(realm, client_id)
    if hint is None:
        return "the request has no id_token_hint"
    if issued_to is None:
        return "the id_token_hint has no azp claim"
    return "" if client else f"the id_token_hint was issued to an unknown client: {unknown_client(realm, issued_to)}"


def _hint(ctx: Context, text: str) -> Claims:
    """Return the claims of an ID token of the realm, even if it has expired (TokenManager.verifyIDTokenSignature)."""
    try:
        claims = verified_claims(text, ctx.keys)
        if claims.get("typ") != "ID":
            raise InvalidJws(f"it is {describe_type(claims)}")
    except InvalidJws as error:
        reason = f'id_token_hint is not an ID token of realm "{ctx.realm.name}": {error}'
        raise ErrorPage("invalidParameterMessage", "id_token_hint", reason=reason) from error
    return claims


def _redirect_uri(ctx: Context, client: Client | None, uri: str) -> str:
    allowed: Collection[str] = post_logout_redirect_uris(client) if client else ()
    allows_oidc_parameters = client and client.is_on("allow.oidc.params.in.redirect.uris")
    forbidden = () if allows_oidc_parameters else redirect_uris.RESPONSE_PARAMETERS
    found = redirect_uris.verify(uri, client.root_url, allowed, ctx.issuer, forbidden=forbidden) if client else None
    if found is None:
        raise ErrorPage("invalidRedirectUriMessage", reason=_uri_reason(ctx.realm, client, allowed, uri), client=client)
    return found


def _uri_reason(realm: Realm, client: Client | None, allowed: Collection[str], uri: str) -> str:
    sent = url_without_secrets(uri)
    start = f'invalid post_logout_redirect_uri "{sent}"'
    if client is None:
        return f"{start}: the request names no client that exists"
    urls = f"allows {', '.join(allowed)}" if allowed else "allows none"
    fix = setting(realm, _POST_LOGOUT_URIS, sent)
    if realm.in_registry:
        fix = setting(realm, "postLogoutRedirectUris", [sent])
    return f'{start}: client "{client.client_id}" {urls}; to allow it, set {fix}'


def post_logout_redirect_uris(client: Client) -> Collection[str]:
    """Return a client's valid post-logout redirect URIs (OIDCAdvancedConfigWrapper.getPostLogoutRedirectUris)."""
    configured = [uri for uri in client.attributes.get(_POST_LOGOUT_URIS, "").split(_SEPARATOR) if uri]
    if not configured:
        return client.redirect_uris
    if configured[0] == _NONE:
        return ()
    if _REDIRECT_URIS in configured:
        return [*(uri for uri in configured if uri != _REDIRECT_URIS), *client.redirect_uris]
    return configured
