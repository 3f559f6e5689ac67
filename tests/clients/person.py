"""A user who logs in without a browser: follows redirects, keeps cookies, and submits forms."""

from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from contract.html import Element, parse


@dataclass
class Form:
    """A form of a page: its action URL, and the values of its fields."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def forms(text: str) -> dict[str, Form]:
    """Return the forms of a page by their ids."""
    return {it.attributes.get("id", ""): _form(it) for it in parse(text).all() if it.name == "form"}


def _form(it: Element) -> Form:
    inputs = [each.attributes for each in it.all() if each.name == "input" and each.attributes.get("name")]
    sent = {each["name"]: each.get("value", "") for each in inputs if each.get("type") != "submit"}
    return Form(it.attributes.get("action", ""), sent)


def _opener() -> OpenerDirector:
    # A browser sends Secure cookies to http://localhost too. Python has to be told to do that.
    policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
    return build_opener(HTTPCookieProcessor(CookieJar(policy)))


@dataclass
class Person:
    """A user who has one page open."""

    url: str = ""
    status: int = 0
    text: str = ""
    opener: OpenerDirector = field(default_factory=_opener)

    def opens(self, url: str, form: dict[str, str] | None = None) -> "Person":
        """Open a URL, or send a form to it, and follow redirects."""
        try:
            answer = self.opener.open(url, urlencode(form).encode() if form is not None else None, timeout=30)
        except HTTPError as refused:
            answer = refused
        with answer:
            self.url, self.status, self.text = answer.url, answer.status or 0, answer.read().decode()
        return self

    def sends(self, form_id: str = "", **values: str) -> "Person":
        """Fill in and submit a form of the page."""
        found = forms(self.text)
        assert form_id in found, f"no form {form_id!r} at {self.url} ({self.status}): {self.text[:2000]}"
        return self.opens(urljoin(self.url, found[form_id].action), {**found[form_id].fields, **values})

    def logs_in(self, username: str, password: str) -> "Person":
        """Fill in and submit the login form."""
        return self.sends("kc-form-login", username=username, password=password)
