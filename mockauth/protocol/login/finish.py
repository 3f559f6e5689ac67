"""The end of a login: the user's session, the browser's cookies, and the answer to the client.

As AuthenticationProcessor.attachSession, AuthenticationManager.redirectAfterSuccessfulFlow and
OIDCLoginProtocol.authenticated.
"""

from collections.abc import Sequence
from dataclasses import replace

from mockauth.protocol import brute_force, devices, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import identity_cookie, pending_login, response
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Redirect, Step
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import User
from mockauth.state.pending_logins import Code
from mockauth.state.sessions import FIRST_OFFLINE, ClientSession, UserSession

_IMPLICIT = "na"


def answer(it: Pending, session: UserSession | None) -> Step:
    """Log the user in, and answer the client's request; `session` is one that the browser was logged in to before."""
    ctx, user = it.ctx, it.user
    if user is None or not user.enabled:
        raise ErrorPage("accountDisabledMessage", reason="the user has been disabled meanwhile", client=it.client)
    if it.login.notes.get(pending_login.SSO) != "true":
        brute_force.succeeded(ctx, user)
    session, part = _attached(it, user, session)
    _leave_other_session(ctx, session)
    identity_cookie.put(ctx, user, session)
    identity_cookie.remember(
        ctx, it.login.notes.get(pending_login.ATTEMPTED, user.username) if session.remember_me else None
    )
    it.remove()
    if user_code := it.login.request.get(pending_login.DEVICE):
        return _device_page(ctx, "" if devices.approve(ctx, user_code, session.id) else "expired_token")
    return _answered(it, user, session, part)


def kept_out(it: Pending, *, declined: bool) -> Step:
    """Keep a device out whose wish the person declines, and say how it ended (denyOAuth2DeviceAuthorization)."""
    if not declined:
        return _device_page(it.ctx, "server_error")
    found = devices.deny(it.ctx, it.login.request[pending_login.DEVICE])
    return _device_page(it.ctx, "access_denied" if found else "expired_token")


def _device_page(ctx: Context, error: str) -> Step:
    return Redirect(f"{devices.page_url(ctx)}/status{f'?error={error}' if error else ''}")


def _attached(it: Pending, user: User, session: UserSession | None) -> tuple[UserSession, ClientSession]:
    """Give the session with the client's part in it, both as this login leaves them."""
    ctx, login = it.ctx, it.login
    if session is None:
        session = ctx.sessions.online.get(it.browser)
        if session and session.user_id != user.id:
            other = ctx.accounts.by_id(ctx.realm, session.user_id)
            raise ErrorPage(
                "differentUserAuthenticated",
                other.username if other else "",
                reason=f'the browser is logged in as somebody else than "{user.username}"',
                client=it.client,
            )
    sso = login.notes.get(pending_login.SSO) == "true"
    if session is None:
        remember = login.notes.get(pending_login.REMEMBER_ME) == "true"
        session = UserSession(it.browser, user.id, ctx.now, ctx.now, remember_me=remember)
    notes = {**session.notes} if sso else {**session.notes, "AUTH_TIME": str(ctx.now)}
    part = session.clients.get(it.client.client_id)
    started = part.started if part and sessions.is_alive(ctx.realm, it.client, session, part, ctx.now) else ctx.now
    # As Keycloak: what an earlier login of the client asked for stays, where this one did not ask.
    of_part = {**(part.notes if part else {}), **login.request, pending_login.SSO: "true" if sso else "false"}
    of_part.pop(FIRST_OFFLINE, None)
    if session.started == session.used and not session.clients and _goes_offline(it, user, of_part.get("scope")):
        of_part[FIRST_OFFLINE] = "true"
    part = ClientSession(started=started, used=session.used, scope=of_part.get("scope"), notes=of_part)
    session = replace(session, notes=notes).with_client(it.client.client_id, part)
    sessions.store(ctx, session)
    return session, part


def _goes_offline(it: Pending, user: User, scope: str | None) -> bool:
    return scopes.OFFLINE_ACCESS in scopes.granted(it.ctx.realm, it.client, user, scope).every_scope.split(" ")


def _leave_other_session(ctx: Context, session: UserSession) -> None:
    """End the session that the browser was logged in to before, if that is another one."""
    if not identity_cookie.is_in_cookie(ctx, session.id):
        other = identity_cookie.of_cookie(ctx, check_active=False)
        if other and other.id != session.id:
            ctx.sessions.online.take(other.id)
            ctx.cookies.lines.clear()


def _answered(it: Pending, user: User, session: UserSession, part: ClientSession) -> Step:
    ctx, asked = it.ctx, it.login.request
    kind = ResponseType.parse(asked["response_type"])
    mode = response.mode_of(asked.get("response_mode"), kind) or response.QUERY
    state = asked.get("state")
    parameters: list[tuple[str, str]] = [("state", state)] if state is not None else []
    parameters += response.about_the_session(ctx, it.client, session.id)
    parameters += kc_action.told(it)
    code = None
    if kind and "code" in kind:
        code = new_code(it, session)
        parameters.append(("code", code))
    if kind and kind.gives_tokens:
        parameters += _tokens(it, user, session, part, kind, code)
    # As Keycloak: of an answer with the token alone, a JWT tells the scope that was asked for.
    scope = [("scope", part.scope)] if asked["response_type"] == "token" and part.scope is not None else []
    return response.to_client(ctx, it.client, it.login.redirect_uri, mode, parameters, scope)


def new_code(it: Pending, session: UserSession) -> str:
    """Give an authorization code, kept until it is redeemed or too old (OAuth2CodeParser.persistCode)."""
    ctx, asked = it.ctx, it.login.request
    code_id = ctx.state.ids.uuid()
    code = Code(
        session.id,
        it.client.id,
        asked.get("redirect_uri"),
        asked.get("scope"),
        asked.get("nonce"),
        asked.get("code_challenge"),
        asked.get("code_challenge_method"),
    )
    ctx.sessions.codes.put(code_id, code, ctx.now + ctx.realm.lifespans.code)
    return f"{code_id}.{session.id}.{it.client.id}"


def _tokens(
    it: Pending, user: User, session: UserSession, part: ClientSession, kind: ResponseType, code: str | None
) -> Sequence[tuple[str, str]]:
    """Give the tokens of an implicit or hybrid answer."""
    asked = it.login.request
    nonce = asked.get("nonce")
    issuance = Issuance(user, session, part, part.scope, _IMPLICIT, refreshable=False, nonce=nonce)
    hashed = {"c_hash": code, "s_hash": asked.get("state") or None}
    found = issuing.issue_front_channel(it.ctx, it.client, issuance, hashed, access="token" in kind)
    wanted = [("id_token", found["id_token"])] if "id_token" in kind else []
    if "token" in kind:
        wanted += [(name, str(found[name])) for name in ("access_token", "token_type", "expires_in")]
    return wanted
