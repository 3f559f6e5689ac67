"""`mockauth token`: print an access token of a service account or of a user."""

import base64
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from mockauth.cli import FAILED, MISUSED
from mockauth.cli.configuration import (
    base_url,
    is_http_url,
    key_ring,
    keys_option,
    not_an_http_url,
    open_keys,
    setting,
    source_options,
)
from mockauth.cli.console import connection_error, print_error
from mockauth.protocol.examples import own_clients
from mockauth.realms.model import Realm, User
from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import listed, name_hint
from mockauth.realms.problems.setting import setting as spelled
from mockauth.realms.source import Source
from mockauth.state import State
from mockauth.testing.issuing import issue
from mockauth.testing.token import TokenRefused

_TIMEOUT_SECONDS = 10
_MOST_SERVICES = 5


@click.command
@click.argument("client_argument", metavar="[CLIENT]", required=False)
@click.option("--client", metavar="CLIENT", help="Client that the token is issued to, instead of the argument.")
@click.option(
    "--user",
    metavar="NAME",
    help="User who logs in to the client.  [default: the service account of the client]",
)
@source_options
@keys_option
@click.option("--realm", metavar="NAME", help="Realm of the client, if several realms have a client of this name.")
@click.option("--scope", metavar="TEXT", help='Scope parameter, for example "openid profile".')
@click.option(
    "--url",
    metavar="URL",
    help="Running server, or a realm of it, to request the token from, for example http://localhost:9191."
    "  [default: sign the token without a server]",
)
@setting(
    "--secret",
    metavar="TEXT",
    help="Client secret for --url; together with --realm no configuration is needed."
    "  [default: the secret in the configuration]",
)
@setting(
    "--hostname",
    callback=base_url,
    default="http://localhost:9191",
    show_default=True,
    metavar="URL",
    help="Base URL of the issuer, if the token is signed without a server.",
)
@click.option("--decode", is_flag=True, help="Print the header and the claims of the token as JSON.")
def command(
    client_argument: str | None,
    client: str | None,
    user: str | None,
    config: Path | None,
    imports: tuple[Path, ...],
    lenient: bool,
    keys: str,
    realm: str | None,
    scope: str | None,
    url: str | None,
    secret: str | None,
    hostname: str,
    decode: bool,
) -> None:
    """Print an access token of the service account of CLIENT, or of a user who logs in to CLIENT.

    A user logs in without a browser. With --url, the login page is used, with the password in the configuration.
    """
    client = client or client_argument
    if not client:
        raise click.UsageError("name a client, for example: mockauth token orders, or: mockauth token web --user alice")
    source = Source.chosen(config, imports, lenient)
    if url:
        answer = (
            _request(client, realm, secret, scope, url, source)
            if user is None
            else _log_in(client, user, realm, scope, url, source)
        )
    else:
        loaded = source.load()
        found = _realm(loaded.realms, realm, client)
        state = State({found.name: found}, key_ring(keys))
        open_keys(state.ring, replace(loaded, realms={found.name: found}))
        answer = _unless_refused(lambda: issue(state, hostname.rstrip("/"), found.name, client, user, scope))
    token = answer["access_token"]
    click.echo(_decoded(token) if decode else token)


def _realm(realms: Mapping[str, Realm], name: str | None, client: str) -> Realm:
    """Return the realm of a client, or exit if there is none or more than one."""
    if name is not None and name not in realms:
        _exit(f'realm "{name}" does not exist: {name_hint(name, realms)}', FAILED)
    candidates = [it for it in realms.values() if name in (None, it.name)]
    fitting = [it for it in candidates if client in it.clients]
    if len(fitting) > 1:
        names = ", ".join(it.name for it in fitting)
        _exit(f'several realms have a client "{client}": choose one with --realm: {names}', MISUSED)
    if not fitting:
        _exit(_unknown_client(candidates, client), FAILED)
    return fitting[0]


def _unknown_client(realms: Iterable[Realm], name: str) -> str:
    """Explain that a client does not exist. If there is a user of this name, explain how to get a user's token."""
    realms = [*realms]
    for realm in realms:
        if user := realm.find_user("username", name.lower()):
            return _explain_user(realm, user)
    where = f'realm "{realms[0].name}" has no client' if len(realms) == 1 else "no realm has a client"
    suggestion = did_you_mean(name, {client_id for it in realms for client_id in it.clients})
    return f'{where} "{name}": {suggestion or _services(realms)}'


def _explain_user(realm: Realm, user: User) -> str:
    apps = [client.client_id for client in own_clients(realm) if client.standard_flow or client.direct_access_grants]
    if not apps:
        enable = spelled(realm, "standardFlowEnabled", True)
        return f'"{user.username}" is a user, not a client, and no client lets users log in; enable that with {enable}'
    return f'"{user.username}" is a user; name a client too: mockauth token {apps[0]} --user {user.username}'


def _services(realms: Iterable[Realm]) -> str:
    """Name the clients that have a service account, or the setting that gives them one."""
    realms = [*realms]
    names = [client.client_id for realm in realms for client in own_clients(realm) if client.service_accounts]
    if names:
        return f"clients with a service account: {listed(names, _MOST_SERVICES)}"
    return f"no client has a service account; enable one with {spelled(realms[0], 'serviceAccountsEnabled', True)}"


def _unless_refused(get: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return a response of the token endpoint, or exit with the reason why there is none."""
    try:
        return get()
    except (TokenRefused, LookupError) as error:
        _exit(str(error), FAILED)


def _log_in(
    client: str, user: str, realm: str | None, scope: str | None, url: str, source: Source
) -> Mapping[str, Any]:
    """Log a user in at the login page of a server."""
    from mockauth.testing.remote_server import RemoteServer

    base, named = _base_and_realm(url)
    loaded = source.load()
    found = _realm(loaded.realms, realm or named or None, client)
    server = RemoteServer(base, loaded)
    try:
        return _unless_refused(lambda: server.token(client, user=user, realm=found.name, scope=scope).response)
    except OSError as error:
        _exit(f"{base}: {connection_error(error)}", FAILED)


def _base_and_realm(url: str) -> tuple[str, str]:
    """Split the URL of a server or of a realm, or exit if it is not a URL."""
    from urllib.parse import unquote

    if not is_http_url(url):
        _exit(not_an_http_url(url), MISUSED)
    base, _, path = url.rstrip("/").partition("/realms/")
    return base, unquote(path.partition("/")[0])


def _request(
    client: str, realm: str | None, secret: str | None, scope: str | None, url: str, source: Source
) -> Mapping[str, Any]:
    """Request a token from a server. The configuration is read only if the options lack the realm or the secret."""
    from urllib.error import HTTPError
    from urllib.parse import quote, urlencode
    from urllib.request import urlopen

    base, named = _base_and_realm(url)
    realm = realm or named
    if not (realm and secret):
        known = _configured(client, realm, bool(secret), source)
        realm, secret = known.name, secret or known.clients[client].secret
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret or ""}
    body = urlencode({**form, "scope": scope} if scope else form).encode()
    endpoint = f"{base}/realms/{quote(realm)}/protocol/openid-connect/token"
    try:
        with urlopen(endpoint, body, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - checked: http or https
            answer: Mapping[str, Any] = json.load(response)
            return answer
    except HTTPError as error:
        with error:
            _exit(f"{endpoint}: {error.code}: {error.read().decode('utf-8', 'replace')}", FAILED)
    except (OSError, ValueError) as error:
        _exit(f"{endpoint}: {connection_error(error)}", FAILED)


def _configured(client: str, realm: str, has_secret: bool, source: Source) -> Realm:
    """Return the realm of the configuration that has the client, or exit and name the options that are missing."""
    fitting = [it for it in source.load().realms.values() if client in it.clients and realm in ("", it.name)]
    if len(fitting) != 1:
        where = "several realms have" if fitting else "no realm of the local configuration has"
        needed = {"--realm": not realm, "--secret (or MOCKAUTH_SECRET)": not has_secret}
        options = " and ".join(option for option, is_needed in needed.items() if is_needed)
        _exit(f'{where} a client "{client}": add {options}', MISUSED if fitting else FAILED)
    return fitting[0]


def _decoded(token: str) -> str:
    header, claims = (json.loads(base64.urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    return json.dumps({"header": header, "claims": claims}, indent=2, ensure_ascii=False)


def _exit(text: str, code: int) -> NoReturn:
    for line in text.splitlines():
        print_error(line)
    sys.exit(code)
