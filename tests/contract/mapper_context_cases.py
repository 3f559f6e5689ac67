"""Test cases for mappers that depend on the client's scopes, the authorization request, or the login."""

from collections.abc import Mapping
from typing import Any

from contract.mapper_cases import EVERYWHERE, FLAGS, LIGHT, LIGHT_USERINFO, Config, MapperCase
from contract.mapper_family_cases import ACR, NOTE, PAIRWISE, mapper

ASKED = "oidc-claims-param-value-idtoken-mapper"
URIS = {
    "one": ["https://a.example.org/*"],
    "same-host": ["https://A.example.org/x", "http://A.example.org:81/y"],
    "custom": ["com.example.app:/x"],
    "star": ["*"],
    "address": ["http://[::1]:8080/*"],
}


def _logins() -> dict[str, MapperCase]:
    """Return clients whose mappers depend on the request or on the login."""
    asking = {
        "claims": mapper("oidc-claims-param-token-mapper"),
        "nonce": mapper("oidc-nonce-backwards-compatible-mapper"),
        "acr": mapper(ACR),
        "amr": mapper("oidc-amr-mapper"),
        **{name: (ASKED, {"claim.name": name, **EVERYWHERE}) for name in ("asked", "deep.er", "sub")},
    }
    levels = {"acr.loa.map": '{"copper":0,"silver":1,"white":1,"gold":2}'}
    attributes = {
        "requesting": levels,
        "with-default": {**levels, "default.acr.values": "white##gold"},
        "with-minimum": {**levels, "minimum.acr.value": "white"},
        "without-levels": {},
        "other": {},
    }
    may: dict[str, Any] = {"redirectUris": ["http://localhost:3000/cb"], "implicitFlowEnabled": True}
    found = {name: MapperCase(asking, client={**may, "attributes": its}) for name, its in attributes.items()}
    names = ("SSO_AUTH", "acr", "claims", "nonce", "scope", "clientId", "iss")
    noting = {name: mapper(NOTE, claim_name=f"n {name}", user_session_note=name) for name in names}
    when = {"claim.name": "auth_time", "user.session.note": "AUTH_TIME", "jsonType.label": "long", **EVERYWHERE}
    when[FLAGS["response"]] = "false"
    return {**found, "noting": MapperCase({**noting, "auth_time": (NOTE, when)}, client=may)}


def _pairwise() -> dict[str, MapperCase]:
    """Return clients with pairwise subjects, except for those that make Keycloak refuse the import."""
    salted = mapper(PAIRWISE, pairwiseSubAlgorithmSalt="pepper")
    found = {
        f"pairwise-{name}": MapperCase({"sub": salted}, client={"redirectUris": uris}) for name, uris in URIS.items()
    }
    rooted = {"redirectUris": ["/x", "/y"], "rootUrl": "https://root.example.org"}
    found["pairwise-rooted"] = MapperCase({"sub": salted}, client=rooted)
    one = {"redirectUris": URIS["one"]}
    nowhere = (PAIRWISE, {**salted[1], **dict.fromkeys(EVERYWHERE, "false")})
    found["pairwise-false"] = MapperCase({"sub": nowhere}, client=one)
    found["pairwise-light"] = MapperCase({"sub": salted}, lightweight=True, client=one)
    found["pairwise-with-scopes"] = MapperCase({"sub": salted}, scopes=True, client=one)
    return found


LIGHTWEIGHT = {LIGHT: "true", LIGHT_USERINFO: "true"}
RFC9068, LOWER_CASE = "access.token.header.type.rfc9068", "token.response.type.bearer.lower-case"
ATTRIBUTES: Mapping[str, Config] = {
    "plain": {},
    "rfc9068": {RFC9068: "true"},
    "rfc9068-off": {RFC9068: "TRUE"},
    "lower-case": {LOWER_CASE: "true"},
    "light": LIGHTWEIGHT,
    "light-rfc9068": {**LIGHTWEIGHT, RFC9068: "true", LOWER_CASE: "true"},
    "no-refresh": {"use.refresh.tokens": "false"},
    "refresh-of-service": {"client_credentials.use_refresh_token": "true"},
    "short": {"access.token.lifespan": "60"},
    "as-the-session": {"access.token.lifespan": "-1"},
    "detached": {"id.token.as.detached.signature": "true"},
    "idle": {"client.session.idle.timeout": "120", "client.session.max.lifespan": "600"},
}


def _forms() -> dict[str, MapperCase]:
    """Return clients with the realm's scopes, whose attributes change the form of their tokens."""
    asking = {"claims": mapper("oidc-claims-param-token-mapper")}
    may = {"redirectUris": ["http://localhost:3000/cb"], "implicitFlowEnabled": True}
    return {
        f"form-{name}": MapperCase(asking, scopes=True, client={**may, "attributes": its})
        for name, its in ATTRIBUTES.items()
    }


# Clients with pairwise subjects, and clients for logins.
SUBJECTS: Mapping[str, MapperCase] = _pairwise()
LOGINS: Mapping[str, MapperCase] = _logins()
FORMS: Mapping[str, MapperCase] = _forms()
