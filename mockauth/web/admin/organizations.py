"""Organizations: list, search, count, create, read, update, delete (OrganizationsResource, OrganizationResource)."""

import re
from collections.abc import Iterator, Mapping

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Organization
from mockauth.realms.validation.java_uri import is_uri
from mockauth.web.admin import user_search
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, BadRequest, Conflict
from mockauth.web.admin.organization_reps import organization_rep, put_organization, require_enabled, stored
from mockauth.web.admin.paging import flag, page
from mockauth.web.admin.permissions import MANAGE_ORGANIZATIONS, QUERY_ORGANIZATIONS, VIEW_ORGANIZATIONS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.responses import Response

_REP = "OrganizationRepresentation"
_MOST = 10
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_NO_SPACE = "Empty Space not allowed."


def search(call: Call) -> Response:
    """List the organizations that match the query, sorted by name."""
    require_enabled(call)
    brief = flag(call, "briefRepresentation", True)
    found = _matching(call) if call.may(*VIEW_ORGANIZATIONS) else ()
    return ok([organization_rep(call.realm, it, brief) for it in page(call, found, _MOST)])


def count(call: Call) -> Response:
    """Count the organizations that match the query."""
    require_enabled(call)
    return ok(sum(1 for _ in _matching(call)) if call.may(*VIEW_ORGANIZATIONS) else 0)


def create(call: Call) -> Response:
    """Create an organization."""
    require_enabled(call)
    sent: Rep = call.rep
    name, alias = sent.get("name"), (sent.get("alias") or "").strip()
    if _has_space(alias):
        raise BadRequest(_NO_SPACE, f'the alias "{alias}" contains spaces')
    _check_redirect(sent)
    if not (name or "").strip():
        raise AdminError("Name can not be null")
    if not alias and _has_space(name):
        raise AdminError(f"Name cannot be used as alias: {_NO_SPACE}", 'add an "alias" without spaces')
    organizations = call.realm.organizations
    if any(it.name == name for it in organizations.values()):
        raise Conflict("A organization with the same name already exists.")
    if (alias or name) in organizations:
        raise Conflict("A organization with the same alias already exists")
    rep = _written(call, {"id": call.ctx.state.ids.uuid(), "alias": alias or name}, sent, "")
    call.store({**call.realm.rep, "organizations": [*(call.realm.rep.get("organizations") or ()), rep]})
    return created(call, "organizations", rep["id"])


def read(call: Call, organization: Organization) -> Response:
    """Return an organization."""
    return ok(organization_rep(call.realm, organization, brief=False))


def update(call: Call, organization: Organization) -> Response:
    """Change an organization; its alias cannot change."""
    sent: Rep = call.rep
    name = sent.get("name")
    # As in Keycloak, which searches by name and domain: a body without a name finds every organization.
    known = call.realm.organizations.values()
    if name != organization.name and (not name or any(name in (it.name, *it.domains) for it in known)):
        raise Conflict("A organization with the same name already exists.")
    _check_redirect(sent)
    if ((sent.get("alias") or "").strip() or name) != organization.alias:
        raise AdminError("Cannot change the alias")
    before = {**stored(call.realm, organization), "alias": organization.alias}
    put_organization(call, organization, _written(call, before, sent, organization.name))
    return no_content()


def delete(call: Call, organization: Organization) -> Response:
    """Delete an organization; its members stay users of the realm."""
    put_organization(call, organization, None)
    return no_content()


def of_user(call: Call, user_id: str) -> Response:
    """List the organizations of a user."""
    require_enabled(call)
    user = call.ctx.accounts.by_id(call.realm, user_id)
    if user is None:
        raise NotFound("HTTP 404 Not Found", f'there is no user with the id "{user_id:.80}"')
    brief = flag(call, "briefRepresentation", True)
    own = (it for it in _sorted(call) if user.username in it.members and call.may(*VIEW_ORGANIZATIONS))
    return ok([organization_rep(call.realm, it, brief) for it in own])


_ONE = "/organizations/<organization>"
ROUTES = (
    Route("GET", "/organizations", search, QUERY_ORGANIZATIONS),
    Route("POST", "/organizations", create, MANAGE_ORGANIZATIONS, body=_REP),
    Route("GET", "/organizations/count", count, QUERY_ORGANIZATIONS),
    Route("GET", "/organizations/members/<member_id>/organizations", of_user, QUERY_ORGANIZATIONS),
    Route("GET", _ONE, read, VIEW_ORGANIZATIONS),
    Route("PUT", _ONE, update, MANAGE_ORGANIZATIONS, body=_REP),
    Route("DELETE", _ONE, delete, MANAGE_ORGANIZATIONS),
)


def _sorted(call: Call) -> list[Organization]:
    return sorted(call.realm.organizations.values(), key=lambda it: it.name)


def _matching(call: Call) -> Iterator[Organization]:
    query, text = (call.query("q") or "").strip(), (call.query("search") or "").strip()
    exact, wanted = flag(call, "exact"), user_search.fields(query)
    for it in _sorted(call):
        if query:
            is_found = _has_attributes(it, wanted)
        elif text:
            lower = text.lower()
            is_found = (
                text in (it.name, *it.domains)
                if exact
                else lower in it.name.lower() or any(lower in own for own in it.domains)
            )
        else:
            is_found = True
        if is_found:
            yield it


def _has_attributes(organization: Organization, wanted: Mapping[str, str]) -> bool:
    own = {**organization.attributes, "alias": (organization.alias,)}
    return all(value in own.get(name, ()) for name, value in wanted.items())


def _has_space(text: str | None) -> bool:
    return any(letter.isspace() for letter in text or "")


def _check_redirect(sent: Rep) -> None:
    url = sent.get("redirectUrl")
    if url and not (is_uri(url) and url.startswith(("http://", "https://"))):
        raise AdminError("Organization redirect URL is not valid.")


def _written(call: Call, before: Rep, sent: Rep, name: str) -> Rep:
    """Return an organization with the values in the body. Raises AdminError for invalid domains."""
    domains = [dict(it) for it in sent.get("domains") or ()]
    for domain in domains:
        own = domain.get("name") or ""
        if not own.strip():
            raise AdminError("Domain name cannot be empty")
        if not _DOMAIN.fullmatch(own) or "." not in own:
            raise AdminError(f"Invalid domain format: {own}")
        for other in call.realm.organizations.values():
            if other.name != name and own.lower() in (it.lower() for it in other.domains):
                where = f"organization {other.name} in realm {call.realm.name}"
                raise AdminError(f"Domain {own} is already linked to {where}")
    rep = {
        **before,
        "name": sent["name"],
        "enabled": sent.get("enabled", True),
        "redirectUrl": sent.get("redirectUrl"),
        "description": sent.get("description"),
        "domains": domains,
    }
    if sent.get("attributes") is not None:
        rep["attributes"] = {key: list(values) for key, values in sent["attributes"].items() if values}
    return {key: value for key, value in rep.items() if value is not None}
