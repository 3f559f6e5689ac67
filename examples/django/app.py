"""An API in Django that accepts the tokens of one issuer, in one file."""

import os
from functools import cache, wraps

import jwt
from django.conf import settings
from django.http import JsonResponse
from django.urls import path

if not settings.configured:
    settings.configure(DEBUG=True, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="only for tests")


@cache
def keys(issuer):
    return jwt.PyJWKClient(f"{issuer}/protocol/openid-connect/certs")


def with_token(view):
    """Call a view with the claims of a valid access token, or answer 401."""

    @wraps(view)
    def checked(request):
        issuer, token = os.environ["ISSUER"], request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            key = keys(issuer).get_signing_key_from_jwt(token)
            claims = jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options={"verify_aud": False})
        except jwt.PyJWTError as error:
            return JsonResponse({"error": str(error)}, status=401)
        return view(request, claims)

    return checked


@with_token
def me(request, claims):
    return JsonResponse({"client": claims["azp"], "user": claims.get("preferred_username")})


urlpatterns = [path("me", me)]
