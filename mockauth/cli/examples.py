"""Example requests for a realm, ready to copy: a token for a service, a login page, and a token for a user."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from mockauth.protocol import urls
from mockauth.realms.model import Client, Realm, User
from mockauth.realms.unused_settings import BUILT_IN

_OPENID_CONNECT = "openid-connect"
# Text that is the same in a shell, in a form and in a URL.
_PLAIN = re.compile(r"[\w.~-]+", re.ASCII)


class Example(NamedTuple):
    """One request: a `curl` command or the URL of a `login` page, and a heading that says what it is for."""

    event: str
    heading: str
    text: str


class Secrets(NamedTuple):
    """Writes secrets into shell commands. Unless they are `shown`, a shell variable takes their place.

    `from_environment` has the strings of a registry that contain a `${VARIABLE}`, by their place in it. Commands
    repeat the variable, never its value.
    """

    shown: bool
    from_environment: Mapping[str, str]

    def parameter(self, name: str, value: str, place: str) -> str:
        """Return the option of curl for a form parameter with a secret."""
        written = self.from_environment.get(place)
        if written is not None:
            from mockauth.realms.registry import shell_words

            return f'--data-urlencode "{name}={shell_words(written, os.environ)}"'
        return _parameter(name, value) if self.shown else f'--data-urlencode "{name}=${name.upper()}"'


def own_clients(realm: Realm) -> list[Client]:
    """Return the clients of a realm without the built-in ones."""
    return [client for name, client in realm.clients.items() if name not in BUILT_IN]


def password_place(realm: Realm, user: User) -> str:
    """Return the place of a user's password in a registry."""
    return f"realms.{realm.name}.users.{user.username}.password"


def examples(realm: Realm, users: Sequence[User], url: str, issuer: str, secrets: Secrets) -> Iterator[Example]:
    """Return the requests to try, without those that the realm would refuse.

    Commands send them to the server at `url`, browsers to the `issuer`. The first of `users` who can get a token with
    the password grant is the example for it.
    """
    if not realm.enabled:
        return
    clients = [it for it in own_clients(realm) if it.enabled and not it.bearer_only and it.protocol == _OPENID_CONNECT]
    service = next((it for it in clients if it.service_accounts and _has_secret(it)), None)
    if service:
        form = ["-d grant_type=client_credentials", *_credentials(realm, service, secrets)]
        yield Example("curl", f"Get a token for the service {service.client_id}:", _curl(realm, url, form))
    web = next(
        (it for it in clients if it.standard_flow and not _needs_more_than_a_link(it) and _redirect_uri(it)), None
    )
    if web and realm.browser_flow_works:
        heading = f"Log in to {web.client_id} in a browser, which then goes to {_redirect_uri(web)} with a code:"
        yield Example("login", heading, _login_url(web, issuer))
    app, user = password_client(realm), next((it for it in users if _gets_token_for_password(realm, it)), None)
    if app and user:
        text = password_grant(realm, app, user, url, secrets)
        yield Example("curl", f"Get a token for the user {user.username} of {app.client_id}:", text)


def password_client(realm: Realm) -> Client | None:
    """Return the first client that may use the password grant and needs no more than a secret for it."""
    fitting = (it for it in own_clients(realm) if it.direct_access_grants and not it.consent_required and it.enabled)
    return next((it for it in fitting if not it.bearer_only and (it.public or _has_secret(it))), None)


def password_grant(realm: Realm, client: Client, user: User, url: str, secrets: Secrets) -> str:
    """Return the command that gets a user's token."""
    password = next((it.plain for it in user.passwords if it.plain is not None), "")
    form = [
        "-d grant_type=password -d scope=openid",
        *_credentials(realm, client, secrets),
        _parameter("username", user.username),
        secrets.parameter("password", password, password_place(realm, user)),
    ]
    return _curl(realm, url, form)


def _curl(realm: Realm, url: str, form: Sequence[str]) -> str:
    return " ".join([f"curl {shlex.quote(urls.protocol(url, realm.name) + '/token')}", *form])


def _credentials(realm: Realm, client: Client, secrets: Secrets) -> Iterator[str]:
    yield _parameter("client_id", client.client_id)
    if not client.public:
        place = f"realms.{realm.name}.clients.{client.client_id}.secret"
        yield secrets.parameter("client_secret", client.secret or "", place)


def _parameter(name: str, value: str) -> str:
    return f"-d {name}={value}" if _PLAIN.fullmatch(value) else f"--data-urlencode {shlex.quote(f'{name}={value}')}"


def _has_secret(client: Client) -> bool:
    return not client.public and bool(client.secret) and client.authenticator == "client-secret"


def _login_url(client: Client, issuer: str) -> str:
    query = {"client_id": client.client_id, "redirect_uri": _redirect_uri(client)}
    query |= {"response_type": "code", "scope": "openid"}
    return f"{issuer}/protocol/openid-connect/auth?{urls.query(query)}"


def _needs_more_than_a_link(client: Client) -> bool:
    """Tell whether a client must use PKCE, a pushed request or a request object."""
    return (
        bool(client.attributes.get("pkce.code.challenge.method"))
        or client.is_on("require.pushed.authorization.requests")
        or client.attributes.get("request.object.required", "not required") != "not required"
    )


def _redirect_uri(client: Client) -> str:
    """Return the first valid redirect URI of a client that a browser can open, or an empty string."""
    for pattern in client.redirect_uris:
        uri = (client.root_url + pattern if pattern.startswith("/") else pattern).removesuffix("*")
        if urlsplit(uri).scheme in ("http", "https") and urlsplit(uri).hostname and "*" not in uri:
            return uri
    return ""


def _gets_token_for_password(realm: Realm, user: User) -> bool:
    """Tell whether a login of a user needs a known password and nothing else."""
    attributes = {"email": user.email, "firstName": user.first_name, "lastName": user.last_name, **user.attributes}
    return (
        user.enabled
        and any(it.plain is not None for it in user.passwords)
        and not (user.required_actions or user.otp_credentials)
        and (user.email_verified or not realm.verify_email)
        and all(attributes.get(name) for name in realm.required_profile)
    )
