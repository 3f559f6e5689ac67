"""No regular expression and no loop over input takes time that grows faster than the input.

Such a step would hold up all threads, because Python's regular expressions do not let others run. Each function gets
texts of up to 128 KiB. The CPU time of this thread is compared between sizes, so that no number depends on the machine.
"""

import gc
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from mockauth.printable import printable, url_without_secrets
from mockauth.protocol import java, pkce, redirect_uris
from mockauth.protocol.certificates import names
from mockauth.protocol.claim_types import unreadable_claim
from mockauth.protocol.claims.placing import split
from mockauth.protocol.context import Form
from mockauth.protocol.cookies import _SAFARI, _SPECIAL
from mockauth.protocol.validators import _USERNAME, VALIDATORS, is_email
from mockauth.realms.model import password_policy, sector_identifiers
from mockauth.realms.problems import did_you_mean
from mockauth.realms.problems.hints import flag_hint, number_hint, snake_case
from mockauth.realms.validation import java_uri
from mockauth.web import accept, certificates, routing
from mockauth.web.admin import body as admin_body
from mockauth.web.admin.patterns import like, with_stars
from mockauth.web.admin.user_search import _any_field, _terms
from mockauth.web.host import java_address, server_url
from mockauth.web.server.parser import _HOST, _TARGET

SIZES = (8 * 1024, 32 * 1024, 128 * 1024)
# Four times the input may take this many times the time: four if it grows linearly, sixteen if quadratically.
MOST_GROWTH = 9
# Shorter times are not compared: they are dominated by what does not depend on the input.
SHORTEST_SECONDS = 0.0005

MARK = "\N{COMBINING ACUTE ACCENT}"
# Repeated as they are, without spaces.
WORDS = r"""
a. a@ a/ a, a: a= a- a1 Aa \" '' \\ \a .. ./ ../ /. // %41 %2 %2F ${ ${a {0 {0, ## [a [[ <a> </ &amp; a=b; ::
"a" Version/ http:// http://a a:// a;q=0.5, 1. 1e +1 -1 CN=a, CN=\ CN=" Cert= Cert=" -----BEGIN *a %a
"""
PARTS = (
    *'aA1 .,-_+/\\:;=&?#%@*!~^$|(){}[]<>"`\t\n\0',
    "'",
    MARK,
    "\N{GRINNING FACE}",
    *("a ", ' "', " \t", "\r\n", "<a ", "Version/x ", "Version/x Mobile/", "\ud800"),
    *WORDS.split(),
)
# What comes before the repeated part, and after it, so that a match fails at the end.
FRAMES = (("", "!"), ("http://a", '"'))

Checked = Callable[[str], Any]


def _validated(validator: str, text: str) -> Any:
    realm: Any = None
    return VALIDATORS[validator](realm, text, {"options": [text]})


FORWARDED = {"wsgi.url_scheme": "http", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
FUNCTIONS: Mapping[str, Checked] = {
    "accept.accepts_any": lambda text: accept.accepts_any(text, ["text/html"]),
    "accept.preferred_types": accept.preferred_types,
    "admin body": lambda text: admin_body.parse(text.encode("utf-8", "replace"), "RealmRepresentation"),
    "admin like": lambda text: like(text[:4096]).fullmatch("a" * 255),
    "admin stars": lambda text: like(with_stars(text[:4096])).fullmatch("a" * 255),
    "admin search": lambda text: [_any_field(it)({"username": "a" * 255}) for it in _terms(text[:4096])],
    "admin search words": _terms,
    "certificates.from_base64": certificates._from_base64,
    "certificates.envoy": certificates._envoy,
    "certificates.pem": certificates._from_pem,
    "certificates.rfc9440": certificates._rfc9440,
    "claim name": split,
    "claim types": lambda text: unreadable_claim({"exp": text, "iat": text, "aud": text}),
    "cookies": _SPECIAL.search,
    "did_you_mean": lambda text: did_you_mean(text, ["account", "admin-cli", "broker"]),
    "distinguished name": names.parse_text,
    "form": lambda text: Form.parse(text.encode("utf-8", "replace")),
    "hints": lambda text: (number_hint(text), flag_hint(text), snake_case(text)),
    "host": lambda text: server_url({**FORWARDED, "HTTP_HOST": text}),
    "is_email": is_email,
    "java_address": java_address,
    "java.integer": java.integer,
    "java.json_at_start": java.json_at_start,
    "java.hash_order": lambda text: java.hash_order(text.split(" ")),
    "java.surrogates": java.replace_lone_surrogates,
    "java.net.URI": java_uri.is_uri,
    "java.net.URL": java_uri.is_url,
    "parser of Host": _HOST.fullmatch,
    "parser of the target": lambda text: _TARGET.fullmatch(text.encode("utf-8", "replace")),
    "password policy": lambda text: [
        *password_policy.violations(
            tuple((name, None) for name in password_policy.RULES if name != "regexPattern"),
            text,
            password_policy.Owner("a" * 200, "a" * 200),
        )
    ],
    "pkce": pkce._VALID.fullmatch,
    "printable": printable,
    "redirect_uris.is_uri": redirect_uris.is_uri,
    "redirect_uris.verify": lambda text: redirect_uris.verify(
        text, "http://localhost:3000", ["http://localhost:3000/*", "/cb", "a:*"], "http://localhost/realms/demo"
    ),
    "redirect_uris.with_query": lambda text: redirect_uris.with_query(text, [("a", "b")]),
    "redirect_uris.with_fragment": lambda text: redirect_uris.with_fragment(text, [("a", "b")]),
    "redirect_uris.without_response_parameters": redirect_uris.without_response_parameters,
    "routing": lambda text: routing.split_realm(routing.normalized_path(f"/{text}"), "GET", ""),
    "Safari": _SAFARI.search,
    "sector": lambda text: sector_identifiers.sector_error(text, "http://a", [text, "http://b"]),
    "username": _USERNAME.fullmatch,
    "url_without_secrets": url_without_secrets,
    **{
        f"validator {name}": partial(_validated, name)
        for name in VALIDATORS
        # The pattern is that of the realm, and the other one has a check without a realm above.
        if name not in ("pattern", "username-prohibited-characters")
    },
}


def seconds(function: Checked, text: str) -> float:
    """Return the CPU time of a call, without garbage collection, which would count the objects of all other tests."""
    gc.disable()
    begin = time.thread_time()
    # All kinds of refusals count as answers.
    with suppress(Exception):
        function(text)
    end = time.thread_time()
    gc.enable()
    return end - begin


def grows_too_fast(function: Checked, frame: tuple[str, str], part: str) -> bool:
    before = SHORTEST_SECONDS
    for size in SIZES:
        taken = seconds(function, (part * (size // len(part))).join(frame))
        if size > SIZES[0] and taken > MOST_GROWTH * before:
            return True
        before = max(taken, SHORTEST_SECONDS)
    return False


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_time_grows_no_faster_than_the_input(name: str) -> None:
    function = FUNCTIONS[name]
    found = [
        (frame, part)
        for part in PARTS
        for frame in FRAMES
        # A time that another process has disturbed is measured again.
        if all(grows_too_fast(function, frame, part) for _ in range(5))
    ]
    assert found == []
