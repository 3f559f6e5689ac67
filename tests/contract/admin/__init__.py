"""Contract tests of the Admin REST API."""
