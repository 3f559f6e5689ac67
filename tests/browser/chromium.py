"""The installed Chromium, driven by Playwright (docs/decisions/0006-browser-tests.md)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def chromium_program() -> str | None:
    """Return the path of the first Chromium on the PATH, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator["Browser"]:
    """Start a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program())
        yield browser
        browser.close()
