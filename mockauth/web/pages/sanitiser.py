"""Sanitise HTML from a realm's configuration: keep only harmless markup (as KeycloakSanitizerPolicy)."""

import html
import re
from html.parser import HTMLParser

from markupsafe import Markup

_PHRASES = {"a", "i", "b", "u", "strong", "em", "small", "big", "code", "cite", "samp", "sub", "sup", "strike", "span"}
_BLOCKS = {"p", "pre", "center", "blockquote", "div", "ul", "ol", "li", "dl", "dt", "dd"}
_ELEMENTS = _PHRASES | _BLOCKS | {"h1", "h2", "h3", "h4", "h5", "h6"}
_VOID = frozenset({"br", "hr", "img"})
# Elements whose text is dropped too.
_SILENT = frozenset({"script", "style", "title", "textarea", "iframe", "object", "template", "noscript", "svg", "math"})
_ATTRIBUTES = {
    "id": re.compile(r"[\w:.-]+", re.ASCII),
    "class": re.compile(r"[\w\s,-]+", re.ASCII),
    "lang": re.compile(r"[a-zA-Z]{2,20}"),
    "title": re.compile(r"[\w\s\-',:\[\]!./\\()&]*"),
}
_URL = re.compile(r"(?:(?:https?|ftp)://|mailto:)[\w].*|[\w\\.#@$%+&;~,?=/!-]+")
_URLS = {("a", "href"), ("img", "src")}
_MOST_DECODINGS = 5


def sanitised(text: str) -> Markup:
    """Return the HTML with only harmless elements and attributes; text that stays encoded too often is dropped."""
    for _ in range(_MOST_DECODINGS):
        decoded = html.unescape(text)
        if decoded == text:
            parser = _Sanitiser()
            parser.feed(text)
            parser.close()
            return parser.result()
        text = decoded
    return Markup()


class _Sanitiser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.silent = ""

    def result(self) -> Markup:
        return Markup("".join([*self.parts, *(f"</{name}>" for name in reversed(self.open))]))  # noqa: S704

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        if tag in _SILENT:
            self.silent = tag
        elif tag in _ELEMENTS or tag in _VOID:
            kept = "".join(
                f' {name}="{html.escape(value)}"' for name, value in attrs if value and _harmless(tag, name, value)
            )
            self.parts.append(f"<{tag}{kept}>")
            if tag in _ELEMENTS:
                self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag in self.open and not self.silent:
            while (closed := self.open.pop()) != tag:
                self.parts.append(f"</{closed}>")
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(html.escape(data, quote=False))


def _harmless(tag: str, name: str, value: str) -> bool:
    pattern = _URL if (tag, name) in _URLS else _ATTRIBUTES.get(name)
    return bool(pattern and pattern.fullmatch(value))
