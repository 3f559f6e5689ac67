"""A web application that logs users in with Authlib."""

import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for


def create_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "only for tests"
    shop = OAuth(app).register(
        "shop",
        client_id="web",
        server_metadata_url=f"{os.environ['ISSUER']}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
    )

    @app.get("/")
    def index():
        return session["user"] if "user" in session else redirect(url_for("login"))

    @app.get("/login")
    def login():
        return shop.authorize_redirect(url_for("callback", _external=True))

    @app.get("/callback")
    def callback():
        session["user"] = shop.authorize_access_token()["userinfo"]["preferred_username"]
        return redirect(url_for("index"))

    return app
