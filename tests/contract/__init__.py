"""Contract tests: the same requests go to Keycloak and to mockauth, and Keycloak's answers are the expected ones."""
