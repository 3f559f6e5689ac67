"""Answers on their way to the HTTP server."""

import pytest

from mockauth.web.responses import Response

Sent = tuple[str, list[tuple[str, str]]]


def sent(answer: Response, *, with_body: bool = True) -> tuple[str, dict[str, str], bytes]:
    told: list[Sent] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None, /) -> None:
        told.append((status, headers))

    body = b"".join(answer.send(start_response, with_body=with_body))  # type: ignore[arg-type]
    status, headers = told[0]
    return status, dict(headers), body


def test_an_answer_tells_its_type_and_length() -> None:
    status, headers, body = sent(Response(400, b"{}", "application/json"))
    assert (status, body) == ("400 Bad Request", b"{}")
    assert headers == {"Content-Type": "application/json", "Content-Length": "2"}


def test_without_its_body_an_answer_still_tells_its_length() -> None:
    assert sent(Response(200, b"{}"), with_body=False) == ("200 OK", {"Content-Length": "2"}, b"")


def test_no_content_has_no_length() -> None:
    assert sent(Response(204)) == ("204 No Content", {}, b"")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("header", ["headers", "cookies"])
def test_a_header_of_two_lines_is_not_sent(header: str, end: str) -> None:
    text = f"a{end}Set-Cookie: b"
    answer = Response(headers={"Location": text}) if header == "headers" else Response(cookies=[text])
    with pytest.raises(ValueError, match="more than one line"):
        sent(answer)
