"""Render login pages as HTML: ids, fields and texts are those of Keycloak's theme `keycloak.v2`, the design is our own.

Each file in `templates` documents its `values`. The package is imported when the first page is shown.
"""

from mockauth.protocol.pages import Page
from mockauth.realms.model import Realm
from mockauth.web.pages.form_post import form_post
from mockauth.web.pages.locales import ENGLISH, Locale, locale_of
from mockauth.web.pages.rendering import render_template
from mockauth.web.pages.texts import summary

__all__ = ["ENGLISH", "Locale", "content_type", "locale_of", "render", "summary"]

_FORM_POST = "form_post"


def render(page: Page, realm: Realm | None, locale: Locale, base_url: str = "", hint: str = "") -> bytes:
    """Return the page as HTML.

    `base_url` is the URL of this server, for relative links. `hint` is mockauth's own explanation of an error.
    """
    if page.template == _FORM_POST:
        html = form_post(page.values["action"], page.values["parameters"], page.values["history_url"])
    else:
        html = render_template(page, realm, locale, base_url, hint)
    return html.encode("utf-8", "replace")


def content_type(page: Page) -> str:
    """Return the content type of a page."""
    return "text/html" if page.template == _FORM_POST else "text/html;charset=utf-8"
