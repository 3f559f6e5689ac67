"""What Keycloak validates of a client (DefaultClientValidationProvider): URLs, session lifespans, levels, keys."""

import json
import re
from collections.abc import Iterator

from mockauth.realms.validation.field_types import Rep, Wrong, checked

_PROTOCOLS = ("openid-connect", "saml")
# Keycloak's own address, which it puts in itself.
_OWN_ADDRESS = ("${authBaseUrl}", "${authAdminUrl}")
_URLS = {
    "backchannel.logout.url": "/",
    "jwks.url": "/",
    "frontchannel.logout.url": "/",
    "policyUri": "",
    "tosUri": "",
}
# What most URLs look like: there is nothing more to find out about these.
_PLAIN = re.compile(r"(?:(?:https?|[a-z.]+app)://[A-Za-z0-9.-]+(?::\d{1,5})?)?(?:/[A-Za-z0-9/._*-]*)?")
_BETWEEN = "##"
_HINTS = {
    "$": "Keycloak puts no variable in here: write the URL, or start with a variable that is set",
    "#": "take out what begins with #",
    "script": "no data: and no javascript: here",
}
_SESSIONS = {
    "client.session.idle.timeout": ("ssoSessionIdleTimeout", 1800),
    "client.session.max.lifespan": ("ssoSessionMaxLifespan", 36000),
}


def find_bad_clients(rep: Rep, wrong: Wrong) -> None:
    """Take out what Keycloak does not take for a URL, a level or a lifespan."""
    for client in rep.get("clients", ()):
        place = ("clients", client.get("clientId") or "")
        protocol = client.get("protocol")
        if protocol is not None and protocol not in _PROTOCOLS:
            wrong.append(((*place, "protocol"), f'Keycloak has no protocol "{protocol}"', 'write "openid-connect"'))
            del client["protocol"]
        _urls(client, place, wrong)
        _lists_of_urls(client, place, wrong)
        if "attributes" in client:
            _attributes(rep, client, place, wrong)


def _urls(client: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    attributes = client.get("attributes", {})
    named: list[tuple[Rep, tuple[str, ...], str, bool]] = [
        (client, place, "rootUrl", True),
        (client, place, "baseUrl", False),
        *(((client, place, "adminUrl", False),) if client.get("protocol") != "saml" else ()),
        *((attributes, (*place, "attributes"), key, False) for key in _URLS if key in attributes),
    ]
    for holder, at, key, bare in named:
        url = holder.get(key)
        if key == "backchannel.logout.url" and url and "$" not in url:
            # Braces are welcome here, in pairs: they stand for parts of a URL.
            url = re.sub(r"\{([^{}]*)\}", r"%7B\1%7D", url)
        if url and (reason := _why_no_url(url, relative=key != "rootUrl", bare=bare)):
            wrong.append(((*at, key), reason, _hint(url)))
            del holder[key]
    logo = attributes.get("logoUri")
    if logo and not logo.startswith("data:") and _why_no_uri(logo, False):
        wrong.append(((*place, "attributes", "logoUri"), f'"{logo:.200}" is not a URL', _hint(logo)))
        del attributes["logoUri"]


def _lists_of_urls(client: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    if "redirectUris" in client:
        client["redirectUris"] = list(_good(client["redirectUris"], (*place, "redirectUris"), wrong))
    attributes = client.get("attributes", {})
    for key, bare in (("post.logout.redirect.uris", True), ("request.uris", False)):
        if attributes.get(key):
            uris = attributes[key].split(_BETWEEN)
            kept = list(_good(uris, (*place, "attributes", key), wrong, bare))
            if len(kept) < len(uris):
                attributes[key] = _BETWEEN.join(kept)


def _good(uris: list[str], place: tuple[str, ...], wrong: Wrong, bare: bool = True) -> Iterator[str]:
    for uri in uris:
        reason = _why_no_uri(uri, bare) if uri not in (None, "", "+", "-", "*") else ""
        if reason:
            wrong.append((place, reason, _hint(uri)))
        elif uri is not None:
            yield uri


def _why_no_uri(uri: str, bare: bool) -> str:
    if _PLAIN.fullmatch(uri) or uri in _OWN_ADDRESS:
        return ""
    from mockauth.realms.validation.java_uri import is_uri, scheme

    # A relative one is put behind the root URL, or behind Keycloak's own address.
    absolute = f"https://localhost{uri}" if uri.startswith("/") else uri
    if not is_uri(absolute):
        return f'"{uri:.200}" is not a URI'
    if scheme(absolute) in ("data", "javascript"):
        return f'"{uri:.200}" has a scheme that Keycloak refuses'
    return f'"{uri:.200}" has a fragment' if bare and "#" in absolute else ""


def _why_no_url(url: str, *, relative: bool, bare: bool) -> str:
    absolute = f"https://localhost{url}" if relative and url.startswith("/") else url
    if url in _OWN_ADDRESS or (_PLAIN.fullmatch(absolute) and absolute.startswith("http")):
        return ""
    from mockauth.realms.validation.java_uri import is_url

    absolute = absolute.replace("${application.session.host}", "localhost")
    return _why_no_uri(absolute, bare) or ("" if is_url(absolute) else f'"{url:.200}" is not a URL')


def _hint(url: str) -> str:
    from mockauth.realms.validation.java_uri import is_uri, scheme

    if "${" in url:
        return _HINTS["$"]
    if scheme(url) in ("data", "javascript"):
        return _HINTS["script"]
    if is_uri(url):
        return _HINTS["#"] if "#" in url else "begin it with http:// or https://"
    odd = re.search(r'[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})|[\[\]]', url)
    return f"write %{ord(odd[0]):02X} for {odd[0]!r}" if odd and odd[0].isascii() else ""


def _attributes(rep: Rep, client: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    attributes = client["attributes"]
    at = (*place, "attributes")
    if all(attributes.get(key, "").lower() == "true" for key in ("use.jwks.url", "use.jwks.string")):
        wrong.append((at, "use.jwks.url and use.jwks.string are both on", "keep one of them"))
        del attributes["use.jwks.string"]
    levels = attributes.get("acr.loa.map", "").strip()
    if levels and not _is_map_of_levels(levels):
        wrong.append(((*at, "acr.loa.map"), "this is not JSON that maps names to numbers", 'write "{\\"gold\\": 2}"'))
        del attributes["acr.loa.map"]
    for key, (realm_key, default) in _SESSIONS.items():
        longest = rep.get(realm_key, default)
        if rep.get("rememberMe"):
            longest = max(longest, rep.get(f"{realm_key}RememberMe", 0))
        own = attributes.get(key, "")
        if re.fullmatch(r"[+-]?\d{1,10}", own) and int(own) > longest:
            what = f"a client's session cannot be longer than the realm's: {own} is more than {longest}"
            wrong.append(((*at, key), what, f"lower it, or raise {realm_key}"))
            del attributes[key]


def _is_map_of_levels(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not checked(found, "map of int")
