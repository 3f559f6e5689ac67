"""The configuration: realm files, the registry, and the immutable realms that requests read."""
