"""Check settings of a realm: version, mail server, `sslRequired`, headers, and user profile."""

import json
import re

from mockauth.realms.built_in import component_providers
from mockauth.realms.importing.versions import version_of
from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep, check_types

_SSL = ("all", "external", "none")
# The types of credentials that a realm may require (RequiredCredentialModel).
_CREDENTIALS = ("password", "otp", "secret", "cert", "kerberos")
_HEADER = re.compile("[\t\x20-\x7e\xa0-\xff]*")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")
_KEYCLOAK_PREFIX = "org.keycloak."
_PROFILE = "org.keycloak.userprofile.UserProfileProvider"
# The client profiles that every realm has (keycloak-default-client-profiles.json).
_CLIENT_PROFILES = (
    "fapi-1-baseline",
    "fapi-1-advanced",
    "fapi-ciba",
    "fapi-2-security-profile",
    "fapi-2-message-signing",
    "oauth-2-1-for-confidential-client",
    "oauth-2-1-for-public-client",
    "fapi-2-dpop-security-profile",
    "fapi-2-dpop-message-signing",
    "saml-security-profile",
)


def check_settings(rep: Rep, errors: Errors) -> None:
    """Remove settings that Keycloak rejects."""
    _mail_server(rep, errors)
    _component_types(rep, errors)
    _user_profiles(rep, errors)
    _client_policies(rep, errors)
    try:
        version_of(rep)
    except ValueError as error:
        errors.append((("keycloakVersion",), str(error), "write a version such as 26.7.3, or remove the key"))
        del rep["keycloakVersion"]
    headers = rep.get("browserSecurityHeaders", {})
    for name in [name for name, value in headers.items() if not _HEADER.fullmatch(value)]:
        what = "a header must be one line of Latin-1 characters"
        errors.append((("browserSecurityHeaders", name), what, "remove line breaks and other characters"))
        del headers[name]
    for kind in [kind for kind in rep.get("requiredCredentials", ()) if kind not in _CREDENTIALS]:
        errors.append(
            (("requiredCredentials",), f'unknown credential type "{kind:.60}"', name_hint(kind, _CREDENTIALS))
        )
        rep["requiredCredentials"].remove(kind)
    required = rep.get("sslRequired")
    if required is not None and required.lower() not in _SSL:
        errors.append((("sslRequired",), f'invalid value "{required}"', f"use one of {', '.join(_SSL)}"))
        del rep["sslRequired"]


def _mail_server(rep: Rep, errors: Errors) -> None:
    mail = rep.get("smtpServer", {})
    if mail and not _ADDRESS.fullmatch(mail.get("from", "")):
        hint = 'for example "from": "no-reply@example.org", or remove "smtpServer"'
        errors.append((("smtpServer", "from"), "not an email address", hint))
        rep["smtpServer"] = {}
    elif mail.get("replyTo") and not _ADDRESS.fullmatch(mail["replyTo"]):
        errors.append((("smtpServer", "replyTo"), "not an email address", "correct it, or remove it"))
        del mail["replyTo"]


def _component_types(rep: Rep, errors: Errors) -> None:
    """Check that component types with Keycloak's prefix exist; others may belong to an extension."""
    components = rep.get("components", {})
    for kind in [it for it in components if it.startswith(_KEYCLOAK_PREFIX) and it not in component_providers()]:
        hint = name_hint(kind, component_providers())
        errors.append((("components", kind), "unknown component type", hint))
        del components[kind]


def _user_profiles(rep: Rep, errors: Errors) -> None:
    """Check that the user profile is valid (UPConfigUtils)."""
    for component in rep.get("components", {}).get(_PROFILE, ()):
        texts = component.get("config", {}).get("kc.user.profile.config", ())
        for reason in [reason for text in texts if (reason := _profile_error(text))]:
            place = ("components", _PROFILE, "config", "kc.user.profile.config")
            errors.append(
                (place, reason, "copy it from Realm settings > User profile > JSON editor in the admin console")
            )
            del component["config"]["kc.user.profile.config"]


def _profile_error(text: str) -> str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "not valid JSON"
    if not isinstance(found, dict):
        return "not a JSON object"
    for place, what, _ in check_types(found, "UPConfig"):
        return f"{'.'.join(place)}: {what}"
    names = {attribute.get("name") for attribute in found.get("attributes", ())}
    missing = [name for name in ("username", "email") if name not in names]
    return f"required attributes are missing: {', '.join(missing)}" if missing else ""


def _client_policies(rep: Rep, errors: Errors) -> None:
    """Check that the client profiles of client policies exist."""
    own = [profile.get("name") for profile in _dicts(rep.get("clientProfiles"), "profiles")]
    known = [*_CLIENT_PROFILES, *(name for name in own if isinstance(name, str))]
    for policy in _dicts(rep.get("clientPolicies"), "policies"):
        named = policy.get("profiles")
        for name in [it for it in named if it not in known] if isinstance(named, list) else ():
            place = ("clientPolicies", str(policy.get("name")))
            errors.append((place, f'client profile "{name}" does not exist', name_hint(str(name), known)))
            policy["profiles"] = []


def _dicts(value: object, key: str) -> list[Rep]:
    """Return the objects in a list under a key of a value of any type."""
    found = value.get(key) if isinstance(value, dict) else None
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
