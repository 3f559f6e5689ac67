"""The realm `demo` of these tests: the service `robot`, the public client `web`, and a clock that stands at noon."""

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
FORM = {"grant_type": "client_credentials", "client_id": "robot", "client_secret": SECRET}
REALM = "/realms/demo"
TOKEN = f"{REALM}/protocol/openid-connect/token"


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
