"""Requests that use a realm file: tokens for every client, logins of every user, and the realm's documents.

They use the plaintext secrets and passwords in the file. Passwords that are only hashes can be passed in.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from contract.call import Call, encoded
from contract.exchange import FORM, Request

Rep = dict[str, Any]
OIDC = "/realms/{}/protocol/openid-connect/{}"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
FORM_HEADER = (("Content-Type", FORM),)


@dataclass(frozen=True)
class App:
    """A client, as seen by an application: `redirect_uri` is empty if it has none."""

    client_id: str
    secret: str
    serves: bool
    direct: bool
    redirect_uri: str
    scopes: str

    @property
    def credentials(self) -> dict[str, Any]:
        """The client's credentials for a request."""
        return {"client_id": self.client_id, **({"client_secret": self.secret} if self.secret else {})}


@dataclass(frozen=True)
class RealmAccess:
    """The clients and users of a realm that can get a token."""

    realm: str
    apps: Sequence[App]
    people: Mapping[str, str]

    @property
    def services(self) -> Sequence[App]:
        """The clients with the client credentials grant."""
        return [app for app in self.apps if app.serves and app.secret]

    @property
    def direct(self) -> Sequence[App]:
        """The clients with the password grant."""
        return [app for app in self.apps if app.direct]

    @property
    def browsed(self) -> Sequence[App]:
        """The clients with the authorization code flow."""
        return [app for app in self.apps if app.redirect_uri]

    def pairs(self, apps: Sequence[App], everywhere: int = 1) -> Iterator[tuple[App, tuple[str, str]]]:
        """Pair each client with the first `everywhere` users, and the first client with all other users."""
        people = [*self.people.items()]
        for app in apps:
            yield from ((app, person) for person in people[:everywhere])
        yield from ((app, person) for app in apps[:1] for person in people[everywhere:])


def realm_access(rep: Rep, known: Mapping[str, str]) -> RealmAccess:
    """Read a realm representation; `known` are passwords by username."""
    clients = [it for it in rep.get("clients") or [] if it.get("clientId")]
    apps = [app for it in clients if (app := _app(it))]
    if "admin-cli" not in {app.client_id for app in apps}:
        apps.append(App("admin-cli", "", serves=False, direct=True, redirect_uri="", scopes="openid"))
    return RealmAccess(rep["realm"], apps, dict(_people(rep, known)))


def realms_of(file: Path) -> list[RealmAccess]:
    """Read one of the project's own files, whose users' passwords follow from their usernames."""
    reps = read(file.read_text(encoding="utf-8"))
    return [realm_access(rep, {it["username"]: f"{it['username']}-password" for it in rep["users"]}) for rep in reps]


def _app(client: Rep) -> App | None:
    """Return a client that can authenticate, or None if its secret is unknown."""
    public = is_true(client.get("publicClient"))
    secret = "" if public else client.get("secret") or ""
    if (client.get("protocol") or "openid-connect") != "openid-connect" or not (secret or public):
        return None
    optional = " ".join(sorted(client.get("optionalClientScopes") or []))
    return App(
        client["clientId"],
        secret,
        serves=is_true(client.get("serviceAccountsEnabled")),
        direct=client.get("directAccessGrantsEnabled") is not False,
        redirect_uri=_redirect_uri(client) if client.get("standardFlowEnabled") is not False else "",
        scopes=f"openid {optional}".strip(),
    )


def is_true(value: object) -> bool:
    """Read a flag, which may be written as a string."""
    return str(value).lower() == "true"


def _redirect_uri(client: Rep) -> str:
    """Return a redirect URI that the client allows; those of Keycloak's own clients are on the server itself."""
    for uri in client.get("redirectUris") or []:
        if uri == "*":
            return "http://localhost:4999/anywhere"
        found = urljoin(_root(client), uri) if uri.startswith("/") else uri
        if found.startswith("http"):
            return str(found).replace("*", "cb") if found.endswith("*") else found
    return ""


def _root(client: Rep) -> str:
    root = str(client.get("rootUrl") or "")
    return root if root.startswith("http") else ""


def _people(rep: Rep, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for user in rep.get("users") or []:
        name = user.get("username") or user.get("email")
        plain = [it["value"] for it in user.get("credentials") or [] if it.get("value")]
        if name and not user.get("serviceAccountClientId") and (password := (plain or [known.get(name)])[-1]):
            yield name, password


def request_documents(call: Call, realm: str) -> None:
    """Request the documents of a realm."""
    call.get(f"/realms/{quote(realm)}")
    call.get(f"/realms/{quote(realm)}/.well-known/openid-configuration")
    call.get(OIDC.format(quote(realm), "certs"))


def use_client_credentials(call: Call, realm: str, app: App, *, thorough: bool = True) -> None:
    """Get tokens with the client credentials grant, and use them."""
    first = call.count + 1
    call.token(quote(realm), **app.credentials)
    call.token(quote(realm), **app.credentials, scope=app.scopes)
    _use_tokens(call, realm, app, first + 1, thorough)


def use_password_grant(call: Call, realm: str, app: App, person: tuple[str, str], *, thorough: bool = True) -> None:
    """Get tokens with the password grant, and use them."""
    first = call.count + 1
    form: Rep = {"grant_type": "password", "username": person[0], "password": person[1], **app.credentials}
    call.token(quote(realm), **form, scope="openid")
    _use_tokens(call, realm, app, first, thorough)
    if app.scopes != "openid":
        call.token(quote(realm), **form, scope=app.scopes)


def use_code_flow(call: Call, realm: str, app: App, person: tuple[str, str], *, thorough: bool = True) -> None:
    """Log a user in to a client in a browser, redeem the code, and use the tokens."""
    first = call.count + 1
    asked: Rep = {"client_id": app.client_id, "redirect_uri": app.redirect_uri, "nonce": "n1"}
    asked |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    jar = f"browser {first}"
    if not call.auth(quote(realm), jar=jar, **asked).part("action"):
        return
    if call.submit(first, jar=jar, username=person[0], password=person[1]).part("code"):
        code: Rep = {"grant_type": "authorization_code", "code": f"code_of_answer_{first + 1}"}
        redirect: Rep = {"redirect_uri": app.redirect_uri, "code_verifier": VERIFIER}
        call.token(quote(realm), **code, **app.credentials, **redirect)
        _use_tokens(call, realm, app, first + 2, thorough)


def _use_tokens(call: Call, realm: str, app: App, answer: int, thorough: bool) -> None:
    """Use the tokens of an answer, at least the access token at the userinfo endpoint."""
    token = f"access_token_of_answer_{answer}"
    call.get(OIDC.format(quote(realm), "userinfo"), authorization=f"Bearer {token}")
    if app.secret and thorough:
        body = encoded({**app.credentials, "token": token})
        call.send(Request("POST", OIDC.format(quote(realm), "token/introspect"), FORM_HEADER, body))
    if thorough and call.answer(answer).part("refresh_token"):
        refresh: Rep = {"grant_type": "refresh_token", "refresh_token": f"refresh_token_of_answer_{answer}"}
        call.token(quote(realm), **refresh, **app.credentials)


def read(text: str) -> Sequence[Rep]:
    """Return the realms of a file."""
    found = json.loads(text)
    return found if isinstance(found, list) else [found]
