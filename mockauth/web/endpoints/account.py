"""The account API (Keycloak's AccountRestService); the account console at the same path is not implemented."""

from mockauth.protocol import account
from mockauth.protocol.context import Context
from mockauth.protocol.errors import NotImplementedYet
from mockauth.web.responses import JSON, Response, json_response

_JSON = f"{JSON};charset=UTF-8"
_NO_CACHE = {"Cache-Control": "no-cache"}


def get(ctx: Context, version: str = "") -> Response:
    """Return the profile of the user of the access token."""
    _refuse_console(ctx, version)
    own = account.of_token(ctx)
    with_metadata = (ctx.query.get("userProfileMetadata") or "true").lower() == "true"
    return json_response(account.read(own, with_metadata=with_metadata), _NO_CACHE, _JSON)


def post(ctx: Context, version: str = "") -> Response:
    """Update the profile."""
    _refuse_console(ctx, version)
    account.change(account.of_token(ctx))
    # As Keycloak: a response without a content type is treated as having that of the request.
    framed = ctx.realm.security_headers.get("xFrameOptions", "SAMEORIGIN")
    return Response(204, headers={**_NO_CACHE, **({"X-Frame-Options": framed} if framed else {})})


def get_version(ctx: Context) -> Response:
    """Return the profile, at the path with the version of the API."""
    return get(ctx, account.VERSION)


def post_version(ctx: Context) -> Response:
    """Update the profile, at the path with the version of the API."""
    return post(ctx, account.VERSION)


def locales(ctx: Context) -> Response:
    """Return the locales that the realm supports."""
    _refuse_console(ctx, "")
    account.of_token(ctx)
    return json_response(list(ctx.realm.appearance.locales), content_type=_JSON)


def _refuse_console(ctx: Context, version: str) -> None:
    # As AccountLoader, which serves the console unless JSON is sent or accepted.
    accepted = {media_type.strip().lower() for media_type in ctx.accept.split(",")}
    if not version and ctx.content_type.partition(";")[0].strip() != JSON and JSON not in accepted:
        raise NotImplementedYet("the account console")
