"""Commands and URLs to copy from the landing page: a curl command for a token, and a URL that starts a login."""

import os
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from mockauth.protocol import redirect_uris
from mockauth.realms.registry import shell_words

if TYPE_CHECKING:
    from mockauth.realms.model import Client, User

# The example of RFC 7636 appendix B: a link cannot make a verifier of its own.
_VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
_CHALLENGES = {"S256": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "plain": _VERIFIER}
_SWITCHES = {
    "urn:ietf:params:oauth:grant-type:device_code": "oauth2.device.authorization.grant.enabled",
    "urn:ietf:params:oauth:grant-type:token-exchange": "standard.token.exchange.enabled",
}


class Secrets(NamedTuple):
    """How to show the secrets and passwords of a realm.

    `from_environment` are the strings of the registry that use ${VARIABLES}, by place: they are shown as written.
    Other secrets appear only if they may be `shown`.
    """

    realm: str
    from_environment: Mapping[str, str]
    shown: bool

    def parameter(self, name: str, value: str, place: str, variable: str) -> str:
        """Return a form parameter as a shell word, such as `client_secret=…`; `variable` replaces a hidden value."""
        written = self.from_environment.get(f"realms.{self.realm}.{place}")
        if written is not None:
            return f'"{name}={shell_words(written, os.environ)}"'
        return shlex.quote(f"{name}={value}") if self.shown else f'"{name}=${variable}"'

    def password(self, user: "User") -> tuple[str, bool]:
        """Return the text to show for a user's password, and whether it is a password."""
        if not user.passwords:
            return "none", False
        plain = user.passwords[0].plain
        if plain is None:
            return "stored as a hash", False
        written = self.from_environment.get(f"realms.{self.realm}.users.{user.username}.password")
        if written is not None:
            return written, True
        return (plain, True) if self.shown else ("hidden", False)


def grants_of(client: "Client") -> list[str]:
    """Return the grant types that a client may use, by their OAuth names."""
    if client.bearer_only:
        return []
    flows = {
        "authorization_code": client.standard_flow,
        "implicit": client.implicit_flow,
        "client_credentials": client.service_accounts and not client.public,
        "password": client.direct_access_grants,
    }
    grants = [grant for grant, enabled in flows.items() if enabled]
    return grants + [grant.rpartition(":")[2] for grant, switch in _SWITCHES.items() if client.is_on(switch)]


def token_command(client: "Client", issuer: str, secrets: Secrets, user: "User | None") -> str:
    """Return a curl command that gets an access token, or nothing if the client needs more than a form for it.

    `user` is an example for the password grant.
    """
    grants = grants_of(client)
    if not client.public and (client.authenticator != "client-secret" or not client.secret):
        return ""
    parameters = [shlex.quote(f"client_id={client.client_id}")]
    if not client.public and client.secret:
        place = f"clients.{client.client_id}.secret"
        parameters.append(secrets.parameter("client_secret", client.secret, place, "CLIENT_SECRET"))
    if "client_credentials" in grants:
        grant = "client_credentials"
    elif "password" in grants and user:
        grant = "password"
        parameters.append(shlex.quote(f"username={user.username}"))
        plain = user.passwords[0].plain if user.passwords else None
        place = f"users.{user.username}.password"
        hidden = secrets._replace(shown=False) if plain is None else secrets
        parameters.append(hidden.parameter("password", plain or "", place, "PASSWORD"))
        parameters.append("scope=openid")
    else:
        return ""
    lines = [f"curl {shlex.quote(f'{issuer}/protocol/openid-connect/token')}", f"-d grant_type={grant}"]
    return " \\\n  ".join([*lines, *(f"--data-urlencode {parameter}" for parameter in parameters)])


def login_url(client: "Client", issuer: str) -> str:
    """Return a URL that starts a login at the client's first redirect URI, or nothing if a link is not enough."""
    if client.bearer_only or not (client.standard_flow or client.implicit_flow):
        return ""
    needs_object = client.attributes.get("request.object.required", "not required") != "not required"
    if needs_object or client.is_on("require.pushed.authorization.requests"):
        return ""
    redirect_uri = _redirect_uri(client, issuer)
    if not redirect_uri:
        return ""
    parameters = {"client_id": client.client_id, "redirect_uri": redirect_uri, "scope": "openid"}
    if client.standard_flow:
        parameters["response_type"] = "code"
    else:
        parameters |= {"response_type": "id_token token", "nonce": "landing-page"}
    method = client.attributes.get("pkce.code.challenge.method", "")
    if method in _CHALLENGES:
        parameters |= {"code_challenge_method": method, "code_challenge": _CHALLENGES[method]}
    return f"{issuer}/protocol/openid-connect/auth?{urlencode(parameters)}"


def _redirect_uri(client: "Client", issuer: str) -> str:
    """Return the first redirect URI of a client that is a web address, without a wildcard at its end."""
    for pattern in client.redirect_uris:
        [uri] = redirect_uris.resolve([pattern], client.root_url, issuer)
        uri = uri.removesuffix("*") or client.root_url
        is_allowed = redirect_uris.verify(uri, client.root_url, client.redirect_uris, issuer) is not None
        if uri.startswith(("http://", "https://")) and is_allowed:
            return uri
    return ""
