"""Every template renders valid HTML in both languages, and escapes all values."""

import ast
import json
import re
from dataclasses import replace
from pathlib import Path
from subprocess import run
from sys import executable
from typing import Any

import pytest
from unit.web.pages.reading import Reading
from unit.web.pages.samples import ACTION, INTERNATIONAL, PAGES, REALM, REALMS, WEB, error

import mockauth
from mockauth.protocol.pages import Message, Page
from mockauth.web.pages import Locale, locale_of, render, summary

HOME = Path(mockauth.__file__).parent
PAGES_HOME = HOME / "web" / "pages"
TEMPLATES = sorted(PAGES_HOME.glob("templates/*.html"))
BASE = "https://login.example.org"
HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>&amp;${password}{0}''"


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((PAGES_HOME / "texts" / f"{language}.json").read_text(encoding="utf-8"))
    return found


def keys_of_templates() -> set[str]:
    source = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES)
    calls = re.findall(r"msg\(([^)]*)\)", source)
    return {key for call in calls for key in re.findall(r'"([\w.-]+)"', call)} - {"requiredAction."}


def keys_of_code() -> set[str]:
    """Return the keys of all messages that are literals in the code."""
    calls = [
        node
        for file in HOME.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Message"
    ]
    literals = [call.args[1] for call in calls if len(call.args) > 1]
    return {str(literal.value) for literal in literals if isinstance(literal, ast.Constant)}


def hostile(value: Any) -> Any:
    """Replace every text in a value of a page by hostile markup."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return {key: inside if key in {"name", "type", "html"} else hostile(inside) for key, inside in value.items()}
    return [hostile(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("realm", REALMS)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_html(name: str, language: str, realm: str) -> None:
    reading = Reading(render(PAGES[name], REALMS[realm], Locale(language), BASE))
    assert reading.wrong == []
    assert reading.all("html")[0].attributes["lang"] == language
    assert reading.by_id("kc-header-wrapper").text == "The Workshop"
    # As Keycloak: on the page for organizations the heading is part of the form.
    assert reading.by_id("kc-page-title").text or name == "select-organization"
    labels = {element.attributes["for"] for element in reading.all("label")}
    named = {element.attributes.get("id") for element in reading.elements}
    # As Keycloak: the labels of an attempted username, of multiple choices and of the authenticator set-up have no
    # field.
    assert labels - named <= {"username", "speaks", "form-vertical-name"}


def test_every_template_has_a_sample() -> None:
    assert {page.template for page in PAGES.values()} == {
        file.stem for file in TEMPLATES if not file.stem.startswith("_")
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_message_has_a_text(language: str) -> None:
    # As Keycloak: the message `languages` does not exist, so the switcher is labelled with the key.
    assert (keys_of_templates() | keys_of_code()) - {"languages"} <= texts(language).keys()


def test_both_languages_have_the_same_messages() -> None:
    # Keycloak has these in English only.
    only_english = {key for key in texts("en") if key.startswith("Your email domain")}
    assert texts("en").keys() - texts("de").keys() == {"delegationScopeConsentText"} | only_english


@pytest.mark.parametrize("name", PAGES)
def test_values_of_a_page_are_escaped(name: str) -> None:
    page = PAGES[name]
    client = replace(WEB, name=HOSTILE, base_url=HOSTILE, attributes={"logoUri": HOSTILE, "tosUri": HOSTILE})
    told = replace(
        page,
        message=replace(page.message, arguments=[HOSTILE]) if page.message else None,
        values=hostile(dict(page.values)),
        client=client if page.client else None,
    )
    realm = replace(INTERNATIONAL, appearance=INTERNATIONAL.appearance._replace(display_name=HOSTILE))
    harmless, reading = (Reading(render(it, realm, Locale("en"), BASE)) for it in (page, told))
    assert reading.wrong == []
    assert len(reading.all("script")) == len(harmless.all("script"))
    assert not [element for element in reading.elements if "onerror" in element.attributes]


@pytest.mark.parametrize("name", PAGES)
def test_the_method_of_a_form_follows_its_action(name: str) -> None:
    written = render(PAGES[name], REALM, Locale("en"), BASE).decode()
    assert len(re.findall(r'action="[^"]*" method="(?:post|POST)"', written)) == written.count("<form")


def test_the_login_form_matches_the_pattern_that_scripts_use() -> None:
    written = render(PAGES["login"], INTERNATIONAL, Locale("en")).decode()
    assert re.findall(r'action="(.*)" method', written)[0] == ACTION.replace("&", "&amp;")


def test_a_field_error_is_shown_at_the_field_and_not_above_the_form() -> None:
    reading = Reading(render(PAGES["login"], REALM, Locale("en")))
    assert reading.by_id("input-error-username").text == "Invalid username or password."
    assert reading.by_id("username").attributes["aria-describedby"] == "input-error-username"
    assert not [it for it in reading.elements if "pf-m-danger" in (it.attributes.get("class") or "")]


def test_a_warning_is_not_shown_if_the_client_requested_the_action() -> None:
    page = Page("login-update-password", message=Message("warning", "resetPasswordMessage"), values={"action": ACTION})
    said = b"You need to change your password."
    assert said in render(page, REALM, Locale("en"))
    assert said not in render(replace(page, values={"action": ACTION, "app_initiated": True}), REALM, Locale("en"))


@pytest.mark.parametrize(
    ("root", "base", "link"),
    [
        ("", "https://a.example.org/x", "https://a.example.org/x"),
        ("https://a.example.org", "/x?y=1", "https://a.example.org/x?y=1"),
        ("", "/realms/demo/account/", "https://login.example.org/realms/demo/account/"),
        ("${authBaseUrl}", "/x", "https://login.example.org/auth/x"),
        ("https://a.example.org", "", None),
    ],
)
def test_the_back_link_leads_to_the_base_url_of_the_client(root: str, base: str, link: str | None) -> None:
    page = replace(PAGES["error"], client=replace(WEB, root_url=root, base_url=base))
    links = Reading(render(page, REALM, Locale("en"), f"{BASE}/auth")).all("a")
    assert [element.attributes["href"] for element in links] == ([link] if link else [])


def test_a_realm_without_a_dark_mode_is_light() -> None:
    light = replace(REALM, appearance=REALM.appearance._replace(dark_mode=False))
    assert b"prefers-color-scheme" in render(PAGES["terms"], REALM, Locale("en"))
    assert b"prefers-color-scheme" not in render(PAGES["terms"], light, Locale("en"))


@pytest.mark.parametrize(
    ("wanted", "default", "language"),
    [("ar", "", "en"), ("fr", "", "en"), ("fr", "de", "de"), ("de", "en", "de"), ("en", "de", "en")],
)
def test_the_lang_attribute_is_the_language_of_the_texts(wanted: str, default: str, language: str) -> None:
    realm = replace(INTERNATIONAL, appearance=INTERNATIONAL.appearance._replace(default_locale=default))
    written = render(PAGES["terms"], realm, locale_of(realm, ui_locales=wanted)).decode()
    assert f'<html lang="{language}" dir="ltr">' in written


def test_the_lang_attribute_keeps_the_country() -> None:
    assert b'<html lang="de-AT">' in render(PAGES["terms"], REALM, Locale("de-AT", ("de", "en")))


def test_a_hint_is_marked_as_mockauths_and_escaped() -> None:
    reading = Reading(render(PAGES["error"], REALM, Locale("de"), hint=HOSTILE))
    assert reading.wrong == []
    assert reading.by_id("mockauth-hint").text.startswith("mockauth: <script>alert(1)</script>")
    assert reading.by_id("mockauth-hint").attributes["lang"] == "en"


def test_the_summary_of_a_page_is_one_line() -> None:
    page = Page("register", message=error("emailExistsMessage"), errors={"email": error("error-invalid-email")})
    assert summary(page, Locale("en")) == "Email already exists. Invalid email address."


def test_the_pages_are_not_imported_before_the_first_is_shown() -> None:
    program = "import sys, mockauth.web.app; print([it for it in sys.modules if it.startswith('mockauth.web.pages')])"
    done = run([executable, "-c", program], cwd=HOME.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
