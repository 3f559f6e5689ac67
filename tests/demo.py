"""The realm `demo` of the tests: the service `robot`, the public client `web`, and a clock that is stopped at noon.

APP and ADA add the client `app` and the user `ada`.
"""

from typing import Any

from mockauth.state.clock import Clock

NOON = 1_767_182_400
SECRET = "robot-secret"
REGISTRY = f"""
[realms.demo.clients.robot]
secret = "{SECRET}"
service_accounts_enabled = true
root_url = "http://localhost:8282"

[realms.demo.clients.web]
root_url = "http://localhost:3000"
"""
APP = """
[realms.demo.clients.app]
standard_flow_enabled = true
direct_access_grants_enabled = true
redirect_uris = ["http://localhost:3000/*"]
"""
ADA = """
[realms.demo.users.ada]
password = "ada-password"
email = "ada@example.org"
first_name = "Ada"
last_name = "Example"
"""
FORM = {"grant_type": "client_credentials", "client_id": "robot", "client_secret": SECRET}
REALM = "/realms/demo"
TOKEN = f"{REALM}/protocol/openid-connect/token"
AUTH = f"{REALM}/protocol/openid-connect/auth?client_id=app&response_type=code&scope=openid" + (
    "&redirect_uri=http://localhost:3000/cb"
)


class StandingClock(Clock):
    """A clock that moves only if a test advances it."""

    def now(self) -> int:
        """Return noon plus the time by which the clock was advanced."""
        return NOON + self.offset


def claims(token: str) -> dict[str, Any]:
    """Return the claims of a token without verifying its signature."""
    import jwt

    decoded: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return decoded
