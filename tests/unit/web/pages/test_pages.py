"""Every template says all that it says, in both languages, in whole HTML, and nothing that it is told is markup."""

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
    """Give the keys of all messages that are literals in the code."""
    calls = [
        node
        for file in HOME.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Message"
    ]
    literals = [call.args[1] for call in calls if len(call.args) > 1]
    return {str(literal.value) for literal in literals if isinstance(literal, ast.Constant)}


def hostile(value: Any) -> Any:
    """Give a value of a page with every text in it replaced."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return {key: inside if key in {"name", "type", "html"} else hostile(inside) for key, inside in value.items()}
    return [hostile(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("realm", REALMS)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str, language: str, realm: str) -> None:
    reading = Reading(render(PAGES[name], REALMS[realm], Locale(language), BASE))
    assert reading.wrong == []
    assert reading.all("html")[0].attributes["lang"] == language
    assert reading.by_id("kc-header-wrapper").text == "The Workshop"
    # As Keycloak: the question which organization is meant stands in the form, and the page has no title.
    assert reading.by_id("kc-page-title").text or name == "select-organization"
    labels = {element.attributes["for"] for element in reading.all("label")}
    named = {element.attributes.get("id") for element in reading.elements}
    # As Keycloak: the labels of a username that is no longer asked, of a choice of several, and of setting up an
    # authenticator are for no field.
    assert labels - named <= {"username", "speaks", "form-vertical-name"}


def test_every_template_has_a_sample() -> None:
    assert {page.template for page in PAGES.values()} == {
        file.stem for file in TEMPLATES if not file.stem.startswith("_")
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_message_is_there(language: str) -> None:
    # As Keycloak: it has no message `languages`, so the switcher is called by the key.
    assert (keys_of_templates() | keys_of_code()) - {"languages"} <= texts(language).keys()


def test_both_languages_say_the_same() -> None:
    # Keycloak itself says these in English only.
    only_english = {key for key in texts("en") if key.startswith("Your email domain")}
    assert texts("en").keys() - texts("de").keys() == {"delegationScopeConsentText"} | only_english


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_a_page_is_told_is_markup(name: str) -> None:
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


def test_the_first_form_of_a_login_is_found_by_the_pattern_that_scripts_use() -> None:
    written = render(PAGES["login"], INTERNATIONAL, Locale("en")).decode()
    assert re.findall(r'action="(.*)" method', written)[0] == ACTION.replace("&", "&amp;")


def test_an_error_of_a_field_stands_by_it_and_not_above_the_form() -> None:
    reading = Reading(render(PAGES["login"], REALM, Locale("en")))
    assert reading.by_id("input-error-username").text == "Invalid username or password."
    assert reading.by_id("username").attributes["aria-describedby"] == "input-error-username"
    assert not [it for it in reading.elements if "pf-m-danger" in (it.attributes.get("class") or "")]


def test_a_warning_is_not_shown_to_who_asked_for_the_action() -> None:
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
def test_the_way_back_leads_to_the_base_url_of_the_client(root: str, base: str, link: str | None) -> None:
    page = replace(PAGES["error"], client=replace(WEB, root_url=root, base_url=base))
    links = Reading(render(page, REALM, Locale("en"), f"{BASE}/auth")).all("a")
    assert [element.attributes["href"] for element in links] == ([link] if link else [])


def test_a_realm_without_a_dark_mode_is_light() -> None:
    light = replace(REALM, appearance=REALM.appearance._replace(dark_mode=False))
    assert b"prefers-color-scheme" in render(PAGES["terms"], REALM, Locale("en"))
    assert b"prefers-color-scheme" not in render(PAGES["terms"], light, Locale("en"))


def test_arabic_is_written_from_right_to_left() -> None:
    written = render(PAGES["terms"], INTERNATIONAL, locale_of(INTERNATIONAL, ui_locales="ar"))
    assert b'<html lang="ar" dir="rtl">' in written


def test_what_is_said_on_a_page_is_one_line() -> None:
    page = Page("register", message=error("emailExistsMessage"), errors={"email": error("error-invalid-email")})
    assert summary(page, Locale("en")) == "Email already exists. Invalid email address."


def test_no_page_is_prepared_before_one_is_shown() -> None:
    program = "import sys, mockauth.web.app; print([it for it in sys.modules if it.startswith('mockauth.web.pages')])"
    done = run([executable, "-c", program], cwd=HOME.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
