"""Check identity providers and their mappers: mockauth does not use them, but Keycloak rejects invalid ones."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep
from mockauth.realms.validation.flows import BINDINGS

_FLOWS = ("firstBrokerLoginFlowAlias", "postBrokerLoginFlowAlias")
# The URLs that Keycloak checks (OIDCIdentityProviderConfig, SAMLIdentityProviderConfig).
_OIDC = ("authorizationUrl", "tokenUrl", "userInfoUrl", "tokenIntrospectionUrl", "jwksUrl", "logoutUrl")
_URLS = {
    "oidc": _OIDC,
    "keycloak-oidc": _OIDC,
    "saml": ("singleSignOnServiceUrl", "singleLogoutServiceUrl"),
}
# java.net.URL checks the protocol only. SslRequired treats private networks as local.
_PROTOCOL = re.compile(r"\s*(?:https?|file|ftp|jar|mailto|jrt|jmod):", re.IGNORECASE)
_PRIVATE_NETWORKS = [ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
_MAPPER_FIELDS = ("name", "identityProviderAlias", "identityProviderMapper")


def check_identity_providers(rep: Rep, errors: Errors) -> None:
    """Remove invalid settings of identity providers, and invalid mappers."""
    flows = {flow.get("alias") or "" for flow in rep.get("authenticationFlows", ())}.union(BINDINGS.values())
    for provider in rep.get("identityProviders", ()):
        place = ("identityProviders", provider.get("alias") or "")
        for key in _FLOWS:
            if provider.get(key) and provider[key] not in flows:
                alias = provider.pop(key)
                errors.append(((*place, key), f'authentication flow "{alias}" does not exist', name_hint(alias, flows)))
        if "config" in provider:
            _urls(rep, provider, place, errors)
            _signatures_and_pkce(provider, place, errors)
    if "identityProviderMappers" in rep:
        _mappers(rep, errors)


def _urls(rep: Rep, provider: Rep, place: tuple[str, ...], errors: Errors) -> None:
    config = provider["config"]
    required = rep.get("sslRequired", "external").lower()
    for key in _URLS.get(provider.get("providerId", ""), ()):
        url = config.get(key)
        if not url:
            continue
        if not _PROTOCOL.match(url):
            hint = (
                "Keycloak does not replace variables here: write the URL" if "${" in url else "start it with https://"
            )
            errors.append(((*place, "config", key), f'"{url:.200}" is not a URL', hint))
            del config[key]
        elif not url.lower().startswith("https:") and (
            required == "all" or (required == "external" and _is_external(url))
        ):
            what = f'"{url:.200}" is not an https URL, but "sslRequired" is "{required}"'
            errors.append(((*place, "config", key), what, 'use https://, or set "sslRequired": "none"'))
            del config[key]


def _is_external(url: str) -> bool:
    """Return whether the host of a URL is a public IP address; host names are not resolved."""
    try:
        address = ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return not (
        address.is_loopback or address.is_link_local or any(address in network for network in _PRIVATE_NETWORKS)
    )


def _signatures_and_pkce(provider: Rep, place: tuple[str, ...], errors: Errors) -> None:
    """Check that there is a key to validate signatures with, and a valid PKCE method."""
    config = provider["config"]
    if provider.get("providerId") not in ("oidc", "keycloak-oidc"):
        return
    key = "jwksUrl" if _is_on(config, "useJwksUrl") else "publicKeySignatureVerifier"
    if _is_on(config, "validateSignature") and not config.get(key):
        errors.append(((*place, "config"), f'"validateSignature" is true, but "{key}" is missing', f'add "{key}": "…"'))
        del config["validateSignature"]
    if _is_on(config, "pkceEnabled") and config.get("pkceMethod") not in ("plain", "S256"):
        errors.append(
            ((*place, "config"), '"pkceEnabled" is true, but "pkceMethod" is not valid', 'add "pkceMethod": "S256"')
        )
        del config["pkceEnabled"]


def _is_on(config: Rep, key: str) -> bool:
    """Return whether an option is true (Boolean.parseBoolean)."""
    return str(config.get(key, "")).lower() == "true"


def _mappers(rep: Rep, errors: Errors) -> None:
    seen: set[tuple[str, str]] = set()
    kept = []
    for number, mapper in enumerate(rep["identityProviderMappers"]):
        place = ("identityProviderMappers", mapper.get("name") or str(number))
        missing = [key for key in _MAPPER_FIELDS if key not in mapper]
        errors += [(place, f"the mapper has no {key}", f'add "{key}": "…"') for key in missing]
        if missing:
            continue
        own = mapper["identityProviderAlias"], mapper["name"]
        if own in seen:
            errors.append(
                (place, f'identity provider "{own[0]}" has another mapper with this name', "rename one of them")
            )
            continue
        seen.add(own)
        kept.append(mapper)
    rep["identityProviderMappers"] = kept
