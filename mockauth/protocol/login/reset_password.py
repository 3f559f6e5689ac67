"""The page for a forgotten password (reset credentials flow). mockauth sends no email, but shows Keycloak's message."""

from dataclasses import replace

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import forwarded_messages, pending_login, tabs
from mockauth.protocol.login.locale import choose_locale
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.reasons import client_disabled, redirect_uri_reason, unknown_client
from mockauth.protocol.pages import Message, Page
from mockauth.realms.problems.setting import setting


def check_allowed(ctx: Context) -> None:
    """Check that the realm allows password resets. Raises ErrorPage."""
    if not ctx.realm.reset_password_allowed:
        fix = setting(ctx.realm, "resetPasswordAllowed", True)
        reason = f'realm "{ctx.realm.name}" does not allow password resets; allow them with {fix}'
        raise ErrorPage("resetCredentialNotAllowedMessage", reason=reason)


def page(login: PendingLogin, errors: dict[str, Message] | None = None) -> Page:
    """Return the page that asks for the username."""
    login.challenge(pending_login.RESET)
    values = {
        "action": login.form_url(pending_login.RESET),
        "username": login.notes.get(pending_login.ATTEMPTED_USERNAME) or login.request.get("login_hint", ""),
        "login_url": login.relative_url(pending_login.LOGIN),
    }
    message = None if errors else forwarded_messages.take(login)
    return login.page("login-reset-password", errors=errors or {}, message=message, values=values)


def open_login(ctx: Context) -> PendingLogin:
    """Start a login on this page, for the client of the URL or the account client (resetCredentialsGET).

    Raises ErrorPage.
    """
    named, uri = ctx.query.get("client_id"), ctx.query.get("redirect_uri")
    if named is None and uri is not None:
        raise ErrorPage(
            "missingParameterMessage", "client_id", reason="the request has a redirect_uri, but no client_id"
        )
    client = ctx.realm.clients.get("account" if named is None else named)
    if client is None:
        raise ErrorPage("clientNotFoundMessage", reason=unknown_client(ctx.realm, named or "account"))
    if not client.enabled:
        raise ErrorPage("clientDisabledMessage", reason=client_disabled(ctx.realm, client))
    found = f"{ctx.issuer}/account/" if named is None else ""
    if uri is not None:
        found = redirect_uris.verify(uri, client.root_url, client.redirect_uris, ctx.issuer) or ""
        if not found:
            reason = redirect_uri_reason(ctx.realm, client, uri)
            raise ErrorPage("invalidParameterMessage", "redirect_uri", reason=reason, client=client)
    login = tabs.open_login(ctx, client, fresh=True)
    request = {"response_type": "code", "iss": ctx.issuer, "redirect_uri": found or None}
    login.update(replace(login.auth_session.with_request(request), redirect_uri=found))
    choose_locale(login)
    return login


def process(login: PendingLogin) -> Page | PendingLogin:
    """Return a forked login that shows that an email was sent (ResetCredentialEmail), or this page with an error."""
    name = (login.ctx.form.get("username") or "").strip()
    if not name:
        login.ctx.remarks.append("no username was entered")
        return page(login, {"username": Message("error", "missingUsernameMessage")})
    login.ctx.remarks.append("mockauth sends no email, so the password is not reset")
    fork = replace(
        login.auth_session,
        tab_id=login.ctx.state.ids.short(),
        action=pending_login.AUTHENTICATE,
        user_id="",
        notes={pending_login.FORWARDED_SUCCESS: "emailSentMessage"},
        executions={},
    )
    login.succeed(pending_login.RESET)
    login.challenge(pending_login.RESET_EMAIL)
    other = replace(login, auth_session=fork)
    other.update(fork)
    return other
