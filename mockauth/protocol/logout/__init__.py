"""Logging out: in a browser, asked or not, and behind its back with a refresh token (Keycloak's LogoutEndpoint)."""
