"""Realm files with service accounts and authorization settings."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import ROBOT, client, permissions, policy

FILES: Mapping[str, dict[str, Any] | str] = {
    "a service account": {
        "clients": [ROBOT],
        "users": [{"username": "service-account-robot", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "a service account with another username": {
        "clients": [ROBOT],
        "users": [{"username": "machine", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "a service account without serviceAccountClientId": {
        "clients": [ROBOT],
        "users": [{"username": "service-account-robot", "enabled": True}],
    },
    "the username of a service account without such a client": {
        "clients": [{"clientId": "robot"}],
        "users": [{"username": "service-account-robot", "enabled": True}],
    },
    "a service account of an undefined client": {
        "users": [{"username": "service-account-ghost", "enabled": True, "serviceAccountClientId": "ghost"}]
    },
    "a service account of a client without serviceAccountsEnabled": {
        "clients": [{"clientId": "robot"}],
        "users": [{"username": "service-account-robot", "enabled": True, "serviceAccountClientId": "robot"}],
    },
    "two service accounts of the same client": {
        "clients": [ROBOT],
        "users": [{"username": name, "serviceAccountClientId": "robot"} for name in ("one", "two")],
    },
    "a service account of a public client": client(publicClient=True),
    "authorizationServicesEnabled without permissions": permissions(),
    "permissions without authorizationServicesEnabled": client(authorizationSettings={"policies": []}),
    "a role policy": policy(type="role", config={"roles": '[{"id": "offline_access", "required": false}]'}),
    "a role policy with an undefined role": policy(type="role", config={"roles": '[{"id": "ghost"}]'}),
    "a script policy": policy(type="js", config={"code": "$evaluation.grant();"}),
    "a policy of an unknown type": policy(type="odd"),
    "a policy without a type": policy(),
    "a user policy with an undefined user": policy(type="user", config={"users": '["ghost"]'}),
    "a client policy with an undefined client": policy(type="client", config={"clients": '["ghost"]'}),
    "a group policy with an undefined group": policy(type="group", config={"groups": '[{"path": "/ghost"}]'}),
    "an aggregated policy with an undefined policy": policy(type="aggregate", config={"applyPolicies": '["ghost"]'}),
    "a permission for an undefined resource": policy(type="resource", config={"resources": '["ghost"]'}),
    "a permission for an undefined scope": policy(type="scope", config={"scopes": '["ghost"]'}),
    "a resource": permissions(resources=[{"name": "r", "uris": ["/*"]}]),
    "a duplicate resource": permissions(resources=[{"name": "r"}, {"name": "r"}]),
    "a string for a scope of permissions": permissions(scopes=["read"]),
}
