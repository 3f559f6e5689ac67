"""Contract tests: the same requests to Keycloak and to mockauth; Keycloak writes the expected answers."""
