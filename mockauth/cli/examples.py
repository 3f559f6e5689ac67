"""The requests to try that `mockauth serve` prints for a realm: a service's token, a login page, a user's token."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mockauth.protocol.examples import (
    Secrets,
    grants_of,
    login_url,
    needs_only_a_password,
    own_clients,
    redirect_uri,
    service_token,
    user_token,
)
from mockauth.realms.model import Realm, User


class Example(NamedTuple):
    """One request: a `curl` command or the URL of a `login` page, and a heading that says what it is for."""

    event: str
    heading: str
    text: str


def examples(realm: Realm, users: Sequence[User], url: str, issuer: str, secrets: Secrets) -> Iterator[Example]:
    """Return the requests to try, without those that the realm would refuse.

    Commands send them to the server at `url`, browsers to the `issuer`. The first of `users` who needs only a password
    is the example for the password grant.
    """
    clients = own_clients(realm)
    for client in clients:
        if command := service_token(realm, client, url, secrets):
            yield Example("curl", f"Get a token for the service {client.client_id}:", " ".join(command))
            break
    for client in clients:
        if "authorization_code" in grants_of(client) and (link := login_url(realm, client, issuer)):
            target = redirect_uri(client, issuer)
            yield Example("login", f"Log in to {client.client_id} in a browser, which then goes to {target}:", link)
            break
    user = next((user for user in users if needs_only_a_password(realm, user)), None)
    for client in clients:
        if user and (command := user_token(realm, client, user, url, secrets)):
            heading = f"Get a token for the user {user.username} of {client.client_id}:"
            yield Example("curl", heading, " ".join(command))
            break
