"""The responses of Admin calls that succeed."""

from typing import Any

from mockauth.web.admin.call import Call
from mockauth.web.responses import JSON, Response, json_response


def ok(value: Any) -> Response:
    """Return a response with JSON."""
    return json_response(value, content_type=f"{JSON};charset=UTF-8")


def created(call: Call, *segments: str) -> Response:
    """Return the response to a creation; `segments` is the path of the new object below its realm."""
    return Response(201, headers={"Location": call.url(*segments)})


def no_content() -> Response:
    """Return the response to a change."""
    return Response(204)
