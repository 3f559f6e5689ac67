"""Tokens: issuing, verification, introspection, revocation and userinfo."""
