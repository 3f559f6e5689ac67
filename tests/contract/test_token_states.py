"""Every kind of token, in every state, at every endpoint that takes tokens."""

import pytest

from contract.call import Call, Form
from contract.exchange import FORM, Request

OIDC = "/realms/{}/protocol/openid-connect/{}"
JUDGE = "base64(judge:judge-secret)"
# By kind: the client, the scope, and the name of the token in its answer.
KINDS = {
    "access": ("public", "openid", "access_token"),
    "ID": ("public", "openid", "id_token"),
    "refresh": ("public", "openid", "refresh_token"),
    "offline": ("public", "openid offline_access", "refresh_token"),
    "access of an offline session": ("public", "openid offline_access", "access_token"),
    "lightweight": ("light", "openid", "access_token"),
    "without openid": ("public", "email", "access_token"),
    "service": ("vault", "openid", "access_token"),
    "refresh of a service": ("vault", "openid", "refresh_token"),
}
SHORT = {"public": "brief", "light": "brief-light"}


def get(call: Call, kind: str, realm: str = "matrices", client: str | None = None) -> tuple[str, str]:
    """Get the tokens of a kind; return the client, and the name of the token."""
    own, scope, token = KINDS[kind]
    client = client or own
    form: Form = {"client_id": client, "scope": scope}
    if own == "vault":
        form |= {"client_secret": "vault-secret", "grant_type": "client_credentials"}
    else:
        form |= {"grant_type": "password", "username": "ada", "password": "ada-password"}
    call.token(realm, **form)
    return client, f"{token}_of_answer_{call.count}"


def form_to(call: Call, endpoint: str, realm: str, form: str, by: str = "", later: int = 0) -> None:
    """Send a form to an endpoint, as a client."""
    headers = (("Content-Type", FORM), *((("Authorization", f"Basic {by}"),) if by else ()))
    call.send(Request("POST", OIDC.format(realm, endpoint), headers, form, later))


def use_everywhere(call: Call, token: str, client: str, realm: str = "matrices", later: int = 0) -> None:
    """Use a token at every endpoint; at last revoke it, and use it again."""
    secret = "&client_secret=vault-secret" if client == "vault" else ""
    for end in ("", "again"):
        bearer = (("Authorization", f"Bearer {token}"),)
        call.send(Request("GET", OIDC.format(realm, "userinfo"), bearer, later=0 if end else later))
        for hint in ("", "&token_type_hint=access_token", "&token_type_hint=refresh_token"):
            form_to(call, "token/introspect", realm, f"token={token}{hint}", JUDGE)
        if client == "vault":
            form_to(
                call, "token/introspect", realm, f"token={token}&token_type_hint=refresh_token&client_id=vault{secret}"
            )
        form_to(call, "token", realm, f"grant_type=refresh_token&refresh_token={token}&client_id={client}{secret}")
        if not end:
            form_to(call, "revoke", realm, f"token={token}&client_id={client}{secret}")


@pytest.mark.parametrize("kind", KINDS)
def test_good_tokens(call: Call, kind: str) -> None:
    client, token = get(call, kind)
    use_everywhere(call, token, client)


@pytest.mark.parametrize("kind", [kind for kind, (client, _, _) in KINDS.items() if client in SHORT])
def test_tokens_of_a_client_whose_access_tokens_have_expired(call: Call, kind: str) -> None:
    client, token = get(call, kind, client=SHORT[KINDS[kind][0]])
    use_everywhere(call, token, client, later=3)


@pytest.mark.parametrize("kind", [kind for kind, (client, _, _) in KINDS.items() if client == "public"])
def test_tokens_of_a_session_that_is_too_old(call: Call, kind: str) -> None:
    client, token = get(call, kind, "matrices-brief")
    use_everywhere(call, token, client, "matrices-brief", later=4)


@pytest.mark.parametrize("kind", [kind for kind, (_, _, token) in KINDS.items() if "refresh" not in token])
@pytest.mark.parametrize("by", ["refresh_token", "access_token"])
def test_tokens_of_a_session_of_which_another_token_was_revoked(call: Call, kind: str, by: str) -> None:
    client, token = get(call, kind)
    secret = "&client_secret=vault-secret" if client == "vault" else ""
    form_to(call, "revoke", "matrices", f"token={by}_of_answer_1&client_id={client}{secret}")
    use_everywhere(call, token, client)


@pytest.mark.parametrize("kind", ["refresh", "offline"])
def test_refresh_tokens_of_which_the_access_token_was_revoked(call: Call, kind: str) -> None:
    client, token = get(call, kind)
    form_to(call, "revoke", "matrices", f"token=access_token_of_answer_1&client_id={client}")
    use_everywhere(call, token, client)


def redeem(call: Call) -> None:
    """Redeem the code of the login that the test begins with."""
    code, uri = "code_of_answer_2", "http://localhost:3000/cb"
    call.token("matrices", grant_type="authorization_code", client_id="public", code=code, redirect_uri=uri)


@pytest.mark.parametrize("token", ["access_token", "id_token", "refresh_token"])
@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
def test_tokens_of_a_code_that_is_used_twice(call: Call, scope: str, token: str) -> None:
    call.log_in("matrices", client_id="public", scope=scope)
    for _ in range(2):
        redeem(call)
    use_everywhere(call, f"{token}_of_answer_3", "public")


@pytest.mark.parametrize("token", ["access_token", "id_token", "refresh_token"])
@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
def test_tokens_of_a_session_that_is_logged_out(call: Call, scope: str, token: str) -> None:
    call.log_in("matrices", client_id="public", scope=scope)
    redeem(call)
    call.auth("matrices", client_id="public", prompt="login")
    call.browse("restart_of_answer_4")
    use_everywhere(call, f"{token}_of_answer_3", "public")
