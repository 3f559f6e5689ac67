"""The parameter `client_data` of a login page: where to redirect the browser if the login is lost (ClientData)."""

import base64
import json
from collections.abc import Mapping

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.java import replace_lone_surrogates
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.realms.model import Client


def encoded(redirect_uri: str, request: Mapping[str, str]) -> str:
    """Return the parameter for a login with this redirect URI and these parameters of the authorization request."""
    parameters = {
        "ru": redirect_uri or None,
        "rt": request.get("response_type"),
        "rm": request.get("response_mode"),
        "st": request.get("state"),
    }
    given = {name: value for name, value in parameters.items() if value is not None}
    return b64url_encode(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())


def of_request(ctx: Context, client: Client | None) -> Mapping[str, str]:
    """Return the parameters in `client_data` of the page's URL. Raises ErrorPage."""
    text = (ctx.query.get("client_data") or "").strip()
    if not text:
        return {}
    try:
        data = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return {name: replace_lone_surrogates(value) for name, value in data.items() if isinstance(value, str)}
    except (ValueError, AttributeError, RecursionError) as error:
        reason = "client_data is not base64url of a JSON object"
        raise ErrorPage("invalidRequestMessage", reason=reason, client=client) from error
