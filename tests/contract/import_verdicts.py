"""Keycloak's verdicts on small realm files (see `realm_files`): the status of its answer, and its error message."""

import json
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from contract.keycloak import VERSION
from contract.realm_files import text_of

RECORDED = Path(__file__).parent / "verdicts" / f"{VERSION}.json"
Verdict = dict[str, Any]
# Generating RSA keys would take longer than the rest of the import.
KEYS = {
    "components": {
        "org.keycloak.keys.KeyProvider": [
            {"name": "h", "providerId": "hmac-generated", "config": {"algorithm": ["HS256"], "secretSize": ["64"]}}
        ]
    }
}
_TOKEN_SECONDS = 30


@cache
def recorded() -> dict[str, Verdict]:
    """Return the recorded verdicts by the names of the files."""
    found: dict[str, Verdict] = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    return found


def write(verdicts: dict[str, Verdict]) -> None:
    """Write the verdicts, one per line."""
    lines = [f" {json.dumps(name)}: {json.dumps(verdict)}" for name, verdict in verdicts.items()]
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


class Admin:
    """The administrator of a live Keycloak, who creates and deletes realms."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._token, self._until = "", 0.0

    def verdict(self, file: dict[str, Any] | str) -> Verdict:
        """Create a realm, delete it again, and return Keycloak's verdict."""
        if isinstance(file, dict):
            file = {**KEYS, **file}
        body = text_of(file).encode("utf-8", "surrogatepass")
        status, answer, location = self._ask("POST", "/admin/realms", body)
        if status == 201:
            self._ask("DELETE", f"/admin/realms/{location.rpartition('/')[2]}")
            return {"status": status}
        said = json.loads(answer)
        said = said.get("errorMessage") or said.get("error_description") or said.get("error")
        return {"status": status, "said": said}

    def export(self, rep: dict[str, Any]) -> dict[str, Any]:
        """Create a realm, export it, and delete it again."""
        status, answer, location = self._ask("POST", "/admin/realms", json.dumps({**KEYS, **rep}).encode())
        assert status == 201, answer
        path = f"/admin/realms/{location.rpartition('/')[2]}"
        try:
            _, exported, _ = self._ask("POST", f"{path}/partial-export?exportClients=true&exportGroupsAndRoles=true")
            found: dict[str, Any] = json.loads(exported)
            return found
        finally:
            self._ask("DELETE", path)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes, str]:
        headers = {"Authorization": f"Bearer {self._bearer()}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read(), answer.headers.get("Location") or ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), ""

    def _bearer(self) -> str:
        if time.monotonic() > self._until:
            form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
            endpoint = f"{self.base}/realms/master/protocol/openid-connect/token"
            with urllib.request.urlopen(endpoint, urlencode(form).encode()) as answer:
                self._token = json.load(answer)["access_token"]
            self._until = time.monotonic() + _TOKEN_SECONDS
        return self._token
