"""Responses as they are sent to the HTTP server."""

import pytest

from mockauth.web.responses import Response

Sent = tuple[str, list[tuple[str, str]]]


def sent(response: Response, *, with_body: bool = True) -> tuple[str, dict[str, str], bytes]:
    calls: list[Sent] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None, /) -> None:
        calls.append((status, headers))

    body = b"".join(response.send(start_response, with_body=with_body))  # type: ignore[arg-type]
    status, headers = calls[0]
    return status, dict(headers), body


def test_a_response_has_its_type_and_length() -> None:
    status, headers, body = sent(Response(400, b"{}", "application/json"))
    assert (status, body) == ("400 Bad Request", b"{}")
    assert headers == {"Content-Type": "application/json", "Content-Length": "2"}


def test_a_response_without_its_body_still_has_its_length() -> None:
    assert sent(Response(200, b"{}"), with_body=False) == ("200 OK", {"Content-Length": "2"}, b"")


def test_no_content_has_no_length() -> None:
    assert sent(Response(204)) == ("204 No Content", {}, b"")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("header", ["headers", "cookies"])
def test_a_header_with_a_line_break_is_not_sent(header: str, end: str) -> None:
    text = f"a{end}Set-Cookie: b"
    response = Response(headers={"Location": text}) if header == "headers" else Response(cookies=[text])
    with pytest.raises(ValueError, match="line break"):
        sent(response)
