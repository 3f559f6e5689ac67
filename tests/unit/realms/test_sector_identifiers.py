"""The sector of a client with pairwise subjects. Keycloak 26.7.3 was asked each of these."""

import pytest

from mockauth.realms.sector_identifiers import sector, why_no_sector

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
def test_the_host_of_the_redirect_uris_is_the_sector(root_url: str, redirect_uris: list[str], host: str) -> None:
    assert why_no_sector("", root_url, redirect_uris) == ""
    assert sector("", root_url, redirect_uris) == host


def test_the_host_of_the_sector_identifier_uri_goes_before_them() -> None:
    assert sector("https://s.example.org/uris", "", [ONE, "https://b.example.org/"]) == "s.example.org"


@pytest.mark.parametrize("uri", ["*", "http://my_host/x", "https://a.example.org:port/x", "https://ü.example.org/x"])
def test_a_redirect_uri_without_a_host_is_accepted_but_gives_no_sector(uri: str) -> None:
    assert why_no_sector("", "", [uri]) == ""
    assert sector("", "", [uri]) is None


@pytest.mark.parametrize(
    ("uri", "root_url", "redirect_uris", "reason"),
    [
        ("", "", ["/x"], "must name a host"),
        ("", "", [], "must name a host"),
        ("", "https://r.example.org", [], "must name a host"),
        ("", "", [ONE, "https://b.example.org/y"], "must be of one host"),
        ("", "", [ONE, "com.example:/x"], "must be of one host"),
        ("", "", ["https://a.example.org/ x"], "is no URI"),
        ("", "", ["https://a.example.org/{x}"], "is no URI"),
        ("", "", ["https://a.example.org/%zz"], "is no URI"),
        ("s", "", [ONE], "no URI with a host"),
        ("http://", "", [ONE], "no URI with a host"),
    ],
)
def test_what_keycloak_refuses(uri: str, root_url: str, redirect_uris: list[str], reason: str) -> None:
    assert reason in why_no_sector(uri, root_url, redirect_uris)
