"""Render a page with the Jinja template of its name."""

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, FileSystemLoader

from mockauth.protocol import urls
from mockauth.protocol.java import integer
from mockauth.protocol.pages import Page
from mockauth.realms.model import Client, Realm
from mockauth.realms.model.appearance import MASTER
from mockauth.realms.model.password_policy import RULES
from mockauth.web.pages.data_files import TEMPLATES
from mockauth.web.pages.locales import Locale, choices
from mockauth.web.pages.sanitiser import sanitised
from mockauth.web.pages.texts import Texts, texts

if TYPE_CHECKING:
    from jinja2 import Template

_CHECKED_IN_BROWSER = ("length", "maxLength", "lowerCase", "upperCase", "digits", "specialChars")


def render_template(page: Page, realm: Realm | None, locale: Locale, base_url: str, hint: str) -> str:
    """Return the HTML of a page; `hint` is mockauth's own explanation of an error."""
    messages = texts(locale)
    template: Template = _environment().get_template(f"{page.template}.html")
    return template.render(
        {
            "page": page,
            "realm": realm,
            "look": realm.appearance if realm else MASTER,
            "locale": locale,
            "language": messages.language,
            "hint": hint,
            "locales": choices(realm, locale, page.values.get("locale_url", "")) if realm else [],
            "client": page.client,
            "client_url": _base_url_of(page.client, base_url),
            "values": page.values,
            "polling_url": page.values.get("polling_url") or _polling_url(page, realm, base_url),
            "errors": {name: messages.text(message) for name, message in page.errors.items()},
            "summary": messages.summary(page),
            "kind": "error" if page.errors else page.message.kind if page.message else "",
            "msg": messages.message,
            "password_policies": _password_policies(realm, messages) if realm else [],
            "advanced": messages.advanced,
            "username_label": _username_label(realm) if realm else "",
        }
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.filters["sanitised"] = sanitised
    environment.filters["barcode"] = _barcode
    return environment


def _barcode(text: str) -> str:
    # Imported late because few pages have one.
    from mockauth.web.pages.qr_code import barcode

    return barcode(text)


def _password_policies(realm: Realm, messages: Texts) -> list[dict[str, object]]:
    """Return the policies that the browser checks too, with their messages (PasswordPoliciesBean)."""
    configured = {name: integer(value or RULES[name].default) for name, value in realm.password_policy if name in RULES}
    return [
        {"name": name, "value": configured[name], "message": messages.message(RULES[name].message)}
        for name in _CHECKED_IN_BROWSER
        if configured.get(name) is not None
    ]


def _username_label(realm: Realm) -> str:
    if not realm.login_with_email:
        return "username"
    return "email" if realm.registration_email_as_username else "usernameOrEmail"


def _polling_url(page: Page, realm: Realm | None, base_url: str) -> str:
    """Return the URL to go to after a login in another tab, for a page without a pending login (UrlBean)."""
    client = page.client.client_id if page.client else None
    parameters = {"client_id": page.values.get("polling_client", client), "skip_logout": "true"}
    url = f"{urls.realm(base_url, realm.name if realm else '')}/login-actions/restart?{urls.query(parameters)}"
    return url.removeprefix(urls.origin(base_url))


def _base_url_of(client: Client | None, base_url: str) -> str:
    """Return the absolute base URL of a client (ResolveRelative.resolveRelativeUri)."""
    if client is None or not client.base_url.startswith("/"):
        return client.base_url if client else ""
    if client.root_url in {"${authBaseUrl}", "${authAdminUrl}"}:
        return base_url.rstrip("/") + client.base_url
    if client.root_url:
        return client.root_url + client.base_url
    return urlunsplit(urlsplit(base_url)._replace(path=client.base_url, query="", fragment=""))
