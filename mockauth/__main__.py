"""`python -m mockauth`."""

from mockauth.cli import main

if __name__ == "__main__":
    main()
