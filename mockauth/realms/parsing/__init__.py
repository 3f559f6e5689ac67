"""Parse JSON as Keycloak does: placeholders, encodings, and the coercion of values."""
