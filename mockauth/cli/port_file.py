"""The file that `mockauth serve --port-file` writes."""

import os
import sys
from pathlib import Path

from mockauth.cli import UNUSABLE
from mockauth.cli.configuration import missing_folder_hint
from mockauth.cli.console import print_error


def write_port(file: Path, port: int) -> None:
    """Write the port to a file. If that is impossible, print why and exit."""
    # Written to a draft and renamed, because a script that waits for the file reads it as soon as it exists.
    draft = file.with_name(f"{file.name}.{os.getpid()}") if file.is_file() or not file.exists() else file
    try:
        if draft == file:
            file.write_text(f"{port}\n", encoding="ascii")
        else:
            # Mode "x" never follows a link that another user may have put there.
            draft.unlink(missing_ok=True)
            with draft.open("x", encoding="ascii") as opened:
                opened.write(f"{port}\n")
            draft.replace(file)
    except OSError as error:
        print_error(f"{file}: cannot write the file: {error.strerror}{missing_folder_hint(file)}")
        sys.exit(UNUSABLE)
