"""OpenID Connect as Keycloak speaks it: plain functions of a `Context`. Nothing here knows the web framework."""
