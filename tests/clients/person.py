"""Somebody who logs in without a browser: follows redirects, keeps cookies, fills in forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener


@dataclass
class Form:
    """A form of a page: where it is sent, and what its fields hold."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, Form] = {}
        self.form = Form()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(named.get("action", ""))
            self.found[named.get("id", "")] = self.form
        elif tag == "input" and named.get("type") != "submit" and named.get("name"):
            self.form.fields[named["name"]] = named.get("value", "")


def _opener() -> OpenerDirector:
    # A browser sends Secure cookies to http://localhost too; Python does when it is told that http will do.
    policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
    return build_opener(HTTPCookieProcessor(CookieJar(policy)))


@dataclass
class Person:
    """Has one page open."""

    url: str = ""
    status: int = 0
    text: str = ""
    opener: OpenerDirector = field(default_factory=_opener)

    def opens(self, url: str, form: dict[str, str] | None = None) -> "Person":
        """Go to a URL, or send a form there, and follow wherever that leads."""
        try:
            answer = self.opener.open(url, urlencode(form).encode() if form is not None else None, timeout=30)
        except HTTPError as refused:
            answer = refused
        with answer:
            self.url, self.status, self.text = answer.url, answer.status or 0, answer.read().decode()
        return self

    def sends(self, form_id: str = "", **values: str) -> "Person":
        """Fill in and send a form of the page."""
        forms = _Forms(self.text).found
        assert form_id in forms, f"no form {form_id!r} at {self.url} ({self.status}): {self.text[:2000]}"
        return self.opens(urljoin(self.url, forms[form_id].action), {**forms[form_id].fields, **values})

    def logs_in(self, username: str, password: str) -> "Person":
        """Fill in and send the login form."""
        return self.sends("kc-form-login", username=username, password=password)
