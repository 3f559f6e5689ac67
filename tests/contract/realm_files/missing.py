"""Realm files with objects that lack a required key, or have an unknown type."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import HASH_DATA, HASH_SECRET, IDP, KEY_PROVIDER, LEGACY_HASH, MAPPER, client, key, user

FILES: Mapping[str, dict[str, Any] | str] = {
    "a client without a client ID": {"clients": [{"publicClient": True}]},
    "an empty client ID": {"clients": [{"clientId": ""}]},
    "a user without a username": {"users": [{"enabled": True}]},
    "an empty username": {"users": [{"username": "", "enabled": True}]},
    "a user without a username if the email is the username": {
        "registrationEmailAsUsername": True,
        "users": [{"email": "a@b.c", "enabled": True}],
    },
    "a role without a name": {"roles": {"realm": [{"description": "x"}]}},
    "a group without a name": {"groups": [{"path": "/g"}]},
    "a client scope without a name": {"clientScopes": [{"protocol": "openid-connect"}]},
    "a client scope without a protocol": {"clientScopes": [{"name": "s"}]},
    "a client scope with a space in its name": {"clientScopes": [{"name": "a b", "protocol": "openid-connect"}]},
    "a mapper without a protocol": client(
        protocolMappers=[{"name": "m", "protocolMapper": "oidc-sub-mapper", "config": {}}]
    ),
    "a client scope's mapper without a protocol": {
        "clientScopes": [
            {
                "name": "s",
                "protocol": "openid-connect",
                "protocolMappers": [{"name": "m", "protocolMapper": "oidc-sub-mapper"}],
            }
        ]
    },
    "a mapper without a name": client(protocolMappers=[{**MAPPER, "name": None}]),
    "a mapper without a type": client(protocolMappers=[{**MAPPER, "protocolMapper": None}]),
    "a mapper without a config": client(protocolMappers=[MAPPER]),
    "a mapper of an unknown type": client(protocolMappers=[{**MAPPER, "protocolMapper": "oidc-odd-mapper"}]),
    "a mapper of an unknown protocol": client(protocolMappers=[{**MAPPER, "protocol": "odd"}]),
    "a component without a provider": {"components": {KEY_PROVIDER: [{"name": "k", "config": {}}]}},
    "a component of an unknown provider": key("odd"),
    "a component of an unknown provider type": {
        "components": {"org.example.Odd": [{"name": "k", "providerId": "odd"}]}
    },
    "a component without a name": {"components": {KEY_PROVIDER: [{"providerId": "rsa-generated", "config": {}}]}},
    "a component without a config": {"components": {KEY_PROVIDER: [{"name": "k", "providerId": "rsa-generated"}]}},
    "an identity provider without an alias": {"identityProviders": [{**IDP, "alias": None}]},
    "an identity provider of an unknown type": {"identityProviders": [{**IDP, "providerId": "odd"}]},
    "an identity provider without a type": {"identityProviders": [{**IDP, "providerId": None}]},
    "a password without a value": user(credentials=[{"type": "password"}]),
    "an empty password": user(credentials=[{"type": "password", "value": ""}]),
    "a credential without a type": user(credentials=[{"value": "p"}]),
    "a credential of an unknown type": user(credentials=[{"type": "odd", "value": "p"}]),
    "a one-time password credential": user(credentials=[{"type": "otp", "secretData": "{}", "credentialData": "{}"}]),
    "a hash without credentialData": user(credentials=[{"type": "password", "secretData": HASH_SECRET}]),
    "a hash without secretData": user(credentials=[{"type": "password", "credentialData": HASH_DATA}]),
    "a hash with invalid JSON": user(credentials=[{"type": "password", "secretData": "x", "credentialData": "y"}]),
    "a hash with credentialData and secretData": user(
        credentials=[{"type": "password", "secretData": HASH_SECRET, "credentialData": HASH_DATA}]
    ),
    "a hash of an unknown algorithm": user(
        credentials=[
            {"type": "password", "secretData": HASH_SECRET, "credentialData": HASH_DATA.replace("pbkdf2-sha256", "odd")}
        ]
    ),
    "a hash that is not base64": user(
        credentials=[
            {"type": "password", "secretData": HASH_SECRET.replace("aGFzaA==", "***"), "credentialData": HASH_DATA}
        ]
    ),
    "a legacy hash": user(credentials=[{**LEGACY_HASH, "algorithm": "pbkdf2"}]),
    "a legacy hash without an algorithm": user(credentials=[LEGACY_HASH]),
    "a legacy hash without salt": user(credentials=[{**LEGACY_HASH, "salt": None}]),
    "a legacy hash that is not base64": user(credentials=[{**LEGACY_HASH, "hashedSaltedValue": "***"}]),
    "a temporary password": user(credentials=[{"type": "password", "value": "p", "temporary": True}]),
}
