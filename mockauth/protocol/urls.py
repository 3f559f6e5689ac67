"""The URLs of a realm (Keycloak's Urls and OIDCLoginProtocolService)."""

from collections.abc import Mapping
from urllib.parse import quote, quote_plus

_UNRESERVED = "-._~!$&'()*+,;=:@"


def realm(base_url: str, name: str) -> str:
    """Return a realm's URL, which is also its issuer."""
    return f"{base_url}/realms/{quote(name, safe=_UNRESERVED)}"


def protocol(base_url: str, name: str) -> str:
    """Return the base URL of a realm's OpenID Connect endpoints."""
    return f"{realm(base_url, name)}/protocol/openid-connect"


def origin(url: str) -> str:
    """Return the origin of an http or https URL: scheme, host and port."""
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    return f"{scheme}://{host}"


def query(parameters: Mapping[str, str | None]) -> str:
    """Return the query string for a page's URL, without parameters that are None."""
    present = {name: value for name, value in parameters.items() if value is not None}
    return "&".join(f"{name}={quote_plus(value, safe='-._~?')}" for name, value in present.items())
