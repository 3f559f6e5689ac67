"""How the login pages of a realm look: its display name, languages and theme. Also its frontend URL."""

from typing import NamedTuple
from urllib.parse import urlsplit

from mockauth.realms.parsing.json_reader import Reader


class Appearance(NamedTuple):
    """The display name of a realm, and the theme and locales of its pages.

    `locales` are language tags; they are used only if the realm is `international` (`internationalizationEnabled`).
    `display_name_html` may contain markup and falls back to the display name; `own_name_html` is the configured value
    or empty. `old_theme` is true for the login theme `keycloak`, the predecessor of `keycloak.v2`.
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

# Pages that belong to no realm look like those of Keycloak's master realm.
MASTER = Appearance(
    "Keycloak", "Keycloak", "Keycloak", international=False, locales=(), default_locale="", dark_mode=True
)


def appearance(top: Reader) -> Appearance:
    """Read how the login pages of a realm look."""
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
    """Normalise the realm attribute `frontendUrl`: drop the default port and trailing slashes.

    Returns an empty string for an invalid URL, because Keycloak ignores those (HostnameV2Provider).
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
