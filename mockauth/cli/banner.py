"""The output of `mockauth serve` when it is ready: realms, clients, users, remarks, and requests to try."""

import shlex
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from mockauth.cli.console import Console
from mockauth.cli.examples import examples
from mockauth.cli.remarks import remarks
from mockauth.protocol import urls
from mockauth.protocol.examples import Secrets, own_clients
from mockauth.realms.bootstrap import Bootstrap
from mockauth.realms.files import Loaded
from mockauth.realms.model import Realm, User
from mockauth.realms.problems.hints import listed
from mockauth.realms.source import REGISTRY, Source

_MOST_CLIENTS = 8
_MOST_USERS = 4
_MOST_NOTES = 20


def print_banner(
    console: Console,
    source: Source,
    loaded: Loaded,
    bootstrap: Bootstrap,
    url: str,
    hostname: str,
    listening: Mapping[str, str],
) -> None:
    """Print what is served at `url`, which includes the path prefix; `hostname` is the fixed URL of the issuers.

    `listening` has the addresses: "main", "management" if that port is open, and "network"
    if other machines can use another address than this one.
    """
    if not source.paths:
        console.write("sample", f"No --config and no --import, and no {REGISTRY} in {Path.cwd()}:")
        console.write("sample", 'serving the built-in sample. "mockauth init" writes it to a file that you can edit.')
    general = [str(note) for note in loaded.notes if not note.place.startswith("realm ")]
    for sentence in general[:_MOST_NOTES]:
        console.write("note", sentence)
    if len(general) > _MOST_NOTES:
        console.write("note", f'and {len(general) - _MOST_NOTES} more: "mockauth check --lenient FILE" lists them all')
    for realm in loaded.realms.values():
        _print_realm(console, realm, loaded, url, hostname)
    if bootstrap == Bootstrap():
        # The default admin exists without being asked for; other passwords are not printed.
        console.write("admin", f"admin of all realms: {bootstrap.username} (password: {bootstrap.password})")
    if management := listening.get("management"):
        console.write("management", f"management port: {management}", url=management)
    if network := listening.get("network"):
        console.write("network", f"other machines can use {network}", url=network)
    ready = f"mockauth is ready on {url}{'' if urlsplit(url).path else '/'}"
    console.write("ready", ready, url=url, listening=listening)


def _print_realm(console: Console, realm: Realm, loaded: Loaded, url: str, hostname: str) -> None:
    for sentence in _notes(realm, loaded):
        console.write("note", sentence)
    issuer = urls.realm(realm.frontend_url or hostname or url, realm.name)
    console.write("realm", f"realm {realm.name}  {issuer}", realm=realm.name, issuer=issuer)
    clients = [client.client_id for client in own_clients(realm)]
    names = listed(clients, _MOST_CLIENTS) or "only the built-in ones"
    console.write("clients", f"  clients: {names}", clients=clients)
    secrets = Secrets(console.is_private, loaded.from_environment)
    users = list(islice((user for user in realm.users if not user.service_account_of), _MOST_USERS))
    if users:
        more = len(realm.users) - len(realm.service_accounts) - len(users)
        text = ", ".join(_user(realm, user, secrets) for user in users) + (f" and {more} more" if more else "")
        console.write("users", f"  users: {text}", users=[user.username for user in users])
    for event, heading, text in examples(realm, users, url, issuer, secrets):
        console.write(event, f"  {text}", heading=f"  {heading}")


def _user(realm: Realm, user: User, secrets: Secrets) -> str:
    password = secrets.password(realm, user)
    return user.username if password is None else f"{user.username} (password: {password})"


def _notes(realm: Realm, loaded: Loaded) -> Sequence[str]:
    file = loaded.sources.get(realm.name, "")
    notes = [str(note) for note in loaded.notes if (note.file, note.place) == (file, f"realm {realm.name}")]
    if len(notes) > 1:
        details = f'"mockauth check {shlex.quote(file)}" lists them'
        notes = [f"{file}: realm {realm.name}: {len(notes)} additions, as in Keycloak 26.7.3: {details}"]
    found = remarks(realm, loaded.representations[realm.name])
    return [*notes, *(f"realm {realm.name}: {sentence}" for sentence in found)]
