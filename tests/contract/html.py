"""Compare pages by texts, forms, links, ids of elements, and what scripts do; markup and style may differ."""

import json
import re
from dataclasses import dataclass
from dataclasses import field as made
from html.parser import HTMLParser
from typing import Any

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FIELDS = ("input", "select", "textarea", "button")
_OF_FIELD = ("name", "id", "type", "value", "autocomplete")
_TEXTS = {
    "kc-page-title": "heading",
    "kc-header-wrapper": "header",
    "kc-error-message": "error",
    "kc-info-message": "info",
    "kc-attempted-username": "attempted",
}
# What a page's scripts are called with: the URL that replaces its own in the browser's history, the URL to go to after
# a login in another tab, and the hash of the authentication session, which they compare with a cookie.
_SCRIPTS = re.compile(
    r"""(replaceState|startSessionPolling|checkAuthSession)\(\s*(?:\{\}, "[^"]*", )?("(?:[^"\\]|\\.)*")\s*\)"""
)
# Keycloak's pages have no element with such an id.
_OWN_IDS = "mockauth-"


@dataclass
class Element:
    """An element of a page: its name, attributes and children, which are elements and texts."""

    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = made(default_factory=list)

    def text(self) -> str:
        """Return all text of the element, with single spaces."""
        found = [child if isinstance(child, str) else child.text() for child in self.children]
        return " ".join(" ".join(found).split())

    def all(self) -> "list[Element]":
        """Return this element and all its descendants, in page order."""
        below = [found for child in self.children if isinstance(child, Element) for found in child.all()]
        return [self, *below]

    def has_class(self, name: str) -> bool:
        """Tell whether the element has this class."""
        return name in self.attributes.get("class", "").split()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(found)
        if tag not in _VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            if self.open[number].name == tag:
                del self.open[number:]
                return

    def handle_data(self, data: str) -> None:
        if self.open[-1].name not in {"script", "style"}:
            self.open[-1].children.append(data)


def parse(text: str) -> Element:
    """Parse a page."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.open[0]


def comparable(text: str) -> dict[str, Any]:
    """Return the parts of a page that clients and tests may rely on; URLs are unchanged."""
    elements = parse(text).all()
    found: dict[str, Any] = {}
    for element in elements:
        element_id = element.attributes.get("id", "")
        if element.name == "title":
            found["title"] = element.text()
        elif element.name == "html" and "lang" in element.attributes:
            found["lang"] = element.attributes["lang"]
        elif element_id in _TEXTS:
            found[_TEXTS[element_id]] = element.text()
    found["messages"] = [shown for it in elements if it.has_class("kc-feedback-text") and (shown := it.text())]
    found["errors"] = {
        it.attributes["id"]: it.text()
        for it in elements
        if it.attributes.get("id", "").startswith("input-error") and "container" not in it.attributes["id"]
    }
    found["labels"] = {
        it.attributes["for"]: it.text() for it in elements if it.name == "label" and "for" in it.attributes
    }
    found["authenticator"] = {it.attributes["id"]: _shown(it) for it in elements if _of_authenticator(it)}
    found["forms"] = [_form(it) for it in elements if it.name == "form"]
    found["frames"] = [
        {"text": it.text(), "src": frame.attributes.get("src", "")}
        for it in elements
        if it.name == "li"
        for frame in it.all()
        if frame.name == "iframe"
    ]
    found["links"] = [_link(it) for it in elements if it.name == "a" and _is_promised(it)]
    ids = [it.attributes["id"] for it in elements if it.attributes.get("id")]
    found["ids"] = " ".join(sorted(name for name in ids if not name.startswith(_OWN_IDS)))
    found["scripts"] = scripts(text)
    return {name: value for name, value in found.items() if value}


def scripts(text: str) -> dict[str, str]:
    """Return what a page's scripts are called with, by the name of the function."""
    return {name: json.loads(value) for name, value in _SCRIPTS.findall(text)}


def action(text: str, number: int = 0) -> str:
    """Return the action of a form of a page."""
    forms = [it for it in parse(text).all() if it.name == "form"]
    return forms[number].attributes.get("action", "") if len(forms) > number else ""


def detached_link(text: str) -> str:
    """Return the link to another language on a page after the end of a login."""
    found = re.search(
        r"/realms/[\w-]+/login-actions/detached-info\?(client_id=[\w-]+&amp;)?kc_state_checker=[\w-]+", text
    )
    return found[0].replace("&amp;", "&") if found else ""


def field(text: str, name: str) -> str:
    """Return the value of a form field."""
    for it in parse(text).all():
        if it.name == "input" and it.attributes.get("name") == name:
            return it.attributes.get("value", "")
    return ""


def link(text: str, name: str) -> str:
    """Return the target of a link, found by its id or text."""
    for it in parse(text).all():
        if it.name == "a" and name in (it.attributes.get("id", ""), it.text()):
            return it.attributes.get("href", "")
    return ""


def _form(form: Element) -> dict[str, Any]:
    fields = [it for it in form.all() if it.name in _FIELDS and it.attributes.get("type") != "button"]
    found: dict[str, Any] = {name: form.attributes[name] for name in ("id", "action") if name in form.attributes}
    return {**found, "method": form.attributes.get("method", "get").lower(), "fields": [_field(it) for it in fields]}


def _field(it: Element) -> dict[str, str]:
    found = {name: it.attributes[name] for name in _OF_FIELD if name in it.attributes}
    for flag in ("autofocus", "checked", "disabled", "readonly"):
        if flag in it.attributes:
            found[flag] = "yes"
    return {**found, "text": it.text()} if it.name == "button" else found


def _of_authenticator(it: Element) -> bool:
    return it.attributes.get("id", "").startswith(("kc-totp-", "kc-otp-credential-")) and it.name not in {"form", "ol"}


def _shown(it: Element) -> str:
    if it.attributes["id"] == "kc-totp-supported-apps":
        # Keycloak's order changes with each start.
        return ", ".join(sorted(below.text() for below in it.all() if below.name == "li"))
    return it.attributes["src"].partition(",")[0] if it.name == "img" else it.text()


def _is_promised(link: Element) -> bool:
    """Tell whether Keycloak has this link too; where Keycloak uses scripts, mockauth has two links of its own."""
    href = link.attributes.get("href", "#")
    return href != "#" and "kc_locale=" not in href and "/login-actions/restart" not in href


def _link(it: Element) -> dict[str, str]:
    found = {"id": it.attributes["id"]} if it.attributes.get("id") else {}
    return {**found, "href": it.attributes["href"], "text": it.text()}
