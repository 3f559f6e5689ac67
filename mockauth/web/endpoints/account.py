"""The account resource, for programs; people would find the account console here (Keycloak's AccountLoader)."""

from mockauth.protocol import account
from mockauth.protocol.context import Context
from mockauth.protocol.errors import NotImplementedYet
from mockauth.web.responses import JSON, Answer, as_json

_JSON = f"{JSON};charset=UTF-8"
_NOT_KEPT = {"Cache-Control": "no-cache"}


def get(ctx: Context, version: str = "") -> Answer:
    """Give the profile of whom the token belongs to."""
    _for_programs(ctx, version)
    own = account.of_token(ctx)
    asked = (ctx.query.get("userProfileMetadata") or "true").lower() == "true"
    return as_json(account.read(own, with_metadata=asked), _NOT_KEPT, _JSON)


def post(ctx: Context, version: str = "") -> Answer:
    """Change the profile."""
    _for_programs(ctx, version)
    account.change(account.of_token(ctx))
    # As Keycloak, which looks at the type of what was sent where there is none of the answer.
    framed = ctx.realm.security_headers.get("xFrameOptions", "SAMEORIGIN")
    return Answer(204, headers={**_NOT_KEPT, **({"X-Frame-Options": framed} if framed else {})})


def get_version(ctx: Context) -> Answer:
    """Give the profile by the name of the one version that there is."""
    return get(ctx, account.VERSION)


def post_version(ctx: Context) -> Answer:
    """Change the profile likewise."""
    return post(ctx, account.VERSION)


def locales(ctx: Context) -> Answer:
    """Give the languages that the realm's pages come in."""
    _for_programs(ctx, "")
    account.of_token(ctx)
    return as_json(list(ctx.realm.appearance.locales), content_type=_JSON)


def _for_programs(ctx: Context, version: str) -> None:
    accepted = {kind.strip().lower() for kind in ctx.accept.split(",")}
    if not version and ctx.content_type.partition(";")[0].strip() != JSON and JSON not in accepted:
        raise NotImplementedYet("the account console")
