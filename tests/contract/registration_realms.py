"""Realms that differ in the settings of registration, usernames, emails and required actions."""

import json
from typing import Any

from contract.users import complete_user

Rep = dict[str, Any]

BY_EMAIL: Rep = {"registrationEmailAsUsername": True}
RENAMING: Rep = {"editUsernameAllowed": True}
_EVERYONE = {"view": ["admin", "user"], "edit": ["admin", "user"]}
_READ = {"view": ["admin", "user"], "edit": ["admin"]}


def _action(alias: str, **more: Any) -> Rep:
    return {"requiredActions": [{"alias": alias, "name": alias, "providerId": alias, "enabled": True, **more}]}


def _profile(*attributes: Rep, **more: Any) -> Rep:
    configured = {"attributes": [{"permissions": _EVERYONE, **it} for it in attributes], **more}
    config = {"kc.user.profile.config": [json.dumps(configured)]}
    component = {"providerId": "declarative-user-profile", "config": config}
    return {"components": {"org.keycloak.userprofile.UserProfileProvider": [component]}}


_NAMES = ({"name": "firstName"}, {"name": "lastName"})
_ANNOTATED = {
    "name": "size",
    "displayName": "${size}",
    "annotations": {
        "inputType": "select",
        "inputHelperTextBefore": "Before <b>it</b>",
        "inputHelperTextAfter": "${username}",
        "inputOptionLabels": {"s": "Small", "l": "${email}"},
    },
    "validations": {"options": {"options": ["s", "m", "l"]}},
    "group": "body",
}
_FIELDS = _profile(
    {"name": "username"},
    {"name": "email"},
    _ANNOTATED,
    {
        "name": "phone",
        "annotations": {"inputTypePlaceholder": "${phone}", "inputTypePattern": "[0-9]+", "inputTypeMaxlength": "9"},
        "group": "body",
    },
    {"name": "about", "annotations": {"inputType": "textarea", "inputTypeRows": "3", "inputTypeCols": "20"}},
    {
        "name": "mood",
        "annotations": {"inputType": "select-radiobuttons"},
        "validations": {"options": {"options": ["a", "b c"]}},
    },
    {
        "name": "tags",
        "multivalued": True,
        "annotations": {"inputType": "multiselect-checkboxes", "inputOptionLabelsI18nPrefix": "tags"},
        "validations": {"options": {"options": ["x", "y"]}},
    },
    {"name": "nicks", "multivalued": True, "annotations": {"kcMultivalued": "yes"}},
    {
        "name": "several",
        "annotations": {"inputType": "multiselect"},
        "validations": {"options": {"options": ["1", "2"]}},
    },
    {"name": "given", "defaultValue": "by default"},
    {"name": "card", "annotations": {"inputType": "html5-tel", "kcNumberFormat": "{3} {3}"}},
    groups=[{"name": "body", "displayHeader": "The body", "displayDescription": "${phone}"}],
)
SETTINGS: dict[str, Rep] = {
    "named": {},
    "renaming": RENAMING,
    "by-email": BY_EMAIL,
    "by-email-renaming": {**BY_EMAIL, **RENAMING},
    "no-email-login": {"loginWithEmailAllowed": False},
    "by-email-no-login": {**BY_EMAIL, "loginWithEmailAllowed": False},
    "shared-emails": {"loginWithEmailAllowed": False, "duplicateEmailsAllowed": True},
    "verified": {"verifyEmail": True},
    "verified-by-email": {**BY_EMAIL, "verifyEmail": True},
    "verify-by-default": _action("VERIFY_EMAIL", defaultAction=True),
    "verify-disabled": _action("VERIFY_EMAIL", defaultAction=True, enabled=False),
    "password-by-default": _action("UPDATE_PASSWORD", defaultAction=True),
    "profile-by-default": {**BY_EMAIL, **_action("UPDATE_PROFILE", defaultAction=True)},
    "terms-by-default": _action("TERMS_AND_CONDITIONS", defaultAction=True),
    "code-by-default": _action("CONFIGURE_TOTP", defaultAction=True),
    "no-actions": {"requiredActions": [], "verifyEmail": True},
    "policy": {**BY_EMAIL, "passwordPolicy": "length(8) and notEmail and notUsername"},
    "polyglot-names": {"internationalizationEnabled": True, "supportedLocales": ["en", "de"], "defaultLocale": "de"},
    "optional-email": _profile({"name": "username"}, {"name": "email"}, *_NAMES),
    "optional-email-name": {**BY_EMAIL, **_profile({"name": "username"}, {"name": "email"}, *_NAMES)},
    "fixed-email": _profile({"name": "username"}, {"name": "email", "permissions": _READ}, *_NAMES),
    "fixed-email-name": {
        **BY_EMAIL,
        **_profile({"name": "username"}, {"name": "email", "permissions": _READ}, *_NAMES),
    },
    "fixed-username": _profile({"name": "username", "permissions": _READ}, {"name": "email"}, *_NAMES),
    "free-attributes": _profile({"name": "username"}, {"name": "email"}, *_NAMES, unmanagedAttributePolicy="ENABLED"),
    "fields": _FIELDS,
}


def name(setting: str) -> str:
    """Return the name of the realm with a setting."""
    return f"registering-{setting}"


def realms() -> list[Rep]:
    """Return the realms."""
    return [_realm(name(setting), **more) for setting, more in SETTINGS.items()]


def _realm(realm: str, **more: Any) -> Rep:
    claims = {
        "access.token.claim": "true",
        "claim.name": "extra",
        "jsonType.label": "String",
        "user.attribute": "extra",
    }
    mapper = {
        "name": "extra",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-attribute-mapper",
        "config": claims,
    }
    app = {
        "clientId": "app",
        "publicClient": True,
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
        "protocolMappers": [mapper],
    }
    return {
        "realm": realm,
        "enabled": True,
        "registrationAllowed": True,
        "resetPasswordAllowed": True,
        "clients": [app],
        "users": [complete_user(user, emailVerified=True) for user in ("ada", "bea", "cleo", "dora", "emma")],
        **more,
    }
