"""Complete a login: attach the user session, set the browser's cookies, and answer the client.

As AuthenticationProcessor.attachSession, AuthenticationManager.redirectAfterSuccessfulFlow and
OIDCLoginProtocol.authenticated.
"""

from collections.abc import Sequence
from dataclasses import replace

from mockauth.protocol import brute_force, devices, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.login import identity_cookie, pending_login, response
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Redirect, Step
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import User
from mockauth.state.pending_logins import AuthorizationCode
from mockauth.state.sessions import FIRST_OFFLINE, ClientSession, UserSession

_IMPLICIT = "na"


def respond(login: PendingLogin, session: UserSession | None) -> Step:
    """Log the user in, and return the authorization response; `session` is an existing user session or None."""
    ctx, user = login.ctx, login.user
    if user is None or not user.enabled:
        reason = f"{_name(user)} was disabled or deleted during this login"
        raise login.error_page("accountDisabledMessage", reason=reason)
    if login.notes.get(pending_login.SSO) != "true":
        brute_force.succeeded(ctx, user)
    session, client_session = _attach_session(login, user, session)
    _end_other_session(ctx, session)
    identity_cookie.put(ctx, user, session)
    identity_cookie.remember(
        ctx, login.notes.get(pending_login.ATTEMPTED_USERNAME, user.username) if session.remember_me else None
    )
    login.remove()
    if user_code := login.request.get(pending_login.DEVICE):
        if devices.approve(ctx, user_code, session.id):
            return _device_page(ctx, "")
        ctx.remarks.append("the device code expired during the login")
        return _device_page(ctx, "expired_token")
    return _authorization_response(login, user, session, client_session)


def check_user(login: PendingLogin, user: User) -> None:
    """Check that the browser has no user session of another user. Raises ErrorPage."""
    session = login.ctx.sessions.online.get(login.root_id)
    if session is None or session.user_id == user.id:
        return
    other = login.ctx.accounts.by_id(login.ctx.realm, session.user_id)
    raise login.error_page(
        "differentUserAuthenticated",
        other.username if other else "",
        reason=f'user "{user.username}" cannot log in here: the browser has a session of {_name(other)}',
    )


def deny_device(login: PendingLogin, *, denied: bool) -> Step:
    """Deny the device if the user has `denied` it, and show the result (denyOAuth2DeviceAuthorization)."""
    if not denied:
        return _device_page(login.ctx, "server_error")
    is_known = devices.deny(login.ctx, login.request[pending_login.DEVICE])
    return _device_page(login.ctx, "access_denied" if is_known else "expired_token")


def _device_page(ctx: Context, error: str) -> Step:
    return Redirect(f"{devices.page_url(ctx)}/status{f'?error={error}' if error else ''}")


def _attach_session(login: PendingLogin, user: User, session: UserSession | None) -> tuple[UserSession, ClientSession]:
    """Return the user session and the client session, updated by this login (attachSession)."""
    ctx, auth_session = login.ctx, login.auth_session
    if session is None:
        session = ctx.sessions.online.get(login.root_id)
        check_user(login, user)
    sso = auth_session.notes.get(pending_login.SSO) == "true"
    if session is None:
        remember = auth_session.notes.get(pending_login.REMEMBER_ME) == "true"
        address = ctx.remote_address
        session = UserSession(login.root_id, user.id, ctx.now, ctx.now, remember_me=remember, address=address)
    notes = {**session.notes} if sso else {**session.notes, "AUTH_TIME": str(ctx.now)}
    request_notes = {**auth_session.request, pending_login.SSO: "true" if sso else "false"}
    client_session = sessions.attached(ctx, login.client, session, request_notes)
    client_notes = {name: value for name, value in client_session.notes.items() if name != FIRST_OFFLINE}
    is_new = session.started == session.used and not session.clients
    if is_new and _grants_offline_access(login, user, client_session.scope):
        client_notes[FIRST_OFFLINE] = "true"
    client_session = replace(client_session, notes=client_notes)
    session = replace(session, notes=notes).with_client(login.client.client_id, client_session)
    sessions.store(ctx, session)
    return session, client_session


def _name(user: User | None) -> str:
    return f'user "{user.username}"' if user else "the user"


def _grants_offline_access(login: PendingLogin, user: User, scope: str | None) -> bool:
    return scopes.OFFLINE_ACCESS in scopes.granted(login.ctx.realm, login.client, user, scope).every_scope.split(" ")


def _end_other_session(ctx: Context, session: UserSession) -> None:
    """End the user session that the browser had before, if it is another one."""
    if not identity_cookie.is_in_cookie(ctx, session.id):
        other = identity_cookie.current_session(ctx, check_active=False)
        if other and other.id != session.id:
            ctx.sessions.online.take(other.id)
            ctx.cookies.lines.clear()


def _authorization_response(
    login: PendingLogin, user: User, session: UserSession, client_session: ClientSession
) -> Step:
    ctx, request = login.ctx, login.request
    response_type = ResponseType.parse(request["response_type"])
    mode = response.mode_of(request.get("response_mode"), response_type) or response.QUERY
    state = request.get("state")
    parameters: list[tuple[str, str]] = [("state", state)] if state is not None else []
    parameters += response.session_parameters(login.client, client_session.issuer, session.id)
    parameters += kc_action.response_parameters(login)
    code = None
    if response_type and "code" in response_type:
        code = new_code(login, session)
        parameters.append(("code", code))
    if response_type and response_type.has_tokens:
        parameters += _tokens(login, user, session, client_session, response_type, code)
    only_in_jwt = [("iss", client_session.issuer)]
    # As Keycloak: a JWT response to response_type=token has the requested scope.
    if client_session.scope is not None and request["response_type"] == "token":
        only_in_jwt.append(("scope", client_session.scope))
    return response.redirect_to_client(
        ctx, login.client, login.redirect_uri, mode, parameters, only_in_jwt, login.history_url()
    )


def new_code(login: PendingLogin, session: UserSession) -> str:
    """Store and return an authorization code (OAuth2CodeParser.persistCode)."""
    ctx, request = login.ctx, login.request
    code_id = ctx.state.ids.uuid()
    code = AuthorizationCode(
        session.id,
        login.client.id,
        request.get("redirect_uri"),
        request.get("scope"),
        request.get("nonce"),
        request.get("code_challenge"),
        request.get("code_challenge_method"),
    )
    ctx.sessions.codes.put(code_id, code, ctx.now + ctx.realm.lifespans.code)
    return f"{code_id}.{session.id}.{login.client.id}"


def _tokens(
    login: PendingLogin,
    user: User,
    session: UserSession,
    client_session: ClientSession,
    response_type: ResponseType,
    code: str | None,
) -> Sequence[tuple[str, str]]:
    """Return the tokens of an implicit or hybrid response."""
    request = login.request
    nonce = request.get("nonce")
    scope = scopes.with_earlier_openid(request.get("scope"), client_session.scope)
    issuance = Issuance(user, session, client_session, scope, _IMPLICIT, refreshable=False, nonce=nonce)
    hash_claims = {"c_hash": code, "s_hash": request.get("state") or None}
    issued = issuing.issue_front_channel(
        login.ctx, login.client, issuance, hash_claims, access="token" in response_type
    )
    tokens = [("id_token", issued["id_token"])] if "id_token" in response_type else []
    if "token" in response_type:
        tokens += [(name, str(issued[name])) for name in ("access_token", "token_type", "expires_in")]
    return tokens
