"""What is configured: realm files, the registry, and the frozen values that every request reads."""
