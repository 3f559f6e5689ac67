"""The identity providers of organizations (OrganizationIdentityProvidersResource)."""

from mockauth.realms.model import Organization
from mockauth.web.admin import identity_providers
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, Conflict
from mockauth.web.admin.organization_reps import put_organization, stored
from mockauth.web.admin.permissions import (
    MANAGE_IDENTITY_PROVIDERS,
    MANAGE_ORGANIZATIONS,
    VIEW_IDENTITY_PROVIDERS,
    VIEW_ORGANIZATIONS,
)
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response


def list_all(call: Call, organization: Organization) -> Response:
    """List the identity providers of an organization."""
    call.require(*VIEW_IDENTITY_PROVIDERS)
    listed = identity_providers.stored(call)
    return ok([identity_providers.shown(call, it) for it in listed if it["alias"] in organization.identity_providers])


def add(call: Call, organization: Organization) -> Response:
    """Link the identity provider whose alias or id is the body."""
    call.require(*MANAGE_IDENTITY_PROVIDERS)
    wanted = call.ctx.body.decode("utf-8", "replace").strip().removeprefix('"').removesuffix('"')
    listed = identity_providers.stored(call)
    provider = next((it for it in listed if wanted in (it["alias"], it["internalId"])), None)
    if provider is None:
        raise AdminError("Identity provider not found with the given alias", f'unknown alias "{wanted:.80}"')
    owner = next((it for it in call.realm.organizations.values() if provider["alias"] in it.identity_providers), None)
    if owner is organization:
        raise Conflict("Identity provider already associated to the organization")
    if owner:
        raise AdminError("Identity provider already associated with a different organization")
    rep = stored(call.realm, organization)
    linked = [*(rep.get("identityProviders") or ()), {"alias": provider["alias"]}]
    put_organization(call, organization, {**rep, "identityProviders": linked})
    return no_content()


def read(call: Call, organization: Organization, alias: str) -> Response:
    """Return an identity provider of an organization."""
    call.require(*VIEW_IDENTITY_PROVIDERS)
    provider = _linked(call, organization, alias, "Identity provider not associated with the organization")
    return ok(identity_providers.shown(call, provider))


def remove(call: Call, organization: Organization, alias: str) -> Response:
    """Unlink an identity provider from an organization."""
    call.require(*MANAGE_IDENTITY_PROVIDERS)
    _linked(call, organization, alias, "Identity provider not found with the given alias")
    rep = stored(call.realm, organization)
    linked = [it for it in rep.get("identityProviders") or () if it.get("alias") != alias]
    put_organization(call, organization, {**rep, "identityProviders": linked})
    return no_content()


_ALL = "/organizations/<organization>/identity-providers"
ROUTES = (
    Route("GET", _ALL, list_all, VIEW_ORGANIZATIONS),
    Route("POST", _ALL, add, MANAGE_ORGANIZATIONS, body="raw"),
    Route("GET", f"{_ALL}/<alias>", read, VIEW_ORGANIZATIONS),
    Route("DELETE", f"{_ALL}/<alias>", remove, MANAGE_ORGANIZATIONS),
)


def _linked(call: Call, organization: Organization, alias: str, error: str) -> Rep:
    listed = identity_providers.stored(call)
    found = next((it for it in listed if it["alias"] == alias and alias in organization.identity_providers), None)
    if found is None:
        raise AdminError(error, f'"{alias:.80}" is not linked to organization "{organization.name}"', 404)
    return found
