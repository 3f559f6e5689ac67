"""Every `prompt`, in every state of the browser's session."""

import pytest

from contract.call import Call

PROMPTS = [
    *(None, "", "none", "login", "consent", "create", "select_account"),
    *("none login", "none consent", "none create", "login consent", "login create", "consent create", "login  none"),
]
REALM = "matrices"


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("client", ["public", "asker"])
def test_nobody_is_logged_in(call: Call, client: str, prompt: str | None) -> None:
    call.auth(REALM, client_id=client, prompt=prompt)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_somebody_is_logged_in(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public")
    call.auth(REALM, client_id="public", prompt=prompt)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_somebody_is_logged_in_to_another_client(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public")
    call.auth(REALM, client_id="code-only", prompt=prompt, login_hint="ada")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_somebody_else_is_logged_in(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public", user="bob")
    call.auth(REALM, client_id="public", prompt=prompt, login_hint="ada")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_consent_is_missing(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public", user="bob")
    call.auth(REALM, client_id="asker", prompt=prompt)
    if prompt in {None, "", "consent", "select_account"}:
        call.follow(3)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_consent_was_given(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="asker", prompt="consent")
    call.follow(2)
    call.submit(3, accept="Yes")
    call.auth(REALM, client_id="asker", prompt=prompt)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_consent_to_more_is_missing(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="asker", prompt="consent")
    call.follow(2)
    call.submit(3, accept="Yes")
    call.auth(REALM, client_id="asker", prompt=prompt, scope="openid phone")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_session_is_too_old(call: Call, prompt: str | None) -> None:
    call.log_in("matrices-brief", client_id="public")
    call.get("/realms/matrices-brief")
    path = "protocol/openid-connect/auth?client_id=public&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb"
    prompted = "" if prompt is None else f"&prompt={prompt.replace(' ', '%20')}"
    call.browse(f"/realms/matrices-brief/{path}&response_type=code&scope=openid{prompted}", later=4)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_required_action_is_pending(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public", user="busy")
    call.follow(2)
    call.auth(REALM, client_id="public", prompt=prompt)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_an_action_is_asked_for(call: Call, prompt: str | None) -> None:
    call.log_in(REALM, client_id="public")
    call.auth(REALM, client_id="public", prompt=prompt, kc_action="UPDATE_PASSWORD")


@pytest.mark.parametrize("max_age", ["0", "1000"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_an_age_is_asked_for_too(call: Call, prompt: str | None, max_age: str) -> None:
    call.log_in(REALM, client_id="public")
    call.browse("/realms/matrices", later=2)
    call.auth(REALM, client_id="public", prompt=prompt, max_age=max_age)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_disabled_realm(call: Call, prompt: str | None) -> None:
    call.auth("matrices-brief", client_id="public", prompt=prompt)


@pytest.mark.parametrize("prompt", ["login", "consent", "login consent"])
def test_a_prompt_is_answered(call: Call, prompt: str) -> None:
    call.log_in(REALM, client_id="asker", prompt=prompt, user="carol")
    call.follow(2)
    call.submit(3, accept="Yes")
    call.auth(REALM, client_id="asker", prompt="none")
