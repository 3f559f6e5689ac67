"""Pages that belong to no pending login any more: the browser carries what they say, to show it in another language.

As Keycloak's DetachedInfoStateChecker.
"""

import json
from dataclasses import replace

from mockauth.protocol import cookies, urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.pages import Message, Page

_STATE = "kc_state_checker"
_ERROR, _INFO = "error", "info"


def keep_page(ctx: Context, page: Page) -> Page:
    """Give a page with the URL that shows it in another language, where that is not a step of a login."""
    message = page.message
    if not ctx.realm.appearance.international or message is None or page.template not in (_ERROR, _INFO):
        return page
    if "locale_url" in page.values:
        return page
    now = ctx.state.ids.uuid()
    said = {
        "mky": message.key,
        "mty": message.kind,
        "mpar": list(message.arguments),
        "stat": page.status if page.template == _ERROR else None,
        "clid": page.client.id if page.client else None,
        "st1": ctx.query.get(_STATE),
        "st2": now,
    }
    cookie = ctx.keys.secret.sign(json.dumps(said).encode())
    cookies.put(ctx, cookies.DETACHED, cookie, ctx.realm.lifespans.login_action)
    url = f"{urls.realm(ctx.base_url, ctx.realm.name)}/login-actions/detached-info?{_STATE}={now}"
    return replace(page, values={**page.values, "locale_url": url.removeprefix(urls.origin(ctx.base_url))})


def restore_page(ctx: Context) -> Page:
    """Give the page that the browser carries, in the language that is asked for. Raises ErrorPage."""
    said = _said(ctx)
    chosen = ctx.query.get("kc_locale")
    if chosen is not None and ctx.realm.appearance.international:
        cookies.put(ctx, cookies.LOCALE, chosen)
    client = next((it for it in ctx.realm.clients.values() if it.id == said["clid"]), None)
    message = Message(said["mty"], said["mky"], said["mpar"])
    values = {} if client else {"skip_link": True}
    if said["mty"] == _ERROR:
        return Page(_ERROR, said["stat"] or 400, message, values=values, client=client, chosen_locale=chosen)
    return Page(_INFO, message=message, values=values, client=client, chosen_locale=chosen)


def _said(ctx: Context) -> Claims:
    state = ctx.query.get(_STATE)
    try:
        said = verified_claims(cookies.get(ctx, cookies.DETACHED), ctx.keys)
    except InvalidJws as error:
        raise _refused("the browser carries no such page") from error
    if "mky" not in said or not state or state not in (said.get("st1"), said.get("st2")):
        raise _refused("the page that the browser carries is another one")
    return said


def _refused(reason: str) -> ErrorPage:
    return ErrorPage("expiredActionTokenNoSessionMessage", reason=reason)
