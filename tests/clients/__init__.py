"""Tests with client libraries of other projects, against a server that listens on a port."""
