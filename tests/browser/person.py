"""A user with a browser, who finds elements of Keycloak's pages by their ids."""

import re
from typing import TYPE_CHECKING, Any

from browser.shop import password_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

# The variable that injected scripts set.
MARK = "gotcha"


class Person:
    """A user with one open page; script errors and unexpected dialogs are collected in `troubles`."""

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
        self.troubles.append(f"unexpected dialog: {dialog.message}")
        dialog.dismiss()

    def opens(self, url: str) -> "Person":
        """Go to a URL."""
        self.page.goto(url)
        return self

    def fills(self, **values: str) -> "Person":
        """Fill in fields by their ids, with `_` for `-`."""
        for name, value in values.items():
            self.sees(f"#{name.replace('_', '-')}").fill(value)
        return self

    def clicks(self, selector: str) -> "Person":
        """Click the element of the selector."""
        self.page.click(selector)
        return self

    def logs_in(self, username: str = "ada", password: str = "") -> "Person":
        """Fill in the login form, and send it."""
        return self.fills(username=username, password=password or password_of(username)).clicks("#kc-login")

    def sees(self, selector: str) -> "Locator":
        """Wait for an element, and return it."""
        found = self.page.locator(selector)
        found.wait_for()
        return found

    def reads(self, selector: str = "main") -> str:
        """Wait for an element, and return its text in one line."""
        return re.sub(r"\s+", " ", self.sees(selector).inner_text()).strip()

    @property
    def ran_injected_script(self) -> bool:
        """Whether an injected script ran in the page."""
        return bool(self.page.evaluate(f"'{MARK}' in window"))
