"""The end of a session: for the browser that is logged in to it, for its pending logins, and for its clients.

As AuthenticationManager.backchannelLogout.
"""

from mockauth.protocol import logout_notifications
from mockauth.protocol.context import Context
from mockauth.protocol.login import identity_cookie
from mockauth.realms.model import User
from mockauth.state.sessions import UserSession


def end(ctx: Context, session: UserSession) -> None:
    """End a session and tell its clients; of all who end it at the same time, one tells them."""
    if identity_cookie.names(ctx, session.id):
        identity_cookie.expire(ctx)
    ctx.sessions.browsers.take(session.id)
    remove(ctx, session)


def remove(ctx: Context, session: UserSession) -> None:
    """End a session and tell its clients; with an offline session ends the one that it came from."""
    ended = ctx.sessions.table(session.offline).take(session.id)
    if session.offline:
        ctx.sessions.online.take(session.id)
    if ended is not None:
        logout_notifications.notify_clients(ctx, ended)


def end_others(ctx: Context, user: User, session_id: str) -> None:
    """End a user's sessions but one."""
    for session in ctx.sessions.online.all():
        if session.user_id == user.id and session.id != session_id:
            end(ctx, session)
