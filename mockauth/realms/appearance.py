"""What people see of a realm before they are logged in: its name, and the languages of its pages."""

from dataclasses import dataclass

from mockauth.realms.reader import Reader


@dataclass(frozen=True, slots=True)
class Appearance:
    """The name of a realm for people, and which locales its pages have.

    `locales` are language tags; they count only where the realm is `international`. `display_name_html` may hold
    markup; `own_name_html` is it where the realm has one.
    """

    display_name: str
    display_name_html: str
    own_name_html: str
    international: bool
    locales: tuple[str, ...]
    default_locale: str
    dark_mode: bool


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
    )
