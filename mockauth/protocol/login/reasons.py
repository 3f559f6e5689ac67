"""Reasons for the log why a login is refused: each names the setting to change, as the realm's own file spells it."""

from mockauth.printable import url_without_secrets
from mockauth.realms.model import Client, Realm
from mockauth.realms.problems.hints import unknown
from mockauth.realms.problems.setting import setting

_PKCE_METHOD = "pkce.code.challenge.method"


def pkce_reason(realm: Realm, client: Client, error: str) -> str:
    """Return the reason for a PKCE error: the client's setting, or the request."""
    required = client.attributes.get(_PKCE_METHOD, "")
    if not required:
        return error
    return (
        f'{error}; client "{client.client_id}" requires PKCE: send code_challenge and '
        f"code_challenge_method={required}, or remove {setting(realm, _PKCE_METHOD, required)}"
    )


def unknown_client(realm: Realm, client_id: str) -> str:
    """Return the reason for the refusal of an unknown client."""
    return unknown(f'client in realm "{realm.name}"', client_id, realm.clients)


def bearer_only(realm: Realm, client: Client) -> str:
    """Return the reason for the refusal of a bearer-only client."""
    return f'client "{client.client_id}" cannot start logins because of {setting(realm, "bearerOnly", True)}'


def client_disabled(realm: Realm, client: Client) -> str:
    """Return the reason for the refusal of a disabled client."""
    return f'client "{client.client_id}" is disabled; enable it with {setting(realm, "enabled", True)}'


def redirect_uri_reason(realm: Realm, client: Client, uri: str | None) -> str:
    """Return the reason for an invalid redirect URI: the ones that are allowed, and how to add this one."""
    if uri is None:
        return "the request has no redirect_uri"
    if not client.redirect_uris:
        allowed = f'client "{client.client_id}" has no redirect URIs'
    else:
        allowed = f'client "{client.client_id}" allows {", ".join(client.redirect_uris)}'
    sent = url_without_secrets(uri)
    return f'invalid redirect_uri "{sent}": {allowed}; to allow it, set {setting(realm, "redirectUris", [sent])}'


def flow_reason(realm: Realm, client: Client, key: str, response_type: str) -> str:
    """Return the reason for a response type that needs a flow which is off for the client; `key` is its setting."""
    fix = setting(realm, key, True)
    return f'client "{client.client_id}" cannot use response_type={response_type:.80} without {fix}'
