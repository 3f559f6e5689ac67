"""Import a realm file as Keycloak does: convert deprecated keys, add defaults, and migrate older versions."""
