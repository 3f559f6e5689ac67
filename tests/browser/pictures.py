"""Take screenshots of every page: on a desktop and a phone, light and dark, in English and German.

    cd tests && python -m browser.pictures FOLDER [PAGE …]

writes a sheet for each page into the folder.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from unit.web.pages.samples import PAGES as SAMPLES
from unit.web.pages.samples import REALMS, attribute, error

from browser.chromium import launched
from mockauth.protocol.pages import Page
from mockauth.web.pages import Locale, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SHOTS: list[tuple[str, Any, str, str]] = [
    ("desktop-light-en", DESKTOP, "light", "en"),
    ("desktop-dark-de", DESKTOP, "dark", "de"),
    ("phone-light-de", PHONE, "light", "de"),
    ("phone-dark-en", PHONE, "dark", "en"),
]
ACTION = "/"
PERSON = [
    attribute("username", "${username}", required=True),
    attribute("email", "${email}", required=True, type="html5-email"),
    attribute("firstName", "${firstName}", required=True),
    attribute("lastName", "${lastName}", required=True),
]
PAGES: dict[str, tuple[Page, str]] = {
    **{name: (page, "international") for name, page in SAMPLES.items()},
    "login in a plain realm": (Page("login", values={"action": ACTION}), "plain"),
    "login in a realm with everything": (
        Page("login", values={"action": ACTION, "registration_url": "/", "reset_url": "/", "locale_url": "/"}),
        "international",
    ),
    "login with a message": (
        Page("login", message=error("accountTemporarilyDisabledMessage"), values={"action": ACTION}),
        "plain",
    ),
    "registration": (Page("register", values={"action": ACTION, "attributes": PERSON, "login_url": "/"}), "plain"),
    "update password": (Page("login-update-password", values={"action": ACTION}), "plain"),
    "code of a device": (Page("login-oauth2-device-verify-user-code", values={"action": ACTION}), "plain"),
}


def main(folder: Path, names: Sequence[str]) -> None:
    """Write a sheet of screenshots for each page."""
    folder.mkdir(parents=True, exist_ok=True)
    with launched() as browser:
        for name in names or PAGES:
            (folder / f"{name.replace(' ', '-')}.png").write_bytes(sheet(browser, name))


def show(tab: "Tab", name: str, language: str) -> None:
    """Show a page whose links and forms do nothing."""
    page, realm = PAGES[name]
    written = render(page, REALMS[realm], Locale(language), "http://localhost")
    tab.unroute_all()
    tab.route("**/*", lambda route: route.abort("aborted"))
    tab.route("http://localhost/", lambda route: route.fulfill(body=written, content_type="text/html;charset=utf-8"))
    tab.goto("http://localhost/", wait_until="domcontentloaded")


def sheet(browser: "Browser", name: str) -> bytes:
    """Return the four screenshots of a page, side by side."""
    with TemporaryDirectory() as kept:
        for shot, viewport, scheme, language in SHOTS:
            with browser.new_context(viewport=viewport, color_scheme=scheme) as context:
                tab = context.new_page()
                show(tab, name, language)
                Path(kept, f"{shot}.png").write_bytes(tab.screenshot())
        pictures = "".join(f'<img src="file://{kept}/{shot}.png" style="height:800px">' for shot, *_ in SHOTS)
        Path(kept, "sheet.html").write_text(f'<body style="margin:0;display:flex;gap:4px;background:#888">{pictures}')
        with browser.new_context(viewport={"width": 3320, "height": 800}, device_scale_factor=0.6) as context:
            tab = context.new_page()
            tab.goto(f"file://{kept}/sheet.html")
            picture: bytes = tab.screenshot()
            return picture


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
