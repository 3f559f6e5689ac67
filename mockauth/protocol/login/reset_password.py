"""Forgotten passwords (the reset credentials flow): mockauth sends no mail, and says that it did, as Keycloak does."""

from dataclasses import replace

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Message, Page


def check_allowed(ctx: Context) -> None:
    """See that the realm lets people do that. Raises ErrorPage."""
    if not ctx.realm.reset_password_allowed:
        raise ErrorPage(
            "resetCredentialNotAllowedMessage", reason=f'realm "{ctx.realm.name}" has resetPasswordAllowed off'
        )


def page(it: Pending, errors: dict[str, Message] | None = None) -> Page:
    """Give the page that asks whose password it is."""
    here = {
        pending_login.EXECUTION: pending_login.step_id(it.ctx.realm, pending_login.RESET),
        pending_login.FLOW_PATH: pending_login.RESET,
    }
    it.change(it.login.with_notes(here))
    values = {
        "action": it.form_url(pending_login.RESET),
        "username": it.login.notes.get(pending_login.ATTEMPTED) or it.login.request.get("login_hint", ""),
        "login_url": it.path(pending_login.LOGIN),
    }
    return it.page("login-reset-password", errors=errors or {}, values=values)


def without_login(ctx: Context) -> Pending:
    """Begin with the page alone, for a client that is named or for the account pages (resetCredentialsGET)."""
    named, uri = ctx.query.get("client_id"), ctx.query.get("redirect_uri")
    if named is None and uri is not None:
        raise ErrorPage("missingParameterMessage", "client_id", reason="there is a redirect_uri, but no client_id")
    client = ctx.realm.clients.get("account" if named is None else named)
    if client is None:
        raise ErrorPage("clientNotFoundMessage", reason=f'there is no client "{named:.80}"')
    if not client.enabled:
        raise ErrorPage("clientDisabledMessage", reason=f'client "{client.client_id}" is disabled')
    found = f"{ctx.issuer}/account/" if named is None else ""
    if uri is not None:
        found = redirect_uris.verify(uri, client.root_url, client.redirect_uris, ctx.issuer) or ""
        if not found:
            raise ErrorPage(
                "invalidParameterMessage", "redirect_uri", reason=f'"{uri:.200}" is not allowed', client=client
            )
    it = pending_login.open_login(ctx, client, fresh=True)
    asked = {"response_type": "code", "iss": ctx.issuer, "redirect_uri": found or None}
    it.change(pending_login.redirecting(it.login.with_request(asked), found))
    pending_login.choose_locale(it)
    return it


def sent(it: Pending) -> Page | Pending:
    """Give the login that says that a mail is on its way, in a tab of its own (ResetCredentialEmail forks it).

    Where nobody was named, give the page that asks again.
    """
    name = (it.ctx.form.get("username") or "").strip()
    if not name:
        return page(it, {"username": Message("error", "missingUsernameMessage")})
    it.ctx.remarks.append(f'mockauth sends no mail: "{name:.80}" keeps the old password')
    fork = replace(it.login, tab=it.ctx.state.ids.short(), action=pending_login.AUTHENTICATE, user_id="")
    fork = replace(
        fork, notes={pending_login.FLOW_PATH: pending_login.LOGIN, pending_login.FORWARDED_SUCCESS: "emailSentMessage"}
    )
    other = Pending(it.ctx, it.browser, fork, it.client)
    other.change(fork)
    return other
