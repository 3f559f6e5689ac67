"""The requests of a test, sent in order to Keycloak, to mockauth, or to both."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from contract import admin_changes, assertions, otp_realms, request_objects
from contract.comparison import assert_as_recorded, assert_same_answers
from contract.exchange import FORM, SIGNED, Answer, Headers, Request, Sender
from contract.listener import NAME, Listener
from contract.normalise import Normaliser
from contract.realms import Prepared

Form = dict[str, Any]
HOW_TO_RECORD = "record it with `make record`, or with `pytest --keycloak URL --record` and this test's name"


class Call:
    """The requests of one test, in order."""

    def __init__(self, test: str, sides: dict[str, "Side"], expected: list[dict[str, Any]] | None) -> None:
        self.test = test
        self.sides = sides
        self.expected = expected
        self.exchanges: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
        self.served: dict[str, dict[str, Any]] = {}

    def send(self, request: Request) -> Answer:
        """Send a request as it is; return mockauth's answer, or Keycloak's when recording."""
        request, self.served = replace(request, served=self.served), {}
        for name, side in self.sides.items():
            answer, written = side.exchange(request)
            self.exchanges[name].append({"request": request.as_json(), "answer": written})
        return answer

    def serve(self, path: str, body: str = "", **more: Any) -> None:
        """Make the client's server answer with `body` at this path, from the next request on."""
        self.served[path] = {"body": body, **more}

    def change(self, realm: str, kind: str = "", name: str = "", fields: Form | None = None) -> Answer:
        """Change a realm, or one of its users or clients, as an administrator does; without fields, delete it."""
        return self.send(admin_changes.request(realm, kind, name, fields))

    def get(self, path: str, method: str = "GET", headers: Headers = (), **header: str) -> Answer:
        """Send a request without a body."""
        return self.send(Request(method, path, headers + as_headers(header)))

    def token(
        self,
        realm: str = "workshop",
        *,
        basic: str | None = None,
        raw: str | None = None,
        method: str = "POST",
        content_type: str | None = FORM,
        headers: Headers = (),
        header: dict[str, str] | None = None,
        query: str = "",
        later: int = 0,
        **form: Any,
    ) -> Answer:
        """Send a token request, with the client credentials grant unless the form has another.

        `form` is the form; a list as a value repeats the name.
        `basic` goes encoded into a Basic header; `raw` is a body to send instead of a form.
        """
        fields = {"grant_type": "client_credentials", **form} if raw is None else {}
        pairs = [
            (name, each) for name, value in fields.items() for each in ([value] if isinstance(value, str) else value)
        ]
        body = raw if raw is not None else "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs)
        all_headers = as_headers({"content_type": content_type} if content_type else {})
        if basic is not None:
            all_headers += (("Authorization", f"Basic base64({basic})"),)
        all_headers += as_headers(header or {}) + headers
        path = f"/realms/{realm}/protocol/openid-connect/token" + (f"?{query}" if query else "")
        return self.send(Request(method, path, all_headers, body, later))

    def browse(
        self, path: str, jar: str = "browser", method: str = "GET", body: str | None = None, **more: Any
    ) -> Answer:
        """Open a page in a browser that keeps its cookies."""
        headers = as_headers({"content_type": FORM} if body is not None else {})
        return self.send(Request(method, path, headers + as_headers(more.pop("header", {})), body, jar=jar, **more))

    def auth(self, realm: str = "logins", *, jar: str = "browser", method: str = "GET", **parameters: Any) -> Answer:
        """Send a valid authorization request of client `app`, with these parameters changed (None removes one)."""
        asked = {
            "client_id": "app",
            "redirect_uri": "http://localhost:3000/cb",
            "response_type": "code",
            "scope": "openid",
            "state": "s1",
            **parameters,
        }
        query = encoded({name: value for name, value in asked.items() if value is not None})
        path = f"/realms/{realm}/protocol/openid-connect/auth"
        if method == "POST":
            return self.browse(path, jar, method, query)
        return self.browse(f"{path}?{query}", jar, method)

    def device(self, realm: str = "devices", *, basic: str | None = None, later: int = 0, **form: Any) -> Answer:
        """Send a device authorization request; a client of None is not named."""
        headers: Headers = ()
        if basic is not None:
            headers = (("Authorization", f"Basic base64({basic})"),)
        headers += as_headers({"content_type": FORM, **form.pop("header", {})})
        body = encoded({name: value for name, value in form.items() if value is not None})
        path = f"/realms/{realm}/protocol/openid-connect/auth/device"
        return self.send(Request("POST", path, headers, body, later))

    def push(
        self, realm: str = "requests", *, basic: str | None = None, header: dict[str, str] | None = None, **form: Any
    ) -> Answer:
        """Push a valid authorization request of client `app`, with these parameters changed (None removes one)."""
        asked = {
            "client_id": "app",
            "client_secret": "app-secret",
            "redirect_uri": "http://localhost:3000/cb",
            "response_type": "code",
            "scope": "openid",
            "state": "pushed",
            **form,
        }
        headers = as_headers({"content_type": FORM, **(header or {})})
        headers += (("Authorization", f"Basic base64({basic})"),) if basic is not None else ()
        body = encoded({name: value for name, value in asked.items() if value is not None})
        return self.send(Request("POST", f"/realms/{realm}/protocol/openid-connect/ext/par/request", headers, body))

    def submit(self, number: int, *, jar: str = "browser", **fields: str) -> Answer:
        """Fill in and send the form of an earlier answer; `password_new` is the field `password-new`."""
        named = {
            name.replace("password_", "password-").replace("logout_", "logout-"): it for name, it in fields.items()
        }
        return self.browse(f"action_of_answer_{number}", jar, "POST", encoded(named))

    def follow(self, number: int, *, jar: str = "browser") -> Answer:
        """Follow the redirect of an earlier answer."""
        return self.browse(f"location_of_answer_{number}", jar)

    def log_in(self, realm: str = "logins", *, jar: str = "browser", user: str = "ada", **parameters: Any) -> Answer:
        """Log in on the login page; this takes two requests."""
        self.auth(realm, jar=jar, **parameters)
        return self.submit(self.count, jar=jar, username=user, password=f"{user}-password")

    def password_grant(self, realm: str = "desk", client: str = "shop", username: str = "ada", **form: str) -> Answer:
        """Send a password grant request of a confidential client."""
        fields: Form = {"grant_type": "password", "scope": "openid", "username": username}
        fields |= {"password": f"{username}-password", "client_id": client, "client_secret": f"{client}-secret"}
        return self.token(realm, **{**fields, **form})

    @property
    def count(self) -> int:
        """The number of answers so far."""
        return len(next(iter(self.exchanges.values())))

    def answer(self, number: int) -> Answer:
        """Return an earlier answer, of the same side as `send`."""
        return list(self.sides.values())[-1].answers[number - 1]

    def close(self) -> None:
        """Compare all answers."""
        if "mockauth" not in self.sides:
            return
        assert self.expected is not None, f"{self.test} has no transcript: {HOW_TO_RECORD}"
        requests = [exchange["request"] for exchange in self.exchanges["mockauth"]]
        assert requests == [exchange["request"] for exchange in self.expected], (
            f"{self.test} no longer sends what its transcript was recorded with: {HOW_TO_RECORD}"
        )
        if "Keycloak" in self.sides:
            assert_as_recorded(self.test, self.expected, self.exchanges["Keycloak"])
        assert_same_answers(self.test, self.expected, self.exchanges["mockauth"])


class Side:
    """Keycloak or mockauth, as seen by one test."""

    def __init__(
        self,
        base: str,
        sender: Sender,
        realms: Prepared,
        listener: Listener,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.sender = sender
        self.listener = listener
        self.secrets = {**realms.secrets, NAME: listener.address}
        self.normaliser = Normaliser(base, sender, realms.names, realms.key_material, listener.address, clock)
        self.answers: list[Answer] = []
        self.jars: dict[str, dict[str, str]] = {}
        self.base = base
        self.clock = clock
        self.signed: dict[str, str] = {}

    def sign(self, name: str) -> str:
        """Return the named JWT, such as `assertion_good`, or one-time password, such as `otp_ada`.

        `…_again` is the JWT that was sent before.
        """
        if name.startswith("otp_"):
            return otp_realms.code(name, self.clock(), lambda it: self.answers[it - 1].part("totpSecret"))
        first = name.removesuffix("_again")
        if first not in self.signed:
            kind, _, rest = first.partition("_")
            is_assertion = kind == "assertion"
            made = (
                assertions.signed_assertion(rest, self.base)
                if is_assertion
                else request_objects.signed_object(rest, self.base, self.realm_keys)
            )
            self.signed[first] = made
        return self.signed[first]

    def _signed(self, named: re.Match[str]) -> str:
        return self.sign(named[0])

    def realm_keys(self) -> list[dict[str, Any]]:
        """Return the public keys of the realm whose clients send request objects."""
        path = f"/realms/{request_objects.REALM}/protocol/openid-connect/certs"
        found: list[dict[str, Any]] = json.loads(self.sender(Request("GET", path)).body)["keys"]
        return found

    def _jar(self, jar: str) -> dict[str, str]:
        """Return the cookies of a browser (see Request)."""
        name, *lost = jar.split(" without ")
        name, *others = name.split(" with the cookies of ")
        found = self.jars.setdefault(name, {}) if name else {}
        for other in others:
            found.update(self.jars.get(other, {}))
        for cookie in lost:
            found.pop(cookie, None)
        return found

    def exchange(self, request: Request) -> tuple[Answer, dict[str, Any]]:
        """Send a request; return the answer, and the exchange as a transcript holds it."""
        filled = request.filled(self.secrets, self.answers, self.sign)
        for path, it in request.served.items():
            self.listener.serve(path, **{**it, "body": request_objects.with_keys(SIGNED.sub(self._signed, it["body"]))})
        jar = self._jar(request.jar)
        if jar:
            cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
            filled = replace(filled, headers=(*filled.headers, ("Cookie", cookies)))
        answer = self.sender(filled)
        told = self.listener.take()
        _keep(answer, jar)
        self.answers.append(answer)
        written = self.normaliser.answer(request, answer)
        return answer, {**written, "told": [self.normaliser.notification(it) for it in told]} if told else written


def encoded(fields: dict[str, Any]) -> str:
    """Encode fields as a form; a list as a value repeats the name."""
    pairs = [(name, each) for name, value in fields.items() for each in ([value] if isinstance(value, str) else value)]
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def _keep(answer: Answer, jar: dict[str, str]) -> None:
    """Keep the cookies of an answer as a browser does; a Max-Age of 0 deletes a cookie."""
    for header, value in answer.headers:
        if header.lower() == "set-cookie":
            pair, *attributes = value.split(";")
            name, _, text = pair.partition("=")
            jar.pop(name, None)
            if "Max-Age=0" not in [it.strip() for it in attributes]:
                jar[name] = text


def as_headers(header: dict[str, str]) -> Headers:
    """Return keyword arguments as header pairs."""
    return tuple((name.replace("_", "-").title(), value) for name, value in header.items())
