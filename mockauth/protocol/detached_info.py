"""Show an info or error page again in another language, after its login has ended.

The message is kept in a cookie, as in Keycloak's DetachedInfoStateChecker.
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
    """Store the message of a page in a cookie, and return the page with the URL that shows it in another language.

    Other pages than info and error pages, and those of a pending login, are returned unchanged.
    """
    message = page.message
    if not ctx.realm.appearance.international or message is None or page.template not in (_ERROR, _INFO):
        return page
    if "locale_url" in page.values:
        return page
    state = ctx.state.ids.uuid()
    stored = {
        "mky": message.key,
        "mty": message.kind,
        "mpar": list(message.arguments),
        "stat": page.status if page.template == _ERROR else None,
        "clid": page.client.id if page.client else None,
        "st1": ctx.query.get(_STATE),
        "st2": state,
    }
    cookie = ctx.keys.secret.sign(json.dumps(stored).encode())
    cookies.put(ctx, cookies.DETACHED, cookie, ctx.realm.lifespans.login_action)
    url = f"{urls.realm(ctx.base_url, ctx.realm.name)}/login-actions/detached-info?{_STATE}={state}"
    return replace(page, values={**page.values, "locale_url": url.removeprefix(urls.origin(ctx.base_url))})


def restore_page(ctx: Context) -> Page:
    """Return the page of the cookie, in the requested language. Raises ErrorPage."""
    stored = _stored(ctx)
    chosen = ctx.query.get("kc_locale")
    if chosen is not None and ctx.realm.appearance.international:
        cookies.put(ctx, cookies.LOCALE, chosen)
    client = next((it for it in ctx.realm.clients.values() if it.id == stored["clid"]), None)
    message = Message(stored["mty"], stored["mky"], stored["mpar"])
    values = {} if client else {"skip_link": True}
    if stored["mty"] == _ERROR:
        return Page(_ERROR, stored["stat"] or 400, message, values=values, client=client, chosen_locale=chosen)
    return Page(_INFO, message=message, values=values, client=client, chosen_locale=chosen)


def _stored(ctx: Context) -> Claims:
    state = ctx.query.get(_STATE)
    try:
        stored = verified_claims(cookies.get(ctx, cookies.DETACHED), ctx.keys)
    except InvalidJws as error:
        raise _refused("the request has no valid KC_STATE_CHECKER cookie") from error
    if "mky" not in stored or not state or state not in (stored.get("st1"), stored.get("st2")):
        raise _refused("the KC_STATE_CHECKER cookie belongs to another page than kc_state_checker in the URL")
    return stored


def _refused(reason: str) -> ErrorPage:
    return ErrorPage("expiredActionTokenNoSessionMessage", reason=reason)
