"""Turn a login's next step, or an error, into a response: a redirect, a page or JSON."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from mockauth.printable import printable
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.realms.model import Realm
from mockauth.web import accept
from mockauth.web.responses import HTML, JSON, Response, error_response, json_bytes

if TYPE_CHECKING:
    from mockauth.protocol.pages import Page, Step


def respond(ctx: Context, step: "Step", reason: str = "") -> Response:
    """Return the response for a step: a redirect, or a page in the user's language.

    `reason` is why the page shows an error; by default the remarks of the request.
    """
    from mockauth.protocol.pages import Redirect

    if isinstance(step, Redirect):
        return Response(302, headers={"Location": _ascii(step.location)})
    # Imported late because a service that asks for a token needs no templates.
    from mockauth.protocol import cookies, detached_info
    from mockauth.web import pages

    step = detached_info.keep_page(ctx, step)
    user = ctx.accounts.by_id(ctx.realm, step.user_id)
    locale = pages.locale_of(
        ctx.realm,
        chosen=step.chosen_locale,
        user_attributes=user.attributes if user else None,
        ui_locales=step.ui_locales,
        cookie=cookies.get(ctx, cookies.LOCALE),
        accept_language=ctx.accept_language,
    )
    hint = printable(reason or "; ".join(ctx.remarks)) if ctx.hints else ""
    body = pages.render(step, ctx.realm, locale, ctx.base_url, hint)
    headers = {"Content-Language": locale.tag} if step.template != "form_post" else {}
    if not reason and not ctx.remarks and (message := _error_message(step)):
        ctx.remarks.append(message)
    frame_sources = step.values.get("frame_sources", "")
    return Response(step.status, body, pages.content_type(step), headers, frame_sources=frame_sources)


def _error_message(page: "Page") -> str:
    """Return the errors of a page in English, with the names of their fields, or nothing."""
    if not page.errors and not (page.message and page.message.kind == "error"):
        return ""
    from mockauth.web import pages

    fields = f"{', '.join(page.errors)}: " if page.errors else ""
    return f"the page shows an error: {fields}{pages.summary(page, pages.ENGLISH)}"


def _ascii(url: str) -> str:
    """Encode a URL for a header (RFC 3987 section 3.1)."""
    return url if url.isascii() else "".join(it if it.isascii() else quote(it, errors="replace") for it in url)


def error_page(ctx: Context, page: "Page", reason: str) -> Response:
    """Return an error page, or its message as JSON if the request asks for JSON (createErrorPage)."""
    if not accept.names_type(ctx.accept, JSON):
        return respond(ctx, page, reason)
    from mockauth.web import pages

    message = pages.summary(page, pages.locale_of(ctx.realm, accept_language=ctx.accept_language))
    return Response(page.status, json_bytes({"error": message}), JSON)


def path_error(error: Refusal, realm: Realm | None, base_url: str, accepted: str, hints: bool) -> Response:
    """Return the response to a wrong path: a page for browsers, JSON for programs (KeycloakErrorHandler).

    `accepted` is the Accept header. With `hints` the page shows the reason of the error.
    """
    if not error.for_people or not accept.names_type(accepted, HTML):
        return error_response(error)
    from mockauth.protocol import urls
    from mockauth.protocol.pages import Message, Page
    from mockauth.web import pages

    key = "pageNotFound" if error.status == HTTPStatus.NOT_FOUND else "internalServerError"
    polling_url = f"{urls.realm(base_url, realm.name if realm else 'master')}/login-actions/restart?skip_logout=true"
    page = Page("error", error.status, Message("error", key), values={"lost": True, "polling_url": polling_url})
    body = pages.render(page, realm, pages.ENGLISH, base_url, printable(error.reason) if hints else "")
    return Response(error.status, body, pages.content_type(page))
