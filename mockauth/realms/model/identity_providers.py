"""The identity providers of a realm file. Login pages list them; logging in with them is not implemented."""

from collections.abc import Mapping
from typing import NamedTuple

from mockauth.realms.parsing.json_reader import Reader

# Names of identity providers without a display name, by provider id.
_NAMES = {
    "bitbucket": "BitBucket",
    "facebook": "Facebook",
    "github": "GitHub",
    "gitlab": "GitLab",
    "google": "Google",
    "instagram": "Instagram",
    "linkedin-openid-connect": "LinkedIn",
    "microsoft": "Microsoft",
    "openshift-v4": "Openshift v4",
    "paypal": "PayPal",
    "stackoverflow": "StackOverflow",
    "twitter": "Twitter",
}
_LAST = 10000


class IdentityProvider(NamedTuple):
    """An identity provider. Login pages show it if `is_listed`, sorted by `order`; `id` may be empty."""

    id: str
    alias: str
    name: str
    is_listed: bool
    order: int


def identity_providers(top: Reader) -> Mapping[str, IdentityProvider]:
    """Read the identity providers of a realm, by alias."""
    return {rep.text("alias"): _read(rep) for rep in top.objects("identityProviders", "alias")}


def _read(rep: Reader) -> IdentityProvider:
    options = rep.options("config")
    alias, hidden = rep.text("alias"), rep.flag("hideOnLogin", False) or options.get("hideOnLoginPage") == "true"
    return IdentityProvider(
        id=rep.text("internalId"),
        alias=alias,
        name=rep.text("displayName") or _NAMES.get(rep.text("providerId"), alias),
        is_listed=rep.flag("enabled", True) and not rep.flag("linkOnly", False) and not hidden,
        order=_order(options.get("guiOrder", "")),
    )


def _order(text: str) -> int:
    """Read `guiOrder`; anything but a number sorts last (OrderedModelComparator)."""
    try:
        return int(text) if text.isascii() else _LAST
    except ValueError:
        return _LAST
