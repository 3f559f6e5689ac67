"""Check clients: URLs, session lifespans, `acr.loa.map`, key settings (DefaultClientValidationProvider)."""

import json
import re
from collections.abc import Iterator

from mockauth.realms.validation.field_types import Errors, Rep, check_types

_PROTOCOLS = ("openid-connect", "saml")
# Variables that Keycloak replaces by its own address.
_OWN_ADDRESS = ("${authBaseUrl}", "${authAdminUrl}")
_URLS = {
    "backchannel.logout.url": "/",
    "jwks.url": "/",
    "frontchannel.logout.url": "/",
    "policyUri": "",
    "tosUri": "",
}
# Matches most URLs, which then need no further checks.
_PLAIN = re.compile(r"(?:(?:https?|[a-z.]+app)://[A-Za-z0-9.-]+(?::\d{1,5})?)?(?:/[A-Za-z0-9/._*-]*)?")
_SEPARATOR = "##"
_HINTS = {
    "$": "Keycloak does not replace variables here: write the full URL, or set the environment variable",
    "#": "remove the part from # on",
    "script": "use http:// or https://",
}
_SESSIONS = {
    "client.session.idle.timeout": ("ssoSessionIdleTimeout", 1800),
    "client.session.max.lifespan": ("ssoSessionMaxLifespan", 36000),
}


def check_clients(rep: Rep, errors: Errors) -> None:
    """Remove the client settings that Keycloak rejects."""
    for client in rep.get("clients", ()):
        place = ("clients", client.get("clientId") or "")
        protocol = client.get("protocol")
        if protocol is not None and protocol not in _PROTOCOLS:
            errors.append(((*place, "protocol"), f'unknown protocol "{protocol}"', 'use "openid-connect" or "saml"'))
            del client["protocol"]
        _urls(client, place, errors)
        _lists_of_urls(client, place, errors)
        if "attributes" in client:
            _attributes(rep, client, place, errors)


def _urls(client: Rep, place: tuple[str, ...], errors: Errors) -> None:
    attributes = client.get("attributes", {})
    urls: list[tuple[Rep, tuple[str, ...], str, bool]] = [
        (client, place, "rootUrl", True),
        (client, place, "baseUrl", False),
        *(((client, place, "adminUrl", False),) if client.get("protocol") != "saml" else ()),
        *((attributes, (*place, "attributes"), key, False) for key in _URLS if key in attributes),
    ]
    for holder, at, key, bare in urls:
        url = holder.get(key)
        if key == "backchannel.logout.url" and url and "$" not in url:
            # As in Keycloak, a backchannel logout URL may contain pairs of braces, as in a URI template.
            url = re.sub(r"\{([^{}]*)\}", r"%7B\1%7D", url)
        if url and (reason := _url_error(url, relative=key != "rootUrl", bare=bare)):
            errors.append(((*at, key), reason, _hint(url)))
            del holder[key]
    logo = attributes.get("logoUri")
    if logo and not logo.startswith("data:") and _uri_error(logo, False):
        errors.append(((*place, "attributes", "logoUri"), f'"{logo:.200}" is not a URL', _hint(logo)))
        del attributes["logoUri"]


def _lists_of_urls(client: Rep, place: tuple[str, ...], errors: Errors) -> None:
    if "redirectUris" in client:
        client["redirectUris"] = list(_valid_uris(client["redirectUris"], (*place, "redirectUris"), errors))
    attributes = client.get("attributes", {})
    for key, bare in (("post.logout.redirect.uris", True), ("request.uris", False)):
        if attributes.get(key):
            uris = attributes[key].split(_SEPARATOR)
            kept = list(_valid_uris(uris, (*place, "attributes", key), errors, bare))
            if len(kept) < len(uris):
                attributes[key] = _SEPARATOR.join(kept)


def _valid_uris(uris: list[str], place: tuple[str, ...], errors: Errors, bare: bool = True) -> Iterator[str]:
    for uri in uris:
        reason = _uri_error(uri, bare) if uri not in (None, "", "+", "-", "*") else ""
        if reason:
            errors.append((place, reason, _hint(uri)))
        elif uri is not None:
            yield uri


def _uri_error(uri: str, bare: bool) -> str:
    if _PLAIN.fullmatch(uri) or uri in _OWN_ADDRESS:
        return ""
    from mockauth.realms.validation.java_uri import is_uri, scheme

    # Keycloak resolves a relative URI against the root URL, or its own address.
    absolute = f"https://localhost{uri}" if uri.startswith("/") else uri
    if not is_uri(absolute):
        return f'"{uri:.200}" is not a URI'
    if scheme(absolute) in ("data", "javascript"):
        return f'"{uri:.200}" has a scheme that Keycloak does not allow'
    return f'"{uri:.200}" must not have a fragment' if bare and "#" in absolute else ""


def _url_error(url: str, *, relative: bool, bare: bool) -> str:
    absolute = f"https://localhost{url}" if relative and url.startswith("/") else url
    if url in _OWN_ADDRESS or (_PLAIN.fullmatch(absolute) and absolute.startswith("http")):
        return ""
    from mockauth.realms.validation.java_uri import is_url

    absolute = absolute.replace("${application.session.host}", "localhost")
    return _uri_error(absolute, bare) or ("" if is_url(absolute) else f'"{url:.200}" is not a URL')


def _hint(url: str) -> str:
    from mockauth.realms.validation.java_uri import is_uri, scheme

    if "${" in url:
        return _HINTS["$"]
    if scheme(url) in ("data", "javascript"):
        return _HINTS["script"]
    if is_uri(url):
        return _HINTS["#"] if "#" in url else "start it with http:// or https://"
    invalid = re.search(r'[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})|[\[\]]', url)
    return f"replace {invalid[0]!r} with %{ord(invalid[0]):02X}" if invalid and invalid[0].isascii() else ""


def _attributes(rep: Rep, client: Rep, place: tuple[str, ...], errors: Errors) -> None:
    attributes = client["attributes"]
    at = (*place, "attributes")
    if all(attributes.get(key, "").lower() == "true" for key in ("use.jwks.url", "use.jwks.string")):
        errors.append((at, "use.jwks.url and use.jwks.string are both true", "keep one of them"))
        del attributes["use.jwks.string"]
    levels = attributes.get("acr.loa.map", "").strip()
    if levels and not _maps_names_to_numbers(levels):
        errors.append(
            ((*at, "acr.loa.map"), "not a JSON object that maps names to numbers", 'for example "{\\"gold\\": 2}"')
        )
        del attributes["acr.loa.map"]
    for key, (realm_key, default) in _SESSIONS.items():
        longest = rep.get(realm_key, default)
        if rep.get("rememberMe"):
            longest = max(longest, rep.get(f"{realm_key}RememberMe", 0))
        own = attributes.get(key, "")
        if re.fullmatch(r"[+-]?\d{1,10}", own) and int(own) > longest:
            what = f"{own} seconds exceed the limit of the realm, {longest}"
            errors.append(((*at, key), what, f'use a lower value, or raise "{realm_key}" of the realm'))
            del attributes[key]


def _maps_names_to_numbers(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not check_types(found, "map of int")
