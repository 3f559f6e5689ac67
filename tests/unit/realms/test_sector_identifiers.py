"""Sector identifiers of clients with pairwise subjects, as verified with Keycloak 26.7.3."""

import pytest

from mockauth.realms.model.sector_identifiers import sector, sector_error

ONE = "https://a.example.org/x"


@pytest.mark.parametrize(
    ("root_url", "redirect_uris", "host"),
    [
        ("", [ONE, "http://a.example.org:81/*"], "a.example.org"),
        ("", [ONE, "/y"], "a.example.org"),
        ("https://r.example.org", ["/y", "https://r.example.org/z"], "r.example.org"),
        ("", ["http://[::1]:8080/*"], "[::1]"),
        ("", ["http://A.example.org/"], "A.example.org"),
        ("", ["http://ada@a.example.org/"], "a.example.org"),
    ],
)
def test_the_sector_is_the_host_of_the_redirect_uris(root_url: str, redirect_uris: list[str], host: str) -> None:
    assert sector_error("", root_url, redirect_uris) == ""
    assert sector("", root_url, redirect_uris) == host


def test_the_sector_identifier_uri_takes_precedence() -> None:
    assert sector("https://s.example.org/uris", "", [ONE, "https://b.example.org/"]) == "s.example.org"


@pytest.mark.parametrize("uri", ["*", "http://my_host/x", "https://a.example.org:port/x", "https://ü.example.org/x"])
def test_a_redirect_uri_without_a_host_is_accepted_without_a_sector(uri: str) -> None:
    assert sector_error("", "", [uri]) == ""
    assert sector("", "", [uri]) is None


@pytest.mark.parametrize(
    ("uri", "root_url", "redirect_uris", "reason"),
    [
        ("", "", ["/x"], "must have a host"),
        ("", "", [], "must have a host"),
        ("", "https://r.example.org", [], "must have a host"),
        ("", "", [ONE, "https://b.example.org/y"], "must have the same host"),
        ("", "", [ONE, "com.example:/x"], "must have the same host"),
        ("", "", ["https://a.example.org/ x"], "is not a URI"),
        ("", "", ["https://a.example.org/{x}"], "is not a URI"),
        ("", "", ["https://a.example.org/%zz"], "is not a URI"),
        ("s", "", [ONE], "is not a URI with a host"),
        ("http://", "", [ONE], "is not a URI with a host"),
    ],
)
def test_an_invalid_sector_is_refused(uri: str, root_url: str, redirect_uris: list[str], reason: str) -> None:
    assert reason in sector_error(uri, root_url, redirect_uris)
