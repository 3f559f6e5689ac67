"""Outgoing HTTP requests to clients, at URLs in the realm's configuration."""
