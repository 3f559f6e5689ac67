"""The identity providers of a realm file, as far as its login pages show them: nobody logs in by them here."""

from collections.abc import Mapping
from typing import NamedTuple

from mockauth.realms.json_reader import Reader

# What those are called that have no name of their own, by provider id.
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
    """An identity provider; `is_listed` says whether login pages offer it, and `order` where.

    `id` is empty where the file has none.
    """

    id: str
    alias: str
    name: str
    is_listed: bool
    order: int


def identity_providers(top: Reader) -> Mapping[str, IdentityProvider]:
    """Read the identity providers of a realm, by alias."""
    return {it.text("alias"): _read(it) for it in top.objects("identityProviders", "alias")}


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
    """Read where one stands; what is no number stands last (OrderedModelComparator)."""
    try:
        return int(text) if text.isascii() else _LAST
    except ValueError:
        return _LAST
