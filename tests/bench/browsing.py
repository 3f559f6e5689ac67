"""Run whole logins over HTTP, one after the other: login page, password, code, tokens, and logout.

    python -m bench.browsing PORT SECONDS

It runs as a separate process, as `load` does, and prints the number of logins per second.
"""

import json
import re
import sys
import time
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlsplit

from robustness.browser import auth, encoded

_REALM = "/realms/logins/protocol/openid-connect"
_ACTION = re.compile(r'<form[^>]* action="([^"]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class User:
    """A user with a separate browser, on a keep-alive connection."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._cookies: dict[str, str] = {}

    def log_in_and_out(self) -> None:
        """Log in, redeem the code, and log out. Raises RuntimeError if there is no login form."""
        page, _ = self._open("GET", auth())
        action = _ACTION.search(page)
        if action is None:
            raise RuntimeError(f"no form: {page:.500}")
        action_url = urlsplit(unescape(action[1]))
        fields = {"username": "ada", "password": "ada-password"}
        _, location = self._open("POST", f"{action_url.path}?{action_url.query}", fields)
        code = location.partition("code=")[2].partition("&")[0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "http://localhost:3000/cb"}
        answer, _ = self._open("POST", f"{_REALM}/token", {**form, "client_id": "app"})
        tokens = json.loads(answer)
        self._open("POST", f"{_REALM}/logout", {"client_id": "app", "refresh_token": tokens["refresh_token"]})

    def _open(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers = {**(cookie if self._cookies else {}), **(_FORM if form else {})}
        self._connection.request(method, path, encoded(form) if form else None, headers)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.read().decode(), answer.headers.get("Location", "")


def main(port: int, seconds: float) -> None:
    """Print the number of logins per second."""
    connection = HTTPConnection("localhost", port, timeout=60)
    User(connection).log_in_and_out()
    logins, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        User(connection).log_in_and_out()
        logins += 1
    print(logins / (time.perf_counter() - began))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
