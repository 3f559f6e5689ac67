"""The command line: every command, its output and its exit code."""
