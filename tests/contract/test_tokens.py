"""Properties of every token: lifespans, types, ids, times."""

import pytest

from contract.call import Call


@pytest.mark.parametrize("client", ["brief", "endless", "zero", "epoch", "blank", "session"])
def test_lifespans(call: Call, client: str) -> None:
    names = {"blank": "blank-lifespan", "session": "session-bound"}
    call.token(client_id=names.get(client, client), client_secret=f"{client}-secret", scope="openid")


def test_the_lifespan_of_the_realm(call: Call) -> None:
    call.token("open-house", client_id="robot", client_secret="robot-secret", scope="openid")


def test_an_offline_session_in_the_scope_brings_no_refresh_token(call: Call) -> None:
    call.token(client_id="robot", client_secret="robot-secret", scope="offline_access")


def test_a_refresh_token_where_the_client_asks_for_one(call: Call) -> None:
    call.token(client_id="refresher", client_secret="refresher-secret")
    call.token(client_id="refresher", client_secret="refresher-secret", scope="openid")
    call.token(client_id="refresher", client_secret="refresher-secret", scope="openid offline_access")
