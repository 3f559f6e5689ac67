"""Required actions cannot be skipped."""

import re

from demo import APP, AUTH
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

_BUSY = """
[realms.demo.users.busy]
password = "busy-password"
first_name = "Busy"
last_name = "Example"
email = "busy@example.org"
required_actions = ["UPDATE_PASSWORD"]
"""


def _logged_in(ring: KeyRing, clock: Clock) -> tuple[FlaskClient, str]:
    http = create_app(State(load_text(APP + _BUSY, "demo.toml", {}).realms, ring, clock)).test_client()
    action = re.findall('action="([^"]*)"', http.get(AUTH).text)[0].replace("&amp;", "&")
    answer = http.post(action, data={"username": "busy", "password": "busy-password"})
    return http, answer.location


def test_the_consent_form_does_not_skip_a_required_action(ring: KeyRing, clock: Clock) -> None:
    http, action = _logged_in(ring, clock)
    consent = re.sub("required-action[?]execution=[^&]*&", "consent?", action)
    answer = http.post(consent, data={"accept": "Yes"})
    assert answer.location is None
    assert "kc-passwd-update-form" in answer.text


def test_a_new_authorization_request_does_not_skip_a_required_action(ring: KeyRing, clock: Clock) -> None:
    http, _ = _logged_in(ring, clock)
    answer = http.get(f"{AUTH}&prompt=none")
    assert "error=login_required" in answer.location
