"""The Admin calls of a test: who sends them, and the realm that they are about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from contract.call import Call, as_headers
from contract.exchange import Answer, Request

JSON = "application/json"
# The realm in tests/realms/administered.json: each user is named after its admin roles.
ADMINISTERED = "administered"


class Admin:
    """Sends Admin calls with the token of the caller that has logged in last; `realm` is what they are about."""

    def __init__(self, call: Call, realm: str = ADMINISTERED) -> None:
        self.call = call
        self.realm = realm
        self.token = ""

    def login(self, **form: Any) -> None:
        """Log in as the bootstrap admin, or with another form."""
        user = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        self.call.token(form.pop("realm", "master"), **{**user, **form})
        self.token = f"access_token_of_answer_{self.call.count}"

    def login_of_realm(self, user: str, **form: Any) -> None:
        """Log in as a user of the administered realm."""
        app = {"client_id": "app", "client_secret": "app-secret", "password": "password"}
        self.login(realm=ADMINISTERED, username=user, **{**app, **form})

    def send(
        self,
        method: str,
        path: str,
        rep: object = None,
        *,
        raw: str | None = None,
        header: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request; a path without /admin is below the realm. `rep` is sent as JSON, `raw` as it is."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = json.dumps(rep) if rep is not None else raw
        headers |= {"content_type": JSON} if body is not None else {}
        headers |= header or {}
        is_whole = path.startswith(("/admin", "location_of"))
        target = path if is_whole else f"/admin/realms/{self.realm}{path}"
        return self.call.send(Request(method, target, as_headers({k: v for k, v in headers.items() if v}), body))

    def get(self, path: str = "", **query: str) -> Answer:
        """Read an object or a list."""
        parameters = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        return self.send("GET", f"{path}?{parameters}" if parameters else path)

    def post(self, path: str, rep: object) -> str:
        """Create an object; return its path, or one that does not exist if it was not created."""
        answer = self.send("POST", path, rep)
        return f"location_of_answer_{self.call.count}" if answer.status == 201 else f"{path}/not-created"

    def put(self, path: str, rep: object) -> Answer:
        """Change an object."""
        return self.send("PUT", path, rep)

    def delete(self, path: str = "") -> Answer:
        """Delete an object."""
        return self.send("DELETE", path)

    @contextmanager
    def new(self, path: str, rep: object) -> Iterator[str]:
        """Log in, create an object, yield its path, and delete it at the end."""
        self.login()
        created = self.post(path, rep)
        yield created
        self.delete(created)

    @contextmanager
    def new_realm(self, name: str, **rep: Any) -> Iterator[None]:
        """Log in, create a realm, and delete it at the end."""
        self.login()
        self.post("/admin/realms", {"realm": name, "enabled": True, **rep})
        self.realm = name
        yield
        self.login()
        self.delete()
