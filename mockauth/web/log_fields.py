"""Who asked for what, as the log tells it: never more than names that the realm has, and a scope."""

import base64
from urllib.parse import unquote_plus

from mockauth.protocol.context import Context

_LONGEST_SCOPE = 200


def asked(ctx: Context) -> tuple[str, str]:
    """Give the client that a request names and the scope that it asks for; both empty where there is none.

    A client id that the realm does not have is not given: it may be a secret in the wrong place.
    """
    client_id = ctx.form.get("client_id") or (_in_header(ctx.authorization) if ctx.authorization else "")
    scope = ctx.form.get("scope") or ""
    return client_id if client_id and client_id in ctx.realm.clients else "", scope[:_LONGEST_SCOPE]


def _in_header(authorization: str) -> str:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        text = base64.b64decode(f"{encoded.strip()}==").decode("utf-8", "replace")
    except ValueError:
        return ""
    return unquote_plus(text.partition(":")[0])
