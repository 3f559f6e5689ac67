"""`--login quick` and `--login auto` in a browser."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from clients.server import serving

from browser import application, shop
from browser.application import Application
from browser.person import Person

Shops = Callable[[str], Application]


@pytest.fixture(scope="module")
def in_shop_by(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shops]:
    with ExitStack() as stack:
        app = stack.enter_context(application.running())
        app.secrets = {"shop-web": "shop-secret"}
        file = shop.written(tmp_path_factory.mktemp("modes"), app.url)

        def served(mode: str) -> Application:
            app.issuer = f"{stack.enter_context(serving('--import', str(file), '--login', mode)).url}/realms/shop"
            return app

        yield served


def test_a_button_logs_in(in_shop_by: Shops, person: Person) -> None:
    person.opens(in_shop_by("quick").login("shop-web"))
    person.page.get_by_role("button", name="bob").click()
    assert person.reads("#who") == "bob"


def test_the_login_form_works_as_well(in_shop_by: Shops, person: Person) -> None:
    person.opens(in_shop_by("quick").login("shop-web")).logs_in()
    assert person.reads("#who") == "ada"


def test_a_login_hint_logs_in_without_a_page(in_shop_by: Shops, person: Person) -> None:
    person.opens(in_shop_by("auto").login("shop-web", login_hint="ada"))
    assert person.reads("#who") == "ada"


def test_a_button_does_not_skip_required_actions(in_shop_by: Shops, person: Person) -> None:
    person.opens(in_shop_by("quick").login("shop-web"))
    person.page.get_by_role("button", name="reader").click()
    person.clicks("#kc-accept")
    assert person.reads("#who") == "reader"


@pytest.mark.parametrize("step", ["#password", "get_by_role"])
def test_the_playwright_examples_of_the_docs(in_shop_by: Shops, person: Person, step: str) -> None:
    page = Path(__file__).parents[2] / "docs" / "log-a-user-in.md"
    examples = re.findall(r"^```py\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    shop = in_shop_by("quick")
    person.opens(shop.login("shop-web"))
    [example] = [it for it in examples if step in it]
    # Instead of the application's home page, which would redirect to the login page.
    ours = example.replace("http://localhost:3000/**", f"{shop.url}/**")
    exec(ours.replace("http://localhost:3000/", shop.login("shop-web")), {"page": person.page})
    assert person.reads("#who") == "alice"
