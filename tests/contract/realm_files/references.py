"""Realm files that refer to roles, groups, clients, scopes or flows that are undefined or built in."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import FLOW, ROBOT, WEB, client, flow, user

FILES: Mapping[str, dict[str, Any] | str] = {
    "an undefined realm role of a user": user(realmRoles=["ghost"]),
    "an undefined client role of a user": user(clientRoles={"robot": ["ghost"]}),
    "an undefined client role of two users": {
        "clients": [ROBOT],
        "users": [{"username": name, "clientRoles": {"robot": ["ghost"]}} for name in ("ada", "bob")],
    },
    "an undefined client role of a group and a user": {
        "clients": [ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": ["ghost"]}}],
        "users": [{"username": "ada", "clientRoles": {"robot": ["ghost"]}}],
    },
    "an undefined client role of two groups": {
        "clients": [ROBOT],
        "groups": [{"name": name, "clientRoles": {"robot": ["ghost"]}} for name in "gh"],
    },
    "an undefined client role of two users, next to a defined one": {
        "clients": [ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "users": [{"username": name, "clientRoles": {"robot": ["ghost"]}} for name in ("ada", "bob")],
    },
    "a role of an undefined client for a user": user(clientRoles={"ghost": ["r"]}),
    "an empty list of roles of an undefined client for a user": user(clientRoles={"ghost": []}),
    "a role of a built-in client for a user": user(clientRoles={"realm-management": ["view-users"]}),
    "an empty realm role of a user": user(realmRoles=[""]),
    "a null realm role of a user": user(realmRoles=[None]),
    "a realm role of a user with spaces around it": user(realmRoles=[" r "]),
    "an undefined realm role of two users": {
        "users": [{"username": name, "realmRoles": ["ghost"]} for name in ("ada", "bob")]
    },
    "an undefined group of a user": user(groups=["/ghost"]),
    "a group of a user without a slash": user(groups=["g"]),
    "a subgroup of a user without a slash": user(groups=["g/inner"]),
    "an undefined subgroup of a user": user(groups=["/g/ghost"]),
    "a subgroup of a user without its path": user(groups=["inner"]),
    "an empty group of a user": user(groups=[""]),
    "an undefined realm role of a group": {"groups": [{"name": "g", "realmRoles": ["ghost"]}]},
    "an undefined client role of a group": {
        "clients": [ROBOT],
        "groups": [{"name": "g", "clientRoles": {"robot": ["ghost"]}}],
    },
    "a role of an undefined client for a group": {"groups": [{"name": "g", "clientRoles": {"ghost": ["r"]}}]},
    "a composite role with an undefined realm role": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["ghost"]}}]}
    },
    "a composite role with an undefined client role": {
        "clients": [ROBOT],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"robot": ["ghost"]}}}]},
    },
    "a composite role with a role of an undefined client": {
        "roles": {"realm": [{"name": "r", "composites": {"client": {"ghost": ["r"]}}}]}
    },
    "a composite role that contains itself": {"roles": {"realm": [{"name": "r", "composites": {"realm": ["r"]}}]}},
    "two composite roles that contain each other": {
        "roles": {
            "realm": [
                {"name": "r", "composites": {"realm": ["s"]}},
                {"name": "s", "composites": {"realm": ["r"]}},
            ]
        }
    },
    "a composite role with a built-in realm role": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["offline_access"]}}]}
    },
    "a composite role with a role of a built-in client": {
        "roles": {"realm": [{"name": "r", "composites": {"client": {"account": ["view-profile"]}}}]}
    },
    "composites of a role with composite = false": {
        "roles": {"realm": [{"name": "s"}, {"name": "r", "composite": False, "composites": {"realm": ["s"]}}]}
    },
    "a composite role without composites": {"roles": {"realm": [{"name": "r", "composite": True}]}},
    "a composite client role with a client role": {
        "clients": [ROBOT],
        "roles": {"client": {"robot": [{"name": "r", "composites": {"client": {"robot": ["ghost"]}}}]}},
    },
    "roles of an undefined client": {"roles": {"client": {"ghost": [{"name": "r"}]}}},
    "an empty list of roles of an undefined client": {"roles": {"client": {"ghost": []}}},
    "a scope mapping of an undefined client": {
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"client": "ghost", "roles": ["r"]}],
    },
    "a scope mapping of an undefined client scope": {
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"clientScope": "ghost", "roles": ["r"]}],
    },
    "a scope mapping to an undefined role": {
        "clients": [WEB],
        "scopeMappings": [{"client": "web", "roles": ["ghost"]}],
    },
    "a scope mapping without a client or client scope": {"scopeMappings": [{"roles": ["offline_access"]}]},
    "a scope mapping without roles": {"clients": [WEB], "scopeMappings": [{"client": "web"}]},
    "a client scope mapping to roles of an undefined client": {
        "clients": [WEB],
        "clientScopeMappings": {"ghost": [{"client": "web", "roles": ["r"]}]},
    },
    "a client scope mapping of an undefined client": {
        "clients": [ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "clientScopeMappings": {"robot": [{"client": "ghost", "roles": ["r"]}]},
    },
    "a client scope mapping to an undefined role": {
        "clients": [ROBOT, WEB],
        "clientScopeMappings": {"robot": [{"client": "web", "roles": ["ghost"]}]},
    },
    "a client scope mapping of an undefined client scope": {
        "clients": [ROBOT],
        "roles": {"client": {"robot": [{"name": "r"}]}},
        "clientScopeMappings": {"robot": [{"clientScope": "ghost", "roles": ["r"]}]},
    },
    "legacy default roles that are undefined": {"defaultRoles": ["ghost"]},
    "legacy default roles of a client": client(defaultRoles=["ghost"]),
    "a default role without a name": {"defaultRole": {}},
    "a default role that is not in the list of roles": {"defaultRole": {"name": "all"}},
    "an undefined default group": {"defaultGroups": ["/ghost"]},
    "a default group without a slash": {"groups": [{"name": "g"}], "defaultGroups": ["g"]},
    "an undefined default client scope of the realm without clientScopes": {"defaultDefaultClientScopes": ["ghost"]},
    "an undefined default client scope of the realm with clientScopes": {
        "clientScopes": [],
        "defaultDefaultClientScopes": ["ghost"],
    },
    "an undefined client scope of a client": client(defaultClientScopes=["openid", "ghost"]),
    "an undefined browser flow": {"browserFlow": "ghost"},
    "an undefined direct grant flow": {"directGrantFlow": "ghost"},
    "an undefined browser flow of a client": client(authenticationFlowBindingOverrides={"browser": "ghost"}),
    "an execution with an undefined subflow": flow({"authenticatorFlow": True, "flowAlias": "ghost"}),
    "an execution with an unknown authenticator": flow({"authenticator": "ghost"}),
    "an execution with an undefined authenticator config": flow(
        {"authenticator": "auth-cookie", "authenticatorConfig": "ghost"}
    ),
    "an execution without an authenticator or subflow": flow({}),
    "an execution with an unknown requirement": flow({"authenticator": "auth-cookie", "requirement": "SOMETIMES"}),
    "a custom flow": flow({"authenticator": "auth-cookie"}),
    "a flow without an alias": flow(alias=None),
    "a flow without a providerId": flow(providerId=None),
    "a duplicate flow": {"authenticationFlows": [{**FLOW, "authenticationExecutions": []}] * 2},
    "an authenticator config without an alias": {"authenticatorConfig": [{"config": {}}]},
    "a mapper of an undefined identity provider": {
        "identityProviderMappers": [
            {"name": "m", "identityProviderAlias": "ghost", "identityProviderMapper": "hardcoded-role-idp-mapper"}
        ]
    },
    "a federated identity of an undefined identity provider": user(
        federatedIdentities=[{"identityProvider": "ghost", "userId": "1", "userName": "a"}]
    ),
    "an undefined federationLink": user(federationLink="ghost"),
    "an unknown required action of a user": user(requiredActions=["GHOST"]),
    "an unknown required action": {"requiredActions": [{"alias": "g", "name": "g", "providerId": "ghost"}]},
    "a required action without an alias": {"requiredActions": [{"name": "g", "providerId": "VERIFY_EMAIL"}]},
    "a consent to an undefined client": user(
        clientConsents=[{"clientId": "ghost", "grantedClientScopes": ["profile"]}]
    ),
    "a consent to an undefined client scope": user(
        clientConsents=[{"clientId": "robot", "grantedClientScopes": ["ghost"]}]
    ),
    "an unknown event listener": {"eventsListeners": ["ghost"]},
    "an unknown event type": {"enabledEventTypes": ["GHOST"]},
    "an unknown theme": {"loginTheme": "ghost"},
    "an unknown locale": {"supportedLocales": ["xx"], "defaultLocale": "yy"},
    "a composite role with a built-in role that Keycloak creates later": {
        "roles": {"realm": [{"name": "r", "composites": {"realm": ["uma_authorization"]}}]}
    },
    "a composite role with a role that Keycloak would create later": {
        "roles": {
            "realm": [{"name": "r", "composites": {"realm": ["uma_authorization"]}}, {"name": "uma_authorization"}]
        }
    },
    "a composite role with a role of a built-in client in the file": {
        "clients": [{"clientId": "account"}],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"account": ["view-profile"]}}}]},
    },
    "a composite role with an admin role of a built-in client in the file": {
        "clients": [{"clientId": "realm-management"}],
        "roles": {"realm": [{"name": "r", "composites": {"client": {"realm-management": ["view-users"]}}}]},
    },
    "a role of a built-in client in the file for two users": {
        "clients": [{"clientId": "account"}],
        "users": [{"username": name, "clientRoles": {"account": ["view-profile"]}} for name in ("ada", "bob")],
    },
}
