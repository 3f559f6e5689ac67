"""`python -m mockauth`, and the script `mockauth`."""

import gc


def main() -> None:
    """Run the command line."""
    # Imports make much and drop little: looking for garbage meanwhile takes 7 % of the time to the first token.
    # `serve` turns it on again.
    gc.disable()
    from mockauth.cli import main as run

    run()


if __name__ == "__main__":
    main()
