"""The URLs in answers behind a proxy, or with a fixed hostname; Keycloak's answers are in hostnames.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from contract import hostnames
from contract.exchange import Sender, in_process
from mockauth.cli.hostname_options import networks
from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Settings, create_app

BASE = "http://localhost:9191"
# Deliberate differences: why mockauth answers otherwise than Keycloak, and the ends of the titles of these cases.
DIFFERENT = {
    "mockauth writes schemes in lower case": ["Proto: HTTPS", "Proto=HTTPS;For=203.0.113.7"],
    "mockauth answers 400 to schemes other than http and https": ["Proto: ftp", "proto=ftp;host=a.example"],
    "mockauth answers 400 to hosts that are not valid in a URL": [
        *("Host: 2001:db8::1", "Host: a b", "Host: a.example/path", "Host: user@a.example", "host=a.example/path"),
    ],
    "mockauth answers 400 to prefixes that are not the path of a URL": [
        *("Prefix: /a b", "Prefix: /ä", "Prefix: /sso?x=1", "Prefix: /sso#x"),
    ],
    "Keycloak takes a prefix with two slashes for a host": ["Prefix: //sso"],
    "Keycloak answers 500 to an empty scheme": ["Proto: "],
    "Keycloak's login page without a host has addresses that are not valid": ["Host: ", "Host: ,b.example"],
    "mockauth cannot tell a list from repeated headers, and takes the first element": [
        *("Ssl: on, off", "Prefix: /sso, /other", "Forwarded: for=1.1.1.1 | Forwarded: proto=https;host=b.example"),
    ],
}


def marks(title: str) -> list[pytest.MarkDecorator]:
    """Return the mark of a case that is expected to differ."""
    reason = next((it for it, ends in DIFFERENT.items() if title.endswith(tuple(ends))), "")
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


CASES = [
    pytest.param(name, case, id=f"{name}: {hostnames.title(case)}", marks=marks(hostnames.title(case)))
    for name, server in hostnames.SERVERS.items()
    for case in server.cases
]


@pytest.fixture(scope="module")
def senders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sender]:
    file = tmp_path_factory.mktemp("realm") / "realm.json"
    file.write_text(json.dumps(hostnames.realm()))
    return {name: sender(server, file) for name, server in hostnames.SERVERS.items()}


def sender(server: hostnames.Server, file: Path) -> Sender:
    """Return a sender for a mockauth with the options of a server."""
    settings = Settings(
        hostname=server.options.get("hostname", ""),
        backchannel_dynamic="hostname-backchannel-dynamic" in server.options,
        proxy_headers=server.options.get("proxy-headers", ""),
        trusted_proxies=networks(server.options.get("proxy-trusted-addresses", "")),
    )
    return in_process(create_app(State(load([file]).realms, KeyRing()), settings), BASE, lambda _: None)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_urls_in_answers(senders: dict[str, Sender], name: str, case: hostnames.Case) -> None:
    expected: Any = hostnames.recorded()[name][hostnames.title(case)]
    assert hostnames.answer(senders[name], case, BASE) == expected
