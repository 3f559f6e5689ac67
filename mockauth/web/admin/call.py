"""One Admin call: the realm that it is about, the caller and its roles, and the parsed body."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from mockauth.protocol import scopes
from mockauth.protocol.context import Context
from mockauth.protocol.errors import Forbidden
from mockauth.protocol.tokens.verification import SessionToken
from mockauth.realms.master import MASTER, admin_client
from mockauth.realms.model import Realm, RoleRef
from mockauth.web.responses import Response

Rep = dict[str, Any]
REALM_MANAGEMENT = "realm-management"


class Caller(NamedTuple):
    """The user or service account of the bearer token, and the realm that issued the token."""

    realm: Realm
    token: SessionToken

    @property
    def roles(self) -> frozenset[RoleRef]:
        """The roles that count: those that the user has now, limited by the client's scope (AdminAuth)."""
        user, client = self.token.user, self.token.client
        if client.full_scope_allowed:
            return self.realm.roles_of(user)
        return scopes.granted(self.realm, client, user, self.token.claims.get("scope")).roles


@dataclass(frozen=True)
class Call:
    """An Admin call. `ctx` is the context of the request in the realm that the call is about.

    `rep` is the parsed body, if the route names a class for it.
    """

    ctx: Context
    caller: Caller
    rep: Any = None

    @property
    def realm(self) -> Realm:
        """The realm that the call is about, as it was when the call began."""
        return self.ctx.realm

    def in_realm(self, realm: Realm) -> "Call":
        """Return the call for a realm other than that of the token."""
        return replace(self, ctx=replace(self.ctx, realm=realm))

    def with_rep(self, rep: Any) -> "Call":
        """Return the call with its parsed body."""
        return replace(self, rep=rep)

    @cached_property
    def _roles(self) -> frozenset[RoleRef]:
        return self.caller.roles

    def may(self, *roles: str, realm: Realm | None = None) -> bool:
        """Return whether the caller has one of these admin roles for a realm, by default for that of the call."""
        name = (realm or self.realm).name
        client = admin_client(name) if self.caller.realm.name == MASTER else REALM_MANAGEMENT
        own = self.caller.realm.name in (MASTER, name)
        return own and any(RoleRef(client, role) in self._roles for role in roles)

    def may_in_master(self, role: str) -> bool:
        """Return whether the caller has a realm role of the master realm, such as `create-realm`."""
        return self.caller.realm.name == MASTER and RoleRef("", role) in self._roles

    def require(self, *roles: str) -> None:
        """Raise Forbidden unless the caller has one of these admin roles."""
        if roles and not self.may(*roles):
            raise self.forbidden(*roles)

    def forbidden(self, *roles: str) -> Forbidden:
        """Return the error for a caller without any of these admin roles."""
        client = admin_client(self.realm.name) if self.caller.realm.name == MASTER else REALM_MANAGEMENT
        who = f'user "{self.caller.token.user.username}" of realm "{self.caller.realm.name}"'
        needed = " or ".join(f'"{role}"' for role in roles)
        return Forbidden("HTTP 403 Forbidden", f'{who} needs the role {needed} of client "{client}"')

    def query(self, name: str) -> str | None:
        """Return a parameter of the query, or None."""
        return self.ctx.query.get(name)

    def store(self, rep: Mapping[str, Any]) -> Realm:
        """Store a changed representation of the realm of this call."""
        return self.ctx.state.put_realm(rep, self.realm)

    def url(self, *segments: str) -> str:
        """Return the URL of an object below /admin/realms/{realm}."""
        path = "/".join(quote(it, safe="-._~!$&'()*+,;=:@") for it in (self.realm.name, *segments))
        return f"{self.ctx.base_url}/admin/realms/{path}"


class Route(NamedTuple):
    """An operation: its method, its path below the realm, and its handler.

    A part `<name>` of the path that has a function in `FIND` of its module is looked up by it; the handler gets the
    objects found, in order. `needs` are the admin roles of which the caller needs one. `body` is the representation
    class of the body, after the word `optional` if there may be none. `no_cache` is whether the answer has
    `Cache-Control: no-cache`, by default for GET.
    """

    method: str
    path: str
    serve: Callable[..., Response]
    needs: Collection[str] = ()
    body: str = ""
    no_cache: bool | None = None
    realm: bool = True
