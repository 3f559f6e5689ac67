"""The curl command of the tutorial."""

import json
import shutil
import subprocess

import pytest

from clients.conftest import Realm

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")


def test_the_curl_command_of_the_tutorial_gets_a_token(realm: Realm) -> None:
    command = ["curl", "--silent", "--show-error", "--location", realm.token_endpoint]
    command += ["--header", "Content-Type: application/x-www-form-urlencoded"]
    command += ["--data-urlencode", "grant_type=client_credentials", "--data-urlencode", f"client_id={realm.client_id}"]
    command += ["--data-urlencode", f"client_secret={realm.client_secret}"]
    answer = json.loads(subprocess.run(command, capture_output=True, timeout=30, check=True).stdout)
    assert answer.pop("access_token")
    assert answer == {
        "expires_in": 300,
        "refresh_expires_in": 0,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "scope": "email profile",
    }
