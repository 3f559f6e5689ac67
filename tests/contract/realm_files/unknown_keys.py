"""Realm files with keys that Keycloak does not know, or no longer knows."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import IDP, KEY_PROVIDER, MAPPER, client, flow, permissions, policy, user

FILES: Mapping[str, dict[str, Any] | str] = {
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
        "clientScopes": [{"name": "s", "protocol": "openid-connect", "protocolMappers": [{**MAPPER, "note": "x"}]}]
    },
    "an unknown key of a mapper": client(protocolMappers=[{**MAPPER, "type": "x"}]),
    "an unknown key of a scope mapping": {"scopeMappings": [{"client": "account", "role": []}]},
    "an unknown key of a component": {
        "components": {KEY_PROVIDER: [{"name": "k", "providerId": "rsa-generated", "x": 1}]}
    },
    "an unknown key of a flow": flow(note="x"),
    "an unknown key of an execution": flow({"authenticator": "auth-cookie", "note": "x"}),
    "an unknown key of an identity provider": {"identityProviders": [{**IDP, "note": "x"}]},
    "an unknown key of a required action": {"requiredActions": [{"alias": "a", "providerId": "a", "note": "x"}]},
    "an unknown key of permissions": permissions(note="x"),
    "an unknown key of a policy": policy(type="role", note="x"),
    "an unknown option of a mapper": client(protocolMappers=[{**MAPPER, "config": {"note": "x"}}]),
    "an unknown attribute of a client": client(attributes={"note": "x"}),
    "an unknown attribute of the realm": {"attributes": {"note": "x"}},
    "an unknown option of smtpServer": {"smtpServer": {"note": "x"}},
    "an unknown security header": {"browserSecurityHeaders": {"note": "x"}},
    "a legacy key of a client": client(clientTemplate="t", useTemplateScope=False),
    "a legacy key of a mapper": client(protocolMappers=[{**MAPPER, "consentRequired": False, "consentText": "x"}]),
    "a legacy key of the realm": {"passwordCredentialGrantAllowed": True, "updateProfileOnInitialSocialLogin": False},
}
