"""The options of Keycloak's command line, which mockauth has recorded."""

import json

import pytest

from contract.record_options import OPTIONS, live_options


def test_the_recorded_options_are_those_of_keycloak(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("keycloak", None):
        pytest.skip("only with --keycloak")
    assert json.loads(OPTIONS.read_text(encoding="utf-8")) == live_options()
