"""Identity providers and their mappers: mockauth does not use them, but Keycloak refuses broken ones."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from mockauth.realms.hints import name_hint
from mockauth.realms.validation.field_types import Rep, Wrong
from mockauth.realms.validation.flows import BINDINGS

_FLOWS = ("firstBrokerLoginFlowAlias", "postBrokerLoginFlowAlias")
# What Keycloak checks of each (OIDCIdentityProviderConfig, SAMLIdentityProviderConfig).
_OIDC = ("authorizationUrl", "tokenUrl", "userInfoUrl", "tokenIntrospectionUrl", "jwksUrl", "logoutUrl")
_URLS = {
    "oidc": _OIDC,
    "keycloak-oidc": _OIDC,
    "saml": ("singleSignOnServiceUrl", "singleLogoutServiceUrl"),
}
# All that java.net.URL asks for, and the networks that SslRequired takes for one's own.
_PROTOCOL = re.compile(r"\s*(?:https?|file|ftp|jar|mailto|jrt|jmod):", re.IGNORECASE)
_NEAR = [ip_network(it) for it in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
_OF_A_MAPPER = ("name", "identityProviderAlias", "identityProviderMapper")


def find_bad_identity_providers(rep: Rep, wrong: Wrong) -> None:
    """Take out what Keycloak refuses of identity providers and their mappers."""
    flows = {flow.get("alias") or "" for flow in rep.get("authenticationFlows", ())}.union(BINDINGS.values())
    for provider in rep.get("identityProviders", ()):
        place = ("identityProviders", provider.get("alias") or "")
        for key in _FLOWS:
            if provider.get(key) and provider[key] not in flows:
                alias = provider.pop(key)
                wrong.append(((*place, key), f'there is no authentication flow "{alias}"', name_hint(alias, flows)))
        if "config" in provider:
            _urls(rep, provider, place, wrong)
            _keys(provider, place, wrong)
    if "identityProviderMappers" in rep:
        _mappers(rep, wrong)


def _urls(rep: Rep, provider: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    config = provider["config"]
    need = rep.get("sslRequired", "external").lower()
    for key in _URLS.get(provider.get("providerId", ""), ()):
        url = config.get(key)
        if not url:
            continue
        if not _PROTOCOL.match(url):
            hint = "Keycloak puts no variable in here: write the URL" if "${" in url else "begin it with https://"
            wrong.append(((*place, "config", key), f'"{url:.200}" is not a URL', hint))
            del config[key]
        elif not url.lower().startswith("https:") and (need == "all" or (need == "external" and _is_far(url))):
            what = f'"{url:.200}" is not encrypted, and sslRequired is "{need}"'
            wrong.append(((*place, "config", key), what, 'write https://, or "sslRequired": "none"'))
            del config[key]


def _is_far(url: str) -> bool:
    """Whether an address is of another network; what a name leads to, only the machine of the Keycloak knows."""
    try:
        address = ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return not (address.is_loopback or address.is_link_local or any(address in network for network in _NEAR))


def _keys(provider: Rep, place: tuple[str, ...], wrong: Wrong) -> None:
    """See that signatures can be checked, and that the method of PKCE is one."""
    config = provider["config"]
    if provider.get("providerId") not in ("oidc", "keycloak-oidc"):
        return
    key = "jwksUrl" if _is_on(config, "useJwksUrl") else "publicKeySignatureVerifier"
    if _is_on(config, "validateSignature") and not config.get(key):
        wrong.append(((*place, "config"), f'"validateSignature" is on, and there is no "{key}"', "add it"))
        del config["validateSignature"]
    if _is_on(config, "pkceEnabled") and config.get("pkceMethod") not in ("plain", "S256"):
        wrong.append(((*place, "config"), '"pkceEnabled" is on without a method', 'add "pkceMethod": "S256"'))
        del config["pkceEnabled"]


def _is_on(config: Rep, key: str) -> bool:
    """Tell whether an option is on (Boolean.parseBoolean)."""
    return str(config.get(key, "")).lower() == "true"


def _mappers(rep: Rep, wrong: Wrong) -> None:
    seen: set[tuple[str, str]] = set()
    kept = []
    for number, mapper in enumerate(rep["identityProviderMappers"]):
        place = ("identityProviderMappers", mapper.get("name") or str(number))
        lacking = [key for key in _OF_A_MAPPER if key not in mapper]
        wrong += [(place, f"this mapper has no {key}", f'add "{key}": "…"') for key in lacking]
        if lacking:
            continue
        own = mapper["identityProviderAlias"], mapper["name"]
        if own in seen:
            wrong.append((place, f'"{own[0]}" has a mapper of this name already', "give it another name"))
            continue
        seen.add(own)
        kept.append(mapper)
    rep["identityProviderMappers"] = kept
