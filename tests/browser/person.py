"""Somebody before a browser, who knows Keycloak's pages by their ids."""

import re
from typing import TYPE_CHECKING, Any

from browser.shop import password_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

# What the tests' attackers hope to set.
MARK = "gotcha"


class Person:
    """Keeps one page open, and notes what goes wrong in it: errors of scripts, and dialogs that nobody asked for."""

    def __init__(self, context: "BrowserContext") -> None:
        self.context = context
        self.context.set_default_timeout(20_000)
        self.troubles: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> "Page":
        """Open a page."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("dialog", self._dialog)
        return page

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"a dialog says {dialog.message}")
        dialog.dismiss()

    def opens(self, url: str) -> "Person":
        """Go to a URL."""
        self.page.goto(url)
        return self

    def fills(self, **values: str) -> "Person":
        """Fill fields in, by their ids; `_` stands for `-` and `.`, whatever it is."""
        for name, value in values.items():
            self.sees(f"#{name.replace('_', '-')}").fill(value)
        return self

    def clicks(self, selector: str) -> "Person":
        """Click what the selector finds."""
        self.page.click(selector)
        return self

    def logs_in(self, username: str = "ada", password: str = "") -> "Person":
        """Fill in the login form, and send it."""
        return self.fills(username=username, password=password or password_of(username)).clicks("#kc-login")

    def sees(self, selector: str) -> "Locator":
        """Wait for an element, and give it."""
        found = self.page.locator(selector)
        found.wait_for()
        return found

    def reads(self, selector: str = "main") -> str:
        """Wait for an element, and give its text in one line."""
        return re.sub(r"\s+", " ", self.sees(selector).inner_text()).strip()

    @property
    def fooled(self) -> bool:
        """Whether a script of an attacker ran in the page."""
        return bool(self.page.evaluate(f"'{MARK}' in window"))
