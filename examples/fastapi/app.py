"""An API that accepts the tokens of one issuer."""

import os
from functools import cache
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

app = FastAPI()


@cache
def keys(issuer: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(f"{issuer}/protocol/openid-connect/certs")


def claims(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict:
    """Return the claims of a valid access token."""
    token, issuer = credentials.credentials, os.environ["ISSUER"]
    try:
        key = keys(issuer).get_signing_key_from_jwt(token)
        return jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options={"verify_aud": False})
    except jwt.PyJWTError as error:
        raise HTTPException(401, str(error)) from error


@app.get("/me")
def me(token: Annotated[dict, Depends(claims)]) -> dict:
    return {"client": token["azp"], "user": token.get("preferred_username")}
