"""Realm files with one value that is too long for its column in Keycloak's database, or that just fits into it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rep = dict[str, Any]
# Makes a realm file with a text of some length.
Make = Callable[[str], Rep]

_PROTOCOL = {"protocol": "openid-connect"}
_MAPPER = {"name": "m", **_PROTOCOL, "protocolMapper": "oidc-sub-mapper"}
_PERMISSIONS = {"authorizationServicesEnabled": True, "serviceAccountsEnabled": True, "secret": "s"}
_POLICY = {"name": "p", "type": "role", "logic": "POSITIVE", "decisionStrategy": "UNANIMOUS"}
_FLOW = {"alias": "own", "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": []}
_KEYS = "org.keycloak.keys.KeyProvider"
_HMAC = {"name": "h", "providerId": "hmac-generated", "config": {"algorithm": ["HS256"]}}
_IDP = {"alias": "idp", "providerId": "oidc"}
_IDP_MAPPER = {"name": "m", "identityProviderAlias": "idp", "identityProviderMapper": "oidc-username-idp-mapper"}
_ACTION = {"alias": "VERIFY_EMAIL", "name": "Verify", "providerId": "VERIFY_EMAIL"}
_ORG = {"name": "acme", "alias": "acme", "domains": [{"name": "acme.example"}]}
_HASH = {
    "type": "password",
    "secretData": '{"value": "aGFzaA==", "salt": "c2FsdA=="}',
    "credentialData": '{"algorithm": "pbkdf2-sha256", "hashIterations": 1}',
}
_OTP = {"type": "otp", "secretData": '{"value": "s"}', "credentialData": '{"subType": "totp"}'}


def _realm(key: str) -> Make:
    return lambda text: {key: text}


def _in(kind: str, required: Rep, key: str) -> Make:
    """Return files with an object in a list, with the text at a key."""
    return lambda text: {kind: [{**required, key: text}]}


def _of_client(key: str, of: Callable[[str], Any]) -> Make:
    return lambda text: {"clients": [{"clientId": "web", key: of(text)}]}


def _permissions(kind: str, required: Rep, key: str, of: Callable[[str], Any] = str) -> Make:
    return lambda text: {
        "clients": [{"clientId": "web", **_PERMISSIONS, "authorizationSettings": {kind: [{**required, key: of(text)}]}}]
    }


def _component(key: str, of: Callable[[str], Any] = str) -> Make:
    return lambda text: {"components": {_KEYS: [{**_HMAC, key: of(text)}]}}


def _organization(key: str, of: Callable[[str], Any] = str) -> Make:
    return lambda text: {"organizationsEnabled": True, "organizations": [{**_ORG, key: of(text)}]}


def _broker(kind: str, required: Rep, key: str, of: Callable[[str], Any] = str) -> Make:
    return lambda text: {"identityProviders": [_IDP], kind: [{**required, key: of(text)}]}


def _url(text: str) -> str:
    return f"http://{text}"[: len(text)]


def _domain(text: str) -> str:
    return ".".join(text[start : start + 50] for start in range(0, len(text), 51))


def _in_list(text: str) -> list[str]:
    return [text]


def _as_key(text: str) -> dict[str, str]:
    return {text: "x"}


def _as_value(text: str) -> dict[str, str]:
    return {"x": text}


def _as_key_of_list(text: str) -> dict[str, list[str]]:
    return {text: ["x"]}


def _as_listed_value(text: str) -> dict[str, list[str]]:
    return {"x": [text]}


def _mapper(key: str, of: Callable[[str], Any] = str) -> Callable[[str], list[Rep]]:
    return lambda text: [{**_MAPPER, key: of(text)}]


def _user(key: str, of: Callable[[str], Any] = str) -> Make:
    return lambda text: {"users": [{"username": "ada", key: of(text)}]}


def _policy_of(text: str) -> str:
    return f"regexPattern({'a' * (len(text) - 14)})"


# By description: the length of the column, and the files.
_COLUMNS: Mapping[str, tuple[int, Make]] = {
    # The realm
    "id": (36, _realm("id")),
    "display name": (255, _realm("displayName")),
    "display name in HTML": (4000, _realm("displayNameHtml")),
    "login theme": (255, _realm("loginTheme")),
    "account theme": (255, _realm("accountTheme")),
    "admin theme": (255, _realm("adminTheme")),
    "email theme": (255, _realm("emailTheme")),
    "default locale": (255, _realm("defaultLocale")),
    "password policy": (2550, lambda text: {"passwordPolicy": _policy_of(text)}),
    "OTP policy type": (36, _realm("otpPolicyType")),
    "OTP policy algorithm": (36, lambda text: {"otpPolicyType": "totp", "otpPolicyAlgorithm": text}),
    "signature algorithm": (4000, _realm("defaultSignatureAlgorithm")),
    "locale": (255, lambda text: {"supportedLocales": [text]}),
    "event listener": (255, lambda text: {"eventsListeners": [text]}),
    "event type": (255, lambda text: {"enabledEventTypes": [text]}),
    "mail server setting": (255, lambda text: {"smtpServer": {"from": "a@example.org", "host": text}}),
    "mail server key": (255, lambda text: {"smtpServer": {"from": "a@example.org", text: "x"}}),
    "realm attribute": (4000, lambda text: {"attributes": {"x": text}}),
    "realm attribute name": (255, lambda text: {"attributes": {text: "x"}}),
    "security header": (4000, lambda text: {"browserSecurityHeaders": {"xFrameOptions": text}}),
    "security header name": (239, lambda text: {"browserSecurityHeaders": {text: "x"}}),
    "locale of texts": (255, lambda text: {"localizationTexts": {text: {"x": "y"}}}),
    "message": (4000, lambda text: {"localizationTexts": {"en": {"x": text}}}),
    # Clients
    "client id": (36, _in("clients", {"clientId": "web"}, "id")),
    "clientId": (255, _in("clients", {}, "clientId")),
    "clientId of emojis": (127, lambda text: {"clients": [{"clientId": "😀" * len(text)}]}),
    "client name": (255, _of_client("name", str)),
    "client description": (255, _of_client("description", str)),
    "client root URL": (255, _of_client("rootUrl", _url)),
    "client base URL": (255, _of_client("baseUrl", _url)),
    "client admin URL": (255, _of_client("adminUrl", _url)),
    "client secret": (255, _of_client("secret", str)),
    "client protocol": (255, _of_client("protocol", str)),
    "client authenticator": (255, _of_client("clientAuthenticatorType", str)),
    "registration access token": (255, _of_client("registrationAccessToken", str)),
    "redirect URI": (255, _of_client("redirectUris", lambda text: [_url(text)])),
    "web origin": (255, _of_client("webOrigins", _in_list)),
    "web origin of a redirect URI": (255, _of_client("redirectUris", lambda text: [_url(text), "http://b"])),
    "client attribute": (4000, _of_client("attributes", _as_value)),
    "client attribute name": (255, _of_client("attributes", _as_key)),
    "registered node": (255, _of_client("registeredNodes", lambda text: {text: 1})),
    "flow binding": (255, _of_client("authenticationFlowBindingOverrides", lambda text: {text: ""})),
    "mapper id": (36, _of_client("protocolMappers", _mapper("id"))),
    "mapper name": (255, _of_client("protocolMappers", _mapper("name"))),
    "mapper protocol": (255, _of_client("protocolMappers", _mapper("protocol"))),
    "mapper type": (255, _of_client("protocolMappers", _mapper("protocolMapper"))),
    "mapper option": (4000, _of_client("protocolMappers", _mapper("config", _as_value))),
    "mapper option name": (255, _of_client("protocolMappers", _mapper("config", _as_key))),
    "default role of a client": (255, _of_client("defaultRoles", _in_list)),
    "reference to a client scope": (255, _of_client("defaultClientScopes", _in_list)),
    # Client scopes
    "scope id": (36, _in("clientScopes", {"name": "s", **_PROTOCOL}, "id")),
    "scope name": (255, _in("clientScopes", _PROTOCOL, "name")),
    "scope description": (255, _in("clientScopes", {"name": "s", **_PROTOCOL}, "description")),
    "scope protocol": (255, _in("clientScopes", {"name": "s"}, "protocol")),
    "scope attribute": (2048, lambda text: {"clientScopes": [{"name": "s", **_PROTOCOL, "attributes": {"x": text}}]}),
    "scope attribute name": (
        255,
        lambda text: {"clientScopes": [{"name": "s", **_PROTOCOL, "attributes": {text: "x"}}]},
    ),
    "scope mapper name": (
        255,
        lambda text: {"clientScopes": [{"name": "s", **_PROTOCOL, "protocolMappers": _mapper("name")(text)}]},
    ),
    # Roles and groups
    "role id": (36, lambda text: {"roles": {"realm": [{"name": "r", "id": text}]}}),
    "role name": (255, lambda text: {"roles": {"realm": [{"name": text}]}}),
    "role description": (255, lambda text: {"roles": {"realm": [{"name": "r", "description": text}]}}),
    "role attribute": (255, lambda text: {"roles": {"realm": [{"name": "r", "attributes": {"x": [text]}}]}}),
    "role attribute name": (255, lambda text: {"roles": {"realm": [{"name": "r", "attributes": {text: ["x"]}}]}}),
    "client role name": (
        255,
        lambda text: {"clients": [{"clientId": "web"}], "roles": {"client": {"web": [{"name": text}]}}},
    ),
    "client role description": (
        255,
        lambda text: {
            "clients": [{"clientId": "web"}],
            "roles": {"client": {"web": [{"name": "r", "description": text}]}},
        },
    ),
    "default role name": (255, lambda text: {"defaultRole": {"name": text}}),
    "default role description": (255, lambda text: {"defaultRole": {"name": "d", "description": text}}),
    "name of an old default role": (255, lambda text: {"defaultRoles": [text]}),
    "role of a user": (255, _user("realmRoles", _in_list)),
    "group id": (36, _in("groups", {"name": "g"}, "id")),
    "group name": (255, _in("groups", {}, "name")),
    "group description": (255, _in("groups", {"name": "g"}, "description")),
    "group attribute": (255, lambda text: {"groups": [{"name": "g", "attributes": {"x": [text]}}]}),
    "group attribute name": (255, lambda text: {"groups": [{"name": "g", "attributes": {text: ["x"]}}]}),
    "subgroup name": (255, lambda text: {"groups": [{"name": "g", "subGroups": [{"name": text}]}]}),
    "subgroup attribute": (
        255,
        lambda text: {"groups": [{"name": "g", "subGroups": [{"name": "h", "attributes": {"x": [text]}}]}]},
    ),
    # Users
    "user id": (36, _user("id")),
    "username": (255, lambda text: {"users": [{"username": text}]}),
    "email": (255, _user("email", lambda text: f"{text}@example.org"[-len(text) :])),
    "first name": (255, _user("firstName")),
    "last name": (255, _user("lastName")),
    "user attribute": (4000, _user("attributes", _as_listed_value)),
    "user attribute name": (255, _user("attributes", _as_key_of_list)),
    "required action of a user": (255, _user("requiredActions", _in_list)),
    "federation link": (255, _user("federationLink")),
    "label of a password": (255, _user("credentials", lambda text: [{"value": "p", "userLabel": text}])),
    "id of a password": (36, _user("credentials", lambda text: [{"value": "p", "id": text}])),
    "label of an authenticator": (255, _user("credentials", lambda text: [{**_OTP, "userLabel": text}])),
    "id of an authenticator": (36, _user("credentials", lambda text: [{**_OTP, "id": text}])),
    "label of a hash": (255, _user("credentials", lambda text: [{**_HASH, "userLabel": text}])),
    "id of a hash": (36, _user("credentials", lambda text: [{**_HASH, "id": text}])),
    "type of a credential": (255, _user("credentials", lambda text: [{**_OTP, "type": text}])),
    "secret of an authenticator": (
        4000,
        _user("credentials", lambda text: [{**_OTP, "secretData": json.dumps({"value": text})}]),
    ),
    "user of an identity provider": (
        255,
        lambda text: {
            "identityProviders": [_IDP],
            "users": [{"username": "a", "federatedIdentities": [{"identityProvider": "idp", "userId": text}]}],
        },
    ),
    "username at an identity provider": (
        255,
        lambda text: {
            "identityProviders": [_IDP],
            "users": [
                {
                    "username": "a",
                    "federatedIdentities": [{"identityProvider": "idp", "userId": "a", "userName": text}],
                }
            ],
        },
    ),
    # Identity providers
    "identity provider id": (36, _in("identityProviders", _IDP, "internalId")),
    "identity provider alias": (255, _in("identityProviders", {"providerId": "oidc"}, "alias")),
    "identity provider name": (255, _in("identityProviders", _IDP, "displayName")),
    "identity provider option": (4000, _broker("identityProviders", _IDP, "config", _as_value)),
    "identity provider option name": (255, _broker("identityProviders", _IDP, "config", _as_key)),
    "identity provider mapper id": (36, _broker("identityProviderMappers", _IDP_MAPPER, "id")),
    "identity provider mapper name": (255, _broker("identityProviderMappers", _IDP_MAPPER, "name")),
    "identity provider mapper type": (255, _broker("identityProviderMappers", _IDP_MAPPER, "identityProviderMapper")),
    "identity provider mapper option": (255, _broker("identityProviderMappers", _IDP_MAPPER, "config", _as_key)),
    # Flows, actions, and components
    "flow id": (36, _in("authenticationFlows", _FLOW, "id")),
    "flow alias": (255, _in("authenticationFlows", _FLOW, "alias")),
    "flow description": (255, _in("authenticationFlows", _FLOW, "description")),
    "flow type": (36, _in("authenticationFlows", _FLOW, "providerId")),
    "authenticator": (
        36,
        lambda text: {
            "authenticationFlows": [
                {**_FLOW, "authenticationExecutions": [{"authenticator": text, "requirement": "REQUIRED"}]}
            ]
        },
    ),
    "configuration id": (36, _in("authenticatorConfig", {"alias": "c"}, "id")),
    "configuration alias": (255, _in("authenticatorConfig", {}, "alias")),
    "configuration option": (4000, lambda text: {"authenticatorConfig": [{"alias": "c", "config": {"x": text}}]}),
    "configuration option name": (255, lambda text: {"authenticatorConfig": [{"alias": "c", "config": {text: "x"}}]}),
    "action alias": (255, _in("requiredActions", _ACTION, "alias")),
    "action name": (255, _in("requiredActions", _ACTION, "name")),
    "action type": (255, _in("requiredActions", _ACTION, "providerId")),
    "action option name": (255, lambda text: {"requiredActions": [{**_ACTION, "config": {text: "x"}}]}),
    "component id": (36, _component("id")),
    "component name": (255, _component("name")),
    "component subtype": (255, _component("subType")),
    "component option": (4000, _component("config", _as_listed_value)),
    "component option name": (255, _component("config", _as_key_of_list)),
    # Organizations
    "organization id": (255, _organization("id")),
    "organization name": (255, _organization("name")),
    "organization alias": (255, _organization("alias")),
    "organization description": (4000, _organization("description")),
    "organization URL": (2048, _organization("redirectUrl", _url)),
    "organization domain": (255, _organization("domains", lambda text: [{"name": _domain(text)}])),
    "organization attribute": (255, _organization("attributes", _as_listed_value)),
    "organization attribute name": (255, _organization("attributes", _as_key_of_list)),
    # Permissions
    "resource id": (36, _permissions("resources", {"name": "r"}, "_id")),
    "resource name": (255, _permissions("resources", {}, "name")),
    "resource label": (255, _permissions("resources", {"name": "r"}, "displayName")),
    "resource type": (255, _permissions("resources", {"name": "r"}, "type")),
    "resource icon": (255, _permissions("resources", {"name": "r"}, "icon_uri")),
    "resource URI": (255, _permissions("resources", {"name": "r"}, "uris", _in_list)),
    "resource attribute": (255, _permissions("resources", {"name": "r"}, "attributes", _as_listed_value)),
    "resource attribute name": (255, _permissions("resources", {"name": "r"}, "attributes", _as_key_of_list)),
    "permission scope id": (36, _permissions("scopes", {"name": "s"}, "id")),
    "permission scope name": (255, _permissions("scopes", {}, "name")),
    "permission scope label": (255, _permissions("scopes", {"name": "s"}, "displayName")),
    "permission scope icon": (255, _permissions("scopes", {"name": "s"}, "iconUri")),
    "policy id": (36, _permissions("policies", _POLICY, "id")),
    "policy name": (255, _permissions("policies", _POLICY, "name")),
    "policy description": (255, _permissions("policies", _POLICY, "description")),
    "policy option name": (255, _permissions("policies", _POLICY, "config", _as_key)),
}


def _files() -> Iterator[tuple[str, Rep]]:
    for what, (length, make) in _COLUMNS.items():
        for number in (length, length + 1):
            yield f"{what} of {number} characters", make("x" * number)


FILES: Mapping[str, Rep] = dict(_files())
