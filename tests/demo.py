"""The realm `demo` of these tests: the service `robot`, the public client `web`, and a clock that stands at noon.

In other realms of that name, the user `ada` logs in at the client `app`.
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
    """A clock that moves only when it is told to."""

    def now(self) -> int:
        """Give noon, and what the clock was advanced by."""
        return NOON + self.offset


def claims(token: str) -> dict[str, Any]:
    """Give the claims of a token whose signature is another test's business."""
    import jwt

    decoded: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return decoded
