"""The JSON bodies of Admin requests: parsed and checked as Jackson does, with Keycloak's errors."""

import json
import re
from typing import Any

from mockauth.protocol.errors import Refusal
from mockauth.realms.validation.field_types import check_types
from mockauth.web.responses import JSON

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CANNOT_PARSE = "Cannot parse the JSON"


def require_json(content_type: str) -> None:
    """Raise Refusal (415) unless the content type is JSON."""
    if content_type.partition(";")[0].strip().lower() != JSON:
        error = "The content-type header value did not match the value in @Consumes"
        raise Refusal({"error": error}, f'the content type is "{content_type:.80}", but this call expects {JSON}', 415)


def parse(text: bytes, kind: str) -> Any:
    """Return the JSON of a body as Keycloak's representation class `kind` reads it, with values coerced.

    `kind` may also be `list of` a class. Keys whose value is null are removed. Raises Refusal for malformed JSON,
    unknown keys and wrong types.
    """
    decoded = text.decode("utf-8", "replace")
    try:
        found = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        body = {"error": "invalid_request", "error_description": _CANNOT_PARSE}
        raise Refusal(body, f"the body is not valid JSON: {error!s:.200}" if text else "the body is empty") from error
    for place, what, hint in check_types({"": found} if found is None else found, kind):
        where = ".".join(place)
        reason = f"{where or 'body'}: {what}" + (f": {hint}" if hint else "")
        if what.startswith("unknown key"):
            name = json.dumps(place[-1], ensure_ascii=False)
            at = _position_behind(decoded, place[-1])
            class_ = kind.rpartition(" ")[2]
            raise Refusal(
                {"error": f"Invalid json representation for {class_}. Unrecognized field {name} {at}."}, reason
            )
        raise Refusal({"error": "unknown_error", "error_description": _CANNOT_PARSE}, reason)
    return found


def _position_behind(text: str, key: str) -> str:
    """Return where Jackson stops at an unknown key: behind the first character of its value, or behind a number."""
    tokens = _TOKEN.finditer(text)
    quoted = json.dumps(key)
    for token in tokens:
        if token[0] == quoted and next(tokens, token)[0] == ":":
            value = next(tokens, token)
            end = value.start() + 1 if value[0][0] in '"[{' else value.end()
            before = text[:end]
            return f"at line {before.count(chr(10)) + 1} column {end - before.rfind(chr(10))}"
    return "at line 1 column 1"
