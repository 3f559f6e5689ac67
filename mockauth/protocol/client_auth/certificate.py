"""The `client-x509` authenticator: a client that shows a certificate (RFC 8705 section 2)."""

import re

from mockauth.protocol import java
from mockauth.protocol.certificates import Certificate, names
from mockauth.protocol.client_auth.secret import INVALID
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client

_SUBJECT, _AUTHORITY = "x509.subjectdn", "x509.casubjectdn"
_PATTERN = "x509.allow.regex.pattern.comparison"


def client_id_in_query(ctx: Context) -> str | None:
    """Give the id of the client that the query names; other clients are not found by it."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    return client.client_id if client and client.authenticator == "client-x509" and not client.public else None


def authenticate(ctx: Context, client: Client) -> None:
    """Compare the subject of the certificate with what the client is to show (X509ClientAuthenticator).

    Raises InvalidClient, and UnauthorizedClient where the client's own settings cannot be read.
    """
    if ctx.certificate_is_invalid:
        raise _refused(client, "authenticates by an X.509 certificate, and what the proxy hands on is none")
    asked = ctx.form.get("client_id") if ctx.has_form else None
    asked = ctx.query.get("client_id") if asked is None else asked
    if asked is None:
        raise InvalidClient("Missing client_id parameter", reason="a client with a certificate is named in the form")
    if asked != client.client_id:
        raise _refused(client, "is not the client that the query names")
    if ctx.certificate is None:
        raise _refused(client, "authenticates by an X.509 certificate, and the request shows none")
    wanted = client.attributes.get(_SUBJECT, "")
    if not wanted.strip():
        raise _refused(client, f"authenticates by an X.509 certificate, and its {_SUBJECT} is empty")
    if not _matches(client, ctx.certificate.subject, wanted):
        shown = names.to_text(ctx.certificate.subject)
        raise _refused(client, f'is to show a certificate of "{wanted:.200}", and shows one of "{shown:.200}"')
    if _AUTHORITY in client.attributes:
        _check_authority(ctx, client, ctx.certificate)


def _check_authority(ctx: Context, client: Client, shown: Certificate) -> None:
    from mockauth.protocol.certificates import authorities

    found = authorities.trust_anchor(shown, ctx.authorities, ctx.now)
    if found is None:
        why = "no authority that mockauth trusts (--client-ca) has signed what is shown, or it is out of date"
        raise _refused(client, f"has {_AUTHORITY}, and {why}")
    subject, wanted = names.parse_der(found.subject.public_bytes()), client.attributes[_AUTHORITY]
    try:
        right = names.are_equal(names.parse_text(wanted), subject)
    except ValueError as error:
        raise _unreadable(client, _AUTHORITY, wanted, error) from error
    if not right:
        raise _refused(client, f'is to be signed for by "{wanted:.200}", and is by "{names.to_text(subject):.200}"')


def _matches(client: Client, subject: names.Name, wanted: str) -> bool:
    try:
        # Unless it is said to be none, it is a pattern.
        if client.attributes.get(_PATTERN, "true").lower() == "true":
            return java.pattern(wanted).fullmatch(names.to_text(subject)) is not None
        return names.are_equal(names.parse_text(wanted), subject)
    except (ValueError, re.error) as error:
        raise _unreadable(client, _SUBJECT, wanted, error) from error


def _unreadable(client: Client, what: str, wanted: str, error: Exception) -> UnauthorizedClient:
    reason = f'{what} of client "{client.client_id}" cannot be read: "{wanted:.200}": {error}'
    return UnauthorizedClient("Unexpected error when authenticating client", reason=reason)


def _refused(client: Client, why: str) -> InvalidClient:
    return InvalidClient(INVALID, status=401, reason=f'client "{client.client_id}" {why}')
