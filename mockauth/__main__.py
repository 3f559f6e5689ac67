"""`python -m mockauth`, and the script `mockauth`.

This module must run on any Python 3 and without any other package, so that it can explain how to install mockauth.
"""

import gc
import os
import shlex
import signal
import sys

_NOT_INSTALLED = 3


def main() -> None:
    """Run the command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the reason for this check is a Python that pip would refuse
        _refuse(f"mockauth needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    # Imports create many objects and free few: garbage collection would take 7 % of the time to the first token.
    # `serve` turns it on again.
    gc.disable()
    if sys.argv[1:2] and sys.argv[1] in ("serve", "start", "start-dev"):
        # If a signal ends the server during the imports, the exit code is 0 and there is no traceback.
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda _signal, _frame: os._exit(0))
    try:
        from mockauth.cli import main as run

        run()
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "mockauth") or package in sys.stdlib_module_names:
            raise
        _refuse(f'mockauth is not installed in {sys.executable}: the package "{package}" is missing.')


def _refuse(problem: str) -> None:
    """Say what is missing and how to install it, and exit."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow to import
    is_checkout = os.path.exists(os.path.join(folder, "pyproject.toml"))  # noqa: PTH110, PTH118
    steps = ["python3 -m venv .venv", f".venv/bin/python -m pip install {'.' if is_checkout else 'mockauth'}"]
    lines = [problem, "Install it into a virtual environment, with Python 3.11 or newer:"]
    lines += [f"  {step}" for step in [*([f"cd {shlex.quote(folder)}"] if is_checkout else []), *steps]]
    lines += ["  .venv/bin/mockauth serve"]
    if is_checkout:
        lines += ['Or run "make serve" in that folder: it does all of this.']
    sys.stderr.write("\n".join(lines) + "\n")
    sys.exit(_NOT_INSTALLED)


if __name__ == "__main__":
    main()
