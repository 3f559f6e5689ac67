"""Identity providers and their mappers, as data (IdentityProvidersResource, IdentityProviderResource)."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from mockauth.protocol.errors import NotFound
from mockauth.realms.built_in import FACTS, derived_id
from mockauth.realms.validation.identity_providers import check_identity_providers
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, BadRequest, Conflict
from mockauth.web.admin.paging import flag, page
from mockauth.web.admin.permissions import MANAGE_IDENTITY_PROVIDERS, VIEW_IDENTITY_PROVIDERS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.responses import Response

_MASKED = "**********"
_SECRET = "clientSecret"
_REP = "IdentityProviderRepresentation"
_MAPPER = "IdentityProviderMapperRepresentation"
_KEYS = ("alias", "displayName", "internalId", "providerId", "enabled")
# The names of URLs in Keycloak's messages, where they differ from their keys (UriUtils.checkUrl).
_SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def facts() -> Mapping[str, Any]:
    """Return the types and the configuration of new identity providers, by provider id, recorded from Keycloak."""
    found: Mapping[str, Any] = json.loads((FACTS / "identity_providers.json").read_text(encoding="utf-8"))
    return found


def find(call: Call, alias: str) -> Rep:
    """Return the stored identity provider with an alias or id. Raises NotFound."""
    call.require(*VIEW_IDENTITY_PROVIDERS)
    found = next((it for it in stored(call) if alias in (it["alias"], it["internalId"])), None)
    if found is None:
        raise NotFound("HTTP 404 Not Found", f'there is no identity provider "{alias:.80}"')
    return found


def search(call: Call) -> Response:
    """List the identity providers, sorted by alias."""
    text = (call.query("search") or "").strip().lower()
    found = [it for it in stored(call) if text in it["alias"].lower()]
    listed = page(call, sorted(found, key=lambda it: str(it["alias"])))
    if flag(call, "briefRepresentation"):
        return ok([{**{key: it[key] for key in _KEYS if key in it}, "config": {}} for it in listed])
    return ok([shown(call, it) for it in listed])


def create(call: Call) -> Response:
    """Create an identity provider."""
    sent: Rep = call.rep
    alias = sent.get("alias")
    if any(letter.isspace() for letter in alias or ""):
        raise BadRequest("Empty Space not allowed.", f'the alias "{alias}" contains spaces')
    rep = _checked(call, {key: value for key, value in sent.items() if key != "organizationId"})
    if alias is None:
        raise AdminError("path is null", 'the identity provider has no "alias"')
    if any(it["alias"] == alias for it in stored(call)):
        raise Conflict(f"Identity Provider {alias} already exists")
    known = facts()[rep["providerId"]]
    rep = {"enabled": True, **rep, "internalId": sent.get("internalId") or call.ctx.state.ids.uuid()}
    rep["config"] = {**known["config"], **(rep.get("config") or {})}
    if known["hideOnLogin"]:
        rep["hideOnLogin"] = True
    call.store({**call.realm.rep, "identityProviders": [*stored(call), rep]})
    return created(call, "identity-provider", "instances", alias)


def read(call: Call, provider: Rep) -> Response:
    """Return an identity provider."""
    return ok(shown(call, provider))


def update(call: Call, provider: Rep) -> Response:
    """Replace an identity provider; a masked secret stands for the current one."""
    sent: Rep = call.rep
    if sent.get("alias") not in (None, provider["alias"]):
        raise AdminError("Identity Provider alias cannot be changed")
    fixed = ("alias", "internalId", "organizationId", "providerId")
    kept: Rep = {key: provider[key] for key in fixed if key in provider}
    rep = {**_checked(call, {"enabled": True, **sent}), **kept}
    config = {**facts()[rep["providerId"]]["config"], **(rep.get("config") or {})}
    if config.get(_SECRET) == _MASKED:
        config[_SECRET] = (provider.get("config") or {}).get(_SECRET)
    _put(call, provider, {**rep, "config": config})
    return no_content()


def delete(call: Call, provider: Rep) -> Response:
    """Delete an identity provider with its mappers."""
    others = [it for it in _mappers(call) if it.get("identityProviderAlias") != provider["alias"]]
    organizations = [_without(it, provider["alias"]) for it in call.realm.rep.get("organizations") or ()]
    _put(call, provider, None, identityProviderMappers=others, organizations=organizations)
    return no_content()


def list_mappers(call: Call, provider: Rep) -> Response:
    """List the mappers of an identity provider."""
    return ok([it for it in _mappers(call) if it.get("identityProviderAlias") == provider["alias"]])


def add_mapper(call: Call, provider: Rep) -> Response:
    """Create a mapper."""
    sent: Rep = call.rep
    own_id = sent.get("id") or call.ctx.state.ids.uuid()
    mapper = {"id": own_id, **sent, "config": dict(sent.get("config") or {})}
    names = [(it.get("identityProviderAlias"), it.get("name")) for it in _mappers(call)]
    if (mapper.get("identityProviderAlias"), mapper.get("name")) in names:
        message = f"Failed to add mapper '{mapper.get('name')}' to identity provider [{provider['providerId']}]."
        raise AdminError(message, "the identity provider has a mapper with this name")
    call.store({**call.realm.rep, "identityProviderMappers": [*_mappers(call), mapper]})
    return created(call, "identity-provider", "instances", provider["alias"], "mappers", own_id)


def read_mapper(call: Call, _provider: Rep, wanted: str) -> Response:
    """Return a mapper."""
    return ok(_mapper(call, wanted))


def update_mapper(call: Call, _provider: Rep, wanted: str) -> Response:
    """Change a mapper."""
    before, sent = _mapper(call, wanted), call.rep
    changed = {**before, **sent, "id": before["id"], "config": dict(sent.get("config") or {})}
    _put_mappers(call, [changed if it["id"] == before["id"] else it for it in _mappers(call)])
    return no_content()


def delete_mapper(call: Call, _provider: Rep, wanted: str) -> Response:
    """Delete a mapper."""
    mapper = _mapper(call, wanted)
    _put_mappers(call, [it for it in _mappers(call) if it["id"] != mapper["id"]])
    return no_content()


_ALL = "/identity-provider/instances"
_ONE = f"{_ALL}/<identity_provider>"
_OF_ONE = f"{_ONE}/mappers"
ROUTES = (
    Route("GET", _ALL, search, VIEW_IDENTITY_PROVIDERS),
    Route("POST", _ALL, create, MANAGE_IDENTITY_PROVIDERS, body=_REP),
    Route("GET", _ONE, read, VIEW_IDENTITY_PROVIDERS),
    Route("PUT", _ONE, update, MANAGE_IDENTITY_PROVIDERS, body=_REP, no_cache=True),
    Route("DELETE", _ONE, delete, MANAGE_IDENTITY_PROVIDERS, no_cache=True),
    Route("GET", _OF_ONE, list_mappers, VIEW_IDENTITY_PROVIDERS),
    Route("POST", _OF_ONE, add_mapper, MANAGE_IDENTITY_PROVIDERS, body=_MAPPER),
    Route("GET", f"{_OF_ONE}/<mapper_id>", read_mapper, VIEW_IDENTITY_PROVIDERS),
    Route("PUT", f"{_OF_ONE}/<mapper_id>", update_mapper, MANAGE_IDENTITY_PROVIDERS, body=_MAPPER, no_cache=True),
    Route("DELETE", f"{_OF_ONE}/<mapper_id>", delete_mapper, MANAGE_IDENTITY_PROVIDERS, no_cache=True),
)


def stored(call: Call) -> list[Rep]:
    """Return the stored identity providers, each with its id."""
    listed = call.realm.rep.get("identityProviders") or ()
    name = call.realm.name
    return [{**it, "internalId": it.get("internalId") or derived_id(name, "idps", it["alias"])} for it in listed]


def _mappers(call: Call) -> list[Rep]:
    """Return the stored mappers, each with its id."""
    listed = call.realm.rep.get("identityProviderMappers") or ()
    key = call.realm.name, "idp mappers"
    return [{**it, "id": it.get("id") or derived_id(*key, it["identityProviderAlias"], it["name"])} for it in listed]


def _mapper(call: Call, wanted: str) -> Rep:
    found = next((it for it in _mappers(call) if it["id"] == wanted), None)
    if found is None:
        raise NotFound("Model not found", f'there is no identity provider mapper with the id "{wanted:.80}"')
    return found


def shown(call: Call, provider: Rep) -> Rep:
    """Return an identity provider without its secret, and with what its type of provider can do."""
    rep = {"enabled": True, **{key: value for key, value in provider.items() if value is not None}}
    config = dict(rep.get("config") or {})
    if config.get(_SECRET):
        config[_SECRET] = _MASKED
    types = facts().get(str(rep.get("providerId")), {}).get("types", [])
    owners = (it.id for it in call.realm.organizations.values() if rep["alias"] in it.identity_providers)
    owner = next(owners, None)
    linked = {"organizationId": owner} if owner else {}
    return {
        **{key: it for key, it in rep.items() if key != "organizationId"},
        **linked,
        "config": config,
        "types": types,
    }


def _checked(call: Call, rep: Rep) -> Rep:
    """Return an identity provider if the rules for realm files accept it. Raises AdminError."""
    if rep.get("providerId") not in facts():
        raise AdminError(f"Invalid identity provider id [{rep.get('providerId') or 'null'}]")
    copy = {**rep, "config": dict(rep.get("config") or {})}
    realm = {key: call.realm.rep[key] for key in ("sslRequired", "authenticationFlows") if key in call.realm.rep}
    errors: list[tuple[tuple[str, ...], str, str]] = []
    check_identity_providers({**realm, "identityProviders": [copy]}, errors)
    for place, what, _ in errors:
        name = _SNAKE.sub("_", place[-1]).lower()
        text = f"The url [{name}] is malformed" if what.endswith("is not a URL") else what
        raise AdminError(text, f"{'.'.join(place)}: {what}")
    return {key: value for key, value in rep.items() if value is not None and key != "types"}


def _without(organization: Rep, alias: str) -> Rep:
    linked = organization.get("identityProviders") or ()
    kept = [it for it in linked if it.get("alias") != alias]
    return organization if len(kept) == len(linked) else {**organization, "identityProviders": kept}


def _put(call: Call, provider: Rep, rep: Rep | None, **more: object) -> None:
    changed = [] if rep is None else [rep]
    listed = [own for it in stored(call) for own in (changed if it["alias"] == provider["alias"] else [it])]
    call.store({**call.realm.rep, "identityProviders": listed, **more})


def _put_mappers(call: Call, mappers: list[Rep]) -> None:
    call.store({**call.realm.rep, "identityProviderMappers": mappers})
