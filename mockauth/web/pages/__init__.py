"""The pages of a login as HTML: what clients and tests rely on is Keycloak's theme `keycloak.v2`, the rest our own.

`render` makes HTML of a page's value; what `values` holds is said at the top of each file in `templates`.
Nothing of it is needed before the first page is shown, so nothing of it is imported before.
"""

from mockauth.protocol.pages import Page
from mockauth.realms.model import Realm
from mockauth.web.pages.form_post import form_post
from mockauth.web.pages.locales import ENGLISH, Locale, locale_of
from mockauth.web.pages.rendering import view
from mockauth.web.pages.texts import summary

__all__ = ["ENGLISH", "Locale", "content_type", "locale_of", "render", "summary"]

_FORM_POST = "form_post"


def render(page: Page, realm: Realm | None, locale: Locale, base_url: str = "") -> bytes:
    """Give the page in HTML; `base_url` is where this server is, for links that are relative to it."""
    if page.template == _FORM_POST:
        written = form_post(page.values["action"], page.values["parameters"])
    else:
        written = view(page, realm, locale, base_url)
    return written.encode("utf-8", "replace")


def content_type(page: Page) -> str:
    """Give the content type of a page; all but one have a Content-Language too, the tag of their locale."""
    return "text/html" if page.template == _FORM_POST else "text/html;charset=utf-8"
