"""What Keycloak makes of a realm file when it imports it: what is added, made of older shapes, and migrated."""
