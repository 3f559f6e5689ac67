"""The bench: start, tokens per second, latency and memory, as ratios of what is measured beside them in one run."""
