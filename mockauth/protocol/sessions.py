"""Start, store and expire sessions (Keycloak's SessionExpirationUtils and AuthenticationManager)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mockauth.protocol import java
from mockauth.protocol.context import Context
from mockauth.realms.model import Client, Realm, User
from mockauth.state.sessions import FIRST_OFFLINE, ClientSession, UserSession

_NEVER = 1 << 62


def start(
    ctx: Context,
    user: User,
    client: Client,
    scope: str | None,
    notes: Mapping[str, str],
    *,
    keep: bool = True,
    offline: bool = False,
) -> tuple[UserSession, ClientSession]:
    """Start a session of a user with a client session, and store it if `keep` is true.

    One that begins with an offline token is kept as an offline session alone.
    """
    now = ctx.now
    client_session = ClientSession(now, now, request_notes(ctx, scope))
    session = UserSession(
        ctx.state.ids.session(),
        user.id,
        now,
        now,
        address=ctx.remote_address,
        notes=notes,
        clients={client.client_id: client_session},
    )
    if keep:
        store(ctx, replace(session, offline=offline))
    return session, client_session


def request_notes(ctx: Context, scope: str | None) -> dict[str, str]:
    """Return the notes of a client session that a token request sets; without a scope, an earlier one is kept."""
    return {"iss": ctx.issuer, **({} if scope is None else {"scope": scope})}


def attached(ctx: Context, client: Client, session: UserSession, notes: Mapping[str, str]) -> ClientSession:
    """Return the client session after a request that sets `notes`; other notes stay as earlier requests set them.

    As TokenManager.attachAuthenticationSession: a client session that has expired starts again, without its notes.
    """
    before = session.clients.get(client.client_id)
    if before is None or not is_alive(ctx.realm, client, session, before, ctx.now):
        return ClientSession(ctx.now, session.used, notes)
    return before.with_notes(notes, used=session.used)


def as_granted(session: UserSession, *, offline: bool) -> UserSession:
    """Return a session, marked as an offline session if `offline` is true."""
    return replace(session, offline=True) if offline and not session.offline else session


def store(ctx: Context, session: UserSession) -> None:
    """Store a session until it expires."""
    ctx.sessions.table(session.offline).put(session.id, session, session_end(ctx.realm, session))


def start_offline_session(ctx: Context, client: Client, session: UserSession) -> None:
    """Store the offline session of a client; end the online one if the login was for the offline one.

    As UserSessionManager.createOrUpdateOfflineSession: a client keeps the offline client session that it already has.
    """
    client_session = session.clients[client.client_id]
    before = ctx.sessions.offline.get(session.id)
    offline = before or replace(session, offline=True, started=ctx.now, clients={})
    if client.client_id not in offline.clients:
        notes = {name: value for name, value in client_session.notes.items() if name != FIRST_OFFLINE}
        offline = offline.with_client(client.client_id, ClientSession(ctx.now, ctx.now, notes))
    store(ctx, replace(offline, used=ctx.now))
    if FIRST_OFFLINE in client_session.notes:
        ctx.sessions.online.take(session.id)
        ctx.sessions.root_auth_sessions.take(session.id)


def latest_end(realm: Realm, client: Client, session: UserSession, started: int) -> int | None:
    """Return the time at which a client session reaches its maximum lifespan; None for never."""
    spans = realm.lifespans
    if session.offline:
        own = _of_client(client, "client.offline.session.max.lifespan")
        if not (own or spans.offline_max):
            return None
        return min(started + (own or spans.client_offline_max or spans.offline_max), _offline_end(realm, session))
    whole = max(spans.sso_max, spans.remember_me_max) if session.remember_me else spans.sso_max
    own = _of_client(client, "client.session.max.lifespan") or spans.client_max or whole
    return min(started + own, session.started + whole)


def idle_end(realm: Realm, client: Client, session: UserSession, used: int) -> int:
    """Return the time at which a client session expires if it is not used again after `used`."""
    spans = realm.lifespans
    if session.offline:
        own = _of_client(client, "client.offline.session.idle.timeout") or spans.client_offline_idle
        return used + (own or spans.offline_idle)
    whole = max(spans.sso_idle, spans.remember_me_idle) if session.remember_me else spans.sso_idle
    return used + (_of_client(client, "client.session.idle.timeout") or spans.client_idle or whole)


def session_end(realm: Realm, session: UserSession) -> int:
    """Return the time at which a session expires if it is not used again."""
    spans = realm.lifespans
    if session.offline:
        return min(session.used + spans.offline_idle, _offline_end(realm, session))
    idle_time = max(spans.sso_idle, spans.remember_me_idle) if session.remember_me else spans.sso_idle
    whole = max(spans.sso_max, spans.remember_me_max) if session.remember_me else spans.sso_max
    return min(session.used + idle_time, session.started + whole)


def is_alive(realm: Realm, client: Client, session: UserSession, client_session: ClientSession, now: int) -> bool:
    """Return whether a client session has not expired."""
    end = latest_end(realm, client, session, client_session.started)
    return idle_end(realm, client, session, client_session.used) > now and (end is None or end > now)


def access_token_expiry(
    realm: Realm, client: Client, session: UserSession, client_session: ClientSession, now: int
) -> int:
    """Return the `exp` of an access token: the client's or the realm's lifespan, limited by the session's.

    As in TokenManager.getTokenExpiration; a lifespan of -1 means that of the session.
    """
    own = client.attributes.get("access.token.lifespan", "").strip()
    lifespan = int(own) if re.fullmatch(r"-?[0-9]{1,18}", own) else realm.lifespans.access_token
    response_type = client_session.notes.get("response_type", "code").split(" ")
    if "code" not in response_type and not {"token", "id_token"}.isdisjoint(response_type):
        lifespan = realm.lifespans.implicit_access_token
    at = now + lifespan if lifespan != -1 else session.started + realm.lifespans.sso_max_as_configured
    end = latest_end(realm, client, session, client_session.started)
    return at if end is None else min(at, end)


def _offline_end(realm: Realm, session: UserSession) -> int:
    longest_time = realm.lifespans.offline_max
    return session.started + longest_time if longest_time else _NEVER


def _of_client(client: Client, attribute: str) -> int:
    return max(java.integer(client.attributes.get(attribute, ""), bits=64) or 0, 0)
