"""The container image without a container engine: its root file system, its OCI layout, and tests that run it."""
