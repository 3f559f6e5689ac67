"""Render the landing page as HTML. It needs no script, and its Content-Security-Policy allows none."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from mockauth.web.landing.page import LandingPage
from mockauth.web.pages.data_files import TEMPLATES

_HERE = Path(__file__).parent
_STYLE = (_HERE / "landing.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_environment = Environment(
    loader=FileSystemLoader([_HERE, TEMPLATES]), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def render(page: LandingPage) -> bytes:
    """Return the page as HTML."""
    template = _environment.get_template("landing.html")
    # The style is our own file.
    return template.render(page=page, style=Markup(_STYLE)).encode("utf-8", "replace")  # noqa: S704
