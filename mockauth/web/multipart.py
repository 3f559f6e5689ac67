"""Multipart forms (RFC 7578), parsed by Werkzeug. Few clients send them, so few servers import this."""

from typing import TYPE_CHECKING

from werkzeug import wrappers
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from mockauth.protocol.errors import BadRequest, TooLarge

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment


def parse_multipart(environ: "WSGIEnvironment", most: int) -> dict[str, list[str]]:
    """Return the fields of the form with their values.

    Raises TooLarge for a body of more than `most` bytes, and BadRequest for one that cannot be parsed.
    """
    request = wrappers.Request(environ)
    request.max_content_length = most
    try:
        return dict(request.form.lists())
    except RequestEntityTooLarge:
        raise TooLarge(most) from None
    except HTTPException as error:
        raise BadRequest(str(error)) from None
