"""The realm `shop` of the browser tests, as realm JSON that Keycloak imports too."""

import json
from pathlib import Path
from typing import Any

TERMS = {
    "alias": "TERMS_AND_CONDITIONS",
    "name": "Terms and Conditions",
    "providerId": "TERMS_AND_CONDITIONS",
    "enabled": True,
    "defaultAction": False,
    "priority": 20,
    "config": {},
}


def password_of(username: str) -> str:
    """Return the password of a user of the shop."""
    return f"{username}-password"


def realm(application: str) -> dict[str, Any]:
    """Return the realm JSON; its clients are at the URL of the application."""
    return {
        "realm": "shop",
        "displayName": "The Shop",
        "enabled": True,
        "registrationAllowed": True,
        "resetPasswordAllowed": True,
        "rememberMe": True,
        "passwordPolicy": "length(4)",
        "components": {"org.keycloak.userprofile.UserProfileProvider": [_profile()]},
        "internationalizationEnabled": True,
        "supportedLocales": ["en", "de"],
        "defaultLocale": "en",
        "requiredActions": [
            TERMS,
            _action("CONFIGURE_TOTP", 20),
            _action("UPDATE_PASSWORD", 30),
            _action("VERIFY_PROFILE", 40),
        ],
        "roles": {"realm": [{"name": "buyer"}]},
        "clients": [
            _client("shop-web", application, secret="shop-secret"),
            _client("shop-admin", application, secret="shop-secret"),
            _client("hybrid", application, secret="shop-secret", implicitFlowEnabled=True),
            _client("shop-spa", application, publicClient=True, directAccessGrantsEnabled=True),
            _client("partner", application, publicClient=True, consentRequired=True, name="The Partner"),
            _client("framed", application, publicClient=True, frontchannelLogout=True),
            _client("television", application, publicClient=True, device=True),
        ],
        "users": [
            _user("ada", "Ada", realmRoles=["buyer", "default-roles-shop"]),
            _user("alice", "Alice"),
            _user("bob", "Bob"),
            _user("giver", "Gina"),
            _user("keeper", "Kim"),
            _user("plain", "Paula"),
            _user("new", "Newton", requiredActions=["UPDATE_PASSWORD"]),
            _user("reader", "Rita", requiredActions=["TERMS_AND_CONDITIONS"]),
            _user("careful", "Clara", requiredActions=["CONFIGURE_TOTP"]),
            {**_user("nameless", "Nemo"), "email": None, "lastName": None},
            _user('"><script>gotcha=1</script>', "Mallory"),
        ],
    }


def _profile() -> dict[str, Any]:
    """Return a user profile with two attributes that have scripts."""
    users = {"view": ["admin", "user"], "edit": ["admin", "user"]}
    required = {"required": {"roles": ["user"]}}
    attributes: list[dict[str, Any]] = [
        {"name": "username"},
        {"name": "email", **required},
        {"name": "firstName", **required},
        {"name": "lastName", **required},
        {"name": "nicks", "multivalued": True},
        {"name": "card", "annotations": {"kcNumberFormat": "{3} {3}", "kcNumberUnFormat": "{6}"}},
    ]
    configured = json.dumps({"attributes": [{"permissions": users, **it} for it in attributes]})
    return {"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": [configured]}}


def written(folder: Path, application: str) -> Path:
    """Write the realm as a file to import."""
    file = folder / "shop-realm.json"
    file.write_text(json.dumps(realm(application)), encoding="utf-8")
    return file


def _client(client_id: str, application: str, *, device: bool = False, **more: Any) -> dict[str, Any]:
    return {
        "clientId": client_id,
        "rootUrl": application,
        "baseUrl": f"{application}/{client_id}/",
        "redirectUris": [f"{application}/*"],
        "webOrigins": ["+"],
        "attributes": {
            "post.logout.redirect.uris": "+",
            "oauth2.device.authorization.grant.enabled": str(device).lower(),
            "frontchannel.logout.url": f"{application}/{client_id}/frame",
        },
        **more,
    }


def _user(username: str, first_name: str, **more: Any) -> dict[str, Any]:
    return {
        "username": username,
        "enabled": True,
        "email": f"{first_name.lower()}@example.org",
        "emailVerified": True,
        "firstName": first_name,
        "lastName": "Example",
        "credentials": [{"type": "password", "value": password_of(username)}],
        **more,
    }


def _action(alias: str, priority: int) -> dict[str, Any]:
    name = alias.replace("_", " ").title()
    return {"alias": alias, "name": name, "providerId": alias, "enabled": True, "priority": priority, "config": {}}
