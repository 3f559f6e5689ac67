"""Notify clients that a session has ended (OpenID Connect Back-Channel Logout 1.0; Keycloak's ResourceAdminManager).

A client without a backchannel logout URL may be a Keycloak adapter; it is notified at its admin URL, with its own
session ID.
"""

from collections.abc import Iterator
from urllib.parse import quote_plus, urlsplit, urlunsplit

from mockauth.protocol import scopes
from mockauth.protocol.claims import subject
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.protocol.outgoing.delivery import TEXT, Message, deliver
from mockauth.protocol.redirect_uris import is_uri
from mockauth.protocol.tokens import plans
from mockauth.protocol.tokens.issuing import signing_key
from mockauth.protocol.tokens.payload import OWN_CLAIMS, Claims, encoded, in_order
from mockauth.realms.model import Client, User
from mockauth.realms.model.sector_identifiers import MAPPER as PAIRWISE
from mockauth.state.sessions import ClientSession, UserSession

URL = "backchannel.logout.url"
_WITH_SESSION = "backchannel.logout.session.required"
_REVOKE_OFFLINE = "backchannel.logout.revoke.offline.tokens"
_ALGORITHM = "id.token.signed.response.alg"
_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_EVENT_OFFLINE = "revoke_offline_access"
_LIFESPAN, _LIFESPAN_OF_ACTIONS = 120, 30
_HOST = "${application.session.host}"


def notify_clients(ctx: Context, session: UserSession) -> None:
    """Notify the clients of a session that it has ended; `ctx.remarks` gets a line for each failure."""
    ctx.remarks.extend(deliver([*_messages(ctx, session)], ctx.blocking))


def _messages(ctx: Context, session: UserSession) -> Iterator[Message]:
    user = ctx.accounts.by_id(ctx.realm, session.user_id)
    for client_id, client_session in session.clients.items():
        client = ctx.realm.clients.get(client_id)
        if client is None or user is None or client.frontchannel_logout or not client.enabled:
            continue
        try:
            message = _message(ctx, client, user, session, client_session)
        except (Refusal, ValueError) as error:
            ctx.remarks.append(f'client "{client_id}" was not notified of the logout: {error}')
            continue
        if message:
            yield message


def _message(
    ctx: Context, client: Client, user: User, session: UserSession, client_session: ClientSession
) -> Message | None:
    target = client.attributes.get(URL) or client.admin_url
    if not target or not (client.attributes.get(URL) or client_session.adapter_session):
        return None
    url = resolve_url(ctx, client, target)
    if _HOST in url:
        if not client_session.adapter_host:
            raise ValueError(f"its URL contains {_HOST}, but it never sent its host (client_session_host)")
        url = url.replace(_HOST, client_session.adapter_host)
    if not is_uri(url):
        raise ValueError(f"its URL is invalid: {url:.200}")
    if client.attributes.get(URL):
        token = _logout_token(ctx, client, user, session, client_session)
        return Message(client.client_id, url, f"logout_token={quote_plus(token)}")
    action = _action(ctx, client, session, client_session)
    return Message(client.client_id, f"{url.removesuffix('/')}/k_logout", action, TEXT)


def _logout_token(ctx: Context, client: Client, user: User, session: UserSession, client_session: ClientSession) -> str:
    """Return a signed logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4)."""
    with_offline = {_EVENT_OFFLINE: True} if client.is_on(_REVOKE_OFFLINE) else {}
    token: Claims = {
        "exp": ctx.now + _LIFESPAN,
        "iat": ctx.now,
        "jti": ctx.state.ids.uuid(),
        "iss": client_session.issuer,
        "aud": [client.client_id],
        "sub": _subject(ctx, client, user, session, client_session),
        "typ": "Logout",
        "events": {_EVENT: {}, **with_offline},
    }
    if client.is_on(_WITH_SESSION):
        token["sid"] = session.id
    key = signing_key(ctx, client, _ALGORITHM)
    return key.sign(encoded(in_order(token, (*OWN_CLAIMS, "events"))), "logout+jwt")


def _subject(ctx: Context, client: Client, user: User, session: UserSession, client_session: ClientSession) -> str:
    """Return the user's ID, or the pairwise one for this client (LogoutTokenMapper)."""
    grant = scopes.granted(ctx.realm, client, user, client_session.scope)
    pairwise = [mapper for mapper in grant.mappers if mapper.type == PAIRWISE]
    if not pairwise:
        return user.id
    of = plans.subject(ctx, client, user, session, client_session, grant)
    return [str(claim.value) for mapper in pairwise for claim in subject.pairwise(mapper, of)][-1]


def _action(ctx: Context, client: Client, session: UserSession, client_session: ClientSession) -> str:
    """Return a signed logout action for an adapter (LogoutAction)."""
    action = {
        "id": f"{ctx.state.ids.uuid()}-{ctx.now}000",
        "expiration": ctx.now + _LIFESPAN_OF_ACTIONS,
        "resource": client.client_id,
        "action": "LOGOUT",
        "adapterSessionIds": [client_session.adapter_session],
        "notBefore": 0,
        "keycloakSessionIds": [session.id],
    }
    key = ctx.signing_key(ctx.realm.signature_algorithm)
    if key is None:
        raise ValueError(f'the realm has an unknown signature algorithm, "{ctx.realm.signature_algorithm:.40}"')
    return key.sign(encoded(action))


def resolve_url(ctx: Context, client: Client, url: str) -> str:
    """Return the absolute URL for a URL of a client (ResolveRelative.resolveRelativeUri)."""
    if not url.startswith("/"):
        return url
    if client.root_url in ("${authBaseUrl}", "${authAdminUrl}"):
        return f"{ctx.base_url}{url}"
    return client.root_url + url if client.root_url else urlunsplit(urlsplit(ctx.base_url)._replace(path=url))
