"""`mockauth token`."""

import base64
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from mockauth.cli import FAILED, MISUSED
from mockauth.cli.configuration import Source, http_url, is_http_url, keys_option, ring, source_options
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Refusal
from mockauth.protocol.grants import client_credentials
from mockauth.realms.model import Client, Realm
from mockauth.state import State

_TIMEOUT_SECONDS = 10


@click.command
@click.argument("client")
@source_options
@keys_option
@click.option("--realm", help="The realm, where there are several.")
@click.option("--scope", help='The scope parameter, such as "openid profile".')
@click.option("--url", help="Ask this server, such as http://localhost:9191.  [default: sign here, without a server]")
@click.option(
    "--secret",
    envvar="MOCKAUTH_SECRET",
    show_envvar=True,
    help="The client's secret, for --url.  [default: that of the configuration]",
)
@click.option(
    "--hostname",
    callback=http_url,
    default="http://localhost:9191",
    show_default=True,
    envvar="MOCKAUTH_HOSTNAME",
    show_envvar=True,
    metavar="URL",
    help="The issuer's URL, without --url.",
)
@click.option("--decode", is_flag=True, help="Show the token's header and claims instead of the token.")
def command(
    client: str,
    config: Path | None,
    imports: tuple[Path, ...],
    keys: str,
    realm: str | None,
    scope: str | None,
    url: str | None,
    secret: str | None,
    hostname: str,
    decode: bool,
) -> None:
    """Print an access token of the service account of CLIENT."""
    loaded = Source.chosen(config, imports).load()
    found = _realm(loaded.realms, realm, client)
    known = found.clients.get(client)
    if url:
        form = {"client_id": client, "client_secret": secret or (known.secret if known else None) or ""}
        answer = _asked(url.rstrip("/"), found.name, {**form, "grant_type": "client_credentials", "scope": scope})
    else:
        state = State(loaded.realms, ring(keys))
        answer = _signed(
            Context.of(found, hostname.rstrip("/"), state, {"scope": scope} if scope else {}), known, client
        )
    token = answer["access_token"]
    click.echo(_decoded(token) if decode else token)


def _realm(realms: Mapping[str, Realm], name: str | None, client: str) -> Realm:
    if name is not None and name not in realms:
        _end(f'there is no realm "{name}", only: {", ".join(realms)}', MISUSED)
    fitting = [it for it in realms.values() if (it.name == name if name else client in it.clients)]
    if len(fitting) > 1:
        _end(
            f'client "{client}" is in several realms: say --realm, one of {", ".join(it.name for it in fitting)}',
            MISUSED,
        )
    if not fitting:
        _end(f'no realm has a client "{client}"; the realms are: {", ".join(realms)}', FAILED)
    return fitting[0]


def _signed(ctx: Context, client: Client | None, name: str) -> Mapping[str, Any]:
    if client is None:
        _end(f'realm "{ctx.realm.name}" has no client "{name}"', FAILED)
    try:
        return client_credentials.redeem(ctx, client)
    except Refusal as error:
        _end(f"{error.body.get('error')}: {error.reason}", FAILED)


def _asked(url: str, realm: str, form: Mapping[str, str | None]) -> Mapping[str, Any]:
    from urllib.error import HTTPError
    from urllib.parse import quote, urlencode
    from urllib.request import urlopen

    if not is_http_url(url):
        _end(f"{url}: not an http or https URL", MISUSED)
    body = urlencode({name: value for name, value in form.items() if value is not None}).encode()
    endpoint = f"{url}/realms/{quote(realm)}/protocol/openid-connect/token"
    try:
        with urlopen(endpoint, body, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - http or https, as seen above
            answer: Mapping[str, Any] = json.load(response)
            return answer
    except HTTPError as error:
        with error:
            _end(f"{endpoint}: {error.code}: {error.read().decode('utf-8', 'replace')}", FAILED)
    except (OSError, ValueError) as error:
        _end(f"{endpoint}: {error}", FAILED)


def _decoded(token: str) -> str:
    header, claims = (json.loads(base64.urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    return json.dumps({"header": header, "claims": claims}, indent=2, ensure_ascii=False)


def _end(text: str, code: int) -> NoReturn:
    click.secho(text, err=True, fg="red")
    sys.exit(code)
