import app  # configures Django
import django
import pytest
from django.test import Client

django.setup()


@pytest.fixture
def client(mockauth, monkeypatch):
    monkeypatch.setenv("ISSUER", mockauth.issuer("shop"))
    return Client()


def test_a_user_is_known(client, mockauth):
    token = mockauth.token("web", user="alice", scope="openid")
    response = client.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert response.json() == {"client": "web", "user": "alice"}


def test_another_token_is_refused(client, mockauth):
    response = client.get("/me", headers={"Authorization": f"Bearer {mockauth.token('orders')}x"})
    assert response.status_code == 401
    assert app.urlpatterns
