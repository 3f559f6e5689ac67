"""The links of a user to identity providers: list, add, remove (UserResource)."""

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import User
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import Conflict
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

_KEYS = ("identityProvider", "userId", "userName")


def search(call: Call, user: User) -> Response:
    """List the links to identity providers that exist."""
    return ok(links(call, user))


def add(call: Call, user: User, provider: str) -> Response:
    """Link a user to an identity provider."""
    if any(it.get("identityProvider") == provider for it in _links(user)):
        raise Conflict("User is already linked with provider")
    own = {key: call.rep[key] for key in _KEYS[1:] if key in call.rep}
    _save(call, user, [*_links(user), {"identityProvider": provider, **own}])
    return no_content()


def remove(call: Call, user: User, provider: str) -> Response:
    """Remove the link of a user to an identity provider."""
    kept = [it for it in _links(user) if it.get("identityProvider") != provider]
    if len(kept) == len(_links(user)):
        raise NotFound("Link not found", f'user "{user.username}" has no link to this identity provider')
    _save(call, user, kept)
    return no_content()


_BODY = "FederatedIdentityRepresentation"
ROUTES = (
    Route("GET", "/users/<user>/federated-identity", search, VIEW_USERS),
    Route("POST", "/users/<user>/federated-identity/<provider>", add, MANAGE_USERS, body=_BODY, no_cache=True),
    Route("DELETE", "/users/<user>/federated-identity/<provider>", remove, MANAGE_USERS, no_cache=True),
)


def links(call: Call, user: User) -> list[Rep]:
    """Return the links of a user to identity providers that exist."""
    known = {it["alias"] for it in call.realm.rep.get("identityProviders") or ()}
    return [{key: it[key] for key in _KEYS if key in it} for it in _links(user) if it.get("identityProvider") in known]


def _links(user: User) -> list[Rep]:
    return list(user.rep.get("federatedIdentities") or ())


def _save(call: Call, user: User, links: list[Rep]) -> None:
    rep = {**user.rep, "id": user.id, "username": user.username, "federatedIdentities": links}
    call.ctx.accounts.save_rep(rep, user)
