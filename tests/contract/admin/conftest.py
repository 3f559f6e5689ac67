"""The fixture `admin`, which sends Admin calls."""

import pytest

from contract.admin.calls import Admin
from contract.call import Call


@pytest.fixture
def admin(call: Call) -> Admin:
    return Admin(call)
