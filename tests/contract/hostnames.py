"""The headers of proxies and clients that decide about the URLs in answers, for servers with several options."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract import html
from contract.exchange import FORM, Answer, Request, Sender

RECORDED = Path(__file__).with_name("hostnames.json")
REALM = "proxied"
_OIDC = f"/realms/{REALM}/protocol/openid-connect"
_AUTH = f"{_OIDC}/auth?client_id=svc&response_type=code&scope=openid&redirect_uri=http://localhost:3000/cb"
_ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "device_authorization_endpoint")

Case = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Server:
    """A server with these options, and the headers to ask it with."""

    options: Mapping[str, str]
    cases: Sequence[Case]


def _x(**headers: str | Sequence[str]) -> Case:
    """Return `X-Forwarded-*` headers, and others by their names with a trailing underscore; lists repeat a header."""
    named = {
        name.removesuffix("_") if name.endswith("_") else f"X-Forwarded-{name}": value
        for name, value in headers.items()
    }
    return [(name, it) for name, value in named.items() for it in ([value] if isinstance(value, str) else value)]


def _by(*values: str) -> Case:
    """Return `Forwarded` headers (RFC 7239)."""
    return [("Host", "inside:8080"), *(("Forwarded", value) for value in values)]


_HOSTS: list[Case] = [
    *(_x(Host_=host) for host in ("keycloak", "keycloak:", "keycloak:80", "KeyCloak:8080", "[::1]", "[::1]:8080")),
    *(_x(Host_=host) for host in ("key_cloak", "keycloak:443", "1.2.3.4:1")),
]
_X_FORWARDED: list[Case] = [
    *_HOSTS,
    _x(Host_="inside:8080", Proto="https"),
    _x(Host_="inside:8080", Proto="http"),
    _x(Host_="inside", Proto="https"),
    _x(Host_="inside:443", Proto="https"),
    _x(Host_="inside:8080", Proto="HTTPS"),
    _x(Host_="inside", Proto="https,http"),
    _x(Host_="inside", Proto="http, https"),
    _x(Host_="inside", Proto=["https", "http"]),
    _x(Host_="inside:8080", Proto="ftp"),
    _x(Host_="inside:8080", Proto=" https "),
    _x(Host_="inside:8080", Proto=""),
    _x(Host_="inside:8080", Host="a.example"),
    _x(Host_="inside:8080", Host="a.example:9000"),
    _x(Host_="inside:8080", Host="a.example, b.example"),
    _x(Host_="inside:8080", Host="a.example:1, b.example:2"),
    _x(Host_="inside:8080", Host=["a.example", "b.example"]),
    _x(Host_="inside:8080", Host="A.Example"),
    _x(Host_="inside:8080", Host=""),
    _x(Host_="inside:8080", Host=" a.example "),
    _x(Host_="inside:8080", Host=",b.example"),
    _x(Host_="inside:8080", Host="a.example:"),
    _x(Host_="inside:8080", Host="a.example:x"),
    _x(Host_="inside:8080", Host="a.example:99999"),
    _x(Host_="inside:8080", Host="[2001:db8::1]"),
    _x(Host_="inside:8080", Host="[2001:db8::1]:9000"),
    _x(Host_="inside:8080", Host="2001:db8::1"),
    _x(Host_="inside:8080", Host="a b"),
    _x(Host_="inside:8080", Host="http://a.example"),
    _x(Host_="inside:8080", Host="a.example/path"),
    _x(Host_="inside:8080", Host="user@a.example"),
    _x(Host_="inside:8080", Host="a_b.example"),
    _x(Host_="inside:8080", Host="a.example", Proto="https"),
    _x(Host_="inside:8080", Host="a.example:443", Proto="https"),
    _x(Host_="inside:8080", Host="a.example:8443", Proto="https"),
    _x(Host_="inside:8080", Port="8443"),
    _x(Host_="inside:8080", Port="80"),
    _x(Host_="inside:8080", Port=""),
    _x(Host_="inside:8080", Port="x"),
    _x(Host_="inside:8080", Port="0"),
    _x(Host_="inside:8080", Port="-1"),
    _x(Host_="inside:8080", Port="70000"),
    _x(Host_="inside:8080", Port="+9"),
    _x(Host_="inside:8080", Port=" 9"),
    _x(Host_="inside:8080", Port="٩"),
    _x(Host_="inside:8080", Proto="https", Port="8443, 80"),
    _x(Host_="inside:8080", Proto="https", Port=["8443", "80"]),
    _x(Host_="inside:8080", Proto="https", Port="443"),
    _x(Host_="inside:8080", Proto="http", Port="443"),
    _x(Host_="inside:8080", Proto="https", Port="80"),
    _x(Host_="inside:8080", Host="a.example:1", Port="2"),
    _x(Host_="inside:8080", Host="a.example:1", Port="2", Proto="https"),
    _x(Host_="inside:8080", Ssl="on"),
    _x(Host_="inside:8080", Ssl="ON"),
    _x(Host_="inside:8080", Ssl="off"),
    _x(Host_="inside:8080", Ssl="true"),
    _x(Host_="inside:8080", Ssl="on", Proto="http"),
    _x(Host_="inside:8080", Ssl="off", Proto="https"),
    _x(Host_="inside:8080", Ssl=["on", "off"]),
    _x(Host_="inside:8080", Ssl="on, off"),
    _x(Host_="inside:8080", Ssl="on", Host="a.example"),
    *(
        _x(Host_="inside:8080", Prefix=prefix)
        for prefix in ("/sso", "sso", "/sso/", "/a/b", "/", "", "//", "//sso", "/sso, /other", "/a b", "/a%20b", "/ä")
    ),
    *(_x(Host_="inside:8080", Prefix=prefix) for prefix in ("/sso?x=1", "/sso#x", "/../x", "/sso//")),
    _x(Host_="inside:8080", Prefix=["/sso", "/other"]),
    _x(Host_="inside:8080", Prefix="/sso", Proto="https", Host="a.example"),
    *(
        _x(Host_="inside:8080", Proto="https", For=address)
        for address in (
            *("203.0.113.7", "203.0.113.7, 10.0.0.1", "203.0.113.7:5555", "2001:db8::1", "[2001:db8::1]"),
            *("[2001:db8::1]:5555", '"[2001:db8::1]:5555"', "unknown", "", " 203.0.113.7", "client.example", "::1"),
            *("_hidden", "203.0.113.7:x", ",10.0.0.1", "::ffff:203.0.113.7", "2001:DB8:0::1", "fe80::1%eth0"),
        )
    ),
    _x(Host_="inside:8080", Proto="https", For=["203.0.113.7", "10.0.0.1"]),
    *(_x(Host_="inside:8080", For=address) for address in ("203.0.113.7", "10.0.0.1", "203.0.113.7, 10.0.0.1")),
    *(
        _x(Host_="inside:8080", For=address)
        for address in ("10.0.0.1, 203.0.113.7", "2001:db8::1", "unknown", "fd00::1")
    ),
    *(
        _x(Host_="inside:8080", For=address)
        for address in (
            *("127.9.9.9", "172.31.0.1", "172.32.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "192.0.2.1"),
            *("198.18.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fe80::1%1"),
            *("::ffff:10.0.0.1", "::ffff:203.0.113.7", "[::1]", "[fd00::1]:1", "localhost", "10.1", "10.0.0.1:5"),
        )
    ),
    _x(Host_="inside:8080", Proto="https", Forwarded_="host=b.example;proto=http"),
    _x(Host_="inside:8080", Forwarded_="host=b.example;proto=https;for=203.0.113.7"),
    [("Host", "inside:8080"), ("X-Real-IP", "203.0.113.7"), ("X-Forwarded-Server", "a.example")],
]
_FORWARDED: list[Case] = [
    *_HOSTS[:3],
    _by("for=203.0.113.7;proto=https;host=sso.example"),
    _by('for=203.0.113.7;proto=https;host="sso.example:8443"'),
    _by("for=203.0.113.7;proto=https;host=sso.example:8443"),
    _by("for=1.1.1.1;proto=https;host=a.example, for=2.2.2.2;proto=http;host=b.example"),
    _by("for=1.1.1.1;proto=https, host=b.example"),
    _by("for=1.1.1.1;proto=https;host=a.example", "for=2.2.2.2;proto=http;host=b.example"),
    _by("for=1.1.1.1", "proto=https;host=b.example"),
    _by("proto=https"),
    _by("proto=http"),
    _by("host=a.example"),
    _by("host=a.example:80"),
    _by("Host=a.example;Proto=HTTPS;For=203.0.113.7"),
    _by("host = a.example; proto = https"),
    _by("host=a.example; proto=https; for=203.0.113.7"),
    _by('host="a.example";proto="https";for="203.0.113.7"'),
    _by('proto=https;for="203.0.113.7:5555"'),
    _by("proto=https;for=203.0.113.7:5555"),
    _by('proto=https;for="[2001:db8::1]"'),
    _by('proto=https;for="[2001:db8::1]:5555"'),
    _by("proto=https;for=unknown"),
    _by("proto=https;for=_hidden"),
    _by("proto=https;by=203.0.113.43;for=203.0.113.7"),
    _by("proto=https;xhost=a.example"),
    _by("proto=ftp;host=a.example"),
    _by("host="),
    _by('host="";proto=https'),
    _by("nonsense"),
    _by(""),
    _by("host=a.example/path"),
    _by("host=[2001:db8::1]:9000"),
    _by('host="[2001:db8::1]"'),
    _by("for=203.0.113.7"),
    _by("for=10.0.0.1"),
    _x(Host_="inside:8080", Proto="https", Host="a.example", For="203.0.113.7", Prefix="/sso"),
    _x(Host_="inside:8080", Proto="http", Host="a.example", Prefix="/sso", Forwarded_="proto=https;host=b.example"),
]
_BEHIND: list[Case] = [
    *_HOSTS,
    _x(Host_="inside:8080", Proto="https"),
    _x(Host_="inside:8080", Host="a.example"),
    _x(Host_="inside:8080", Host="a.example:9000", Proto="https"),
    _x(Host_="inside:8080", Host="a.example", Port="8443", Proto="https"),
    _x(Host_="inside:8080", Prefix="/sso"),
    _x(Host_="sso.example.org:8443", Prefix="/sso", Proto="https"),
    _x(Host_="sso.example.org", Port="8443", Proto="https"),
    _x(Host_="sso.example.org:8443"),
]
_PLAIN, _URL = "sso.example.org", "https://sso.example.org:8443/base"
SERVERS: Mapping[str, Server] = {
    "no options": Server({}, [*_HOSTS, *_X_FORWARDED[9:16:3], _FORWARDED[3]]),
    "xforwarded": Server({"proxy-headers": "xforwarded"}, _X_FORWARDED),
    "forwarded": Server({"proxy-headers": "forwarded"}, _FORWARDED),
    "hostname": Server({"hostname": _PLAIN}, _BEHIND),
    "hostname, xforwarded": Server({"hostname": _PLAIN, "proxy-headers": "xforwarded"}, _BEHIND),
    "URL": Server({"hostname": _URL}, _BEHIND),
    "URL, xforwarded": Server({"hostname": _URL, "proxy-headers": "xforwarded"}, _BEHIND),
    "URL, xforwarded, backchannel": Server(
        {"hostname": _URL, "proxy-headers": "xforwarded", "hostname-backchannel-dynamic": "true"}, _BEHIND
    ),
    "trusted addresses": Server(
        {"proxy-headers": "xforwarded", "proxy-trusted-addresses": "127.0.0.0/8,192.0.2.1"}, _BEHIND
    ),
    "other trusted addresses": Server(
        {"proxy-headers": "xforwarded", "proxy-trusted-addresses": "192.0.2.0/24,2001:db8::1"}, _BEHIND
    ),
}


def realm() -> dict[str, Any]:
    """Return the realm: one client, and HTTPS for all but private addresses."""
    client = {"clientId": "svc", "secret": "svc-secret", "serviceAccountsEnabled": True, "redirectUris": ["*"]}
    return {"realm": REALM, "enabled": True, "sslRequired": "external", "clients": [client]}


def recorded() -> dict[str, dict[str, Any]]:
    """Return Keycloak's answers, by server and case."""
    found: dict[str, dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    return found


def title(case: Case) -> str:
    """Return the headers of a case as a text."""
    return " | ".join(f"{name}: {value}" for name, value in case)


def answers(send: Sender, server: Server, base: str) -> dict[str, Any]:
    """Ask a server, and return its answers by case."""
    return {title(case): answer(send, case, base) for case in server.cases}


def answer(send: Sender, case: Case, base: str) -> dict[str, Any]:
    """Return the URLs of the discovery document, what is in a token, and the URLs of the login page."""
    headers = (*case,)
    found = send(Request("GET", f"/realms/{REALM}/.well-known/openid-configuration", headers))
    form = "grant_type=client_credentials&client_id=svc&client_secret=svc-secret"
    token = send(Request("POST", f"{_OIDC}/token", (*headers, ("Content-Type", FORM)), form))
    page = send(Request("GET", _AUTH, headers))
    written = {"discovery": _discovery(found), "token": _token(token), "page": _page(page)}
    local: dict[str, Any] = json.loads(json.dumps(written).replace(f":{urlsplit(base).port}", ":<port>"))
    return local


def _discovery(found: Answer) -> Any:
    if found.status != 200:
        return found.status
    document = json.loads(found.body)
    return {name: document[name] for name in _ENDPOINTS}


def _token(found: Answer) -> Any:
    answer = json.loads(found.body) if found.body.startswith(b"{") else {}
    if "access_token" not in answer:
        return [found.status, answer.get("error_description")]
    claims = json.loads(base64.urlsafe_b64decode(answer["access_token"].split(".")[1] + "=="))
    return {name: claims[name] for name in ("iss", "clientAddress", "clientHost")}


def _page(found: Answer) -> Any:
    cookies = [value for name, value in found.headers if name.lower() == "set-cookie" and "AUTH_SESSION_ID" in value]
    paths = [match[1] for value in cookies for match in [re.search("Path=([^;]*)", value)] if match]
    action = html.action(found.text).partition("?")[0]
    polling = html.scripts(found.text).get("startSessionPolling", "").partition("?")[0]
    return {"status": found.status, "action": action, "polling": polling, "cookies": sorted({*paths})}
