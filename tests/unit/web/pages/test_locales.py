"""The language of a page is the first preference that the realm supports."""

from dataclasses import replace

import pytest

from mockauth.realms.files import load_text
from mockauth.realms.model import Realm
from mockauth.web.pages import ENGLISH, Locale, locale_of
from mockauth.web.pages.locales import choices


def realm(*locales: str, default: str = "", international: bool = True) -> Realm:
    plain = load_text("[realms.demo]", "demo.toml", {}).realms["demo"]
    appearance = plain.appearance._replace(international=international, locales=locales, default_locale=default)
    return replace(plain, appearance=appearance)


ALL = {
    "chosen": "de",
    "user_attributes": {"locale": ["fr"]},
    "ui_locales": "it es",
    "cookie": "nl",
    "accept_language": "sv",
}


def test_a_realm_without_internationalization_is_english() -> None:
    assert locale_of(realm("de", default="de", international=False), **ALL) == ENGLISH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("has", "tag"),
    [
        (["sv"], "sv"),
        (["sv", "nl"], "nl"),
        (["sv", "nl", "es"], "es"),
        (["sv", "nl", "es", "it"], "it"),
        (["sv", "nl", "es", "it", "fr"], "fr"),
        (["sv", "nl", "es", "it", "fr", "de"], "de"),
        (["pl"], "hu"),
    ],
)
def test_preferences_have_an_order(has: list[str], tag: str) -> None:
    assert locale_of(realm(*has, default="hu"), **ALL).tag == tag  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de", "de"),
        ("fr, de;q=0.9, en;q=0.1", "de"),
        ("en;q=0.1,de;q=0.5", "de"),
        ("de-AT", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", "en"),
        ("*", "en"),
        ("", "en"),
        (";;q=x,,de", "de"),
        ("zh-Hant", "zh-CN"),
    ],
)
def test_accept_language_is_a_list_of_preferences(header: str, tag: str) -> None:
    assert locale_of(realm("en", "de", "pt-BR", "zh-CN"), accept_language=header).tag == tag


def test_a_locale_with_the_same_country_is_preferred() -> None:
    assert locale_of(realm("pt", "pt-BR"), ui_locales="pt-BR").tag == "pt-BR"
    assert locale_of(realm("pt", "pt-BR"), ui_locales="pt").tag == "pt"


def test_missing_texts_come_from_the_default_locale_of_the_realm() -> None:
    assert locale_of(realm("fr-CA", default="de"), ui_locales="fr-CA") == Locale("fr-CA", ("fr", "de", "en"))


def test_the_language_switcher_names_languages_in_the_language_of_the_page() -> None:
    offered = choices(realm("fr", "de", "en", "tlh"), Locale("de"), "/login?kc_locale=fr&tab_id=1")
    assert [choice.label for choice in offered] == ["Deutsch", "Englisch (English)", "Französisch (Français)", "tlh"]
    assert [choice.current for choice in offered] == [True, False, False, False]
    assert offered[1].url == "/login?tab_id=1&kc_locale=en"
