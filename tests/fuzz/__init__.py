"""A fuzzer that compares mockauth with a live Keycloak; see CONTRIBUTING.md."""
