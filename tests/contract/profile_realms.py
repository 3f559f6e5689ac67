"""Realms whose users must enter valid data: a user profile with validators, and two password policies."""

import json
from typing import Any

Rep = dict[str, Any]

PROFILES, STRICT, NARROW, BY_EMAIL = "profiles", "strict", "narrow", "named-by-email"
# A password that satisfies both policies.
GOOD = "good-Password.12"
POLICIES = {
    STRICT: "length(8) and digits(2) and upperCase(1) and lowerCase(3) and specialChars and notUsername and notEmail"
    " and passwordHistory(3)",
    NARROW: "maxLength(20) and regexPattern([\\w.-]+) and notContainsUsername and passwordAge(1)",
}
_USERS = {"view": ["admin", "user"], "edit": ["admin", "user"]}
_ADMINS = {"view": ["admin"], "edit": ["admin"]}
_READ = {"view": ["admin", "user"], "edit": ["admin"]}
_ATTRIBUTES: list[Rep] = [
    {"name": "username", "validations": {"length": {"min": 3, "max": 20}, "username-prohibited-characters": {}}},
    {"name": "email", "validations": {"email": {}, "length": {"max": 30}}, "required": {"roles": ["user"]}},
    {"name": "firstName", "validations": {"length": {"min": 2}}},
    {
        "name": "lastName",
        "validations": {"length": {"max": 9}, "person-name-prohibited-characters": {"error-message": "No odd names"}},
    },
    {
        "name": "phone",
        "displayName": "Phone",
        "validations": {
            "pattern": {"pattern": "^[0-9]{3,5}$", "error-message": "Digits, please"},
            "length": {"min": "3", "max": "5"},
        },
    },
    {"name": "age", "validations": {"integer": {"min": "18", "max": "2000"}}, "required": {}},
    {"name": "size", "validations": {"double": {"min": 1.5}}},
    {"name": "site", "validations": {"uri": {}}},
    {"name": "born", "validations": {"iso-date": {}}, "annotations": {"inputType": "html5-date"}},
    {"name": "other", "validations": {"email": {}}},
    {"name": "color", "validations": {"options": {"options": ["red", "blue"]}}, "annotations": {"inputType": "select"}},
    {"name": "team", "required": {"roles": ["admin"]}},
    {"name": "free"},
    {"name": "fixed", "required": {"roles": ["user"]}, "validations": {"length": {"min": 5}}, "permissions": _READ},
    {"name": "hidden", "permissions": _ADMINS},
]
# Users with a required action and valid data, and users whose data is invalid.
FULL: Rep = {"age": ["20"], "fixed": ["1"]}
STORED: dict[str, Rep] = {
    "fine": {},
    "short": {"firstName": "A"},
    "long": {"lastName": "Exampleson"},
    "odd": {"lastName": "<b>"},
    "blank": {"email": "nonsense"},
    "two": {"attributes": {**FULL, "free": ["a", "b"]}},
    "young": {"attributes": {**FULL, "age": ["17"]}},
    "ageless": {"attributes": {"fixed": ["12345"]}},
    "called": {"attributes": {**FULL, "phone": ["12"]}},
    "green": {"attributes": {**FULL, "color": ["green"]}},
    "small": {"attributes": {**FULL, "size": ["1"]}},
    "lengthy": {"attributes": {**FULL, "free": ["x" * 2049]}},
}


def realms() -> list[Rep]:
    """Return the realms."""
    writing = [_user(f"writer{number}", required=["UPDATE_PROFILE"], attributes=FULL) for number in range(2)]
    found = [_user(name, **{"attributes": FULL, **more}) for name, more in STORED.items()]
    attributes = [{"permissions": _USERS, **it} for it in _ATTRIBUTES]
    component = {
        "providerId": "declarative-user-profile",
        "config": {"kc.user.profile.config": [json.dumps({"attributes": attributes})]},
    }
    own = {"org.keycloak.userprofile.UserProfileProvider": [component]}
    choosing = [_user(name, required=["UPDATE_PASSWORD"], password=GOOD) for name in ("ann", "ben")]
    return [
        _realm(PROFILES, [*writing, *found], components=own),
        *(_realm(name, choosing, passwordPolicy=policy) for name, policy in POLICIES.items()),
        _realm(
            BY_EMAIL,
            [
                _user("mail@example.org", required=["UPDATE_PROFILE"], email="mail@example.org"),
                _user("without", email=None),
                _user("odd", email="nonsense", firstName=""),
            ],
            registrationEmailAsUsername=True,
        ),
        _realm("usual", [_user(name, firstName=first) for name, first in (("bea", "Bea (new)"), ("li", "Li"))]),
    ]


def _realm(name: str, users: list[Rep], **more: Any) -> Rep:
    app = {
        "clientId": "app",
        "publicClient": True,
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
    }
    return {"realm": name, "enabled": True, "registrationAllowed": True, "clients": [app], "users": users, **more}


def _user(name: str, *, required: list[str] | None = None, password: str = "", **more: Any) -> Rep:
    return {
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": "Ann",
        "lastName": "Example",
        "credentials": [{"type": "password", "value": password or f"{name}-password"}],
        "requiredActions": required or [],
        **more,
    }
