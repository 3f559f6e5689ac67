"""Log out users: in a browser, or with a refresh token (LogoutEndpoint)."""
