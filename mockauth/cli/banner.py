"""What `mockauth serve` says when it is ready: realms, clients, what was made of files, and a line to try."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from mockauth.cli.configuration import REGISTRY, Source
from mockauth.cli.console import Console
from mockauth.realms.files import Loaded
from mockauth.realms.hints import listed
from mockauth.realms.model import Client, Realm
from mockauth.realms.unused_settings import BUILT_IN, unused

_MOST_SHOWN = 8
_MOST_NOTES = 20


def announce(console: Console, source: Source, loaded: Loaded, url: str, hostname: str) -> None:
    """Say what is served; `url` is the server's, with the path that all begin with; `hostname` pins the issuer."""
    if not source.paths:
        where = Path.cwd()
        console.say("sample", f"No --config and no --import, and there is no {REGISTRY} in {where}:")
        console.say("sample", 'serving the built-in sample instead. "mockauth init" writes one to build on.')
    general = [str(note) for note in loaded.notes if not note.place.startswith("realm ")]
    for sentence in general[:_MOST_NOTES]:
        console.say("note", sentence)
    if len(general) > _MOST_NOTES:
        console.say("note", f'and {len(general) - _MOST_NOTES} more: "mockauth check --lenient FILE" lists them all')
    for realm in loaded.realms.values():
        for sentence in _notes(realm, loaded):
            console.say("note", sentence)
        issuer = f"{realm.frontend_url or hostname or url}/realms/{realm.name}"
        clients = [client for name, client in realm.clients.items() if name not in BUILT_IN]
        names = [client.client_id for client in clients]
        console.say("realm", f"realm {realm.name}  {issuer}", realm=realm.name, issuer=issuer)
        console.say("clients", f"  clients: {listed(names, _MOST_SHOWN) or 'only the built-in ones'}", clients=names)
        _curl(console, realm, clients, f"{url}/realms/{realm.name}", loaded)
    console.say("ready", f"mockauth is ready on {url}{'' if urlsplit(url).path else '/'}", url=url)


def _notes(realm: Realm, loaded: Loaded) -> Sequence[str]:
    from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS

    file = loaded.sources.get(realm.name, "")
    notes = [str(note) for note in loaded.notes if (note.file, note.place) == (file, f"realm {realm.name}")]
    if len(notes) > 1:
        lists = f'"mockauth check {shlex.quote(file)}" lists them'
        notes = [f"{file}: realm {realm.name}: {len(notes)} things added, as Keycloak 26.7.3 does: {lists}"]
    aside = unused(realm, loaded.representations[realm.name], {*MAPPERS, *ROLE_MAPPERS})
    return [*notes, *(f"realm {realm.name}: {sentence}" for sentence in aside)]


def _curl(console: Console, realm: Realm, clients: Sequence[Client], url: str, loaded: Loaded) -> None:
    client = next((it for it in clients if it.service_accounts and it.secret and it.enabled and not it.public), None)
    if client is None or client.secret is None or not realm.enabled:
        return
    secret = _secret(console, client.secret, loaded.from_environment.get(_place(realm, client)))
    console.say(
        "curl",
        f"  curl {shlex.quote(url + '/protocol/openid-connect/token')} -d grant_type=client_credentials"
        f" --data-urlencode {shlex.quote(f'client_id={client.client_id}')} --data-urlencode {secret}",
    )


def _place(realm: Realm, client: Client) -> str:
    return f"realms.{realm.name}.clients.{client.client_id}.secret"


def _secret(console: Console, secret: str, written: str | None) -> str:
    """Give the secret for a shell. What came from the environment stays there: the line names the variable."""
    if written is not None:
        from mockauth.realms.registry import shell_words

        return f'"client_secret={shell_words(written, os.environ)}"'
    return shlex.quote(f"client_secret={secret}") if console.is_private else '"client_secret=$CLIENT_SECRET"'
