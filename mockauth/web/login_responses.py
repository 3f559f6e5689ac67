"""A login's step on the wire: a redirect, or a page with the headers of pages."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.realms.model import Realm
from mockauth.web import accept
from mockauth.web.responses import JSON, Answer, encoded, refusal

if TYPE_CHECKING:
    from mockauth.protocol.pages import Page, Step

HTML = "text/html"


def answer(ctx: Context, step: "Step") -> Answer:
    """Give the answer that a step is."""
    from mockauth.protocol.pages import Redirect

    if isinstance(step, Redirect):
        return Answer(302, headers={"Location": _ascii(step.location)})
    # Templates are read when the first page is wanted: a service's token needs none.
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
    body, kind = pages.render(step, ctx.realm, locale, ctx.base_url), pages.content_type(step)
    headers = {"Content-Language": locale.tag} if step.template != "form_post" else {}
    return Answer(step.status, body, kind, headers, frame_sources=step.values.get("frame_sources", ""))


def _ascii(url: str) -> str:
    """Give a URL as a header holds it (RFC 3987 section 3.1)."""
    return url if url.isascii() else "".join(it if it.isascii() else quote(it, errors="replace") for it in url)


def error_page(ctx: Context, page: "Page") -> Answer:
    """Give an error page, or what it says as JSON to who asks for that (createErrorPage)."""
    if not accept.names(ctx.accept, JSON):
        return answer(ctx, page)
    from mockauth.web import pages

    said = pages.summary(page, pages.locale_of(ctx.realm, accept_language=ctx.accept_language))
    return Answer(page.status, encoded({"error": said}), JSON)


def lost(error: Refusal, realm: Realm | None, wanted: str) -> Answer:
    """Give a refusal of a path: a page to people, JSON to programs (KeycloakErrorHandler)."""
    if not error.for_people or not accept.names(wanted, HTML):
        return refusal(error)
    from mockauth.protocol.pages import Message, Page
    from mockauth.web import pages

    key = "pageNotFound" if error.status == HTTPStatus.NOT_FOUND else "internalServerError"
    page = Page("error", error.status, Message("error", key), values={"lost": True})
    return Answer(error.status, pages.render(page, realm, pages.ENGLISH), pages.content_type(page))
