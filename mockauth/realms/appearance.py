"""What people see of a realm before they are logged in: where it is, its name, and the languages of its pages."""

from typing import NamedTuple
from urllib.parse import urlsplit

from mockauth.realms.json_reader import Reader


class Appearance(NamedTuple):
    """The name of a realm for people, and which locales its pages have.

    `locales` are language tags; they count only where the realm is `international`. `display_name_html` may hold
    markup; `own_name_html` is it where the realm has one. `old_theme` is the login theme before `keycloak.v2`.
    """

    display_name: str
    display_name_html: str
    own_name_html: str
    international: bool
    locales: tuple[str, ...]
    default_locale: str
    dark_mode: bool
    old_theme: bool = False


_PORTS = {"http": 80, "https": 443}

# Of no realm at all: what Keycloak's master realm looks like.
NOBODY = Appearance(
    "Keycloak", "Keycloak", "Keycloak", international=False, locales=(), default_locale="", dark_mode=True
)


def appearance(top: Reader) -> Appearance:
    """Read the appearance of a realm."""
    display_name = top.text("displayName") or top.text("realm")
    return Appearance(
        display_name=display_name,
        display_name_html=top.text("displayNameHtml") or display_name,
        own_name_html=top.text("displayNameHtml"),
        international=top.flag("internationalizationEnabled", False),
        locales=top.texts("supportedLocales"),
        default_locale=top.text("defaultLocale"),
        dark_mode=top.options("attributes").get("darkMode", "true").lower() == "true",
        old_theme=top.text("loginTheme") == "keycloak",
    )


def frontend_url(url: str) -> str:
    """Give the URL of a realm that is not where it is asked, without what can be left out of it.

    Nothing where it is none: then Keycloak passes over it (HostnameV2Provider).
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not parts.hostname:
        return ""
    host = parts.netloc.removesuffix(f":{port}") if port == _PORTS[parts.scheme] else parts.netloc
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
