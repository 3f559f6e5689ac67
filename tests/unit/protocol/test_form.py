"""Parsing of forms."""

import pytest

from mockauth.protocol.context import Form
from mockauth.protocol.errors import InvalidRequest, TooLarge


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        (b"", []),
        (b"a=1&b=2", [("a", ["1"]), ("b", ["2"])]),
        (b"b=1&a=2&b=3", [("b", ["1", "3"]), ("a", ["2"])]),
        (b"a", [("a", [""])]),
        (b"a=", [("a", [""])]),
        (b"=x", [("", ["x"])]),
        (b"a=b=c", [("a", ["b=c"])]),
        (b"a+b=c+d", [("a b", ["c d"])]),
        (b"a=%2B%26%3D%25", [("a", ["+&=%"])]),
        (b"a=gr%C3%BCn", [("a", ["grün"])]),
        ("a=grün".encode(), [("a", ["grün"])]),
        (b"a=%ff", [("a", ["\ufffd"])]),
        (b"a=%F0%9F%98%80", [("a", ["😀"])]),
        (b"a=1;b=2", [("a", ["1;b=2"])]),
    ],
)
def test_a_form_is_parsed(body: bytes, parameters: list[tuple[str, list[str]]]) -> None:
    assert [*Form.parse(body).items()] == parameters


@pytest.mark.parametrize("body", [b"a=%", b"a=%4", b"a=%zz", b"%=1", b"a=%4g", b"a=%%41", b"a=%+1", b"a=1&b=%u00e4"])
def test_an_invalid_percent_encoding_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        Form.parse(body)


def test_a_refusal_does_not_contain_values_of_the_form() -> None:
    with pytest.raises(InvalidRequest) as refused:
        Form.parse(b"client_secret=hush%zz")
    assert "hush" not in f"{refused.value.reason}{refused.value.body}"


@pytest.mark.parametrize(("parameters", "accepted"), [(1000, True), (1001, False)])
def test_a_form_has_at_most_a_thousand_parameters(parameters: int, accepted: bool) -> None:
    body = b"&".join(b"a=1" for _ in range(parameters))
    if accepted:
        assert len(dict(Form.parse(body).items())["a"]) == parameters
    else:
        with pytest.raises(InvalidRequest):
            Form.parse(body)


def test_a_very_long_parameter_is_refused() -> None:
    with pytest.raises(TooLarge):
        Form.parse(b"a=" + b"x" * 200000)


def test_the_first_of_several_values_wins() -> None:
    assert Form.parse(b"a=1&a=2").get("a") == "1"


def test_a_missing_parameter_is_none() -> None:
    assert Form.parse(b"a=1").get("b") is None


def test_a_parameter_may_be_empty() -> None:
    form = Form.parse(b"a=")
    assert "a" in form
    assert form.get("a") == ""


def test_control_characters_are_removed() -> None:
    assert Form.of({"a": "x\x00\n\x7fy\x80"}).without_control_characters().get("a") == "xy\x80"
