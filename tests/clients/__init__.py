"""Clients that others wrote, as judges of a mockauth that really listens."""
