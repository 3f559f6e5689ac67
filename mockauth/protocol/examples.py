"""Example requests for a realm, ready to copy: commands that get a token, and links that start a login."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mockauth.protocol import urls
from mockauth.realms.built_in import BUILT_IN_CLIENTS
from mockauth.realms.model import Client, Realm, User

# The example of RFC 7636 appendix B, because a link cannot make a code verifier of its own.
_VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
_CHALLENGES = {"S256": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "plain": _VERIFIER}
_SWITCHES = {
    "urn:ietf:params:oauth:grant-type:device_code": "oauth2.device.authorization.grant.enabled",
    "urn:ietf:params:oauth:grant-type:token-exchange": "standard.token.exchange.enabled",
}
# Text that is the same in a shell, in a form and in a URL.
_PLAIN = re.compile(r"[\w.~-]+", re.ASCII)
# Redirect URIs that are valid without asking `redirect_uris`, whose import would delay the start by some milliseconds.
_PLAIN_URL = re.compile(r"(https?://[\w.-]+(?::\d+)?/(?:[\w-]+/)*)\*|https?://[\w.-]+(?::\d+)?(?:/[\w-]+)*/?", re.ASCII)


class Secrets(NamedTuple):
    """How to show the secrets of clients and the passwords of users.

    `from_environment` has the strings of the registry that contain a ${VARIABLE}, by their place: they are shown as
    they are written there. Other secrets appear only if they may be `shown`.
    """

    shown: bool
    from_environment: Mapping[str, str]

    def password(self, realm: Realm, user: User) -> str | None:
        """Return a user's password as it may be shown, or None."""
        plain = _plain_password(user) if self.shown else None
        return self.from_environment.get(_password_place(realm, user), plain)

    def parameter(self, name: str, value: str | None, place: str) -> str:
        """Return the option of curl for a form parameter; a shell variable replaces a value that cannot be shown."""
        written = self.from_environment.get(place)
        if written is not None:
            from mockauth.realms.registry import shell_words

            return f'--data-urlencode "{name}={shell_words(written, os.environ)}"'
        if value is None or not self.shown:
            return f'--data-urlencode "{name}=${name.upper()}"'
        return _parameter(name, value)


def own_clients(realm: Realm) -> list[Client]:
    """Return the clients of a realm without the built-in ones."""
    return [client for name, client in realm.clients.items() if name not in BUILT_IN_CLIENTS]


def grants_of(client: Client) -> list[str]:
    """Return the grant types that a client may use, by their OAuth names."""
    if client.bearer_only or client.protocol != "openid-connect":
        return []
    flows = {
        "authorization_code": client.standard_flow,
        "implicit": client.implicit_flow,
        "client_credentials": client.service_accounts and not client.public,
        "password": client.direct_access_grants,
    }
    grants = [grant for grant, enabled in flows.items() if enabled]
    return grants + [grant.rpartition(":")[2] for grant, switch in _SWITCHES.items() if client.is_on(switch)]


def service_token(realm: Realm, client: Client, url: str, secrets: Secrets) -> list[str]:
    """Return the command that gets a token of a service account: a URL and options for curl.

    The request goes to the server at `url`. The command is empty if the client needs more than a form for a token.
    """
    if not _needs_only_a_form(realm, client) or "client_credentials" not in grants_of(client):
        return []
    return [*_curl(realm, url), "-d grant_type=client_credentials", *_credentials(realm, client, secrets)]


def user_token(realm: Realm, client: Client, user: User, url: str, secrets: Secrets) -> list[str]:
    """Return the command that gets a user's token with the password grant, as `service_token` does."""
    if not _needs_only_a_form(realm, client) or client.consent_required or "password" not in grants_of(client):
        return []
    return [
        *_curl(realm, url),
        "-d grant_type=password -d scope=openid",
        *_credentials(realm, client, secrets),
        _parameter("username", user.username),
        secrets.parameter("password", _plain_password(user), _password_place(realm, user)),
    ]


def needs_only_a_password(realm: Realm, user: User) -> bool:
    """Tell whether a user can log in with a password and nothing else."""
    attributes = {"email": user.email, "firstName": user.first_name, "lastName": user.last_name, **user.attributes}
    return (
        user.enabled
        and bool(user.passwords)
        and not (user.required_actions or user.otp_credentials)
        and (user.email_verified or not realm.verify_email)
        and all(attributes.get(name) for name in realm.required_profile)
    )


def login_url(realm: Realm, client: Client, issuer: str) -> str:
    """Return a URL that starts a login at a redirect URI of the client, or "" if the login needs more than a link."""
    grants = grants_of(client)
    uri = redirect_uri(client, issuer)
    if not (realm.enabled and realm.browser_flow_works and client.enabled and uri):
        return ""
    needs_object = client.attributes.get("request.object.required", "not required") != "not required"
    if needs_object or client.is_on("require.pushed.authorization.requests"):
        return ""
    parameters: dict[str, str | None] = {"client_id": client.client_id, "redirect_uri": uri, "scope": "openid"}
    if "authorization_code" in grants:
        parameters["response_type"] = "code"
    elif "implicit" in grants:
        parameters |= {"response_type": "id_token token", "nonce": "example"}
    else:
        return ""
    method = client.attributes.get("pkce.code.challenge.method", "")
    if method in _CHALLENGES:
        parameters |= {"code_challenge_method": method, "code_challenge": _CHALLENGES[method]}
    return f"{issuer}/protocol/openid-connect/auth?{urls.query(parameters)}"


def redirect_uri(client: Client, issuer: str) -> str:
    """Return the first redirect URI of a client that a browser can open, without a final wildcard, or ""."""
    return next((uri for pattern in client.redirect_uris if (uri := _allowed_uri(pattern, client, issuer))), "")


def _allowed_uri(pattern: str, client: Client, issuer: str) -> str:
    if plain := _PLAIN_URL.fullmatch(pattern):
        return plain[1] or pattern
    from mockauth.protocol import redirect_uris

    [uri] = redirect_uris.resolve([pattern], client.root_url, issuer)
    uri = uri.removesuffix("*") or client.root_url
    scheme, _, rest = uri.partition("://")
    can_be_opened = scheme in ("http", "https") and bool(rest.partition("/")[0])
    valid = redirect_uris.verify(uri, client.root_url, client.redirect_uris, issuer) is not None
    return uri if can_be_opened and valid else ""


def _needs_only_a_form(realm: Realm, client: Client) -> bool:
    has_secret = bool(client.secret) and client.authenticator == "client-secret"
    return realm.enabled and client.enabled and (client.public or has_secret)


def _curl(realm: Realm, url: str) -> list[str]:
    return [f"curl {shlex.quote(urls.protocol(url, realm.name) + '/token')}"]


def _credentials(realm: Realm, client: Client, secrets: Secrets) -> Iterator[str]:
    yield _parameter("client_id", client.client_id)
    if not client.public:
        place = f"realms.{realm.name}.clients.{client.client_id}.secret"
        yield secrets.parameter("client_secret", client.secret, place)


def _parameter(name: str, value: str) -> str:
    return f"-d {name}={value}" if _PLAIN.fullmatch(value) else f"--data-urlencode {shlex.quote(f'{name}={value}')}"


def _plain_password(user: User) -> str | None:
    return next((it.plain for it in user.passwords if it.plain is not None), None)


def _password_place(realm: Realm, user: User) -> str:
    """Return the place of a user's password in a registry."""
    return f"realms.{realm.name}.users.{user.username}.password"
