"""The HTTP face: everything that knows the web framework. It translates, and decides nothing."""
