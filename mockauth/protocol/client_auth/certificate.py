"""The `client-x509` authenticator: a client certificate (RFC 8705 section 2)."""

import re

from mockauth.protocol import java
from mockauth.protocol.certificates import Certificate, names
from mockauth.protocol.client_auth.secret import INVALID
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, UnauthorizedClient
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

_SUBJECT, _AUTHORITY = "x509.subjectdn", "x509.casubjectdn"
_PATTERN = "x509.allow.regex.pattern.comparison"


def client_id_in_query(ctx: Context) -> str | None:
    """Return the `client_id` of the query if that client authenticates with a certificate, else None."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    return client.client_id if client and client.authenticator == "client-x509" and not client.public else None


def authenticate(ctx: Context, client: Client) -> None:
    """Compare the subject of the certificate with the client's settings (X509ClientAuthenticator).

    Raises InvalidClient, and UnauthorizedClient if the client's settings are invalid.
    """
    if ctx.certificate_is_invalid:
        raise _refused(client, "needs a client certificate, but the header of the proxy does not hold a certificate")
    client_id = ctx.form.get("client_id") if ctx.has_form else None
    client_id = ctx.query.get("client_id") if client_id is None else client_id
    if client_id is None:
        reason = f'client "{client.client_id}" authenticates with a certificate, so the form needs a client_id'
        raise InvalidClient("Missing client_id parameter", reason=reason)
    if client_id != client.client_id:
        raise _refused(client, "is not the client that the query names")
    if ctx.certificate is None:
        raise _refused(client, "needs a client certificate, but the request has none (see --client-cert-header)")
    expected = client.attributes.get(_SUBJECT, "")
    if not expected.strip():
        fix = setting(ctx.realm, _SUBJECT, "CN=…")
        raise _refused(client, f"needs the subject of its certificate: set {fix}")
    if not _matches(client, ctx.certificate.subject, expected):
        raise _refused(client, f'needs a certificate for "{expected:.200}", not for another subject ({_SUBJECT})')
    if _AUTHORITY in client.attributes:
        _check_authority(ctx, client, ctx.certificate)


def _check_authority(ctx: Context, client: Client, certificate: Certificate) -> None:
    from mockauth.protocol.certificates import authorities

    found = authorities.trust_anchor(certificate, ctx.authorities, ctx.now)
    if found is None:
        why = "the certificate has expired, or no authority that mockauth trusts has signed it (--client-ca)"
        raise _refused(client, f"needs a certificate of an authority ({_AUTHORITY}): {why}")
    subject, expected = names.parse_der(found.subject.public_bytes()), client.attributes[_AUTHORITY]
    try:
        matches = names.are_equal(names.parse_text(expected), subject)
    except ValueError as error:
        raise _invalid_setting(client, _AUTHORITY, expected, error) from error
    if not matches:
        signer = names.to_text(subject)
        raise _refused(client, f'needs a certificate signed by "{expected:.200}", not by "{signer:.200}"')


def _matches(client: Client, subject: names.Name, expected: str) -> bool:
    try:
        # As in Keycloak, the setting is a pattern by default.
        if client.attributes.get(_PATTERN, "true").lower() == "true":
            return java.pattern(expected).fullmatch(names.to_text(subject)) is not None
        return names.are_equal(names.parse_text(expected), subject)
    except (ValueError, re.error) as error:
        raise _invalid_setting(client, _SUBJECT, expected, error) from error


def _invalid_setting(client: Client, attribute: str, value: str, error: Exception) -> UnauthorizedClient:
    reason = f'{attribute} of client "{client.client_id}" is invalid: "{value:.200}": {error}'
    return UnauthorizedClient("Unexpected error when authenticating client", reason=reason)


def _refused(client: Client, why: str) -> InvalidClient:
    return InvalidClient(INVALID, status=401, reason=f'client "{client.client_id}" {why}')
