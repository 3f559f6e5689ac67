"""axe-core finds no violation on any page, in light and dark mode: names, labels, contrast and structure."""

from pathlib import Path

import pytest

from browser.conftest import Persons
from browser.pictures import DESKTOP, PAGES, PHONE, show

pytestmark = pytest.mark.mockauth_only
RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
    it => `${it.id}: ${it.help}: ${it.nodes.map(node => node.html).join(" ")}`))"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(persons: Persons, packages: Path, name: str, size: str) -> None:
    person = persons(viewport=DESKTOP if size == "desktop" else PHONE)
    found = []
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        show(person.page, name, "en")
        person.page.add_script_tag(path=packages / "axe-core" / "axe.min.js")
        found += [f"{scheme}: {it}" for it in person.page.evaluate(RUN)]
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_small_phone(persons: Persons, name: str) -> None:
    person = persons(viewport={"width": 320, "height": 568})
    show(person.page, name, "de")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
