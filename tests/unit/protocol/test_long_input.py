"""Long input in the places where comparing it would take time that grows faster than its length."""

from unicodedata import lookup

import pytest

from mockauth.protocol.cookies import _SAFARI
from mockauth.protocol.validators import is_email


@pytest.mark.parametrize("part", ["Version/", "Version/x", "Version/x Mobile/"])
def test_a_long_user_agent_is_not_safari(part: str) -> None:
    assert not _SAFARI.search(part * 20_000)


def test_a_domain_that_is_too_long_is_not_encoded() -> None:
    marks = lookup("COMBINING ACUTE ACCENT") * 60_000
    assert not is_email(f"alice@{marks}")
