"""Tokens: how they are made, what is in them, and what becomes of them when they are shown."""
