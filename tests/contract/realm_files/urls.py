"""Realm files with unusual URLs, and with placeholders."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import client

FILES: Mapping[str, dict[str, Any] | str] = {
    "a redirect URI with a variable": client(redirectUris=["${URL}/*"]),
    "a redirect URI with a variable in its path": client(redirectUris=["http://localhost/${NAME}"]),
    "a root URL with a variable": client(rootUrl="${URL}"),
    "a root URL with Keycloak's own variable": client(rootUrl="${authBaseUrl}"),
    "a base URL with a variable": client(baseUrl="${URL}"),
    "an admin URL with a variable": client(adminUrl="${URL}"),
    "a web origin with a variable": client(webOrigins=["${URL}"]),
    "a secret with a variable": client(secret="${SECRET}"),
    "an attribute of a client with a variable": client(attributes={"x": "${X}"}),
    "a display name with a variable": {"displayName": "${NAME}"},
    "an SMTP server with a variable": {"smtpServer": {"host": "${HOST}", "from": "${FROM}"}},
    "a post-logout redirect URI with a variable": client(attributes={"post.logout.redirect.uris": "${URL}"}),
    "an invalid root URL": client(rootUrl="not a url"),
    "a root URL without a scheme": client(rootUrl="localhost:8080"),
    "a javascript: root URL": client(rootUrl="javascript:alert(1)"),
    "a javascript: base URL": client(baseUrl="javascript:alert(1)"),
    "a relative base URL": client(baseUrl="/app"),
    "a javascript: redirect URI": client(redirectUris=["javascript:alert(1)"]),
    "a data: redirect URI": client(redirectUris=["data:text/html,x"]),
    "a redirect URI with a fragment": client(redirectUris=["http://localhost/#x"]),
    "a redirect URI with a space": client(redirectUris=["http://localhost/a b"]),
    "a redirect URI that is only a wildcard": client(redirectUris=["*"]),
    "a redirect URI with a wildcard in the middle": client(redirectUris=["http://*.localhost/"]),
    "a redirect URI without a scheme": client(redirectUris=["localhost:3000/*"]),
    "an empty redirect URI": client(redirectUris=[""]),
    "a relative redirect URI": client(redirectUris=["/cb"]),
    "a redirect URI with a custom scheme": client(redirectUris=["com.example.app:/cb", "com.example.app://cb"]),
    "a redirect URI with an invalid host": client(redirectUris=["http://local_host/"]),
    "a redirect URI with an invalid port": client(redirectUris=["http://localhost:port/"]),
    "a redirect URI with a bracket": client(redirectUris=["http://localhost/[a]"]),
    "a redirect URI with an invalid percent-encoding": client(redirectUris=["http://localhost/%zz"]),
    "a root URL with a wildcard": client(rootUrl="http://localhost/*"),
    "an invalid web origin": client(webOrigins=["not an origin"]),
    "a web origin with a path": client(webOrigins=["http://localhost/app"]),
    "an invalid front-channel logout URL": client(attributes={"frontchannel.logout.url": "not a url"}),
    "an invalid back-channel logout URL": client(attributes={"backchannel.logout.url": "not a url"}),
    "a javascript: logo URL": client(attributes={"logoUri": "javascript:alert(1)"}),
    "an invalid frontend URL": {"attributes": {"frontendUrl": "not a url"}},
    "an invalid JWKS URL": client(attributes={"jwks.url": "not a url", "use.jwks.url": "true"}),
}
