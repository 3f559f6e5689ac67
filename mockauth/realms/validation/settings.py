"""Settings of a realm whose values Keycloak checks: its version, mail server, TLS, headers, profile, and lengths."""

import json
import re
from collections.abc import Iterable

from mockauth.realms.built_in import component_providers
from mockauth.realms.hints import name_hint
from mockauth.realms.validation.field_types import Rep, Wrong, checked

_SHORTER = "shorten it, or leave it out"
_SSL = ("all", "external", "none")
# Of 36 characters as a UUID, of which Keycloak's columns are made; others hold 255.
_LONGEST_ID, _LONGEST = 36, 255
_HEADER = re.compile("[\t\x20-\x7e\xa0-\xff]*")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")
_OWN_KINDS = "org.keycloak."
_PROFILE = "org.keycloak.userprofile.UserProfileProvider"
# The profiles of clients that every realm has (keycloak-default-client-profiles.json).
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


def find_bad_settings(rep: Rep, wrong: Wrong) -> None:
    """Take out settings that Keycloak refuses."""
    _lengths(rep, wrong)
    _mail(rep, wrong)
    _kinds(rep, wrong)
    _profiles(rep, wrong)
    _client_policies(rep, wrong)
    if rep.get("keycloakVersion") == "":
        wrong.append((("keycloakVersion",), "this is no version", "write the version, or take it out"))
        del rep["keycloakVersion"]
    headers = rep.get("browserSecurityHeaders", {})
    for name in [name for name, value in headers.items() if not _HEADER.fullmatch(value)]:
        what = "a header has one line, of Latin letters and signs"
        wrong.append((("browserSecurityHeaders", name), what, "take the line end out"))
        del headers[name]
    need = rep.get("sslRequired")
    if need is not None and need.lower() not in _SSL:
        wrong.append((("sslRequired",), f'"{need}" is none of {", ".join(_SSL)}', 'write "external"'))
        del rep["sslRequired"]


def _mail(rep: Rep, wrong: Wrong) -> None:
    mail = rep.get("smtpServer", {})
    if mail and not _ADDRESS.fullmatch(mail.get("from", "")):
        hint = 'write "from": "no-reply@example.org", or take smtpServer out'
        wrong.append((("smtpServer", "from"), "the sender is no mail address", hint))
        rep["smtpServer"] = {}
    elif mail.get("replyTo") and not _ADDRESS.fullmatch(mail["replyTo"]):
        wrong.append((("smtpServer", "replyTo"), "this is no mail address", "mend it, or take it out"))
        del mail["replyTo"]


def _kinds(rep: Rep, wrong: Wrong) -> None:
    """See that kinds of components which look like Keycloak's are; others an extension may have."""
    components = rep.get("components", {})
    for kind in [it for it in components if it.startswith(_OWN_KINDS) and it not in component_providers()]:
        hint = name_hint(kind, component_providers())
        wrong.append((("components", kind), "Keycloak has no components of this kind", hint))
        del components[kind]


def _profiles(rep: Rep, wrong: Wrong) -> None:
    """See that the profile of users can be read (as UPConfigUtils)."""
    for component in rep.get("components", {}).get(_PROFILE, ()):
        texts = component.get("config", {}).get("kc.user.profile.config", ())
        for reason in [reason for text in texts if (reason := _why_no_profile(text))]:
            place = ("components", _PROFILE, "config", "kc.user.profile.config")
            wrong.append((place, reason, "see Realm settings, User profile, JSON editor in the admin console"))
            del component["config"]["kc.user.profile.config"]


def _why_no_profile(text: str) -> str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "this is not JSON"
    if not isinstance(found, dict):
        return "this is not an object"
    for place, what, _ in checked(found, "UPConfig"):
        return f"{'.'.join(place)}: {what}"
    names = {it.get("name") for it in found.get("attributes", ())}
    missing = [name for name in ("username", "email") if name not in names]
    return f"there is no attribute {' and no '.join(missing)}" if missing else ""


def _client_policies(rep: Rep, wrong: Wrong) -> None:
    """See that the policies of clients name profiles that are there."""
    own = [it.get("name") for it in _dicts(rep.get("clientProfiles"), "profiles")]
    known = [*_CLIENT_PROFILES, *(name for name in own if isinstance(name, str))]
    for policy in _dicts(rep.get("clientPolicies"), "policies"):
        named = policy.get("profiles")
        for name in [it for it in named if it not in known] if isinstance(named, list) else ():
            place = ("clientPolicies", str(policy.get("name")))
            wrong.append((place, f'there is no client profile "{name}"', name_hint(str(name), known)))
            policy["profiles"] = []


def _dicts(value: object, key: str) -> list[Rep]:
    """Give the objects in a list inside something that may be anything."""
    found = value.get(key) if isinstance(value, dict) else None
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def _lengths(rep: Rep, wrong: Wrong) -> None:
    roles = rep.get("roles", {})
    if len(rep.get("id", "")) > _LONGEST_ID:
        wrong.append((("id",), f"this has more than {_LONGEST_ID} characters", _SHORTER))
        del rep["id"]
    _short(rep, "clients", ("clientId", "name", "description"), (), wrong)
    _short(rep, "users", ("username", "email", "firstName", "lastName"), (), wrong)
    _short(rep, "clientScopes", ("name", "description"), (), wrong)
    _short(rep, "groups", ("name",), (), wrong)
    _short(roles, "realm", ("name",), ("roles",), wrong)
    for client in roles.get("client", {}):
        _short(roles["client"], client, ("name",), ("roles", "client"), wrong)


def _short(rep: Rep, key: str, names: Iterable[str], place: tuple[str, ...], wrong: Wrong) -> None:
    items = rep.get(key, ())
    kept = [item for item in items if not _long(item, names, (*place, key), wrong)]
    if len(kept) < len(items):
        rep[key] = kept


def _long(item: Rep, names: Iterable[str], place: tuple[str, ...], wrong: Wrong) -> bool:
    """Whether a thing cannot be kept; its id alone can be left out."""
    if len(item.get("id", "")) > _LONGEST_ID:
        wrong.append(((*place, "id"), f"this has more than {_LONGEST_ID} characters", _SHORTER))
        del item["id"]
    for name in names:
        if name in item and len(item[name]) > _LONGEST:
            wrong.append(((*place, name), f"this has more than {_LONGEST} characters", "shorten it"))
            return True
    return False
