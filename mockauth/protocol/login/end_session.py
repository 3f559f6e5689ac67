"""End user sessions: expire the browser's cookies, remove pending logins, and notify the clients.

As AuthenticationManager.backchannelLogout.
"""

from mockauth.protocol import logout_notifications
from mockauth.protocol.context import Context
from mockauth.protocol.login import identity_cookie
from mockauth.realms.model import User
from mockauth.state.sessions import UserSession


def end(ctx: Context, session: UserSession) -> None:
    """End a user session and notify its clients; of concurrent calls only one notifies them."""
    if identity_cookie.is_of_session(ctx, session.id):
        identity_cookie.expire(ctx)
    ctx.sessions.root_auth_sessions.take(session.id)
    remove(ctx, session)


def remove(ctx: Context, session: UserSession) -> None:
    """Remove a user session and notify its clients; an offline session ends together with its online session."""
    ended = ctx.sessions.table(session.offline).take(session.id)
    if session.offline:
        ctx.sessions.online.take(session.id)
    if ended is not None:
        logout_notifications.notify_clients(ctx, ended)


def end_others(ctx: Context, user: User, session_id: str) -> None:
    """End all sessions of a user except one."""
    for session in ctx.sessions.online.all():
        if session.user_id == user.id and session.id != session_id:
            end(ctx, session)
