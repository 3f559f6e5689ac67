"""Check a client by the rules that refuse realm files, with the messages of the Admin API."""

from mockauth.realms.validation.clients import check_clients
from mockauth.realms.validation.duplicates import check_duplicates
from mockauth.realms.validation.required_fields import check_required_fields
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.errors import InvalidInput

# How Keycloak's messages name a URL, by its key (DefaultClientValidationProvider), and whether it says URL or URI.
_URLS = {
    "rootUrl": ("Root URL", "URL"),
    "baseUrl": ("Base URL", "URL"),
    "adminUrl": ("Admin URL", "URL"),
    "redirectUris": ("A redirect URI", "URI"),
    "post.logout.redirect.uris": ("A post-logout redirect URI", "URI"),
    "backchannel.logout.url": ("Backchannel logout URL", "URL"),
    "frontchannel.logout.url": ("Front-channel logout URL", "URL"),
    "jwks.url": ("JWKS URL", "URL"),
    "logoUri": ("Logo URL", "URL"),
    "policyUri": ("Policy URL", "URL"),
    "tosUri": ("Terms of service URL", "URL"),
}


def check(call: Call, client: Rep) -> None:
    """Raise InvalidInput for a completed client that Keycloak rejects."""
    settings = ("realm", "ssoSessionIdleTimeout", "ssoSessionMaxLifespan", "rememberMe")
    rep = {key: call.realm.rep[key] for key in settings if key in call.realm.rep}
    # The checks remove what is wrong, so they get a copy.
    copy = {**client, "attributes": dict(client.get("attributes") or {})}
    copy["protocolMappers"] = [dict(it) for it in client.get("protocolMappers") or ()]
    errors: list[tuple[tuple[str, ...], str, str]] = []
    for rule in (check_required_fields, check_duplicates, check_clients):
        rule({**rep, "clients": [copy]}, errors)
    if errors:
        reasons = "; ".join(f"{'.'.join(place)}: {what}" for place, what, _ in errors)
        raise InvalidInput(
            "; ".join(dict.fromkeys(_message(place, what, client) for place, what, _ in errors)), reasons
        )


def _message(place: tuple[str, ...], what: str, client: Rep) -> str:
    key = place[-1]
    if key == "protocol":
        return f"Invalid protocol: {client['protocol']}"
    if key not in _URLS:
        return what
    name, kind = _URLS[key]
    if "fragment" in what:
        return f"{name} must not contain an URL fragment"
    return f"{name} uses an illegal scheme" if "scheme" in what else f"{name} is not a valid {kind}"
