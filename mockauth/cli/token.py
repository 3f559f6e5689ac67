"""`mockauth token`."""

import base64
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from mockauth.cli import FAILED, MISUSED
from mockauth.cli.configuration import (
    Source,
    base_url,
    is_http_url,
    keys_option,
    no_http_url,
    open_keys,
    ring,
    setting,
    source_options,
)
from mockauth.cli.console import complain, plain
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.protocol.grants import client_credentials
from mockauth.realms.hints import name_hint
from mockauth.realms.model import Client, Realm
from mockauth.realms.problems import did_you_mean
from mockauth.state import State

_TIMEOUT_SECONDS = 10


@click.command
@click.argument("client")
@source_options
@keys_option
@click.option("--realm", metavar="NAME", help="The realm, where there are several.")
@click.option("--scope", metavar="TEXT", help='The scope parameter, such as "openid profile".')
@click.option(
    "--url",
    metavar="URL",
    help="Ask this server, such as http://localhost:9191 or a realm of it.  [default: sign here, without a server]",
)
@setting(
    "--secret",
    metavar="TEXT",
    help="The client's secret, for --url; with --realm it needs no configuration.  [default: the configuration's]",
)
@setting(
    "--hostname",
    callback=base_url,
    default="http://localhost:9191",
    show_default=True,
    metavar="URL",
    help="The issuer's URL, without --url.",
)
@click.option("--decode", is_flag=True, help="Show the token's header and claims instead of the token.")
def command(
    client: str,
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
    """Print an access token of the service account of CLIENT."""
    source = Source.chosen(config, imports, lenient)
    if url:
        answer = _asked(client, realm, secret, scope, url, source)
    else:
        loaded = source.load()
        found = _realm(loaded.realms, realm, client)
        state = State({found.name: found}, ring(keys))
        open_keys(state.ring, replace(loaded, realms={found.name: found}))
        ctx = Context.of(found, hostname.rstrip("/"), state, {"scope": scope} if scope else {})
        answer = _signed(ctx, found.clients.get(client), client)
    token = answer["access_token"]
    click.echo(_decoded(token) if decode else token)


def _realm(realms: Mapping[str, Realm], name: str | None, client: str) -> Realm:
    if name is not None and name not in realms:
        _end(f'there is no realm "{name}": {name_hint(name, realms)}', FAILED)
    fitting = [it for it in realms.values() if (it.name == name if name else client in it.clients)]
    if len(fitting) > 1:
        _end(
            f'client "{client}" is in several realms: say --realm, one of {", ".join(it.name for it in fitting)}',
            MISUSED,
        )
    if not fitting:
        clients = {client_id for it in realms.values() for client_id in it.clients}
        near = did_you_mean(client, clients) or f"the realms are: {', '.join(realms)}"
        _end(f'no realm has a client "{client}": {near}', FAILED)
    return fitting[0]


def _signed(ctx: Context, client: Client | None, name: str) -> Mapping[str, Any]:
    if client is None:
        _end(f'realm "{ctx.realm.name}" has no client "{name}"', FAILED)
    try:
        return client_credentials.redeem(ctx, client)
    except Refusal as error:
        _end(f"{error.body.get('error')}: {error.reason}", FAILED)


def _asked(
    client: str, realm: str | None, secret: str | None, scope: str | None, url: str, source: Source
) -> Mapping[str, Any]:
    """Ask a server. What the options do not say, the configuration does; without need it is not read."""
    from urllib.error import HTTPError
    from urllib.parse import quote, unquote, urlencode
    from urllib.request import urlopen

    if not is_http_url(url):
        _end(no_http_url(url), MISUSED)
    base, _, named = url.rstrip("/").partition("/realms/")
    realm = realm or unquote(named.partition("/")[0])
    if not (realm and secret):
        known = _known(client, realm, bool(secret), source)
        realm, secret = known.name, secret or known.clients[client].secret
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret or ""}
    body = urlencode({**form, "scope": scope} if scope else form).encode()
    endpoint = f"{base}/realms/{quote(realm)}/protocol/openid-connect/token"
    try:
        with urlopen(endpoint, body, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - http or https, as seen above
            answer: Mapping[str, Any] = json.load(response)
            return answer
    except HTTPError as error:
        with error:
            _end(f"{endpoint}: {error.code}: {error.read().decode('utf-8', 'replace')}", FAILED)
    except (OSError, ValueError) as error:
        _end(f"{endpoint}: {plain(error)}", FAILED)


def _known(client: str, realm: str, has_secret: bool, source: Source) -> Realm:
    """Give the realm of the configuration that knows the client."""
    fitting = [it for it in source.load().realms.values() if client in it.clients and realm in ("", it.name)]
    if len(fitting) != 1:
        where = "several realms have" if fitting else "no realm of the configuration here has"
        needed = {"--realm": not realm, "--secret (or MOCKAUTH_SECRET)": not has_secret}
        options = " and ".join(option for option, is_needed in needed.items() if is_needed)
        _end(f'{where} a client "{client}": say {options}', MISUSED if fitting else FAILED)
    return fitting[0]


def _decoded(token: str) -> str:
    header, claims = (json.loads(base64.urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    return json.dumps({"header": header, "claims": claims}, indent=2, ensure_ascii=False)


def _end(text: str, code: int) -> NoReturn:
    complain(text)
    sys.exit(code)
