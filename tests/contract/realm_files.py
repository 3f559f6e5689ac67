"""Small realm files, each with one thing that Keycloak may take or refuse; what it does with them is recorded.

A file is a realm representation without its name and `enabled`, or the text of a whole file.
"""

import json
from typing import Any

from contract import realm_file_lengths

NAME = "probe"
_ROBOT = {"clientId": "robot", "secret": "s", "serviceAccountsEnabled": True}
_WEB = {"clientId": "web", "publicClient": True}
_ADA = {"username": "ada", "enabled": True}
_MAPPER = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-sub-mapper"}
_FLOW = {"alias": "own", "providerId": "basic-flow", "topLevel": True, "builtIn": False}
_STEP = {"requirement": "REQUIRED", "priority": 10}
_IDP = {"alias": "idp", "providerId": "oidc", "enabled": True}
_LEGACY = {"type": "password", "hashedSaltedValue": "aGFzaA==", "salt": "c2FsdA==", "hashIterations": 1}
_DATA = '{"algorithm": "pbkdf2-sha256", "hashIterations": 1}'
_SECRET = '{"value": "aGFzaA==", "salt": "c2FsdA=="}'
_KEYS = "org.keycloak.keys.KeyProvider"
_REGISTRATION = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
_SCOPE = {"name": "s", "protocol": "openid-connect"}
_IDP_MAPPER = {"name": "m", "identityProviderAlias": "idp", "identityProviderMapper": "oidc-username-idp-mapper"}
_PROFILE = "org.keycloak.userprofile.UserProfileProvider"


def client(**keys: Any) -> dict[str, Any]:
    """Give a realm with one client."""
    return {"clients": [{**_ROBOT, **keys}]}


def user(**keys: Any) -> dict[str, Any]:
    """Give a realm with one user, a client `robot`, a role `r` and a group `g`."""
    return {
        "clients": [_ROBOT],
        "roles": {"realm": [{"name": "r"}], "client": {"robot": [{"name": "reads"}]}},
        "groups": [{"name": "g", "subGroups": [{"name": "inner"}]}],
        "users": [{**_ADA, **keys}],
    }


def permissions(**keys: Any) -> dict[str, Any]:
    """Give a realm with a client that has permissions."""
    return client(authorizationServicesEnabled=True, authorizationSettings=keys)


def policy(**keys: Any) -> dict[str, Any]:
    """Give a realm with a client that has one policy."""
    return permissions(policies=[{"name": "p", "logic": "POSITIVE", "decisionStrategy": "UNANIMOUS", **keys}])


def key(provider: str, **config: str) -> dict[str, Any]:
    """Give a realm with one key provider."""
    component = {"name": "k", "providerId": provider, "config": {name: [it] for name, it in config.items()}}
    return {"components": {_KEYS: [component]}}


def flow(*steps: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Give a realm with one flow of its own beside the built-in ones that it needs."""
    return {"authenticationFlows": [{**_FLOW, **keys, "authenticationExecutions": [{**_STEP, **it} for it in steps]}]}


def idp(**keys: Any) -> dict[str, Any]:
    """Give a realm with one identity provider."""
    return {"identityProviders": [{**_IDP, "config": {}, **keys}]}


def idp_mappers(*mappers: dict[str, Any]) -> dict[str, Any]:
    """Give a realm with an identity provider and these mappers."""
    return {**idp(), "identityProviderMappers": list(mappers)}


def text_of(file: dict[str, Any] | str) -> str:
    """Give the text of a whole file."""
    return file if isinstance(file, str) else json.dumps({"realm": NAME, "enabled": True, **file})


FILES: dict[str, dict[str, Any] | str] = {
    # The file
    "nothing but a name": {},
    "broken": '{"realm": "probe"',
    "nothing": "",
    "a list": '[{"realm": "probe"}]',
    "a text": '"probe"',
    "a key that is there twice": '{"realm": "probe", "enabled": false, "enabled": true}',
    "a comment": '{"realm": "probe" /* a comment */}',
    "a comma too many": '{"realm": "probe",}',
    "text behind the end": '{"realm": "probe"} end',
    "a number that is none": '{"realm": "probe", "notBefore": NaN}',
    "a number with a zero in front": '{"realm": "probe", "notBefore": 05}',
    "a line end in a string": '{"realm": "probe", "displayName": "a\nb"}',
    "a tabulator in a string": '{"realm": "probe", "displayName": "a\tb"}',
    "half of a character": '{"realm": "probe", "displayName": "\\ud800"}',
    "nested deeply": '{"realm": "probe", "clientProfiles": ' + "[" * 1100 + "]" * 1100 + "}",
    # The name of the realm
    "no name": '{"enabled": true}',
    "a name that is null": '{"realm": null}',
    "an empty name": '{"realm": ""}',
    "a name that is a number": '{"realm": 5}',
    "the name master": '{"realm": "master"}',
    "a name with a slash": '{"realm": "pro/be"}',
    "a name with a blank": '{"realm": "pro be"}',
    "a name with an umlaut": '{"realm": "pröbe"}',
    "a name of two dots": '{"realm": ".."}',
    "a name with a percent sign": '{"realm": "pro%be"}',
    "a name with a quote": '{"realm": "pro\\"be"}',
    "a name with a variable": '{"realm": "${NAME}"}',
    "a name with braces": '{"realm": "{probe}"}',
    "a name with a pipe": '{"realm": "pro|be"}',
    "a name with a line end": '{"realm": "pro\\nbe"}',
    "a name with an apostrophe": '{"realm": "pro\'be"}',
    "a name with angles": '{"realm": "<probe>"}',
    "a name with a backslash": '{"realm": "pro\\\\be"}',
    "a name with a plus": '{"realm": "pro+be"}',
    "a name with a caret": '{"realm": "pro^be"}',
    "a name with a tilde": '{"realm": "pro~be"}',
    "a name of 256 letters": json.dumps({"realm": "p" * 256}),
    "a name of 255 letters": json.dumps({"realm": "p" * 255}),
    # Unknown keys
    "an unknown key of the realm": {"_comment": "x"},
    "an unknown key of a client": client(redirectUrls=[]),
    "an unknown key of a user": user(fullName="Ada"),
    "an unknown key of a password": user(credentials=[{"type": "password", "value": "p", "hash": "x"}]),
    "an unknown key of a role": {"roles": {"realm": [{"name": "r", "note": "x"}]}},
    "an unknown key of roles": {"roles": {"clients": {}}},
    "an unknown key of composites": {"roles": {"realm": [{"name": "r", "composites": {"clients": {}}}]}},
    "an unknown key of a group": {"groups": [{"name": "g", "roles": []}]},
    "an unknown key of a subgroup": {"groups": [{"name": "g", "subGroups": [{"name": "h", "roles": []}]}]},
    "an unknown key of a client scope": {"clientScopes": [{"name": "s", "protocol": "openid-connect", "note": "x"}]},
    "an unknown key of a client scope's mapper": {
        "clientScopes": [{"name": "s", "protocol": "openid-connect", "protocolMappers": [{**_MAPPER, "note": "x"}]}]
    },
    "an unknown key of a mapper": client(protocolMappers=[{**_MAPPER, "type": "x"}]),
    "an unknown key of a scope mapping": {"scopeMappings": [{"client": "account", "role": []}]},
    "an unknown key of a component": {"components": {_KEYS: [{"name": "k", "providerId": "rsa-generated", "x": 1}]}},
    "an unknown key of a flow": flow(note="x"),
    "an unknown key of a step": flow({"authenticator": "auth-cookie", "note": "x"}),
    "an unknown key of an identity provider": {"identityProviders": [{**_IDP, "note": "x"}]},
    "an unknown key of a required action": {"requiredActions": [{"alias": "a", "providerId": "a", "note": "x"}]},
    "an unknown key of permissions": permissions(note="x"),
    "an unknown key of a policy": policy(type="role", note="x"),
    "an unknown option of a mapper": client(protocolMappers=[{**_MAPPER, "config": {"note": "x"}}]),
    "an unknown attribute of a client": client(attributes={"note": "x"}),
    "an unknown attribute of the realm": {"attributes": {"note": "x"}},
    "an unknown option of the mail server": {"smtpServer": {"note": "x"}},
    "an unknown security header": {"browserSecurityHeaders": {"note": "x"}},
    # Keys of long ago
    "an old key of a client": client(clientTemplate="t", useTemplateScope=False),
    "an old key of a mapper": client(protocolMappers=[{**_MAPPER, "consentRequired": False, "consentText": "x"}]),
    "an old key of the realm": {"passwordCredentialGrantAllowed": True, "updateProfileOnInitialSocialLogin": False},
    # Types
    "a flag that is yes": {"registrationAllowed": "yes"},
    "a flag that is a string": {"registrationAllowed": "true"},
    "a flag that is a number": {"registrationAllowed": 1},
    "a number that is a word": {"accessTokenLifespan": "five"},
    "a number that is a string": {"accessTokenLifespan": "300"},
    "a number that is a flag": {"accessTokenLifespan": True},
    "a number that is a fraction": {"accessTokenLifespan": 300.5},
    "a number of 33 bits": {"accessTokenLifespan": 4294967296},
    "a string that is a number": {"displayName": 5},
    "a string that is a list": {"displayName": ["x"]},
    "a list that is a string": client(redirectUris="http://localhost/*"),
    "a list that is an empty string": client(redirectUris=""),
    "a list with an object": client(redirectUris=[{}]),
    "a list with a null": client(redirectUris=[None]),
    "clients that are an object": {"clients": {}},
    "a client that is null": {"clients": [None]},
    "a client that is a string": {"clients": ["web"]},
    "a user that is null": {"users": [None]},
    "a role that is null": {"roles": {"realm": [None]}},
    "a group that is null": {"groups": [None]},
    "an attribute of a client that is a list": client(attributes={"a": ["x"]}),
    "an attribute of a client that is null": client(attributes={"a": None}),
    "an attribute of a user that is a string": user(attributes={"a": "x"}),
    "an attribute of a user that is an object": user(attributes={"a": {"b": "c"}}),
    "attributes of a user that are a list": user(attributes=["x"]),
    "an option of a key that is a string": {
        "components": {_KEYS: [{"name": "k", "providerId": "rsa-generated", "config": {"priority": "100"}}]}
    },
    "an option of a mapper that is a flag": client(protocolMappers=[{**_MAPPER, "config": {"claim": True}}]),
    "a choice that is none": {"bruteForceStrategy": "SOMETIMES"},
    "a choice in small letters": {"bruteForceStrategy": "linear"},
    "groups of a user that are a string": user(groups="/g"),
    # What is there twice
    "a realm role twice": {"roles": {"realm": [{"name": "r"}, {"name": "r"}]}},
    "a realm role in two spellings": {"roles": {"realm": [{"name": "r"}, {"name": "R"}]}},
    "a client role twice": {"clients": [_ROBOT], "roles": {"client": {"robot": [{"name": "r"}, {"name": "r"}]}}},
    "one name for a realm role and a client role": {
        "clients": [_ROBOT],
        "roles": {"realm": [{"name": "r"}], "client": {"robot": [{"name": "r"}]}},
    },
    "a client twice": {"clients": [_WEB, _WEB]},
    "a client in two spellings": {"clients": [_WEB, {"clientId": "WEB"}]},
    "two clients with one id": {"clients": [{**_WEB, "id": "1"}, {"clientId": "other", "id": "1"}]},
    "a user twice": {"users": [_ADA, _ADA]},
    "a user in two spellings": {"users": [_ADA, {"username": "ADA"}]},
    "two users with one email": {"users": [{**_ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}]},
    "two users with one email in two spellings": {
        "users": [{**_ADA, "email": "a@b.c"}, {"username": "bob", "email": "A@B.C"}]
    },
    "two users with one email where that is allowed": {
        "loginWithEmailAllowed": False,
        "duplicateEmailsAllowed": True,
        "users": [{**_ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}],
    },
    "duplicate emails allowed beside logins by email": {
        "loginWithEmailAllowed": True,
        "duplicateEmailsAllowed": True,
        "users": [{**_ADA, "email": "a@b.c"}, {"username": "bob", "email": "a@b.c"}],
    },
    "two users with an empty email": {"users": [{**_ADA, "email": ""}, {"username": "bob", "email": ""}]},
    "a username that is another's email": {"users": [{**_ADA, "email": "a@b.c"}, {"username": "a@b.c"}]},
    "two users with one id": {"users": [{**_ADA, "id": "1"}, {"username": "bob", "id": "1"}]},
    "two roles with one id": {"roles": {"realm": [{"name": "r", "id": "1"}, {"name": "s", "id": "1"}]}},
    "two groups with one id": {"groups": [{"name": "g", "id": "1"}, {"name": "h", "id": "1"}]},
    "a group twice": {"groups": [{"name": "g"}, {"name": "g"}]},
    "a subgroup twice": {"groups": [{"name": "g", "subGroups": [{"name": "h"}, {"name": "h"}]}]},
    "a subgroup of the same name elsewhere": {
        "groups": [{"name": "g", "subGroups": [{"name": "h"}]}, {"name": "i", "subGroups": [{"name": "h"}]}]
    },
    "a client scope twice": {"clientScopes": [{"name": "s", "protocol": "openid-connect"}] * 2},
    "two client scopes with one id": {
        "clientScopes": [{"name": name, "protocol": "openid-connect", "id": "1"} for name in "st"]
    },
    "a mapper twice": client(protocolMappers=[_MAPPER, {**_MAPPER, "protocolMapper": "oidc-acr-mapper"}]),
    "two mappers with one id": client(protocolMappers=[{**_MAPPER, "id": "1"}, {**_MAPPER, "name": "n", "id": "1"}]),
    "a key provider twice": {
        "components": {_KEYS: [{"name": "k", "providerId": "rsa-generated", "config": {}} for _ in range(2)]}
    },
    "two key providers with one id": {
        "components": {_KEYS: [{"id": "1", "name": name, "providerId": "rsa-generated", "config": {}} for name in "kl"]}
    },
    "an identity provider twice": {"identityProviders": [_IDP, _IDP]},
    "a required action twice": {
        "requiredActions": [{"alias": "VERIFY_EMAIL", "name": "v", "providerId": "VERIFY_EMAIL"} for _ in range(2)]
    },
    "a redirect URI twice": client(redirectUris=["http://localhost/a", "http://localhost/a"]),
    "a web origin twice": client(webOrigins=["http://localhost", "http://localhost"]),
    "a default scope twice": client(defaultClientScopes=["profile", "profile"]),
    "a scope that is both default and optional": client(
        defaultClientScopes=["profile"], optionalClientScopes=["profile"]
    ),
    "a realm role of a user twice": user(realmRoles=["r", "r"]),
    "a client role of a user twice": user(clientRoles={"robot": ["reads", "reads"]}),
    "a group of a user twice": user(groups=["/g", "/g"]),
    "two passwords": user(credentials=[{"type": "password", "value": it} for it in "ab"]),
    "a scope mapping twice": {
        "clients": [_WEB],
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"client": "web", "roles": ["r"]}] * 2,
    },
    # What is missing
    "a client without a client id": {"clients": [{"publicClient": True}]},
    "an empty client id": {"clients": [{"clientId": ""}]},
    "a user without a username": {"users": [{"enabled": True}]},
    "an empty username": {"users": [{"username": "", "enabled": True}]},
    "a user with an email for a username": {
        "registrationEmailAsUsername": True,
        "users": [{"email": "a@b.c", "enabled": True}],
    },
    "a role without a name": {"roles": {"realm": [{"description": "x"}]}},
    "a group without a name": {"groups": [{"path": "/g"}]},
    "a client scope without a name": {"clientScopes": [{"protocol": "openid-connect"}]},
    "a client scope without a protocol": {"clientScopes": [{"name": "s"}]},
    "a client scope with a blank in its name": {"clientScopes": [{"name": "a b", "protocol": "openid-connect"}]},
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
    "a mapper without a name": client(protocolMappers=[{**_MAPPER, "name": None}]),
    "a mapper without a type": client(protocolMappers=[{**_MAPPER, "protocolMapper": None}]),
    "a mapper without options": client(protocolMappers=[_MAPPER]),
    "a mapper of an unknown type": client(protocolMappers=[{**_MAPPER, "protocolMapper": "oidc-odd-mapper"}]),
    "a mapper of an unknown protocol": client(protocolMappers=[{**_MAPPER, "protocol": "odd"}]),
    "a component without a provider": {"components": {_KEYS: [{"name": "k", "config": {}}]}},
    "a component of an unknown provider": key("odd"),
    "a component of an unknown kind": {"components": {"org.example.Odd": [{"name": "k", "providerId": "odd"}]}},
    "a component without a name": {"components": {_KEYS: [{"providerId": "rsa-generated", "config": {}}]}},
    "a component without a config": {"components": {_KEYS: [{"name": "k", "providerId": "rsa-generated"}]}},
    "an identity provider without an alias": {"identityProviders": [{**_IDP, "alias": None}]},
    "an identity provider of an unknown type": {"identityProviders": [{**_IDP, "providerId": "odd"}]},
    "an identity provider without a type": {"identityProviders": [{**_IDP, "providerId": None}]},
    "a password without a value": user(credentials=[{"type": "password"}]),
    "an empty password": user(credentials=[{"type": "password", "value": ""}]),
    "a credential without a type": user(credentials=[{"value": "p"}]),
    "a credential of an unknown type": user(credentials=[{"type": "odd", "value": "p"}]),
    "a one-time password": user(credentials=[{"type": "otp", "secretData": "{}", "credentialData": "{}"}]),
    "a hash without data": user(credentials=[{"type": "password", "secretData": _SECRET}]),
    "a hash without a secret": user(credentials=[{"type": "password", "credentialData": _DATA}]),
    "a hash with broken data": user(credentials=[{"type": "password", "secretData": "x", "credentialData": "y"}]),
    "a hash with data and secret": user(
        credentials=[{"type": "password", "secretData": _SECRET, "credentialData": _DATA}]
    ),
    "a hash of an unknown algorithm": user(
        credentials=[
            {"type": "password", "secretData": _SECRET, "credentialData": _DATA.replace("pbkdf2-sha256", "odd")}
        ]
    ),
    "a hash that is not base64": user(
        credentials=[{"type": "password", "secretData": _SECRET.replace("aGFzaA==", "***"), "credentialData": _DATA}]
    ),
    "a hash of long ago": user(credentials=[{**_LEGACY, "algorithm": "pbkdf2"}]),
    "a hash of long ago without an algorithm": user(credentials=[_LEGACY]),
    "a hash of long ago without salt": user(credentials=[{**_LEGACY, "salt": None}]),
    "a hash of long ago that is not base64": user(credentials=[{**_LEGACY, "hashedSaltedValue": "***"}]),
    "a temporary password": user(credentials=[{"type": "password", "value": "p", "temporary": True}]),
    # References
    "a realm role that is not defined": user(realmRoles=["ghost"]),
    "a client role that is not defined": user(clientRoles={"robot": ["ghost"]}),
    "a client role that is not defined of two users": {
        "clients": [_ROBOT],
        "users": [{"username": name, "clientRoles": {"robot": ["ghost"]}} for name in ("ada", "bob")],
    },
    "a client role that is not defined of a group and a user": {
        "clients": [_ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": ["ghost"]}}],
        "users": [{"username": "ada", "clientRoles": {"robot": ["ghost"]}}],
    },
    "a client role that is not defined of two groups": {
        "clients": [_ROBOT],
        "groups": [{"name": name, "clientRoles": {"robot": ["ghost"]}} for name in "gh"],
    },
    "a client role that is not defined of two users beside roles": {
        "clients": [_ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "users": [{"username": name, "clientRoles": {"robot": ["ghost"]}} for name in ("ada", "bob")],
    },
    "a client role of a client that is not defined": user(clientRoles={"ghost": ["r"]}),
    "no client role of a client that is not defined": user(clientRoles={"ghost": []}),
    "a client role of a built-in client": user(clientRoles={"realm-management": ["view-users"]}),
    "a realm role that is empty": user(realmRoles=[""]),
    "a realm role that is null": user(realmRoles=[None]),
    "a realm role with blanks": user(realmRoles=[" r "]),
    "a realm role of two users that is not defined": {
        "users": [{"username": name, "realmRoles": ["ghost"]} for name in ("ada", "bob")]
    },
    "a group that is not defined": user(groups=["/ghost"]),
    "a group without a slash": user(groups=["g"]),
    "a subgroup without a slash": user(groups=["g/inner"]),
    "a subgroup that is not defined": user(groups=["/g/ghost"]),
    "a group by its last name": user(groups=["inner"]),
    "an empty group": user(groups=[""]),
    "a realm role of a group that is not defined": {"groups": [{"name": "g", "realmRoles": ["ghost"]}]},
    "a client role of a group that is not defined": {
        "clients": [_ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": ["ghost"]}}],
    },
    "a client role of a group of a client that is not defined": {
        "groups": [{"name": "g", "clientRoles": {"ghost": ["r"]}}]
    },
    "a composite of a realm role that is not defined": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["ghost"]}}]}
    },
    "a composite of a client role that is not defined": {
        "clients": [_ROBOT],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"robot": ["ghost"]}}}]},
    },
    "a composite of a client that is not defined": {
        "roles": {"realm": [{"name": "r", "composites": {"client": {"ghost": ["r"]}}}]}
    },
    "a composite of itself": {"roles": {"realm": [{"name": "r", "composites": {"realm": ["r"]}}]}},
    "composites in a circle": {
        "roles": {
            "realm": [
                {"name": "r", "composites": {"realm": ["s"]}},
                {"name": "s", "composites": {"realm": ["r"]}},
            ]
        }
    },
    "a composite of a built-in role": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["offline_access"]}}]}
    },
    "a composite of a built-in client's role": {
        "roles": {"realm": [{"name": "r", "composites": {"client": {"account": ["view-profile"]}}}]}
    },
    "a composite that is not said to be one": {
        "roles": {"realm": [{"name": "s"}, {"name": "r", "composite": False, "composites": {"realm": ["s"]}}]}
    },
    "a composite of nothing": {"roles": {"realm": [{"name": "r", "composite": True}]}},
    "a composite of a client role in a client role": {
        "clients": [_ROBOT],
        "roles": {"client": {"robot": [{"name": "r", "composites": {"client": {"robot": ["ghost"]}}}]}},
    },
    "roles of a client that is not defined": {"roles": {"client": {"ghost": [{"name": "r"}]}}},
    "no roles of a client that is not defined": {"roles": {"client": {"ghost": []}}},
    "a scope mapping of a client that is not defined": {
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"client": "ghost", "roles": ["r"]}],
    },
    "a scope mapping of a client scope that is not defined": {
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"clientScope": "ghost", "roles": ["r"]}],
    },
    "a scope mapping to a role that is not defined": {
        "clients": [_WEB],
        "scopeMappings": [{"client": "web", "roles": ["ghost"]}],
    },
    "a scope mapping of nobody": {"scopeMappings": [{"roles": ["offline_access"]}]},
    "a scope mapping without roles": {"clients": [_WEB], "scopeMappings": [{"client": "web"}]},
    "a client scope mapping for a client that is not defined": {
        "clients": [_WEB],
        "clientScopeMappings": {"ghost": [{"client": "web", "roles": ["r"]}]},
    },
    "a client scope mapping of a client that is not defined": {
        "clients": [_ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "clientScopeMappings": {"robot": [{"client": "ghost", "roles": ["r"]}]},
    },
    "a client scope mapping to a role that is not defined": {
        "clients": [_ROBOT, _WEB],
        "clientScopeMappings": {"robot": [{"client": "web", "roles": ["ghost"]}]},
    },
    "a client scope mapping of a client scope that is not defined": {
        "clients": [_ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "clientScopeMappings": {"robot": [{"clientScope": "ghost", "roles": ["r"]}]},
    },
    "default roles that are not defined": {"defaultRoles": ["ghost"]},
    "default roles of a client that is defined": client(defaultRoles=["ghost"]),
    "a default role without a name": {"defaultRole": {}},
    "a default role that is not listed": {"defaultRole": {"name": "all"}},
    "a default group that is not defined": {"defaultGroups": ["/ghost"]},
    "a default group without a slash": {"groups": [{"name": "g"}], "defaultGroups": ["g"]},
    "a default client scope that is not defined": {"defaultDefaultClientScopes": ["ghost"]},
    "a default client scope that is not defined beside client scopes": {
        "clientScopes": [],
        "defaultDefaultClientScopes": ["ghost"],
    },
    "a client scope of a client that is not defined": client(defaultClientScopes=["openid", "ghost"]),
    "a login flow that is not defined": {"browserFlow": "ghost"},
    "a grant flow that is not defined": {"directGrantFlow": "ghost"},
    "a login flow of a client that is not defined": client(authenticationFlowBindingOverrides={"browser": "ghost"}),
    "a step whose flow is not defined": flow({"authenticatorFlow": True, "flowAlias": "ghost"}),
    "a step that is not known": flow({"authenticator": "ghost"}),
    "a step whose configuration is not defined": flow({"authenticator": "auth-cookie", "authenticatorConfig": "ghost"}),
    "a step of neither": flow({}),
    "a step with a requirement that is none": flow({"authenticator": "auth-cookie", "requirement": "SOMETIMES"}),
    "a flow of its own": flow({"authenticator": "auth-cookie"}),
    "a flow without an alias": flow(alias=None),
    "a flow without a type": flow(providerId=None),
    "a flow twice": {"authenticationFlows": [{**_FLOW, "authenticationExecutions": []}] * 2},
    "a configuration without an alias": {"authenticatorConfig": [{"config": {}}]},
    "a mapper of an identity provider that is not defined": {
        "identityProviderMappers": [
            {"name": "m", "identityProviderAlias": "ghost", "identityProviderMapper": "hardcoded-role-idp-mapper"}
        ]
    },
    "an identity of a provider that is not defined": user(
        federatedIdentities=[{"identityProvider": "ghost", "userId": "1", "userName": "a"}]
    ),
    "a federation that is not defined": user(federationLink="ghost"),
    "a required action of a user that is not known": user(requiredActions=["GHOST"]),
    "a required action that is not known": {"requiredActions": [{"alias": "g", "name": "g", "providerId": "ghost"}]},
    "a required action without an alias": {"requiredActions": [{"name": "g", "providerId": "VERIFY_EMAIL"}]},
    "a consent to a client that is not defined": user(
        clientConsents=[{"clientId": "ghost", "grantedClientScopes": ["profile"]}]
    ),
    "a consent to a client scope that is not defined": user(
        clientConsents=[{"clientId": "robot", "grantedClientScopes": ["ghost"]}]
    ),
    "an event listener that is not known": {"eventsListeners": ["ghost"]},
    "an event that is not known": {"enabledEventTypes": ["GHOST"]},
    "a theme that is not known": {"loginTheme": "ghost"},
    "a locale that is not known": {"supportedLocales": ["xx"], "defaultLocale": "yy"},
    # Service accounts
    "a service account": {
        "clients": [_ROBOT],
        "users": [{"username": "service-account-robot", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "a service account of another name": {
        "clients": [_ROBOT],
        "users": [{"username": "machine", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "a service account that does not say of which client": {
        "clients": [_ROBOT],
        "users": [{"username": "service-account-robot", "enabled": True}],
    },
    "a service account's name where no client has one": {
        "clients": [{"clientId": "robot"}],
        "users": [{"username": "service-account-robot", "enabled": True}],
    },
    "a service account of a client that is not defined": {
        "users": [{"username": "service-account-ghost", "enabled": True, "serviceAccountClientId": "ghost"}]
    },
    "a service account of a client that has none": {
        "clients": [{"clientId": "robot"}],
        "users": [{"username": "service-account-robot", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "two service accounts of one client": {
        "clients": [_ROBOT],
        "users": [{"username": name, "serviceAccountClientId": "robot"} for name in ("one", "two")],
    },
    "a service account of a public client": client(publicClient=True),
    # Permissions
    "no permissions": permissions(),
    "permissions where they are off": client(authorizationSettings={"policies": []}),
    "a policy of a role": policy(type="role", config={"roles": '[{"id": "offline_access", "required": false}]'}),
    "a policy of a role that is not defined": policy(type="role", config={"roles": '[{"id": "ghost"}]'}),
    "a policy of a script": policy(type="js", config={"code": "$evaluation.grant();"}),
    "a policy of an unknown type": policy(type="odd"),
    "a policy without a type": policy(),
    "a policy of a user that is not defined": policy(type="user", config={"users": '["ghost"]'}),
    "a policy of a client that is not defined": policy(type="client", config={"clients": '["ghost"]'}),
    "a policy of a group that is not defined": policy(type="group", config={"groups": '[{"path": "/ghost"}]'}),
    "a policy of a policy that is not defined": policy(type="aggregate", config={"applyPolicies": '["ghost"]'}),
    "a permission on a resource that is not defined": policy(type="resource", config={"resources": '["ghost"]'}),
    "a permission on a scope that is not defined": policy(type="scope", config={"scopes": '["ghost"]'}),
    "a resource": permissions(resources=[{"name": "r", "uris": ["/*"]}]),
    "a resource twice": permissions(resources=[{"name": "r"}, {"name": "r"}]),
    "a scope of permissions that is a string": permissions(scopes=["read"]),
    # URLs and placeholders
    "a redirect URI with a variable": client(redirectUris=["${URL}/*"]),
    "a redirect URI with a variable in its path": client(redirectUris=["http://localhost/${NAME}"]),
    "a root URL with a variable": client(rootUrl="${URL}"),
    "a root URL with Keycloak's own variable": client(rootUrl="${authBaseUrl}"),
    "a base URL with a variable": client(baseUrl="${URL}"),
    "an admin URL with a variable": client(adminUrl="${URL}"),
    "a web origin with a variable": client(webOrigins=["${URL}"]),
    "a secret with a variable": client(secret="${SECRET}"),
    "an attribute of a client with a variable": client(attributes={"x": "${X}"}),
    "a display name with a variable": {"displayName": "${NAME}"},
    "a mail server with a variable": {"smtpServer": {"host": "${HOST}", "from": "${FROM}"}},
    "a logout URI with a variable": client(attributes={"post.logout.redirect.uris": "${URL}"}),
    "a root URL that is none": client(rootUrl="not a url"),
    "a root URL without a scheme": client(rootUrl="localhost:8080"),
    "a root URL that is a script": client(rootUrl="javascript:alert(1)"),
    "a base URL that is a script": client(baseUrl="javascript:alert(1)"),
    "a base URL that is relative": client(baseUrl="/app"),
    "a redirect URI that is a script": client(redirectUris=["javascript:alert(1)"]),
    "a redirect URI of data": client(redirectUris=["data:text/html,x"]),
    "a redirect URI with a fragment": client(redirectUris=["http://localhost/#x"]),
    "a redirect URI with a blank": client(redirectUris=["http://localhost/a b"]),
    "a redirect URI that is a star": client(redirectUris=["*"]),
    "a redirect URI with a star inside": client(redirectUris=["http://*.localhost/"]),
    "a redirect URI without a scheme": client(redirectUris=["localhost:3000/*"]),
    "a redirect URI that is empty": client(redirectUris=[""]),
    "a redirect URI that is relative": client(redirectUris=["/cb"]),
    "a redirect URI of an app": client(redirectUris=["com.example.app:/cb", "com.example.app://cb"]),
    "a redirect URI with a bad host": client(redirectUris=["http://local_host/"]),
    "a redirect URI with a bad port": client(redirectUris=["http://localhost:port/"]),
    "a redirect URI with a bracket": client(redirectUris=["http://localhost/[a]"]),
    "a redirect URI with a bad escape": client(redirectUris=["http://localhost/%zz"]),
    "a root URL with a star": client(rootUrl="http://localhost/*"),
    "a web origin that is none": client(webOrigins=["not an origin"]),
    "a web origin with a path": client(webOrigins=["http://localhost/app"]),
    "a front-channel logout URL that is none": client(attributes={"frontchannel.logout.url": "not a url"}),
    "a back-channel logout URL that is none": client(attributes={"backchannel.logout.url": "not a url"}),
    "a logo that is a script": client(attributes={"logoUri": "javascript:alert(1)"}),
    "a frontend URL that is none": {"attributes": {"frontendUrl": "not a url"}},
    "a URL of keys that is none": client(attributes={"jwks.url": "not a url", "use.jwks.url": "true"}),
    # Lifespans
    "a client session that lasts longer than the realm's": {
        "ssoSessionMaxLifespan": 100,
        "clientSessionMaxLifespan": 200,
    },
    "a client session that idles longer than the realm's": {
        "ssoSessionIdleTimeout": 100,
        "clientSessionIdleTimeout": 200,
    },
    "a client's session that lasts longer than the realm's": {
        "ssoSessionMaxLifespan": 100,
        **client(attributes={"client.session.max.lifespan": "200"}),
    },
    "a client's session that idles longer than the realm's": {
        "ssoSessionIdleTimeout": 100,
        **client(attributes={"client.session.idle.timeout": "200"}),
    },
    "a client's session that lasts longer than the default": client(
        attributes={"client.session.max.lifespan": "360000"}
    ),
    "a client's offline session that idles longer than the realm's": {
        "offlineSessionIdleTimeout": 100,
        **client(attributes={"client.offline.session.idle.timeout": "200"}),
    },
    "an offline client session that idles longer than the realm's": {
        "offlineSessionIdleTimeout": 100,
        "clientOfflineSessionIdleTimeout": 200,
    },
    "a client session lifespan that is a word": client(attributes={"client.session.max.lifespan": "long"}),
    "an access token lifespan of a client that is a word": client(attributes={"access.token.lifespan": "long"}),
    "an access token that outlives the session": {"ssoSessionMaxLifespan": 100, "accessTokenLifespan": 1000},
    "a lifespan below zero": {"accessTokenLifespan": -5},
    "a lifespan of zero": {"accessTokenLifespan": 0},
    "a session of zero": {"ssoSessionMaxLifespan": 0, "ssoSessionIdleTimeout": 0},
    # Passwords
    "a password that the policy allows": {
        "passwordPolicy": "length(8)",
        **user(credentials=[{"type": "password", "value": "long-enough"}]),
    },
    "a password that is too short": {
        "passwordPolicy": "length(8)",
        **user(credentials=[{"type": "password", "value": "short"}]),
    },
    "a password that is too long": {
        "passwordPolicy": "maxLength(8)",
        **user(credentials=[{"type": "password", "value": "much-too-long"}]),
    },
    "a password without digits": {
        "passwordPolicy": "digits(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a password without capitals": {
        "passwordPolicy": "upperCase(1) and lowerCase(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a password without small letters": {
        "passwordPolicy": "lowerCase(2)",
        **user(credentials=[{"type": "password", "value": "WORd"}]),
    },
    "a password without signs": {
        "passwordPolicy": "specialChars(1)",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that is the username": {
        "passwordPolicy": "notUsername",
        **user(credentials=[{"type": "password", "value": "ada"}]),
    },
    "a password that holds the username": {
        "passwordPolicy": "notContainsUsername",
        **user(credentials=[{"type": "password", "value": "ada-lovelace"}]),
    },
    "a password that is the email": {
        "passwordPolicy": "notEmail",
        **user(email="ada@example.org", credentials=[{"type": "password", "value": "ada@example.org"}]),
    },
    "a password that does not match": {
        "passwordPolicy": "regexPattern(^[a-z]+$)",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that matches in part": {
        "passwordPolicy": "regexPattern([a-z])",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that fails two of three rules": {
        "passwordPolicy": "length(3) and digits(2) and upperCase(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a hash beside a policy": {
        "passwordPolicy": "length(8) and hashIterations(1000) and passwordHistory(3)",
        **user(credentials=[{"type": "password", "secretData": _SECRET, "credentialData": _DATA}]),
    },
    "a password that expires": {
        "passwordPolicy": "forceExpiredPasswordChange(30) and hashAlgorithm(pbkdf2-sha256)",
        **user(credentials=[{"type": "password", "value": "p"}]),
    },
    "a policy that is not known": {"passwordPolicy": "odd(1)"},
    "a policy that cannot be read": {"passwordPolicy": "length(8"},
    "a policy with a word for a number": {"passwordPolicy": "length(eight)"},
    "a policy without its number": {"passwordPolicy": "length"},
    "a policy with empty brackets": {"passwordPolicy": "length()"},
    "an empty policy": {"passwordPolicy": ""},
    "a policy of a broken pattern": {"passwordPolicy": "regexPattern([)"},
    "a policy of an unknown hash": {"passwordPolicy": "hashAlgorithm(odd)"},
    "a policy of a blacklist that is not there": {"passwordPolicy": "passwordBlacklist(ghost.txt)"},
    "a policy with two rules for length": {"passwordPolicy": "length(8) and length(9)"},
    # Other values
    "a mail server": {"smtpServer": {"host": "localhost", "from": "no-reply@example.org", "port": "25"}},
    "a sender that is no address": {"smtpServer": {"host": "localhost", "from": "nobody"}},
    "a sender with a name": {"smtpServer": {"host": "localhost", "from": "Nobody <no@example.org>"}},
    "an empty sender": {"smtpServer": {"host": "localhost", "from": ""}},
    "no sender": {"smtpServer": {"host": "localhost"}},
    "an answer address that is none": {
        "smtpServer": {"host": "localhost", "from": "a@example.org", "replyTo": "nobody"}
    },
    "a port of the mail server that is a word": {"smtpServer": {"host": "localhost", "port": "mail"}},
    "an empty mail server": {"smtpServer": {}},
    "a need for TLS that is none": {"sslRequired": "sometimes"},
    "a need for TLS in small letters": {"sslRequired": "none"},
    "a need for TLS in capitals": {"sslRequired": "EXTERNAL"},
    "an algorithm that is not known": {"defaultSignatureAlgorithm": "RS999"},
    "a protocol that is not known": client(protocol="odd"),
    "an authenticator that is not known": client(clientAuthenticatorType="odd"),
    "a client of SAML": client(protocol="saml"),
    "a bearer-only client": client(bearerOnly=True, serviceAccountsEnabled=False),
    "a client id with odd letters": client(clientId="a b/c?d#ö"),
    "a client id with a line end": client(clientId="a\nb"),
    "a client id of 300 letters": client(clientId="c" * 300),
    "an email that is none": user(email="nobody"),
    "an email with a blank": user(email="a b@example.org"),
    "a username with a blank": user(username="ada lovelace"),
    "a username with odd letters": user(username="ada<b>$ö"),
    "a username of one letter": user(username="a"),
    "a username of 256 letters": user(username="a" * 256),
    "a username in capitals": user(username="ADA"),
    "an empty first name": user(firstName="", lastName=""),
    "a first name with angles": user(firstName="<b>"),
    "an id of 37 letters": {"id": "i" * 37},
    "an id of a user of 37 letters": user(id="i" * 37),
    "an id that is no uuid": {"id": "probe-id"},
    "an id of a client with odd letters": client(id="a b"),
    "a version that is none": {"keycloakVersion": "latest"},
    "a version of the future": {"keycloakVersion": "99.0.0"},
    "a version of a dash": {"keycloakVersion": "-"},
    "a version of two dashes": {"keycloakVersion": "--"},
    "a version that begins with a dash": {"keycloakVersion": "-1"},
    "a version that is too large a number": {"keycloakVersion": "2147483648"},
    "a version whose last number is too large": {"keycloakVersion": "26.7.2147483648"},
    "an empty version": {"keycloakVersion": ""},
    "a version of long ago": {"keycloakVersion": "4.8.3.Final"},
    "a map of levels that cannot be read": {"attributes": {"acr.loa.map": "x"}},
    "a map of levels of a client that cannot be read": client(attributes={"acr.loa.map": "x"}),
    "a one-time password policy that is none": {"otpPolicyType": "odd"},
    "a one-time password algorithm that is none": {"otpPolicyAlgorithm": "odd"},
    "one-time passwords of five digits": {"otpPolicyDigits": 5},
    "a profile that cannot be read": {
        "components": {
            _PROFILE: [{"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": ["x"]}}]
        }
    },
    "a profile without a username": {
        "components": {
            _PROFILE: [
                {
                    "providerId": "declarative-user-profile",
                    "config": {"kc.user.profile.config": ['{"attributes": [{"name": "email"}]}']},
                }
            ]
        }
    },
    "a profile with an unknown key": {
        "components": {
            _PROFILE: [
                {
                    "providerId": "declarative-user-profile",
                    "config": {"kc.user.profile.config": ['{"attributes": [{"name": "username"}], "odd": 1}']},
                }
            ]
        }
    },
    "a key of RSA without its key": key("rsa", algorithm="RS256"),
    "a key of RSA that cannot be read": key("rsa", privateKey="x"),
    "a key of a size that is none": key("rsa-generated", keySize="100"),
    "a key of an algorithm that is none": key("rsa-generated", algorithm="RS999"),
    "a key of a curve that is none": key("ecdsa-generated", ecdsaEllipticCurveKey="P-1"),
    "a key with a word for a priority": key("rsa-generated", priority="high"),
    "a key with a word for a flag": key("rsa-generated", enabled="yes"),
    "a key of a secret": key("hmac-generated", algorithm="HS256"),
    "a key with an unknown option": key("rsa-generated", odd="x"),
    "a key in a keystore": key("java-keystore", keystore="/nowhere.jks", keystorePassword="p", keyAlias="a"),
    "policies of clients that cannot be read": {"clientPolicies": {"policies": [{"odd": 1}]}},
    "policies of clients that are a list": {"clientPolicies": []},
    "profiles of clients that are not known": {
        "clientProfiles": {"profiles": [{"name": "p", "executors": [{"executor": "odd", "configuration": {}}]}]}
    },
    "a policy of clients whose profile is not defined": {
        "clientPolicies": {"policies": [{"name": "p", "enabled": True, "conditions": [], "profiles": ["ghost"]}]}
    },
    "an organization where they are off": {
        "organizations": [{"name": "o", "alias": "o", "enabled": True, "domains": [{"name": "o.org"}]}]
    },
    "an organization": {
        "organizationsEnabled": True,
        "organizations": [{"name": "o", "alias": "o", "enabled": True, "domains": [{"name": "o.org"}]}],
    },
    "an organization without a domain": {"organizationsEnabled": True, "organizations": [{"name": "o"}]},
    "an organization twice": {
        "organizationsEnabled": True,
        "organizations": [{"name": "o", "domains": [{"name": f"{it}.org"}]} for it in "ab"],
    },
    "a realm that allows duplicate emails and logs in by email": {
        "duplicateEmailsAllowed": True,
        "loginWithEmailAllowed": True,
    },
    "a mapper of pairwise subjects without a host": client(
        protocolMappers=[
            {
                "name": "m",
                "protocol": "openid-connect",
                "protocolMapper": "oidc-sha256-pairwise-sub-mapper",
                "config": {},
            }
        ]
    ),
    "a mapper of a script": client(
        protocolMappers=[{**_MAPPER, "protocolMapper": "oidc-script-based-protocol-mapper", "config": {"script": "1"}}]
    ),
    "a security header of two lines": {"browserSecurityHeaders": {"xFrameOptions": "a\nb"}},
    "a federation of users": {
        "components": {
            "org.keycloak.storage.UserStorageProvider": [
                {"name": "ldap", "providerId": "ldap", "config": {"connectionUrl": ["ldap://localhost:1"]}}
            ]
        }
    },
    "a number of a client that is below zero": client(nodeReRegistrationTimeout=-1),
    "a certificate of a client that is none": client(attributes={"jwt.credential.certificate": "x"}),
    "keys of a client that are none": client(attributes={"jwks.string": "x", "use.jwks.string": "true"}),
    "a description of 300 letters": client(description="d" * 300),
    "a role name of 300 letters": {"roles": {"realm": [{"name": "r" * 300}]}},
    "a role name with odd letters": {"roles": {"realm": [{"name": "a b/c?d"}]}},
    "an empty role name": {"roles": {"realm": [{"name": ""}]}},
    "a group name with a slash": {"groups": [{"name": "a/b"}]},
    "an empty group name": {"groups": [{"name": ""}]},
    "the default roles listed without being composed": {
        "roles": {"realm": [{"name": "default-roles-probe"}]},
    },
    "a default role that is listed": {
        "defaultRole": {"name": "all"},
        "roles": {"realm": [{"name": "all", "composites": {"realm": ["offline_access"]}}]},
    },
    "client scopes beside built-in names": client(defaultClientScopes=["profile"]) | {"clientScopes": []},
    "a user's totp flag": user(totp=True, origin="x", access={"view": True}),
    # Roles that Keycloak makes only when it has read the file
    "a composite of a role that comes afterwards": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["uma_authorization"]}}]}
    },
    "a composite of a role that would come afterwards": {
        "roles": {
            "realm": [{"name": "r", "composites": {"realm": ["uma_authorization"]}}, {"name": "uma_authorization"}]
        }
    },
    "a composite of a role of a built-in client that is listed": {
        "clients": [{"clientId": "account"}],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"account": ["view-profile"]}}}]},
    },
    "a composite of an administrator's role of a client that is listed": {
        "clients": [{"clientId": "realm-management"}],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"realm-management": ["view-users"]}}}]},
    },
    "a role of a built-in client that is listed, of two users": {
        "clients": [{"clientId": "account"}],
        "users": [{"username": name, "clientRoles": {"account": ["view-profile"]}} for name in ("ada", "bob")],
    },
    # Which client scopes clients get
    "a default client scope of the realm twice": {
        "clientScopes": [_SCOPE],
        "defaultDefaultClientScopes": ["s", "s"],
    },
    "an optional client scope of the realm twice": {
        "clientScopes": [_SCOPE],
        "defaultOptionalClientScopes": ["s", "s"],
    },
    "a client scope of the realm that is both default and optional": {
        "clientScopes": [_SCOPE],
        "defaultDefaultClientScopes": ["s"],
        "defaultOptionalClientScopes": ["s"],
    },
    "a built-in client scope twice": {"defaultDefaultClientScopes": ["profile", "profile"]},
    "a client scope twice that is not defined": {
        "clientScopes": [_SCOPE],
        "defaultDefaultClientScopes": ["ghost", "ghost"],
    },
    "client scopes beside those of a new realm": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [_SCOPE],
    },
    "a client scope beside its namesake of a new realm": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [{**_SCOPE, "name": "profile"}],
    },
    "the scope of offline tokens beside its namesake of a new realm": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [{**_SCOPE, "name": "offline_access"}],
    },
    "a scope mapping of a client scope that is a client": {
        "clients": [_WEB],
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"clientScope": "web", "roles": ["r"]}],
    },
    # Groups of new users
    "a default group that is not among the groups": {"groups": [{"name": "g"}], "defaultGroups": ["/ghost"]},
    "a default group where there are none": {"groups": [], "defaultGroups": ["/ghost"]},
    "a default group with a blank behind it": {"groups": [{"name": "g"}], "defaultGroups": ["/g "]},
    "a default subgroup": {"groups": [{"name": "g", "subGroups": [{"name": "h"}]}], "defaultGroups": ["/g/h"]},
    "a default group twice": {"groups": [{"name": "g"}], "defaultGroups": ["/g", "/g"]},
    "a default group that is null": {"groups": [{"name": "g"}], "defaultGroups": [None]},
    # Nulls in the place of lists
    "roles of a client that are null": {"clients": [_ROBOT], "roles": {"client": {"robot": None}}},
    "roles of a user that are null": user(clientRoles={"robot": None}),
    "client roles of a group that are null": {
        "clients": [_ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": None}}],
    },
    "client scope mappings that are null": {"clientScopeMappings": {"account": None}},
    "components that are null": {"components": {_KEYS: None}},
    "parts of components that are null": {
        "components": {_REGISTRATION: [{"name": "a", "providerId": "consent-required", "subComponents": {"x": None}}]}
    },
    "an option of a component that is null": {
        "components": {_REGISTRATION: [{"name": "a", "providerId": "consent-required", "config": {"x": None}}]}
    },
    "an attribute of a role that is null": {"roles": {"realm": [{"name": "r", "attributes": {"x": None}}]}},
    # Protocols of features that are off
    "a client of Docker": client(protocol="docker-v2"),
    "a client of credentials": client(protocol="oid4vc"),
    # Identity providers
    "a first login that is not defined": idp(firstBrokerLoginFlowAlias="ghost"),
    "a first login that is built in": idp(firstBrokerLoginFlowAlias="first broker login"),
    "a first login that is empty": idp(firstBrokerLoginFlowAlias=""),
    "a first login of the file's own": {
        **idp(firstBrokerLoginFlowAlias="own"),
        **flow({"authenticator": "idp-review-profile"}),
    },
    "what follows a login that is not defined": idp(postBrokerLoginFlowAlias="ghost"),
    "an identity provider at a variable": idp(config={"authorizationUrl": "${URL}"}),
    "an identity provider without a scheme": idp(config={"tokenUrl": "idp.example.org"}),
    "an identity provider at a path": idp(config={"userInfoUrl": "/x"}),
    "an identity provider with a blank": idp(config={"authorizationUrl": "https://example.org/a b"}),
    "an identity provider with an empty address": idp(config={"authorizationUrl": ""}),
    "keys of an identity provider that are nowhere": idp(config={"jwksUrl": "x"}),
    "a logout of an identity provider that is nowhere": idp(config={"logoutUrl": "x"}),
    "an identity provider of SAML that is nowhere": idp(providerId="saml", config={"singleSignOnServiceUrl": "x"}),
    "an identity provider of Keycloak that is nowhere": idp(providerId="keycloak-oidc", config={"tokenUrl": "x"}),
    "an identity provider here in the clear": idp(config={"authorizationUrl": "http://localhost:8080/x"}),
    "an identity provider nearby in the clear": idp(config={"authorizationUrl": "http://192.168.0.1/x"}),
    "an identity provider far away in the clear": idp(config={"authorizationUrl": "http://203.0.113.5/x"}),
    "an identity provider far away in the clear where that is allowed": {
        "sslRequired": "none",
        **idp(config={"authorizationUrl": "http://203.0.113.5/x"}),
    },
    "an identity provider here in the clear where nothing is": {
        "sslRequired": "all",
        **idp(config={"authorizationUrl": "http://localhost:8080/x"}),
    },
    "an identity provider whose signatures nobody can check": idp(config={"validateSignature": "true"}),
    "an identity provider whose keys are not named": idp(config={"validateSignature": "true", "useJwksUrl": "true"}),
    "an identity provider whose keys are named": idp(
        config={"validateSignature": "true", "useJwksUrl": "true", "jwksUrl": "https://example.org/keys"}
    ),
    "an identity provider with PKCE of no method": idp(config={"pkceEnabled": "true"}),
    "an identity provider with PKCE": idp(config={"pkceEnabled": "true", "pkceMethod": "S256"}),
    "a mapper of an identity provider": idp_mappers(_IDP_MAPPER),
    "a mapper of an identity provider without a name": idp_mappers({**_IDP_MAPPER, "name": None}),
    "a mapper of an identity provider without its provider": idp_mappers(
        {**_IDP_MAPPER, "identityProviderAlias": None}
    ),
    "a mapper of an identity provider without a type": idp_mappers({**_IDP_MAPPER, "identityProviderMapper": None}),
    "a mapper of an identity provider twice": idp_mappers(_IDP_MAPPER, _IDP_MAPPER),
    "a mapper of an identity provider that is not there": idp_mappers(
        {**_IDP_MAPPER, "identityProviderAlias": "ghost"}
    ),
    # Components of Keycloak's
    "a component of an unknown kind of Keycloak's": {
        "components": {f"{_REGISTRATION.removesuffix('y')}ies": [{"name": "k", "providerId": "consent-required"}]}
    },
    "the required credential password": {"requiredCredentials": ["password"]},
    "the required credential otp": {"requiredCredentials": ["otp"]},
    "the required credential totp": {"requiredCredentials": ["totp"]},
    "the required credential cert": {"requiredCredentials": ["cert"]},
    "the required credential kerberos": {"requiredCredentials": ["kerberos"]},
    "the required credential secret": {"requiredCredentials": ["secret"]},
    "the required credential PASSWORD": {"requiredCredentials": ["PASSWORD"]},
    "the required credential hardware": {"requiredCredentials": ["hardware"]},
    **realm_file_lengths.FILES,
}
