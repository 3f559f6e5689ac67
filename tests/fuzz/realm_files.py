"""Ask all questions about realm files: of each realm, of each of its clients, and of each user at each client."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contract.call import Call, encoded
from contract.exchange import Request
from contract.external_call import realms_of
from contract.realm_file_requests import (
    FORM_HEADER,
    OIDC,
    App,
    RealmAccess,
    Rep,
    read,
    request_documents,
    use_client_credentials,
    use_code_flow,
    use_password_grant,
)

from fuzz.comparing import Found
from fuzz.search import Search

Person = tuple[str, str]
_CLAIMS = (
    '{"userinfo":{"given_name":{"essential":true},"email":{"value":"x"}},'
    '"id_token":{"acr":{"values":["1","gold"]},"email":null}}'
)
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


def ask_all(search: Search, files: Sequence[Path]) -> None:
    """Ask all questions about the realms of these files, each with new browsers."""
    for file in files:
        for realm, rep in zip(realms_of(file), read(file.read_text(encoding="utf-8-sig")), strict=True):
            print(f"{file.name}: {len(realm.apps)} clients, {len(realm.people)} users", flush=True)
            for ask in questions(realm, rep):
                try:
                    ask(search.start())
                except Found as found:
                    search.report(found)


def questions(realm: RealmAccess, rep: Rep) -> Iterator[Callable[[Call], None]]:
    """Return the questions about a realm."""
    name = quote(realm.realm)
    clients = [client["clientId"] for client in rep.get("clients") or [] if client.get("clientId")]
    yield lambda call: request_documents(call, realm.realm)
    yield from (partial(ask, realm=name, client=client) for client, ask in product(clients, OF_CLIENT))
    yield from (partial(ask, realm=name, app=app) for app, ask in product(realm.apps, OF_APP))
    for app, person, ask in product(realm.apps, realm.people.items(), OF_USER):
        yield partial(ask, realm=name, app=app, person=person)


def open_pages(call: Call, realm: str, client: str) -> None:
    """Open the pages of a client without a valid redirect URI, and read its registration."""
    for path in ("auth", "registrations", "forgot-credentials"):
        call.browse(f"{OIDC.format(realm, path)}?client_id={quote(client)}&response_type=code&scope=openid", path)
    call.get(f"/realms/{realm}/clients-registrations/openid-connect/{quote(client)}")
    call.get(f"/realms/{realm}/clients-registrations/default/{quote(client)}")
    call.browse(f"/realms/{realm}/account?client_id={quote(client)}", header={"accept": "application/json"})


def open_login_pages(call: Call, realm: str, app: App) -> None:
    """Open the pages that a login starts from, go on to those that they link to, and send wrong credentials."""
    asked: Rep = {"client_id": app.client_id, "redirect_uri": app.redirect_uri, "response_type": "code"}
    for path in ("auth", "registrations", "forgot-credentials"):
        call.browse(f"{OIDC.format(realm, path)}?{encoded({**asked, 'scope': app.scopes})}", path)
    call.submit(1, jar="auth", username="nobody", password="wrong")
    changes: Sequence[Rep] = (
        {"prompt": "none"},
        {"response_mode": "form_post"},
        {"response_type": "id_token", "nonce": "n"},
    )
    for changed in changes:
        call.auth(realm, jar="again", **{**asked, **changed})


def push(call: Call, realm: str, app: App) -> None:
    """Push an authorization request, and use it."""
    form: Rep = {**app.credentials, "redirect_uri": app.redirect_uri, "response_type": "code", "scope": app.scopes}
    post(call, realm, "ext/par/request", **form)
    used = f"client_id={quote(app.client_id)}&request_uri=request_uri_of_answer_{call.count}"
    call.browse(f"{OIDC.format(realm, 'auth')}?{used}")


def start_device(call: Call, realm: str, app: App) -> None:
    """Request a device code, ask for its tokens, and open the page of the code."""
    call.device(realm, **app.credentials, scope="openid")
    code: Rep = {"device_code": f"device_code_of_answer_{call.count}"}
    call.token(realm, grant_type="urn:ietf:params:oauth:grant-type:device_code", **code, **app.credentials)
    call.browse("verification_uri_complete_of_answer_1")
    call.follow(call.count)


def serve(call: Call, realm: str, app: App) -> None:
    """Use the client credentials grant, and ask about its tokens."""
    use_client_credentials(call, realm, app)


def register(call: Call, realm: str, app: App) -> None:
    """Try to register a client, without and with a token."""
    call.token(realm, **app.credentials, scope="openid")
    headers = (("Content-Type", "application/json"),)
    for more in ((), (("Authorization", "Bearer access_token_of_answer_1"),)):
        body = '{"redirect_uris":["http://localhost:3000/cb"]}'
        call.send(Request("POST", f"/realms/{realm}/clients-registrations/openid-connect", headers + more, body))


def log_in_directly(call: Call, realm: str, app: App, person: Person) -> None:
    """Use the password grant, and what it gives."""
    use_password_grant(call, realm, app, person)


def log_in(call: Call, realm: str, app: App, person: Person) -> None:
    """Use the authorization code flow, and what it gives."""
    if app.redirect_uri:
        use_code_flow(call, realm, app, person)


def log_in_with_claims(call: Call, realm: str, app: App, person: Person) -> None:
    """Log in with the claims parameter; log out, with the page and without."""
    asked: Rep = {"client_id": app.client_id, "redirect_uri": app.redirect_uri, "response_type": "code id_token"}
    call.auth(realm, **asked, claims=_CLAIMS, nonce="n1", scope=app.scopes)
    answer = call.submit(1, username=person[0], password=person[1])
    if answer.part("code"):
        form: Rep = {"code": "code_of_answer_2", "redirect_uri": app.redirect_uri, **app.credentials}
        call.token(realm, grant_type="authorization_code", **form)
        use_token(call, realm, app, call.count)
    call.auth(realm, client_id=app.client_id, redirect_uri=app.redirect_uri, prompt="none")
    call.browse(OIDC.format(realm, "logout") + f"?client_id={quote(app.client_id)}")
    call.browse(OIDC.format(realm, "logout") + "?id_token_hint=id_token_of_answer_2")


def exchange(call: Call, realm: str, app: App, person: Person) -> None:
    """Exchange the token of a user, read and change the account, and log out with the refresh token."""
    form: Rep = {"grant_type": "password", "username": person[0], "password": person[1], **app.credentials}
    call.token(realm, **form, scope=app.scopes)
    subject: Rep = {"subject_token": "access_token_of_answer_1", "subject_token_type": _ACCESS_TOKEN}
    call.token(realm, grant_type=_EXCHANGE, **subject, **app.credentials)
    use_token(call, realm, app, 1)
    post(call, realm, "logout", **app.credentials, refresh_token="refresh_token_of_answer_1")
    use_token(call, realm, app, 1)
    call.token(realm, grant_type="refresh_token", refresh_token="refresh_token_of_answer_1", **app.credentials)


def use_token(call: Call, realm: str, app: App, number: int) -> None:
    """Show the access token of an answer to the endpoints that take one."""
    token = f"access_token_of_answer_{number}"
    call.get(OIDC.format(realm, "userinfo"), authorization=f"Bearer {token}")
    call.get(f"/realms/{realm}/account", authorization=f"Bearer {token}", accept="application/json")
    post(call, realm, "token/introspect", **app.credentials, token=token)


def post(call: Call, realm: str, path: str, **form: Any) -> None:
    """Send a form to an endpoint."""
    call.send(Request("POST", OIDC.format(realm, path), FORM_HEADER, encoded(form)))


OF_CLIENT = (open_pages,)
OF_APP = (open_login_pages, push, start_device, serve, register)
OF_USER = (log_in_directly, log_in, log_in_with_claims, exchange)
